"""What a query for a number means: a claim's id, its name, or a number as it is printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches

from livepaper.edition import Edition, Entry

_NUMBER = re.compile(
    r"(?P<sign>[-\N{MINUS SIGN}]?)(?P<whole>\d+|\d{1,3}(?:,\d{3})+)(?:\.(?P<part>\d+))?"
    r"\s*(?P<unit>%|per ?cent|percent)?",
    re.IGNORECASE,
)
_COMMA = re.compile(r"(\d+),(\d{1,2})(?!\d)")
_SILENT = {"grade"}
"""Forms that print no number, so that a query cannot mean them."""

_NEAR = 5


@dataclass(frozen=True)
class Found:
    """What a query means.

    Attributes:
        claims: Ids of the claims it means, best first: those whose value prints so, then those one of whose
            other forms does.
        hints: If it means none, ids of the nearest ones, each with what it prints.
        pattern: What the query looks like in a text; None if it is a claim's name.
    """

    claims: tuple[str, ...]
    hints: tuple[tuple[str, str], ...] = ()
    pattern: re.Pattern[str] | None = None


def find(edition: Edition, query: str) -> Found:
    """Find the claims that a query means.

    Args:
        edition: Where to look.
        query: A number as printed (`79.6`, `79.6%`, `1,110`, `two thirds`), a claim's id, or its name alone.
    """
    wanted, ledger = query.strip(), edition.ledger
    if wanted in ledger:
        return Found((wanted,))
    named = [name for name in ledger if name.partition("/")[2] == wanted]
    if len(named) == 1:
        return Found((named[0],))
    if named or "/" in wanted:
        return Found((), _told(ledger, named or get_close_matches(wanted, ledger, n=_NEAR, cutoff=0.5)))
    pattern = looks(wanted)
    plain = [name for name, entry in ledger.items() if _prints(entry, pattern)]
    other = [name for name, entry in ledger.items() if name not in plain and _says(entry, pattern)]
    plain.sort(key=lambda name: ledger[name].claim.quantity.derived)
    if plain or other:
        return Found((*plain, *other), (), pattern)
    return Found((), _told(ledger, _nearest(ledger, wanted)), pattern)


def looks(printed: str) -> re.Pattern[str]:
    """Return what a number or number-word looks like in a text, whatever its thousands separators and spaces."""
    text = _COMMA.sub(r"\1.\2", printed) if _COMMA.fullmatch(printed.rstrip(" %")) else printed
    number = _NUMBER.fullmatch(text.strip())
    if number is None:
        words = r"\s+".join(map(re.escape, printed.split()))
        return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
    whole = number["whole"].replace(",", "")
    grouped = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",?", whole)
    sign = "[-\N{MINUS SIGN}]" if number["sign"] else ""
    part = rf"\.{number['part']}" if number["part"] else ""
    unit = r"\s*(?:%|per ?cent)" if number["unit"] else ""
    return re.compile(rf"(?<![\w.,]){sign}{grouped}{part}(?!\d|[.,]\d){unit}", re.IGNORECASE)


def _prints(entry: Entry, pattern: re.Pattern[str]) -> bool:
    """Tell whether a claim's own value prints so, or is exactly that."""
    value = f"{entry.claim.quantity.value:f}"
    return bool(pattern.search(str(entry.claim)) or pattern.fullmatch(value))


def _says(entry: Entry, pattern: re.Pattern[str]) -> bool:
    said = (one.text for one in entry.occurrences if one.form not in _SILENT)
    return any(pattern.search(text) for text in said)


def _nearest(ledger: Mapping[str, Entry], wanted: str) -> list[str]:
    """Return the claims with the nearest values, or for a word those with the most similar names."""
    number = _NUMBER.fullmatch(_COMMA.sub(r"\1.\2", wanted).strip())
    if number is None:
        names = {name.partition("/")[2]: name for name in ledger}
        return [names[name] for name in get_close_matches(wanted, names, n=_NEAR, cutoff=0.5)]
    value = Decimal(f"{number['whole'].replace(',', '')}.{number['part'] or 0}") * (-1 if number["sign"] else 1)
    return sorted(ledger, key=lambda name: abs(ledger[name].claim.quantity.value - value))[:_NEAR]


def _told(ledger: Mapping[str, Entry], names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(ledger[name].claim)) for name in names)

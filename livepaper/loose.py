"""Numbers and number-words that are bound to nothing: which of a text are loose, and which claims they may mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from livepaper import words
from livepaper.claims import Claim
from livepaper.errors import LivePaperError
from livepaper.exemptions import Exemption
from livepaper.numerals import Kind, Token, scan
from livepaper.passages import Passage

_SEPARATOR = re.compile("[,\u00a0\u202f]")
_MANY = 3
"""Of the claims that would fit a loose number, so many are named."""


@dataclass(frozen=True)
class Numbers:
    """The numbers and number-words of a passage.

    Attributes:
        bound: Those that stand in claims.
        exempt: Those that need no claim.
        loose: The others.
        reasons: The names of the exemptions that cover one of them.
    """

    bound: tuple[Token, ...]
    exempt: tuple[Token, ...]
    loose: tuple[Token, ...]
    reasons: frozenset[str]


def sort(passage: Passage, listed: Sequence[Exemption]) -> Numbers:
    """Sort the numbers and number-words of a passage by what holds them to evidence."""
    bound: list[Token] = []
    free: list[Token] = []
    for token in scan(passage.text):
        held = any(span.start <= token.start and token.end <= span.end for span in passage.bound)
        (bound if held else free).append(token)
    covered = [(exemption.key, span) for exemption in listed for span in exemption.spans(passage)] if free else []
    exempt: list[Token] = []
    loose: list[Token] = []
    reasons: set[str] = set()
    for token in free:
        found = {key for key, (start, end) in covered if start <= token.start and token.end <= end}
        reasons |= found
        (exempt if found else loose).append(token)
    return Numbers(tuple(bound), tuple(exempt), tuple(loose), frozenset(reasons))


def fitting(token: Token, claims: Iterable[Claim], chapter: str) -> list[str]:
    """Return the ids of the claims that could carry a loose number, those of its chapter first."""
    found = [claim.id for claim in claims if _fits(token, claim)]
    return sorted(found, key=lambda name: not name.startswith(f"{chapter}/"))


def known_as(fits: Sequence[str]) -> str:
    """Name the first claims that fit, as the end of a sentence on what to do; nothing if none does."""
    return f" Claims that fit: {', '.join(fits[:_MANY])}." if fits else ""


def _fits(token: Token, claim: Claim) -> bool:
    """Tell whether a claim could carry a loose number; a word of comparison is carried by too many to tell."""
    if token.kind not in {Kind.NUMERAL, Kind.CARDINAL, Kind.FRACTION}:
        return False
    try:
        return words.holds(_SEPARATOR.sub("", token.text), claim.quantity)
    except LivePaperError:
        return False

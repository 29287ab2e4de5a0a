"""Whether a figure's alternative text names the extreme values that its table holds.

The extremes are looked up in the exported table, apart from the code that wrote the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from livepaper.checks.base import Finding, error
from livepaper.checks.figures.plotted import Plotted, numerals, prints

NAMED = 4
"""Of more than this many that share an extreme, only their number has to be told."""
TOGETHER = 6
"""Of more columns than this, the extremes are told for all together."""
_MEND = "The alternative text is computed; mend what computes it, or the table that the chart is given."


@dataclass(frozen=True)
class _Value:
    """A plotted value: whose it is, and how a column of texts prints it, if there is one."""

    owner: str
    number: Decimal
    text: str = ""


def extremes(record: Mapping[str, Any], table: Plotted, meta: Mapping[str, Any]) -> Iterator[Finding]:
    """Require the highest and lowest values with their owners, of series the first and last too.

    Args:
        record: The figure's record.
        table: Its table.
        meta: What its chart says of itself.
    """
    told, where = record["alt"], f"figure {record['figure']}, alternative text"
    columns = [name for name in meta.get("values") or [] if name in table.columns]
    plotted = {name: values for name in columns if (values := _values(table, name, meta))}
    if not plotted:
        yield from _kinds(told, table, meta, where)
        return
    if len(plotted) > TOGETHER and not meta.get("series"):
        together = [_Value(f"{v.owner}, {name}", v.number, v.text) for name, values in plotted.items() for v in values]
        yield from _high_and_low(told, together, where)
        return
    for name, values in plotted.items():
        part = _part(told, name, list(plotted)) if len(plotted) > 1 or meta.get("series") else told
        place = f"{where}, “{name}”" if len(plotted) > 1 else where
        if meta.get("series"):
            yield from _ends(part, values, place)
        yield from _high_and_low(part, values, place)


def _values(table: Plotted, column: str, meta: Mapping[str, Any]) -> list[_Value]:
    label, text = meta.get("label"), meta.get("text")
    label = label if label in table.columns else table.columns[0]
    found = []
    for index, row in enumerate(table.rows):
        number = table.number(index, column)
        if number is not None and row[label] != meta.get("rest"):
            found.append(_Value(row[label], number, row.get(text or "", "")))
    return found


def _part(told: str, name: str, names: Sequence[str]) -> str:
    """Return what is told of one column: from its name to that of the next."""
    starts = {other: told.lower().find(f" {other}: ".lower()) for other in names}
    if starts[name] < 0:
        return ""
    ends = [start for start in starts.values() if start > starts[name]]
    return told[starts[name] : min(ends, default=len(told))]


def _high_and_low(part: str, values: Sequence[_Value], where: str) -> Iterator[Finding]:
    high, low = max(value.number for value in values), min(value.number for value in values)
    if high == low:
        yield from _require(part, "value", [value for value in values if value.number == high], len(values), where)
        return
    before, found, bottom = part.lower().rpartition("lowest ")
    top = (before if found else part.lower()).rpartition("highest ")[2]
    for kind, clause, number in (("highest", top, high), ("lowest", bottom if found else "", low)):
        owners = [value for value in values if value.number == number]
        yield from _require(clause, kind, owners, len(values), where)


def _ends(part: str, values: Sequence[_Value], where: str) -> Iterator[Finding]:
    """Of a series, require its first and last value."""
    ends = re.search(r"first (.*?), last (.*?), ", part.lower())
    for kind, group, value in (("first", 1, values[0]), ("last", 2, values[-1])):
        yield from _require(ends[group] if ends else "", kind, [value], len(values), where)


def _require(clause: str, kind: str, owners: Sequence[_Value], of: int, where: str) -> Iterator[Finding]:
    """Require that a clause names the owners of a value, or how many they are, and then the value."""
    said, _, value = clause.lower().rpartition(" with ")
    names = [owner.owner for owner in owners]
    named = all(_names(said, name) for name in names)
    counted = len(names) > NAMED and f"{len(names)} of {of}" in said
    if not (named or counted) or not _says(value, owners[0]):
        expected = " and ".join(names) if len(names) <= NAMED else f"{len(names)} of {of}"
        yield error(
            where,
            f"“{clause.strip(' ;.')}” as the {kind}" if clause else f"no {kind}",
            f"{expected} with {owners[0].text or format(owners[0].number.normalize(), 'f')}",
            _MEND,
        )


def _names(said: str, name: str) -> bool:
    """Tell whether a name stands in a text, not merely as a part of a word."""
    return re.search(rf"(?<!\w){re.escape(name.lower())}(?!\w)", said) is not None


def _says(told: str, value: _Value) -> bool:
    if value.text and not numerals(value.text):
        return value.text.lower() in told
    found = numerals(told)
    return bool(found) and prints(found[0], value.number)


def _kinds(told: str, table: Plotted, meta: Mapping[str, Any], where: str) -> Iterator[Finding]:
    """Of a table of words, require how often each kind stands in it."""
    columns = [name for name in meta.get("columns") or [] if name in table.columns]
    words = [row[name] for name in columns for row in table.rows if row[name]]
    for kind in meta.get("kinds") or []:
        count = words.count(kind)
        if count and not re.search(rf"(?<!\w){re.escape(kind.lower())} {count}(?!\d)", told.lower()):
            yield error(where, "another count", f"“{kind} {count}”, as often as it stands in the table", _MEND)

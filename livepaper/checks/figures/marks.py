"""Whether the data of a chart's specification are those of its table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from livepaper.checks.base import Finding, error
from livepaper.checks.figures.plotted import Plotted, decimal, numerals, prints

USERMETA = "livepaper"
"""Where a specification keeps what its chart says of itself."""
CHANGED = " → "
"""What stands between the states in a table cell if the chart draws an earlier and a later one."""
_NEAR = Decimal("1e-9")
"""Relative difference below which a float is the number that it was made of."""


@dataclass(frozen=True)
class Mark:
    """What a chart draws for one cell of its table.

    Attributes:
        label: The row that it says it stands for.
        column: The column likewise.
        value: The number that gives its length or height; None if it has none.
        kind: The kind of symbol, in a matrix.
        text: What is printed with it; empty if nothing is.
        top: Upper edge of its bar, if it is one.
        bottom: Lower edge likewise.
    """

    label: str
    column: str
    value: Decimal | None = None
    kind: str = ""
    text: str = ""
    top: float | None = None
    bottom: float | None = None


def meta(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a figure's chart says of itself: its form, and the columns that it draws."""
    said: Mapping[str, Any] = record["vegalite"].get("usermeta", {}).get(USERMETA, {})
    return said


def marks(record: Mapping[str, Any]) -> list[Mark]:
    """Return the marks of a figure's chart that stand for cells of its table."""
    first = (meta(record).get("values") or [""])[0]
    found: list[Mark] = []
    for item in _data(record):
        mark = _mark(item, first)
        # the symbol that ties a name to the end of its line repeats the last point
        if mark is not None and not ("time" in item and mark in found):
            found.append(mark)
    return found


def _data(record: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    spec = record["vegalite"]
    for layer in spec.get("layer", []):
        data = layer.get("data", {})
        values = data["values"] if "values" in data else spec.get("datasets", {}).get(data.get("name"), [])
        yield from values if isinstance(values, list) else [values]


def _mark(item: Mapping[str, Any], first: str) -> Mark | None:
    """Read one datum; None if it draws a key, a rule or a text."""
    if "time" in item:
        return Mark(item["time"], item["series"], Decimal(str(item["value"])), text=item["text"])
    if "row" in item:
        return Mark(item["row"], item["column"], kind=item["kind"])
    if "properties" in item:
        return Mark(item["properties"]["name"], first, text=item["properties"]["text"])
    if "from" in item and "label" in item:
        column = item.get("part") or item.get("series") or first
        value = Decimal(str(item["value"])) - Decimal(str(item["from"]))
        return Mark(item["label"], column, value, text=item["text"], top=item["y"], bottom=item["y2"])
    return None


def misdrawn(record: Mapping[str, Any], table: Plotted, found: Sequence[Mark]) -> Iterator[Finding]:
    """Report the first cell of a figure's table for which the chart draws something else."""
    said = meta(record)
    drawn, written = _drawn(found), _written(table, said)
    wrong = [
        (place, difference)
        for place in dict.fromkeys([*written, *drawn])
        if (difference := _difference(drawn[place], [table.rows[row] for row in written[place]], place[1], said))
    ]
    if wrong:
        ((label, column), (there, expected)), more = wrong[0], len(wrong) - 1
        yield error(
            f"figure {record['figure']}, what the chart draws for row “{label}”, column “{column}”"
            + (f" (and {more} more)" if more else ""),
            there,
            f"{expected}, as its table holds",
            "Draw the chart from the table that stands beside it.",
        )


_Place = tuple[str, str]
"""The label of a row, and a column."""


def _drawn(found: Sequence[Mark]) -> defaultdict[_Place, list[Mark]]:
    drawn: defaultdict[_Place, list[Mark]] = defaultdict(list)
    for mark in found:
        drawn[mark.label, mark.column].append(mark)
    return drawn


def _written(table: Plotted, said: Mapping[str, Any]) -> defaultdict[_Place, list[int]]:
    """Return which rows of the table have a label; more than one where groups repeat it."""
    # a matrix names its rows by the first column, whatever column its description is told by
    label = said.get("label", "") if "kinds" not in said else ""
    written: defaultdict[_Place, list[int]] = defaultdict(list)
    for index, row in enumerate(table.rows):
        name = row.get(label, table.label(index))
        for column in said.get("columns") or said.get("values") or []:
            if name != said.get("rest"):
                written[name, column].append(index)
    return written


def _difference(
    drawn: Sequence[Mark], rows: Sequence[Mapping[str, str]], column: str, said: Mapping[str, Any]
) -> tuple[str, str] | None:
    """Return what is drawn and what should be, if they differ."""
    cells = [row.get(column, "") for row in rows]
    if "kinds" in said:
        none = said["kinds"][-1]
        expected = [kind for cell in cells for kind in (cell or none).split(CHANGED)]
        kinds = [mark.kind for mark in drawn]
        return None if Counter(kinds) == Counter(expected) else (_told(kinds), _told(expected))
    numbers = [number for cell in cells if (number := decimal(cell)) is not None]
    values = [mark.value for mark in drawn if mark.value is not None]
    if said.get("form") != "Map" and not _equal(values, numbers):
        return _told([format(value, "f") for value in values if value]), _told(cells)
    allowed = {text for row in rows for text in row.values()}
    for mark in drawn:
        known = numbers if mark.value is None else [mark.value]
        printed = [] if mark.text in allowed else numerals(mark.text)
        if printed and not any(prints(printed[0], number) for number in known):
            return _told([mark.text]), _told(cells)
    return None


def _equal(drawn: Sequence[Decimal], written: Sequence[Decimal]) -> bool:
    """Compare without zeros: a bar of no length is drawn where nothing is known, and a part of none is not drawn."""
    values, numbers = (sorted(value for value in side if value) for side in (drawn, written))
    return len(values) == len(numbers) and all(
        abs(value - number) <= _NEAR * (1 + abs(number)) for value, number in zip(values, numbers, strict=True)
    )


def _told(values: Sequence[str]) -> str:
    return " and ".join(f"“{value}”" for value in values) if values else "nothing"

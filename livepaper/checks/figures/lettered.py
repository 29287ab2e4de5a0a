"""Whether the numbers printed in a drawing stand in its table, each at its own row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any
from xml.etree import ElementTree as ET

from livepaper.checks.base import Finding, error
from livepaper.checks.figures.marks import Mark, meta
from livepaper.checks.figures.plotted import Plotted, decimal, numerals, prints, references
from livepaper.datapackage import Package, reference
from livepaper.survey import TOPLINES, standard_error

_TRANSLATE = re.compile(r"translate\(([-\d.]+)[, ]+([-\d.]+)\)")
_MIDDLE = 4.0
"""From the middle of a line of text down to its baseline."""
_BELOW = 18.0
"""So far below a bar stands what does not fit into it."""
_Z95 = Decimal("1.959964")
_PLUS_MINUS = "±"
_TEXTS = ("title", "subtitle", "base", "note")
_MEND = "A chart prints the numbers of its table; correct the chart, or the table that stands beside it."


@dataclass(frozen=True)
class _Line:
    """A line of text in a drawing, with the place of its middle."""

    x: float
    y: float
    text: str


def misprinted(record: Mapping[str, Any], table: Plotted, marks: Sequence[Mark], package: Package) -> Iterator[Finding]:
    """Report numbers in the drawing that its table does not hold, or that stand at another row."""
    where = f"figure {record['figure']}, drawing"
    lines = _lines(record["svg"])
    bars = [mark for mark in marks if mark.top is not None]
    anywhere = _Numbers.of([*table.columns, *(record.get(part, "") for part in _TEXTS), *_cells(table, table.rows)])
    given = _given(package)
    for line in lines:
        label = next((bar.label for bar in bars if _at(bar, line, 0)), None)
        rows = [row for row in table.rows if label in row.values()]
        allowed = (
            _Numbers.of([*table.columns, *_cells(table, rows)], _margins(table, rows, given)) if rows else anywhere
        )
        loose = [numeral for numeral in _values(line.text, allowed) if not allowed.holds(numeral)]
        if loose:
            place = f"the row “{label}” of its table" if rows else "its table"
            yield error(where, f"“{line.text}”", f"a number that stands in {place}", _MEND)
    for mark in marks:
        if numerals(mark.text) and not _printed(mark, marks, lines, meta(record)):
            place = f"{where}, row “{mark.label}”, column “{mark.column}”"
            yield error(place, "another number or none", f"“{mark.text}” beside what is drawn for it", _MEND)


@dataclass(frozen=True)
class _Numbers:
    """The numbers that may be printed, and the margins that may follow them."""

    numbers: tuple[Decimal, ...]
    margins: tuple[Decimal, ...]

    @classmethod
    def of(cls, texts: Iterable[str], margins: Iterable[Decimal] = ()) -> _Numbers:
        found = [number for text in texts for number in _bare(text)]
        return cls(tuple(found), tuple(margins))

    def holds(self, numeral: Decimal) -> bool:
        return any(prints(numeral, number) for number in (*self.numbers, *self.margins))


def _bare(text: str) -> list[Decimal]:
    """Return a cell's number with all its decimals, or the numerals of a text."""
    number = decimal(text)
    return numerals(text) if number is None else [number]


def _values(text: str, allowed: _Numbers) -> list[Decimal]:
    """Return the numerals of a line; of one with a margin that cannot be computed here, those before it."""
    return numerals(text if allowed.margins else text.partition(_PLUS_MINUS)[0])


def _cells(table: Plotted, rows: Iterable[Mapping[str, str]]) -> list[str]:
    return [row[column] for row in rows for column in table.columns]


def _given(package: Package) -> dict[str, Decimal]:
    """Return the standard errors that are given with toplines, by the reference of each."""
    rows = package.rows(TOPLINES) if TOPLINES in package.names else []
    errors = ((reference(TOPLINES, package.key(TOPLINES, row)), standard_error(row)) for row in rows)
    return {name: error for name, error in errors if error is not None}


def _margins(table: Plotted, rows: Iterable[Mapping[str, str]], given: Mapping[str, Decimal]) -> Iterator[Decimal]:
    """Give the margins of the published shares of some rows: of the errors given, and 1.96 √(p(100 − p) / n)."""
    for row in rows:
        for column in table.columns:
            share, base = decimal(row[column]), decimal(row.get(f"{column}: base", ""))
            derived = row.get(f"{column}: grade", "").startswith("derived")
            errors = [given[name] for name in references(row.get(f"{column}: rows", "")) if name in given]
            if errors and not derived:
                yield from (_Z95 * error for error in errors)
            elif share is not None and base and not derived and 0 <= share <= 100:
                yield _Z95 * (share * (100 - share) / base).sqrt()


def _lines(svg: str) -> list[_Line]:
    lines = []
    for element in ET.fromstring(svg).iter():
        if element.tag.endswith("}text") and element.text:
            turned = _TRANSLATE.search(element.get("transform", ""))
            x, y = turned.groups() if turned else (element.get("x", "0"), element.get("y", "0"))
            lines.append(_Line(float(x), float(y) - _MIDDLE, element.text))
    return lines


def _at(bar: Mark, line: _Line, below: float) -> bool:
    """Tell whether a line of text stands beside a bar or in it, or so far below it."""
    return bar.top is not None and bar.bottom is not None and bar.top <= line.y <= bar.bottom + below


def _printed(mark: Mark, marks: Sequence[Mark], lines: Sequence[_Line], said: Mapping[str, Any]) -> bool:
    """Tell whether a mark's text is printed where the mark is."""
    if mark.top is not None:
        return any(line.text == mark.text and _at(mark, line, _BELOW) for line in lines)
    if said.get("series"):
        line_ = [other for other in marks if other.column == mark.column]
        # between its ends, a line prints its values only where there is room
        return mark not in (line_[0], line_[-1]) or any(line.text == mark.text for line in lines)
    return f"{mark.label} {mark.text}" in _blocks(lines)


def _blocks(lines: Sequence[_Line]) -> set[str]:
    """Join the lines that stand below one another: the name of a region, and its value."""
    ordered = sorted({(line.x, line.y, line.text) for line in lines})
    return {" ".join(text for _, _, text in block) for _, block in groupby(ordered, key=lambda line: line[0])}

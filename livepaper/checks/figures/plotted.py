"""The table of a figure as its CSV file holds it: shown cells, and the evidence of each."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from livepaper.quantity import Formula

EVIDENCE = ("base", "grade", "rows", "formula")
"""What the columns beside a column of quantities hold: `COLUMN: rows` and so on."""

_NUMERAL = re.compile(r"(?:(?<!\w)[-−])?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?")


@dataclass(frozen=True)
class Cell:
    """A number in a figure's table that rests on rows of the data package.

    Attributes:
        row: Position of its row, from zero.
        column: Name of its column.
        value: The number.
        grade: The grade of its evidence, as the table names it.
        rows: References to the rows of the data package.
        formula: How it follows from them; empty if the table does not say.
    """

    row: int
    column: str
    value: Decimal
    grade: str
    rows: tuple[str, ...]
    formula: Formula


@dataclass(frozen=True)
class Plotted:
    """The table of a figure.

    Attributes:
        columns: The names of the columns that readers see, the first of which names the rows.
        rows: Every row as text, with the columns of evidence.
    """

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Plotted:
        """Read the table that a figure's record holds as CSV."""
        reader = csv.DictReader(io.StringIO(record["csv"]))
        heads = list(reader.fieldnames or [])
        aside = {f"{head}: {part}" for head in heads for part in EVIDENCE}
        return cls(tuple(head for head in heads if head not in aside), tuple(reader))

    def label(self, row: int) -> str:
        """Return what names a row."""
        return self.rows[row][self.columns[0]]

    def number(self, row: int, column: str) -> Decimal | None:
        """Return the number in a cell, or None if it holds text or nothing."""
        return decimal(self.rows[row].get(column, ""))

    def cells(self) -> Iterator[Cell]:
        """Give the numbers that rest on rows of the data package, column by column."""
        for column in self.columns:
            for index, row in enumerate(self.rows):
                value = self.number(index, column)
                _, grade, rows, formula = (row.get(f"{column}: {part}", "") for part in EVIDENCE)
                if value is not None and rows:
                    yield Cell(index, column, value, grade, references(rows), _tuples(json.loads(formula or "[]")))


def _tuples(part: Any) -> Any:
    return tuple(map(_tuples, part)) if isinstance(part, list) else part


def references(text: str) -> tuple[str, ...]:
    """Split references that stand behind one another, though a key may hold spaces: each has one `#`."""
    return tuple(re.split(r" (?=[a-z0-9-]+#)", text))


def decimal(text: str) -> Decimal | None:
    """Read a bare number; None if the text is none."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def numerals(text: str) -> list[Decimal]:
    """Return the numbers written in a text, with as many decimals as are printed."""
    return [Decimal(found.replace(",", "").replace("−", "-")) for found in _NUMERAL.findall(text)]


def prints(numeral: Decimal, value: Decimal) -> bool:
    """Tell whether a printed number is a value at the precision that is printed."""
    exponent = numeral.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    return abs(numeral - value) <= Decimal(5).scaleb(-places - 1)

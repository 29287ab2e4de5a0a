"""Whether each number of a figure stands at the label that its evidence is about."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from livepaper.checks.base import Finding, error
from livepaper.checks.figures.plotted import Cell, Plotted
from livepaper.datapackage import Package, reference
from livepaper.datapackage.package import Row
from livepaper.edition import Edition
from livepaper.evidence import EvidenceRow


@dataclass
class Vocabulary:
    """What the columns of the data package's tables hold, and the names that their keys go by.

    Nothing here knows what a table is about: a *name* is the cell of a column `name`
    beside a key of one column. A label *names* a value if it is the value's name, or the
    value itself in a row that shares every other foreign key with the evidence (another
    response to the same question). Of the rows that the evidence refers to, only years
    are named by themselves. Capitals and punctuation do not matter.
    """

    package: Package
    _tables: dict[str, dict[tuple[str, str], list[Row]]] = field(default_factory=dict)
    _names: dict[str, set[str]] | None = None

    def named(
        self, rows: Sequence[EvidenceRow], joined: Sequence[EvidenceRow], text: str
    ) -> dict[tuple[str, str], str]:
        """Return the tables and columns of some evidence in which a text names a value, each with the value.

        Args:
            rows: The evidence.
            joined: The rows that it refers to.
            text: The label.
        """
        label, found = _folded(text), {}
        keys = [_folded(key) for key in self._keys().get(label, ())]
        own = {_table(row) for row in rows}
        for table in dict.fromkeys(map(_table, (*rows, *joined))):
            cells = self._cells(table)
            for column, schema in self.package.fields(table).items():
                named = [other for key in keys for other in cells.get((column, key), ())]
                itself = cells.get((column, label), ()) if table in own or schema["type"] == "year" else ()
                named += [
                    other for other in itself if any(self._akin(table, column, other, row) for row in (*rows, *joined))
                ]
                if named:
                    found[table, column] = named[0][column]
        return found

    def joined(self, rows: Iterable[EvidenceRow]) -> list[str]:
        """Return references to the rows of other tables that the foreign keys of some rows name."""
        found = {
            reference(table, row.cells[column]): None
            for row in rows
            for column, table in self._foreign(_table(row)).items()
            if table and row.cells.get(column)
        }
        return list(found)

    def _akin(self, table: str, column: str, other: Row, row: EvidenceRow) -> bool:
        """Tell whether a row differs from one of the evidence in no foreign key but that of a column."""
        shared = [name for name in self._foreign(table) if name != column]
        return _table(row) == table and all(other[name] == row.cells[name] for name in shared)

    def _foreign(self, table: str) -> dict[str, str]:
        """Return the foreign keys of one column, each with the table that it leads to."""
        keys = self.package.resource(table)["schema"].get("foreignKeys", [])
        return {_only(key["fields"]): key["reference"]["resource"] for key in keys if _only(key["fields"])}

    def _cells(self, table: str) -> dict[tuple[str, str], list[Row]]:
        """Return the rows of a table by column and cell."""
        if table not in self._tables:
            cells = self._tables[table] = {}
            for row in self.package.rows(table):
                for column, value in row.items():
                    if value:
                        cells.setdefault((column, _folded(value)), []).append(row)
        return self._tables[table]

    def _keys(self) -> Mapping[str, set[str]]:
        """Return the keys that a name stands for, in any table."""
        if self._names is None:
            self._names = defaultdict(set)
            for table in self.package.names:
                fields = self.package.fields(table)
                key = _only(self.package.resource(table)["schema"].get("primaryKey", "")) if fields else ""
                if "name" in fields and key:
                    for row in self.package.rows(table):
                        self._names[_folded(row["name"])].add(row[key])
        return self._names


def _only(fields: str | list[str]) -> str:
    """Return the column of a key of one column, which may be written as a list; empty for a key of several."""
    names = [fields] if isinstance(fields, str) else fields
    return names[0] if len(names) == 1 else ""


def _folded(text: str) -> str:
    """Return a text without capitals and punctuation."""
    return re.sub(r"\W+", " ", text).strip().casefold()


def mislabelled(
    record: Mapping[str, Any], table: Plotted, edition: Edition, vocabulary: Vocabulary
) -> Iterator[Finding]:
    """Report numbers at a label that names one value of a column, while their evidence holds another.

    A label is a cell of the row or the head of the column. It is held against a number
    if it names a value of some column in a table of the number's evidence; then one
    row of the evidence must have that value there. A label is reported once.
    """
    told: set[str] = set()
    for cell in table.cells():
        rows = [row for row in map(edition.row, cell.rows) if row.cells]
        joined = [row for row in map(edition.row, vocabulary.joined(rows)) if row.cells]
        for label in _labels(table, cell):
            named = vocabulary.named(rows, joined, label)
            if named and label not in told and not any(_holds(rows + joined, *one) for one in named.items()):
                told.add(label)
                yield _finding(record, table, cell, label, rows + joined, named)


def _labels(table: Plotted, cell: Cell) -> list[str]:
    """Return the texts of a cell's row, and the head of its column."""
    row = table.rows[cell.row]
    texts = [
        row[column] for column in table.columns if table.number(cell.row, column) is None or column == table.columns[0]
    ]
    return [text for text in [*texts, cell.column] if text]


def _table(row: EvidenceRow) -> str:
    return row.reference.partition("#")[0]


def _holds(rows: Sequence[EvidenceRow], place: tuple[str, str], value: str) -> bool:
    table, column = place
    return any(row.cells[column] == value for row in rows if _table(row) == table)


def _finding(
    record: Mapping[str, Any],
    table: Plotted,
    cell: Cell,
    label: str,
    rows: Sequence[EvidenceRow],
    named: Mapping[tuple[str, str], str],
) -> Finding:
    (name, column), value = next(iter(named.items()))
    others = list(dict.fromkeys(row.cells[column] for row in rows if _table(row) == name))
    return error(
        f"figure {record['figure']}, row “{table.label(cell.row)}”, column “{cell.column}”",
        f"{cell.value.normalize():f} from {rows[0].reference}, whose {column} is {' and '.join(others)}",
        f"evidence whose {column} is {value}, as the label “{label}” says",
        "Give the number its own label, or the label its own number.",
    )

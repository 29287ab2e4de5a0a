"""Merging rows into the tables they belong to, without changing a byte of the rows that stay.

New rows come last, in the order in which they came; a row that replaces another takes
its place. A row whose key is there already is the same row again, or a conflict.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from livepaper.datapackage import Package, reference
from livepaper.datapackage.package import Row
from livepaper.errors import DataError
from livepaper.merging.sheet import Sheet, place


@dataclass(frozen=True)
class Replaced:
    """A cell that holds another text than before: the row's reference, its column, both texts."""

    row: str
    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Arrival:
    """What one sheet brings to its table.

    Attributes:
        where: What the sheet is called.
        table: The table.
        added: References of the new rows.
        same: How many rows the table holds already.
        replaced: The cells that hold another text than before.
    """

    where: str
    table: str
    added: tuple[str, ...]
    same: int
    replaced: tuple[Replaced, ...]


@dataclass(frozen=True)
class Merge:
    """What a wave brings.

    Attributes:
        arrivals: What each sheet brings.
        texts: The new content of each table that changes.
        origins: The sheet and its row from which a row of such a content came, by table and row.
    """

    arrivals: tuple[Arrival, ...]
    texts: dict[str, str]
    origins: dict[tuple[str, int], tuple[Sheet, int]]

    @property
    def added(self) -> tuple[str, ...]:
        """References of all new rows."""
        return tuple(row for arrival in self.arrivals for row in arrival.added)


def merge(
    package: Package, pairs: Sequence[tuple[Sheet, str]], *, replace: bool = False
) -> tuple[Merge, list[DataError]]:
    """Merge sheets into a package, without writing anything.

    Args:
        package: The package.
        pairs: The sheets, each with its table.
        replace: Whether a row may replace one of the same key that holds something else.

    Returns:
        The merge, and every conflict, whose rows are left out of it.
    """
    arrivals: list[Arrival] = []
    problems: list[DataError] = []
    tables: dict[str, _Table] = {}
    for sheet, name in pairs:
        table = tables.setdefault(name, _Table(package, name))
        arrival, found = table.take(sheet, replace)
        arrivals.append(arrival)
        problems += found
    texts = {name: table.text for name, table in tables.items() if table.is_changed}
    origins = {(name, row): origin for name, table in tables.items() for row, origin in table.origins.items()}
    return Merge(tuple(arrivals), texts, origins), problems


@dataclass
class _Table:
    """A table while rows are merged into it."""

    package: Package
    name: str
    lines: list[str] = field(init=False)
    keys: dict[str, int] = field(init=False)
    rows: dict[int, Row] = field(init=False)
    origins: dict[int, tuple[Sheet, int]] = field(default_factory=dict)
    is_changed: bool = False

    def __post_init__(self) -> None:
        self.lines = list(_lines(self.package.text(self.name)))
        self.rows = dict(enumerate(self.package.rows(self.name), start=2))
        self.keys = {self.package.key(self.name, row): number for number, row in self.rows.items()}

    @property
    def text(self) -> str:
        return "".join(self.lines)

    def take(self, sheet: Sheet, replace: bool) -> tuple[Arrival, list[DataError]]:
        """Take in the rows of a sheet."""
        added: list[str] = []
        replaced: list[Replaced] = []
        problems: list[DataError] = []
        same = 0
        for number, given in sheet.rows.items():
            row = {column: given.get(column, "") for column in self.package.fields(self.name)}
            key = self.package.key(self.name, row)
            known = self.keys.get(key)
            if known is None:
                self._append(sheet, number, key, row)
                added.append(reference(self.name, key))
                continue
            if known in self.origins:
                problems.append(self._twice(sheet, number, key, known))
                continue
            differing = [column for column in given if (number, column) not in sheet.unread
                         and column in row and given[column] != self.rows[known][column]]  # fmt: skip
            changes = [Replaced(reference(self.name, key), c, self.rows[known][c], given[c]) for c in differing]
            if not changes:
                same += 1
            elif replace:
                self._put(sheet, number, known, {**self.rows[known], **{one.column: one.after for one in changes}})
                replaced += changes
            else:
                problems += (_conflict(sheet, number, one, known) for one in changes)
        return Arrival(sheet.where, self.name, tuple(added), same, tuple(replaced)), problems

    def _append(self, sheet: Sheet, number: int, key: str, row: Row) -> None:
        self.keys[key] = last = len(self.lines) + 1
        self.lines.append("")
        self._put(sheet, number, last, row)

    def _put(self, sheet: Sheet, number: int, line: int, row: Row) -> None:
        """Write a row at its place, as the table's header is written."""
        head = self.lines[0]
        end = "\r\n" if head.endswith("\r\n") else "\n"
        written = io.StringIO(newline="")
        csv.writer(
            written, lineterminator=end, quoting=csv.QUOTE_ALL if head.startswith('"') else csv.QUOTE_MINIMAL
        ).writerow(row.values())
        self.lines[line - 1] = written.getvalue()
        self.rows[line], self.origins[line], self.is_changed = row, (sheet, number), True

    def _twice(self, sheet: Sheet, number: int, key: str, line: int) -> DataError:
        other, row = self.origins[line]
        found = f"the key “{key}”, which stands in {place(other.where, row)} too"
        return DataError(place(sheet.where, number), found, "each row once", "Remove or rename one of the two rows.")


def _conflict(sheet: Sheet, number: int, change: Replaced, line: int) -> DataError:
    return DataError(
        place(sheet.where, number, change.column),
        f"“{change.after}”",
        f"“{change.before}”, as {change.row} has it (row {line} of its table)",
        "Correct the cell; or, if the publisher has corrected it, add --replace.",
    )


def _lines(text: str) -> Iterator[str]:
    """Split a CSV text into its records, each with its line end; quoted cells may hold line ends."""
    physical = io.StringIO(text, newline="").readlines()
    reader = csv.reader(iter(physical))
    start = 0
    for _ in reader:
        yield "".join(physical[start : reader.line_num])
        start = reader.line_num

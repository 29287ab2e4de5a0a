"""Rows of a table, selected and turned into quantities.

paper.table("surveys-waves").where(survey="panel", mode="face to face").count("waves")
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from math import prod

import pandas as pd

from livepaper.datapackage import Package, reference
from livepaper.datapackage.package import Row
from livepaper.errors import QuestionError
from livepaper.quantity import PERCENT, YEAR, Formula, Grade, Quantity, total, weakest


@dataclass(frozen=True)
class Rows:
    """Some rows of one table of the data package; every query returns a new selection.

    Attributes:
        package: The data package.
        name: The table's name.
        rows: The selected rows as text.
        conditions: What selected them: pairs of a column and the texts that it may hold.
    """

    package: Package
    name: str
    rows: tuple[Row, ...]
    conditions: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @classmethod
    def of(cls, package: Package, name: str) -> Rows:
        """Select every row of a table."""
        return cls(package, name, tuple(package.rows(name)))

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def where(self, **conditions: str | int | tuple[str | int, ...]) -> Rows:
        """Keep the rows whose cells equal the given values; a tuple allows any of several.

        Raises:
            QuestionError: A column does not exist, or a value occurs nowhere in it, so that it is likely misspelled.
        """
        wanted = {
            column: {str(value) for value in (values if isinstance(values, tuple) else (values,))}
            for column, values in conditions.items()
        }
        for column, values in wanted.items():
            self._known(column, values)
        kept = tuple(row for row in self.rows if all(row[column] in values for column, values in wanted.items()))
        added = tuple((column, tuple(sorted(values))) for column, values in wanted.items())
        return replace(self, rows=kept, conditions=(*self.conditions, *added))

    def count(self, unit: str, *, distinct: str = "") -> Quantity:
        """Count the selected rows, or the different values of one column among them.

        A count of none rests on the table as a whole.

        Raises:
            QuestionError: The column does not exist.
        """
        if distinct:
            self._known(distinct)
        number = len({row[distinct] for row in self.rows}) if distinct else len(self.rows)
        operator = "distinct" if distinct else "count"
        formula = (operator, self.name, self.conditions, *([distinct] if distinct else []))
        return self._quantity(Decimal(number), unit, formula, derived=True)

    def value(self, column: str, unit: str) -> Quantity:
        """Return the number in one column of the only selected row.

        Raises:
            QuestionError: Not exactly one row is selected, or its cell holds no number.
        """
        if len(self.rows) != 1:
            raise QuestionError(
                f"{self.name}, column {column}",
                f"{len(self.rows)} rows",
                "exactly one",
                "Narrow the selection with where(…), or use sum.",
            )
        return self._quantity(self._number(self.rows[0], column), unit, self._cell("cell", column), derived=False)

    def sum(self, column: str, unit: str) -> Quantity:
        """Add up one column over the selected rows.

        Raises:
            QuestionError: No row is selected or a cell holds no number.
        """
        if not self.rows:
            raise QuestionError(f"{self.name}, column {column}", "no rows", "at least one", "Check where(…).")
        return total(replace(self, rows=(row,)).value(column, unit) for row in self.rows)

    def compounded(self, column: str) -> Quantity:
        """Chain the percent changes in one column, a row for each period, into the change over all of them.

        Raises:
            QuestionError: No row is selected or a cell holds no number.
        """
        if not self.rows:
            raise QuestionError(f"{self.name}, column {column}", "no rows", "at least one", "Check where(…).")
        level = prod((1 + self._number(row, column) / 100 for row in self.rows), start=Decimal(1))
        return self._quantity(
            100 * (level - 1), PERCENT, ("compound", self.name, self.conditions, column), derived=True
        )

    def year(self, column: str) -> Quantity:
        """Return the year of a date, or of the part of one, in a column of the only selected row."""
        text = self.text(column)
        year = self._number({**self.rows[0], column: text[:4]}, column)
        return self._quantity(year, YEAR, self._cell("year", column), derived=False)

    def first(self, column: str) -> Rows:
        """Keep the row whose cell comes first: the earliest date or the smallest number."""
        return self._only(min(self._filled(column), key=lambda row: self._order(row, column)))

    def last(self, column: str) -> Rows:
        """Keep the row whose cell comes last: the latest date or the largest number."""
        return self._only(max(self._filled(column), key=lambda row: self._order(row, column)))

    def text(self, column: str) -> str:
        """Return the text of one column of the only selected row.

        Raises:
            QuestionError: Not exactly one row is selected or the column does not exist.
        """
        self._known(column)
        if len(self.rows) != 1:
            raise QuestionError(self.name, f"{len(self.rows)} rows", "exactly one", "Narrow it with where(…).")
        return self.rows[0][column]

    def frame(self) -> pd.DataFrame:
        """Return the selection as a data frame, with the schema's numbers as floats."""
        frame = pd.DataFrame(list(self.rows), columns=list(self.package.fields(self.name)))
        for column, field in self.package.fields(self.name).items():
            if field["type"] in {"number", "integer", "year"}:
                frame[column] = pd.to_numeric(frame[column])
        return frame

    def _filled(self, column: str) -> list[Row]:
        self._known(column)
        filled = [row for row in self.rows if row[column]]
        if not filled:
            raise QuestionError(f"{self.name}, column {column}", "no filled cell", "at least one", "Check where(…).")
        return filled

    def _order(self, row: Row, column: str) -> tuple[Decimal, str]:
        numeric = self.package.fields(self.name)[column]["type"] in {"number", "integer"}
        return (self._number(row, column), "") if numeric else (Decimal(0), row[column])

    def _only(self, row: Row) -> Rows:
        """Keep one row, as if its key had been asked for."""
        fields = self.package.resource(self.name)["schema"]["primaryKey"]
        names = [fields] if isinstance(fields, str) else fields
        return replace(self, rows=(row,), conditions=tuple((name, (row[name],)) for name in names))

    def _cell(self, operator: str, column: str) -> Formula:
        return (operator, self.name, self.package.key(self.name, self.rows[0]), column)

    def _quantity(self, value: Decimal, unit: str, formula: Formula, *, derived: bool) -> Quantity:
        rows = tuple(reference(self.name, self.package.key(self.name, row)) for row in self.rows)
        evidence = self.rows or self.package.rows(self.name)
        grades = [Grade(row["grade"]) for row in evidence if row.get("grade")]
        return Quantity(
            value=value,
            unit=unit,
            rows=rows or (reference(self.name, "*"),),
            grade=weakest(grades) if grades else Grade.PUBLISHER,
            derived=derived,
            formula=formula,
        )

    def _number(self, row: Row, column: str) -> Decimal:
        self._known(column)
        try:
            return Decimal(row[column])
        except InvalidOperation as error:
            key = self.package.key(self.name, row)
            raise QuestionError(
                f"{self.package.path(self.name)}, row {key}, column {column}",
                f"“{row[column]}”",
                "a number",
                "Ask for another column or row.",
            ) from error

    def _known(self, column: str, values: Iterable[str] = ()) -> None:
        """Require that a column exists and that each value occurs in it or is one its schema allows."""
        fields = self.package.fields(self.name)
        if column not in fields:
            raise QuestionError(self.name, f"no column “{column}”", f"one of {', '.join(fields)}", "Check it.")
        occurring = {row[column] for row in self.package.rows(self.name)} | self.package.allowed(self.name, column)
        for value in values:
            if value not in occurring:
                known = ", ".join(sorted(occurring)[:20])
                raise QuestionError(
                    f"{self.name}, column {column}", f"no value “{value}”", f"one of {known}", "Check the spelling."
                )

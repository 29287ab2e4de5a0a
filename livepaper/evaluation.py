"""Formulas worked out again from the cells of the data package.

    Evaluation(package).value(("percent of", ("cell", "trade", "2016", "exports"), ("cell", "trade", "2016", "all")))

What a chapter recorded can so be held against its rows, without running the chapter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, DecimalException
from math import prod
from typing import Any

from livepaper.datapackage import Package, reference
from livepaper.datapackage.package import Row
from livepaper.errors import QuestionError
from livepaper.quantity import Formula


@dataclass(frozen=True)
class Evaluation:
    """Works formulas out, each once, from tables that are read once.

    Attributes:
        package: The data package.
    """

    package: Package
    _tables: dict[str, dict[str, Row]] = field(default_factory=dict, repr=False, compare=False)
    _values: dict[Formula, Decimal] = field(default_factory=dict, repr=False, compare=False)

    def value(self, formula: Formula) -> Decimal:
        """Work a formula out (see `livepaper.quantity.Formula`).

        Raises:
            QuestionError: A table, row or column is not there, a cell holds no number, or it cannot be worked out.
        """
        if formula not in self._values:
            operator, *operands = formula
            work = _LOOKUPS.get(operator) or _ARITHMETIC.get(operator)
            if work is None:
                raise _cannot(formula, f"no operator “{operator}”")
            try:
                self._values[formula] = work(self, *operands)
            except (DecimalException, TypeError) as error:
                raise _cannot(formula, str(error) or type(error).__name__) from error
        return self._values[formula]

    def table(self, name: str) -> dict[str, Row]:
        """Return the rows of a table by key.

        Raises:
            QuestionError: The package has no such table.
        """
        if name not in self._tables:
            if name not in self.package.names:
                raise QuestionError("a formula", f"no table “{name}”", "a table of the data package", "Correct it.")
            self._tables[name] = {self.package.key(name, row): row for row in self.package.rows(name)}
        return self._tables[name]

    def cell(self, table: str, key: str, column: str) -> str:
        """Return the text of one cell.

        Raises:
            QuestionError: There is no such row or column.
        """
        row = self.table(table).get(key)
        if row is None or column not in row:
            missing = f"no column “{column}”" if row else "no such row"
            raise QuestionError(reference(table, key), missing, "the cell that a claim rests on", "Restore it.")
        return row[column]


def leaves(formula: Formula) -> Iterator[Formula]:
    """Return the single cells that a formula rests on: (“cell”, TABLE, KEY, COLUMN), in order."""
    if formula and formula[0] == "cell":
        yield formula
    elif formula and formula[0] not in _LOOKUPS:
        for operand in formula[1:]:
            if isinstance(operand, tuple):
                yield from leaves(operand)


def _number(text: str, where: str) -> Decimal:
    try:
        return Decimal(text)
    except DecimalException as error:
        raise QuestionError(where, f"“{text}”", "a number", "Correct the cell.") from error


def _cell(data: Evaluation, table: str, key: str, column: str) -> Decimal:
    return _number(data.cell(table, key, column), f"{reference(table, key)}, column {column}")


def _year(data: Evaluation, table: str, key: str, column: str) -> Decimal:
    return _number(data.cell(table, key, column)[:4], f"{reference(table, key)}, column {column}")


def _selected(data: Evaluation, table: str, conditions: Sequence[Any]) -> dict[str, Row]:
    met = [(column, set(values)) for column, values in conditions]
    return {
        key: row for key, row in data.table(table).items() if all(row.get(column) in values for column, values in met)
    }


def _count(data: Evaluation, table: str, conditions: Sequence[Any]) -> Decimal:
    return Decimal(len(_selected(data, table, conditions)))


def _distinct(data: Evaluation, table: str, conditions: Sequence[Any], column: str) -> Decimal:
    return Decimal(len({data.cell(table, key, column) for key in _selected(data, table, conditions)}))


def _compound(data: Evaluation, table: str, conditions: Sequence[Any], column: str) -> Decimal:
    changes = (_cell(data, table, key, column) for key in _selected(data, table, conditions))
    return 100 * (prod((1 + change / 100 for change in changes), start=Decimal(1)) - 1)


def _rest(data: Evaluation, whole: int, *parts: Formula) -> Decimal:
    return max(whole - sum(map(data.value, parts), Decimal(0)), Decimal(0))


def _rank(data: Evaluation, mine: Formula, *others: Formula) -> Decimal:
    return Decimal(1 + sum(data.value(other) > data.value(mine) for other in others))


_LOOKUPS: dict[str, Callable[..., Decimal]] = {
    "cell": _cell,
    "year": _year,
    "count": _count,
    "distinct": _distinct,
    "compound": _compound,
}

_ARITHMETIC: dict[str, Callable[..., Decimal]] = {
    "+": lambda data, *parts: sum(map(data.value, parts), Decimal(0)),
    "-": lambda data, one, other: data.value(one) - data.value(other),
    "/": lambda data, one, other: data.value(one) / data.value(other),
    "percent of": lambda data, part, whole: 100 * (data.value(part) / data.value(whole)),
    "change": lambda data, later, earlier: 100 * (data.value(later) / data.value(earlier) - 1),
    "rest": _rest,
    "rank": _rank,
    "tally": lambda data, *parts: Decimal(len(parts)),
}


def _cannot(formula: Formula, why: str) -> QuestionError:
    return QuestionError(
        f"the formula {str(formula)[:120]}", f"that it cannot be worked out: {why}", "a value", "Correct the claim."
    )

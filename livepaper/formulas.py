"""Formulas in words: how a value follows from cells of the data, for those who read reports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from livepaper.quantity import Formula

LISTED = 6
"""How many texts or operands are listed; of more, the first few and how many others there are."""

_BINARY = {
    "-": "{0} minus {1}",
    "/": "{0} divided by {1}",
    "percent of": "{0} in percent of {1}",
    "change": "the change in percent from {1} to {0}",
}


def describe(formula: Formula) -> str:
    """Say in words how a value follows from cells of the data package.

    Args:
        formula: See `livepaper.quantity.Formula`.

    Returns:
        Such as “percent in row panel-2025-trust of surveys-toplines”. Long lists are cut short, so the words
        are for reading; the formula itself is what can be evaluated. Empty if there is no formula.
    """
    if not formula:
        return ""
    operator, *rest = formula
    if operator in _BINARY:
        return _BINARY[operator].format(*map(_operand, rest))
    return _WRITERS[operator](*rest)


def _cell(table: str, key: str, column: str) -> str:
    return f"{column} in row {key} of {table}"


def _year(table: str, key: str, column: str) -> str:
    return f"the year of {_cell(table, key, column)}"


def _count(table: str, conditions: Sequence[Any]) -> str:
    return f"the number of rows of {table}{_where(conditions)}"


def _distinct(table: str, conditions: Sequence[Any], column: str) -> str:
    return f"the number of different texts in {column} of {table}{_where(conditions)}"


def _compound(table: str, conditions: Sequence[Any], column: str) -> str:
    return f"the percent changes in {column} of {table}{_where(conditions)}, one upon the other"


def _sum(*parts: Formula) -> str:
    return f"the sum of {_operands(parts)}"


def _rest(whole: int, *parts: Formula) -> str:
    flat = parts[0][1:] if len(parts) == 1 and parts[0][0] == "+" else parts
    return f"what is left of {whole} after {_operands(flat)}"


def _rank(mine: Formula, *others: Formula) -> str:
    return f"the place, from the largest, of {_operand(mine)} beside {_operands(others)}"


def _tally(*parts: Formula) -> str:
    return f"how many these are: {_operands(parts)}"


def _operand(formula: Formula) -> str:
    text = describe(formula)
    return f"({text})" if formula[0] in {*_BINARY, "+"} else text


def _operands(parts: Sequence[Formula]) -> str:
    """List operands; cells of one column of one table by their rows only."""
    columns = {(part[1], part[3]) for part in parts if part[0] == "cell"}
    if len(parts) > 1 and len(columns) == 1 and all(part[0] == "cell" for part in parts):
        ((table, column),) = columns
        return f"{column} in rows {_list([part[2] for part in parts])} of {table}"
    return _list([_operand(part) for part in parts])


def _where(conditions: Sequence[Any]) -> str:
    said = [f"{column} is {_list([f'“{value}”' for value in values], 'or')}" for column, values in conditions]
    return f" in which {' and '.join(said)}" if said else ""


def _list(texts: Sequence[str], joint: str = "and") -> str:
    shown = list(texts)
    if len(shown) > LISTED:
        shown = [*shown[: LISTED - 1], f"{len(texts) - LISTED + 1} others"]
    return f" {joint} ".join(filter(None, [", ".join(shown[:-1]), shown[-1]])) if shown else "none"


_WRITERS: dict[str, Callable[..., str]] = {
    "cell": _cell,
    "year": _year,
    "count": _count,
    "distinct": _distinct,
    "compound": _compound,
    "+": _sum,
    "rest": _rest,
    "rank": _rank,
    "tally": _tally,
}

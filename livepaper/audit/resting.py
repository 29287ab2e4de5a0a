"""On which rows of the raw data a formula rests, and what it says in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from livepaper.audit.data import Data, Row
from livepaper.audit.formulas import SHARES, confirming

LISTED = 6
"""How many things a formula in words lists."""

_PAIRS = {"-": "{} minus {}", "/": "{} divided by {}", "percent of": "{} in percent of {}"}
_ARITHMETIC = {*_PAIRS, "change", "+"}


@dataclass(frozen=True)
class Rested:
    """A row on which a number rests; of a whole table the number of the row is zero and the row empty."""

    table: str
    number: int
    row: Row


def rests_on(formula: Sequence[Any], data: Data, *, confirmed: bool = True) -> list[Rested]:
    """Return the rows on which a formula rests, each once, in the order in which it names them.

    Args:
        formula: The formula.
        data: The raw data.
        confirmed: Whether a published share also rests on the rows of other sources that confirm it, which it
            does unless the chapter named its source.

    Raises:
        LookupError: It names a table or a row that is not there.
    """
    numbers = {table: {id(row): at for at, row in enumerate(rows, start=2)} for table, rows in data.tables.items()}
    found: dict[tuple[str, int], Rested] = {}
    for table, row in _rows(formula, data, confirmed):
        number = numbers[table][id(row)] if row else 0
        found.setdefault((table, number), Rested(table, number, row))
    return list(found.values())


def _rows(formula: Sequence[Any], data: Data, confirmed: bool) -> Iterator[tuple[str, Row]]:
    operator, *operands = formula
    if operator in {"cell", "year"}:
        table, key, _ = operands
        row = data.row(table, key)
        if table == SHARES and confirmed:
            place = ("wave", "question", "population", "response")
            published = data.rows(table, [(column, [row[column]]) for column in place])
            yield from ((table, one) for one in confirming(row, published))
        else:
            yield table, row
    elif operator in {"count", "distinct", "compound"}:
        table, conditions = operands[:2]
        yield from ((table, row) for row in data.rows(table, conditions) or [{}])
    else:
        for part in operands:
            if isinstance(part, list | tuple):
                yield from _rows(part, data, confirmed)


def in_words(formula: Sequence[Any]) -> str:
    """Say a formula in words, as the cards of numbers do."""
    operator, *rest = formula
    if operator in _PAIRS:
        return _PAIRS[operator].format(*map(_part, rest))
    return _SAYING[operator](*rest)


def _part(formula: Sequence[Any]) -> str:
    return f"({in_words(formula)})" if formula[0] in _ARITHMETIC else in_words(formula)


def _parts(parts: Sequence[Sequence[Any]]) -> str:
    cells = {(part[1], part[-1]) for part in parts if part[0] == "cell"}
    if len(parts) > 1 and len(cells) == 1 and {part[0] for part in parts} == {"cell"}:
        ((table, column),) = cells
        return f"{column} in rows {_joined([part[2] for part in parts], 'and')} of {table}"
    return _joined(list(map(_part, parts)), "and")


def _joined(texts: list[str], word: str) -> str:
    if len(texts) > LISTED:
        texts = [*texts[: LISTED - 1], f"{len(texts) - LISTED + 1} others"]
    if not texts:
        return "none"
    return f"{', '.join(texts[:-1])} {word} {texts[-1]}" if texts[1:] else texts[0]


def _such(table: str, conditions: Sequence[Any]) -> str:
    wanted = [f"{column} is {_joined([f'“{text}”' for text in texts], 'or')}" for column, texts in conditions]
    return table + (f" in which {' and '.join(wanted)}" if wanted else "")


def _left(whole: int, *parts: Sequence[Any]) -> str:
    added = parts[0][1:] if len(parts) == 1 and parts[0][0] == "+" else parts
    return f"what is left of {whole} after {_parts(added)}"


_SAYING: dict[str, Callable[..., str]] = {
    "cell": lambda table, key, column: f"{column} in row {key} of {table}",
    "year": lambda table, key, column: f"the year of {column} in row {key} of {table}",
    "count": lambda table, conditions: f"the number of rows of {_such(table, conditions)}",
    "distinct": lambda table, conditions, column: (
        f"the number of different texts in {column} of {_such(table, conditions)}"
    ),
    "compound": lambda table, conditions, column: (
        f"the percent changes in {column} of {_such(table, conditions)}, one upon the other"
    ),
    "change": lambda later, earlier: f"the change in percent from {_part(earlier)} to {_part(later)}",
    "+": lambda *parts: f"the sum of {_parts(parts)}",
    "rest": _left,
    "rank": lambda mine, *others: f"the place, from the largest, of {_part(mine)} beside {_parts(others)}",
    "tally": lambda *parts: f"how many these are: {_parts(parts)}",
}

"""What a formula gives when it is worked out from the raw CSV files, with its base, margin and grade.

The formulas are those that the numbers of record carry; the rules for sampling error
are those published with the data: the standard error given with a share, or else
simple random sampling, one sample per wave and population, answers to one single-choice
question multinomial, answers of the same people to different questions or with given
errors joined by the widest margin possible, independent samples by the root of the sum
of squares, and no margin for an opt-in sample.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Context, Decimal, InvalidOperation, localcontext
from functools import reduce
from typing import Any

from livepaper.audit.data import Data, Row

GRADES = ("publisher", "mirror", "press", "paper")
"""Grades of evidence, best first."""

NORMAL = Decimal("1.959964")
"""How many standard errors a 95 % margin is."""

SHARES, WAVES, QUESTIONS = "surveys-toplines", "surveys-waves", "surveys-questions"

_PLACE = ("wave", "question", "population")


@dataclass(frozen=True)
class Number:
    """A number as the data give it.

    Attributes:
        value: The value.
        grade: The weakest grade it rests on.
        unit: Its unit, where the formula settles it; else empty.
        derived: Whether it was computed.
        base: How many people were asked.
        error: Its standard error.
        given: Whether that, or that of a part, stands in the data.
        sampled: Whether it rests on a sample.
        people: Wave and population, as long as all answers are theirs.
        question: The single-choice question, as long as all answers are to it.
        rival: The largest share that another answer has or can have.
    """

    value: Decimal
    grade: str = GRADES[0]
    unit: str = ""
    derived: bool = False
    base: int | None = None
    error: Decimal | None = None
    given: bool = False
    sampled: bool = False
    people: tuple[str, ...] = ()
    question: str = ""
    rival: Decimal | None = None

    @property
    def margin(self) -> Decimal | None:
        """The 95 % margin of error, where there is one."""
        return None if self.error is None else NORMAL * self.error

    @property
    def evidence(self) -> str:
        """The grade as it is printed."""
        return f"derived, {self.grade}" if self.derived else self.grade


class Formulas:
    """Works formulas out from raw data."""

    def __init__(self, data: Data) -> None:
        self._data = data
        self._operators: dict[str, Callable[..., Number]] = {
            "cell": self._cell,
            "year": self._year,
            "count": self._count,
            "distinct": self._distinct,
            "compound": self._compound,
            "+": lambda *parts: reduce(_sum, self._all(parts)),
            "-": lambda one, other: _difference(*self._all((one, other))),
            "/": lambda one, other: _ratio(*self._all((one, other))),
            "percent of": lambda one, other: _scaled(_ratio(*self._all((one, other))), Decimal(0)),
            "change": lambda one, other: _scaled(_ratio(*self._all((one, other))), Decimal(1)),
            "rest": self._rest,
            "rank": self._rank,
            "tally": self._tally,
        }

    def number(self, formula: Sequence[Any]) -> Number:
        """Work a formula out.

        Raises:
            LookupError: It names a table, row, column or operator that is not there.
            ValueError: It is not a formula, or a cell holds no number.
        """
        if not isinstance(formula, list | tuple) or not formula:
            raise ValueError("no formula")
        operator, *operands = formula
        if operator not in self._operators:
            raise LookupError(f"no operator {operator}")
        try:
            with localcontext(Context(prec=28)):
                return self._operators[operator](*operands)
        except (TypeError, ArithmeticError) as error:
            raise ValueError(f"{operator} cannot be worked out: {error}") from error

    def _all(self, formulas: Iterable[Sequence[Any]]) -> list[Number]:
        return [self.number(formula) for formula in formulas]

    def _cell(self, table: str, key: str, column: str) -> Number:
        row = self._data.row(table, key)
        value = _decimal(row[column], f"{table}#{key}, column {column}")
        if table == SHARES and column == "percent":
            return self._share(row, value)
        return Number(value, _weakest([row.get("grade", "")]))

    def _year(self, table: str, key: str, column: str) -> Number:
        row = self._data.row(table, key)
        year = _decimal(row[column][:4], f"{table}#{key}, column {column}")
        return Number(year, _weakest([row.get("grade", "")]), unit="year")

    def _count(self, table: str, conditions: Any) -> Number:
        rows = self._data.rows(table, conditions)
        return Number(Decimal(len(rows)), self._grade(table, rows), derived=True)

    def _distinct(self, table: str, conditions: Any, column: str) -> Number:
        rows = self._data.rows(table, conditions)
        return Number(Decimal(len({row[column] for row in rows})), self._grade(table, rows), derived=True)

    def _compound(self, table: str, conditions: Any, column: str) -> Number:
        rows, level = self._data.rows(table, conditions), Decimal(1)
        for row in rows:
            level *= 1 + _decimal(row[column], f"{table}, column {column}") / 100
        return Number(100 * (level - 1), self._grade(table, rows), unit="percent", derived=True)

    def _grade(self, table: str, rows: list[Row]) -> str:
        """The weakest grade of some rows; a count of none rests on the whole table."""
        return _weakest(row.get("grade", "") for row in rows or self._data.tables[table])

    def _rest(self, whole: int, *parts: Sequence[Any]) -> Number:
        together = reduce(_sum, self._all(parts))
        left = max(Decimal(whole) - together.value, Decimal(0))
        return replace(together, value=left, error=None, rival=None, derived=True)

    def _rank(self, mine: Sequence[Any], *others: Sequence[Any]) -> Number:
        first, *rest = self._all((mine, *others))
        better = sum(other.value > first.value for other in rest)
        grade = _weakest(number.grade for number in (first, *rest))
        return Number(Decimal(1 + better), grade, unit="place", derived=True)

    def _tally(self, *parts: Sequence[Any]) -> Number:
        return Number(Decimal(len(parts)), _weakest(part.grade for part in self._all(parts)), derived=True)

    def _share(self, row: Row, value: Decimal) -> Number:
        asked = self._data.rows(SHARES, [(column, [row[column]]) for column in _PLACE])
        same = confirming(row, [other for other in asked if other["response"] == row["response"]])
        base = next((int(other["base"]) for other in [row, *same] if other["base"]), None)
        wave, question = self._data.row(WAVES, row["wave"]), self._data.row(QUESTIONS, row["question"])
        stated = next(filter(None, map(stated_error, [row, *same])), None)
        error = sampling_error(value, base, stated) if wave["sample_kind"] != "opt-in" else None
        exact = [other["grade"] for other in same if _places(other) == _places(row)]
        single = question["choice"] == "single"
        return Number(
            value,
            min(exact, key=GRADES.index),
            unit="percent",
            base=base,
            error=error,
            given=error is not None and stated is not None,
            sampled=True,
            people=(row["wave"], row["population"]),
            question=row["question"] if single else "",
            rival=_rival(value, [other for other in asked if other["response"] != row["response"]]) if single else None,
        )


def stated_error(row: Row) -> Decimal | None:
    """Return the standard error that a row states, which is above zero."""
    return _decimal(row.get("standard_error") or "0", f"the standard error of {row['topline']}") or None


def sampling_error(value: Decimal, base: int | None, stated: Decimal | None) -> Decimal | None:
    """Return the standard error of a share: the one that the data state, or that of a simple random sample."""
    if stated is not None:
        return stated
    return None if base is None else (value * (100 - value) / base).sqrt()


def confirming(row: Row, published: list[Row]) -> list[Row]:
    """Return the rows that confirm a published share: those of every source, unless the sources disagree."""
    finest = max(map(_places, published))
    agreeing = all(
        abs(Decimal(other["percent"]) - Decimal(row["percent"])) <= Decimal(5).scaleb(-_places(other) - 1)
        or Decimal(other["percent"]) == Decimal(row["percent"])
        for other in published
    )
    if agreeing and _places(row) == finest:
        return published
    return [other for other in published if other["source"] == row["source"]]


def _sum(one: Number, other: Number) -> Number:
    same = one.question != "" and (one.people, one.question) == (other.people, other.question)
    return Number(
        one.value + other.value,
        _weakest((one.grade, other.grade)),
        unit=one.unit if one.unit == other.unit else "",
        derived=True,
        base=one.base if same else None,
        error=_joint(one, other, 1),
        given=one.given or other.given,
        sampled=one.sampled or other.sampled,
        people=one.people if same else (),
        question=one.question if same else "",
    )


def _difference(one: Number, other: Number) -> Number:
    unit = "percentage points" if one.unit == "percent" else one.unit
    grade, sampled = _weakest((one.grade, other.grade)), one.sampled or other.sampled
    value, error = one.value - other.value, _joint(one, other, -1)
    given = one.given or other.given
    return Number(value, grade, unit=unit, derived=True, error=error, given=given, sampled=sampled)


def _ratio(one: Number, other: Number) -> Number:
    grade, sampled = _weakest((one.grade, other.grade)), one.sampled or other.sampled
    return Number(one.value / other.value, grade, unit="times", derived=True, sampled=sampled)


def _scaled(ratio: Number, less: Decimal) -> Number:
    return replace(ratio, value=100 * (ratio.value - less) if less else 100 * ratio.value, unit="percent")


def _joint(one: Number, other: Number, sign: int) -> Decimal | None:
    """The standard error of a sum or a difference."""
    if one.error is None or other.error is None:
        return None
    if one.people and one.people == other.people:
        apart = not one.question or one.question != other.question
        if apart or not one.base or one.given or other.given:
            return one.error + other.error
        shared = 2 * sign * one.value * other.value / one.base
        return max(one.error**2 + other.error**2 - shared, Decimal(0)).sqrt()
    return (one.error**2 + other.error**2).sqrt()


def _rival(value: Decimal, others: list[Row]) -> Decimal:
    """The largest share of another answer, nets apart; what nobody published may all be one answer's."""
    parts: dict[str, Decimal] = {}
    for row in others:
        if row["net"] == "no":
            parts[row["response"]] = max(Decimal(row["percent"]), parts.get(row["response"], Decimal(0)))
    return max(Decimal(0), 100 - value - sum(parts.values()), *parts.values())


def _weakest(grades: Iterable[str]) -> str:
    known = [grade for grade in grades if grade]
    return max(known, key=GRADES.index) if known else GRADES[0]


def _places(row: Row) -> int:
    return len(row["percent"].partition(".")[2])


def _decimal(text: str, where: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValueError(f"{where}: “{text}” is no number") from error

"""A number that knows where it came from.

A `Quantity` is an immutable value with a unit, the number of people asked, the
rows of the data package it rests on and the weakest grade among them. Arithmetic
returns new quantities that carry all of this along. Nothing is rounded here.

A share has the standard error that is given with it. Where none is, simple random
sampling is assumed: a share p (in percent) of n answers has the standard error
sqrt(p(100 - p) / n), in percentage points (Kish 1965, Survey Sampling), and answers
to one single-choice question of one sample are multinomial, with the covariance
-pq / n; without a design effect, the true margin is wider. Answers of the same
people to different questions, and those with a standard error of their own, depend
on each other in a way that no toplines show: their sum or difference gets the
largest error it can have, the sum of both. Independent samples have no covariance.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeAlias

from livepaper.errors import UnitError

Z95 = Decimal("1.959964")
"""The 97.5 % point of the standard normal distribution."""

CAUTIOUS_BASE = 100
"""How many people a sample is taken to have when its size was not published, so that words err on the safe side."""

Formula: TypeAlias = tuple[Any, ...]
"""How a value follows from cells of the data package: an operator and its operands, which may be formulas.

    ("cell", TABLE, KEY, COLUMN)               the number in one cell
    ("year", TABLE, KEY, COLUMN)               the year of the date in one cell
    ("count", TABLE, CONDITIONS)               how many rows meet the conditions
    ("distinct", TABLE, CONDITIONS, COLUMN)    how many different texts a column holds in them
    ("compound", TABLE, CONDITIONS, COLUMN)    percent changes chained, row by row in file order
    ("+", A, B, …)  ("-", A, B)  ("/", A, B)   arithmetic
    ("percent of", A, B)                       100 × A / B
    ("change", A, B)                           100 × (A / B − 1)
    ("rest", WHOLE, A, …)                      what the parts leave of a whole, at least zero
    ("rank", A, B, …)                          one more than how many of the others exceed A
    ("tally", A, B, …)                         how many operands there are

Conditions are pairs of a column and the texts that it may hold; all must be met. Any program
that reads CSV files can evaluate a formula, and the audit of the site does.
"""

PERCENT = "percent"
POINTS = "percentage points"
RATIO = "times"
YEAR = "year"


class Grade(StrEnum):
    """How good the evidence for a row is, best first."""

    PUBLISHER = "publisher"
    MIRROR = "mirror"
    PRESS = "press"
    PAPER = "paper"

    @property
    def rank(self) -> int:
        """Position in the order from best (0) to weakest."""
        return list(Grade).index(self)

    @property
    def meaning(self) -> str:
        """What the grade says, as a phrase for readers."""
        return _MEANINGS[self]


_MEANINGS = {
    Grade.PUBLISHER: "seen on the publisher's own page",
    Grade.MIRROR: "read in another's copy of the publisher's data file",
    Grade.PRESS: "seen in a press report or another third party's page",
    Grade.PAPER: "known only as the paper itself quotes it",
}


def weakest(grades: Iterable[Grade]) -> Grade:
    """Return the weakest of some grades, the one a result built on all of them carries."""
    return max(grades, key=lambda grade: grade.rank)


def strongest(grades: Iterable[Grade]) -> Grade:
    """Return the best of some grades, for one fact that several sources confirm."""
    return min(grades, key=lambda grade: grade.rank)


@dataclass(frozen=True)
class Quantity:
    """A value with its unit and its evidence.

    Attributes:
        value: The exact number; a share is in percent, so 30.2 means 30.2 %.
        unit: `percent`, `percentage points`, `times`, or a plural noun ("economies").
        rows: References to data rows, `RESOURCE#KEY`, without repetition.
        grade: The weakest grade among the rows.
        base: How many people were asked, where published.
        error: Standard error in the unit of the value, where sampling theory gives one.
        design: Whether the error, or that of a part, was given with its share, rather than that of simple
            random sampling.
        sampled: Whether it rests on a sample, so that words must allow for a margin.
        sample: Identity of the people asked; None once samples are combined.
        question: Identity of the single-choice question they answered, if it was one.
        rival: The largest other share of the question that was published or can be left.
        derived: Whether the value was computed rather than published as it stands.
        formula: How the value follows from cells of the data package; empty if it was not said.
    """

    value: Decimal
    unit: str
    rows: tuple[str, ...]
    grade: Grade
    base: int | None = None
    error: Decimal | None = None
    design: bool = False
    sampled: bool = False
    sample: str | None = None
    question: str | None = None
    rival: Decimal | None = None
    derived: bool = False
    formula: Formula = ()

    def __post_init__(self) -> None:
        if not self.value.is_finite():
            raise UnitError("Quantity", repr(self.value), "a finite Decimal", "Read the value from the data package.")
        if not self.rows:
            raise UnitError(
                f"Quantity {self.value} {self.unit}",
                "no row of evidence",
                "at least one row reference",
                "Compute it from paper.survey(…) or paper.table(…).",
            )

    @property
    def margin(self) -> Decimal | None:
        """Half-width of the 95 % interval, in the unit of the value, or None if unknown."""
        return None if self.error is None else Z95 * self.error

    @property
    def caution(self) -> Decimal:
        """The margin that words are held to: the known one, or for a sample of unpublished size that of 100 people."""
        if self.margin is not None:
            return self.margin
        if not self.sampled or self.unit not in {PERCENT, POINTS}:
            return Decimal(0)
        if self.unit == POINTS:
            return Z95 * (2 * Decimal(2500) / CAUTIOUS_BASE).sqrt()
        share = min(max(self.value, Decimal(0)), Decimal(100))
        return Z95 * (share * (100 - share) / CAUTIOUS_BASE).sqrt()

    @property
    def resources(self) -> tuple[str, ...]:
        """The names of the tables the value rests on, sorted."""
        return tuple(sorted({row.split("#", 1)[0] for row in self.rows}))

    def percent_of(self, whole: Quantity) -> Quantity:
        """Return the share of a whole, in percent.

        Raises:
            UnitError: The units differ, or the whole is zero.
        """
        ratio = self / whole
        formula = _formula("percent of", self, whole)
        return replace(ratio, value=100 * ratio.value, unit=PERCENT, formula=formula)

    def change_from(self, earlier: Quantity) -> Quantity:
        """Return the change from an earlier value, in percent of that value.

        Raises:
            UnitError: The units differ, or the earlier value is zero.
        """
        ratio = self / earlier
        formula = _formula("change", self, earlier)
        return replace(ratio, value=100 * (ratio.value - 1), unit=PERCENT, formula=formula)

    def __add__(self, other: Quantity) -> Quantity:
        if not isinstance(other, Quantity):
            return NotImplemented
        self._same_unit(other, "added")
        error = self._joint_error(other, sign=1)
        same = self._same_question(other)
        return self._with(
            other,
            self.value + other.value,
            self.unit,
            error=error,
            base=self.base if same else None,
            sample=self.sample if same else None,
            question=self.question if same else None,
            formula=_formula("+", self, other),
        )

    def __sub__(self, other: Quantity) -> Quantity:
        if not isinstance(other, Quantity):
            return NotImplemented
        self._same_unit(other, "subtracted")
        unit = POINTS if self.unit == PERCENT else self.unit
        error = self._joint_error(other, sign=-1)
        return self._with(other, self.value - other.value, unit, error=error, formula=_formula("-", self, other))

    def __truediv__(self, other: Quantity) -> Quantity:
        if not isinstance(other, Quantity):
            return NotImplemented
        self._same_unit(other, "divided")
        if other.value == 0:
            raise UnitError(
                "a ratio", "a divisor of zero", "a divisor other than zero", "Compare the values in words instead."
            )
        return self._with(other, self.value / other.value, RATIO, formula=_formula("/", self, other))

    def __lt__(self, other: Quantity) -> bool:
        if not isinstance(other, Quantity):
            return NotImplemented
        self._same_unit(other, "compared")
        return self.value < other.value

    def __gt__(self, other: Quantity) -> bool:
        if not isinstance(other, Quantity):
            return NotImplemented
        self._same_unit(other, "compared")
        return self.value > other.value

    def _same_unit(self, other: Quantity, verb: str) -> None:
        if other.unit != self.unit:
            raise UnitError(
                f"two values that are to be {verb}",
                f"{self.unit} and {other.unit}",
                "two quantities in one unit",
                "Check which rows the two values come from.",
            )

    def _same_question(self, other: Quantity) -> bool:
        return self.question is not None and (self.sample, self.question) == (other.sample, other.question)

    def _joint_error(self, other: Quantity, sign: int) -> Decimal | None:
        """Standard error of the sum (sign 1) or difference (sign -1) of two shares."""
        if self.error is None or other.error is None:
            return None
        if self._same_question(other) and self.base and not (self.design or other.design):
            covariance = -self.value * other.value / self.base
            variance = self.error**2 + other.error**2 + 2 * sign * covariance
            return max(variance, Decimal(0)).sqrt()
        if self.sample is not None and self.sample == other.sample:
            return self.error + other.error
        return (self.error**2 + other.error**2).sqrt()

    def _with(self, other: Quantity, value: Decimal, unit: str, **changes: Any) -> Quantity:
        """Build the result of arithmetic: a bare Quantity on the rows of both sides."""
        return Quantity(
            value=value,
            unit=unit,
            rows=tuple(dict.fromkeys(self.rows + other.rows)),
            grade=weakest((self.grade, other.grade)),
            design=self.design or other.design,
            sampled=self.sampled or other.sampled,
            derived=True,
            **changes,
        )


def _formula(operator: str, *operands: Quantity) -> Formula:
    """Join the formulas of operands; a result of something without a formula has none."""
    parts = tuple(operand.formula for operand in operands)
    if not all(parts):
        return ()
    if operator == "+" and parts[0][0] == "+":
        return (*parts[0], *parts[1:])
    return (operator, *parts)


def total(quantities: Iterable[Quantity]) -> Quantity:
    """Add up one or more quantities of one unit.

    Raises:
        UnitError: There are none, or their units differ.
    """
    items = list(quantities)
    if not items:
        raise UnitError("a total", "no quantities", "at least one", "Check the rows that were selected.")
    result = items[0]
    for item in items[1:]:
        result = result + item
    return result


def tally(quantities: Iterable[Quantity], unit: str) -> Quantity:
    """Count some quantities; the count rests on the rows of all of them.

    Raises:
        UnitError: There are none.
    """
    items = list(quantities)
    if not items:
        raise UnitError("a tally", "no quantities", "at least one", "Say so in words instead.")
    return Quantity(
        value=Decimal(len(items)),
        unit=unit,
        rows=tuple(dict.fromkeys(row for item in items for row in item.rows)),
        grade=weakest(item.grade for item in items),
        derived=True,
        formula=_formula("tally", *items),
    )


def rest(whole: int, parts: Sequence[Quantity]) -> Quantity:
    """Return what the parts leave of a whole, at least zero.

    Raises:
        UnitError: There are no parts, or their units differ.
    """
    together = total(parts)
    formula = _formula("rest", *parts)
    return replace(
        together,
        value=max(whole - together.value, Decimal(0)),
        error=None,
        rival=None,
        derived=True,
        formula=(formula[0], whole, *formula[1:]) if formula else (),
    )

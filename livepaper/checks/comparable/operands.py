"""The two sides of a comparison between published shares, read from their rows again.

Which question was put when and to whom decides whether two shares can be compared;
how many people answered decides how far apart they must lie. Both are taken from the
tables here, not from what the chapter recorded. The rules for sampling error are
those of `livepaper.quantity`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from livepaper.datapackage import Package
from livepaper.datapackage.package import Row
from livepaper.evaluation import leaves
from livepaper.quantity import CAUTIOUS_BASE, Z95, Formula
from livepaper.survey import QUESTIONS, TOPLINES, WAVES, standard_error

COMPARING = {("-",), ("/",), ("change",)}
"""The operators that set one operand against another."""

OPT_IN = "opt-in"


@dataclass(frozen=True)
class Surveys:
    """The tables of the surveys, by key; tables that a paper does not have are empty.

    Attributes:
        package: The data package.
    """

    package: Package

    @cached_property
    def waves(self) -> dict[str, Row]:
        """The waves."""
        return self._table(WAVES)

    @cached_property
    def questions(self) -> dict[str, Row]:
        """The questions."""
        return self._table(QUESTIONS)

    @cached_property
    def toplines(self) -> dict[str, Row]:
        """The toplines."""
        return self._table(TOPLINES)

    @cached_property
    def _bases(self) -> dict[tuple[str, ...], int]:
        """How many people gave an answer, where any of its rows has it."""
        return {_answer(row): int(row["base"]) for row in self.toplines.values() if row["base"]}

    def base(self, row: Row) -> int | None:
        """Return how many people were asked, if that was published and chance chose them."""
        opt_in = self.waves.get(row["wave"], {}).get("sample_kind") == OPT_IN
        return None if opt_in else self._bases.get(_answer(row))

    @cached_property
    def _errors(self) -> dict[tuple[str, ...], Decimal | None]:
        """The standard errors given with answers, where any of its rows has one."""
        return {_answer(row): given for row in self.toplines.values() if (given := standard_error(row))}

    def given(self, row: Row) -> Decimal | None:
        """Return the standard error given with an answer, in percentage points."""
        return standard_error(row) or self._errors.get(_answer(row))

    def error(self, row: Row) -> Decimal | None:
        """Return the standard error of one answer, in percentage points; none of those who chose themselves."""
        if self.waves.get(row["wave"], {}).get("sample_kind") == OPT_IN:
            return None
        base, share = self.base(row), Decimal(row["percent"])
        return self.given(row) or (None if base is None else (share * (100 - share) / base).sqrt())

    def series(self, row: Row) -> str:
        """Return the comparable series that a topline belongs to."""
        return self.questions.get(row["question"], {}).get("series", "") or row["question"]

    def shares(self, formula: Formula) -> list[Row]:
        """Return the toplines whose percentages a formula rests on."""
        named = (leaf for leaf in leaves(formula) if leaf[1] == TOPLINES)
        return [self.toplines[leaf[2]] for leaf in named if leaf[2] in self.toplines]

    def _table(self, name: str) -> dict[str, Row]:
        if name not in self.package.names:
            return {}
        return {self.package.key(name, row): row for row in self.package.rows(name)}


@dataclass(frozen=True)
class Side:
    """One side of a comparison: a share, or several that are added up.

    Attributes:
        rows: Its toplines.
        surveys: The tables they stand in.
    """

    rows: tuple[Row, ...]
    surveys: Surveys

    @property
    def value(self) -> Decimal:
        """The share, in percent."""
        return sum((Decimal(row["percent"]) for row in self.rows), Decimal(0))

    @property
    def series(self) -> frozenset[str]:
        """The series of its questions."""
        return frozenset(self.surveys.series(row) for row in self.rows)

    def column(self, name: str) -> frozenset[str]:
        """Return what stands in one column of its rows."""
        return frozenset(row[name] for row in self.rows)

    @property
    def years(self) -> tuple[str, ...]:
        """The years of its waves, in order; empty where one has none."""
        years = sorted(self.surveys.waves.get(wave, {}).get("year", "") for wave in self.column("wave"))
        return tuple(years) if all(years) else ()

    @property
    def people(self) -> frozenset[tuple[str, str]]:
        """Wave and population of those who answered."""
        return frozenset((row["wave"], row["population"]) for row in self.rows)

    @property
    def question(self) -> str:
        """The question, if it is one to which each person gave one answer; else empty."""
        asked = self.column("question")
        single = all(self.surveys.questions.get(name, {}).get("choice") == "single" for name in asked)
        return next(iter(asked)) if len(asked) == 1 and len(self.people) == 1 and single else ""

    @property
    def base(self) -> int | None:
        """How many people were asked, the fewest of several; None if that is not known of all."""
        bases = [self.surveys.base(row) for row in self.rows]
        return None if None in bases else min(base for base in bases if base is not None)

    @property
    def design(self) -> bool:
        """Whether a standard error is given with any of its answers."""
        return any(self.surveys.given(row) is not None for row in self.rows)

    @property
    def error(self) -> Decimal | None:
        """Its standard error, in percentage points."""
        if self.question and not self.design:
            share = min(max(self.value, Decimal(0)), Decimal(100))
            return None if self.base is None else (share * (100 - share) / self.base).sqrt()
        # how such answers go together is not known: the largest error they can have
        errors = [self.surveys.error(row) for row in self.rows]
        return None if None in errors else sum((error for error in errors if error is not None), Decimal(0))


@dataclass(frozen=True)
class Comparison:
    """Two sides of which a claim tells the difference or the ratio.

    Attributes:
        one: The side that is compared.
        other: The side it is compared with; in a change, the earlier.
    """

    one: Side
    other: Side

    @classmethod
    def of(cls, formula: Formula, surveys: Surveys) -> Comparison | None:
        """Return what a formula compares, or None if it does not compare published shares."""
        if formula[:1] in COMPARING:
            one, other = (Side(tuple(surveys.shares(operand)), surveys) for operand in formula[1:3])
            if one.rows and other.rows:
                return cls(one, other)
        return None

    @property
    def lead(self) -> Decimal:
        """The difference, in percentage points."""
        return self.one.value - self.other.value

    @property
    def margin(self) -> Decimal:
        """The joint 95 % margin; where a base is not published, that of two samples of a hundred people."""
        one, other = self.one, self.other
        if one.error is None or other.error is None:
            return Z95 * (2 * Decimal(2500) / CAUTIOUS_BASE).sqrt()
        simple = not one.design and not other.design
        if simple and one.question and one.base and (one.question, one.people) == (other.question, other.people):
            shared = 2 * one.value * other.value / one.base
            return Z95 * max(one.error**2 + other.error**2 + shared, Decimal(0)).sqrt()
        if one.people == other.people:
            return Z95 * (one.error + other.error)
        return Z95 * (one.error**2 + other.error**2).sqrt()

    @property
    def backwards(self) -> bool:
        """Whether it runs from a later wave to an earlier one, so that a rise would be told as a fall."""
        return bool(self.one.years and self.other.years) and self.one.years[-1] < self.other.years[0]

    @property
    def same_series(self) -> bool:
        """Whether both sides are of one series: one wording and one scale."""
        return self.one.series == self.other.series

    def differs(self) -> str:
        """Say why the sides cannot be compared; empty if they can.

        Of wave, population and response only one may differ, and the series never.
        """
        if not self.same_series:
            return f"the series {_list(self.one.series)} and {_list(self.other.series)}"
        pairs = {
            "waves": (self.one.column("wave"), self.other.column("wave")),
            "populations": (self.one.column("population"), self.other.column("population")),
            "responses": (self.one.column("response"), self.other.column("response")),
        }
        unlike = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
        return "" if len(unlike) <= 1 else _told(unlike)


def _told(unlike: Mapping[str, tuple[frozenset[str], frozenset[str]]]) -> str:
    return " as well as ".join(f"other {name} ({_list(one)}; {_list(other)})" for name, (one, other) in unlike.items())


def _list(names: Iterable[str]) -> str:
    return " + ".join(sorted(names))


def _answer(row: Row) -> tuple[str, ...]:
    return row["wave"], row["question"], row["population"], row["response"]

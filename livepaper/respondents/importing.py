"""From a file of respondents to what may be published of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

import duckdb
import numpy as np

from livepaper.errors import LivePaperError, RespondentsError
from livepaper.respondents import source
from livepaper.respondents.design import Design
from livepaper.respondents.estimates import Estimates, Single, agreed, checked, from_moments
from livepaper.respondents.mapping import FEWEST, Map
from livepaper.respondents.table import Answers, Respondents
from livepaper.respondents.toplines import Imported, Topline

LARGEST = 1_000_000
"""Up to how many respondents who are units of their own the libraries are given each of them."""

DRAWN = 100_000
"""How many they are given to check the formula with, where there are more."""

_CLOSEST = 1e-9
"""Errors in percentage points below which nothing varied, but for rounding: how precise that is cannot be known."""


class Estimating(Protocol):
    """A way of estimating, and how to say it once all is estimated."""

    @property
    def method(self) -> str:
        """How it was computed, in words."""

    def estimates(self, number: int, place: int, answers: Answers) -> Estimates:
        """Estimate a question in a population, by their places in the map, from the answers."""


def toplines(path: Path, given: Map) -> Imported:
    """Make weighted toplines of a file of respondents.

    Raises:
        RespondentsError: The file does not hold what the map expects, or two ways of computing disagree.
    """
    told, line = "", ""
    try:
        return _toplines(path, given)
    except LivePaperError:
        raise
    except duckdb.Error as problem:
        told, line = f"what DuckDB cannot read ({type(problem).__name__})", source.line(problem)
    except Exception as problem:  # noqa: BLE001  what other programs say, and what they chain, may quote respondents
        told = f"what cannot be read ({type(problem).__name__})"
    raise RespondentsError(
        f"{path}{line}",
        told,
        "a whole file of its kind",
        "Save it again; the rest is not told, to protect respondents.",
    )


def _toplines(path: Path, given: Map) -> Imported:
    people = Respondents(path, given)
    design = Design(people.cells, clustered=given.psu is not None)
    _refuse_single(path, given, design)
    estimating = _estimating(path, given, people, design)
    published: list[Topline] = []
    withheld: dict[str, None] = {}
    for number, asked in enumerate(given.questions):
        answers = people.answers(number)
        for place, population in enumerate(given.populations):
            if population is None:
                continue
            base = design.base(answers, asked, place)
            if base < given.minimum_base:
                withheld[f"{asked.question}, {population}; fewer than {given.minimum_base} answered"] = None
                continue
            found = estimating.estimates(number, place, answers)
            for name, share, error in zip(asked.names, 100 * found.share, 100 * found.error, strict=True):
                if name is None:
                    continue
                known = float(error) if error > _CLOSEST else None
                topline = Topline(asked.question, population, name, float(share), known, base)
                if topline.effective_n is not None and topline.effective_n < FEWEST:
                    withheld[f"{asked.question}, {population}, {name}; its effective n is below {FEWEST}"] = None
                else:
                    published.append(topline)
    return Imported(given, people.count, people.weightless, tuple(published), tuple(withheld), estimating.method)


def _refuse_single(path: Path, given: Map, design: Design) -> None:
    single = int((design.sizes == 1).sum())
    if single and given.single_psu == "refuse":
        unit = "sampling unit" if given.psu else "respondent"
        raise RespondentsError(
            str(path),
            f"{single} of {len(design.sizes)} strata with a single {unit}, which shows no variance of its own",
            f"two {unit}s or more in each",
            "Join strata that are alike, or choose in the map: single_psu: centre, or single_psu: skip.",
        )


def _estimating(path: Path, given: Map, people: Respondents, design: Design) -> Estimating:
    if given.psu:
        return _ByUnits(path, given, design)
    return (_ByPerson if people.count <= LARGEST else _ByFormula)(path, given, people, design)


def _libraries() -> str:
    return f"svy {version('svy')}, confirmed by statsmodels {version('statsmodels')} on the same data"


@dataclass(frozen=True)
class _ByUnits:
    """A sample of primary sampling units, of whom only totals are needed."""

    path: Path
    given: Map
    design: Design

    @property
    def method(self) -> str:
        return f"from totals of sampling units, by {_libraries()}"

    def estimates(self, number: int, place: int, answers: Answers) -> Estimates:
        asked = self.given.questions[number]
        totals = self.design.totals(answers, asked, place)
        return checked(totals, self.given.single_psu, f"{self.path}, {asked.question}")


class _ByPerson:
    """A sample of people who are units themselves, each of whom the libraries are given."""

    def __init__(self, path: Path, given: Map, people: Respondents, design: Design, most: int | None = None) -> None:
        self._path, self._given, self._design = path, given, design
        self.each = lru_cache(maxsize=1)(lambda number: people.each(number, most))

    @property
    def method(self) -> str:
        return f"from each respondent, by {_libraries()}"

    def estimates(self, number: int, place: int, answers: Answers) -> Estimates:
        asked = self._given.questions[number]
        totals = self._design.singly(self.each(number), asked, place)
        return checked(totals, self._given.single_psu, f"{self._path}, {asked.question}")


class _ByFormula:
    """The same sample where it is very large: by the formula, which the libraries confirm on some who are drawn."""

    def __init__(self, path: Path, given: Map, people: Respondents, design: Design) -> None:
        self._path, self._given, self._design = path, given, design
        self._drawn = _ByPerson(path, given, people, design, DRAWN)
        self._single: Single = "centre" if given.single_psu == "centre" else "skip"
        self._unconfirmed: list[str] = []

    @property
    def method(self) -> str:
        method = f"by the formula of Taylor's linearisation, confirmed on {DRAWN:,} respondents by {_libraries()}"
        unconfirmed = "; ".join(self._unconfirmed)
        return method + f"; not confirmed, because none of them was drawn: {unconfirmed}" * bool(unconfirmed)

    def estimates(self, number: int, place: int, answers: Answers) -> Estimates:
        asked, design = self._given.questions[number], self._design
        drawn = self._drawn.each(number)
        # strata of which a single one was drawn are met where the map refuses them in the whole: they are skipped
        part = design.singly(drawn, asked, place)
        if part.base.any():
            where = f"{self._path}, {asked.question}, {DRAWN:,} respondents"
            sizes = np.bincount(design.strata[drawn.cell], minlength=len(design.sizes))
            confirmed = checked(part, self._single, where)
            formula = from_moments(design.moments(drawn, asked, place, sizes), self._single)
            agreed(confirmed, formula, where, "svy", "the formula")
        else:
            self._unconfirmed.append(f"{asked.question}, {self._given.populations[place]}")
        return from_moments(design.moments(answers, asked, place), self._given.single_psu)

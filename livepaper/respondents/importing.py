"""From a file of respondents to what may be published of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TypeAlias

import duckdb
import numpy as np

from livepaper.errors import LivePaperError, RespondentsError
from livepaper.respondents import source
from livepaper.respondents.design import Design
from livepaper.respondents.estimates import Estimates, agreed, checked, from_moments
from livepaper.respondents.mapping import Map
from livepaper.respondents.table import Answers, Respondents
from livepaper.respondents.toplines import Imported, Topline

LARGEST = 1_000_000
"""Up to how many respondents who are units of their own the libraries are given each of them."""

DRAWN = 100_000
"""How many they are given to check the formula with, where there are more."""

Estimating: TypeAlias = Callable[[int, int, Answers], Estimates]
"""Estimates a question in a population, by their places in the map, from the answers."""


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
    estimating, method = _estimating(path, given, people, design)
    published: list[Topline] = []
    withheld: dict[tuple[str, str], None] = {}
    for number, asked in enumerate(given.questions):
        answers = people.answers(number)
        for place, population in enumerate(given.populations):
            if population is None:
                continue
            base = design.base(answers, asked, place)
            if base < given.minimum_base:
                withheld[asked.question, population] = None
                continue
            found = estimating(number, place, answers)
            published += [
                Topline(asked.question, population, name, 100 * float(share), 100 * float(error), base)
                for name, share, error in zip(asked.names, found.share, found.error, strict=True)
                if name is not None
            ]
    return Imported(given, people.count, people.weightless, tuple(published), tuple(withheld), method)


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


def _estimating(path: Path, given: Map, people: Respondents, design: Design) -> tuple[Estimating, str]:
    """Return how to estimate, and how to say it."""
    libraries = f"svy {version('svy')}, confirmed by statsmodels {version('statsmodels')} on the same data"
    if given.psu:
        return _ByUnits(path, given, design).estimates, f"from totals of sampling units, by {libraries}"
    if people.count <= LARGEST:
        return _ByPerson(path, given, people, design).estimates, f"from each respondent, by {libraries}"
    method = f"by the formula of Taylor's linearisation, confirmed on {DRAWN:,} respondents by {libraries}"
    return _ByFormula(path, given, people, design).estimates, method


@dataclass(frozen=True)
class _ByUnits:
    """A sample of primary sampling units, of whom only totals are needed."""

    path: Path
    given: Map
    design: Design

    def estimates(self, number: int, place: int, answers: Answers) -> Estimates:
        asked = self.given.questions[number]
        totals = self.design.totals(answers, asked, place)
        return checked(totals, self.given.single_psu, f"{self.path}, {asked.question}")


class _ByPerson:
    """A sample of people who are units themselves, each of whom the libraries are given."""

    def __init__(self, path: Path, given: Map, people: Respondents, design: Design, most: int | None = None) -> None:
        self._path, self._given, self._design = path, given, design
        self.each = lru_cache(maxsize=1)(lambda number: people.each(number, most))

    def estimates(self, number: int, place: int, answers: Answers) -> Estimates:
        asked = self._given.questions[number]
        totals = self._design.singly(self.each(number), asked, place)
        return checked(totals, self._given.single_psu, f"{self._path}, {asked.question}")


class _ByFormula:
    """The same sample where it is very large: by the formula, which the libraries confirm on some who are drawn."""

    def __init__(self, path: Path, given: Map, people: Respondents, design: Design) -> None:
        self._path, self._given, self._design = path, given, design
        self._drawn = _ByPerson(path, given, people, design, DRAWN)

    def estimates(self, number: int, place: int, answers: Answers) -> Estimates:
        asked, design = self._given.questions[number], self._design
        drawn = self._drawn.each(number)
        # a stratum of which a single one was drawn says nothing about the formula
        part = design.singly(drawn, asked, place)
        if part.base.any():
            where = f"{self._path}, {asked.question}, {DRAWN:,} respondents"
            sizes = np.bincount(design.strata[drawn.cell], minlength=len(design.sizes))
            confirmed = checked(part, "skip", where)
            formula = from_moments(design.moments(drawn, asked, place, sizes), "skip")
            agreed(confirmed, formula, where, "svy", "the formula")
        return from_moments(design.moments(answers, asked, place), self._given.single_psu)

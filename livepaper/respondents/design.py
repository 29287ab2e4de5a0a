"""From answers in cells to weighted totals of sampling units, all that a standard error needs to know.

Shares are estimated in domains: who did not answer, belongs to another population or
has no weight stays in the design with totals of zero, so that strata keep the number
of units they were sampled with (Cochran 1977, Sampling Techniques, section 5A.14).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from livepaper.respondents.mapping import Asked
from livepaper.respondents.table import Answers, Cell

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Totals:
    """Weighted totals of a question in a population, one row for each of the U units of the whole design.

    Attributes:
        stratum: Place of each unit's stratum; shape (U,).
        base: Sum of the weights of those who answered; shape (U,).
        given: Sum of the weights of those who gave each of the k responses; shape (U, k).
    """

    stratum: Ints
    base: Floats
    given: Floats


@dataclass(frozen=True)
class Moments:
    """What a sample in which each respondent is a unit comes down to, in H strata, exactly.

    Attributes:
        units: Respondents of each stratum, whether they answered or not; shape (H,).
        weight: Sum of the weights of those who gave each of the k responses or, last, any; shape (H, k + 1).
        squared: Sum of the squares of these weights; shape (H, k + 1).
    """

    units: Ints
    weight: Floats
    squared: Floats


class Design:
    """The strata and units that a file's cells make up.

    Attributes:
        populations: Place of each cell's population; shape (C,).
        strata: Place of each cell's stratum; shape (C,).
        units: Place of each cell's sampling unit; shape (C,).
        stratum: Place of each unit's stratum; shape (U,).
        sizes: How many units each stratum has; shape (H,).
    """

    def __init__(self, cells: Sequence[Cell], *, clustered: bool) -> None:
        """Number strata and units.

        Args:
            cells: The cells of a file.
            clustered: Whether they name sampling units; otherwise each respondent is one.
        """
        strata = {stratum: place for place, stratum in enumerate(sorted({cell.stratum for cell in cells}))}
        names = [(cell.stratum, cell.psu or "") for cell in cells]
        units = {name: place for place, name in enumerate(sorted(set(names)))}
        self.populations = np.array([cell.population for cell in cells])
        self.strata = np.array([strata[cell.stratum] for cell in cells])
        self.units = np.array([units[name] for name in names])
        self.stratum = np.array([strata[stratum] for stratum, _ in units])
        counted = None if clustered else np.array([cell.respondents for cell in cells], dtype=float)
        self.sizes = np.bincount(self.stratum if clustered else self.strata, counted, len(strata)).astype(np.int64)

    def base(self, answers: Answers, asked: Asked, population: int) -> int:
        """Return how many respondents of a population are in the base of a question, unweighted."""
        member, _ = self._sorted(answers, asked, population)
        return int(answers.respondents[member].sum())

    def totals(self, answers: Answers, asked: Asked, population: int) -> Totals:
        """Return the totals of the sampling units."""
        member, place = self._sorted(answers, asked, population)
        unit, responses = self.units[answers.cell], len(asked.names)
        flat = np.bincount(
            unit[member] * responses + place[member], answers.weight[member], len(self.stratum) * responses
        )
        given = flat.astype(np.float64).reshape(-1, responses)
        return Totals(self.stratum, given.sum(axis=1), given)

    def singly(self, each: Answers, asked: Asked, population: int) -> Totals:
        """Return the totals of respondents who are units themselves."""
        member, place = self._sorted(each, asked, population)
        member &= each.respondents > 0
        base = np.where(member, each.weight, 0.0)
        given = base[:, None] * (place[:, None] == np.arange(len(asked.names)))
        return Totals(self.strata[each.cell], base, given)

    def moments(self, answers: Answers, asked: Asked, population: int, sizes: Ints | None = None) -> Moments:
        """Return the moments of strata in which each respondent is a unit.

        Args:
            answers: The answers.
            asked: The question.
            population: Place of the population.
            sizes: Respondents of each stratum, where they are not those of the whole file.
        """
        member, place = self._sorted(answers, asked, population)
        responses, strata = len(asked.names), len(self.sizes)
        where = (self.strata[answers.cell] * responses + place)[member]
        sums = [
            np.bincount(where, values[member], strata * responses).reshape(strata, responses)
            for values in (answers.weight, answers.squared)
        ]
        weight, squared = (np.column_stack([one, one.sum(axis=1)]) for one in sums)
        return Moments(self.sizes if sizes is None else sizes, weight, squared)

    def _sorted(self, answers: Answers, asked: Asked, population: int) -> tuple[NDArray[np.bool_], Ints]:
        """Tell which answers are in the base of a population, and the place of each one's response."""
        places = np.array([asked.names.index(name) for name in asked.responses.values()])
        member = (self.populations[answers.cell] == population) & (answers.code < len(places))
        return member, places[np.where(answers.code < len(places), answers.code, 0)]

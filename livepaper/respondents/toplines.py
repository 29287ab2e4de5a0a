"""Toplines of respondents: what may be published, as rows of the paper's tables."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from livepaper.errors import RespondentsError
from livepaper.respondents.mapping import Map
from livepaper.slugs import slug
from livepaper.words.numbers import rounded

PRECISION = ("topline", "base", "effective_n", "design_effect", "standard_error")
"""Columns of the table that tells how precise toplines are; the standard error is in percentage points."""


@dataclass(frozen=True)
class Topline:
    """A share of a population that gave a response, with what it rests on.

    Attributes:
        question: Key of the question.
        population: Key of the population.
        response: The response.
        percent: The weighted share, in percent.
        error: Its standard error, in percentage points; none where nothing varied, so that it cannot be known.
        base: How many answered and count, unweighted.
    """

    question: str
    population: str
    response: str
    percent: float
    error: float | None
    base: int

    @property
    def design_effect(self) -> float | None:
        """The variance, as a multiple of that of a simple random sample of the same base with replacement.

        That is P (100 − P) / (n − 1), as in `svy` (Kish 1965, Survey Sampling, section 8.2);
        none where no error is known, as where nobody or everybody gave the response.
        """
        simple = self.percent * (100 - self.percent) / (self.base - 1)
        return self.error**2 / simple if self.error is not None and simple > 0 else None

    @property
    def effective_n(self) -> float | None:
        """How many respondents of a simple random sample would be as precise: the base by the design effect."""
        return None if self.design_effect is None else self.base / self.design_effect


@dataclass(frozen=True)
class Imported:
    """What an import comes to.

    Attributes:
        given: The map.
        respondents: How many the file has.
        weightless: How many of them have the weight zero.
        toplines: What may be published.
        withheld: What may not, and why, in words.
        method: How it was computed, in words.
    """

    given: Map
    respondents: int
    weightless: int
    toplines: tuple[Topline, ...]
    withheld: tuple[str, ...]
    method: str

    def rows(self, columns: Sequence[str]) -> bytes:
        """Return the toplines as CSV with the columns of the paper's own table.

        Raises:
            RespondentsError: The table has no column for standard errors, without which margins would be too small.
        """
        if "standard_error" not in columns:
            raise RespondentsError(
                "surveys-toplines",
                "no column “standard_error”",
                "one, without which margins would be those of a simple random sample",
                "Add it to the table, with empty cells, and as a number to datapackage.json; run livepaper data seal.",
            )
        cells = [self._cells(key, topline) for key, topline in zip(self._keys(), self.toplines, strict=True)]
        return _csv(columns, ([row.get(column, "") for column in columns] for row in cells))

    def precision(self) -> bytes:
        """Return base, effective number, design effect and standard error of the toplines as CSV."""
        rows = zip(self._keys(), self.toplines, strict=True)
        return _csv(PRECISION, ([key, topline.base, *precise(topline)] for key, topline in rows))

    def _cells(self, key: str, topline: Topline) -> dict[str, str]:
        given = self.given
        effective, effect, error = precise(topline)
        weighted = "weighted" if given.weight else "unweighted"
        precision = f"standard error {error} points" if error else "standard error not known"
        effects = f", design effect {effect}, effective n {effective}" if effect else ""
        return {
            "topline": key,
            "wave": given.wave,
            "question": topline.question,
            "population": topline.population,
            "response": topline.response,
            "net": "no",
            "percent": f"{rounded(Decimal(topline.percent), given.decimals):f}",
            "base": str(topline.base),
            "base_note": f"{weighted}; {precision}{effects}",
            "standard_error": error,
            "source": given.source,
            "locator": given.locator,
            "grade": given.grade,
        }

    def _keys(self) -> list[str]:
        """Return the keys of the toplines; one that an earlier one has gets a number."""
        seen = Counter[str]()
        keys = []
        for topline in self.toplines:
            parts = (self.given.wave, topline.question, topline.population, topline.response)
            key = "-".join(filter(None, map(slug, parts)))
            seen[key] += 1
            keys.append(key if seen[key] == 1 else f"{key}-{seen[key]}")
        return keys


def precise(topline: Topline) -> tuple[str, str, str]:
    """Return effective number, design effect and standard error as they are written; empty where there is none."""
    effective, effect = topline.effective_n, topline.design_effect
    return (
        "" if effective is None else f"{rounded(Decimal(effective), 0):f}",
        "" if effect is None else f"{rounded(Decimal(effect), 2):f}",
        "" if topline.error is None else f"{rounded(Decimal(topline.error), 3):f}",
    )


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue().encode()

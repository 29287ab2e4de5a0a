"""What chapters ask of surveys: waves, questions, shares, margins, series.

    panel = paper.survey("panel", 2025)
    panel.share("trust-in-neighbours", "trust them")

Several sources may have published one share. Sources agree when the values are
equal at the precision of the coarser. The most precise value is then used, with
the rows of all, and with the best grade among those that carry its decimals. A
disagreement is a `ConflictError` until the chapter names the source it means.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

from livepaper.datapackage import Package, reference
from livepaper.datapackage.package import Row
from livepaper.errors import ConflictError, QuestionError
from livepaper.quantity import PERCENT, Grade, Quantity, strongest, weakest

WAVES = "surveys-waves"
QUESTIONS = "surveys-questions"
TOPLINES = "surveys-toplines"
BASES = "surveys-bases"


@dataclass(frozen=True)
class Survey:
    """One wave of a survey.

    Attributes:
        package: The data package.
        wave: The wave's key, such as `panel-2025`.
    """

    package: Package
    wave: str

    def __post_init__(self) -> None:
        known = [row["wave"] for row in self.package.rows(WAVES)]
        if self.wave not in known:
            raise _unknown(WAVES, "wave", self.wave, known)

    @property
    def row(self) -> Row:
        """The wave's own row of text: publisher, mode, sampling and so on."""
        return next(row for row in self.package.rows(WAVES) if row["wave"] == self.wave)

    @property
    def fieldwork_start(self) -> date | None:
        """The first day of interviews, where known."""
        return _date(self.row["fieldwork_start"])

    @property
    def fieldwork_end(self) -> date | None:
        """The last day of interviews, where known."""
        return _date(self.row["fieldwork_end"])

    @property
    def when(self) -> str:
        """When interviews began, or else ended, or the wave's year: as far as known, such as `2025-01` or `2025`."""
        return self.row["fieldwork_start"] or self.row["fieldwork_end"] or self.row["year"]

    def base(self, population: str = "") -> Quantity:
        """Return how many people were asked.

        Raises:
            QuestionError: No exact number was published.
        """
        population = population or self.row["population"]
        for row in self.package.rows(BASES) if BASES in self.package.names else ():
            if (row["wave"], row["population"]) == (self.wave, population) and row["base"]:
                return Quantity(
                    value=Decimal(row["base"]),
                    unit="respondents",
                    rows=(reference(BASES, self.package.key(BASES, row)),),
                    grade=Grade(row["grade"]),
                    formula=("cell", BASES, self.package.key(BASES, row), "base"),
                )
        raise QuestionError(
            f"{self.wave}, {population}", "no exact base", "a published number", "Say that it is not known."
        )

    def share(self, question: str, response: str, population: str = "", *, source: str = "") -> Quantity:
        """Return the percentage of a population that gave a response.

        Args:
            question: Key of the question.
            response: The response as the toplines name it.
            population: Key of the population; by default the one the wave was taken in.
            source: Bibliography key, needed only where sources disagree.

        Raises:
            QuestionError: Nothing was published for it.
            ConflictError: Sources disagree and none was named.
        """
        population = population or self.row["population"]
        asked = self._asked(question, population)
        found = [row for row in asked if row["response"] == response and source in {"", row["source"]}]
        if not found:
            known = list(dict.fromkeys(row["response"] for row in asked))
            raise _unknown(f"{self.wave}, {question}, {population}", "response", response, known)
        return self._quantity(found, [row for row in asked if row["response"] != response])

    def shares(self, question: str, population: str = "") -> dict[str, Quantity]:
        """Return every published response of a question with its share, in file order.

        Raises:
            QuestionError: The question was not put, or nothing was published for it.
            ConflictError: Sources disagree on a response.
        """
        population = population or self.row["population"]
        responses = dict.fromkeys(row["response"] for row in self._asked(question, population))
        return {response: self.share(question, response, population) for response in responses}

    def rank(self, question: str, response: str, population: str = "") -> Quantity:
        """Return the place of a response among those published for a question, nets apart, from one."""
        population = population or self.row["population"]
        mine = self.share(question, response, population)
        parts = {row["response"] for row in self._asked(question, population) if row["net"] == "no"}
        others = [self.share(question, other, population) for other in sorted(parts - {response})]
        return Quantity(
            value=Decimal(1 + sum(other.value > mine.value for other in others)),
            unit="place",
            rows=tuple(dict.fromkeys(row for share in (mine, *others) for row in share.rows)),
            grade=weakest(share.grade for share in (mine, *others)),
            derived=True,
            formula=("rank", mine.formula, *(share.formula for share in others)),
        )

    def _asked(self, question: str, population: str) -> list[Row]:
        in_wave = [row for row in self.package.rows(TOPLINES) if row["wave"] == self.wave]
        put = [row for row in in_wave if row["question"] == question]
        if not put:
            raise _unknown(self.wave, "question", question, sorted({row["question"] for row in in_wave}))
        asked = [row for row in put if row["population"] == population]
        if not asked:
            known = sorted({row["population"] for row in put})
            raise _unknown(f"{self.wave}, {question}", "population", population, known)
        return asked

    def _quantity(self, rows: list[Row], others: list[Row]) -> Quantity:
        best = max(rows, key=lambda row: _places(row["percent"]))
        value = Decimal(best["percent"])
        for row in rows:
            if not agree(row["percent"], best["percent"]):
                raise ConflictError(
                    f"{self.wave}, {best['question']}, {best['population']}, {best['response']}",
                    " and ".join(f"{row['percent']} ({row['source']})" for row in rows),
                    "one value",
                    "Name the one you mean with source=…, and show the reader both.",
                )
        question = self._single_choice(best["question"])
        base = next((int(row["base"]) for row in [best, *rows] if row["base"]), None)
        given = next(filter(None, map(standard_error, [best, *rows])), None)
        error = self.error(value, base, given)
        return Quantity(
            value=value,
            unit=PERCENT,
            rows=tuple(reference(TOPLINES, self.package.key(TOPLINES, row)) for row in rows),
            grade=strongest(Grade(row["grade"]) for row in rows if _places(row["percent"]) == _places(best["percent"])),
            base=base,
            error=error,
            design=error is not None and given is not None,
            sampled=True,
            sample=f"{self.wave}/{best['population']}",
            question=question,
            rival=_rival(value, others) if question else None,
            formula=("cell", TOPLINES, self.package.key(TOPLINES, best), "percent"),
        )

    def error(self, value: Decimal, base: int | None, given: Decimal | None) -> Decimal | None:
        """Return the standard error of a share, in percentage points; none if the sample was opt-in.

        Args:
            value: The share, in percent.
            base: How many answered; with it, the error is that of simple random sampling.
            given: The standard error given with the share, which is better than that.
        """
        if self.row["sample_kind"] == "opt-in":
            return None
        return given if given or base is None else (value * (100 - value) / base).sqrt()

    def _single_choice(self, question: str) -> str | None:
        """Return the question if each person gave one answer to it, so that answers are multinomial."""
        asked = next(row for row in self.package.rows(QUESTIONS) if row["question"] == question)
        return question if asked["choice"] == "single" else None


def series(package: Package, name: str, response: str, population: str) -> dict[str, Quantity]:
    """Return one response of a comparable series, wave by wave in order of time.

    Waves of which it is not known which was earlier, as of one year without dates, stand in the order of their keys.

    Only questions that carry the series' name are joined, so that a change of
    wording or scale never hides in a line.

    Raises:
        QuestionError: The series has no such response for the population.
        ConflictError: A wave has two questions of the series.
    """
    questions = {row["question"] for row in package.rows(QUESTIONS) if row["series"] == name}
    if not questions:
        known = sorted({row["series"] for row in package.rows(QUESTIONS)})
        raise _unknown(QUESTIONS, "series", name, known)
    asked = [row for row in package.rows(TOPLINES) if row["question"] in questions]
    found = {
        (row["wave"], row["question"])
        for row in asked
        if row["response"] == response and row["population"] == population
    }
    if not found:
        known = sorted({f"{row['response']} ({row['population']})" for row in asked})
        raise _unknown(f"series {name}", "response", f"{response} ({population})", known)
    put: dict[str, str] = {}
    for wave, question in sorted(found):
        if wave in put:
            raise ConflictError(
                f"{wave}, series {name}",
                f"the questions {put[wave]} and {question}",
                "one question of a series in a wave",
                "Give the question that compares the series, and the other one of its own.",
            )
        put[wave] = question
    ordered = sorted((Survey(package, wave) for wave in put), key=lambda wave: (wave.when, wave.wave))
    return {wave.wave: wave.share(put[wave.wave], response, population) for wave in ordered}


def standard_error(row: Row) -> Decimal | None:
    """Return the standard error given with a topline, in percentage points.

    None where the cell is empty or zero, as nothing that was measured is, or the table has no such column.
    """
    return Decimal(row.get("standard_error") or 0) or None


def agree(one: str, precise: str) -> bool:
    """Tell whether two published percentages are equal at the precision of the first."""
    value = Decimal(precise)
    return abs(Decimal(one) - value) <= Decimal(5).scaleb(-_places(one) - 1) or Decimal(one) == value


def _rival(value: Decimal, others: list[Row]) -> Decimal:
    """Return the largest share another answer has or, unpublished, can have: all that is left over."""
    parts: dict[str, Decimal] = {}
    for row in others:
        if row["net"] == "no":
            parts[row["response"]] = max(Decimal(row["percent"]), parts.get(row["response"], Decimal(0)))
    left = 100 - value - sum(parts.values())
    return max(left, *parts.values(), Decimal(0))


def _places(text: str) -> int:
    return len(text.partition(".")[2])


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if len(text) == len("2025-01-31") else None


def _unknown(where: str, kind: str, found: str, known: list[str]) -> QuestionError:
    close = get_close_matches(found, known, n=3, cutoff=0.5)
    hint = f"Did you mean {' or '.join(f'“{name}”' for name in close)}?" if close else "Check the spelling."
    return QuestionError(where, f"no {kind} “{found}”", f"one of {', '.join(known[:40]) or 'none'}", hint)

"""What can be added up adds up: answers, nets, and the claims themselves.

Published percentages are rounded, so k of them may miss their sum by k halves of the
unit in which they are printed; never is exactly 100 asked for. A question's `scale`
says in words what can be tested: “the full distribution is published”, so that its
answers make about 100; “'NET' is the sum of A and B”, where A and B begin the names of
the answers meant.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from livepaper import words
from livepaper.checks.base import Check, Finding, Result, Severity, error, note
from livepaper.claims import Claim
from livepaper.datapackage import reference
from livepaper.datapackage.package import Row
from livepaper.edition import Edition
from livepaper.errors import LivePaperError, QuestionError
from livepaper.evaluation import Evaluation
from livepaper.quantity import PERCENT
from livepaper.survey import QUESTIONS, TOPLINES

COMPLETE = "the full distribution is published"
"""What the scale of a question says if all its answers are among the toplines."""

_SUM = re.compile(r"'(?P<net>[^']+)' is the sum of (?P<parts>[\w ,/-]+?)(?= and overlaps|[;.]|$)")
_EXACT = Decimal("1e-20")
"""How far a claim may lie from its formula: the last digits of a division may differ, nothing that shows."""


@dataclass(frozen=True)
class _Question:
    """What was published for one question, put in one wave to one population.

    Attributes:
        wave: The wave.
        asked: The question's own row.
        population: The population.
        rows: The toplines.
    """

    wave: str
    asked: Mapping[str, str]
    population: str
    rows: Sequence[Row]

    @property
    def where(self) -> str:
        """How findings name it."""
        return f"{TOPLINES}, {self.wave}, {self.asked.get('question', '')}, {self.population}"

    @cached_property
    def published(self) -> dict[str, list[Row]]:
        """The toplines by response."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            found[row["response"]].append(row)
        return dict(found)

    @cached_property
    def conflicts(self) -> list[list[Row]]:
        """The toplines of each response for which the sources disagree at the precision of the coarser."""
        return [rows for rows in self.published.values() if not all(_agree(row, _finest(rows)) for row in rows)]

    def share(self, response: str) -> tuple[Decimal, Decimal]:
        """Return a response's share and half its unit; where sources disagree the lowest, which is a conflict."""
        rows = self.published[response]
        best = min(rows, key=lambda row: Decimal(row["percent"])) if rows in self.conflicts else _finest(rows)
        return Decimal(best["percent"]), _half(best)

    def together(self, responses: Iterable[str]) -> tuple[Decimal, Decimal]:
        """Return the sum of some responses' shares and how far rounding may carry it."""
        shares = [self.share(response) for response in responses]
        return sum((share for share, _ in shares), Decimal(0)), sum((half for _, half in shares), Decimal(0))


def check(edition: Edition) -> Result:
    """Add up answers and nets, look for double and repeated values, and work every claim out again."""
    try:
        questions = _questions(edition)
        findings = [*_data(questions, edition), *_claims(edition), *_repeated(edition)]
    except LivePaperError as problem:
        return Result(0, (Finding.of(problem),), "the data to add up cannot be read")
    wrong = sum(finding.severity is Severity.ERROR for finding in findings)
    repeated, but = len(findings) - wrong, f", except {wrong}" if wrong else ""
    summary = (
        f"{len(questions)} sets of answers and {len(edition.claims)} claims add up{but}; "
        f"{repeated or 'no'} {'decimal stands' if repeated == 1 else 'decimals stand'} for unrelated claims"
    )
    return Result(len(questions) + len(edition.claims), tuple(findings), summary)


def _questions(edition: Edition) -> list[_Question]:
    package = edition.paper.package
    if TOPLINES not in package.names:
        return []
    asked = {row["question"]: row for row in package.rows(QUESTIONS)} if QUESTIONS in package.names else {}
    rows: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in package.rows(TOPLINES):
        rows[row["wave"], row["question"], row["population"]].append(row)
    return [
        _Question(wave, asked.get(question, {"question": question}), population, found)
        for (wave, question, population), found in rows.items()
    ]


def _data(questions: Iterable[_Question], edition: Edition) -> Iterator[Finding]:
    for question in questions:
        yield from _hidden(question, edition)
        if question.asked.get("choice") == "single":
            yield from _options(question)
            yield from _nets(question)


def _options(question: _Question) -> Iterator[Finding]:
    """Add up the answers of a single-choice question, nets apart."""
    options = [response for response, rows in question.published.items() if rows[0]["net"] == "no"]
    total, slack = question.together(options)
    complete = COMPLETE in question.asked.get("scale", "")
    if total > 100 + slack or (complete and total < 100 - slack):
        yield error(
            question.where,
            f"{len(options)} answers that make {total}",
            f"{'100' if complete else 'at most 100'}, give or take {slack} for rounding",
            "Correct the row; mark one that adds up others as net, or the question as one with several answers.",
        )


def _nets(question: _Question) -> Iterator[Finding]:
    """Hold each net whose parts the scale names against them; it may exceed them if some are not published."""
    for match in _SUM.finditer(question.asked.get("scale", "")):
        net, named = match["net"], re.split(r",\s*|\s+and\s+", match["parts"])
        if net not in question.published:
            continue
        parts = [part for part in question.published if part != net and part.startswith(tuple(named))]
        total, slack = question.together(parts)
        share, half = question.share(net)
        short = len(parts) < len(named)
        if total > share + slack + half or (not short and total < share - slack - half):
            yield error(
                f"{question.where}, {net}",
                f"{share}, though {' and '.join(parts)} make {total}",
                f"{'at least ' if short else ''}{total}, give or take {slack + half} for rounding",
                "Correct the row that is wrong, or the scale that says which answers the net adds up.",
            )


def _hidden(question: _Question, edition: Edition) -> Iterator[Finding]:
    """Require that readers see every value that sources give for one thing, where they disagree."""
    shown = _shown(edition) if question.conflicts else set()
    for rows in question.conflicts:
        keys = {reference(TOPLINES, edition.paper.package.key(TOPLINES, row)): row for row in rows}
        unseen = [row for key, row in keys.items() if key not in shown]
        if unseen:
            yield error(
                f"{question.where}, {rows[0]['response']}",
                " and ".join(f"{row['percent']} ({row['source']})" for row in rows),
                f"one value, or each shown to readers; not shown: {', '.join(row['percent'] for row in unseen)}",
                "Claim each value with its source and print it, or remove the row that is wrong.",
            )


def _shown(edition: Edition) -> set[str]:
    """Return the rows whose own value, without others, a claim prints on a page."""
    return {
        reference(*entry.claim.quantity.formula[1:3])
        for entry in edition.ledger.values()
        if entry.occurrences and entry.claim.quantity.formula[:1] == ("cell",)
    }


def _claims(edition: Edition) -> Iterator[Finding]:
    evaluation = Evaluation(edition.paper.package)
    for claim in edition.claims.values():
        yield from _claim(claim, evaluation, edition)


def _claim(claim: Claim, evaluation: Evaluation, edition: Edition) -> Iterator[Finding]:
    """Work a claim out again from the cells that its formula names."""
    where, quantity = f"claim {claim.id}", claim.quantity
    try:
        if not quantity.formula:
            raise QuestionError(where, "no formula", "how it follows from cells", "Compute it from the data package.")
        value = evaluation.value(quantity.formula)
    except LivePaperError as problem:
        yield Finding.of(problem, claim=claim.id, sentence=edition.sentence(claim.id))
        return
    if abs(value - quantity.value) > _EXACT * max(abs(value), Decimal(1)):
        yield error(
            where,
            f"the value {quantity.value}",
            f"{value}, which its rows give",
            "Execute the chapter again; if it stays so, its code computes something else than it says.",
            claim=claim.id,
            sentence=edition.sentence(claim.id),
        )


def _repeated(edition: Edition) -> Iterator[Finding]:
    """Point out a published percentage with decimals that stands for claims of different rows.

    Whole percentages coincide too often to mean anything; decimals may betray a slip of copying.
    """
    found: dict[Decimal, dict[str, Claim]] = defaultdict(dict)
    for claim in edition.claims.values():
        value, formula = claim.quantity.value, claim.quantity.formula
        if claim.quantity.unit == PERCENT and formula[:1] == ("cell",) and value != value.to_integral_value():
            found[value.normalize()].setdefault(reference(*formula[1:3]), claim)
    for claims in found.values():
        if len(claims) > 1:
            first, *others = claims.values()
            yield note(
                f"claims {' and '.join(claim.id for claim in claims.values())}",
                f"{words.printed(first.quantity)} for unrelated things ({' and '.join(claims)}): "
                + "; ".join(f"“{edition.sentence(claim.id)}”" for claim in others),
                "a coincidence, or a slip of copying in the source",
                "Look both up in the source; tell readers if that cannot be done.",
                claim=first.id,
                sentence=edition.sentence(first.id),
            )


def _finest(rows: Iterable[Row]) -> Row:
    return min(rows, key=_half)


def _half(row: Row) -> Decimal:
    """Half of the unit in which a percentage was published."""
    return Decimal(5).scaleb(-len(row["percent"].partition(".")[2]) - 1)


def _agree(row: Row, finest: Row) -> bool:
    """Tell whether a source confirms the most precise value, at its own precision."""
    return abs(Decimal(row["percent"]) - Decimal(finest["percent"])) <= _half(row)


CHECK = Check(
    id="arithmetic",
    title="Answers, nets and claims add up",
    why="A sum that fails betrays a wrong figure, here or in the source, before anyone quotes it.",
    fix="Correct the row or the claim; show readers values that sources contradict; look repeated decimals up.",
    severity=Severity.ERROR,
    check=check,
)

"""Only what can be compared is compared, and a difference in words lies beyond its margin.

* A series joins questions of one wording and one scale, and a line of a chart one series.
* A claim that sets two shares against each other (a difference, a ratio, a change) does so
  within one series, and of wave, population and response only one differs. *Rose*, *fell*
  and *doubled* need that always. A difference in points, or *higher* and *lower*, between
  questions of different surveys put to one population can be told openly: it is allowed and
  noted, with its sentence, for a person to read. Numbers of other tables need one column.
* The margin of a comparison in words is worked out again from the rows of both sides. A
  change runs from the earlier wave to the later.
* Samples that chose themselves have no margin.
* For dates see `livepaper.checks.comparable.dates`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from livepaper.checks.base import Check, Finding, Result, Severity, error, note
from livepaper.checks.comparable import dates
from livepaper.checks.comparable.operands import COMPARING, OPT_IN, Comparison, Surveys
from livepaper.claims import Claim
from livepaper.datapackage import reference
from livepaper.edition import Edition
from livepaper.errors import LivePaperError
from livepaper.evaluation import leaves
from livepaper.passages import Bound, Passage, sentence
from livepaper.quantity import Formula
from livepaper.survey import QUESTIONS, TOPLINES

_CHANGES = {"direction", "times"}
"""The forms that tell of a change, which only one series can have."""

_WORDS = {*_CHANGES, "comparison"}
_MARGINS = {"margin", "with_margin"}
_OPEN = {"did not measurably change", "not measurably different"}
"""The words that say of a difference that it lies inside its margin."""


@dataclass(frozen=True)
class _Use:
    """One way in which our text prints a claim, where it first does so."""

    form: str
    passage: Passage
    bound: Bound

    @property
    def text(self) -> str:
        """What is printed."""
        return self.passage.text[self.bound.start : self.bound.end]

    @property
    def sentence(self) -> str:
        """The sentence around it."""
        return sentence(self.passage, self.bound)


def check(edition: Edition) -> Result:
    """Look at series, comparisons, margins and dates."""
    surveys = Surveys(edition.paper.package)
    comparing = [claim for claim in edition.claims.values() if claim.quantity.formula[:1] in COMPARING]
    try:
        findings = [*_series(surveys), *dates.order(surveys), *dates.reactions(edition, surveys)]
        findings += [finding for figure in edition.figures for finding in _joined(figure, surveys)]
        uses = _uses(edition)
        for claim in edition.claims.values():
            findings += _opted(claim, uses.get(claim.id, {}), surveys)
        for claim in comparing:
            findings += _compared(claim, uses.get(claim.id, {}), surveys)
    except LivePaperError as problem:
        return Result(0, (Finding.of(problem),), "the surveys cannot be read")
    noted = sum(finding.severity is Severity.NOTE for finding in findings)
    wrong = len(findings) - noted
    summary = (
        f"{len(comparing)} comparisons, {len(surveys.questions)} questions and {len(surveys.waves)} waves looked at: "
        f"{wrong or 'nothing'} wrong, {noted or 'none'} between different questions, told openly"
    )
    return Result(len(comparing) + len(surveys.questions) + len(surveys.waves), tuple(findings), summary)


def _uses(edition: Edition) -> dict[str, dict[str, _Use]]:
    """Return how each claim is printed: by text, each where it first stands."""
    found: dict[str, dict[str, _Use]] = defaultdict(dict)
    for passage in edition.passages:
        for bound in passage.bound:
            if bound.claim:
                use = _Use(bound.form, passage, bound)
                found[bound.claim].setdefault(use.text, use)
    return found


def _series(surveys: Surveys) -> Iterator[Finding]:
    """Require that the questions of a series have one wording, one scale and one kind of choice."""
    first: dict[str, Mapping[str, str]] = {}
    for key, question in surveys.questions.items():
        like = first.setdefault(question["series"] or key, question)
        for column in ("paraphrase", "scale", "choice"):
            if question[column] != like[column]:
                yield error(
                    f"{QUESTIONS}, row {key}, column {column}",
                    f"“{question[column]}” in the series “{question['series']}”",
                    f"“{like[column]}”, as of {like['question']}",
                    "Give the question a series of its own.",
                )


def _joined(figure: Mapping[str, Any], surveys: Surveys) -> Iterator[Finding]:
    """Require that each line of a chart joins the shares of one series, population and response."""
    meta = figure["vegalite"].get("usermeta", {}).get("livepaper", {})
    if meta.get("form") != "Line chart":
        return
    rows = [row for key, row in surveys.toplines.items() if reference(TOPLINES, key) in set(figure["rows"])]
    lines = {(surveys.series(row), row["population"], row["response"]) for row in rows}
    if rows and len(lines) > len(meta["values"]):
        yield error(
            f"chapter {figure['chapter']}, cell {figure['cell']}, figure {figure['figure']}",
            f"{len(meta['values'])} lines of {len(lines)} series: {'; '.join(map(', '.join, sorted(lines)))}",
            "lines that each join one series, population and response",
            "Take the rows from paper.series, or draw them unjoined.",
        )


def _opted(claim: Claim, said: Mapping[str, _Use], surveys: Surveys) -> Iterator[Finding]:
    """Require that no margin is known of people who chose themselves to answer."""
    shares = surveys.shares(claim.quantity.formula)
    waves = {row["wave"] for row in shares if surveys.waves.get(row["wave"], {}).get("sample_kind") == OPT_IN}
    use = next((use for use in said.values() if use.form in _MARGINS), None)
    if waves and (use or claim.quantity.error is not None):
        yield error(
            _where(claim, use),
            f"a margin of error of {claim.id}, from the opt-in sample of {' and '.join(sorted(waves))}",
            "no margin: chance did not choose who answered",
            "Print the share without a margin.",
            claim=claim.id,
            sentence=use.sentence if use else "",
        )


def _compared(claim: Claim, said: Mapping[str, _Use], surveys: Surveys) -> Iterator[Finding]:
    comparison = Comparison.of(claim.quantity.formula, surveys)
    if comparison is None:
        yield from _columns(claim, said)
        return
    if why := comparison.differs():
        yield _unlike(claim, said, comparison, why)
        return
    for use in said.values():
        if use.form in _WORDS:
            yield from _beyond(claim, use, comparison)


def _columns(claim: Claim, said: Mapping[str, _Use]) -> Iterator[Finding]:
    """Require that numbers of other tables are compared within the same columns."""
    one, other = (_kinds(operand) for operand in claim.quantity.formula[1:3])
    if one and other and one != other:
        use = next(iter(said.values()), None)
        yield error(
            _where(claim, use),
            f"{claim.id}, which compares {_named(one)} with {_named(other)}",
            "two values of the same columns",
            "Compare like with like.",
            claim=claim.id,
            sentence=use.sentence if use else "",
        )


def _kinds(operand: Formula) -> frozenset[tuple[str, str]]:
    return frozenset((leaf[1], leaf[3]) for leaf in leaves(operand))


def _named(kinds: frozenset[tuple[str, str]]) -> str:
    return " and ".join(f"{table}.{column}" for table, column in sorted(kinds))


def _unlike(claim: Claim, said: Mapping[str, _Use], comparison: Comparison, why: str) -> Finding:
    change = next((use for use in said.values() if use.form in _CHANGES), None)
    use = change or next(iter(said.values()), None)
    same_people = comparison.one.column("population") == comparison.other.column("population")
    told = not comparison.same_series and same_people and change is None and claim.quantity.formula[0] == "-"
    make, action = error, "Compare shares of one series of which only wave, population or response differs."
    if told:
        make, action = note, "Read whether the sentence says openly that these are different questions."
    return make(
        _where(claim, use),
        f"{claim.id}{f', printed as “{use.text}”,' if use else ''} compares {why}",
        "shares that can be compared",
        action,
        claim=claim.id,
        sentence=use.sentence if use else "",
    )


def _beyond(claim: Claim, use: _Use, comparison: Comparison) -> Iterator[Finding]:
    """Hold a comparison in words against the joint margin of its rows, and a change against their order in time."""
    lead, margin = comparison.lead, comparison.margin
    beyond = abs(lead) > margin
    if use.form in _CHANGES and comparison.backwards:
        yield error(
            _where(claim, use),
            f"“{use.text}” of {claim.id}, from {comparison.other.years[0]} to {comparison.one.years[-1]}",
            "a change from the earlier wave to the later",
            "Subtract the earlier share from the later, or divide by it.",
            claim=claim.id,
            sentence=use.sentence,
        )
    if beyond == (use.text in _OPEN):
        yield error(
            _where(claim, use),
            f"“{use.text}” of {claim.id}, a difference of {lead} points",
            f"a word for what lies {'beyond' if beyond else 'inside'} the joint margin of {margin:.1f} points",
            "Execute the chapter again; the words follow the margin.",
            claim=claim.id,
            sentence=use.sentence,
        )


def _where(claim: Claim, use: _Use | None) -> str:
    if use is None:
        return f"claim {claim.id}"
    return f"chapter {use.passage.chapter}, cell {use.passage.cell}, {use.passage.place}"


CHECK = Check(
    id="comparable",
    title="Only what can be compared is compared, beyond its margin",
    why="Different questions, dates or samples make differences that nobody's opinion has made.",
    fix="Compare within one series; say what lies inside the margin as such; say when people were asked.",
    severity=Severity.ERROR,
    check=check,
)

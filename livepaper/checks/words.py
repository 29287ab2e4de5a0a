"""Every number-word is true of its number, in our text and in the printed statements.

Our text is judged as it is printed, not as a form says it. Of a printed statement the
word that the data name for it and the number-words read from its own text are judged.
A place among answers is counted again in the toplines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from livepaper import words
from livepaper.checks.base import Check, Finding, Result, Severity, error, note
from livepaper.claims import Claim
from livepaper.datapackage.package import Row
from livepaper.edition import Edition
from livepaper.errors import LivePaperError, WordsError
from livepaper.evaluation import leaves
from livepaper.numerals import Kind, scan
from livepaper.paper import CORRECTIONS, PRINTED
from livepaper.passages import Bound, Passage, sentence
from livepaper.quantity import PERCENT, Quantity
from livepaper.survey import TOPLINES
from livepaper.verdicts import Verdict
from livepaper.words.judging import HALF

_FORMS = {"spelled", "ordinal", "in_words", "standing", "direction", "comparison", "times"}
"""The forms that say a number in words."""

_BEFORE = {"a", "an", "the", "large", "nearly", "almost", "over", "under", "only"}
"""Words that belong to the number-word they precede."""

_EXPLAINS = {Verdict.DIFFERS, Verdict.OVERTAKEN, Verdict.UNSUPPORTED}
"""The verdicts of corrections that say of a printed word that it is not true."""


@dataclass(frozen=True)
class _Part:
    """What was judged in one part of the check: how many statements, and those that do not hold."""

    judged: int
    findings: tuple[Finding, ...]

    @property
    def holding(self) -> int:
        """How many statements hold."""
        return max(self.judged - len(self.findings), 0)


def check(edition: Edition) -> Result:
    """Judge every number-word of our text, every place, and every printed number-word."""
    try:
        ours, places, theirs = _ours(edition), _places(edition), _theirs(edition)
    except LivePaperError as problem:
        return Result(0, (Finding.of(problem),), "the data for judging number-words cannot be read")
    untrue = len(theirs.findings)
    recorded = sum(finding.severity is Severity.NOTE for finding in theirs.findings)
    summary = (
        f"{ours.holding} of {ours.judged} number-words of our text hold, {places.holding} of {places.judged} places; "
        f"of {theirs.judged} printed ones {untrue} do not hold, "
        f"{'all' if recorded == untrue else recorded} of them recorded corrections"
    )
    findings = (*ours.findings, *places.findings, *theirs.findings)
    return Result(ours.judged + places.judged + theirs.judged, findings, summary)


def _ours(edition: Edition) -> _Part:
    """Judge what our text prints; what is untrue in several places is reported where it first stands."""
    judged: dict[tuple[str, str, str], bool] = {}
    findings = []
    for passage in edition.passages:
        for bound in passage.bound:
            text = passage.text[bound.start : bound.end]
            key = (bound.claim, bound.form, text)
            if bound.form not in _FORMS or bound.claim not in edition.claims or key in judged:
                continue
            claim = edition.claims[bound.claim]
            judged[key] = _true(text, claim.quantity)
            if not judged[key]:
                findings.append(_untrue(passage, bound, claim))
    return _Part(len(judged), tuple(findings))


def _true(text: str, quantity: Quantity) -> bool:
    """Judge a word of our text; one for which there is no rule cannot be true."""
    try:
        return words.holds(text, quantity)
    except WordsError:
        return False


def _untrue(passage: Passage, bound: Bound, claim: Claim) -> Finding:
    form = _say(bound.form, claim.quantity)
    return error(
        f"chapter {passage.chapter}, cell {passage.cell}, {passage.place}",
        f"“{passage.text[bound.start : bound.end]}” of {claim.id}, which is {_shown(claim.quantity)}",
        f"“{form}”" if form else "a word that is true of it",
        "Execute the chapter again, or say the claim in another form.",
        claim=claim.id,
        sentence=sentence(passage, bound),
    )


def _shown(quantity: Quantity) -> str:
    """Print a quantity; a share with its margin, where that is known."""
    return (_say("with_margin", quantity) if quantity.unit == PERCENT else "") or words.printed(quantity)


def _say(form: str, quantity: Quantity) -> str:
    """Say a quantity in a form; empty if the form does not fit it."""
    with suppress(WordsError):
        return words.FORMS[form](quantity)
    return ""


def _places(edition: Edition) -> _Part:
    """Count the place of an answer among all that were published for its question, nets apart."""
    published: dict[tuple[str, ...], dict[str, float]] = {}
    asked: dict[str, tuple[tuple[str, ...], str]] = {}
    if TOPLINES in edition.paper.package.names:
        for row in edition.paper.package.rows(TOPLINES):
            question = (row["wave"], row["question"], row["population"])
            asked[edition.paper.package.key(TOPLINES, row)] = (question, row["response"])
            if row["net"] == "no":
                answers = published.setdefault(question, {})
                answers[row["response"]] = max(float(row["percent"]), answers.get(row["response"], 0.0))
    ranked = [claim for claim in edition.claims.values() if claim.quantity.formula[:1] == ("rank",)]
    findings = [finding for claim in ranked for finding in _place(claim, asked, published, edition.sentence(claim.id))]
    return _Part(len(ranked), tuple(findings))


def _place(
    claim: Claim,
    asked: dict[str, tuple[tuple[str, ...], str]],
    published: dict[tuple[str, ...], dict[str, float]],
    standing_in: str,
) -> Iterator[Finding]:
    mine = next(leaves(claim.quantity.formula), None)
    if mine is None or mine[2] not in asked:
        return
    question, response = asked[mine[2]]
    answers = published.get(question, {})
    share = answers.get(response, 0.0)
    place = 1 + sum(other > share for other in answers.values())
    beside = [other for other, percent in answers.items() if percent == share and other != response]
    if claim.quantity.value != place or beside:
        shared = f", which it shares with {' and '.join(beside)}" if beside else ""
        yield error(
            f"claim {claim.id}",
            f"place {claim.quantity.value} for “{response}”",
            f"place {place} of {len(answers)} answers to {question[1]} in {question[0]}{shared}",
            "Compute it again with survey.rank, and say so where a place is shared.",
            claim=claim.id,
            sentence=standing_in,
        )


def _theirs(edition: Edition) -> _Part:
    """Judge the number-words that were printed, each beside the claim that carries it now."""
    package = edition.paper.package
    if PRINTED not in package.names:
        return _Part(0, ())
    corrections = package.rows(CORRECTIONS) if CORRECTIONS in package.names else []
    judged, findings = 0, []
    for row in package.rows(PRINTED):
        if row["claim"] not in edition.claims:
            continue
        claim = edition.claims[row["claim"]]
        verdicts = [(phrase, _judge(phrase, claim.quantity)) for phrase in _phrases(row)]
        known = [(phrase, true) for phrase, true in verdicts if true is not None or phrase == row["word"]]
        judged += bool(known)
        wrong = next((phrase for phrase, true in known if not true), None)
        if wrong is not None:
            mine = [correction for correction in corrections if correction["printed"] == row["printed"]]
            findings.append(_printed(row, wrong, claim, mine, edition.sentence(claim.id)))
    return _Part(judged, tuple(findings))


def _judge(phrase: str, quantity: Quantity) -> bool | None:
    """Judge a phrase; None if there is no rule for it."""
    try:
        return words.holds(phrase, quantity)
    except WordsError:
        return None


def _phrases(row: Row) -> list[str]:
    """Return the number-word that the data name for a printed statement, and those that its own text holds."""
    named = [row["word"]] if row["word"] else []
    return list(dict.fromkeys([*named, *_read(row["text"].lower())]))


def _read(text: str) -> Iterator[str]:
    """Give the number-words of a text, each with the word before it that qualifies it.

    The *most* of a superlative states no share; *second most* is read as one place.
    """
    for token in scan(text):
        if token.kind is Kind.NUMERAL or (token.text == "most" and not text.startswith(" of", token.end)):
            continue
        before = text[: token.start].split()[-1:]
        yield " ".join([*(before if set(before) <= _BEFORE else []), token.text])


def _printed(row: Row, phrase: str, claim: Claim, corrections: Sequence[Row], standing_in: str) -> Finding:
    explaining = [row["correction"] for row in corrections if row["verdict"] in _EXPLAINS]
    fitting = _fitting(claim.quantity)
    make, action = error, "Record a correction for it, or correct the row or its claim."
    if explaining:
        make, action = note, f"Nothing: it is recorded as correction {' and '.join(explaining)}."
    return make(
        f"printed number {row['printed']} (section {row['section']})",
        f"“{row['text']}” printed of {claim.id}, which is {_shown(claim.quantity)}",
        fitting or f"a number of which “{phrase}” is true",
        action,
        claim=claim.id,
        sentence=standing_in,
    )


def _fitting(quantity: Quantity) -> str:
    """Return the word that a number bears; of a lead that lies inside its margin, that it is one of the sample."""
    fitting = _say("in_words", quantity)
    leads = quantity.rival is not None and quantity.value > quantity.rival
    if leads and fitting not in {"a majority", "a plurality"} and quantity.value < HALF:
        return f"“a plurality” of those asked, whose lead over the next answer lies inside its margin (“{fitting}”)"
    return f"“{fitting}”" if fitting else ""


CHECK = Check(
    id="words",
    title="Every number-word is true of its number",
    why="“Most”, “nearly two thirds” or “second” are remembered longer than the number they stand for.",
    fix="Say the claim in a form that its number bears; record a correction for a printed word that is not true.",
    severity=Severity.ERROR,
    check=check,
)

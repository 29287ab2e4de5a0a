"""Each claim agrees with what the original paper printed, or a recorded correction says why not.

The verdicts of the book itself are taken over (`Edition.judgements`). Beside them every
printed number is compared here once more, by another rule: a number agrees if it lies
within half a unit of the last place printed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from livepaper import words
from livepaper.checks.base import Check, Finding, Result, Severity, error
from livepaper.datapackage.package import Row
from livepaper.edition import Edition
from livepaper.errors import ClaimError, LivePaperError, WordsError
from livepaper.paper import CORRECTIONS, PRINTED
from livepaper.quantity import Grade, Quantity
from livepaper.verdicts import WORD_KINDS, Verdict, place

_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_TOP = {"top": Decimal(1)}
"""A place that is named without a number."""


@dataclass(frozen=True)
class _Printed:
    """A printed number with the claim that carries it now.

    Attributes:
        row: Its row.
        now: What the claim is now.
        corrections: The corrections that name it.
        standing_in: The sentence in which the claim stands.
    """

    row: Row
    now: Quantity
    corrections: Sequence[Row]
    standing_in: str

    @property
    def agrees(self) -> bool:
        """Whether the claim is what was printed, or the printed word is true of it."""
        if self.row["word"]:
            return words.holds(self.row["word"], self.now)
        value = Decimal(self.row["value"].replace(",", ""))
        half = Decimal(5).scaleb(-len(self.row["value"].partition(".")[2]) - 1)
        return abs(self.now.value - value) <= half

    def finding(self, found: str, expected: str, action: str) -> Finding:
        """Return an error about this number."""
        return error(
            place(self.row),
            found,
            expected,
            action,
            claim=self.row["claim"],
            sentence=self.standing_in,
        )


def check(edition: Edition) -> Result:
    """Compare every printed number with its claim, and require that every correction still holds."""
    package = edition.paper.package
    if PRINTED not in package.names:
        return Result(0, (), "nothing that was printed is recorded")
    try:
        judged, problems = edition.judgements
        rows, corrections = package.rows(PRINTED), package.rows(CORRECTIONS)
    except LivePaperError as problem:
        return Result(0, (Finding.of(problem),), "what was printed cannot be read")
    failed = {run.chapter for run in edition.runs if run.problem}
    mine = list(_rows(edition, rows, corrections, failed))
    mine += _strays(corrections, {row["printed"] for row in rows})
    told = _untold(edition, problems, mine, failed)
    bound = sum(bool(row["claim"]) for row in rows)
    verdicts = Counter(str(known.verdict) for known in judged if known.printed["claim"] and known.verdict)
    counted = ", ".join(f"{number} {verdict}" for verdict, number in verdicts.most_common()) or "none can be judged"
    summary = (
        f"{bound} printed numbers and words compared ({counted}); {len(corrections)} corrections looked at again; "
        f"{len(mine) + len(told) or 'none'} unexplained or outlived"
    )
    return Result(len(rows) + len(corrections), (*mine, *told), summary)


def _rows(edition: Edition, rows: Iterable[Row], corrections: Iterable[Row], failed: set[str]) -> Iterator[Finding]:
    """Examine each printed number; claims of chapters that did not run are left out."""
    naming: dict[str, list[Row]] = {}
    for correction in corrections:
        naming.setdefault(correction["printed"], []).append(correction)
    for row in rows:
        name = row["claim"]
        if not name:
            if not row["exempt"]:
                yield error(
                    place(row), "neither a claim nor a reason for none", "one of them", f"Fill the row in {PRINTED}."
                )
        elif name in edition.claims:
            now = edition.claims[name].quantity
            printed = _Printed(row, now, naming.get(row["printed"], ()), edition.sentence(name))
            yield from _examine(printed)
        elif name.partition("/")[0] not in failed:
            yield error(
                place(row), f"claim “{name}”", "a claim of the book", f"Correct its name in {PRINTED}.", claim=name
            )


def _examine(printed: _Printed) -> Iterator[Finding]:
    row, now = printed.row, words.printed(printed.now)
    if not (row["value"] or row["word"]):
        return  # the book's own verdict says so
    if row["value"] and row["kind"] not in {"word", "fraction"} and not _reads(row):
        yield printed.finding(
            f"the value {row['value']}, which its text does not have", "the value that was printed", "Correct the row."
        )
        return
    try:
        agrees = printed.agrees
    except WordsError as problem:
        yield Finding.of(problem, claim=row["claim"], sentence=printed.standing_in)
        return
    recorded = {correction["verdict"] for correction in printed.corrections}
    said = f"“{row['text']}” as printed ({row['word'] or row['value']})"
    if not agrees and not recorded - {str(Verdict.NOT_CHECKABLE)}:
        kept = f", or a correction that says more than “{Verdict.NOT_CHECKABLE}”" if recorded else ""
        yield printed.finding(
            f"that the claim is now {now}",
            f"{said}, or a correction" if not kept else said + kept,
            "Correct the claim or its data, or record the difference as a correction.",
        )
    elif agrees and Verdict.DIFFERS in recorded:
        yield printed.finding(
            f"a correction with the verdict “{Verdict.DIFFERS}”, though the claim is {now}",
            f"no difference: {said}",
            "Withdraw the correction, or give it the verdict that fits.",
        )
    elif not recorded and printed.now.grade is Grade.PAPER and row["kind"] not in WORD_KINDS:
        yield printed.finding(
            f"{now}, known only as the paper itself quotes it",
            f"a correction with the verdict “{Verdict.NOT_CHECKABLE}”",
            "Record it, or add evidence of another source.",
        )


def _reads(row: Row) -> bool:
    """Tell whether the recorded value stands in the printed text, in digits or in words."""
    text = row["text"].lower()
    read = {Decimal(digits.replace(",", "")) for digits in _DIGITS.findall(text)}
    read |= {number for word, number in _spelled().items() if re.search(rf"\b{word}\b", text)}
    return Decimal(row["value"].replace(",", "")) in read


def _spelled() -> Mapping[str, Decimal]:
    named = {word: Decimal(number) for number, word in enumerate(words.UNITS)}
    return {**named, **{word: Decimal(number) for number, word in enumerate(words.PLACES, start=1)}, **_TOP}


def _strays(corrections: Iterable[Row], known: set[str]) -> Iterator[Finding]:
    for correction in corrections:
        if correction["printed"] and correction["printed"] not in known:
            yield error(
                f"correction {correction['correction']}",
                f"the printed number “{correction['printed']}”",
                f"a row of {PRINTED}",
                "Correct its name.",
            )


def _untold(
    edition: Edition, problems: Iterable[tuple[str, LivePaperError]], mine: Iterable[Finding], failed: set[str]
) -> list[Finding]:
    """Return the book's own problems with its verdicts and corrections that have not been found here already."""
    places = {finding.where for finding in mine}
    unknown = {finding.claim for finding in mine} - set(edition.claims)
    return [
        Finding.of(problem, claim=claim, sentence=edition.sentence(claim))
        for claim, problem in problems
        if problem.where not in places
        and not (claim and claim in unknown)
        and not (isinstance(problem, ClaimError) and any(f"“{chapter}/" in problem.found for chapter in failed))
    ]


CHECK = Check(
    id="printed",
    title="Each claim agrees with what was printed, or a correction says why not",
    why="Readers of the original must learn of every number that no longer stands, and only of those.",
    fix="Correct the claim or its data; record a difference as a correction; withdraw a correction that is outlived.",
    severity=Severity.ERROR,
    check=check,
)

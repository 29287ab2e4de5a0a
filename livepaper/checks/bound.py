"""Every numeral and number-word that readers see is a claim, or exempt for a listed reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from livepaper.checks.base import Check, Finding, Result, Severity, error
from livepaper.edition import Edition
from livepaper.errors import LivePaperError
from livepaper.exemptions import TABLE, Exemption, exemptions
from livepaper.loose import fitting, known_as, sort
from livepaper.numerals import Token
from livepaper.passages import Bound, Passage, sentence


@dataclass
class _Count:
    """What became of the numbers and number-words so far."""

    bound: int = 0
    exempt: int = 0
    loose: list[tuple[Passage, Token]] = field(default_factory=list)
    used: set[str] = field(default_factory=set)


def check(edition: Edition) -> Result:
    """Look at every numeral and number-word of every passage, and at every exemption."""
    try:
        listed = exemptions(edition.paper.package)
    except LivePaperError as problem:
        return Result(0, (Finding.of(problem),), "the list of exemptions cannot be read")
    count = _Count()
    for passage in edition.passages:
        _examine(passage, listed, count)
    findings = list(_loose(count.loose, edition))
    if all(run.problem is None for run in edition.runs):
        findings += _stale(listed, count.used, str(edition.paper.package.path(TABLE)) if listed else "")
    stated = count.bound + len(count.loose)
    summary = (
        f"{count.bound} of {stated} numbers and number-words are bound; "
        f"{count.exempt} exempt, by {len(count.used)} reason{'s' * (len(count.used) != 1)}"
    )
    return Result(stated + count.exempt, tuple(findings), summary)


def _examine(passage: Passage, listed: Sequence[Exemption], count: _Count) -> None:
    numbers = sort(passage, listed)
    count.bound += len(numbers.bound)
    count.exempt += len(numbers.exempt)
    count.used |= numbers.reasons
    count.loose += [(passage, token) for token in numbers.loose]


def _loose(loose: Sequence[tuple[Passage, Token]], edition: Edition) -> Iterator[Finding]:
    """Report each loose number once, though a caption and a label may repeat its sentence."""
    told: set[tuple[str, int, str, str]] = set()
    for passage, token in loose:
        words_around = sentence(passage, Bound(token.start, token.end, "", "", ""))
        key = (passage.chapter, passage.cell, token.text.lower(), words_around.rstrip(".").lower())
        if key not in told:
            told.add(key)
            yield _finding(passage, token, words_around, edition)


def _finding(passage: Passage, token: Token, words_around: str, edition: Edition) -> Finding:
    owner = f" of “{passage.owner}”" if passage.owner else ""
    fits = fitting(token, edition.claims.values(), passage.chapter)
    return error(
        f"chapter {passage.chapter}, cell {passage.cell}, {passage.place}{owner}",
        f"the {token.kind} “{token.text}”",
        "a claim, or a listed exemption",
        f"Bind it to a claim, rephrase it, or list it in {TABLE} with a reason.{known_as(fits)}",
        claim=fits[0] if len(fits) == 1 else "",
        sentence=words_around,
    )


def _stale(listed: Sequence[Exemption], used: set[str], path: str) -> Iterator[Finding]:
    for exemption in listed:
        if exemption.key not in used:
            yield error(
                f"{path}, row {exemption.key}",
                "an exemption that covers no number or number-word",
                "one that is needed",
                "Remove it, or correct its text, chapter or place.",
            )


CHECK = Check(
    id="bound",
    title="Every number and number-word is a claim, or exempt for a listed reason",
    why="A number that is typed into a sentence stays as it is when its evidence changes, and nobody can trace it.",
    fix=f"Write the number as a claim; say in {TABLE} why a number that states nothing needs none.",
    severity=Severity.ERROR,
    check=check,
)

"""What a check is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from livepaper.edition import Edition
from livepaper.errors import LivePaperError


class Severity(StrEnum):
    """How much a finding weighs; only an error makes verification fail."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """One thing that a check found, told as our errors are: where, found, expected, what to do.

    Attributes:
        severity: How much it weighs.
        where: File, row, cell or place on a page.
        found: What is there.
        expected: What should be there.
        action: What to do.
        claim: The id of the claim concerned, if there is one.
        sentence: The sentence in which it stands, if it stands in one.
    """

    severity: Severity
    where: str
    found: str
    expected: str
    action: str
    claim: str = ""
    sentence: str = ""

    @classmethod
    def of(cls, error: LivePaperError, *, claim: str = "", sentence: str = "") -> Finding:
        """Turn an error of the engine into a finding."""
        return cls(Severity.ERROR, error.where, error.found, error.expected, error.action, claim, sentence)

    def __str__(self) -> str:
        told = f"{self.where}: found {self.found}; expected {self.expected}. {self.action}"
        parts = [f"claim {self.claim}"] if self.claim and self.claim not in told else []
        parts += [f"“{self.sentence}”"] if self.sentence and self.sentence not in told else []
        return f"{told} ({': '.join(parts)})" if parts else told


@dataclass(frozen=True)
class Result:
    """What a check examined and found.

    Attributes:
        examined: How many things it looked at.
        findings: What it found, in the order of the book.
        summary: The result in one line: “214 of 214 numbers are bound”.
    """

    examined: int
    findings: tuple[Finding, ...]
    summary: str

    def count(self, severity: Severity) -> int:
        """Return how many findings have a severity."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def holds(self) -> bool:
        """Whether no finding is an error."""
        return not self.errors

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that make verification fail."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)


@dataclass(frozen=True)
class Check:
    """One check: what it looks for, why it matters, how to mend what it finds.

    Attributes:
        id: Its short name, unchanged in reports, in tests and on the command line.
        title: What holds if it finds nothing.
        why: Why that matters to readers.
        fix: What to do about its findings.
        severity: The gravest severity it gives.
        check: The function that looks at an edition.
    """

    id: str
    title: str
    why: str
    fix: str
    severity: Severity
    check: Callable[[Edition], Result]


def error(where: str, found: str, expected: str, action: str, *, claim: str = "", sentence: str = "") -> Finding:
    """Return a finding that makes verification fail."""
    return Finding(Severity.ERROR, where, found, expected, action, claim, sentence)


def note(where: str, found: str, expected: str, action: str, *, claim: str = "", sentence: str = "") -> Finding:
    """Return a finding that is only told."""
    return Finding(Severity.NOTE, where, found, expected, action, claim, sentence)


def result(examined: int, findings: Iterable[Finding], noun: str, verb: str) -> Result:
    """Summarise: “212 of 214 NOUN VERB”, where things with an error do not."""
    found = tuple(findings)
    wrong = sum(finding.severity is Severity.ERROR for finding in found)
    return Result(examined, found, f"{max(examined - wrong, 0)} of {examined} {noun} {verb}")

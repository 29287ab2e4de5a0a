"""What a check is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from livepaper.edition import Edition
from livepaper.findings import Finding, Severity, error, note

__all__ = ["Check", "Finding", "Result", "Severity", "error", "note", "result"]


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


def result(examined: int, findings: Iterable[Finding], noun: str, verb: str) -> Result:
    """Summarise: “212 of 214 NOUN VERB”, where things with an error do not."""
    found = tuple(findings)
    wrong = sum(finding.severity is Severity.ERROR for finding in found)
    return Result(examined, found, f"{max(examined - wrong, 0)} of {examined} {noun} {verb}")

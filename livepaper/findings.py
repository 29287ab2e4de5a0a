"""What a check or a rule finds, told as our errors are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

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


def error(where: str, found: str, expected: str, action: str, *, claim: str = "", sentence: str = "") -> Finding:
    """Return a finding that makes verification fail."""
    return Finding(Severity.ERROR, where, found, expected, action, claim, sentence)


def note(where: str, found: str, expected: str, action: str, *, claim: str = "", sentence: str = "") -> Finding:
    """Return a finding that is only told."""
    return Finding(Severity.NOTE, where, found, expected, action, claim, sentence)

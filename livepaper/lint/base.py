"""What a rule is, and what it remarks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from livepaper.findings import Finding
from livepaper.lint.source import Source


@dataclass(frozen=True)
class Rule:
    """One rule for notebooks: what it asks, why, how to mend what it finds.

    Attributes:
        id: Its short name.
        title: What holds if it finds nothing.
        why: Why that matters.
        fix: What to do about its findings.
        look: The function that looks at a notebook as it was saved; it runs nothing.
    """

    id: str
    title: str
    why: str
    fix: str
    look: Callable[[Source], Iterable[Finding]]


@dataclass(frozen=True)
class Remark:
    """What a rule found.

    Attributes:
        rule: The rule's id.
        finding: Where, what was found, what was expected, what to do.
    """

    rule: str
    finding: Finding

    def __str__(self) -> str:
        return f"{self.finding} [{self.rule}]"

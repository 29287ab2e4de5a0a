"""The checks, one module each; `livepaper checks` lists them.

A check looks at an edition and returns a result; it neither prints nor changes anything.
"""

from __future__ import annotations

from livepaper.checks import (
    arithmetic,
    bound,
    cited,
    comparable,
    executed,
    figures,
    integrity,
    printed,
    recorded,
    repeatable,
    sources,
    words,
)
from livepaper.checks.base import Check, Result
from livepaper.edition import Edition

CHECKS: tuple[Check, ...] = (
    executed.CHECK,
    repeatable.CHECK,
    integrity.CHECK,
    recorded.CHECK,
    bound.CHECK,
    printed.CHECK,
    words.CHECK,
    arithmetic.CHECK,
    comparable.CHECK,
    sources.CHECK,
    cited.CHECK,
    figures.CHECK,
)
"""Every check, in the order in which results are told."""


def run(edition: Edition) -> dict[Check, Result]:
    """Run every check on an edition, in order."""
    return {check: check.check(edition) for check in CHECKS}


__all__ = ["CHECKS", "run"]

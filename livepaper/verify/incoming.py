"""What new rows of data do to a paper: what changes, and what the claims do not use yet."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from livepaper.edition import Run
from livepaper.paper import DATA, Paper
from livepaper.verify import stored
from livepaper.verify.changes import Impact
from livepaper.verify.copies import copy
from livepaper.verify.impact import impact
from livepaper.verify.later import Arrived, arrived
from livepaper.verify.layout import joined, wrapped
from livepaper.verify.since import BEFORE
from livepaper.verify.verification import Options

_AFTER = "after"


@dataclass(frozen=True)
class Effect:
    """What new rows do: the impact, and what they are to the claims."""

    impact: Impact
    arrived: Arrived

    def __str__(self) -> str:
        later = self.arrived.summary
        stops = (
            f"The book cannot be built with these rows until {names} can be executed again."
            if (names := ", ".join(dict.fromkeys(broken.chapter for broken in self.impact.broken)))
            else ""
        )
        return joined(
            [
                wrapped(later, 0) if later else "",
                str(self.arrived),
                str(self.impact),
                wrapped(stops, 0) if stops else "",
            ]
        )


def before(paper: Paper, workspace: Path) -> Paper:
    """Keep a paper as it is, to be compared with what becomes of it."""
    return copy(paper, workspace / BEFORE / stored.SOURCES)


def with_data(paper: Paper, data: Path, workspace: Path) -> Paper:
    """Return a copy of a paper, but with another data folder."""
    made = copy(paper, workspace / _AFTER / stored.SOURCES)
    shutil.rmtree(made.root / DATA)
    shutil.copytree(data, made.root / DATA)
    return Paper(made.root)


def effect(
    earlier: Paper,
    later: Paper,
    added: Collection[str],
    workspace: Path,
    kept: Path,
    options: Options | None = None,
    done: Callable[[Run], None] = lambda run: None,
) -> Effect:
    """Execute a paper without and with new rows, and compare.

    Args:
        earlier: The paper without them.
        later: The paper with them.
        added: References of the rows.
        workspace: Where executed notebooks are kept.
        kept: A folder that may hold an execution of the earlier paper; it is only read.
        options: How to execute.
        done: Told of each chapter that has run.

    Raises:
        ProjectError: The chapters cannot be listed, or the scheduler does not answer.
    """
    # read before the later paper is executed, which may be kept in the same folder
    old = stored.kept(earlier, kept) or stored.edition(earlier, workspace / BEFORE, options, done)
    new = stored.edition(later, workspace, options, done)
    return Effect(impact(old, new), arrived(new, added))

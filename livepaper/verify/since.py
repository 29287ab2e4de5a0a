"""What has changed since a revision: the paper as it was against the paper as it is, both executed by this engine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from livepaper.edition import Run
from livepaper.paper import Paper
from livepaper.verify import stored
from livepaper.verify.changes import Impact
from livepaper.verify.copies import copy_of, copy_with
from livepaper.verify.impact import impact
from livepaper.verify.verification import Options

BEFORE = "before"
"""The folder, in the workspace, of the edition before."""


def impact_since(
    paper: Paper,
    path: Path | None,
    revision: str,
    workspace: Path,
    options: Options | None = None,
    done: Callable[[Run], None] = lambda run: None,
) -> Impact:
    """Tell what has changed since a revision.

    Args:
        paper: The paper.
        path: A file or folder of the paper, to be told what its change alone does: the edition before is the paper
            as it is now, but for this file as it was. None compares with the whole paper as it was.
        revision: The revision, in any notation of git.
        workspace: Where executed notebooks are kept; the paper as it is needs no new execution if this folder
            has one of it, nor has the edition before when asked for a second time.
        options: How to execute.
        done: Told of each chapter that has run.

    Raises:
        ProjectError: There is no git, no repository, no such revision or no such file in it.
        DataError: A data package's descriptor cannot be read.
    """
    folder = workspace / BEFORE
    if path is None:
        then = copy_of(paper, revision, folder / stored.SOURCES)
    else:
        then = copy_with(paper, path, revision, folder / stored.SOURCES)
    after = stored.edition(paper, workspace, options, done)
    if stored.digest(then) == stored.digest(after.paper):
        return impact(after, after)
    return impact(stored.edition(then, folder, options, done), after)

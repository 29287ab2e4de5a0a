"""Executing a whole paper: an edition, its executed notebooks and pages on disk."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import nbformat

from livepaper.edition import Edition, Run
from livepaper.files import write
from livepaper.paper import Paper
from livepaper.verify import pool
from livepaper.verify.execution import Outcome, Task
from livepaper.verify.page import page

TIMEOUT = 120
"""Seconds a cell may take where `_config.yml` does not say."""


@dataclass(frozen=True)
class Options:
    """How to execute.

    Attributes:
        workers: How many chapters at a time.
        scheduler: Address of a Dask scheduler; empty for this machine.
        twice: Whether to execute everything a second time.
        timeout: Seconds that one cell may take; by default what `_config.yml` says.
        reports: A folder with the original reports.
        seconds: How long chapters took the last time, where that is known.
    """

    workers: int = os.cpu_count() or 1
    scheduler: str = ""
    twice: bool = False
    timeout: int | None = None
    reports: Path | None = None
    seconds: Mapping[str, float] = field(default_factory=dict)


def verify(paper: Paper, folder: Path, options: Options, done: Callable[[Run], None] = lambda run: None) -> Edition:
    """Execute every chapter and keep the executed notebooks and their pages in a folder.

    Args:
        paper: The paper.
        folder: Where to keep them; made if it is not there.
        options: How to execute.
        done: Told of each chapter that has run.

    Raises:
        ProjectError: The chapters cannot be listed, or the scheduler does not answer.
    """
    limit = options.timeout or _timeout(paper)
    tasks = [Task(chapter, paper.notebook(chapter), limit, forked=True) for chapter in paper.chapters]
    # the second time in kernels that are no forks, so that nothing a fork inherits can make the two agree
    every = [*tasks, *(replace(task, chapter=_AGAIN + task.chapter, forked=False) for task in tasks if options.twice)]
    # the longest first, so that no long one is left for the end; of a new chapter only the size is known
    every.sort(
        key=lambda task: (options.seconds.get(task.chapter.removeprefix(_AGAIN), 0.0), _size(task)), reverse=True
    )

    def keep(outcome: Outcome) -> None:
        if not outcome.run.chapter.startswith(_AGAIN):
            _keep(folder, outcome)
        done(outcome.run)

    outcomes = {outcome.run.chapter: outcome for outcome in pool.run(every, options.workers, options.scheduler, keep)}
    edition = _edition(paper, {task.chapter: outcomes[task.chapter] for task in tasks})
    again = None
    if options.twice:
        again = _edition(paper, {task.chapter: outcomes[_AGAIN + task.chapter] for task in tasks})
    return replace(edition, again=again, reports=options.reports)


_AGAIN = "again: "


def _size(task: Task) -> int:
    return task.notebook.stat().st_size if task.notebook.is_file() else 0


def _edition(paper: Paper, outcomes: dict[str, Outcome]) -> Edition:
    return Edition(
        paper=paper,
        runs=tuple(replace(outcome.run, chapter=chapter) for chapter, outcome in outcomes.items()),
        notebooks={
            chapter: nbformat.reads(outcome.notebook, as_version=4)
            for chapter, outcome in outcomes.items()
            if outcome.notebook
        },
    )


def _keep(folder: Path, outcome: Outcome) -> None:
    """Write an executed notebook and its page; of one that could not be read, remove what an earlier run left."""
    chapter = outcome.run.chapter
    notebook, html = folder / f"{chapter}.ipynb", folder / f"{chapter}.html"
    if outcome.notebook:
        write(notebook, outcome.notebook.encode())
        write(html, page(nbformat.reads(outcome.notebook, as_version=4), chapter).encode())
    else:
        notebook.unlink(missing_ok=True)
        html.unlink(missing_ok=True)


def _timeout(paper: Paper) -> int:
    """Return the time limit that the book's own configuration gives a cell."""
    return int(paper.configuration.get("execute", {}).get("timeout") or TIMEOUT)

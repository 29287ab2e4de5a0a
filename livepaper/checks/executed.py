"""Every chapter runs from a clean kernel, in order, to its end, and nothing stale was kept."""

from __future__ import annotations

from collections.abc import Iterator

import nbformat

from livepaper import code_cells
from livepaper.checks.base import Check, Finding, Result, Severity, error
from livepaper.edition import Edition, Problem, Run

_ACTIONS = {
    "failed": "Open the chapter in JupyterLab, run it from the top and mend the cell.",
    "timed out": "Mend the loop, or give it more time with --timeout.",
    "kernel died": "Look for a crash or for memory running out; run the chapter alone.",
    "not started": "Mend what the message names, then verify again.",
}


def check(edition: Edition) -> Result:
    """Look at how each chapter ran, at what was committed, and at the claims it left."""
    findings = [
        *(_told(edition, run, run.problem) for run in edition.runs if run.problem),
        *_stale(edition),
        *_assigned_twice(edition),
    ]
    ran = sum(run.problem is None for run in edition.runs)
    return Result(len(edition.runs), tuple(findings), f"{ran} of {len(edition.runs)} chapters ran to their end")


def _told(edition: Edition, run: Run, problem: Problem) -> Finding:
    cell = f", cell {problem.cell}" if problem.cell else ""
    found = f"{problem.kind}: {problem.error}: {problem.message}".rstrip(": ")
    if problem.traceback:
        found += f"\n{problem.traceback}\n"
    return error(_where(edition, run.chapter) + cell, found, "a chapter that runs to its end", _ACTIONS[problem.kind])


def _stale(edition: Edition) -> Iterator[Finding]:
    """Find what stays of writing: outputs, which would show numbers that no longer are, and magics."""
    for run in edition.runs:
        path = edition.paper.notebook(run.chapter)
        try:
            notebook = nbformat.read(path, as_version=4)
        except (OSError, ValueError, nbformat.ValidationError):
            continue  # told as a chapter that did not start
        for number, cell in enumerate(notebook.cells, start=1):
            here = f"{_where(edition, run.chapter)}, cell {number}"
            for magic in code_cells.magics(cell.source) if cell.cell_type == "code" else []:
                yield error(
                    here, f"the magic “{magic}”", "plain Python, which other chapters can run", "Remove the line."
                )
            if cell.get("outputs") or cell.get("execution_count"):
                yield error(
                    here,
                    "an output that was saved with the notebook",
                    "cells without outputs",
                    f"Run `nbstripout {path.relative_to(edition.paper.root)}`.",
                )


def _assigned_twice(edition: Edition) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for claim, chapter, cell in edition.assigned:
        where = f"{_where(edition, chapter)}, cell {cell}"
        if claim in first:
            yield error(where, f"claim {claim}, assigned before in {first[claim]}", "one assignment", "Rename one.")
        first.setdefault(claim, where)


def _where(edition: Edition, chapter: str) -> str:
    return str(edition.paper.notebook(chapter).relative_to(edition.paper.root))


CHECK = Check(
    id="executed",
    title="Every chapter runs from a clean kernel to its end",
    why="A number is live only if its code runs for anyone, in order, without what an earlier run left.",
    fix="Run the chapter from the top in JupyterLab; remove saved outputs with nbstripout.",
    severity=Severity.ERROR,
    check=check,
)

"""Executing one chapter: what it leaves, and how each kind of failure is told. Real kernels."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from livepaper import Paper
from livepaper.edition import Problem
from livepaper.verify.execution import execute
from tests.verify.conftest import task

SmallPaper = Callable[..., Paper]


def problem(paper: Paper, chapter: str, timeout: int = 60) -> Problem:
    """Execute a chapter that must not run to its end."""
    found = execute(task(paper, chapter, timeout)).run.problem
    assert found is not None
    return found


def test_a_chapter_that_runs_tells_time_memory_and_what_its_text_says(small_paper: SmallPaper, tmp_path: Path) -> None:
    """The executed chapter has its cells, its claims and the printed numbers of its text."""
    paper = small_paper(tmp_path, one=["OPEN", "Text with {eval}`claims.war.rounded`."])

    outcome = execute(task(paper, "one"))

    notebook = nbformat.reads(outcome.notebook, as_version=4)
    assert outcome.run.problem is None
    assert outcome.run.seconds > 0
    assert outcome.run.memory > 50_000_000
    assert [said["text"] for said in notebook.cells[1].metadata["livepaper"]["said"]] == ["30%"]


def test_a_failing_cell_is_told_with_its_number_and_traceback(small_paper: SmallPaper, tmp_path: Path) -> None:
    """Cells count as in the committed notebook, whatever was put between them."""
    paper = small_paper(tmp_path, one=["OPEN", "Text {eval}`claims.war`", "x = 1", "x / 0", "x"])

    found = problem(paper, "one")

    assert (found.kind, found.cell, found.error) == ("failed", 4, "ZeroDivisionError")
    assert "x / 0" in found.traceback
    assert "\x1b" not in found.traceback


def test_a_misspelled_claim_in_the_text_fails_its_cell(small_paper: SmallPaper, tmp_path: Path) -> None:
    """What the build of the book refuses, verification refuses too, and names the name that fits."""
    found = problem(small_paper(tmp_path, one=["OPEN", "Text {eval}`claims.wra`"]), "one")

    assert (found.kind, found.cell) == ("failed", 2)
    assert "Did you mean “war”?" in found.message


def test_a_plain_number_in_the_text_is_no_claim(small_paper: SmallPaper, tmp_path: Path) -> None:
    """An expression that is a number bound to nothing fails."""
    found = problem(small_paper(tmp_path, one=["OPEN", "x = 61", "Text {eval}`x`"]), "one")

    assert (found.kind, found.cell, found.error) == ("failed", 3, "ClaimError")


def test_a_hang_ends_at_the_timeout(small_paper: SmallPaper, tmp_path: Path) -> None:
    """A cell that never ends is stopped and named."""
    found = problem(small_paper(tmp_path, one=["x = 1", "while True: pass"]), "one", timeout=2)

    assert (found.kind, found.cell) == ("timed out", 2)


def test_a_dead_kernel_is_told(small_paper: SmallPaper, tmp_path: Path) -> None:
    """A kernel that dies is named with the cell that killed it."""
    found = problem(small_paper(tmp_path, one=["x = 1", "import os; os._exit(9)"]), "one")

    assert (found.kind, found.cell) == ("kernel died", 2)


def test_a_chapter_that_exits_has_not_run_to_its_end(small_paper: SmallPaper, tmp_path: Path) -> None:
    """Papermill takes exit(0) for success; what stands after it was never checked."""
    found = problem(small_paper(tmp_path, one=["OPEN", "import sys; sys.exit(0)", "1 / 0"]), "one")

    assert (found.kind, found.error) == ("failed", "SystemExit")


def test_a_missing_kernel_is_told_in_plain_words(small_paper: SmallPaper, tmp_path: Path) -> None:
    """A notebook that asks for a kernel that is not installed does not start."""
    paper = small_paper(tmp_path, one=["x = 1"])
    path = paper.notebook("one")
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata["kernelspec"] = {"name": "fortran", "display_name": "Fortran"}
    nbformat.write(notebook, path)

    found = problem(paper, "one")

    assert (found.kind, found.error) == ("not started", "NoSuchKernel")
    assert "no kernel “fortran”" in found.message


@pytest.mark.parametrize("content", ["", "{", '{"cells": 1}', None])
def test_an_unreadable_notebook_is_told_in_plain_words(
    small_paper: SmallPaper, tmp_path: Path, content: str | None
) -> None:
    """A missing, empty or broken file does not start and does not raise."""
    paper = small_paper(tmp_path, one=["x = 1"])
    path = paper.notebook("one")
    path.unlink() if content is None else path.write_text(content)

    found = problem(paper, "one")

    assert found.kind == "not started"
    assert "the notebook cannot be read" in found.message

"""The check *executed*."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import nbformat

from livepaper import Paper, Quantity
from livepaper.checks.executed import check
from livepaper.claims import Claim
from livepaper.edition import Edition, Problem, Run
from livepaper.records import CLAIM


def edition(root: Path, *, problem: Problem | None = None) -> Edition:
    """Return an edition of one chapter, its notebook committed without outputs."""
    (root / "_config.yml").touch()
    (root / "data").mkdir()
    (root / "_toc.yml").write_text("root: one\n")
    chapter = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 + 1")])
    nbformat.write(chapter, root / "one.ipynb")
    return Edition(Paper.open(root), (Run("one", 1.0, None, problem),), {"one": chapter})


def test_a_clean_run_has_no_finding(tmp_path: Path) -> None:
    """A chapter that ran to its end is counted."""
    result = check(edition(tmp_path))

    assert (result.findings, result.summary) == ((), "1 of 1 chapters ran to their end")


def test_a_failure_names_notebook_cell_and_traceback(tmp_path: Path) -> None:
    """What a tired person needs stands in the finding."""
    result = check(edition(tmp_path, problem=Problem("failed", 3, "KeyError", "'x'", "Traceback: x")))

    assert not result.holds
    assert str(result.findings[0]).startswith("one.ipynb, cell 3: found failed: KeyError: 'x'\nTraceback: x")


def test_an_output_saved_with_a_notebook_is_stale(tmp_path: Path) -> None:
    """A committed output is named with its cell and the command that removes it."""
    found = edition(tmp_path)
    saved = nbformat.v4.new_code_cell("1 + 1", outputs=[nbformat.v4.new_output("stream", text="3")])
    nbformat.write(nbformat.v4.new_notebook(cells=[saved]), tmp_path / "one.ipynb")

    assert "one.ipynb, cell 1: found an output that was saved" in str(check(found).findings[0])
    assert "nbstripout one.ipynb" in str(check(found).findings[0])


def test_a_magic_saved_with_a_notebook_is_found(tmp_path: Path) -> None:
    """Chapters that restate this one could not run it."""
    found = edition(tmp_path)
    nbformat.write(
        nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("%livepaper lint")]), tmp_path / "one.ipynb"
    )

    assert "one.ipynb, cell 1: found the magic “%livepaper lint”; expected plain Python" in str(
        check(found).findings[0]
    )


def test_a_claim_assigned_twice_is_found(tmp_path: Path, amount: Callable[..., Quantity]) -> None:
    """Both places are named."""
    found = edition(tmp_path)
    output = nbformat.v4.new_output("display_data", {CLAIM: Claim("one/a", amount(6)).record()})
    cells = [nbformat.v4.new_code_cell("", outputs=[output]), nbformat.v4.new_code_cell("", outputs=[output])]
    twice = replace(found, notebooks={"one": nbformat.v4.new_notebook(cells=cells)})

    assert "one.ipynb, cell 2: found claim one/a, assigned before in one.ipynb, cell 1" in str(check(twice).findings[0])

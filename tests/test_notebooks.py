"""The committed notebooks: sources only."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from livepaper import Paper

CHAPTERS = Paper.open(Path(__file__).parent).chapters


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_notebooks_carry_no_outputs(paper: Paper, chapter: str) -> None:
    """No cell of a committed notebook has an output, an execution count, or the numbers of its prose."""
    notebook = nbformat.read(paper.notebook(chapter), as_version=4)

    assert not [
        cell
        for cell in notebook.cells
        if cell.get("outputs") or cell.get("execution_count") or "user_expressions" in cell.metadata
    ]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_code_is_folded_for_readers(paper: Paper, chapter: str) -> None:
    """Every code cell is shown folded."""
    notebook = nbformat.read(paper.notebook(chapter), as_version=4)

    assert all("hide-input" in cell.metadata.get("tags", []) for cell in notebook.cells if cell.cell_type == "code")

"""What is left of a notebook when JupyterLab saves it."""

from __future__ import annotations

import copy
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest

from livepaper.lab.saving import strip

CHAPTER = "chapters/public-opinion.ipynb"


@pytest.fixture
def save(paper):
    """Save a notebook as Jupyter does: under its path in the paper's folder."""
    served = SimpleNamespace(root_dir=str(paper.root))
    return lambda notebook, path=CHAPTER: strip(
        {"type": "notebook", "content": notebook}, path=path, contents_manager=served
    )


@pytest.fixture
def notebook(paper):
    """A committed chapter."""
    return nbformat.read(paper.notebook("public-opinion"), as_version=4)


@pytest.fixture
def ran(notebook):
    """The chapter as running it leaves it."""
    run = copy.deepcopy(notebook)
    for cell in run.cells:
        cell.metadata["trusted"] = True
        if cell.cell_type == "code":
            cell.outputs = [nbformat.v4.new_output("stream", text="30.2%")]
            cell.execution_count = 7
            cell.metadata["execution"] = {"iopub.execute_input": "2026"}
        else:
            cell.metadata["user_expressions"] = [{"expression": "claims.war", "result": {"status": "ok"}}]
    run.metadata.kernelspec.display_name = "Python 3 (ipykernel)"
    run.metadata.language_info = {"name": "python", "version": "3.11.2"}

    return run


def test_what_running_leaves_is_not_saved(ran, notebook, save):
    """Outputs, counts, times, numbers in the prose and the machine's name for the kernel."""
    save(ran)

    assert ran == notebook


def test_commits_are_stripped_as_saving_strips(root, ran, save, tmp_path):
    """Hooks and `make lint` keep no more of chapters written elsewhere, and have no list of their own."""
    path = tmp_path / "chapter.ipynb"
    nbformat.write(ran, path)
    subprocess.run(
        [root / "scripts/strip", path],
        env={**os.environ, "BIN": str(Path(sys.executable).parent), "HOME": str(tmp_path)},
        cwd=tmp_path,
        check=True,
        timeout=60,
    )
    save(ran)
    assert nbformat.read(path, as_version=4).cells == ran.cells
    callers = ("Makefile", ".pre-commit-config.yaml", "CONTRIBUTING.md")
    assert [name for name in callers if "extra-keys" in (root / name).read_text(encoding="utf-8")] == []


def test_an_authors_tags_and_another_kernel_stay(notebook, save):
    """Only what comes of running goes."""
    notebook.cells[1].metadata["tags"] = ["hide-input", "slow"]
    notebook.metadata["kernelspec"] = {"name": "ir", "display_name": "R", "language": "R"}
    before = copy.deepcopy(notebook)

    save(notebook)

    assert notebook == before


def test_notebooks_that_are_no_chapters_stay_whole(notebook, save):
    """What an author keeps beside the book is the author's own."""
    notebook.cells[1].outputs = [nbformat.v4.new_output("stream", text="30.2%")]
    before = copy.deepcopy(notebook)

    save(notebook, "scratch/trial.ipynb")

    assert notebook == before


def test_other_files_are_saved_as_they_are():
    """A table has no cells."""
    model = {"type": "file", "content": "a,b\n"}
    strip(model, path="data/a.csv", contents_manager=None)
    assert model == {"type": "file", "content": "a,b\n"}

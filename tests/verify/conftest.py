"""Small papers on the real data, to be executed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from livepaper import Paper
from livepaper.verify.execution import Task

OPEN = """\
from livepaper import Claims, Paper

paper = Paper.open()
claims = Claims("{chapter}")
claims.war = paper.survey("asb", 2022).share("most-serious-threat", "war with other countries")"""


@pytest.fixture(scope="session")
def small_paper(sealed_data: Path) -> Callable[..., Paper]:
    """Give a factory of papers: chapters by name, each a list of cells; Markdown begins with “#” or “Text”.

    “OPEN” as a cell stands for one that opens the paper and makes the claim `war`.
    """

    def make(folder: Path, **chapters: list[str]) -> Paper:
        root = Path(shutil.copytree(sealed_data, folder / "paper"))
        names = list(chapters)
        listed = "".join(f"- file: {name}\n" for name in names[1:])
        toc = f"format: jb-book\nroot: {names[0]}\n" + (f"chapters:\n{listed}" if listed else "")
        (root / "_toc.yml").write_text(toc, encoding="utf-8")
        for name, cells in chapters.items():
            write_notebook(root / f"{name}.ipynb", [OPEN.format(chapter=name) if c == "OPEN" else c for c in cells])
        return Paper.open(root)

    return make


def write_notebook(path: Path, cells: list[str]) -> None:
    """Write a notebook: texts that begin with “#” or “Text” become Markdown, the rest code."""
    made = [
        nbformat.v4.new_markdown_cell(text) if text.startswith(("# ", "Text")) else nbformat.v4.new_code_cell(text)
        for text in cells
    ]
    path.write_text(nbformat.writes(nbformat.v4.new_notebook(cells=made)), encoding="utf-8")


def task(paper: Paper, chapter: str, timeout: int = 60) -> Task:
    """Return the task of executing a chapter."""
    return Task(chapter, paper.notebook(chapter), timeout, forked=True)

"""A small paper on the real data, with one notebook at a time to lint."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from livepaper import Paper
from livepaper.lint import Known, Source

FIRST = """\
from livepaper import Claims, Paper

paper = Paper.open()
claims = Claims("small")
opinion = paper.chapter("public-opinion")
asb = paper.survey("asb", 2022)
claims.war = asb.share("most-serious-threat", "war with other countries")"""


@pytest.fixture(scope="session")
def small_paper(root: Path, sealed_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a paper: the real data, bibliography, chapters and numbers of record."""
    folder = Path(shutil.copytree(sealed_data, tmp_path_factory.mktemp("lint") / "paper"))
    shutil.copytree(root / "chapters", folder / "chapters")
    shutil.copy(root / "index.ipynb", folder)
    shutil.copy(root / "ledger.csv", folder)
    return folder


@pytest.fixture
def notebook(small_paper: Path, tmp_path: Path) -> Callable[..., Path]:
    """Give a factory of notebooks: a first cell that opens the paper, then cells, those of prose begin with `md:`."""

    def make(*cells: str, first: str = FIRST) -> Path:
        made = [nbformat.v4.new_code_cell(first)]
        for text in cells:
            kind = nbformat.v4.new_markdown_cell if text.startswith("md:") else nbformat.v4.new_code_cell
            made.append(kind(text.removeprefix("md:")))
        path = tmp_path / "small.ipynb"
        path.write_text(nbformat.writes(nbformat.v4.new_notebook(cells=made)) + "\n", encoding="utf-8")
        return path

    return make


@pytest.fixture
def source(small_paper: Path, notebook: Callable[..., Path]) -> Callable[..., Source]:
    """Give a factory of notebooks as they are linted."""
    return lambda *cells, **options: Source.read(Known(Paper(small_paper)), notebook(*cells, **options))

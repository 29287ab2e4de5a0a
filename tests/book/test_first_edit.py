"""The first edit that CONTRIBUTING describes, done as it says, in a small book on the real data."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

from tests.small_book import Book

pytestmark = pytest.mark.book

SECTION = re.compile(r"^## The first edit.*?(?=^## )", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^ *```(?P<kind>\w+)\n(?P<text>.*?)^ *```$", re.MULTILINE | re.DOTALL)
NOTEBOOK = re.compile(r"chapters/[\w-]+\.ipynb")
PAGE = re.compile(r"_build/html/[\w/-]+\.html")
LANDING = ["# Landing", "See {cite:t}`csdg2022`.\n\n```{bibliography}\n```"]


class Author:
    """Someone who follows the section word by word."""

    def __init__(self, folder: Path, section: str) -> None:
        """Stand in a book that has been built once and committed."""
        self.folder = folder
        self.notebook = folder / NOTEBOOK.findall(section)[0]
        self.page = folder / PAGE.findall(section)[0]
        self.said = ""

    def sh(self, text: str) -> None:
        """Run commands; those that only look may find something."""
        done = subprocess.run(
            ["sh", "-euc", text], cwd=self.folder, env=os.environ, capture_output=True, text=True, check=False
        )
        self.said = done.stdout + done.stderr
        assert done.returncode == 0 or " lint " in text, self.said
        if " build" in text:
            self.said = " ".join(BeautifulSoup(self.page.read_text(encoding="utf-8"), "html.parser").text.split())

    def python(self, text: str) -> None:
        """Add a code cell."""
        self._add(nbformat.v4.new_code_cell(text.rstrip()))

    def markdown(self, text: str) -> None:
        """Add a sentence, or write it again."""
        notebook = nbformat.read(self.notebook, as_version=4)
        if notebook.cells[-1].cell_type == "markdown":
            notebook.cells.pop()
            nbformat.write(notebook, self.notebook)
        self._add(nbformat.v4.new_markdown_cell(text.rstrip()))

    def text(self, text: str) -> None:
        """See what one is told that one sees."""
        for line in text.splitlines():
            assert line in self.said

    def _add(self, cell: nbformat.NotebookNode) -> None:
        notebook = nbformat.read(self.notebook, as_version=4)
        notebook.cells.append(cell)
        nbformat.write(notebook, self.notebook)


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    """A small book with git and an environment, as `make site` leaves one."""
    book = Book(tmp_path)
    for name in ("_config.yml", "references.bib", "CITATION.cff", "CHANGELOG.md", "ledger.csv", ".gitignore"):
        shutil.copy(root / name, tmp_path)
    shutil.copytree(root / "data", tmp_path / "data")
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "README").write_text("Exported figures.\n")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: index\nchapters:\n- file: chapters/region\n")
    book.write("index", LANDING)
    book.write("chapters/region", ["# Region", "There is more to say."])
    (tmp_path / ".venv").symlink_to(sys.prefix)
    ignored = (tmp_path / ".gitignore").read_text(encoding="utf-8")
    (tmp_path / ".gitignore").write_text(ignored.replace("/.venv/", "/.venv"), encoding="utf-8")  # here it is a link
    as_author = ("-c", "user.name=A", "-c", "user.email=a@b.invalid")
    for words in (("init", "--quiet"), ("add", "."), (*as_author, "commit", "--quiet", "--message", "The book")):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    return tmp_path


def test_the_first_edit_works_as_it_is_described(root: Path, folder: Path) -> None:
    """Every command, cell and message of the section, in its order; at the end nothing is left of it."""
    section = SECTION.findall((root / "CONTRIBUTING.md").read_text(encoding="utf-8"))[0]
    blocks = [(found["kind"], textwrap.dedent(found["text"])) for found in BLOCK.finditer(section)]
    assert {kind for kind, _ in blocks} == {"sh", "python", "markdown", "text"}

    author = Author(folder, section)
    for kind, text in blocks:
        getattr(author, kind)(text)

    left = subprocess.run(["git", "status", "--porcelain"], cwd=folder, capture_output=True, text=True, check=True)
    assert left.stdout == ""

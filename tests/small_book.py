"""A small book of two chapters on the real data, built once and restored for each test."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[1]

OPINION = [
    "# Opinion",
    """\
from livepaper import Claims, Figure, Paper
from livepaper.figures import bars
import pandas as pd

paper = Paper.open()
claims = Claims("opinion")
asb = paper.survey("asb", 2022)
claims.war_threat = asb.share("most-serious-threat", "war with other countries")
claims.allies = asb.share("security-needs-allies", "agree")""",
    "War was named in 2022 by {eval}`claims.war_threat`; a need of allies was seen by {eval}`claims.allies.in_words`.",
    """\
shares = asb.shares("most-serious-threat")
frame = pd.DataFrame({"Threat": list(shares), "Share": list(shares.values())})
Figure(
    "threats",
    claims=claims,
    title="War was named by {war_threat}",
    subtitle="Share of adults",
    base="{war_threat.base} adults",
    source="ASB",
    draw=lambda width: bars(frame, width=width),
    table=frame,
)""",
]
INDEX = [
    "# Landing",
    """\
from livepaper import Claims, Paper

paper = Paper.open()
claims = Claims("index")
claims.bodies = paper.table("region-bodies").where(security_trust="yes").count("bodies")
opinion = paper.chapter("opinion")""",
    """\
See {cite:t}`csdg2022` and {numref}`fig-threats`: {eval}`opinion.war_threat` named war; {eval}`claims.bodies` bodies.

```{bibliography}
```""",
]
REGION = [
    "# Region",
    """\
from livepaper import Claims, Paper

paper = Paper.open()
claims = Claims("region")
claims.bodies = paper.table("region-bodies").count("bodies")""",
    "There are {eval}`claims.bodies` bodies.",
]


@dataclass(frozen=True)
class Book:
    """A book on disk that can be changed and built."""

    root: Path

    def write(self, document: str, cells: list[str]) -> None:
        """Write a notebook: texts that begin like prose become Markdown, the rest code."""
        prose = ("#", "War", "See", "There", "Allies")
        made = [
            nbformat.v4.new_markdown_cell(text) if text.startswith(prose) else nbformat.v4.new_code_cell(text)
            for text in cells
        ]
        path = self.root / f"{document}.ipynb"
        path.parent.mkdir(exist_ok=True)
        path.write_text(nbformat.writes(nbformat.v4.new_notebook(cells=made)), encoding="utf-8")

    def build(self, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run plain `jupyter-book build .` and return what it said."""
        return subprocess.run(
            [Path(sys.executable).with_name("jupyter-book"), "build", "."],
            cwd=self.root,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def page(self, document: str) -> str:
        """Return a built page."""
        return (self.root / "_build" / "html" / f"{document}.html").read_text(encoding="utf-8")

    def site(self) -> dict[str, bytes]:
        """Return every file of the published site."""
        folder = self.root / "_build" / "html"
        return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    def replace(self, path: str, old: str, new: str) -> None:
        """Replace a text that must be there in a file."""
        file = self.root / path
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{path} does not hold {old!r}"
        file.write_text(text.replace(old, new), encoding="utf-8")

    def edit_cell(self, document: str, old: str, new: str) -> None:
        """Replace a text in a notebook's cells."""
        self.replace(f"{document}.ipynb", json.dumps(old)[1:-1], json.dumps(new)[1:-1])

    def seal(self) -> None:
        """Record the hashes of changed data, as an author would."""
        subprocess.run([Path(sys.executable).with_name("livepaper"), "data", "seal"], cwd=self.root, check=True)


def write_book(folder: Path) -> Book:
    """Write the small book into a folder, not yet built."""
    book = Book(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("_config.yml", "references.bib", "CITATION.cff", "CHANGELOG.md"):
        shutil.copy(ROOT / name, book.root)
    shutil.copytree(ROOT / "data", book.root / "data")
    (book.root / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nchapters:\n- file: chapters/opinion\n- file: chapters/region\n"
    )
    book.write("index", INDEX)
    book.write("chapters/opinion", OPINION)
    book.write("chapters/region", REGION)
    return book


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """Build the small book once."""
    book = write_book(tmp_path_factory.mktemp("book"))
    done = book.build()
    assert done.returncode == 0, done.stdout + done.stderr
    return book


@pytest.fixture(scope="session")
def snapshot(built: Book, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the built book as it was."""
    copy = tmp_path_factory.mktemp("snapshot") / "book"
    shutil.copytree(built.root, copy)
    return copy


@pytest.fixture
def book(built: Book, snapshot: Path) -> Book:
    """Return the built book as it was, in its own place, because Sphinx remembers places; a test may change it."""
    shutil.rmtree(built.root)
    shutil.copytree(snapshot, built.root)
    return built

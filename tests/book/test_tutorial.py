"""The tutorial's very steps, done in order: a new paper builds, verifies, passes its tests, and can be written on."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pytest

pytestmark = pytest.mark.book

BLOCK = re.compile(
    r"^```(?P<kind>[^\n]*)\n(?::caption: (?P<caption>[^\n]*)\n)?(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)


@dataclass
class Author:
    """Somebody who does what the tutorial says, with the environment of these tests instead of one of the paper's own.

    Attributes:
        folder: The folder they are in.
        said: What the last commands printed.
    """

    folder: Path
    said: str = ""
    programs: Path = field(default_factory=lambda: Path(sys.executable).parent)

    def run(self, commands: str) -> None:
        """Run commands as a shell does that stops at the first failure, and stay in the folder where they end."""
        script = commands.replace(".venv/bin/", f"{self.programs}/")
        environment = {**os.environ, "BIN": str(self.programs), "PATH": f"{self.programs}:{os.environ['PATH']}"}
        done = subprocess.run(
            ["bash", "-euc", f"{script}\npwd"],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{commands}\n{done.stdout}"
        self.said, _, folder = done.stdout.rstrip("\n").rpartition("\n")
        self.folder = Path(folder or self.said)

    def reads(self, expected: str) -> None:
        """Require that the last commands printed some texts, in this order."""
        at = 0
        for line in expected.splitlines():
            found = self.said.find(line, at)
            assert found >= 0, f"“{line}” is not in\n{self.said}"
            at = found + len(line)

    def edit(self, caption: str, text: str) -> None:
        """Do what a caption says with a text."""
        path = self.folder / re.search(r"`([^`]+)`", caption)[1]
        if caption.startswith("Add to "):
            path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
            return
        notebook = nbformat.read(path, as_version=4)
        if caption.startswith("Remove the last cell"):
            assert notebook.cells.pop().source == text.rstrip("\n")
        elif caption.startswith("A new cell"):
            notebook.cells.append(nbformat.v4.new_code_cell(text.rstrip("\n")))
        else:
            assert caption.startswith("A new text cell"), caption
            notebook.cells.append(nbformat.v4.new_markdown_cell(text.rstrip("\n")))
        nbformat.write(notebook, path)


def steps(page: str) -> Iterator[tuple[str, str, str]]:
    """Give kind, caption and text of each block of the tutorial."""
    for block in BLOCK.finditer(page):
        yield block["kind"], block["caption"] or "", block["text"]


def test_the_tutorial_works(root: Path, tmp_path: Path) -> None:
    """Every command, every edit, and what the commands are said to print."""
    author, done = Author(tmp_path), []
    for kind, caption, text in steps((root / "docs" / "tutorial.md").read_text(encoding="utf-8")):
        if caption:
            author.edit(caption, text)
        elif kind == "sh":
            author.run(text)
        else:
            assert kind == "text", kind
            author.reads(text)
        done.append(kind)
    assert done.count("sh") > 6
    assert (author.folder / "ledger.csv").is_file()

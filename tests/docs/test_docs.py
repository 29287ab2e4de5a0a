"""The engine's documentation builds without a warning and names every command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from livepaper.cli import main


@pytest.fixture(scope="module")
def pages(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built pages."""
    folder = tmp_path_factory.mktemp("docs")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-d", folder / "doctrees", "docs", folder]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def test_every_command_is_listed_with_its_help(pages: Path) -> None:
    """As the command itself has it."""
    page = (pages / "commands.html").read_text(encoding="utf-8")
    for name, command in main.commands.items():
        names = [f"{name} {part}" for part in command.commands] if isinstance(command, click.Group) else [name]
        assert [each for each in names if f"Usage: livepaper {each} " not in page] == []


def test_the_python_that_chapters_import_is_listed(pages: Path) -> None:
    """Each public name, with what its docstring says."""
    import livepaper

    page = (pages / "api.html").read_text(encoding="utf-8")
    assert [name for name in livepaper.__all__ if f'id="livepaper.{name}"' not in page] == []


def test_the_pages_load_nothing_from_elsewhere(pages: Path) -> None:
    """They can be read without a network."""
    for page in pages.glob("*.html"):
        assert 'src="http' not in page.read_text(encoding="utf-8"), page.name

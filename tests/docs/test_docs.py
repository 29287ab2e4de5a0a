"""The engine's documentation builds without a warning and names every command."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
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


WRITTEN = ["docs/*.md", "README.md", "CONTRIBUTING.md", "livepaper/new_paper/template/paper/**/*"]
CODE = re.compile(r"`([^`\n]+)`|^([^`\n]*\blivepaper [^\n]*)$", re.MULTILINE)
"""What stands in backticks, and lines without any, as in blocks of code."""


def _spoken(root: Path) -> Iterator[tuple[str, list[str]]]:
    """Give each command that a text names: its file, and the words after `livepaper`."""
    for path in (path for pattern in WRITTEN for path in sorted(root.glob(pattern)) if path.is_file()):
        for span, line in CODE.findall(path.read_text(encoding="utf-8")):
            called = re.search(r"(?:^|[\s/])livepaper ([a-z][^|#&]*)", span or line)
            if called and (span or ".venv" in line or line.startswith("livepaper ")):
                yield path.relative_to(root).as_posix(), called[1].split()


def test_every_command_that_a_text_names_exists(root: Path) -> None:
    """With the options it is given there, so that no text promises what is not there."""
    spoken = list(_spoken(root))
    assert len(spoken) > 30
    for file, words in spoken:
        command: click.Command = main
        for word in words:
            if isinstance(command, click.Group):
                assert word in command.commands, f"{file}: there is no “livepaper {' '.join(words)}”"
                command = command.commands[word]
        known = {option for each in command.params for option in (*each.opts, *each.secondary_opts)}
        assert {word for word in words if word.startswith("--")} <= known, f"{file}: livepaper {' '.join(words)}"


@pytest.mark.parametrize(
    "promise", ["`livepaper fly`", "`livepaper data fly`", "    .venv/bin/livepaper verify --often"]
)
def test_a_promise_that_is_not_kept_is_seen(tmp_path: Path, promise: str) -> None:
    """Unknown commands and options, in a sentence and in a block."""
    (tmp_path / "README.md").write_text(f"{promise}\n" + "`livepaper verify --twice`\n" * 31)
    with pytest.raises(AssertionError, match=r"README\.md: "):
        test_every_command_that_a_text_names_exists(tmp_path)

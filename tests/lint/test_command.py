"""`livepaper lint` and the magic `%livepaper`: what they print, and how they end."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from IPython.core.interactiveshell import InteractiveShell

import livepaper
from livepaper.cli import main
from livepaper.lint import RULES


@pytest.fixture(autouse=True)
def inside(small_paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands run in the paper's folder."""
    monkeypatch.chdir(small_paper)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)


def lint(*words: object, answer: str = "") -> Result:
    """Run the command."""
    return CliRunner().invoke(main, ["lint", *map(str, words)], input=answer)


def test_a_clean_book_is_told_in_one_line() -> None:
    """And ends with 0."""
    done = lint()
    assert (done.exit_code, done.output) == (0, "Nothing found in 9 notebooks.\n")


def test_findings_are_counted(notebook: Callable[..., Path]) -> None:
    """And end with 1."""
    done = lint(notebook("md:Here 79.6% agree.", "print(asb)"), "index.ipynb")
    assert done.exit_code == 1
    assert "79.6% looks like public-opinion/closer_cooperation" in done.output
    assert done.output.endswith("2 findings in 2 notebooks.\n")


def test_what_cannot_be_read_is_told_beside_what_is_found(notebook: Callable[..., Path], tmp_path: Path) -> None:
    """And ends with 2."""
    (tmp_path / "broken.ipynb").write_text('{"cells": 3}')
    done = lint(tmp_path / "broken.ipynb", tmp_path / "none.ipynb", notebook("print(asb)"))
    assert done.exit_code == 2
    assert done.output.count("expected a notebook") == 2
    assert "1 finding in 1 notebook." in done.output


def test_where_nothing_could_be_read_nothing_is_called_right() -> None:
    """A name that is misspelled is no clean notebook."""
    done = lint("nowhere.ipynb")
    assert done.exit_code == 2
    assert "Nothing found" not in done.output


def test_offers_cannot_be_taken_that_were_not_asked_for() -> None:
    """`--yes` alone would seem to have mended something."""
    done = lint("--yes")
    assert (done.exit_code, "--yes takes the offers of --fix" in done.output) == (2, True)


def test_the_rules_are_listed() -> None:
    """With reasons and remedies."""
    told = lint("--rules").output
    assert all(rule.id in told and rule.why in told and rule.fix in told for rule in RULES)


@pytest.mark.parametrize(("words", "answer"), [(["--yes"], ""), ([], "y\n")])
def test_an_offer_that_is_taken_is_written(notebook: Callable[..., Path], words: list[str], answer: str) -> None:
    """After a yes, or with --yes; what is left is then told."""
    path = notebook("md:Here 79.6% agree.")
    before = path.read_text(encoding="utf-8")
    done = lint(path, "--fix", *words, answer=answer)
    assert (done.exit_code, path.read_text(encoding="utf-8")) == (
        0,
        before.replace("79.6%", "{eval}`opinion.closer_cooperation`"),
    )
    assert "79.6% looks like public-opinion/closer_cooperation" in done.output


def test_an_offer_that_is_declined_is_not_written(notebook: Callable[..., Path]) -> None:
    """The number stays a finding."""
    path = notebook("md:Here 79.6% agree.")
    before = path.read_bytes()
    assert lint(path, "--fix", answer="n\n").exit_code == 1
    assert path.read_bytes() == before


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch) -> InteractiveShell:
    """A notebook's shell in which the engine has been imported."""
    made = InteractiveShell()
    livepaper.load_ipython_extension(made)
    return made


def test_the_magic_shows_the_findings_of_the_running_notebook(
    shell: InteractiveShell, notebook: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the command does, each with what to do; and that the line has to go again."""
    path = notebook("md:Here 79.6% agree.")
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    told = repr(shell.run_line_magic("livepaper", "lint"))
    listed = [line.removeprefix("- ") for line in told.splitlines()]
    assert listed[0] == f"1 finding in {path}, as last saved."
    assert listed[1] in lint(path).output.splitlines()
    assert listed[2].startswith("Remove this line before you build")


def test_without_a_server_the_chapter_is_known_by_its_claims(shell: InteractiveShell) -> None:
    """`Claims("concept")` is the first thing a chapter says."""
    shell.user_ns["claims"] = livepaper.Claims("concept")
    assert repr(shell.run_line_magic("livepaper", "lint")).startswith("Nothing found in chapters/concept.ipynb")


@pytest.mark.parametrize(
    ("line", "said"), [("lint", "found no notebook that is known"), ("serve", "found “serve”"), ("", "found “”")]
)
def test_what_the_magic_cannot_do_is_a_sentence(shell: InteractiveShell, line: str, said: str) -> None:
    """And no traceback."""
    assert said in repr(shell.run_line_magic("livepaper", line))


def test_a_notebook_without_the_engine_has_no_magic() -> None:
    """Other notebooks and kernels are as they were."""
    assert InteractiveShell().find_line_magic("livepaper") is None


def test_a_chapter_with_a_magic_is_not_restated(small_paper: Path, tmp_path: Path) -> None:
    """The message names cell and line."""
    folder = Path(shutil.copytree(small_paper, tmp_path / "paper"))
    path = folder / "chapters/concept.ipynb"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"import pandas as pd\\n"', '"%livepaper lint\\n"', 1), encoding="utf-8")
    with pytest.raises(
        livepaper.errors.ProjectError, match="cell 2: found the magic “%livepaper lint”; expected plain"
    ):
        livepaper.Paper(folder).chapter("concept")

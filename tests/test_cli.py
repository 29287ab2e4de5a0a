"""The commands: what they print and how they end."""

from __future__ import annotations

from importlib.metadata import version

import click
import pytest
from click.testing import CliRunner

from livepaper.cli import main
from livepaper.cli.data_package import data
from livepaper.cli.new import new

COMMANDS = [main, data, *main.commands.values(), *data.commands.values(), *new.commands.values()]


@pytest.fixture
def copy(copy_of_data, tmp_path, monkeypatch):
    """A copy of the paper's data, in whose folder commands run."""
    folder = copy_of_data(tmp_path, ("surveys-",))
    monkeypatch.chdir(folder)
    return folder


def run(*words):
    """Run a command and return how it ended."""
    return CliRunner().invoke(main, list(words))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_says_what_it_does(command):
    """In one sentence."""
    assert command.help
    assert command.get_short_help_str(limit=100).endswith(".")


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_lists_the_commands(flag):
    """Both spellings work."""
    result = run(flag)
    assert result.exit_code == 0
    assert "build" in result.output
    assert "data" in result.output


def test_the_version_is_told():
    """As the package was installed."""
    assert f"version {version('livepaper')}" in run("--version").output


@pytest.mark.parametrize(
    ("command", "said"),
    [("check", "The data package is valid.\n"), ("seal", "The data package is valid and sealed.\n")],
)
def test_valid_data_are_told_in_one_line(copy, command, said):
    """And the command ends well."""
    result = run("data", command)
    assert (result.exit_code, result.output) == (0, said)


@pytest.mark.parametrize("command", ["check", "seal"])
def test_faults_are_listed_and_end_in_failure(copy, edit, command):
    """One line each, then how many there were; the descriptor is left alone."""
    edit(copy / "data/surveys/bases.csv", ",1110,", ",many,")
    before = (copy / "data/datapackage.json").read_bytes()
    result = run("data", command)
    assert result.exit_code == 1
    assert "bases.csv, row 2, column base: found “many”" in result.output
    assert "nothing was written." in result.output
    assert (copy / "data/datapackage.json").read_bytes() == before


def test_one_problem_is_one(copy, edit):
    """A command that counts, counts right."""
    edit(copy / "data/surveys/bases.csv", ",1110,", ",many,")
    assert "Error: 1 problem; nothing was written." in run("data", "seal").output


def test_a_changed_file_is_sealed_on_demand(copy, edit):
    """Check fails, seal mends, check passes."""
    edit(copy / "data/surveys/bases.csv", ",1110,", ",1111,")
    assert [run("data", word).exit_code for word in ("check", "seal", "check")] == [1, 0, 0]


def test_commands_work_in_a_subfolder(copy, monkeypatch):
    """Wherever in the paper an author stands."""
    monkeypatch.chdir(copy / "data")
    assert run("data", "check").exit_code == 0


def test_a_broken_bibliography_is_a_sentence_and_no_traceback(copy):
    """What an author can mend is told in words."""
    (copy / "references.bib").write_text("@book{unfinished\n")
    result = run("data", "check")
    assert isinstance(result.exception, SystemExit)
    assert "expected a valid BibTeX file" in result.output


@pytest.mark.parametrize(
    "words",
    [
        *(("data", "check"), ("data", "seal"), ("build",), ("verify",), ("audit",), ("trace", "1"), ("impact",)),
        *(("lint",), ("cite", "key"), ("new", "chapter", "Title")),
    ],
)
def test_outside_a_paper_a_command_says_so(tmp_path, monkeypatch, words):
    """With what it looked for, and without a traceback."""
    monkeypatch.chdir(tmp_path)
    result = run(*words)
    assert result.exit_code == 2
    assert "Error: " in result.output
    assert "found no paper" in result.output


@pytest.mark.book
def test_a_failed_build_is_told(copy):
    """A book without its root page is not published."""
    (copy / "_toc.yml").write_text("format: jb-book\nroot: nowhere\n")
    result = run("build")
    assert result.exit_code == 1
    assert "The book was not published; see above. There is no site yet." in result.output


def test_commands_are_clicks():
    """A command of another kind would escape these tests."""
    assert all(isinstance(command, click.Command) for command in COMMANDS)


@pytest.mark.parametrize("command", [["verify"], ["trace", "79.6"], ["impact"], ["audit"], ["lint"]])
def test_a_broken_table_of_contents_is_what_could_not_run(copy, command):
    """Exit code 2 and a sentence, whatever the command."""
    (copy / "_toc.yml").write_text("format: [\n")
    result = run(*command)
    assert result.exit_code == 2
    assert "Traceback" not in result.output

"""A new paper is whole, says what its author says, and takes the engine along."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml
from click.testing import CliRunner

from livepaper import Paper
from livepaper.citation import work
from livepaper.cli import main
from livepaper.datapackage import check
from livepaper.errors import DataError, ProjectError
from livepaper.new_paper import TEMPLATE, engine, new_paper

AWKWARD = 'Two of 3 “say” "yes": \\alpha & {{ braces }} – why?'
DAY = date(2026, 1, 31)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new paper with an awkward title."""
    return new_paper(tmp_path_factory.mktemp("papers") / "mine", AWKWARD, "Ann & “Bob” O'Neill", DAY)


def test_it_has_the_title_and_the_author_wherever_they_stand(made: Path) -> None:
    """Whatever characters they are of."""
    first = nbformat.read(made / "index.ipynb", as_version=4).cells[0].source
    assert first.partition("\n")[0] == f"# {AWKWARD}"
    configuration = Paper(made).configuration
    assert (configuration["title"], configuration["author"]) == (AWKWARD, "Ann & “Bob” O'Neill")
    cited = work(made)
    assert (cited.title, cited.authors[0].name, cited.date) == (AWKWARD, "Ann & “Bob” O'Neill", "2026-01-31")
    assert Paper(made).package.descriptor["title"] == f"Data of “{AWKWARD}”"
    assert AWKWARD in (made / "README.md").read_text(encoding="utf-8")


def test_its_data_are_valid_sealed_and_plainly_made_up(made: Path) -> None:
    """No row of the survey and no table goes without saying so."""
    assert check(made / "data", made / "references.bib") == []
    package = Paper(made).package
    for name in filter(lambda name: name.startswith("surveys-"), package.names):
        assert "made up for demonstration" in str(package.resource(name)["licenses"])
        assert all("made up for demonstration" in row["note"] for row in package.rows(name))


def test_nothing_of_the_template_is_left_in_it(made: Path) -> None:
    """Neither its suffix nor its questions nor its braces."""
    files = [path for path in made.rglob("*") if path.is_file() and path.suffix not in {".whl", ".pyc"}]
    assert not [path for path in files if path.suffix == ".jinja" or path.name == "copier.yml"]
    texts = {path: path.read_text(encoding="utf-8").replace(AWKWARD, "") for path in files}
    assert not [path for path, text in texts.items() if "_json }}" in text or "{%" in text]


def test_its_book_is_configured_as_the_engine_needs(made: Path, root: Path) -> None:
    """As this repository's own book is, but for titles, names and folders."""

    def kept(path: Path) -> dict[str, Any]:
        read: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        for name in ("title", "author", "copyright", "exclude_patterns"):
            del read[name]
        del read["sphinx"]["config"]["html_title"]
        return read

    assert kept(made / "_config.yml") == kept(root / "_config.yml")


def test_its_workflow_is_valid(made: Path) -> None:
    """As the schema of GitHub's workflows has it."""
    command = [Path(sys.executable).with_name("check-jsonschema"), "--builtin-schema", "vendor.github-workflows"]
    done = subprocess.run([*command, made / ".github/workflows/paper.yml"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_its_own_tests_are_written_as_the_engine_is(made: Path, root: Path) -> None:
    """By the same rules of style."""
    ruff = Path(sys.executable).with_name("ruff")
    for words in (["check"], ["format", "--check"]):
        command = [ruff, *words, "--config", root / "pyproject.toml", "--no-cache", made / "tests", made / "chapters"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_it_holds_no_path_of_this_machine(made: Path, root: Path) -> None:
    """So that it can be moved to another."""
    with zipfile.ZipFile(next((made / "vendor").glob("*.whl"))) as packed:
        contents = [packed.read(name) for name in packed.namelist()]
    contents += [path.read_bytes() for path in made.rglob("*") if path.is_file() and path.suffix != ".whl"]
    assert not [content for content in contents if os.fsencode(root) in content or os.fsencode(made) in content]


def test_the_engine_it_takes_along_can_be_installed_and_hands_itself_on(made: Path, tmp_path: Path) -> None:
    """From the wheel alone, with its lock; the next paper gets the same wheel, byte for byte."""
    (packed,) = (made / "vendor").glob("*.whl")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--target", tmp_path]
    subprocess.run([*pip, packed], check=True)
    code = "from livepaper.new_paper import engine; import sys; sys.stdout.buffer.write(engine.wheel()[1])"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    again = subprocess.run([sys.executable, "-c", code], env=environment, cwd=tmp_path, capture_output=True, check=True)
    assert again.stdout == packed.read_bytes()
    assert (made / "requirements.txt").read_text(encoding="utf-8") == engine.lock()


def test_the_same_answers_give_the_same_paper(made: Path, tmp_path: Path) -> None:
    """Byte for byte."""
    again = new_paper(tmp_path / "mine", AWKWARD, "Ann & “Bob” O'Neill", DAY)
    files = [
        {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (made, again)
    ]
    assert files[0] == files[1]


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    """The command says so, and with what exit code."""
    (tmp_path / "notes.txt").write_text("mine")
    done = CliRunner().invoke(main, ["new", "paper", str(tmp_path)])
    assert done.exit_code == 2
    assert "found a folder that is not empty; expected a new or an empty folder." in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_an_empty_folder_is_filled_and_the_next_commands_are_told(tmp_path: Path) -> None:
    """The title is the folder's name unless it is given."""
    folder = tmp_path / "my-first_paper"
    folder.mkdir()
    done = CliRunner().invoke(main, ["new", "paper", str(folder)])
    assert done.exit_code == 0, done.output
    assert f"cd {folder}\n    make site\n    make test" in done.output
    assert Paper(folder).configuration["title"] == "My first paper"
    assert [path.name for path in tmp_path.iterdir()] == ["my-first_paper"]


def test_a_failure_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither half a paper nor the folder in which it was written aside."""
    broken = tmp_path / "template"
    (broken / "paper" / "data").mkdir(parents=True)
    (broken / "copier.yml").write_text("_subdirectory: paper\n")
    descriptor = json.dumps({"resources": [{"name": "a", "path": "a"}]})
    (broken / "paper" / "data" / "datapackage.json").write_text(f"{descriptor}\n")
    monkeypatch.setattr("livepaper.new_paper.TEMPLATE", broken)
    (tmp_path / "papers").mkdir()
    with pytest.raises(DataError, match="No such file"):
        new_paper(tmp_path / "papers" / "mine")
    assert list((tmp_path / "papers").iterdir()) == []


def test_where_no_folder_can_be_made_that_is_said(tmp_path: Path) -> None:
    """As one sentence, not as a traceback."""
    (tmp_path / "file").write_text("mine")
    done = CliRunner().invoke(main, ["new", "paper", str(tmp_path / "file" / "mine")])
    assert done.exit_code == 2
    assert "expected a folder that can be made. Name another one." in done.output


def test_the_folder_one_stands_in_can_be_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One comes in again by the whole name, because the folder is another now; spaces do not hurt."""
    folder = tmp_path / "my paper"
    folder.mkdir()
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(main, ["new", "paper", "."])
    assert done.exit_code == 0, done.output
    assert f"cd '{folder}'\n" in done.output


@pytest.mark.parametrize("option", ["title", "author"])
def test_a_title_or_author_of_several_lines_is_refused(tmp_path: Path, option: str) -> None:
    """With the option to change."""
    with pytest.raises(ProjectError, match=f"one line of text. Give another --{option}."):
        new_paper(tmp_path / "mine", **{option: "one\ntwo"})
    assert not (tmp_path / "mine").exists()


def test_the_template_asks_and_runs_nothing() -> None:
    """It has no tasks, migrations or extensions, which copier would run."""
    settings = yaml.safe_load((TEMPLATE / "copier.yml").read_text(encoding="utf-8"))
    assert {name for name in settings if name.startswith("_")} == {"_subdirectory", "_templates_suffix"}

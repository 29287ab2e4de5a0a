"""`livepaper data add`, as an author types it, on a generated next wave of a real survey."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from livepaper.cli import main
from livepaper.datapackage import check
from livepaper.errors import ProjectError
from livepaper.merging import alone
from livepaper.verify import incoming
from tests.merging.conftest import state
from tests.verify.conftest import OPEN, write_notebook

CHAPTER = [
    "# Opinion",
    OPEN.format(chapter="opinion"),
    """\
claims.closer = paper.survey("asb", 2022).share("closer-balkan-cooperation", "agree")
claims.latest = list(paper.series("closer-balkan-cooperation", "agree", "ALB").values())[-1]""",
    "Text: {eval}`claims.closer` wanted it, {eval}`claims.closer.in_words`; now {eval}`claims.latest` do.",
    "Text: They are {eval}`claims.latest.standing`.",
]


@pytest.fixture
def paper(copy_of_data: Callable[..., Path], tmp_path: Path) -> Path:
    """A paper of one chapter, which says one value of 2022 and the latest one."""
    root = copy_of_data(tmp_path, ("surveys-",))
    (root / "_toc.yml").write_text("format: jb-book\nroot: opinion\n")
    write_notebook(root / "opinion.ipynb", CHAPTER)
    return root


@pytest.fixture
def wave(root: Path, tmp_path: Path) -> Callable[..., Path]:
    """Give a function that writes the generated next wave, a workbook of two sheets; its value may differ."""

    def row(table: str, key: str) -> dict[str, str]:
        with (root / f"data/surveys/{table}.csv").open(encoding="utf-8", newline="") as file:
            return next(row for row in csv.DictReader(file) if next(iter(row.values())) == key)

    def write(**changes: str) -> Path:
        new = row("waves", "asb-2022")
        new |= {"wave": "asb-2026", "year": "2026", "edition": "", "title": "Generated next wave"}
        value = row("toplines", "asb-2022-closer-balkan-cooperation-alb-agree")
        value |= {"topline": "generated", "wave": "asb-2026", "percent": "49.2", "base": "1050", "note": "generated"}
        book = openpyxl.Workbook()
        book.active.title = "waves"
        for name, cells in (("waves", new), ("toplines", value | changes)):
            sheet = book["waves"] if name == "waves" else book.create_sheet(name)
            sheet.append(list(cells))
            sheet.append(list(cells.values()))
        path = tmp_path / "generated-next-wave.xlsx"
        book.save(path)
        return path

    return write


def add(folder: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder."""
    livepaper = Path(sys.executable).with_name("livepaper")
    command = [livepaper, "data", "add", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def told(done: subprocess.CompletedProcess[str]) -> str:
    """Return what was printed without its line breaks and indents."""
    return " ".join(done.stdout.split())


def test_a_dry_run_tells_the_impact_and_writes_nothing_and_the_wave_then_does_what_it_told(
    paper: Path, wave: Callable[..., Path]
) -> None:
    """Claims, sentences, words that no longer hold with value and margin, and where the text rests on the old wave."""
    path, before = wave(), state(paper)

    done = add(paper, path, "--dry-run")

    assert done.returncode == 0, done.stderr
    assert state(paper) == before
    said = told(done)
    assert "generated-next-wave.xlsx, sheet waves → surveys-waves: 1 new row" in said
    assert "generated-next-wave.xlsx, sheet toplines → surveys-toplines: 1 new row" in said
    assert "Dry run: nothing was written." in said
    assert "opinion/latest: value 79.6 → 49.2; base 1,110 → 1,050" in said
    assert "- Text: 79.6% wanted it, about four fifths; now 79.6% do." in said
    assert "+ Text: 79.6% wanted it, about four fifths; now 49.2% do." in said
    assert "opinion/latest.standing can no longer be said: “a majority” at 49.2% ± 3.0 points" in said
    assert "Unchanged" not in said
    assert "The book cannot be built with these rows until" in said
    assert said.index("New rows") < said.index("opinion/latest: value")

    again = add(paper, path)

    assert again.returncode == 0, again.stderr
    assert check(paper / "data", paper / "references.bib") == []
    assert (paper / "data/surveys/toplines.csv").read_text().startswith(before["data/surveys/toplines.csv"].decode())
    impact = said.partition("nothing was written. ")[2]
    assert "The rows are in the data package, which is valid and sealed. " + impact in told(again)
    assert told(add(paper, path)).endswith("1 row already there Nothing is new; nothing was written.")


def test_every_problem_is_told_and_nothing_is_written(paper: Path, wave: Callable[..., Path]) -> None:
    """With sheet, row and column; exit code 1."""
    before = state(paper / "data")
    done = add(paper, wave(percent="149", source="unknown", population="ALX"))
    assert done.returncode == 1
    for cell, found in (("percent", "149"), ("source", "unknown"), ("population", "ALX")):
        assert (
            f"generated-next-wave.xlsx, sheet toplines, row 2, column {cell}: found “{found}”; expected" in done.stderr
        )
    assert "3 problems; nothing was written." in done.stderr
    assert state(paper / "data") == before
    assert [path.name for path in (paper / "_build/incoming").iterdir()] == ["lock"]


def test_a_corrected_value_replaces_the_old_one_on_demand_only(paper: Path, wave: Callable[..., Path]) -> None:
    """Old and new are told."""
    path = wave()
    assert add(paper, path, "--no-impact").returncode == 0
    path = wave(percent="49.3")
    conflict = add(paper, path, "--no-impact")
    assert conflict.returncode == 1
    assert "found “49.3”; expected “49.2”, as surveys-toplines#generated has it" in conflict.stderr
    done = add(paper, path, "--no-impact", "--replace")
    assert "surveys-toplines: 1 row replaced surveys-toplines#generated, percent: “49.2” → “49.3”" in told(done)


def test_an_author_in_the_folder_of_the_data_is_told_to_enter_it_again(paper: Path, wave: Callable[..., Path]) -> None:
    """It is a new folder of the same name."""
    done = add(paper / "data", wave(), "--no-impact")
    assert done.returncode == 0, done.stderr
    assert "Its folder is a new one; go there again: cd ." in done.stdout


def test_rows_that_are_in_are_in_though_their_impact_cannot_be_told(
    paper: Path, wave: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 0, and why the impact is not known."""

    def fails(*_: object) -> None:
        raise ProjectError("the scheduler", "no answer", "one that is running", "Start it.")

    monkeypatch.setattr(incoming, "effect", fails)
    monkeypatch.chdir(paper)
    done = CliRunner().invoke(main, ["data", "add", str(wave())])

    assert done.exit_code == 0, done.output
    assert (
        "The rows are in the data package, which is valid and sealed.\n\nWhat they change is not known" in done.stdout
    )
    assert "the scheduler: found no answer; expected one that is running. Start it." in done.stdout
    assert "asb-2026" in (paper / "data/surveys/waves.csv").read_text()


def test_two_imports_at_once_are_refused(paper: Path, wave: Callable[..., Path]) -> None:
    """The second is told to wait; exit code 2."""
    with alone(paper / "_build/incoming/lock", "another import"):
        done = add(paper, wave(), "--no-impact")
    assert done.returncode == 2
    assert "found another import at work; expected one at a time. Wait until it ends, or end it." in done.stderr


def test_a_file_that_is_not_there_is_a_sentence(paper: Path) -> None:
    """And no traceback."""
    done = add(paper, "none.csv", "--no-impact")
    assert done.returncode == 1
    assert "none.csv: found No such file or directory" in done.stderr

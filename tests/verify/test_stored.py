"""Kept executions: used again while nothing they were made from has changed, and never after."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest

from livepaper import Paper
from livepaper.edition import Edition, Problem, Run
from livepaper.environment import engine_files
from livepaper.verify import stored
from livepaper.verify.verification import Options

SmallPaper = Callable[..., Paper]
Edit = Callable[[Path, str, str], None]

WAR = "war with other countries,no,30.2"


@pytest.fixture
def paper(small_paper: SmallPaper, tmp_path: Path) -> Paper:
    """Give a paper of one chapter."""
    return small_paper(tmp_path, index=["OPEN", "Text."])


@pytest.fixture
def executed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    """Replace the kernels: an execution leaves its source as it is, and the paper's folder in this list."""
    folders: list[Path] = []

    def verify(paper: Paper, folder: Path, options: Options, done: Callable[[Run], None]) -> Edition:
        folders.append(paper.root)
        notebook = nbformat.read(paper.notebook("index"), as_version=4)
        folder.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, folder / "index.ipynb")
        return Edition(paper, (Run("index", 1.5, 2000, None),), {"index": notebook})

    monkeypatch.setattr(stored, "verify", verify)
    return folders


def test_an_execution_is_used_again(paper: Paper, executed: list[Path], tmp_path: Path) -> None:
    """With its notebooks and how each chapter ran."""
    first = stored.edition(paper, tmp_path / "kept")
    second = stored.edition(Paper(paper.root), tmp_path / "kept")

    assert len(executed) == 1
    assert second.runs == first.runs
    assert second.notebooks == first.notebooks


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("data/surveys/toplines.csv", WAR, "war with other countries,no,30.3"),
        ("index.ipynb", "Text.", "Text!"),
        ("references.bib", "{Evans, Gareth}", "{Evans, G.}"),
        ("_config.yml", "timeout: 120", "timeout: 121"),
        ("_toc.yml", "root: index", "root: index\noptions: {}"),
    ],
)
def test_a_change_of_what_it_was_made_from_executes_anew(
    paper: Paper, executed: list[Path], tmp_path: Path, edit: Edit, path: str, old: str, new: str
) -> None:
    """Data, chapters, bibliography, configuration."""
    stored.edition(paper, tmp_path / "kept")
    edit(paper.root / path, old, new)
    stored.edition(Paper(paper.root), tmp_path / "kept")

    assert len(executed) == 2


def test_a_change_of_the_engine_executes_anew(
    paper: Paper, executed: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Any of its files may change what a chapter computes."""
    stored.edition(paper, tmp_path / "kept")
    monkeypatch.setattr(stored, "engine_files", lambda: engine_files()[1:])
    stored.edition(paper, tmp_path / "kept")

    assert len(executed) == 2


def test_exported_figures_do_not_count(paper: Paper, executed: list[Path], tmp_path: Path) -> None:
    """A build renews them; no execution reads them."""
    stored.edition(paper, tmp_path / "kept")
    (paper.root / "figures").mkdir()
    (paper.root / "figures/new.csv").write_text("a\n", encoding="utf-8")
    stored.edition(paper, tmp_path / "kept")

    assert len(executed) == 1


def test_a_paper_and_its_copy_are_made_from_the_same(paper: Paper, tmp_path: Path) -> None:
    """Where a folder lies does not count."""
    assert stored.digest(paper) == stored.digest(stored.executable(paper, tmp_path)) != ""


@pytest.mark.parametrize("damage", ["", "{", '{"made_from": ""}', "[]", None])
def test_a_damaged_record_executes_anew(paper: Paper, executed: list[Path], tmp_path: Path, damage: str | None) -> None:
    """Empty, cut off, incomplete, of another form, or gone."""
    stored.edition(paper, tmp_path / "kept")
    record = tmp_path / "kept" / stored.RECORD
    record.unlink() if damage is None else record.write_text(damage, encoding="utf-8")
    stored.edition(paper, tmp_path / "kept")

    assert len(executed) == 2


def test_an_edited_or_lost_notebook_executes_anew(paper: Paper, executed: list[Path], tmp_path: Path) -> None:
    """What is kept must be what the execution left."""
    notebook = tmp_path / "kept/index.ipynb"
    stored.edition(paper, tmp_path / "kept")
    notebook.write_text(notebook.read_text(encoding="utf-8").replace("Text.", "Text!"), encoding="utf-8")
    stored.edition(paper, tmp_path / "kept")
    notebook.unlink()
    stored.edition(paper, tmp_path / "kept")

    assert len(executed) == 3


def test_unsealed_data_are_executed_in_a_copy(paper: Paper, executed: list[Path], tmp_path: Path, edit: Edit) -> None:
    """The edition says what it is an edition of, and reads the copy's data, anew and when kept."""
    edit(paper.root / "data/surveys/toplines.csv", WAR, "war with other countries,no,31.7")

    for _ in range(2):
        edition = stored.edition(Paper(paper.root), tmp_path / "kept")
        assert edition.root == paper.root
        assert edition.paper.root == tmp_path / "kept" / stored.SOURCES
        assert "31.7" in edition.paper.package.text("surveys-toplines")
    assert executed == [tmp_path / "kept" / stored.SOURCES]


def test_a_failure_is_kept_and_an_accident_is_not(
    paper: Paper, executed: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What fails by its own files fails again; a kernel that died may live next time."""
    made = stored.verify

    def failing(kind: str) -> Callable[..., Edition]:
        def verify(*args: object) -> Edition:
            edition = made(*args)
            problem = Problem(kind, 2, "ValueError", "no", "…")
            return Edition(edition.paper, (Run("index", 1.0, None, problem),), edition.notebooks)

        return verify

    monkeypatch.setattr(stored, "verify", failing("kernel died"))
    stored.edition(paper, tmp_path / "kept")
    monkeypatch.setattr(stored, "verify", failing("failed"))
    first = stored.edition(paper, tmp_path / "kept")
    assert stored.edition(paper, tmp_path / "kept").runs == first.runs
    assert len(executed) == 2


def test_a_change_during_the_execution_is_noticed(
    paper: Paper, executed: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edit: Edit
) -> None:
    """Nobody knows which state such notebooks show, so they are not kept."""
    made = stored.verify

    def verify(*args: object) -> Edition:
        edit(paper.root / "index.ipynb", "Text", "Text, changed")
        return made(*args)

    monkeypatch.setattr(stored, "verify", verify)
    stored.execute(paper, tmp_path / "kept")
    assert not (tmp_path / "kept" / stored.RECORD).exists()


def test_the_record_says_how_each_chapter_ran(paper: Paper, executed: list[Path], tmp_path: Path) -> None:
    """In JSON, for others to read."""
    stored.execute(paper, tmp_path / "kept")
    record = json.loads((tmp_path / "kept" / stored.RECORD).read_text(encoding="utf-8"))
    assert record["runs"] == [{"chapter": "index", "seconds": 1.5, "memory": 2000, "problem": None}]
    assert record["made_from"].startswith("sha256:")

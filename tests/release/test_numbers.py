"""Which numbers differ from the release before."""

from __future__ import annotations

from pathlib import Path

from livepaper.release.numbers import numbers
from livepaper.repository import Repository
from tests.release.conftest import LEDGER, commit, git

NEXT = "claim,value,unit\na/one,30.4,percent\na/three,5,a|b\n"


def released(folder: Path) -> Repository:
    """Return a repository with one release, and a commit after it."""
    git(folder, "init", "--quiet")
    (folder / "ledger.csv").write_text(LEDGER)
    commit(folder)
    git(folder, "tag", "v1.0.0")
    (folder / "ledger.csv").write_text(NEXT)
    commit(folder)
    return Repository(folder)


def test_the_first_release_has_nothing_to_compare_with(tmp_path: Path) -> None:
    """And says so."""
    assert "the first release" in numbers(Repository(tmp_path), LEDGER, "1.0.0")


def test_each_number_is_told_old_and_new(tmp_path: Path) -> None:
    """Counted by what became of them; a bar in a unit ends no cell."""
    assert numbers(released(tmp_path), NEXT, "1.1.0").splitlines() == [
        "# Numbers from v1.0.0 to 1.1.0",
        "",
        "changed: 1, new: 1, gone: 1.",
        "",
        "| Number | Change | Before | After |",
        "|---|---|---|---|",
        "| `a/one` | changed | 30.2 percent | 30.4 percent |",
        "| `a/three` | new |  | 5 a\\|b |",
        "| `a/two` | gone | 4 bodies |  |",
    ]


def test_a_tag_of_the_version_itself_changes_nothing(tmp_path: Path) -> None:
    """So that a version is the same, frozen before it is tagged and after."""
    repository = released(tmp_path)
    before = numbers(repository, NEXT, "1.1.0")
    git(tmp_path, "tag", "v1.1.0")

    assert numbers(repository, NEXT, "1.1.0") == before


def test_without_changes_that_is_said(tmp_path: Path) -> None:
    """In a sentence, without a table."""
    assert numbers(released(tmp_path), LEDGER, "1.1.0").endswith("No number of record is new, gone or another.\n")

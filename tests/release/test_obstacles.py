"""What stands in the way of a release."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from livepaper import Paper
from livepaper.release.obstacles import obstacles
from tests.release.conftest import VERSION, commit, git


def said(paper: Paper, version: str = VERSION) -> str:
    """Return all obstacles as one text."""
    return "\n".join(map(str, obstacles(paper, version)))


def test_a_paper_that_is_ready_meets_none(paper: Paper) -> None:
    """Committed, described, sealed."""
    assert said(paper) == ""


def test_what_is_not_committed_is_named(paper: Paper) -> None:
    """New files too, but not all of many."""
    for number in range(7):
        (paper.root / f"new-{number}.csv").touch()

    assert "paths that differ from the commit: new-0.csv, new-1.csv" in said(paper)
    assert "and 2 more; expected everything committed. Commit or remove them;" in said(paper)


def test_without_git_there_is_nothing_to_name(copy_of_data: Callable[..., Path], tmp_path: Path) -> None:
    """A release is one of a commit."""
    assert "found no commit; expected a commit of git" in said(Paper.open(copy_of_data(tmp_path, ("surveys-",))))


@pytest.mark.parametrize("version", ["", "v1.0.0", "1.0.0/..", "one", "1.0.00"])
def test_a_version_is_a_version(paper: Paper, version: str) -> None:
    """As it will stand in names of files and tags."""
    assert f"the version: found “{version}”; expected numbers and dots" in said(paper, version)


@pytest.mark.parametrize("name", [f"v{VERSION}", VERSION])
def test_a_released_version_is_not_released_again(paper: Paper, name: str) -> None:
    """Unless it is the very commit that has the tag: then it is only frozen once more."""
    git(paper.root, "tag", name)
    assert said(paper) == ""
    commit(paper.root)
    assert f"version {VERSION}: found the tag {name} at another commit" in said(paper)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("## Unreleased\n\n- All of it.\n", "no section of this version"),
        ("## 1.0.0rc1\n\n- All of it.\n", "no section of this version"),
        ("## 1.0.0\n\n## 0.9.0\n\n- All of it.\n", "an empty section of this version"),
        ("## [1.0.0] - 2026-12-01\n\n- All of it.\n", ""),
        ("## v1.0.0\n\n### Added\n\n- All of it.\n\n## 0.9.0\n", ""),
    ],
)
def test_the_changelog_says_what_changed(paper: Paper, text: str, found: str) -> None:
    """Under a heading of the version, as Keep a Changelog writes it."""
    (paper.root / "CHANGELOG.md").write_text(f"# Changelog\n\n{text}")
    commit(paper.root)

    assert (found in said(paper)) if found else said(paper) == ""


def test_the_citation_names_the_version_and_its_day(paper: Paper, edit: Callable[[Path, str, str], None]) -> None:
    """And Zenodo is told what the citation says."""
    edit(paper.root / "CITATION.cff", f"version: {VERSION}", "version: 0.9.0")
    edit(paper.root / "CITATION.cff", "date-released: 2026-11-22\n", "")
    commit(paper.root)

    assert f"CITATION.cff: found version 0.9.0; expected version {VERSION}." in said(paper)
    assert "CITATION.cff: found no date-released" in said(paper)
    assert ".zenodo.json: found something else than CITATION.cff says" in said(paper)


def test_data_that_are_not_sealed_are_not_released(paper: Paper, edit: Callable[[Path, str, str], None]) -> None:
    """However well they are committed."""
    edit(paper.root / "data/surveys/bases.csv", ",1110,", ",1111,")
    commit(paper.root)

    assert "bases.csv: found sha256:" in said(paper)
    assert "livepaper data seal" in said(paper)

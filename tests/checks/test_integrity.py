"""The check *integrity*: data against their hashes, packages against the lock, the tree against its commit."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from livepaper import Paper
from livepaper.checks.base import Severity
from livepaper.checks.integrity import check
from livepaper.edition import Edition

TOPLINES = "data/surveys/toplines.csv"


def git(folder: Path, *words: str) -> None:
    """Run git in a folder."""
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    subprocess.run(["git", "-C", folder, *identity, *words], check=True, capture_output=True)


@pytest.fixture
def folder(tmp_path: Path, sealed_data: Path) -> Path:
    """A committed copy of the paper's data."""
    root = Path(shutil.copytree(sealed_data, tmp_path / "paper"))
    (root / "requirements.txt").write_text("")
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "Data")
    return root


def edition(root: Path) -> Edition:
    """Return an edition without chapters."""
    return Edition(Paper.open(root), (), {})


def test_a_clean_commit_has_no_finding(folder: Path) -> None:
    """Every data file is counted and the commit named."""
    result = check(edition(folder))

    assert result.findings == ()
    assert "data files match their hashes, at commit " in result.summary


def test_one_changed_digit_names_row_column_found_and_sealed(folder: Path, edit: Callable[..., None]) -> None:
    """The sealed value comes from git."""
    edit(folder / TOPLINES, "war with other countries,no,30.2,", "war with other countries,no,30.3,")

    _, cell = (found for found in check(edition(folder)).findings if found.severity is Severity.ERROR)

    assert cell.where.startswith(f"{TOPLINES}, row asb-2022-most-serious-threat")
    assert cell.where.endswith("column percent")
    assert (cell.found, cell.expected) == ("“30.3”", "“30.2”, as sealed")


def test_a_dropped_row_and_swapped_rows_are_told(folder: Path) -> None:
    """Rows that went, and rows in another order."""
    lines = (folder / TOPLINES).read_text().splitlines(keepends=True)
    lines[3], lines[4] = lines[4], lines[3]
    (folder / TOPLINES).write_text("".join(lines[:1] + lines[2:]))

    found = [finding.found for finding in check(edition(folder)).findings]

    assert "no row" in found
    assert "rows in another order" in found


def test_a_change_that_is_not_committed_is_a_warning(folder: Path) -> None:
    """It is told, and does not fail."""
    (folder / "new.txt").write_text("x")

    result = check(edition(folder))

    assert result.holds
    assert [finding.severity for finding in result.findings] == [Severity.WARNING]
    assert "new.txt" in result.findings[0].found


def test_outside_a_repository_hashes_are_still_checked(
    tmp_path: Path, sealed_data: Path, edit: Callable[..., None]
) -> None:
    """Without git there is no sealed value to show, but the mismatch stands."""
    root = Path(shutil.copytree(sealed_data, tmp_path / "paper"))
    edit(root / TOPLINES, "war with other countries,no,30.2,", "war with other countries,no,30.3,")

    result = check(edition(root))

    assert not result.holds
    assert result.summary.endswith("outside a repository")


def test_another_version_than_the_lock_names_is_a_warning(folder: Path) -> None:
    """The installed and the locked version are both told; a pin for another system is passed over."""
    (folder / "requirements.txt").write_text(
        "pandas==0.1 \\\n  --hash=sha256:0\naltair==0.1 ; sys_platform == 'amiga'\n"
    )

    found = [finding for finding in check(edition(folder)).findings if finding.where.startswith("requirements")]

    assert [finding.where for finding in found] == ["requirements.txt, pandas"]
    assert found[0].expected == "==0.1, as locked"

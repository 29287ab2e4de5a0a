"""The files of a release, from what stands for a build and a verification."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from livepaper import Paper
from livepaper.errors import ReleaseError
from livepaper.release import freezing
from livepaper.release.freezing import Made, freeze
from livepaper.repository import Repository
from tests.release.conftest import VERSION, report


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_release_has_all_that_archives_and_the_web_need(paper: Paper, made: Made, tmp_path: Path) -> None:
    """The site as it was built, and beside it the files to archive."""
    freeze(paper, VERSION, made, tmp_path / "out" / VERSION)
    name = f"{paper.package.descriptor['name']}-{VERSION}"

    assert tree(tmp_path / "out" / VERSION / "site") == tree(made.site)
    assert {path.name for path in (tmp_path / "out" / VERSION).iterdir()} == {"archive", "site"}
    assert {path.name for path in (tmp_path / "out" / VERSION / "archive").iterdir()} == {
        f"{name}.pdf", f"{name}.epub", f"{name}-data.zip", f"{name}-site.zip", f"{name}-verification.zip",
        "certificate.md", "changes.md", "ledger.csv", "CITATION.cff", "SHA256SUMS",
    }  # fmt: skip


def test_reports_of_chapters_that_left_the_book_are_left_out(paper: Paper, made: Made) -> None:
    """As is what a verification keeps for itself."""
    found = freezing.files(paper, VERSION, made)
    reports = found[f"{paper.package.descriptor['name']}-{VERSION}-verification.zip"]

    with zipfile.ZipFile(io.BytesIO(reports)) as zipped:
        assert zipped.namelist() == ["certificate.md", "index.html", "index.ipynb", "report.json"]


def test_checksums_are_those_that_sha256sum_checks(paper: Paper, made: Made, tmp_path: Path) -> None:
    """Every other file is among them, and a changed one is noticed."""
    files = freeze(paper, VERSION, made, tmp_path / VERSION)
    archive = tmp_path / VERSION / "archive"
    check = ["sha256sum", "--check", "--strict", "SHA256SUMS"]

    done = subprocess.run(check, cwd=archive, check=True, capture_output=True, text=True)
    assert len(done.stdout.splitlines()) == len(files) - 1
    (archive / "ledger.csv").write_text("another")
    assert subprocess.run(check, cwd=archive, check=False, capture_output=True).returncode == 1


def test_the_same_commit_gives_the_same_bytes(paper: Paper, made: Made, tmp_path: Path) -> None:
    """At another time and in another place, if build and verification do."""
    freeze(paper, VERSION, made, tmp_path / "one" / VERSION)
    moved = Made(
        Path(shutil.copytree(made.site, tmp_path / "html-2", copy_function=shutil.copyfile)), made.verification
    )
    freeze(paper, VERSION, moved, tmp_path / "two" / VERSION)

    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_a_release_replaces_an_earlier_attempt_whole(paper: Paper, made: Made, tmp_path: Path) -> None:
    """Nothing of the earlier one stays, and nothing lies aside."""
    freeze(paper, VERSION, made, tmp_path / "out" / VERSION)
    (tmp_path / "out" / VERSION / "archive" / "old.txt").touch()
    freeze(paper, VERSION, made, tmp_path / "out" / VERSION)

    assert not (tmp_path / "out" / VERSION / "archive" / "old.txt").exists()
    assert [path.name for path in (tmp_path / "out").iterdir()] == [VERSION]


def test_a_failure_leaves_the_earlier_release_as_it_was(
    paper: Paper, made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is written aside first."""
    freeze(paper, VERSION, made, tmp_path / "out" / VERSION)
    before = tree(tmp_path / "out")

    def full(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(freezing.Path, "write_bytes", full)
    with pytest.raises(ReleaseError, match=r"found No space left on device; expected a release .* Make room"):
        freeze(paper, VERSION, made, tmp_path / "out" / VERSION)
    assert tree(tmp_path / "out") == before


@pytest.mark.parametrize("problem", [OSError("Interrupted"), KeyboardInterrupt()])
def test_the_earlier_release_is_never_away(
    paper: Paper, made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, problem: BaseException
) -> None:
    """Not even if the new one fails to take its place, or somebody interrupts just then."""
    freeze(paper, VERSION, made, tmp_path / "out" / VERSION)
    before = tree(tmp_path / "out")
    rename = Path.rename

    def interrupted(path: Path, target: Path) -> Path:
        if path.name == "new":
            raise problem
        return rename(path, target)

    def exchanged(*_: Path) -> None:
        raise problem

    monkeypatch.setattr(freezing.Path, "rename", interrupted)
    monkeypatch.setattr(freezing, "exchange", exchanged, raising=False)
    with pytest.raises((ReleaseError, KeyboardInterrupt)):
        freeze(paper, VERSION, made, tmp_path / "out" / VERSION)
    assert tree(tmp_path / "out") == before


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"holds": False}, "found 1 of 11 checks fails; expected a verification that holds"),
        ({"clean": False}, "with changes; expected one of"),
        ({"commit": "0" * 40}, f"found a verification of commit {'0' * 40}; expected one of"),
    ],
)
def test_only_a_green_verification_of_this_commit_is_released(
    paper: Paper, made: Made, tmp_path: Path, said: dict[str, object], found: str
) -> None:
    """Nothing is written otherwise."""
    report(made.verification, **{"commit": Repository(paper.root).commit, **said})

    with pytest.raises(ReleaseError, match=found):
        freeze(paper, VERSION, made, tmp_path / "out" / VERSION)
    assert not (tmp_path / "out").exists()


def test_numbers_of_the_site_are_those_of_record(paper: Paper, made: Made) -> None:
    """A site of another state is refused."""
    (made.site / "ledger.csv").write_text("claim,value,unit\n")

    with pytest.raises(ReleaseError, match="found other numbers than the paper's"):
        freezing.files(paper, VERSION, made)


def test_a_site_without_a_pdf_is_no_release(paper: Paper, made: Made) -> None:
    """What is missing is named."""
    (made.site / "book" / f"{paper.package.descriptor['name']}.pdf").unlink()

    with pytest.raises(ReleaseError, match=r"\.pdf: found no file; expected the book as a PDF"):
        freezing.files(paper, VERSION, made)

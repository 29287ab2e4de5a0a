"""Copies that can be executed: of a folder as it is, and of older states in a real git repository."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from livepaper import Paper
from livepaper.datapackage import check
from livepaper.errors import DataError, ProjectError
from livepaper.verify import copies

SmallPaper = Callable[..., Paper]
Edit = Callable[[Path, str, str], None]

TOPLINES = "data/surveys/toplines.csv"
WAR = "war with other countries,no,30.2"


def git(folder: Path, *words: str) -> str:
    """Run git as somebody who has a name."""
    who = ["-c", "user.name=A reviewer", "-c", "user.email=reviewer@example.org"]
    done = subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def repository(small_paper: SmallPaper, tmp_path: Path, edit: Edit) -> Paper:
    """Give a paper in a repository of two commits, the second of which changed a share and a sentence."""
    paper = small_paper(tmp_path, index=["OPEN", "Text as it was."])
    for part in ("livepaper", "_build"):
        (paper.root / part).mkdir()
        (paper.root / part / "old.py").write_text("raise SystemExit\n", encoding="utf-8")
    git(paper.root, "init", "--quiet")
    git(paper.root, "add", "--all")
    git(paper.root, "commit", "--quiet", "--message", "first")
    git(paper.root, "tag", "first")
    edit(paper.root / TOPLINES, WAR, "war with other countries,no,31.7")
    edit(paper.root / "index.ipynb", "as it was", "as it is")
    git(paper.root, "commit", "--quiet", "--all", "--message", "second")
    return paper


def files(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder but git's own."""
    found = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_a_copy_of_unsealed_data_is_sealed_and_the_paper_is_left_alone(repository: Paper, tmp_path: Path) -> None:
    """So that a tree with one changed value can still be executed."""
    before = files(repository.root)

    made = copies.copy(repository, tmp_path / "copy")

    assert not copies.is_sealed(repository)
    assert "31.7" in made.package.text("surveys-toplines")
    assert check(made.root / "data", made.bibliography) == []
    assert files(repository.root) == before


def test_a_copy_holds_what_an_execution_needs_and_no_engine(repository: Paper, tmp_path: Path) -> None:
    """An engine in the copy would be imported in place of the present one."""
    made = copies.copy(repository, tmp_path / "copy")

    assert {"_config.yml", "_toc.yml", "index.ipynb", "references.bib", TOPLINES} <= files(made.root).keys()
    assert {path.partition("/")[0] for path in files(made.root)}.isdisjoint({"livepaper", "_build"})


def test_files_beside_a_chapter_are_copied_too(repository: Paper, tmp_path: Path) -> None:
    """A chapter may import a module or show a picture of its own folder."""
    (repository.root / "chapters").mkdir()
    (repository.root / "chapters/helper.py").write_text("x = 1\n", encoding="utf-8")
    (repository.root / "_toc.yml").write_text("root: index\nchapters:\n- file: chapters/a\n", encoding="utf-8")

    assert "chapters/helper.py" in files(copies.copy(Paper(repository.root), tmp_path / "copy").root)


def test_a_copy_replaces_what_was_in_its_folder(repository: Paper, tmp_path: Path) -> None:
    """Nothing of an earlier copy is left."""
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy/old.txt").write_text("old", encoding="utf-8")

    assert "old.txt" not in files(copies.copy(repository, tmp_path / "copy").root)


def test_the_folder_of_the_paper_is_never_emptied(repository: Paper) -> None:
    """Nor one above it."""
    for folder in (repository.root, repository.root.parent):
        with pytest.raises(ProjectError, match="found the paper itself; expected a folder that can be emptied"):
            copies.copy(repository, folder)
    assert repository.notebook("index").is_file()


def test_a_sealed_paper_is_executable_where_it_is(repository: Paper, sealed_data: Path, tmp_path: Path) -> None:
    """A copy is made only where it is needed."""
    sealed = Paper(sealed_data)
    assert copies.executable(sealed, tmp_path / "copy") is sealed
    assert copies.executable(repository, tmp_path / "copy").root == tmp_path / "copy"


def test_a_file_that_cannot_be_read_leaves_the_rest_to_be_sealed(repository: Paper, tmp_path: Path) -> None:
    """The chapters that read it say what is wrong; the others run. It is itself no reason for a copy."""
    (repository.root / "data/surveys/waves.csv").unlink()

    made = copies.copy(repository, tmp_path / "copy")

    assert "31.7" in made.package.text("surveys-toplines")
    with pytest.raises(DataError, match=r"waves\.csv: found No such file"):
        made.package.text("surveys-waves")
    assert copies.executable(made, tmp_path / "again") is made


def test_a_paper_is_copied_as_it_was_at_a_revision(repository: Paper, tmp_path: Path) -> None:
    """Whatever is in the folder now."""
    made = copies.copy_of(repository, "first", tmp_path / "copy")

    assert "30.2" in made.package.text("surveys-toplines")
    assert "as it was" in made.notebook("index").read_text(encoding="utf-8")
    assert "livepaper/old.py" not in files(made.root)


def test_one_file_is_taken_from_a_revision_and_all_else_as_it_is(repository: Paper, tmp_path: Path) -> None:
    """So that the effect of its change alone can be seen."""
    made = copies.copy_with(repository, repository.root / TOPLINES, "first", tmp_path / "copy")

    assert "30.2" in made.package.text("surveys-toplines")
    assert "as it is" in made.notebook("index").read_text(encoding="utf-8")


def test_a_folder_is_taken_from_a_revision_whole(repository: Paper, tmp_path: Path) -> None:
    """A file that has been added since is not in the copy."""
    (repository.root / "data/surveys/new.csv").write_text("a\n", encoding="utf-8")

    made = copies.copy_with(repository, repository.root / "data/surveys", "first", tmp_path / "copy")

    assert "30.2" in made.package.text("surveys-toplines")
    assert "data/surveys/new.csv" not in files(made.root)


@pytest.mark.parametrize(
    ("path", "revision", "message"),
    [
        (TOPLINES, "nowhere", "found no revision “nowhere”; expected a commit, a tag or a branch"),
        (TOPLINES, "--output=x", "found “--output=x”; expected a revision"),
        ("data/surveys/none.csv", "first", "pathspec 'data/surveys/none.csv' did not match any files"),
        ("../other.csv", "first", "found a path outside the paper"),
    ],
)
def test_what_git_does_not_have_is_told_in_plain_words(
    repository: Paper, tmp_path: Path, path: str, revision: str, message: str
) -> None:
    """Revision and path, and nothing is executed."""
    with pytest.raises(ProjectError, match=message):
        copies.copy_with(repository, repository.root / path, revision, tmp_path / "copy")


def test_a_revision_without_a_paper_is_refused(repository: Paper, tmp_path: Path) -> None:
    """Before the paper was begun there was none."""
    git(repository.root, "checkout", "--quiet", "--orphan", "other")
    git(repository.root, "rm", "--quiet", "-r", "--cached", ".")
    git(repository.root, "add", "references.bib")
    git(repository.root, "commit", "--quiet", "--message", "only a bibliography")

    with pytest.raises(ProjectError, match=r"revision other: found no paper; expected _config\.yml and data/"):
        copies.copy_of(repository, "other", tmp_path / "copy")


def test_outside_a_repository_that_is_said(small_paper: SmallPaper, tmp_path: Path) -> None:
    """Such as in a paper that came as an archive."""
    with pytest.raises(ProjectError, match="expected a git repository"):
        copies.copy_of(small_paper(tmp_path, index=["OPEN"]), "HEAD", tmp_path / "copy")


def test_without_git_that_is_said(repository: Paper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program may not be installed."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ProjectError, match="found no git; expected the program git"):
        copies.copy_of(repository, "HEAD", tmp_path / "copy")


def test_nothing_is_written_outside_the_folder(tmp_path: Path) -> None:
    """An archive's links, and its paths that lead out, are left out."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as tar:
        for name in ("../out.txt", "/tmp/out.txt", "in.txt"):
            tar.addfile(tarfile.TarInfo(name), io.BytesIO())
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)

    copies._extract(made.getvalue(), tmp_path / "folder")

    assert files(tmp_path) == {"folder/in.txt": b""}

"""Copies of a paper's sources that can be executed: of the folder as it is, and of older states.

    copy(paper, folder)                          the folder as it is
    copy_of(paper, "v1.0", folder)               the paper as it was at a revision
    copy_with(paper, path, "v1.0", folder)       the folder as it is, but for one file as it was

A copy holds what an execution needs and nothing else: the engine above all stays the
present one. Its data get fresh hashes, unvalidated, so that a paper whose data were
changed without being sealed can still be executed to see what the change does. The
paper itself is never touched.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from livepaper.datapackage import Package, renew
from livepaper.environment import LOCK
from livepaper.errors import DataError, HashMismatchError, ProjectError
from livepaper.paper import BIBLIOGRAPHY, CONFIG, CONTENTS, DATA, FIGURES, LEDGER, Paper

_READ = (CONFIG, CONTENTS, DATA, BIBLIOGRAPHY, "CITATION.cff", LOCK)
_MADE = (FIGURES, LEDGER)
"""What a build makes and checks compare, but no execution reads."""

_LEFT_OUT = {"__pycache__", ".ipynb_checkpoints"}


def sources(paper: Paper) -> list[Path]:
    """Return every file that an execution of a paper can read, but for the engine's, sorted.

    Files beside a chapter in a folder of chapters count too.

    Raises:
        ProjectError: The chapters cannot be listed.
    """
    folders = {document.partition("/")[0] for document in paper.documents if "/" in document}
    notebooks = {f"{document}.ipynb" for document in paper.documents if "/" not in document}
    found = {path for part in (*_READ, *folders, *notebooks) for path in _files(paper.root / part)}
    return sorted(found)


def is_sealed(paper: Paper) -> bool:
    """Tell whether no file of the data package differs from the one that its descriptor was written for.

    Files that cannot be read at all do not count: no fresh hash would mend them, and the chapters say what is wrong.

    Raises:
        DataError: The data package's descriptor cannot be read.
    """
    package = Package(paper.root / DATA)
    return all(_matches(package, name) for name in package.names)


def executable(paper: Paper, folder: Path) -> Paper:
    """Return a paper if its data are sealed, and otherwise a copy of it in a folder whose data are."""
    return paper if is_sealed(paper) else copy(paper, folder)


def copy(paper: Paper, folder: Path) -> Paper:
    """Copy a paper's sources into a folder, which is emptied first, and return the copy.

    Raises:
        ProjectError: The chapters cannot be listed, or the folder holds the paper itself.
        DataError: The data package's descriptor cannot be read.
    """
    if paper.root.resolve().is_relative_to(folder.resolve()):
        raise ProjectError(str(folder), "the paper itself", "a folder that can be emptied", "Name another one.")
    files = [*sources(paper), *(path for part in _MADE for path in _files(paper.root / part))]
    shutil.rmtree(folder, ignore_errors=True)
    for path in files:
        target = folder / path.relative_to(paper.root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return _sealed(Paper(folder.resolve()))


def copy_of(paper: Paper, revision: str, folder: Path) -> Paper:
    """Copy a paper's sources as they were at a revision of its git repository.

    Raises:
        ProjectError: There is no git, no repository or no such revision, or it holds no paper.
        DataError: The data package's descriptor cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="livepaper-") as aside:
        there = Path(aside)
        _extract(_archive(paper.root, revision), there)
        if not (there / CONFIG).is_file() or not (there / DATA).is_dir():
            raise ProjectError(f"revision {revision}", "no paper", f"{CONFIG} and {DATA}/", "Name a later revision.")
        return copy(Paper(there), folder)


def copy_with(paper: Paper, path: Path, revision: str, folder: Path) -> Paper:
    """Copy a paper's sources as they are, but for one file or folder, which is as it was at a revision.

    Args:
        paper: The paper.
        path: The file or folder; it must be among the sources of the copy or have been.
        revision: The revision, in any notation of git.
        folder: Where to put the copy.

    Raises:
        ProjectError: There is no git, no repository, no such revision or no such file in it.
        DataError: The data package's descriptor cannot be read.
    """
    inside = path.resolve()
    if not inside.is_relative_to(paper.root) or inside == paper.root:
        raise ProjectError(str(path), "a path outside the paper", f"a file in {paper.root}", "Name one of its files.")
    relative = inside.relative_to(paper.root)
    then = _archive(paper.root, revision, relative.as_posix())
    made = copy(paper, folder)
    target = made.root / relative
    if target.is_dir():
        shutil.rmtree(target)
    target.unlink(missing_ok=True)
    _extract(then, made.root)
    return _sealed(Paper(made.root))


def _sealed(paper: Paper) -> Paper:
    """Give a copy's data fresh hashes where they need them, and return it as if newly opened."""
    if not is_sealed(paper):
        renew(paper.root / DATA)
    return Paper(paper.root)


def _matches(package: Package, name: str) -> bool:
    try:
        package.text(name)
    except HashMismatchError:
        return False
    except DataError:
        return True
    return True


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    elif path.is_dir():
        yield from (file for file in path.rglob("*") if file.is_file() and not _LEFT_OUT & {*file.parts})


def _archive(root: Path, revision: str, path: str = "") -> bytes:
    """Return a folder, or one path in it, as a tar archive of a revision; paths are relative to the folder."""
    where = f"git, {root}"
    if revision.startswith("-"):
        raise ProjectError(where, f"“{revision}”", "a revision", "Name a commit, a tag or a branch.")
    if _git(root, "rev-parse", "--git-dir").returncode:
        raise ProjectError(where, "no repository", "a git repository", "Run it in a clone of the paper's repository.")
    if _git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").returncode:
        raise ProjectError(
            where, f"no revision “{revision}”", "a commit, a tag or a branch", "See `git log --oneline`."
        )
    done = _git(root, "archive", "--format=tar", revision, "--", *([path] if path else []))
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
        raise ProjectError(f"{where}, revision {revision}", said, path or "its files", "Check path and revision.")
    return done.stdout


def _git(root: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["git", "-C", str(root), *words], capture_output=True, check=False)
    except OSError as error:
        raise ProjectError(f"git, {root}", "no git", "the program git", "Install it.") from error


def _extract(archive: bytes, folder: Path) -> None:
    """Write the regular files of an archive below a folder; links and paths that lead out of it are left out."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar:
            name = PurePosixPath(member.name)
            content = tar.extractfile(member) if member.isfile() else None
            if content is None or name.is_absolute() or ".." in name.parts:
                continue
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.read())

"""Freezing a version: a built site and its verification become the files that are archived and published."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from livepaper.book_files import FOLDER
from livepaper.citation import CITATION
from livepaper.errors import ReleaseError
from livepaper.files import exchange, zipped
from livepaper.paper import DATA, LEDGER, Paper
from livepaper.release.numbers import numbers
from livepaper.repository import Repository

ARCHIVE, SITE = "archive", "site"
"""The folders of a release: the files that are archived, and the site as a web server takes it."""

CHECKSUMS = "SHA256SUMS"
CERTIFICATE, REPORT, CHANGES = "certificate.md", "report.json", "changes.md"
_UNREPORTED = {"execution.json"}
"""What a verification keeps for itself only."""

_AGAIN = "Run `livepaper release` again, without changing anything meanwhile."


@dataclass(frozen=True)
class Made:
    """What a release is made from, each a folder.

    Attributes:
        site: The built site.
        verification: The reports and executed chapters of its verification.
    """

    site: Path
    verification: Path


def freeze(paper: Paper, version: str, made: Made, folder: Path) -> dict[str, bytes]:
    """Put a version's files and its site into a folder, in place of what was there.

    All or nothing: it is written aside first, and an earlier release changes places with it in one step.

    Args:
        paper: The paper.
        version: The name of the version.
        made: What was built and verified.
        folder: Where the release is to lie.

    Returns:
        The files that are archived, by name.

    Raises:
        ReleaseError: The verification or the site is not one of this commit, does not hold, or lacks a file; or a file
            cannot be read or written.
        ProjectError: The file system cannot put it in place of an earlier one in one step.
    """
    try:
        contents = files(paper, version, made)
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as aside:
            new = Path(aside, "new")
            shutil.copytree(made.site, new / SITE)
            (new / ARCHIVE).mkdir()
            for name, content in contents.items():
                (new / ARCHIVE / name).write_bytes(content)
            if folder.exists():
                exchange(folder, new)
            else:
                new.rename(folder)
    except OSError as error:
        where, found = str(error.filename or folder), error.strerror or str(error)
        action = "Make room or allow it, then run `livepaper release` again."
        raise ReleaseError(where, found, "a release that is read and written whole", action) from error
    return contents


def files(paper: Paper, version: str, made: Made) -> dict[str, bytes]:
    """Return the files of a version that are archived, by name, the checksums of all others last; see `freeze`."""
    repository = Repository(paper.root)
    _require_verified(made.verification / REPORT, repository.commit)
    ledger = _read(made.site / LEDGER, "the numbers of record")
    if ledger != (paper.root / LEDGER).read_bytes():
        raise ReleaseError(str(made.site / LEDGER), "other numbers than the paper's", "the same numbers", _AGAIN)
    name = paper.package.descriptor["name"]
    whole = {
        f"{name}-{version}.pdf": _read(made.site / FOLDER / f"{name}.pdf", "the book as a PDF"),
        f"{name}-{version}.epub": _read(made.site / FOLDER / f"{name}.epub", "the book as an EPUB"),
        f"{name}-{version}-data.zip": _read(made.site / DATA / f"{name}.zip", "the data as a zip"),
        f"{name}-{version}-site.zip": zipped(_below(made.site)),
        f"{name}-{version}-verification.zip": zipped(_reports(paper, made.verification)),
        CERTIFICATE: _read(made.verification / CERTIFICATE, "the certificate"),
        LEDGER: ledger,
        CHANGES: numbers(repository, ledger.decode(), version).encode(),
        CITATION: (paper.root / CITATION).read_bytes(),
    }
    return {**whole, CHECKSUMS: checksums(whole).encode()}


def checksums(files: Mapping[str, bytes]) -> str:
    """Return the hashes of files as `sha256sum --check` reads them."""
    return "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))


def _require_verified(report: Path, commit: str) -> None:
    """Refuse a verification that does not hold, or is one of something else than the commit.

    Raises:
        ReleaseError: It is so.
    """
    said: dict[str, Any] = json.loads(_read(report, "the report of the verification"))
    if not said["holds"]:
        raise ReleaseError(str(report), said["headline"], "a verification that holds", "Mend what it names.")
    environment = said["environment"]
    if environment["commit"] != commit or not environment["clean"]:
        changes = "" if environment["clean"] else " with changes"
        found = f"a verification of commit {environment['commit'] or 'none'}{changes}"
        raise ReleaseError(str(report), found, f"one of {commit} as it is", _AGAIN)


def _reports(paper: Paper, folder: Path) -> dict[str, bytes]:
    """Return the reports and executed chapters, without chapters that have left the book."""
    chapters = set(paper.chapters)
    gone = {path.stem for path in folder.glob("*.ipynb")} - chapters
    kept = (path for path in folder.iterdir() if path.is_file() and path.stem not in gone)
    return {path.name: path.read_bytes() for path in kept if path.name not in _UNREPORTED}


def _below(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _read(path: Path, what: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        action = "See above what the build or the verification left out, and why."
        raise ReleaseError(str(path), "no file", what, action) from error

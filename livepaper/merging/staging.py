"""Building the whole new data folder aside, checking it there, and putting it in place of the old one in one step.

    with alone(workspace / "lock", "another import"):
        staged, problems = stage(package, bibliography, merge, aside)
        if not problems:
            switch(staged)

A reader of the folder, at whatever moment, finds all of the old or all of the new; so
does whoever looks after the process was killed. What it leaves aside is cleared by the next.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from livepaper.datapackage import Package, check, renew
from livepaper.datapackage.package import sha256
from livepaper.errors import DataError, ProjectError
from livepaper.files import exchange, write
from livepaper.merging.merge import Merge
from livepaper.merging.sheet import place

_PLACE = re.compile(r", row (?P<row>\d+)(?:, column (?P<column>.+))?$")


@dataclass(frozen=True)
class Staged:
    """A new data folder beside the one it is to replace.

    Attributes:
        folder: The folder in use.
        aside: The new one.
        before: The hash of every file of the folder in use when the new one was made of it.
    """

    folder: Path
    aside: Path
    before: dict[str, str]


@contextmanager
def alone(lock: Path, other: str) -> Iterator[None]:
    """Keep others that ask for the same lock out; the system releases it however this process ends.

    Args:
        lock: The file that is locked.
        other: What to call another that has it, such as “another import”.

    Raises:
        ProjectError: Another process has it.
    """
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ProjectError(
                str(lock), f"{other} at work", "one at a time", "Wait until it ends, or end it."
            ) from error
        yield


def stage(package: Package, bibliography: Path, merge: Merge, aside: Path) -> tuple[Staged, list[DataError]]:
    """Make the new folder, sealed, and check it as a whole: schema, keys, foreign keys, sources.

    Args:
        package: The package in use.
        bibliography: The BibTeX file whose keys the `source` columns name.
        merge: What to change.
        aside: Where to make the new folder; emptied first.

    Returns:
        The new folder, and every problem, at the row of the wave that brought it.
    """
    shutil.rmtree(aside, ignore_errors=True)
    staged = Staged(package.folder, aside, _hashes(package.folder))
    shutil.copytree(package.folder, aside, symlinks=True)
    new = Package(aside)
    for table, text in merge.texts.items():
        write(new.path(table), text.encode())
    renew(aside)
    files = {str(new.path(table)): table for table in merge.texts}
    found = (_brought(error, staged, merge, files) for error in check(aside, bibliography))
    return staged, [error for error in found if error is not None]


def switch(staged: Staged) -> None:
    """Put the new folder in place of the one in use, in one step of the file system, and remove the old one.

    Raises:
        ProjectError: The folder in use has changed since, or the file system cannot do it; nothing was changed.
    """
    folder = staged.folder.resolve()
    _to_disk(staged.aside)  # takes long, so what may change meanwhile is looked at after it
    _require_unchanged(staged, folder)
    exchange(folder, staged.aside)
    try:
        _require_unchanged(staged, staged.aside)
    except (ProjectError, OSError):
        exchange(folder, staged.aside)
        raise
    _flush(folder.parent)
    shutil.rmtree(staged.aside, ignore_errors=True)


def _require_unchanged(staged: Staged, old: Path) -> None:
    if _hashes(old) != staged.before:
        raise ProjectError(
            str(staged.folder), "a file that has just been changed", "the data as they were read", "Run it again."
        )


def _brought(error: DataError, staged: Staged, merge: Merge, files: dict[str, str]) -> DataError | None:
    """Tell a problem of the new folder at the row that brought it; None if the reading of that cell has told it."""
    match = _PLACE.search(error.where)
    table = files.get(error.where[: match.start()]) if match else None
    origin = merge.origins.get((table, int(match["row"]))) if match and table else None
    if match is None or origin is None:
        where = error.where.replace(str(staged.aside), str(staged.folder))
    else:
        sheet, row = origin
        if (row, match["column"] or "") in sheet.unread:
            return None
        where = place(sheet.where, row, match["column"] or "")
    return type(error)(where, error.found, error.expected, error.action)


def _hashes(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()) for path in files}


def _to_disk(folder: Path) -> None:
    """Make sure that a folder outlasts a loss of power."""
    for path in (*folder.rglob("*"), folder, folder.parent):
        if not path.is_symlink():
            _flush(path)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

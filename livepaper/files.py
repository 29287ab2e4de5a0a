"""Writing files and folders whole or not at all, and zips that are the same for the same files."""

from __future__ import annotations

import ctypes
import errno
import io
import os
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from livepaper.errors import ProjectError

_THEN = (1980, 1, 1, 0, 0, 0)
"""The time of every file in a zip: zips know none that is earlier."""

_SWAP = 2
"""RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS."""

_HERE = -100
"""AT_FDCWD of Linux: relative paths start at the working folder."""

_UNABLE = {errno.EINVAL, errno.ENOSYS, errno.EXDEV, errno.ENOTSUP}


def write(path: Path, content: bytes) -> Path:
    """Put a file in place in one step, so that no reader ever sees half of it; return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        file.write(content)
    part = Path(file.name)
    part.chmod(0o644)
    part.replace(path)
    return path


def exchange(one: Path, other: Path) -> None:
    """Let two folders change places in one step of the file system.

    Raises:
        ProjectError: The file system cannot do it.
    """
    library = ctypes.CDLL(None, use_errno=True)
    paths = os.fsencode(one), os.fsencode(other)
    try:
        if sys.platform == "darwin":
            failed = library.renamex_np(*paths, _SWAP)
        else:
            failed = library.renameat2(_HERE, paths[0], _HERE, paths[1], _SWAP)
    except AttributeError:
        failed = -1
        ctypes.set_errno(errno.ENOSYS)
    if failed:
        number = ctypes.get_errno()
        told = os.strerror(number)
        if number in _UNABLE:
            told = f"a file system that cannot exchange two folders in one step ({told})"
        raise ProjectError(str(one), told, f"to exchange it with {other}", "Copy the paper to a local disk.")


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of files by their place in it: the same bytes for the same files, with the same zlib."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _THEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o644 << 16  # the same on every system
            archive.writestr(entry, content)
    return buffer.getvalue()

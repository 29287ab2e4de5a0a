"""Writing files whole or not at all, and zips that are the same for the same files."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

_THEN = (1980, 1, 1, 0, 0, 0)
"""The time of every file in a zip: zips know none that is earlier."""


def write(path: Path, content: bytes) -> Path:
    """Put a file in place in one step, so that no reader ever sees half of it; return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        file.write(content)
    part = Path(file.name)
    part.chmod(0o644)
    part.replace(path)
    return path


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

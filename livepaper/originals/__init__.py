"""Fetching the original reports that the bibliography names, for `livepaper verify --sources`.

`pooch` keeps what was fetched: a file takes the place of another only once it is whole
and has the hash that is known for it. The hashes are kept in `originals.txt`, a registry
as pooch reads it, in which a hash is written only when somebody asks for that.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from livepaper import works
from livepaper.errors import OriginalError
from livepaper.files import write
from livepaper.originals.resuming import Progress, Resuming, file_sha256

__all__ = ["FOLDER", "REGISTRY", "Original", "fetch", "file_sha256", "is_report", "known", "originals", "record"]

FOLDER = "originals"
"""Where the reports lie, outside git because most are under copyright, and outside what `make clean` removes."""

REGISTRY = "originals.txt"
"""The file of known hashes."""


@dataclass(frozen=True)
class Original:
    """A report to fetch.

    Attributes:
        key: Its key in the bibliography.
        address: Where it is found on the web.
        sha256: The hash it is known to have, in hexadecimal; empty if none is known.
    """

    key: str
    address: str
    sha256: str

    @property
    def name(self) -> str:
        """The name of its file, by which verification finds it."""
        return f"{self.key}.pdf"


def originals(bibliography: Path, registry: Path) -> dict[str, Original]:
    """Return every work that has an address on the web, by key.

    Raises:
        DataError: The bibliography cannot be parsed.
        OriginalError: The registry cannot be read.
    """
    hashes = known(registry)
    found = {key: works.address(bibliography, key) for key in works.entries(bibliography)}
    return {key: Original(key, address, hashes.get(f"{key}.pdf", "")) for key, address in found.items() if address}


def is_report(original: Original) -> bool:
    """Tell whether an address is that of a PDF, as far as it says so itself."""
    return urlsplit(original.address).path.lower().endswith(".pdf")


def known(registry: Path) -> dict[str, str]:
    """Return the known hashes by name of file; none if there is no registry.

    Raises:
        OriginalError: A line of it is not a name and a sha256.
    """
    if not registry.is_file():
        return {}
    found = {}
    for number, line in enumerate(registry.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            entry = re.fullmatch(r"(\S+\.pdf)\s+sha256:([0-9a-f]{64})", line.strip())
            if entry is None:
                where = f"{registry}, line {number}"
                raise OriginalError(where, f"“{line}”", "KEY.pdf sha256:HASH", "Correct or remove the line.")
            found[entry[1]] = entry[2]
    return found


def record(registry: Path, hashes: Mapping[str, str]) -> None:
    """Add hashes to the registry; those it has stay as they are."""
    every = {**hashes, **known(registry)}
    head = "# Hashes of original reports as they were first fetched. Nobody has vouched for them.\n"
    lines = [f"{name} sha256:{digest}\n" for name, digest in sorted(every.items())]
    write(registry, (head + "".join(lines)).encode())


def fetch(original: Original, folder: Path, *, timeout: float = 30, progress: Progress = lambda done, of: None) -> bool:
    """Fetch a report into a folder, if it is not there; continue where an earlier attempt was broken off.

    A file that is there stays as it is until a whole one with the known hash takes its place.

    Args:
        original: The report.
        folder: Where it goes, as KEY.pdf.
        timeout: Seconds to wait for the server's next byte.
        progress: Told how far it is.

    Returns:
        Whether it was fetched now.

    Raises:
        OriginalError: It could not be fetched whole, or is not the known one.
    """
    import pooch  # noqa: PLC0415  heavy, and most need no reports

    path = folder / original.name
    if path.is_file() and (not original.sha256 or file_sha256(path) == original.sha256):
        return False
    kept = f" {path} is left as it was." if path.exists() else ""
    downloader = Resuming(folder / f"{original.name}.part", timeout, progress, kept)
    pooch.get_logger().setLevel(logging.WARNING)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        pooch.retrieve(
            original.address,
            f"sha256:{original.sha256}" if original.sha256 else None,
            fname=original.name,
            path=folder,
            downloader=downloader,
        )
    except ValueError as problem:  # how pooch says that a hash is another
        raise OriginalError(
            original.address,
            f"a file with the sha256 {downloader.digest or 'of another'}",
            f"{original.sha256}, as {REGISTRY} records",
            f"See whether the publisher replaced the report.{kept}",
        ) from problem
    except OSError as problem:
        raise OriginalError(str(path), problem.strerror or "an error", "a place to write", "Make room.") from problem
    return True

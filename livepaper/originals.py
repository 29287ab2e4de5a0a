"""Fetching the original reports that the bibliography names, for `livepaper verify --sources`.

`pooch` keeps what was fetched: a file takes the place of another only once it is whole
and has the hash that is known for it. The hashes are kept in `originals.txt`, a registry
as pooch reads it, in which a hash is written only when somebody asks for that.
"""

from __future__ import annotations

import hashlib
import logging
import re
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from livepaper import works
from livepaper.errors import OriginalError
from livepaper.files import write

FOLDER = "originals"
"""Where the reports lie, outside git because most are under copyright, and outside what `make clean` removes."""

REGISTRY = "originals.txt"
"""The file of known hashes."""

_MOST = 2**30
"""Bytes above which a file is no report, and a server that sends without end is left."""

_ATTEMPTS = 5
"""How often to ask in vain, that is without a byte more, before giving up."""

_PAUSE = 1.0
"""Seconds to wait before asking again, times how often it was in vain."""

_REDIRECTS = 5

Progress = Callable[[int, int | None], None]
"""Told how many bytes are there, and of how many if the server says so."""


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


def sha256(path: Path) -> str:
    """Return the hash of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
    if path.is_file() and (not original.sha256 or sha256(path) == original.sha256):
        return False
    kept = f" {path} is left as it was." if path.exists() else ""
    downloader = _Resuming(folder / f"{original.name}.part", timeout, progress, kept)
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


class _Broken(Exception):  # noqa: N818  an interruption, after which one may go on
    """The server went silent, away or back on its word."""


@dataclass
class _Resuming:
    """A downloader for pooch that continues a part, as pooch's own does not.

    A part is continued only if the server names its state by a strong ETag or a date, and is
    asked whether that is still the state (If-Range); otherwise it begins anew.

    Attributes:
        part: The file that grows; it outlives an interruption.
        timeout: Seconds to wait for the next byte.
        progress: Told how far it is.
        kept: What to say of a file that is there already.
        digest: The hash of what was fetched.
    """

    part: Path
    timeout: float
    progress: Progress
    kept: str
    digest: str = ""
    _total: int | None = field(default=None, repr=False)

    def __call__(self, url: str, output_file: str, pooch: Any) -> None:
        """Fetch an address into a file, as pooch asks its downloaders to."""
        if urlsplit(url).scheme not in {"http", "https"}:
            raise self._refused(url, "an address of another kind", "http:// or https://", "Correct references.bib.")
        told, idle = "", 0
        while idle < _ATTEMPTS:
            before = self._size()
            try:
                self._ask(url)
                break
            except _Broken as problem:
                told = str(problem)
                idle = 0 if self._size() > before else idle + 1
                time.sleep(_PAUSE * idle)
        else:
            of = f" of {self._total:,}" if self._total else ""
            found = f"{told} after {self._size():,}{of} bytes, {_ATTEMPTS} times"
            raise self._refused(url, found, "the whole report", "Try again later; what is there will be continued.")
        self._look(url)
        self.digest = sha256(self.part)
        shutil.move(self.part, output_file)
        self._state().unlink(missing_ok=True)

    def _ask(self, url: str) -> None:
        """Ask once for what is missing, and append it."""
        import requests  # noqa: PLC0415  heavy, and most need no reports

        with requests.Session() as session:
            session.max_redirects = _REDIRECTS
            try:
                with session.get(url, headers=self._headers(), stream=True, timeout=self.timeout) as answer:
                    self._take(url, answer)
            except requests.TooManyRedirects as problem:
                found = f"more than {_REDIRECTS} redirects"
                raise self._refused(url, found, "the report", "Find its present address.") from problem
            except (requests.exceptions.InvalidSchema, requests.exceptions.InvalidURL) as problem:
                found = "a redirect to an address of another kind"
                raise self._refused(url, found, "http:// or https://", "Find its present address.") from problem
            except requests.RequestException as problem:
                silent = isinstance(problem, requests.Timeout) or "timed out" in str(problem)
                raise _Broken(
                    f"no byte within {self.timeout:g} seconds" if silent else "a broken connection"
                ) from problem

    def _headers(self) -> dict[str, str]:
        state = self._state().read_text(encoding="utf-8") if self._state().is_file() and self._size() else ""
        if not state:
            self.part.unlink(missing_ok=True)
        more = {"Range": f"bytes={self._size()}-", "If-Range": state} if state else {}
        return {"Accept-Encoding": "identity", "Accept": "application/pdf,*/*;q=0.5", **more}

    def _take(self, url: str, answer: Any) -> None:
        """Append what an answer brings, or begin anew if it brings the whole."""
        size = self._size()
        if answer.status_code == 416:
            self._finish(answer, size)
            return
        if answer.status_code in {408, 429, 500, 502, 503, 504}:
            raise _Broken(f"the answer {answer.status_code}")
        if answer.status_code not in {200, 206}:
            raise self._refused(url, f"the answer {answer.status_code}", "the report", "Look whether it has moved.")
        begins = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", answer.headers.get("Content-Range", ""))
        if answer.status_code == 206 and not (begins and int(begins[1]) == size):
            self._begin_anew()
            raise _Broken("another part than was asked for")
        appending = answer.status_code == 206
        size = size if appending else 0
        length = answer.headers.get("Content-Length", "")
        self._total = size + int(length) if length.isdecimal() else None
        if (self._total or 0) > _MOST:
            raise self._refused(url, f"{self._total:,} bytes", f"{_MOST:,} at most", "Fetch it by hand.")
        self._state().write_text(_validator(answer.headers), encoding="utf-8")
        with self.part.open("ab" if appending else "wb") as file:
            for piece in answer.iter_content(2**16):
                file.write(piece)
                size += len(piece)
                if size > _MOST:
                    raise self._refused(url, f"more than {_MOST:,} bytes", "an end", "Fetch it by hand.")
                self.progress(size, self._total)
        if self._total is not None and size < self._total:
            raise _Broken("an early end")

    def _finish(self, answer: Any, size: int) -> None:
        """Accept that there is no more, if the server says how much there is and that is what is there."""
        if answer.headers.get("Content-Range", "").replace(" ", "") == f"bytes*/{size}":
            return
        self._begin_anew()
        raise _Broken("another length than before")

    def _look(self, url: str) -> None:
        """Require that what was fetched begins and ends as a PDF."""
        with self.part.open("rb") as file:
            head = file.read(1024)
            file.seek(max(0, self._size() - 2048))
            tail = file.read()
        if b"%PDF-" in head and b"%%EOF" in tail:
            return
        self._begin_anew()
        page = b"<html" in head.lower() or b"<!doctype html" in head.lower()
        found = "a web page" if page else "a PDF without its end" if b"%PDF-" in head else "something else than a PDF"
        raise self._refused(url, found, "the whole report as a PDF", "Look at the address in a browser.")

    def _size(self) -> int:
        return self.part.stat().st_size if self.part.is_file() else 0

    def _state(self) -> Path:
        """Return the file that keeps which state of the report the part is of."""
        return self.part.with_suffix(".state")

    def _begin_anew(self) -> None:
        for path in (self.part, self._state()):
            path.unlink(missing_ok=True)

    def _refused(self, url: str, found: str, expected: str, action: str) -> OriginalError:
        return OriginalError(url, found, expected, action + self.kept)


def _validator(headers: Mapping[str, str]) -> str:
    """Return what names the state of a file on a server: a strong ETag, else the date of its last change."""
    etag = headers.get("ETag", "")
    return etag if etag.startswith('"') else headers.get("Last-Modified", "")

"""A downloader for pooch that continues what was broken off, and believes nothing that a server says of lengths."""

from __future__ import annotations

import hashlib
import re
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from livepaper.errors import OriginalError

_MOST = 2**30
"""Bytes above which a file is no report, and a server that sends without end is left."""

_ATTEMPTS = 5
"""How often to ask in vain, that is without a byte more, before giving up."""

_PAUSE = 1.0
"""Seconds to wait before asking again, times how often it was in vain."""

_REDIRECTS = 5

Progress = Callable[[int, int | None], None]
"""Told how many bytes are there, and of how many if the server says so."""


def file_sha256(path: Path) -> str:
    """Return the hash of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _Broken(Exception):  # noqa: N818  an interruption, after which one may go on
    """The server went silent, away or back on its word."""


@dataclass
class Resuming:
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
        self.digest = file_sha256(self.part)
        shutil.move(self.part, output_file)
        self._state().unlink(missing_ok=True)

    def _ask(self, url: str) -> None:
        """Ask once for what is missing, and append it."""
        import requests  # noqa: PLC0415  heavy, and most need no reports
        import urllib3  # noqa: PLC0415  likewise

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
            except (requests.RequestException, urllib3.exceptions.HTTPError, HTTPException) as problem:
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
            while piece := answer.raw.read1(2**16):  # what has come, so that an interruption loses none of it
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

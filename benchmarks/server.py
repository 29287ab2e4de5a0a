"""A small server that delivers a site as a good host would: compressed copies, and the headers of its `_headers`."""

from __future__ import annotations

import functools
import gzip
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

ENDINGS = {"br": ".br", "gzip": ".gz"}

_COMPRESSIBLE = re.compile(r"text/|application/(?:javascript|json|xml)|image/svg")


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    extensions_map: ClassVar[dict[str, str]] = {
        **SimpleHTTPRequestHandler.extensions_map,
        ".webmanifest": "application/manifest+json",
    }

    def __init__(self, *given: Any, encodings: Sequence[str], **named: Any) -> None:
        self._encodings = encodings
        super().__init__(*given, **named)

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        if not path.is_file():
            missing = Path(self.directory) / "404.html"
            self._answer(404, missing.read_bytes() if missing.is_file() else b"", "text/html", "")
            return
        kind = self.guess_type(str(path))
        kind = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
        accepted = self.headers.get("Accept-Encoding", "")
        for encoding in self._encodings:
            compressed = path.with_name(path.name + ENDINGS[encoding])
            if encoding in accepted and compressed.is_file():
                self._answer(200, compressed.read_bytes(), kind, encoding)
                return
        content = path.read_bytes()
        if "gzip" in self._encodings and "gzip" in accepted and _COMPRESSIBLE.match(kind):
            self._answer(200, gzip.compress(content, mtime=0), kind, "gzip")  # a site without compressed copies
        else:
            self._answer(200, content, kind, "")

    def _answer(self, status: int, content: bytes, kind: str, encoding: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Vary", "Accept-Encoding")
        if encoding:
            self.send_header("Content-Encoding", encoding)
        for name, value in headers_for(Path(self.directory), self.path):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *given: Any) -> None:
        """Say nothing."""


def headers_for(site: Path, path: str) -> Iterator[tuple[str, str]]:
    """Yield the headers that a site's `_headers` gives for a path."""
    rules = site / "_headers"
    if not rules.is_file():
        return
    applies = False
    for line in rules.read_text(encoding="utf-8").splitlines():
        if line.startswith("/"):
            pattern = ".*".join(map(re.escape, line.strip().split("*")))
            applies = re.fullmatch(pattern, path.split("?", maxsplit=1)[0]) is not None
        elif applies and ":" in line:
            name, _, value = line.strip().partition(": ")
            yield name, value


@contextmanager
def serving(site: Path, encodings: Sequence[str] = ("br", "gzip")) -> Iterator[str]:
    """Serve a site on this machine while the block runs, and give its address.

    Args:
        site: The folder of the site.
        encodings: The compressions to offer, the preferred one first.
    """
    handler = functools.partial(_Handler, directory=str(site), encodings=encodings)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

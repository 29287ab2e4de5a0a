"""Compressed copies beside the files of a site, so that a host need not compress at each request."""

from __future__ import annotations

import gzip
import hashlib
import shutil
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

SUFFIXES = {
    ".bib", ".css", ".csv", ".html", ".ipynb", ".js", ".json", ".md", ".mjs", ".ris", ".svg", ".txt", ".webmanifest",
    ".xml",
}  # fmt: skip
"""The endings of texts; pictures and archives are compressed already."""

LEAST = 1024
"""The bytes below which a smaller file saves no packet."""

_BROTLI = 11
_GZIP = 9


def compress(site: Path, kept: Path) -> None:
    """Write `.gz` and `.br` beside each text of a site.

    Args:
        site: The folder of the site.
        kept: Where the results are kept from build to build, by the hash of what they were made from.
    """
    paths = [path for path in site.rglob("*") if path.suffix in SUFFIXES and path.stat().st_size >= LEAST]
    kept.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor() as pool:  # both compressors let go of the interpreter
        used = set().union(*pool.map(lambda path: _compress(path, kept), paths))
    _forget(kept, used)


def _compress(path: Path, kept: Path) -> set[str]:
    content = path.read_bytes()
    name = hashlib.sha256(content).hexdigest()
    gz, br = kept / f"{name}.gz", kept / f"{name}.br"
    if not gz.exists():
        _put(gz, gzip.compress(content, _GZIP, mtime=0))
    if not br.exists():
        _put(br, brotli.compress(content, mode=brotli.MODE_TEXT, quality=_BROTLI))
    for made in (gz, br):
        shutil.copyfile(made, path.with_name(path.name + made.suffix))
    return {gz.name, br.name}


def _put(path: Path, content: bytes) -> None:
    aside = path.with_suffix(f"{path.suffix}.part")
    aside.write_bytes(content)
    aside.replace(path)


def _forget(kept: Path, used: Iterable[str]) -> None:
    for path in kept.iterdir():
        if path.name not in set(used):
            path.unlink()

"""The service worker, by which a book that was opened once can be read without a network."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from string import Template

from livepaper.site.assets.library import ASSETS

WORKER = "service-worker.js"
"""At the root of the site, because a worker sees only what lies beneath it."""

MOST = 300 * 1024
"""The bytes of an asset beyond which it is kept only once a reader has asked for it."""


def kept_files(site: Path, pages: Sequence[str], loaded: Sequence[str]) -> list[str]:
    """Return what the worker keeps: the pages, what they load, and the renamed assets that are not large."""
    assets = [path.relative_to(site).as_posix() for path in (site / ASSETS).glob("*") if path.stat().st_size <= MOST]
    return sorted({*pages, *loaded, *assets})


def service_worker(site: Path, files: Sequence[str]) -> str:
    """Return the worker's script; its version changes with any of the files it keeps."""
    digest = hashlib.sha256()
    for name in files:
        digest.update(name.encode() + b"\0" + (site / name).read_bytes() + b"\0")
    template = Template((Path(__file__).parent / WORKER).read_text(encoding="utf-8"))
    return template.substitute(
        version=json.dumps(digest.hexdigest()[:12]), files=json.dumps(list(files)), assets=json.dumps(f"{ASSETS}/")
    )

"""Whether the files of the site are those that the build left."""

from __future__ import annotations

import hashlib
from pathlib import Path

from livepaper.audit.data import read_json
from livepaper.audit.findings import Audit, Finding
from livepaper.errors import ProjectError

MANIFEST = "manifest.json"

_REBUILD = "Build the book again; do not edit the site."


def check_manifest(site: Path, audit: Audit) -> None:
    """Confirm that every file has its recorded hash, and that none is missing or added."""
    try:
        recorded = dict(read_json(site / MANIFEST, "the list of the site’s files"))
    except (ProjectError, TypeError, ValueError) as error:
        audit.findings.append(
            Finding(MANIFEST, "the list of files", "", str(error), "the hash of every file", _REBUILD)
        )
        return
    files = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    files.pop(MANIFEST, None)
    for name in sorted({*recorded, *files}):
        problem = _problem(files.get(name), recorded.get(name))
        if problem is None:
            audit.counts.files += 1
        else:
            audit.findings.append(Finding(name, "the file", "", *problem, _REBUILD))


def _problem(path: Path | None, recorded: str | None) -> tuple[str, str] | None:
    if recorded is None:
        return "a file that the build did not leave", "no such file"
    if path is None:
        return "no file", "the one that the build left"
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    return None if found == recorded else (f"sha256 {found[:12]}…", f"{recorded[:12]}…, as the build left it")

"""Changing a finished page: its parts are found by the marks that the templates leave."""

from __future__ import annotations

import os
from pathlib import Path

from livepaper.errors import ProjectError


def insert(path: Path, mark: str, html: str) -> None:
    """Put HTML before the last occurrence of a mark in a page.

    Args:
        path: The page.
        mark: A text that it must hold, such as `</head>`.
        html: What to put there.

    Raises:
        ProjectError: The page has no such mark.
    """
    start, found, end = path.read_text(encoding="utf-8").rpartition(mark)
    if not found:
        raise ProjectError(str(path), f"no {mark}", "a page of the book's theme", "Restore the templates.")
    path.write_text(f"{start}{html}{mark}{end}", encoding="utf-8")


def to_root(page: Path, folder: Path) -> str:
    """Return the way from a page to the site's folder, empty or with a slash at its end."""
    way = Path(os.path.relpath(folder, page.parent)).as_posix()
    return "" if way == "." else f"{way}/"

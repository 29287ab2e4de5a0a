"""The works of the bibliography, and whether a reader needs more than the work to find a number in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from livepaper.works import entries

_WEB_PAGES = {"misc", "online", "electronic"}
"""Types of entries that stand for a single page of the web, if they have an address."""


@dataclass(frozen=True)
class Work:
    """An entry of the bibliography.

    Attributes:
        key: Its key.
        page: The address of the single web page that it is; empty for a work of many pages.
    """

    key: str
    page: str


def works(path: Path) -> dict[str, Work]:
    """Read the works of a BibTeX file by key.

    Raises:
        DataError: It cannot be parsed.
    """
    return {
        key: Work(key, entry.fields.get("url", "") if entry.type in _WEB_PAGES else "")
        for key, entry in entries(path).items()
    }

"""What the book's configuration says of the book as a whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml


@dataclass(frozen=True)
class Book:
    """By whom, of which year and under which title the book is cited."""

    author: str
    year: str
    title: str


def read_book(configuration: str) -> Book:
    """Read the text of `_config.yml`; what it does not say is empty."""
    try:
        found: Any = yaml.safe_load(configuration)
        said: dict[str, Any] = dict(found)
        sphinx: dict[str, Any] = dict(dict(said.get("sphinx") or {}).get("config") or {})
    except (TypeError, ValueError, yaml.YAMLError):
        said, sphinx = {}, {}
    year = re.search(r"\d{4}", str(said.get("copyright", "")))
    title = str(sphinx.get("html_title") or said.get("title") or "")
    return Book(str(said.get("author", "")), year[0] if year else "", title)

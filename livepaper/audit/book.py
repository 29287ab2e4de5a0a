"""What the book's configuration says of the book as a whole."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Book:
    """By whom, of which year and under which title the book is cited."""

    author: str
    year: str
    title: str


def read_book(configuration: str) -> Book:
    """Read the text of `_config.yml`, in which each of these stands on a line; what it does not say is empty."""
    year = re.search(r"\d{4}", _said(configuration, "copyright"))
    title = _said(configuration, "html_title") or _said(configuration, "title")
    return Book(_said(configuration, "author"), year[0] if year else "", title)


def _said(configuration: str, key: str) -> str:
    line = re.search(rf"^ *{key}:[ \t]*(.*?)[ \t]*$", configuration, re.MULTILINE)
    value = line[1] if line else ""
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value

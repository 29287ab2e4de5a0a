"""What is wrong with a draft, gathered from all that Sphinx warns of, and as a page shows it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from html import escape

from sphinx.application import Sphinx
from sphinx.util.logging import NAMESPACE, WarningLogRecordTranslator, WarningSuppressor

from livepaper.errors import LivePaperError, ProjectError

_ARTICLE = re.compile(r"(?P<start><article[^>]*>).*(?P<end></article>)", re.DOTALL)
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_LINE = re.compile(r":(?P<line>\d+)$")

_CELL_LINES = 10_000
"""MyST-NB numbers the lines of a notebook's n-th cell from n times this."""


_REFERENCE = "ref"
"""Sphinx's type of warnings about references."""


class Warnings(logging.Handler):
    """Keeps what Sphinx and its extensions warn of, each once."""

    def __init__(self, app: Sphinx) -> None:
        super().__init__(logging.WARNING)
        self.addFilter(WarningSuppressor(app))
        self.addFilter(WarningLogRecordTranslator(app))
        self._told: dict[str, bool] = {}
        logger = logging.getLogger(NAMESPACE)
        logger.setLevel(logging.WARNING)  # Sphinx words its every step, heard or not, which takes time
        logger.addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a warning as a sentence."""
        text = sentence(str(getattr(record, "location", None) or ""), logging.LogRecord.getMessage(record))
        self._told.setdefault(text, getattr(record, "type", None) == _REFERENCE)

    @contextmanager
    def told(self, *, references: bool = True) -> Iterator[list[str]]:
        """Give a list that is filled, at the end of the block, with what was warned of in it.

        Args:
            references: Whether to hear of references that lead nowhere.
        """
        found: list[str] = []
        self._told = {}
        try:
            yield found
        finally:
            found.extend(text for text, reference in self._told.items() if references or not reference)
            self._told = {}

    def close(self) -> None:
        """Listen no more."""
        logging.getLogger(NAMESPACE).removeHandler(self)
        super().close()


def sentence(location: str, message: str) -> str:
    """Return a warning as a sentence with all that a person needs; the engine's own are such sentences.

    Args:
        location: Where Sphinx says that it is: a path, and a line that tells the cell, if known.
        message: What it says.
    """
    message = _COLOUR.sub("", message).strip()
    if "; expected " in message or not location:
        return message
    return str(ProjectError(_place(location), f"“{message}”", "nothing to warn of", "Mend it and save."))


def _place(location: str) -> str:
    found = _LINE.search(location)
    path = location[: found.start()] if found else location
    cell = int(found["line"]) // _CELL_LINES if found else 0
    return f"{path}, cell {cell}" if cell else location


def failure(where: str, error: Exception) -> str:
    """Return an exception as a sentence."""
    if isinstance(error, LivePaperError):
        return str(error)
    why = _COLOUR.sub("", " ".join(str(error).split()))
    found = f"{type(error).__name__}: {why}" if why else type(error).__name__
    return str(ProjectError(where, found, "a chapter that can be built", "Mend it and save, or open it in JupyterLab."))


def article(title: str, problems: Sequence[str]) -> str:
    """Return the text of a page that says why it is not there; all of it is escaped."""
    return (
        f'<section class="draft-problems"><h1>{escape(title)}</h1>'
        f"<p><strong>This page cannot be built as it is now.</strong> Mend what stands below and save; the page then "
        f"comes back by itself. The other pages stay as they are.</p>{listed(problems)}</section>"
    )


def listed(problems: Iterable[str]) -> str:
    """Return problems as a list in HTML."""
    return f"<ul>{''.join(f'<li><code>{escape(problem)}</code></li>' for problem in problems)}</ul>"


def in_place_of(page: str, title: str, problems: Sequence[str]) -> str:
    """Return a page with its problems in the place of its text; frame and navigation stay."""
    told = article(title, problems)
    if _ARTICLE.search(page):
        return _ARTICLE.sub(lambda found: f"{found['start']}{told}{found['end']}", page, count=1)
    return bare_page(title, told)


def bare_page(title: str, body: str) -> str:
    """Return a page without the theme's frame, for what cannot have it."""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title></head>'
        f"<body><main>{body}</main></body></html>"
    )

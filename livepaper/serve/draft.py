"""The draft: the book's site as its files are at this moment."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from livepaper import code_cells
from livepaper.citation import CITATION
from livepaper.datapackage import check
from livepaper.errors import LivePaperError, ProjectError
from livepaper.paper import BIBLIOGRAPHY, CONFIG, CONTENTS, DATA, Paper
from livepaper.serve.book import OpenBook, Tell
from livepaper.serve.memory import GONE, Memory, engine, inputs
from livepaper.serve.pages import Pages
from livepaper.serve.problems import failure
from livepaper.site.archive import ACCOMPANYING
from livepaper.site.changes import CHANGELOG
from livepaper.sphinx_ext.dependencies import ENGINE

BUILD = Path("_build", "serve")
"""Where all of a draft lies in the paper's folder: never where the published site does."""

_BOOK = (CONFIG, CONTENTS, BIBLIOGRAPHY)
"""The files that concern every page."""

_GIVEN_AWAY = (CITATION, CHANGELOG, *ACCOMPANYING)
"""The files that are shown or given away on pages that are no documents."""

_TEXT = "text:"
"""How a document's whole notebook is named, beside its code."""

_HALF_WRITTEN = 0.3
"""Seconds to wait for the rest of a notebook that an editor is still writing."""


class Draft:
    """A draft on disk.

    Attributes:
        root: The paper's folder.
        site: The folder of the draft.
    """

    def __init__(self, root: Path, tell: Tell, show: Callable[[], None]) -> None:
        """Begin a draft afresh; only what chapters gave when they ran is kept from the last.

        Args:
            root: The paper's folder.
            tell: Told in words what happens.
            show: Called when pages have changed.
        """
        self.root, self.site = root, root / BUILD / "site"
        self._wrong: dict[str, list[str]] = {}
        self._tell, self._show = tell, show
        self._book: OpenBook | None = None
        self._seen: dict[str, str] = {}
        self._data_due = False
        shutil.rmtree(self.site, ignore_errors=True)
        self.site.mkdir(parents=True)
        self._engine = engine(Paper(root))
        self._memory = Memory(root / BUILD / "memory")

    @property
    def ready(self) -> bool:
        """Whether every page has been made once."""
        return self._book is not None and self._book.ready

    @property
    def problems(self) -> dict[str, list[str]]:
        """What is wrong with each document that cannot be shown."""
        return self._book.problems if self._book else {}

    @property
    def book_problems(self) -> list[str]:
        """What keeps the book as a whole, or its data, from being right."""
        return list(dict.fromkeys(problem for problems in self._wrong.values() for problem in problems))

    @property
    def waiting(self) -> dict[str, str]:
        """The documents that are as they were, by the document that keeps them from being renewed."""
        return self._book.waiting if self._book else {}

    def engine_changed(self) -> bool:
        """Tell whether the engine has changed, which a running process cannot follow."""
        return engine(Paper(self.root)) != self._engine

    def update(self) -> None:
        """Look what has changed, and show the pages of edited documents at once."""
        changed = self._look()
        if not changed:
            return
        if self._book is None or changed & set(_BOOK):
            self._open()
        elif self._book.ready:
            self._book.renew({name.removeprefix(_TEXT) for name in changed if name.startswith(_TEXT)})
        if any(name.startswith("data:") for name in changed) or changed & set(_GIVEN_AWAY):
            self._data_due = True

    def catch_up(self, interrupted: Callable[[], bool]) -> None:
        """Do all that is left to do, until it is done or interrupted; a book just opened is made ready first."""
        while self._book is not None and not (self._book.ready and interrupted()):
            if self._data_due and self._book.ready:
                self._renew_data(self._book)
            elif not self._book.step():
                break
            self._blame("other pages", self._book.other_problems)

    def _look(self) -> set[str]:
        """Return the names of what has changed since the last look."""
        paper = Paper(self.root)
        seen = inputs(paper)
        self._memory.inputs = {**seen, ENGINE: self._engine}
        with suppress(LivePaperError):
            for document in paper.documents:
                path = self.root / f"{document}.ipynb"
                _wait_for_whole(path)
                seen[f"{_TEXT}{document}"] = _digest(path)
        seen |= {name: _digest(self.root / name) for name in (*_BOOK, *_GIVEN_AWAY)}
        changed = {name for name in seen.keys() | self._seen.keys() if seen.get(name) != self._seen.get(name)}
        self._seen = seen
        return changed

    def _open(self) -> None:
        """Open the book, or open it again; if that fails, the pages stay as they are and say so."""
        if self._book is not None:
            self._book.close()
        self._book = None
        self._tell("Building every page.", False)
        for folder in ("pages", ".doctrees", "jupyter_execute"):
            shutil.rmtree(self.root / BUILD / folder, ignore_errors=True)
        try:
            pages = Pages(self.root, self.root / BUILD, self._memory)
            pages.write_assets()
        except Exception as error:  # noqa: BLE001  whatever is wrong with it, the author has to see it
            self._blame("opening", [failure(str(self.root / CONFIG), error)])
            return
        self._blame("opening", [])
        self._data_due = True
        self._book = OpenBook(pages, self.site, self._memory, self._tell, self._show)

    def _renew_data(self, book: OpenBook) -> None:
        """Check the data, and renew what is on no document's page."""
        self._data_due = False
        self._blame("data", [str(problem) for problem in check(self.root / DATA, self.root / BIBLIOGRAPHY)])
        book.renew_others(data=True)

    def _blame(self, part: str, problems: list[str]) -> None:
        """Tell what is wrong with a part of the book, or that nothing of the whole any longer is."""
        before = self.book_problems
        self._wrong[part] = list(problems)
        for problem in self.book_problems:
            if problem not in before:
                self._tell(problem, True)
        if before and not self.book_problems:
            self._tell("The book as a whole: mended.", False)
        self._show()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else GONE


def _wait_for_whole(notebook: Path) -> None:
    """Wait a moment for a notebook that is not whole: some editors are still writing when others look."""
    end = time.monotonic() + _HALF_WRITTEN
    while notebook.is_file() and time.monotonic() < end:
        try:
            code_cells.read(notebook)
        except ProjectError:
            time.sleep(0.05)
        else:
            return

"""An open book, kept up to date in the order in which an author looks.

First the page that was edited; then those that depend on it; then what all pages tell of one another; last what is
on no chapter's page, such as the search.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from myst_nb.core.config import NbParserConfig

from livepaper.serve.client import run_ahead
from livepaper.serve.finishing import Finishing
from livepaper.serve.memory import Memory
from livepaper.serve.pages import Pages
from livepaper.serve.problems import failure

Tell = Callable[[str, bool], None]
"""What is told in words: what happens, and whether it is a problem."""


class OpenBook:
    """The pages of a book, and what is left to do for them.

    Attributes:
        ready: Whether every page has been made once.
        waiting: The documents that are as they were, by the document that they restate and that cannot be read.
        other_problems: What is wrong with the pages that are no documents.
    """

    def __init__(self, pages: Pages, site: Path, memory: Memory, tell: Tell, show: Callable[[], None]) -> None:
        """Begin with everything left to do.

        Args:
            pages: The pages as Sphinx writes them.
            site: Where the finished ones go.
            memory: What the chapters gave.
            tell: Told in words what happens.
            show: Called when pages have changed.
        """
        self.ready = False
        self.waiting: dict[str, str] = {}
        self.other_problems: list[str] = []
        self._pages, self._memory, self._tell, self._show = pages, memory, tell, show
        self._finishing = Finishing(pages, site)
        self._finishing.copy()
        self._told: set[tuple[str, str]] = set()
        self._stale = set(pages.documents)
        self._unwritten: set[str] = set()
        self._deferred: set[str] = set()
        self._unfinished: set[str] = set()
        self._others_due = True

    def close(self) -> None:
        """Close the book."""
        self._pages.close()

    @property
    def problems(self) -> dict[str, list[str]]:
        """What is wrong with each document that cannot be shown."""
        return {**self._pages.problems, **self._finishing.problems}

    def renew(self, edited: Collection[str]) -> None:
        """Show the pages of edited documents at once, and note what else has to follow."""
        now = self._in_order(edited)
        self._find_stale(now)
        for document in now:
            self._pages.read(document)
        if now:
            self._settle(now)
            self._write(now)
            self._find_stale(now)  # now that it is known which of them cannot be read
        self._unfinished |= set(self._pages.documents) - set(now)
        self._others_due = True

    def step(self) -> bool:
        """Do the most urgent of what is left to do; return whether there was any."""
        if self._stale:
            self._read_stale()
        elif self._unwritten:
            due = self._in_order(self._unwritten)
            self._write(due[:1] if self.ready else due)
        elif self._unfinished:
            due = self._in_order(self._unfinished)[:1]
            self._unfinished -= set(due)
            self._finish(due)
        elif self._others_due:
            self.renew_others(data=False)
        else:
            return False
        return True

    def renew_others(self, *, data: bool) -> None:
        """Renew all that is on no document's page; with `data`, also what is made of nothing but the data."""
        self._others_due = False
        try:
            told = self._finishing.others(data=data)
            self.other_problems = told if data else self.other_problems
        except Exception as error:  # noqa: BLE001  such as data that cannot be read
            self.other_problems = [failure(str(self._pages.paper.root), error)]

    def _find_stale(self, now: Collection[str]) -> None:
        """Find the documents to read again besides those of `now`; those that restate one not to be read wait."""
        wrong, unread = self._pages.problems, self._pages.unread
        self._stale, self.waiting = set(), {}
        for document in self._pages.documents:
            if document in now or (self._memory.holds(document) and document not in wrong):
                continue
            restated = self._memory.restated(document) & unread
            if restated and document not in wrong:
                self.waiting[document] = min(restated)
            else:
                self._stale.add(document)

    def _read_stale(self) -> None:
        """Read the documents that are out of date, after running their code side by side."""
        documents = self._in_order(self._stale)
        self._run_ahead(documents)
        for document in documents:
            self._pages.read(document)
        self._stale.clear()
        self._settle(documents)
        self._unfinished |= set(self._pages.documents) if self.ready else set()

    def _run_ahead(self, documents: Sequence[str]) -> None:
        known = self._pages.app.config
        config = NbParserConfig(execution_timeout=known.nb_execution_timeout, eval_name_regex=known.nb_eval_name_regex)

        def run(document: str) -> None:
            with suppress(Exception):  # what is wrong is told when the document is read
                run_ahead(self._pages.paper.root / f"{document}.ipynb", document, config, self._memory)

        with ThreadPoolExecutor() as pool:
            list(pool.map(run, documents))

    def _settle(self, read: Sequence[str]) -> None:
        """Note which pages to write; while a document cannot be read, those of others stay as they are."""
        changed = self._pages.settle(set(read), self._stale | self.waiting.keys())
        if self.ready and self._pages.unread:
            self._deferred |= changed - set(read)
            self._unwritten |= set(read)
        else:
            self._unwritten |= changed | self._deferred
            self._deferred.clear()

    def _write(self, documents: Sequence[str]) -> None:
        self._pages.write(documents)
        self._unwritten -= set(documents)
        self._finish(documents)

    def _finish(self, documents: Sequence[str]) -> None:
        """Finish pages, show them, and tell what is wrong with them, or no longer is."""
        self._finishing.documents(documents)
        waited, self.ready = not self.ready, self.ready or not (self._unwritten or self._stale)
        wrong = {(name, problem) for name, problems in self.problems.items() for problem in problems}
        for _, problem in sorted(wrong - self._told):
            self._tell(problem, True)
        for name in sorted({name for name, _ in self._told} - {name for name, _ in wrong}):
            self._tell(f"{name}: mended.", False)
        self._told = wrong
        self._show()
        if waited and self.ready:
            self._tell("Every page is there.", False)

    def _in_order(self, documents: Iterable[str]) -> list[str]:
        wanted = set(documents)
        return [document for document in self._pages.documents if document in wanted]

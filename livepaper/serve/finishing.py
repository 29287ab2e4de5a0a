"""From Sphinx's pages to the draft's: the steps of `livepaper.site` that readers see, page by page.

Left out is what a draft has no use for: the book as one file, what pages tell machines, and how a site is delivered.
Sphinx's pages stay as they were written, because the cards of each page name places on all the others.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from livepaper.files import write
from livepaper.paper import FIGURES, LEDGER
from livepaper.serve.pages import Pages
from livepaper.serve.problems import failure, in_place_of
from livepaper.site.abbreviations import abbreviations
from livepaper.site.accessibility import accessibility
from livepaper.site.cards import cards
from livepaper.site.changes import changes
from livepaper.site.charts import charts
from livepaper.site.citations import citations
from livepaper.site.cite import cite
from livepaper.site.downloads import downloads
from livepaper.site.explorer import explorer
from livepaper.site.navigation import navigation
from livepaper.site.page_links import page_links
from livepaper.site.publication import Publication
from livepaper.site.search import search
from livepaper.sphinx_ext.publishing import export_figures, export_ledger, publication

Steps = Iterable[Callable[[Publication], None]]

_ANY: Steps = (accessibility, navigation)
_DOCUMENTS: Steps = (accessibility, citations, abbreviations, cards, page_links, navigation)
_DATA: Steps = (charts, explorer, downloads)
_OTHERS: Steps = (accessibility, abbreviations, cite, changes, search, navigation)


class Finishing:
    """The steps from one folder to the other.

    Attributes:
        site: The folder of the draft.
        problems: What went wrong with the documents that could not be finished.
    """

    def __init__(self, pages: Pages, site: Path) -> None:
        self.site = site
        self.problems: dict[str, list[str]] = {}
        self._pages = pages
        self._others: dict[Path, str] = {}
        self._copied: dict[Path, tuple[int, int]] = {}

    def documents(self, names: Collection[str]) -> None:
        """Finish the pages of documents and put them in place; one that cannot be shown says why."""
        wrong = self._pages.problems
        good = [name for name in names if name not in wrong]
        made: dict[str, str] = {}
        try:
            made = self._finished(_DOCUMENTS, good)
            self.problems = {name: told for name, told in self.problems.items() if name not in names}
        except Exception as error:  # noqa: BLE001  whichever page it is, the others are to stay
            if len(good) > 1:
                for name in good:
                    self.documents([name])
            elif good:
                self.problems[good[0]] = [failure(good[0], error)]
        wrong = {**wrong, **self.problems}
        for name, page in {**made, **self._finished(_ANY, [name for name in names if name in wrong])}.items():
            text = in_place_of(page, self._pages.title(name), wrong[name]) if name in wrong else page
            self._put(Path(f"{name}.html"), text.encode())

    def others(self, *, data: bool) -> list[str]:
        """Renew all that stands on no document's page.

        Args:
            data: Whether to renew as well what is made of nothing but the data.

        Returns:
            What Sphinx warned of.
        """
        pages, folder, told = self._pages, self._pages.folder, list[str]()
        figures = folder / FIGURES
        shutil.rmtree(figures, ignore_errors=True)
        last = self.site / FIGURES
        export_figures(pages.app, figures, last if last.is_dir() else pages.paper.root / FIGURES)
        export_ledger(pages.app, folder / LEDGER)
        documents = {folder / f"{name}.html" for name in pages.documents}
        if data:
            told = pages.write_others()
            found = {path for path in folder.rglob("*.html") if "_static" not in path.parts} - documents
            self._others = {path: path.read_text(encoding="utf-8") for path in found}
        else:
            pages.write_index()
            _restore(self._others)
        with self._finished_documents():
            names = frozenset(path.relative_to(folder).with_suffix("").as_posix() for path in self._others)
            made = replace(publication(pages.app, folder), renewed=names)
            for step in [*(_DATA if data else ()), *_OTHERS]:
                step(made)
        self.copy()
        for path in self.site.rglob("*.html"):
            if not (folder / path.relative_to(self.site)).is_file():
                path.unlink()
        return told

    def copy(self) -> None:
        """Copy to the draft what has changed of all that is no document's page."""
        folder = self._pages.folder
        documents = {folder / f"{name}.html" for name in self._pages.documents}
        for path in folder.rglob("*"):
            if path in documents or not path.is_file():
                continue
            state = path.stat()
            if self._copied.get(path) != (seen := (state.st_mtime_ns, state.st_size)):
                self._put(path.relative_to(folder), path.read_bytes())
                self._copied[path] = seen

    def _finished(self, steps: Steps, names: Collection[str]) -> dict[str, str]:
        """Return the finished pages of documents; Sphinx's own are put back."""
        files = {name: self._pages.folder / f"{name}.html" for name in names}
        written = {path: path.read_text(encoding="utf-8") for path in files.values() if path.is_file()}
        made = replace(publication(self._pages.app, self._pages.folder), renewed=frozenset(names))
        try:
            for step in steps if names else ():
                step(made)
            return {name: path.read_text(encoding="utf-8") if path in written else "" for name, path in files.items()}
        finally:
            _restore(written)

    def _finished_documents(self) -> _Lent:
        """Let the steps read the documents' finished pages for a while."""
        names = [Path(f"{name}.html") for name in self._pages.documents]
        return _Lent({self._pages.folder / name: self.site / name for name in names if (self.site / name).is_file()})

    def _put(self, name: Path, content: bytes) -> None:
        """Put a file into the draft unless it is there already."""
        path = self.site / name
        if not (path.is_file() and path.read_bytes() == content):
            write(path, content)


class _Lent:
    """Files in whose place others stand while a block runs."""

    def __init__(self, lent: Mapping[Path, Path]) -> None:
        self._lent = lent

    def __enter__(self) -> None:
        self._own = {path: path.read_text(encoding="utf-8") for path in self._lent if path.is_file()}
        _restore({path: other.read_text(encoding="utf-8") for path, other in self._lent.items()})

    def __exit__(self, *_: object) -> None:
        _restore(self._own)


def _restore(texts: Mapping[Path, str]) -> None:
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")

"""The book as a PDF and as an EPUB. The links that readers see are those of `livepaper.site.navigation`."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path

from sphinx.util import logging

from livepaper.book_files import FOLDER, epub, pdf
from livepaper.book_files.appendix import Appendix
from livepaper.book_files.document import Book, sections, sources
from livepaper.citation import work
from livepaper.files import write
from livepaper.paper import FIGURES
from livepaper.site.publication import Publication

_KEPT = "book-files"
"""The folder beside the site that keeps the last files, because setting a book takes seconds."""

_LANGUAGE = re.compile(r'<html[^>]*\slang="(?P<language>[^"]+)"')
LOGGER = logging.getLogger(__name__)


def book_files(publication: Publication) -> None:
    """Write the book as PDF and EPUB, and name them in the head of every page.

    Without the libraries that a PDF needs, the site has none, and the build says what to install.
    """
    book = bound(publication)
    name = publication.paper.package.descriptor["name"]
    made = {"EPUB": _put(publication, f"{name}.epub", epub.fingerprint(book), lambda: epub.epub(book))}
    try:
        made["PDF"] = _put(publication, f"{name}.pdf", pdf.fingerprint(book), lambda: pdf.pdf(book))
    except pdf.NoPangoError as error:
        LOGGER.info("No PDF was made: %s", error)
    for page in publication.pages():
        up = os.path.relpath(publication.folder, page.parent)
        links = {kind: f"{'' if up == '.' else f'{up}/'}{FOLDER}/{file}" for kind, file in sorted(made.items())}
        page.write_text(linked(page.read_text(encoding="utf-8"), links), encoding="utf-8")


def bound(publication: Publication) -> Book:
    """Return the pages of a publication as one document."""
    names = [document.name for document in publication.documents]
    pages = {name: publication.page(name).read_text(encoding="utf-8") for name in names}
    alts = {figure["figure"]: figure["alt"] for figure in publication.figures}
    chapters = sections(pages, publication.claims.keys(), alts)
    titles = {document.chapter: document.title for document in publication.documents}
    appendix = Appendix(publication.paper, sources(chapters)).section(publication.claims, titles)
    language = _LANGUAGE.search(next(iter(pages.values())))
    drawings = {f"{name}.svg": (publication.folder / FIGURES / f"{name}.svg").read_bytes() for name in alts}
    return Book(
        work(publication.paper.root), language["language"] if language else "en", (*chapters, appendix), drawings
    )


def linked(page: str, links: Mapping[str, str]) -> str:
    """Return a page that names files of the whole book in its head, where programs look for them.

    Args:
        page: Its HTML.
        links: Where each kind of file (`PDF`) lies, seen from the page.
    """
    alternates = "".join(
        f'<link rel="alternate" type="{_TYPES[kind]}" title="The whole book" href="{escape(href)}">'
        for kind, href in links.items()
    )
    return page.replace("</head>", f"{alternates}</head>", 1)


_TYPES = {"PDF": "application/pdf", "EPUB": "application/epub+zip"}


def _put(publication: Publication, name: str, fingerprint: str, make: Callable[[], bytes]) -> str:
    """Put a file into the site, made anew only if the book has changed; return its name."""
    kept: Path = publication.folder.parent / _KEPT / f"{fingerprint}{Path(name).suffix}"
    if not kept.is_file():
        content = make()
        for old in kept.parent.glob(f"*{kept.suffix}"):
            old.unlink()
        write(kept, content)
    write(publication.folder / FOLDER / name, kept.read_bytes())
    return name

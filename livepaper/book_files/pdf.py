"""The book as a tagged PDF (PDF/UA-1)."""

from __future__ import annotations

import gc
import hashlib
import logging
import re
from collections.abc import Mapping
from html import escape
from importlib.resources import files
from typing import Any

from livepaper.book_files.document import PICTURES, Book
from livepaper.book_files.front import contents, guide, title_page
from livepaper.book_files.grades import brief
from livepaper.errors import ProjectError

PANGO = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
"""Debian's packages of what WeasyPrint needs of the system."""

_ROOT = "file:///book/"
"""Where everything lies that the document refers to; nothing is fetched from anywhere else."""

_FAMILIES = {"Source Serif Pro": "font_source_serif_pro", "Source Sans Pro": "font_source_sans_pro"}
_FACES = {"Regular": (400, "normal"), "It": (400, "italic"), "Semibold": (600, "normal"), "Bold": (700, "normal")}
_FAMILY = re.compile(rb'font-family="[^"]*"')
_LETTERING = b'font-family="Source Sans Pro, sans-serif"'


class NoPangoError(ProjectError):
    """A library of the system that sets text is missing."""


def weasyprint() -> Any:
    """Return WeasyPrint.

    Raises:
        NoPangoError: Pango is missing.
    """
    try:
        import weasyprint as found  # noqa: PLC0415  half a second, and it needs libraries that may be missing
    except OSError as error:
        raise NoPangoError(
            "the PDF", str(error).splitlines()[0], "Pango", f"On Debian or Ubuntu: sudo apt-get install {PANGO}"
        ) from error
    return found


def page(book: Book) -> str:
    """Return the whole book as one page of HTML."""
    work = book.work
    meta = {
        "author": ", ".join(author.name for author in work.authors),
        "description": work.abstract,
        "keywords": ", ".join(work.keywords),
        "dcterms.created": work.date,
        "dcterms.modified": work.date,
    }
    metas = "".join(f'<meta name="{name}" content="{escape(text)}"/>' for name, text in meta.items() if text)
    body = "".join([title_page(work), guide(work), contents(book), *(section.html for section in book.sections)])
    return (
        f'<!doctype html><html lang="{escape(book.language)}"><head><meta charset="utf-8"/>'
        f"<title>{escape(work.title)}</title>{metas}</head><body>{body}</body></html>"
    )


def fingerprint(book: Book) -> str:
    """Return a hash that changes with whatever would change the PDF."""
    digest = hashlib.sha256(weasyprint().__version__.encode())
    for part in (page(book), style(book)):
        digest.update(part.encode())
    for name, picture in sorted(book.pictures.items()):
        digest.update(name.encode() + picture)
    return digest.hexdigest()


def style(book: Book) -> str:
    """Return the style sheet, with the fonts and with what stands at the foot of each page."""
    faces = "".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {slope};'
        f" src: url({_ROOT}fonts/{module}/{family.replace(' ', '')}-{face}.otf); }}\n"
        for family, module in _FAMILIES.items()
        for face, (weight, slope) in _FACES.items()
    )
    running = f"@page {{ @top-left {{ content: {_quoted(book.work.title)}; }} }}\n"
    foot = f"@page {{ @bottom-left {{ content: {_quoted(brief())}; }} }}\n"
    return faces + running + foot + _read("book.css") + _read("paged.css")


def pdf(book: Book) -> bytes:
    """Return the book as a PDF, the same for the same book and the same fonts and libraries.

    Raises:
        NoPangoError: Pango is missing.
        ProjectError: A link leads nowhere, or a picture cannot be drawn.
    """
    engine = weasyprint()
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415  needs libraries that may be missing

    served = {f"{_ROOT}{PICTURES}/{name}": _lettered(picture) for name, picture in book.pictures.items()}
    problems = _Problems()
    logger = logging.getLogger("weasyprint")
    handlers, logger.handlers = logger.handlers, [problems]
    propagate, logger.propagate = logger.propagate, False
    collecting = gc.isenabled()
    gc.disable()  # hundreds of thousands of boxes live to the end: looking for garbage takes a third of the time
    try:
        fetcher = _fetcher(served)
        fonts = FontConfiguration()
        sheet = engine.CSS(string=style(book), base_url=_ROOT, url_fetcher=fetcher, font_config=fonts)
        document = engine.HTML(string=page(book), base_url=_ROOT, url_fetcher=fetcher)
        identifier = fingerprint(book)[:16].encode()
        made: bytes = document.write_pdf(
            stylesheets=[sheet],
            font_config=fonts,
            pdf_variant="pdf/ua-1",
            pdf_identifier=identifier,
            pdf_version="1.7",
            custom_metadata=False,
            finisher=_label_pages,
        )
    finally:
        logger.handlers, logger.propagate = handlers, propagate
        if collecting:
            gc.enable()
    if problems.found:
        raise ProjectError("the PDF", problems.found[0], "a document without faults", "Correct the page it is on.")
    return made


def _label_pages(document: Any, made: Any) -> None:
    """Name the pages as they are numbered: in decimal digits, from one."""
    import pydyf  # noqa: PLC0415  WeasyPrint's own writer, there only with it

    labels = pydyf.Dictionary({"Nums": pydyf.Array([0, pydyf.Dictionary({"S": "/D"})])})
    made.catalog["PageLabels"] = labels


def _lettered(picture: bytes) -> bytes:
    """Return a drawing whose letters are those of the book, so that it is the same on every machine."""
    return _FAMILY.sub(_LETTERING, picture)


def _fetcher(served: Mapping[str, bytes]) -> Any:
    """Return what gives WeasyPrint the pictures and fonts, and nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415  needs libraries that may be missing

    class Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
            if url in served:
                return URLFetcherResponse(url, served[url], {"Content-Type": "image/svg+xml"})
            folder, _, name = url.removeprefix(f"{_ROOT}fonts/").partition("/")
            if folder in _FAMILIES.values():
                font = files(folder).joinpath("files", name).read_bytes()
                return URLFetcherResponse(url, font, {"Content-Type": "font/otf"})
            raise ValueError(f"{url} is no part of the book")

    return Fetcher()


class _Problems(logging.Handler):
    """Collects what WeasyPrint reports as an error: links that lead nowhere, pictures that cannot be drawn."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a report."""
        self.found.append(record.getMessage())


def _quoted(text: str) -> str:
    """Return a text as a string of CSS."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


def _read(name: str) -> str:
    return files("livepaper.book_files").joinpath("styles", name).read_text(encoding="utf-8")

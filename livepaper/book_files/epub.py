"""The book as an EPUB 3: a zip of XHTML files, with a package document that lists them."""

from __future__ import annotations

import hashlib
import io
import re
import uuid
import zipfile
from collections.abc import Iterator, Mapping
from html import escape
from importlib.resources import files

from livepaper.book_files.document import PICTURES, Book, Section
from livepaper.book_files.front import contents, guide, title_page
from livepaper.errors import ProjectError

_START = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the zip, the earliest there is, so that the same book gives the same bytes."""

_ID = re.compile(r'\sid="([^"]+)"')
_LINK = re.compile(r'href="#([^"]+)"')
_UNDATED = "1980-01-01"
_CONTAINER = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)
_FEATURES = ("alternativeText", "displayTransformability", "readingOrder", "structuralNavigation", "tableOfContents")


def fingerprint(book: Book) -> str:
    """Return a hash that changes with whatever would change the EPUB."""
    digest = hashlib.sha256()
    for name, content in _files(book).items():
        digest.update(name.encode() + b"\0" + content)
    return digest.hexdigest()


def epub(book: Book) -> bytes:
    """Return the book as an EPUB, the same for the same book.

    Raises:
        ProjectError: A link leads nowhere.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        # Reading systems look for the type in the first bytes, so it comes first and is not compressed.
        archive.writestr(zipfile.ZipInfo("mimetype", _START), "application/epub+zip", zipfile.ZIP_STORED)
        for name, content in _files(book).items():
            archive.writestr(zipfile.ZipInfo(name, _START), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _files(book: Book) -> dict[str, bytes]:
    """Return every file but the first by its name."""
    work = book.work
    parts = [
        Section("title-page", work.title, title_page(work)),
        Section("guide", "How to read the numbers", guide(work)),
        *book.sections,
    ]
    homes = {found: part.name for part in parts for found in _ID.findall(part.html)}
    texts = {
        "META-INF/container.xml": _CONTAINER,
        "EPUB/package.opf": _package(book, parts),
        "EPUB/nav.xhtml": _nav(book, homes),
        "EPUB/book.css": _style(),
        **{f"EPUB/{part.name}.xhtml": _page(book, part.title, _homed(part.html, homes)) for part in parts},
    }
    pictures = {f"EPUB/{PICTURES}/{name}": drawing for name, drawing in sorted(book.pictures.items())}
    return {name: text.encode() for name, text in texts.items()} | pictures


def _style() -> str:
    style = files("livepaper.book_files").joinpath("styles")
    return "".join(style.joinpath(name).read_text(encoding="utf-8") for name in ("book.css", "reflowed.css"))


def _homed(html: str, homes: Mapping[str, str]) -> str:
    """Return XHTML whose links lead to the files that hold what they name."""
    for target in _LINK.findall(html):
        if target not in homes:
            raise ProjectError("the EPUB", f"a link to #{target}", "a place in the book", "Correct the page it is on.")
    return _LINK.sub(lambda link: f'href="{homes[link[1]]}.xhtml#{link[1]}"', html)


def _page(book: Book, title: str, body: str, attributes: str = "") -> str:
    language = escape(book.language)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml"'
        f' xmlns:epub="http://www.idpf.org/2007/ops" lang="{language}" xml:lang="{language}"><head>'
        f'<meta charset="utf-8"/><title>{escape(title)}</title><link rel="stylesheet" href="book.css"/></head>'
        f"<body{attributes}>{body}</body></html>\n"
    )


def _nav(book: Book, homes: Mapping[str, str]) -> str:
    toc = contents(book).replace("<nav ", '<nav epub:type="toc" role="doc-toc" ', 1)
    return _page(book, "Contents", _homed(toc, homes))


def _package(book: Book, parts: list[Section]) -> str:
    work = book.work
    identifier = uuid.uuid5(uuid.NAMESPACE_URL, f"{work.doi or work.address or work.title}#{work.version}").urn
    items = [
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>',
        '<item id="style" href="book.css" media-type="text/css"/>',
        *(
            f'<item id="s{at}" href="{part.name}.xhtml" media-type="application/xhtml+xml"/>'
            for at, part in enumerate(parts)
        ),
        *(
            f'<item id="p{at}" href="{PICTURES}/{escape(name)}" media-type="image/svg+xml"/>'
            for at, name in enumerate(sorted(book.pictures))
        ),
    ]
    front = 2
    spine = [f'<itemref idref="s{at}"/>' for at in range(len(parts))]
    spine.insert(front, '<itemref idref="nav"/>')
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<package xmlns="http://www.idpf.org/2007/opf" version="3.0"'
        f' unique-identifier="id" xml:lang="{escape(book.language)}">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">{identifier}</dc:identifier>'
        f"{''.join(_metadata(book))}</metadata><manifest>{''.join(items)}</manifest>"
        f"<spine>{''.join(spine)}</spine></package>\n"
    )


def _metadata(book: Book) -> Iterator[str]:
    work = book.work
    yield f"<dc:title>{escape(work.title)}</dc:title><dc:language>{escape(book.language)}</dc:language>"
    for author in work.authors:
        yield f"<dc:creator>{escape(author.name)}</dc:creator>"
    for element, text in (("description", work.abstract), ("date", work.date), ("rights", ", ".join(work.licences))):
        if text:
            yield f"<dc:{element}>{escape(text)}</dc:{element}>"
    for keyword in work.keywords:
        yield f"<dc:subject>{escape(keyword)}</dc:subject>"
    yield f'<meta property="dcterms:modified">{work.date or _UNDATED}T00:00:00Z</meta>'
    for mode in ("textual", "visual"):
        yield f'<meta property="schema:accessMode">{mode}</meta>'
    yield '<meta property="schema:accessModeSufficient">textual</meta>'
    for feature in _FEATURES:
        yield f'<meta property="schema:accessibilityFeature">{feature}</meta>'
    yield '<meta property="schema:accessibilityHazard">none</meta>'
    yield (
        '<meta property="schema:accessibilitySummary">Every picture has a text that stands for it, and its numbers '
        "are in the text, in tables or in the appendix.</meta>"
    )

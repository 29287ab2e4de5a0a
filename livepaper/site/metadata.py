"""How pages present themselves to search engines, reference managers and whoever shows a link to them."""

from __future__ import annotations

import json
import mimetypes
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from html import escape, unescape
from itertools import chain
from pathlib import Path
from typing import Any

from livepaper.citation import Work, work
from livepaper.datapackage.package import DESCRIPTOR
from livepaper.paper import DATA, LEDGER
from livepaper.site import icons, social_cards
from livepaper.site.linked_data import CONTEXT, article, dataset, script
from livepaper.site.not_found import PAGE as NOT_FOUND
from livepaper.site.pages import insert, to_root
from livepaper.site.publication import Document, Publication
from livepaper.site.reading import read, summary
from livepaper.site.settings import Settings, settings

_DESCRIPTION = 155
"""How many characters of a description search engines show."""

_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)

_DATA = ("*.zip", "*.xlsx")
"""Files that hold the whole data package."""


@dataclass(frozen=True)
class _Edition:
    """What is the same for all pages; `cards` has path and words of the picture that stands for each document."""

    publication: Publication
    settings: Settings
    work: Work
    package: dict[str, Any]
    pdf: str
    cards: Mapping[str, tuple[str, str]]

    @property
    def landing(self) -> Document:
        return self.publication.documents[0]


def metadata(publication: Publication) -> None:
    """Describe every page in its head, and draw the pictures that stand for the pages and for the site."""
    root = publication.paper.root
    pdf = next(
        (path.relative_to(publication.folder).as_posix() for path in sorted(publication.folder.rglob("*.pdf"))), ""
    )
    package = json.loads((root / DATA / DESCRIPTOR).read_text(encoding="utf-8"))
    known, book = settings(root), publication.documents
    texts = {document.name: _text(publication.page(document.name), document, known) for document in book}
    cards = {
        document.name: (
            social_cards.write(publication, document, known.title, texts[document.name]),
            social_cards.alt(document.title, texts[document.name]),
        )
        for document in book
    }
    edition = _Edition(publication, known, work(root), package, pdf, cards)
    icons.write(publication.folder, known)
    documents = {publication.page(document.name): document for document in book}
    for page in publication.pages():
        name = page.relative_to(publication.folder).with_suffix("").as_posix()
        document = documents.get(page) or Document(name, _title(page))
        text = texts.get(document.name) or _text(page, document, known)
        tags = _described(edition, document, text)
        if page in documents:
            tags = chain(tags, _cited(edition, document), [_linked(edition, document, text)])
        insert(page, "</head>", "\n".join([*tags, icons.links(to_root(page, publication.folder))]))


def _text(page: Path, document: Document, known: Settings) -> str:
    """Return what a page says first, or else what it is called."""
    return summary(read(page), _DESCRIPTION) or f"{document.title} – {known.title}"


def _title(page: Path) -> str:
    """Return the title of a page that is no document of the book, without that of the book."""
    match = _TITLE.search(page.read_text(encoding="utf-8"))
    return unescape(match[1]).rpartition(" - ")[0] if match else ""


def _meta(kind: str, name: str, content: str) -> str:
    return f'<meta {kind}="{name}" content="{escape(content)}">'


def _described(edition: _Edition, document: Document, description: str) -> Iterator[str]:
    """Give the description, Open Graph and Twitter's own tag."""
    known = edition.settings
    named, shared = partial(_meta, "name"), partial(_meta, "property")
    yield named("description", description)
    yield shared("og:description", description)
    yield shared("og:title", document.title)
    yield shared("og:type", "website" if document == edition.landing else "article")
    yield shared("og:site_name", known.title)
    card, alt = edition.cards.get(document.name) or edition.cards[edition.landing.name]
    if not known.address:
        yield named("twitter:card", "summary")
        return
    if f"{document.name}.html" != NOT_FOUND:  # which is shown at addresses that are not its own
        yield shared("og:url", known.absolute(f"{document.name}.html"))
    yield shared("og:image", known.absolute(card))
    yield shared("og:image:type", "image/png")
    yield shared("og:image:width", str(social_cards.WIDTH))
    yield shared("og:image:height", str(social_cards.HEIGHT))
    yield shared("og:image:alt", alt)
    yield named("twitter:card", "summary_large_image")


def _cited(edition: _Edition, document: Document) -> Iterator[str]:
    """Give the tags by which Google Scholar and Zotero cite a page."""
    cited, known = edition.work, edition.settings
    tag = partial(_meta, "name")
    whole = document == edition.landing
    yield tag("citation_title", cited.title if whole else document.title)
    if not whole:
        yield tag("citation_inbook_title", cited.title)
    for author in cited.authors:
        named = f"{author.family}, {author.given}" if author.family and author.given else author.name
        yield tag("citation_author", named)
    if cited.date:
        yield tag("citation_publication_date", cited.date.replace("-", "/"))
    yield tag("citation_language", known.language)
    if cited.keywords:
        yield tag("citation_keywords", "; ".join(cited.keywords))
    if cited.doi:
        yield tag("citation_doi", cited.doi)
    if known.address:
        address = known.absolute(f"{document.name}.html")
        yield tag("citation_public_url", address)
        yield tag("citation_fulltext_html_url", address)
        if edition.pdf:
            yield tag("citation_pdf_url", known.absolute(edition.pdf))


def _linked(edition: _Edition, document: Document, description: str) -> str:
    """Give the page, and with the landing page the data it rests on, as a data block."""
    known, cited = edition.settings, edition.work
    whole = document == edition.landing
    address = known.absolute(f"{document.name}.html")
    about = (cited.abstract or description) if whole else description
    title = cited.title if whole else document.title
    graph = [article(cited, title, about, known.language, address, "" if whole else cited.title)]
    if whole:
        graph.append(dataset(edition.package, address, _files(edition)))
    return script({"@context": CONTEXT, "@graph": graph})


def _files(edition: _Edition) -> Iterator[tuple[str, str]]:
    """Give media type and address of the files that hold the data."""
    folder = edition.publication.folder
    found = [path for pattern in _DATA for path in sorted(folder.rglob(pattern))]
    for path in [folder / LEDGER, *found]:
        yield _media_type(path), edition.settings.absolute(name := path.relative_to(folder).as_posix()) or name


def _media_type(path: Path) -> str:
    return mimetypes.types_map.get(path.suffix, "application/octet-stream")

"""The links to what the site holds besides the chapters, in the sidebar and at the foot of every page."""

from __future__ import annotations

import html
import posixpath
from dataclasses import dataclass

from livepaper.site.publication import Publication

_PLACE = '<ul class="site-links"></ul>'
"""Where the templates leave room for the links."""


@dataclass(frozen=True)
class Link:
    """A page or file worth a link on every page.

    Attributes:
        title: What readers see.
        file: Its name in the site, or a pattern that finds it.
    """

    title: str
    file: str


LINKS = (
    Link("Data explorer", "explore.html"),
    Link("Data", "data.html"),
    Link("Every number (CSV)", "ledger.csv"),
    Link("Cite this edition", "cite.html"),
    Link("What changed", "changes.html"),
    Link("PDF", "book/*.pdf"),
    Link("EPUB", "book/*.epub"),
    Link("Search", "search.html"),
)
"""In the order in which they are shown; what a site does not hold is left out."""


def navigation(publication: Publication) -> None:
    """Fill in the links of every page."""
    found = [
        Link(link.title, min(files).relative_to(publication.folder).as_posix())
        for link in LINKS
        if (files := list(publication.folder.glob(link.file)))
    ]
    for path in publication.pages():
        page = path.read_text(encoding="utf-8")
        name = path.relative_to(publication.folder).as_posix()
        path.write_text(page.replace(_PLACE, _listed(found, name)), encoding="utf-8")


def _listed(links: list[Link], page: str) -> str:
    """Return the links as a list, as seen from a page."""
    folder = posixpath.dirname(page) or "."
    items = []
    for link in links:
        address = html.escape(posixpath.relpath(link.file, folder))
        current = ' aria-current="page"' if link.file == page else ""
        items.append(f'<li><a class="reference internal" href="{address}"{current}>{html.escape(link.title)}</a></li>')
    return f'<ul class="site-links">{"".join(items)}</ul>'

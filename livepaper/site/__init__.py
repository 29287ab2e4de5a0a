"""From the pages that Sphinx wrote to the site that is published.

Sphinx's pages lie in a folder of their own, untouched; each build copies them and
takes the copy through every step, in this order. A step may change the copy's pages and
add files; it reads everything else from the publication.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from livepaper.site.abbreviations import abbreviations
from livepaper.site.accessibility import accessibility
from livepaper.site.assets import assets
from livepaper.site.book_files import book_files
from livepaper.site.cards import cards
from livepaper.site.changes import changes
from livepaper.site.charts import charts
from livepaper.site.citations import citations
from livepaper.site.cite import cite
from livepaper.site.downloads import downloads
from livepaper.site.explorer import explorer
from livepaper.site.metadata import metadata
from livepaper.site.navigation import navigation
from livepaper.site.not_found import not_found
from livepaper.site.page_links import page_links
from livepaper.site.publication import Publication
from livepaper.site.search import search
from livepaper.site.sitemap import sitemap

STEPS: Sequence[Callable[[Publication], None]] = (
    book_files,  # first: a book has no use for what the others add
    accessibility,
    citations,
    abbreviations,
    cards,
    charts,
    explorer,
    downloads,
    page_links,
    cite,
    changes,
    search,
    metadata,
    sitemap,
    navigation,
    not_found,
    assets,  # the last step: all that pages load is there by now
)


def finish(publication: Publication) -> None:
    """Take the copied pages through every step."""
    for step in STEPS:
        step(publication)

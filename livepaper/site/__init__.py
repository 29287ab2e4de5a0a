"""From the pages that Sphinx wrote to the site that is published.

Sphinx's pages lie in a folder of their own, untouched; each build copies them and
takes the copy through every step, in this order. A step may change the copy's pages and
add files; it reads everything else from the publication.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from livepaper.site.changes import changes
from livepaper.site.cite import cite
from livepaper.site.metadata import metadata
from livepaper.site.page_links import page_links
from livepaper.site.publication import Publication
from livepaper.site.search import search
from livepaper.site.sitemap import sitemap

STEPS: Sequence[Callable[[Publication], None]] = (page_links, cite, changes, search, metadata, sitemap)


def finish(publication: Publication) -> None:
    """Take the copied pages through every step."""
    for step in STEPS:
        step(publication)

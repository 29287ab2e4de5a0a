"""From the pages that Sphinx wrote to the site that is published.

Sphinx's pages lie in a folder of their own, untouched; each build copies them and
takes the copy through every step, in this order. A step may change the copy's pages and
add files; it reads everything else from the publication.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from livepaper.site.abbreviations import abbreviations
from livepaper.site.accessibility import accessibility
from livepaper.site.citations import citations
from livepaper.site.navigation import navigation
from livepaper.site.not_found import not_found
from livepaper.site.publication import Publication

STEPS: Sequence[Callable[[Publication], None]] = (
    accessibility,
    citations,
    abbreviations,
    navigation,
    not_found,
)


def finish(publication: Publication) -> None:
    """Take the copied pages through every step."""
    for step in STEPS:
        step(publication)

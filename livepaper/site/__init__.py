"""From the pages that Sphinx wrote to the site that is published.

Sphinx's pages lie in a folder of their own, untouched; each build copies them and
takes the copy through every step, in this order. A step may change the copy's pages and
add files; it reads everything else from the publication.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from livepaper.site.assets import assets
from livepaper.site.publication import Publication

STEPS: Sequence[Callable[[Publication], None]] = (assets,)


def finish(publication: Publication) -> None:
    """Take the copied pages through every step."""
    for step in STEPS:
        step(publication)

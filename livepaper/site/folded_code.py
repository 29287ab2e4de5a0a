"""The line that unfolds a cell's code is named by its own words, so that who speaks them to a machine is understood."""

from __future__ import annotations

from livepaper.site.publication import Publication

_LABELLED = '<summary aria-label="Toggle hidden content">'


def folded_code(publication: Publication) -> None:
    """Take away the other name that MyST-NB gives to each such line."""
    for path in publication.pages():
        page = path.read_text(encoding="utf-8")
        if _LABELLED in page:
            path.write_text(page.replace(_LABELLED, "<summary>"), encoding="utf-8")

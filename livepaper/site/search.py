"""What Sphinx's search does not find: figures and numbers, with the place of each.

The list is a script that sets one variable, because pages that are opened as files may load scripts but no data.
"""

from __future__ import annotations

import json
from typing import Any

from livepaper.site.pages import insert
from livepaper.site.places import places
from livepaper.site.publication import Publication
from livepaper.site.reading import shortened

FOUND = "search-entries.js"
VARIABLE = "livepaperSearch"

_SENTENCE = 300
"""How many characters of a sentence are listed at most."""

_RESULTS = '<div id="search-results">'
"""Where Sphinx puts the pages it finds."""

_ROOM = '<p id="search-extra-status" role="status"></p>\n<div id="search-extra"></div>\n'


def search(publication: Publication) -> None:
    """List figures and claims for the search page, and let it show them."""
    page = publication.folder / "search.html"
    if not page.is_file():
        return
    listed = json.dumps(entries(publication), ensure_ascii=False, separators=(",", ":"))
    (publication.folder / FOUND).write_text(f'"use strict";\nvar {VARIABLE} = {listed};\n', encoding="utf-8")
    insert(page, _RESULTS, _ROOM)
    scripts = (FOUND, "_static/search-extra.js")
    insert(page, "</body>", "".join(f'<script defer src="{script}"></script>' for script in scripts))


def entries(publication: Publication) -> dict[str, list[dict[str, Any]]]:
    """Return what can be found: figures with their texts, claims with a sentence, each with its address."""
    titles = {document.name: document.title for document in publication.documents}
    figures = [
        {
            **{part: figure[part] for part in ("title", "subtitle", "alt")},
            "page": titles[figure["document"]],
            "href": f"{figure['document']}.html#fig-{figure['figure']}",
        }
        for figure in publication.figures
    ]
    claims = [
        {
            "id": claim,
            "said": place.said,
            "sentence": shortened(place.sentence, _SENTENCE),
            "page": place.document.title,
            "href": place.href,
        }
        for claim, place in places(publication).items()
    ]
    return {"figures": figures, "claims": claims}

"""Every number answers: each claim on a page is a button that opens its provenance card.

* `marking`: where a page shows claims, and how they become buttons;
* `telling`: what a card says, as plain texts;
* `markup`: a card as HTML, every text escaped.

A card is a native popover at the end of the article: it needs no script of ours. `static/cards.js` and
`static/cards.css` add what the platform lacks.
"""

from __future__ import annotations

from collections.abc import Mapping

import nbformat

from livepaper.evidence import Evidence
from livepaper.site.cards.marking import Place, marked, name_cells, places, rows
from livepaper.site.cards.markup import Address, card_html, marks
from livepaper.site.cards.telling import Telling, tell
from livepaper.site.page_links import report_url
from livepaper.site.publication import Publication

_END = "</article>"


def cards(publication: Publication) -> None:
    """Turn the claims of every page into buttons, and add a card for each claim of a page."""
    pages = {one.name: publication.page(one.name).read_text(encoding="utf-8") for one in publication.documents}
    shown = {name: places(page) for name, page in pages.items()}
    address = _address(publication, pages, shown)
    evidence = Evidence(publication.paper, publication.claims)
    told: dict[str, Telling] = {}
    for document in publication.unfinished():
        name, page = document.name, pages[document.name]
        mine = list(dict.fromkeys(place.claim for place in shown[name] if place.claim in publication.claims))
        told |= {claim: tell(publication.claims[claim], evidence) for claim in mine if claim not in told}
        ids = {claim: f"card-{number}" for number, claim in enumerate(mine, start=1)}
        buttons = {claim: (ids[claim], marks(told[claim])) for claim in mine}
        body, article, rest = marked(page, shown[name], buttons).rpartition(_END)
        drawn = "".join(card_html(told[claim], ids[claim], name, address) for claim in mine)
        box = f'<div class="cards">{drawn}</div>' if drawn else ""
        done = name_cells(f"{body}{box}{article}{rest}", _code_cells(publication, name))
        publication.page(name).write_text(done, encoding="utf-8")


def _address(publication: Publication, pages: Mapping[str, str], shown: Mapping[str, list[Place]]) -> Address:
    configuration = publication.paper.configuration
    return Address(
        titles={one.name: one.title for one in publication.documents},
        chapters={one.chapter: one.name for one in publication.documents},
        cells=publication.cells,
        shown=shown,
        rows={row: name for name, page in pages.items() for row in rows(page) if row in publication.claims},
        reports={claim: report_url(publication, claim) for claim in publication.claims},
        book=str(configuration.get("title", "")),
        author=str(configuration.get("author", "")),
    )


def _code_cells(publication: Publication, document: str) -> list[int]:
    """Return the numbers, from one, of a notebook's cells of code."""
    notebook = nbformat.read(publication.notebooks[document], as_version=4)
    return [number for number, cell in enumerate(notebook.cells, start=1) if cell.cell_type == "code"]

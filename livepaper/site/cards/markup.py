"""A provenance card as HTML; every text of it is escaped."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from urllib.parse import quote

from livepaper.paper import LEDGER
from livepaper.site.cards.marking import Place, anchors, permalink
from livepaper.site.cards.telling import Cited, Telling

_MARKS = {
    "weak": "The dashed line marks weak evidence.",
    "corrected": "The double line marks a number that the original printed otherwise, or without support.",
}
"""What the marks of a claim mean, by its class."""


@dataclass(frozen=True)
class Address:
    """Where things are on the site.

    Attributes:
        titles: The title of each page.
        chapters: The page of each chapter.
        cells: The cell that makes each claim.
        shown: Where each page shows claims.
        rows: The page that has a row for each claim, where one does.
        reports: Where an error in a claim can be reported, with the report begun; empty where nowhere.
        book: The book's title.
        author: Its author.
    """

    titles: Mapping[str, str]
    chapters: Mapping[str, str]
    cells: Mapping[str, int]
    shown: Mapping[str, Sequence[Place]]
    rows: Mapping[str, str]
    reports: Mapping[str, str]
    book: str
    author: str

    @cached_property
    def pages(self) -> Mapping[str, list[str]]:
        """The pages that show each claim, in reading order."""
        found: dict[str, list[str]] = {}
        for page, places in self.shown.items():
            for claim in dict.fromkeys(place.claim for place in places):
                found.setdefault(claim, []).append(page)
        return found

    @cached_property
    def headings(self) -> Mapping[tuple[str, str], list[tuple[str, str]]]:
        """The headings under which each page shows each claim, with the ids to link to; the permalink first."""
        found: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for page, places in self.shown.items():
            ids = anchors(places)
            for place in places:
                if place.start in ids:
                    found.setdefault((page, place.claim), []).append((place.heading, ids[place.start]))
        return found


def marks(telling: Telling) -> str:
    """Return the classes that mark a claim in the text: `weak`, `corrected`, both or neither."""
    return " ".join(name for name in _MARKS if getattr(telling, name))


def card_html(telling: Telling, name: str, page: str, address: Address) -> str:
    """Return the card of a claim for a page.

    Args:
        telling: What it says.
        name: Its id.
        page: The page it is for, by its name in the site.
        address: Where things are.
    """
    claim = telling.claim
    legend = " ".join(text for mark, text in _MARKS.items() if getattr(telling, mark))
    parts = [
        _part("Question", telling.questions),
        _part("Asked", telling.samples),
        _listed("Source", map(_cited, telling.sources)),
        _part("Evidence", [f"{telling.grade}. {legend}" if legend else telling.grade]),
        _part("Original", telling.printed),
        _part("Computed", [telling.computed] if telling.computed else []),
        _listed("Rows", _rows(telling, page, address)),
        _listed("Made in", [_made(claim.id, page, address)]),
        _listed("Also in", _elsewhere(claim.id, page, address)),
        _part("Cite as", [_citation(telling, address)]),
    ]
    return (
        f'<div class="card" id="{name}" popover role="dialog" aria-label="The number {escape(str(claim))}"'
        ' tabindex="-1" autofocus>'
        f'<button type="button" class="card-close" popovertarget="{name}" popovertargetaction="hide"'
        ' aria-label="Close"></button>'
        f'<p class="card-value">{_escaped(telling.value)}</p><dl>{"".join(parts)}</dl>'
        f'<p class="card-links">{_link(f"#{permalink(claim.id)}", "Permalink")} {_row_link(claim.id, page, address)}'
        f"{_report(claim.id, address)}</p></div>"
    )


def _escaped(text: str) -> str:
    """Escape a text that stands between tags."""
    return escape(text, quote=False)


def _part(name: str, texts: Iterable[str]) -> str:
    return _listed(name, map(_escaped, texts))


def _listed(name: str, items: Iterable[str]) -> str:
    told = "".join(f"<dd>{item}</dd>" for item in items)
    return f"<dt>{name}</dt>{told}" if told else ""


def _link(address: str, text: str, attributes: str = "") -> str:
    return f'<a href="{escape(address)}"{attributes}>{_escaped(text)}</a>'


def _cited(cited: Cited) -> str:
    """Link to a work only on the web: an address of the bibliography is no place for a script."""
    if cited.address.startswith(("https://", "http://")):
        return _link(cited.address, cited.text)
    return _escaped(cited.text)


def _rows(telling: Telling, page: str, address: Address) -> list[str]:
    told = [_escaped(row) for row in telling.rows]
    if telling.more_rows:
        noun = "row" if telling.more_rows == 1 else "rows"
        told.append(_link(_row_address(telling.claim.id, page, address), f"and {telling.more_rows:,} more {noun}"))
    return told


def _made(claim: str, page: str, address: Address) -> str:
    home, cell = address.chapters[claim.partition("/")[0]], address.cells[claim]
    link = _link(f"{_to(home, page)}#cell-{cell}", f"{address.titles[home]}, cell {cell}")
    source = posixpath.relpath(f"_sources/{home}.ipynb", posixpath.dirname(page) or ".")
    return f"{link} ({_link(source, 'notebook', ' download')})"


def _elsewhere(claim: str, page: str, address: Address) -> list[str]:
    here = [_link(f"#{place}", heading) for heading, place in address.headings[page, claim][1:]]
    there = [
        _link(f"{_to(other, page)}#{address.headings[other, claim][0][1]}", address.titles[other])
        for other in address.pages[claim]
        if other != page
    ]
    return here + there


def _citation(telling: Telling, address: Address) -> str:
    claim = telling.claim
    title = address.titles[address.chapters[claim.id.partition("/")[0]]]
    return f"{address.author}. “{title}”. In: {address.book}. Claim {claim.id}: {claim}."


def _row_link(claim: str, page: str, address: Address) -> str:
    text = "Row in the table of all claims" if claim in address.rows else "Numbers of record"
    return _link(_row_address(claim, page, address), text, ' class="card-row"')


def _report(claim: str, address: Address) -> str:
    form = address.reports.get(claim, "")
    return f" {_link(form, 'Report an error')}" if form else ""


def _row_address(claim: str, page: str, address: Address) -> str:
    if claim in address.rows:
        return f"{_to(address.rows[claim], page)}#{quote(claim)}"
    return posixpath.relpath(LEDGER, posixpath.dirname(page) or ".")


def _to(page: str, here: str) -> str:
    if page == here:
        return ""
    return posixpath.relpath(f"{page}.html", posixpath.dirname(here) or ".")

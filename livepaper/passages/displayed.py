"""The passages of what a code cell shows: a figure or a table, from its HTML.

Alternative texts and drawings repeat numbers of the same figure as bare text; they
are bound to the claims and quantities whose printed text they repeat. A label that
repeats a whole title or caption is not given again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from livepaper.numerals import scan
from livepaper.passages.passage import Bound, Passage, Writing

_PLACES = {
    "figure-title": "title",
    "figure-subtitle": "subtitle",
    "figure-base": "base",
    "figure-note": "note",
    "figure-source": "source",
    "table-note": "note",
    "table-source": "source",
}
_CELLS = {"caption": "caption", "th": "cell", "td": "cell"}
_TABLE_OF = "Data: "
"""What the label of a figure's table puts before the figure's title."""

_COUNTED = re.compile(r"\b\d+ values?\.|\b\d+ of \d+ with\b|\b\d+ rows by \d+ columns\..*")
"""What `livepaper.figures.alt_text` counts in the table; no claim prints it, though one may print alike."""


@dataclass(frozen=True)
class _Shown:
    """Where the passages of a figure or a table stand."""

    chapter: str
    cell: int
    owner: str

    def passage(self, element: Tag, place: str) -> Passage:
        writing = Writing()
        _write(element, writing)
        return writing.passage(self.chapter, self.cell, place, self.owner)

    def plain(self, text: str, place: str) -> Passage:
        writing = Writing()
        writing.add(text)
        return writing.passage(self.chapter, self.cell, place, self.owner)


def displayed(chapter: str, cell: int, html: str) -> Iterator[Passage]:
    """Give the passages of a cell's HTML: first the texts with markup, then the bare ones.

    Args:
        chapter: The chapter's name.
        cell: The cell's number, from 1.
        html: What the cell shows.
    """
    soup = BeautifulSoup(html, "html.parser")
    whole = soup.select(".livepaper-figure, .livepaper-table") or [soup]
    for element in whole:
        shown = _Shown(chapter, cell, _owner(element))
        marked = list(_marked(element, shown))
        yield from marked
        for passage in _bare(element, shown, {passage.text for passage in marked}):
            yield _bind(passage, marked)


def _owner(element: Tag) -> str:
    name = element.get("data-figure")
    caption = element.find("caption")
    return str(name) if name else _written(caption).text if isinstance(caption, Tag) else ""


def _marked(element: Tag, shown: _Shown) -> Iterator[Passage]:
    """Give the texts in which claims carry their markup."""
    found = [(part, place) for part in element.find_all(True) if (place := _place(part))]
    if not found:
        found = [(element, "prose")]
    for part, place in found:
        passage = shown.passage(part, place)
        if passage.text:
            yield passage


def _place(element: Tag) -> str:
    return next((_PLACES[name] for name in _classes(element) if name in _PLACES), _CELLS.get(element.name, ""))


def _classes(element: Tag) -> list[str]:
    return [str(name) for name in element.get_attribute_list("class")]


def _bare(element: Tag, shown: _Shown, known: set[str]) -> Iterator[Passage]:
    """Give new labels and the texts of drawings, each once though a chart is drawn in two widths."""
    labels = dict.fromkeys(str(part["aria-label"]) for part in element.select("[aria-label]"))
    drawn = dict.fromkeys(part.get_text() for part in element.select("svg text"))
    yield from (shown.plain(text, "alt") for text in labels if text.removeprefix(_TABLE_OF) not in known)
    yield from (shown.plain(text, "drawing") for text in drawn if text.strip())


def _written(element: Tag) -> Writing:
    writing = Writing()
    _write(element, writing)
    return writing


def _write(element: Tag, writing: Writing) -> None:
    for child in element.children:
        if isinstance(child, Tag):
            if child.name == "data":
                writing.bind(_said(child))
            elif child.name in {"svg", "style", "script"}:
                continue
            else:
                _write(child, writing)
                if child.name in {"br", "p", "li", "div"} or "cell-line" in _classes(child):
                    writing.add(" ")
        elif type(child) is NavigableString:
            writing.add(str(child))


def _said(data: Tag) -> dict[str, str]:
    return {
        "text": data.get_text(),
        "id": str(data.get("data-claim", "")),
        "form": str(data.get("data-form", "")),
        "value": str(data.get("value", "")),
    }


def _bind(passage: Passage, marked: Sequence[Passage]) -> Passage:
    """Bind the numbers of a bare text to those of the same figure that print so."""
    known = _printed(marked)
    taken = [match.span() for match in _COUNTED.finditer(passage.text)] if passage.place == "alt" else []
    found: list[Bound] = []
    for text in sorted(known, key=len, reverse=True):
        for match in re.finditer(rf"(?<![\w.,]){re.escape(text)}(?![\w%]|[.,]\d)", passage.text):
            if not any(match.start() < end and start < match.end() for start, end in taken):
                taken.append(match.span())
                found.append(replace(known[text], start=match.start(), end=match.end()))
    return replace(passage, bound=tuple(sorted(found, key=lambda bound: bound.start)))


def _printed(marked: Sequence[Passage]) -> dict[str, Bound]:
    """Return which number or number-word prints as each text; where several claims print alike, none is named."""
    known: dict[str, Bound] = {}
    for passage in marked:
        for bound in passage.bound:
            text = passage.text[bound.start : bound.end]
            if not scan(text):
                continue
            before = known.setdefault(text, bound)
            if before.claim != bound.claim:
                known[text] = replace(before, claim="", form="")
    return known

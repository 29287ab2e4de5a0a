"""What a web page displays: texts, numbers, figures, links, sources."""

from __future__ import annotations

import posixpath
import re

from livepaper.audit.dom import Element, parse
from livepaper.audit.pages import (
    APART,
    GAP,
    Card,
    Cell,
    FigureShown,
    Line,
    Link,
    Opener,
    Page,
    Picture,
    Shown,
    Text,
    gap_for,
)

_INLINE = {"a", "abbr", "b", "br", "cite", "code", "data", "em", "i", "kbd", "q", "s", "small", "span", "strong"}
_INLINE |= {"sub", "sup", "u", "var", "label"}

_UNSEEN = {"script", "style", "template", "svg", "head", "noscript", "button", "input"}

_NAVIGATION = {"sidebar-drawer", "toc-drawer", "mobile-header", "related-pages", "bottom-of-page"}

_KINDS = {"figcaption": "figure", "th": "table", "td": "table", "caption": "table", "pre": "code"}

TABLES = "data-tables"
"""The attribute of a part that shows tables of the data, which `tables` compares."""

_COUNTED = {
    "label": re.compile(r"\[\d+\]"),
    "backrefs": re.compile(r"[(\d,)\s]+"),
    "figure-number": re.compile(r"Figure \d+"),
}
"""What Sphinx counts, by the class of the element that it stands in."""

_SPACE = re.compile(r"\s+")


def read_page(name: str, html: str) -> Page:
    """Read a page of the site.

    Args:
        name: Its path in the site.
        html: Its content.
    """
    reader = _Reader(name)
    document = parse(html)
    reader.head(document.first("head"))
    reader.block(next(iter(document.all("body")), document), "prose")
    return reader.page


def labels(svg: str) -> tuple[str, ...]:
    """Return the texts of a drawing in order."""
    return _labels(parse(svg))


def _labels(drawing: Element) -> tuple[str, ...]:
    return tuple(text.text.strip() for text in drawing.all("text"))


class _Reader:
    """Collects what a page displays; a text ends where a block begins or ends."""

    def __init__(self, name: str) -> None:
        self.page = Page(name)
        self._cited: list[Element] = []
        self._gapped: list[str] = []
        self._full: list[str] = []
        self._shown: list[Shown] = []

    def head(self, head: Element) -> None:
        """Read the title; what else a head says is confirmed by `livepaper.audit.metadata`."""
        title = head.first("title").text
        self.page.texts += [Text("head", title, title)] if title else []

    def block(self, element: Element, kind: str) -> None:
        """Read a block and what is in it."""
        kind = self._kind(element, kind)
        self._flush(kind)
        if element.get(TABLES) or element.classes & APART:
            return  # compared with the raw files as a whole
        if "livepaper-figure" in element.classes:
            self.page.figures.append(self._figure(element))
            kind = "figure"
        elif "footnote" in element.classes:
            self.page.targets[element.get("id")] = _tidy(element.first("span", "label").text)
        elif "citation" in element.classes:
            self._source(element)
            return
        elif "citation-note" in element.classes:
            self._note(element)
            return
        elif any(element is citation for citation in self._cited):
            return  # it is compared as a whole
        elif "card" in element.classes and "popover" in element.attributes:
            self.page.cards.append(_card(element))
            return
        elif element.get("role") == "region":
            self.page.regions.append((_tidy(element.get("aria-label")), _tidy(element.first("caption").text)))
        self._children(element, kind)
        self._flush(kind)

    def _children(self, element: Element, kind: str) -> None:
        for child in element.children:
            if isinstance(child, str):
                self._say(child)
            elif child.tag == "svg" and kind != "figure":
                self._say(" ".join(_labels(child)))
            elif child.tag == "button" and "claim" in child.classes:
                self._opener(child, kind)
            elif child.tag in _UNSEEN:
                continue
            elif child.tag in _INLINE and "cell-line" not in child.classes:
                self._inline(child, kind)
            else:
                self.block(child, kind)

    def _kind(self, element: Element, kind: str) -> str:
        if element.classes & _NAVIGATION:
            return "navigation"
        if "livepaper-table" in element.classes:
            return "table"
        return kind if kind == "navigation" else _KINDS.get(element.tag, kind)

    def _inline(self, element: Element, kind: str) -> None:
        classes = element.classes
        if element.tag == "data" and classes & {"claim", "quantity"}:
            shown = _shown(element)
            self._shown.append(shown)
            self._say(shown.text, gap_for(shown.claim, shown.form) if shown.claim else GAP)
        elif "footnote-reference" in classes:
            self._link(element, "footnote", element.text)
        elif classes & _COUNTED.keys() and any(
            _COUNTED[name].fullmatch(element.text) for name in classes & _COUNTED.keys()
        ):
            return  # what Sphinx counts is compared where it is referred to
        elif "bibtex-citation" in classes:
            self._links(element, "citation")
            self._say(element.text, GAP)
        elif "reference" in classes and element.first("span", "std-numref").children:
            self._link(element, "figure", element.text)
            self._say(element.text, GAP)
        elif "reference" in classes and element.first("span", "std-ref").children:
            self.page.texts.append(Text("reference", element.text, element.text))
            self._say(element.text, GAP)
        else:
            self._children(element, kind)

    def _opener(self, button: Element, kind: str) -> None:
        claim = button.first("data", "claim").get("data-claim")
        marks = button.classes - {"claim", "lone"}
        self.page.openers.append(Opener(button.get("popovertarget"), claim, marks, button.get("id")))
        self._inline(button, kind)

    def _links(self, element: Element, kind: str) -> None:
        for link in element.all("a"):
            self._link(link, kind, link.text)
        loose = element.text
        for link in element.all("a"):
            loose = loose.replace(link.text, "", 1)
        if re.search(r"\d", loose):
            self.page.links.append(Link(kind, "", "", loose))

    def _link(self, element: Element, kind: str, text: str, title: str = "") -> None:
        path, _, target = element.get("href").partition("#")
        folder = posixpath.dirname(self.page.name)
        page = posixpath.normpath(posixpath.join(folder, path)) if path else self.page.name
        title = title or _tidy(element.get("title"))
        self.page.links.append(Link(kind, page, target, _tidy(text), title))

    def _source(self, element: Element) -> None:
        """Read an entry of the list of sources."""
        label = _tidy(element.first("span", "label").text).strip("[]")
        text = " ".join(_tidy(part.text) for part in element.all("p"))
        self.page.sources.append((label, text))
        for one in element.elements():
            if one.get("id"):
                self.page.targets[one.get("id")] = label
                self.page.entries[one.get("id")] = text

    def _note(self, element: Element) -> None:
        """Read the card of a cited source, which must say what the list of sources says."""
        link = element.first("a", "internal")
        self._link(link, "citation", "", title=_tidy(element.first("p", "cited").text))

    def _figure(self, figure: Element) -> FigureShown:
        number = _tidy(figure.first("span", "figure-number").text)
        title = figure.first("p", "figure-title")
        self.page.targets[figure.get("id")] = number
        pictures = tuple(Picture(_labels(svg), svg.get("aria-label")) for svg in figure.all("svg"))
        self._cited = figure.all(marked="figure-citation")
        rows = tuple(
            tuple(_cell(cell) for cell in row.elements() if cell.tag in {"td", "th"})
            for row in figure.first("div", "figure-data").all("tr")
        )
        return FigureShown(
            figure.get("data-figure"),
            number,
            _tidy(title.text).removeprefix(number).strip(),
            _tidy(figure.first("p", "figure-subtitle").text),
            pictures,
            rows,
            " ".join(_tidy(citation.text) for citation in self._cited),
        )

    def _say(self, full: str, gapped: str = "") -> None:
        self._full.append(full)
        self._gapped.append(f" {gapped} " if gapped else full)

    def _flush(self, kind: str) -> None:
        full = "".join(self._full)
        if full.strip():
            # Line ends matter in code, which is compared with the cell it shows.
            full = full.strip("\n") if kind == "code" else _tidy(full)
            self.page.texts.append(Text(kind, _tidy("".join(self._gapped)), full, tuple(self._shown)))
        self._gapped, self._full, self._shown = [], [], []


def _shown(element: Element) -> Shown:
    claim = element.get("data-claim")
    form = element.get("data-form") or ("" if claim else "printed")
    return Shown(
        claim,
        form,
        element.get("value"),
        element.get("data-grade"),
        element.get("data-unit"),
        element.get("data-formula"),
        _tidy(element.text),
    )


def _card(card: Element) -> Card:
    """Read a card: a sentence, a list of parts, and links."""
    parts: dict[str, tuple[Line, ...]] = {}
    name, loose = "", ""
    value, listed, end = card.first("p", "card-value"), card.first("dl"), card.first("p", "card-links")
    for child in card.children:
        if child not in (value, listed, end):
            loose += child if isinstance(child, str) else child.text
    for child in listed.children:
        if isinstance(child, Element) and child.tag == "dt":
            name = _tidy(child.text)
        elif isinstance(child, Element) and child.tag == "dd":
            parts[name] = (*parts.get(name, ()), _line(child))
        else:
            loose += child if isinstance(child, str) else child.text
    label = _tidy(card.get("aria-label"))
    return Card(card.get("id"), label, _tidy(value.text), parts, _line(end), _tidy(loose))


def _line(element: Element) -> Line:
    return Line(_tidy(element.text), tuple((link.get("href"), _tidy(link.text)) for link in element.all("a")))


def _cell(cell: Element) -> Cell:
    lines = [part for part in cell.elements() if "cell-line" in part.classes] or [cell]
    shown = tuple(_shown(data) for data in cell.all("data"))
    return Cell(tuple(_tidy(line.text) for line in lines), shown, "number" in cell.classes)


def _tidy(text: str) -> str:
    return _SPACE.sub(" ", text).strip()

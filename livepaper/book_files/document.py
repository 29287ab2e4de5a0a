"""Pages of the site rewritten into the sections of one document.

What needs a screen or a pointer is left out (navigation, buttons, pop-ups, switches, code); ids are made
unique by the name of their page; links between pages become links within the document; each figure
keeps one drawing, as a picture with its alternative text; numbers get the mark of their grade.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from livepaper.book_files.grades import marked
from livepaper.citation import Work

APPENDIX = "appendix"
"""The name of the section that lists every claim."""

PICTURES = "figures"
"""The folder of the pictures, as the sections refer to them."""

_LEFT_OUT = (
    "script, style, template, noscript, nav, dialog, form, input, select, textarea, iframe, object, canvas, svg, "
    "[popover], [hidden], .headerlink, .cell_input, .backrefs, .toctree-wrapper, details.hide"
)
_KEPT = {
    "a", "abbr", "aside", "b", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "data", "dd", "div",
    "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "kbd", "li", "ol",
    "p", "pre", "q", "s", "section", "small", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead",
    "time", "tr", "u", "ul", "var",
}  # fmt: skip
"""Elements that a book has; others give way to their content."""

_ATTRIBUTES = {"id", "href", "class", "lang", "scope", "colspan", "rowspan", "src", "alt", "start", "datetime"}
_OF_NUMBERS = {"value", "data-claim", "data-form", "data-grade", "data-unit", "data-formula"}
_WRAPPERS = "div.cell, div.cell_output, div.output, div.table-scroll, div.docutils.container, div.highlight"
_PARTS = "p.figure-title, p.figure-subtitle, p.figure-note, p.figure-base, p.figure-source"
_ELSEWHERE = re.compile(r"(https?|mailto):", re.IGNORECASE)


@dataclass(frozen=True)
class Heading:
    """A heading below the title of a section: the id it is found at, and its text."""

    id: str
    text: str


@dataclass(frozen=True)
class Section:
    """A part of the document that begins on a page of its own.

    Attributes:
        name: Its id, and the name of its file where the document has several.
        title: Its title as plain text.
        html: Its content as XHTML, one `section` element.
        headings: Its headings of the second level.
    """

    name: str
    title: str
    html: str
    headings: tuple[Heading, ...] = ()


@dataclass(frozen=True)
class Book:
    """A book as one document.

    Attributes:
        work: Title, authors, version, date and licence.
        language: Its language, as a BCP 47 tag.
        sections: Its sections in reading order.
        pictures: The drawings by the name of their file, as SVG.
    """

    work: Work
    language: str
    sections: tuple[Section, ...]
    pictures: Mapping[str, bytes]


@dataclass(frozen=True)
class Source:
    """An entry of the list of sources: the id it is found at, and its label."""

    id: str
    label: str


def chapter(page: str) -> str:
    """Return the name of the section that a page becomes: `trust` of `chapters/trust`."""
    return page.rpartition("/")[2]


def sections(pages: Mapping[str, str], claims: Collection[str], alts: Mapping[str, str]) -> list[Section]:
    """Rewrite pages into sections.

    Args:
        pages: The HTML of each page by its name without ending, in reading order.
        claims: The ids of all claims. A table with a row for each gives way to the appendix.
        alts: The words that stand for each figure's drawing, by the figure's name.
    """
    trees = {name: _article(html) for name, html in pages.items()}
    for tree in trees.values():
        _cut(tree, claims)
        for figure in tree.select("figure[data-figure]"):
            _redraw(figure, alts[str(figure["data-figure"])])
    targets = {name: {str(tag["id"]) for tag in tree.select("[id]")} for name, tree in trees.items()}
    for name, tree in trees.items():
        for link in tree.select("a[href]"):
            _lead(link, name, targets, claims)
        _pass_on(tree)
        for tag in tree.select("[id]"):
            tag["id"] = f"{chapter(name)}.{tag['id']}"
        _mark(tree)
        _clean(tree)
    return [_section(chapter(name), tree) for name, tree in trees.items()]


def sources(made: Iterable[Section]) -> dict[str, Source]:
    """Return the entries of the lists of sources by their text."""
    found: dict[str, Source] = {}
    for section in made:
        if 'class="citation"' not in section.html:
            continue
        for entry in BeautifulSoup(section.html, "html.parser").select("div.citation"):
            label, text = entry.select_one(".label"), entry.find("p", recursive=False)
            if label is not None and isinstance(text, Tag):
                found[tidy(text.get_text())] = Source(str(entry["id"]), tidy(label.get_text()).strip("[]"))
    return found


def tidy(text: str) -> str:
    """Return a text with single spaces."""
    return " ".join(text.split())


def _article(html: str) -> Tag:
    soup = BeautifulSoup(html, "html.parser")
    article = soup.find("article") or soup.find("main") or soup
    assert isinstance(article, Tag)
    return article


def _cut(tree: Tag, claims: Collection[str]) -> None:
    """Remove what a book cannot have; a button that holds a number leaves the number."""
    for button in tree.select("button"):
        if button.select_one("data"):
            button.unwrap()
        else:
            button.decompose()
    for figure in tree.select("figure[data-figure]"):
        parts = [part.extract() for part in figure.select(_PARTS)]
        figure.clear()
        figure.extend(parts)
    for tag in tree.select(_LEFT_OUT):
        if not tag.decomposed:
            tag.decompose()
    for table in tree.select("table"):
        rows = {str(row["id"]) for row in table.select("tbody tr[id]")}
        if rows and rows <= set(claims):
            _defer(table)
    for tag in tree.select(_WRAPPERS):
        if not tag.get("id"):
            tag.unwrap()


def _defer(table: Tag) -> None:
    """Put a reference to the appendix in the place of a table of all claims."""
    whole = table.find_parent(class_="livepaper-table") or table
    pointer = BeautifulSoup(
        f'<p class="deferred">The appendix lists them: <a href="#{APPENDIX}">every number and its evidence</a>.</p>',
        "html.parser",
    )
    whole.replace_with(pointer)


def _redraw(figure: Tag, alt: str) -> None:
    """Put a picture between the subtitle and the small print of a figure."""
    small = [part.extract() for part in figure.select("p.figure-note, p.figure-base, p.figure-source")]
    builder = BeautifulSoup("", "html.parser")
    figure.append(builder.new_tag("img", src=f"{PICTURES}/{figure['data-figure']}.svg", alt=alt))
    caption = builder.new_tag("figcaption")
    caption.extend(small)
    figure.append(caption)


def _lead(link: Tag, page: str, targets: Mapping[str, Collection[str]], claims: Collection[str]) -> None:
    """Let a link lead to the same place within the document, or nowhere if that is only on the site."""
    href = str(link["href"])
    if _ELSEWHERE.match(href) or href == f"#{APPENDIX}":
        return
    path, _, target = href.partition("#")
    name = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
    name = name.removesuffix(".html")
    if name not in targets:
        link.unwrap()
    elif target in targets[name]:
        link["href"] = f"#{chapter(name)}.{target}"
    elif target in claims:
        link["href"] = f"#{APPENDIX}.{target}"
    else:
        link["href"] = f"#{chapter(name)}"


def _pass_on(tree: Tag) -> None:
    """Give the id of an empty place to the heading after it, which would else be kept apart from the one before."""
    for place in tree.select("span[id]:empty"):
        heading = place.find_next_sibling()
        if isinstance(heading, Tag) and heading.name in {"h2", "h3", "h4"} and not heading.get("id"):
            heading["id"] = place["id"]
            place.decompose()


def _mark(tree: Tag) -> None:
    for number in tree.select("data[data-grade]"):
        mark = marked(str(number["data-grade"]))
        if mark:
            number.insert_after(BeautifulSoup(mark, "html.parser"))


def _clean(tree: Tag) -> None:
    """Keep the elements and attributes of a book."""
    for tag in tree.find_all(True):
        if tag.name == "summary":
            tag.name = "p"
        classes = tag.get_attribute_list("class")
        if tag.name not in _KEPT and not (tag.name == "span" and classes and classes[0] in {"label", *_SPANS}):
            if tag.get("id"):
                tag.name, tag.attrs = "span", {"id": tag["id"]}
            else:
                tag.unwrap()
            continue
        allowed = _ATTRIBUTES | (_OF_NUMBERS if tag.name == "data" else set())
        role = str(tag.get("role", ""))
        tag.attrs = {name: value for name, value in tag.attrs.items() if name in allowed}
        if role in {"doc-footnote", "doc-biblioentry", "doc-backlink"} and tag.name in {"aside", "a"}:
            tag["role"] = role


_SPANS = ("figure-number", "cell-line", "bibtex-citation")
"""Spans that the style sheets or the audit know."""


def _section(name: str, tree: Tag) -> Section:
    title = tree.find("h1")
    headings = [
        Heading(str(parent["id"]), tidy(heading.get_text()))
        for heading in tree.find_all("h2")
        if (parent := heading.find_parent("section")) is not None and parent.get("id")
    ]
    content = "".join(child.decode(formatter="minimal") if isinstance(child, Tag) else "" for child in tree.children)
    html = f'<section class="chapter" id="{name}">{content}</section>'
    return Section(name, tidy(title.get_text()) if isinstance(title, Tag) else name, html, tuple(headings))

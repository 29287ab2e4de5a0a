"""The running text of a part of a page, as one who reads it aloud would say it."""

from __future__ import annotations

from collections.abc import Iterator

from livepaper.audit.dom import Element

_INLINE = {
    "a",
    "abbr",
    "b",
    "br",
    "button",
    "cite",
    "code",
    "data",
    "em",
    "i",
    "kbd",
    "q",
    "s",
    "small",
    "span",
    "strong",
}
_INLINE |= {"sub", "sup", "u", "var", "wbr"}
_UNSAID = {"script", "style", "svg", "pre", "template", "noscript", "nav", "select", "input"}
_MARKS = {"headerlink", "figure-number", "footnote-reference"}


def spoken(element: Element) -> str:
    """Return the text in an element without code, drawings, pop-overs, marks and citations in brackets."""
    return "".join(_parts(element))


def _parts(element: Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, str):
            yield child
        elif _is_said(child):
            edge = "" if child.tag in _INLINE and "cell-line" not in child.classes else " "
            yield edge
            yield from _parts(child)
            yield edge


def _is_said(element: Element) -> bool:
    hidden = "popover" in element.attributes or "hidden" in element.attributes
    aside = "bibtex-citation" in element.classes and element.text.startswith("(")
    return not (hidden or aside or element.tag in _UNSAID or element.classes & _MARKS)

"""What a finished page says: its blocks of text, with the claims in them and the nearest place to link to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bs4 import BeautifulSoup
from bs4.element import Comment, NavigableString, Tag

from livepaper.passages.passage import Passage, Writing
from livepaper.passages.sentences import closed, spans

_BLOCKS = {"h1", "h2", "h3", "h4", "p", "li", "tr", "dd", "dt", "caption", "figcaption", "blockquote"}
_UNSAID = {"script", "style", "svg", "pre", "template", "noscript", "nav", "summary", "select", "input", "form"}
_QUIET = {"headerlink", "figure-number", "footnote-reference", "figure-downloads"}
"""Marks, which mean nothing out of their place."""

_SILENT = re.compile(r"<(svg|pre|script|style)\b.*?</\1>", re.DOTALL)

_TEXT = 40
"""From how many characters on a paragraph tells what its page is about."""


@dataclass(frozen=True)
class Block:
    """One text of a page.

    Attributes:
        passage: The text, with the claims in it.
        tag: The element's name; a row of a table is one text.
        anchors: For each claim in it, the id of the nearest element around it that has one.
        figure: The name of the figure it belongs to; empty if to none.
    """

    passage: Passage
    tag: str
    anchors: tuple[str, ...]
    figure: str = ""


def read(path: Path) -> list[Block]:
    """Return the texts of a page's article in order; pop-overs, code and navigation are left out.

    Args:
        path: The page.
    """
    return _read(path.stem, path.read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def _read(chapter: str, html: str) -> list[Block]:
    """Read a page, once for all the steps that find it as it is."""
    # Drawings and listings are most of a page and say nothing here; the parser need not take them apart.
    article = _SILENT.sub("", html.partition("<article")[2].partition("</article>")[0])
    return list(_Reader(chapter).blocks(BeautifulSoup(f"<article{article}</article>", "html.parser")))


class _Reader:
    def __init__(self, chapter: str) -> None:
        self._chapter = chapter

    def blocks(self, element: Tag) -> Iterator[Block]:
        for child in element.find_all(True, recursive=False):
            if not _said(child) or child.name == "button":
                continue
            if child.name in _BLOCKS and not child.find(_inner):
                block = self._block(child)
                if block.passage.text:
                    yield block
            else:
                yield from self.blocks(child)

    def _block(self, element: Tag) -> Block:
        writing, anchors = Writing(), list[str]()
        _write(element, writing, anchors)
        figure = element.find_parent("figure", class_="livepaper-figure")
        name = str(figure.get("data-figure", "")) if isinstance(figure, Tag) else ""
        return Block(writing.passage(self._chapter, 0, "prose"), element.name, tuple(anchors), name)


def _inner(element: Tag) -> bool:
    """Tell whether an element within a block is a block of its own."""
    return element.name in _BLOCKS and _said(element)


def _said(element: Tag) -> bool:
    hidden = element.has_attr("popover") or element.has_attr("hidden")
    classes = set(element.get("class") or ())
    aside = "bibtex-citation" in classes and element.get_text().startswith("(")
    return not (hidden or aside or element.name in _UNSAID or _QUIET & classes)


def _write(element: Tag, writing: Writing, anchors: list[str]) -> None:
    for child in element.children:
        if isinstance(child, Tag):
            if child.name == "data" and child.get("data-claim"):
                said = {"text": child.get_text(), "id": str(child["data-claim"])}
                writing.bind({**said, "form": str(child.get("data-form", "")), "value": str(child.get("value", ""))})
                anchors.append(_anchor(child))
            elif child.name == "br":
                writing.add(" ")
            elif child.name in {"td", "th"} or "cell-line" in (child.get("class") or ()):
                writing.add(" · " if writing.text and child.get_text(strip=True) else "")
                _write(child, writing, anchors)
            elif _said(child):
                _write(child, writing, anchors)
        elif isinstance(child, NavigableString) and not isinstance(child, Comment):
            writing.add(str(child))


def _anchor(element: Tag) -> str:
    """Return the id of an element, or of the nearest one around it that has one."""
    return next((str(each["id"]) for each in (element, *element.parents) if each.has_attr("id")), "")


def shortened(text: str, length: int) -> str:
    """Return a text, cut after a whole word and marked with an ellipsis if it is longer than that.

    Args:
        text: The text.
        length: How many characters it may have, the ellipsis included.
    """
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    whole = cut if text[length - 1].isspace() else cut[: max(cut.rfind(" "), 0)] or cut
    return re.sub(r"[\s,;:(–-]+$", "", whole) + "…"


def summary(blocks: Iterable[Block], length: int) -> str:
    """Return what a page says first: as many whole sentences as fit, or the beginning of a long one.

    Args:
        blocks: The texts of the page.
        length: How many characters it may have.
    """
    first = next((b.passage for b in blocks if b.tag == "p" and not b.figure and len(b.passage.text) >= _TEXT), None)
    if first is None:
        return ""
    fitting = [text for _, end in spans(first) if len(text := closed(first.text[:end])) <= length]
    return fitting[-1] if fitting else shortened(closed(first.text), length)

"""What a Markdown cell leads to or shows from elsewhere: links and images."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import Tag
from markdown_it.token import Token

from livepaper.passages.prose import DIRECTIVE, SILENT, parser, parts

_PICTURES = {"image", "figure"}


@dataclass(frozen=True)
class Image:
    """An image that a text shows.

    Attributes:
        source: Its file or address.
        alt: The words that stand for it; None if there are none.
    """

    source: str
    alt: str | None


def images(source: str) -> list[Image]:
    """Return the images of a Markdown source, those of directives and HTML included."""
    return [found for found in _references(source) if isinstance(found, Image)]


def links(source: str) -> list[str]:
    """Return the targets of the links and images of a Markdown source."""
    return [found.source if isinstance(found, Image) else found for found in _references(source)]


def _references(source: str) -> Iterator[Image | str]:
    for token in parser().parse(source, {}):
        if token.type == "inline":
            for child in token.children or []:
                yield from _reference(child)
        elif token.type in {"fence", "colon_fence"}:
            yield from _directive(token)
        else:
            yield from _reference(token)


def _reference(token: Token) -> Iterator[Image | str]:
    if token.type == "link_open":
        yield str(token.attrs.get("href", ""))
    elif token.type == "image":
        yield Image(str(token.attrs.get("src", "")), token.content.strip() or None)
    elif token.type in {"html_inline", "html_block"}:
        for tag in BeautifulSoup(token.content, "html.parser").find_all(["img", "a"]):
            if isinstance(tag, Tag):
                yield str(tag.get("href", "")) if tag.name == "a" else _image(tag)


def _image(tag: Tag) -> Image:
    alt = tag.get("alt")
    return Image(str(tag.get("src", "")), None if alt is None else str(alt))


def _directive(token: Token) -> Iterator[Image | str]:
    directive = DIRECTIVE.fullmatch(token.info.strip())
    if directive is None or directive["name"] in SILENT:
        return
    options, body = parts(token.content)
    if directive["name"] in _PICTURES:
        yield Image(directive["argument"], options.get("alt") or None)
    yield from _references(body)

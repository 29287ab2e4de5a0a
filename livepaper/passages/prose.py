"""The passages of a Markdown cell, read with the parser that Jupyter Book itself uses.

Listings of code and what Sphinx writes itself (bibliographies, lists of contents) are not passages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from livepaper.passages.passage import Passage, Writing

EXTENSIONS = {"attrs_inline", "colon_fence", "smartquotes"}
"""The extensions of MyST that a book's configuration enables."""

Said = Mapping[str, Any]

DIRECTIVE = re.compile(r"\{(?P<name>[^{}\s]+)\}\s*(?P<argument>.*)", re.DOTALL)
_OPTION = re.compile(r":(?P<name>[\w-]+):\s*(?P<value>.*)")
_TARGET = re.compile(r"(?P<shown>.*\S)\s*<[^<>]+>", re.DOTALL)
SILENT = {
    "bibliography",
    "code",
    "code-block",
    "code-cell",
    "contents",
    "literalinclude",
    "tableofcontents",
    "toctree",
}
_NO_TITLE = {"figure", "image", "raw"}
_REFERENCES = {"cite", "ref", "numref", "eq", "doc", "download", "any", "footcite"}
"""Roles whose bare content is a key or an address; its readers see what Sphinx makes of it."""


@dataclass(frozen=True)
class _Cell:
    """Where the passages of a Markdown cell stand, what its roles print, by expression, and whether keys stand in."""

    chapter: str
    number: int
    said: Mapping[str, Said]
    keys: bool = False

    def read(self, source: str) -> Iterator[Passage]:
        """Give the passages of a source or of the body of a directive."""
        place = "prose"
        for token in parser().parse(source, {}):
            place = _place(token, place)
            if token.type == "inline":
                yield from self._inline(token.children or [], place)
            elif token.type in {"fence", "colon_fence"}:
                yield from self._fence(token)
            elif token.type == "html_block":
                yield from self._text(BeautifulSoup(token.content, "html.parser").get_text(" "), "prose")
            elif token.type == "front_matter":
                yield from self.metadata(yaml.safe_load(token.content))

    def _inline(self, tokens: Sequence[Token], place: str) -> Iterator[Passage]:
        writing = Writing()
        for token in tokens:
            if token.type == "image":
                yield from self._inline(token.children or [], "alt")
            elif token.type == "myst_role":
                self._role(token.meta["name"], token.content, writing)
            elif token.type in {"text", "code_inline", "text_special"}:
                writing.add(token.content)
            elif token.type in {"softbreak", "hardbreak"}:
                writing.add(" ")
        yield from self._written(writing, place)

    def _role(self, name: str, content: str, writing: Writing) -> None:
        if name == "eval":
            if content in self.said:
                writing.bind(self.said[content])
            return
        explicit = _TARGET.fullmatch(content)
        if explicit:
            writing.add(explicit["shown"])
        elif name.partition(":")[0] not in _REFERENCES:
            writing.add(content)
        elif self.keys:
            writing.bind({"text": f"[{content}]", "id": "", "form": "", "value": ""})

    def _fence(self, token: Token) -> Iterator[Passage]:
        directive = DIRECTIVE.fullmatch(token.info.strip())
        if directive is None or directive["name"] in SILENT:
            return
        name, argument = directive["name"], directive["argument"]
        if name == "eval":
            yield from self._inline([Token("myst_role", "", 0, content=argument, meta={"name": "eval"})], "prose")
            return
        if argument and name not in _NO_TITLE:
            for inline in parser().parseInline(argument, {}):
                yield from self._inline(inline.children or [], "heading")
        options, body = parts(token.content)
        yield from self._text(options.get("alt", ""), "alt")
        yield from self.read(body)

    def metadata(self, metadata: Any) -> Iterator[Passage]:
        """Give the descriptions of the page that front matter or a notebook's metadata hold."""
        tags = metadata.get("myst", {}).get("html_meta", {}) if isinstance(metadata, dict) else {}
        for name, text in tags.items():
            if name.startswith("description"):
                yield from self._text(str(text), "description")

    def _text(self, text: str, place: str) -> Iterator[Passage]:
        writing = Writing()
        writing.add(text)
        yield from self._written(writing, place)

    def _written(self, writing: Writing, place: str) -> Iterator[Passage]:
        passage = writing.passage(self.chapter, self.number, place)
        if passage.text:
            yield passage


def prose(chapter: str, number: int, source: str, said: Sequence[Said], *, keys: bool = False) -> Iterator[Passage]:
    """Give the passages of a Markdown cell in order.

    Args:
        chapter: The chapter's name.
        number: The cell's number, from 1.
        source: The cell's source.
        said: What its `{eval}` roles print.
        keys: Whether the keys of references stand where Sphinx puts the references.
    """
    yield from _Cell(chapter, number, {one["expression"]: one for one in said}, keys).read(source)


def description(chapter: str, metadata: Mapping[str, Any]) -> Iterator[Passage]:
    """Give the descriptions of a page that a notebook's metadata hold."""
    yield from _Cell(chapter, 1, {}).metadata(dict(metadata))


def expressions(source: str) -> list[str]:
    """Return the expression of each `{eval}` in a Markdown source, in order of appearance."""
    return [content for name, content in _roles(source) if name == "eval"]


def citations(source: str) -> set[str]:
    """Return the keys of the works that a Markdown source cites."""
    return {
        key.strip()
        for name, content in _roles(source)
        if name.partition(":")[0] == "cite"
        for key in content.split(",")
    }


def _roles(source: str) -> Iterator[tuple[str, str]]:
    """Give name and content of each role, and of each `{eval}` that stands as a block, in order of appearance."""
    for token in parser().parse(source, {}):
        if token.type == "inline":
            yield from _inline_roles(token)
        elif token.type in {"fence", "colon_fence"}:
            directive = DIRECTIVE.fullmatch(token.info.strip())
            if directive is None or directive["name"] in SILENT:
                continue
            if directive["name"] == "eval":
                yield "eval", directive["argument"]
                continue
            for inline in parser().parseInline(directive["argument"], {}):
                yield from _inline_roles(inline)
            yield from _roles(parts(token.content)[1])


def _inline_roles(inline: Token) -> Iterator[tuple[str, str]]:
    for token in inline.children or []:
        if token.type == "myst_role":
            yield token.meta["name"], token.content


def _place(token: Token, before: str) -> str:
    if token.type == "heading_open":
        return "heading"
    if token.type in {"th_open", "td_open"}:
        return "cell"
    return "prose" if token.nesting == -1 else before


def parts(content: str) -> tuple[dict[str, str], str]:
    """Split the content of a directive into its options and its body."""
    options, lines = {}, content.splitlines()
    while lines and (option := _OPTION.fullmatch(lines[0].strip())):
        options[option["name"]] = option["value"]
        lines.pop(0)
    return options, "\n".join(lines)


@cache
def parser() -> MarkdownIt:
    """Return the parser of MyST as a book's configuration sets it up."""
    return create_md_parser(MdParserConfig(enable_extensions=set(EXTENSIONS)), RendererHTML)

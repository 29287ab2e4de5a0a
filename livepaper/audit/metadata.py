"""What pages tell machines and searchers: each word and numeral of it from the page itself or from its own file.

Descriptions must stand on their page, the citation's numerals in `CITATION.cff`, the changelog's paragraphs in
`CHANGELOG.md`, changes of numbers in the ledgers of the two releases, and what the search finds where it leads to.
"""

from __future__ import annotations

import json
import posixpath
import re
import struct
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from livepaper.audit.authored import Words
from livepaper.audit.dom import Element, parse
from livepaper.audit.findings import Audit, Finding
from livepaper.audit.pages import numerals, words
from livepaper.audit.spoken import spoken

SEARCH = "search-entries.js"

_SOURCES = ("CITATION.cff", "_config.yml", "data/datapackage.json", "CHANGELOG.md")
_NO_CONTENT = {"viewport", "color-scheme", "theme-color", "robots", "generator"}
_DESCRIPTIONS = {"description", "og:description", "twitter:description"}
_CARD = "og:image:alt"
"""The words that stand for a card are those of the page it shows, often another one."""

_SIZES = {"og:image:width", "og:image:height"}
_WEB = re.compile(r"https?://")
_ADDRESS = re.compile(r"\]\([^)\s]*\)")
_NUMBERS = re.compile(r"\d(?:[\d.,]*\d)?")


@dataclass(frozen=True)
class Sources:
    """The files that speak of the edition as a whole.

    Attributes:
        texts: The text of each by its name; empty where there is none.
    """

    texts: dict[str, str]

    @cached_property
    def numerals(self) -> frozenset[str]:
        """The numerals of the citation, the configuration and the descriptor."""
        return frozenset(numeral for name in _SOURCES[:3] for numeral in numerals(self.texts[name]))

    @cached_property
    def words(self) -> Words:
        """The words of these files."""
        return Words([self.texts[name] for name in _SOURCES[:3]])

    @cached_property
    def changelog(self) -> Words:
        """The words of the changelog, without the addresses of its links."""
        return Words([_ADDRESS.sub("]", self.texts["CHANGELOG.md"])])


def read_sources(root: Path) -> Sources:
    """Read the files of a paper's folder that speak of the edition."""
    paths = {name: root / name for name in _SOURCES}
    return Sources({name: path.read_text(encoding="utf-8") if path.is_file() else "" for name, path in paths.items()})


def check_metadata(site: Path, names: Iterable[str], wrong: Collection[str], sources: Sources, audit: Audit) -> None:
    """Confirm the heads of pages, the parts set apart, and the list that the search looks through.

    Args:
        site: The folder of the built pages.
        names: The pages, as paths in it.
        wrong: Pages that are wrong themselves; they are left out, because what is right of them would be found too.
        sources: The files that speak of the edition.
        audit: Where findings and counts go.
    """
    pages = {name: _Page(name, parse((site / name).read_text(encoding="utf-8"))) for name in names if name not in wrong}
    cards = [[*words(page.says("og:title")), *words(page.says("description"))] for page in pages.values()]
    for page in pages.values():
        _check_head(page, site, sources, audit)
        alt = page.says(_CARD)
        _confirm(page, f"the {_CARD} in its head", alt, not alt or words(alt) in cards, audit)
        _check_citations(page, site, sources, audit)
        _check_changelog(page, sources, audit)
        _check_links(page, sources, audit)
    if (site / SEARCH).is_file():
        _check_search((site / SEARCH).read_text(encoding="utf-8"), pages, wrong, audit)


@dataclass(frozen=True)
class _Page:
    name: str
    document: Element

    @cached_property
    def words(self) -> Words:
        return Words([self.text])

    @cached_property
    def text(self) -> str:
        return spoken(self.document.first("article"))

    @cached_property
    def title(self) -> str:
        return self.document.first("title").text

    @cached_property
    def metas(self) -> list[tuple[str, str]]:
        """What its head says, each by name or property."""
        metas = self.document.all("meta")
        return [(meta.get("name") or meta.get("property"), meta.get("content")) for meta in metas]

    def says(self, name: str) -> str:
        """Return what its head says under a name, or an empty text."""
        return dict(self.metas).get(name, "")

    @cached_property
    def targets(self) -> dict[str, Element]:
        return {element.get("id"): element for element in self.document.elements() if element.get("id")}


def _check_head(page: _Page, site: Path, sources: Sources, audit: Audit) -> None:
    sizes = _picture_size(page, site, page.says("og:image"))
    for name, content in page.metas:
        if not name or name in _NO_CONTENT or name == _CARD:
            continue
        known = content in sizes if name in _SIZES else _known(content, page, sources, name in _DESCRIPTIONS)
        _confirm(page, f"the {name} in its head", content, known, audit)
    for block in page.document.all("script"):
        if block.get("type") == "application/ld+json":
            _check_linked_data(page, block.text, sources, audit)


def _known(content: str, page: _Page, sources: Sources, described: bool) -> bool:
    """Tell whether what a head says stands on the page or in the edition's own files.

    Only descriptions and what has numerals are looked up; of an address, its last part as a whole.
    """
    if not described and not numerals(content):
        return True
    whole = _WEB.match(content) is None
    said = words(content if whole else content.rpartition("/")[2].removesuffix(".html"))
    there = any(known.holds(said) for known in (page.words, sources.words, Words([page.title])) if said)
    if whole:
        return there or not said
    return (there or not any(word[0].isdigit() for word in said)) and set(numerals(content)) <= sources.numerals


def _check_linked_data(page: _Page, text: str, sources: Sources, audit: Audit) -> None:
    try:
        data = json.loads(text)
    except ValueError as error:
        expected = "data as JSON"
        audit.findings.append(Finding(page.name, "the linked data in its head", "", str(error), expected))
        return
    for key, value in _values(data):
        known = _known(value, page, sources, key in _DESCRIPTIONS)
        _confirm(page, f"the {key} in its linked data", value, known, audit)


def _values(data: Any, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(data, dict):
        for name, value in data.items():
            yield from _values(value, name)
    elif isinstance(data, list):
        for value in data:
            yield from _values(value, key)
    else:
        yield key, str(data)


def _picture_size(page: _Page, site: Path, address: str) -> frozenset[str]:
    """Return width and height of the picture that stands for a page, from its file."""
    path = next((p for p in site.rglob("*.png") if address.endswith(f"/{p.relative_to(site).as_posix()}")), None)
    if path is None:
        return frozenset()
    return frozenset(map(str, struct.unpack(">II", path.read_bytes()[16:24])))


def _check_citations(page: _Page, site: Path, sources: Sources, audit: Audit) -> None:
    for part in page.document.all(marked="citation-format"):
        shown = part.first("pre").text
        _confirm(page, "the citation", shown, set(numerals(shown)) <= sources.numerals, audit)
        for link in part.all("a"):
            path = site / posixpath.normpath(posixpath.join(posixpath.dirname(page.name), link.get("href")))
            same = path.is_file() and path.read_text(encoding="utf-8").split() == shown.split()
            _confirm(page, f"the file {path.name}", "another text than the page’s", same, audit)


def _check_changelog(page: _Page, sources: Sources, audit: Audit) -> None:
    for part in page.document.all(marked="changelog"):
        for block in part.elements():
            text = block.text
            if block.tag in {"p", "li", "h1", "h2", "h3", "h4"} and not block.all("ul") and words(text):
                _confirm(page, "the changelog", text.strip(), sources.changelog.holds(words(text)), audit)


def _check_links(page: _Page, sources: Sources, audit: Audit) -> None:
    for part in page.document.all(marked="page-links"):
        _confirm(page, "the links to other places", part.text, set(numerals(part.text)) <= sources.numerals, audit)


def _check_search(script: str, pages: dict[str, _Page], wrong: Collection[str], audit: Audit) -> None:
    try:
        found = json.loads(script[script.index("{") : script.rindex("}") + 1])
        entries = [*(("number", each) for each in found["claims"]), *(("figure", each) for each in found["figures"])]
        for kind, entry in entries:
            if entry["href"].partition("#")[0] not in wrong:
                _confirm_found(entry, _not_there(kind, entry, pages), audit)
    except (ValueError, KeyError, TypeError) as error:
        audit.findings.append(Finding(SEARCH, "the list", "", str(error), "figures and numbers of the pages"))


def _confirm_found(entry: dict[str, str], problem: str, audit: Audit) -> None:
    if problem:
        element = f"what the search says of {entry['href']}"
        audit.findings.append(
            Finding(SEARCH, element, "", f"“{problem}”", "what stands there", claim=entry.get("id", ""))
        )
    else:
        audit.counts.bare += sum(len(numerals(text)) for text in entry.values())


def _not_there(kind: str, entry: dict[str, str], pages: dict[str, _Page]) -> str:
    """Return what the search says of a place that does not stand there; empty if all does."""
    name, _, anchor = entry["href"].partition("#")
    page = pages[name]
    place = page.targets.get(anchor, Element("")) if anchor else page.document
    if kind == "figure":
        shown = {
            "title": place.first("p", "figure-title").text,
            "subtitle": place.first("p", "figure-subtitle").text,
            "alt": place.first("svg").get("aria-label"),
        }
        return next((entry[part] for part, text in shown.items() if not Words([text]).holds(words(entry[part]))), "")
    printed = {data.text.strip() for data in place.all("data") if data.get("data-claim") == entry["id"]}
    if entry["said"] not in printed:
        return entry["said"]
    return "" if page.words.holds(words(entry["sentence"])) else entry["sentence"]


def _confirm(page: _Page, element: str, text: str, holds: bool, audit: Audit) -> None:
    if holds:
        audit.counts.bare += len(_NUMBERS.findall(text))
    else:
        expected = "what the page itself or the edition’s own files say"
        audit.findings.append(Finding(page.name, element, "", f"“{text.strip()[:160]}”", expected))

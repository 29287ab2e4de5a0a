"""Binding typed numbers: a claim's `{eval}` in the place of the number, and nothing else of the file changed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from livepaper.errors import ProjectError
from livepaper.lint.numbers import loose, offered
from livepaper.lint.offers import Offer
from livepaper.lint.source import OWN, Source

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_ROLES = re.compile(r"\{[^{}`\s]+\}`[^`]*`|`+[^`]+`+|\]\([^)]*\)")
"""What in Markdown is no running text: roles, code, and where links lead."""

_PLACES = {"prose", "heading", "cell"}


@dataclass(frozen=True)
class Fix:
    """A claim that can take the place of a typed number.

    Attributes:
        cell: The cell's number, from 1.
        start: Where the number begins in the cell's source.
        end: Where it ends.
        offer: The claim.
        markup: What is written in its place; empty if the notebook does not restate the claim's chapter.
        advice: What to do first, if so.
    """

    cell: int
    start: int
    end: int
    offer: Offer
    markup: str
    advice: str = ""


def fixes(source: Source) -> list[Fix]:
    """Return the fixes of a notebook: typed numbers in running text that exactly one claim prints."""
    found: list[Fix] = []
    offers: dict[int, list[Offer]] = {}
    for one in loose(source):
        offer = offered(source, one)
        in_text = source.notebook.cells[one.passage.cell - 1].cell_type == "markdown"
        if offer is not None and in_text and one.passage.place in _PLACES:
            offers.setdefault(one.passage.cell, []).append(offer)
    for cell, wanted in offers.items():
        text = source.notebook.cells[cell - 1].source
        for said in dict.fromkeys(offer.text for offer in wanted):
            places = _places(text, said)
            same = [offer for offer in wanted if offer.text == said]
            if len(places) == len(same):
                found += [_fix(source, cell, place, offer) for place, offer in zip(places, same, strict=True)]
    return sorted(found, key=lambda fix: (fix.cell, fix.start))


def fixed(content: str, source: Source, chosen: Sequence[Fix]) -> str:
    """Return the text of a notebook's file with the chosen fixes in it, otherwise as it was.

    Args:
        content: The text of the file.
        source: The notebook that was read from it.
        chosen: The fixes, each with markup.

    Raises:
        ProjectError: The file has changed since it was read.
    """
    lines = {
        place: match for match, place in zip(_STRING.finditer(content), _strings(json.loads(content)), strict=True)
    }
    changed: dict[tuple[Any, ...], str] = {}
    for fix in sorted(chosen, key=lambda fix: (fix.cell, fix.start), reverse=True):
        place, start = _line(source, fix)
        match = lines.get(place)
        whole = changed.get(place) or (json.loads(match.group()) if match else "")
        end = start + fix.end - fix.start
        if whole[start:end] != fix.offer.text:
            raise ProjectError(source.name, "a file that changed meanwhile", f"“{fix.offer.text}”", "Lint it again.")
        changed[place] = whole[:start] + fix.markup + whole[end:]
    for place in sorted(changed, key=lambda place: lines[place].start(), reverse=True):
        match = lines[place]
        written = json.dumps(changed[place], ensure_ascii=match.group().isascii())
        content = content[: match.start()] + written + content[match.end() :]
    return content


def _fix(source: Source, cell: int, place: int, offer: Offer) -> Fix:
    chapter = offer.claim.partition("/")[0]
    holders = {restated: name for name, restated in source.restated.items()} | {source.chapter: OWN}
    end = place + len(offer.text)
    if chapter in holders:
        return Fix(cell, place, end, offer, f"{{eval}}`{offer.expression(holders[chapter])}`")
    name = chapter.replace("-", "_")
    advice = f'Add {name} = paper.chapter("{chapter}") to the first code cell, then {{eval}}`{offer.expression(name)}`.'
    return Fix(cell, place, end, offer, "", advice)


def _places(text: str, said: str) -> list[int]:
    """Return where a printed text stands in the running text of a Markdown source."""
    covered = [match.span() for match in _ROLES.finditer(text)]
    whole = re.compile(rf"(?<!\w)(?<!\d[.,]){re.escape(said)}(?![\w%]|[.,]\d)")
    return [
        match.start()
        for match in whole.finditer(text)
        if not any(start <= match.start() < end for start, end in covered)
    ]


def _line(source: Source, fix: Fix) -> tuple[tuple[Any, ...], int]:
    """Return where in the file's JSON the line of a fix stands, and where the fix begins in it.

    A cell's source is a string there, or a list of lines.
    """
    raw = json.loads(source.path.read_text(encoding="utf-8"))["cells"][fix.cell - 1]["source"]
    at = ("cells", fix.cell - 1, "source")
    if isinstance(raw, str):
        return at, fix.start
    start = fix.start
    for number, line in enumerate(raw):
        if start < len(line):
            return (*at, number), start
        start -= len(line)
    raise ProjectError(source.name, "a file that changed meanwhile", f"cell {fix.cell}", "Lint it again.")


def _strings(part: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the place of every string of a JSON document, in the order of the file; keys have places of their own."""
    if isinstance(part, str):
        yield place
    elif isinstance(part, list):
        for number, item in enumerate(part):
            yield from _strings(item, (*place, number))
    elif isinstance(part, dict):
        for key, item in part.items():
            yield (*place, key, None)
            yield from _strings(item, (*place, key))

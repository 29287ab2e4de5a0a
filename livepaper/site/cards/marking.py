"""Where a page shows claims, and how they become buttons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape

# In links, summaries, buttons, code, drawings and headings a button has no place.
_TOKEN = re.compile(r"<(?P<end>/?)(?P<tag>a|summary|button|pre|svg|h[1-6]|details|tr|data)\b(?P<rest>[^>]*)>")
_ID = re.compile(r'\bid="(?P<id>[^"]*)"')
_CLAIM = re.compile(r'\bdata-claim="(?P<claim>[^"]*)"')
_TAG = re.compile(r"<a class=\"headerlink.*?</a>|<[^>]*>", re.DOTALL)
_ROW = re.compile(r'<tr id="(?P<id>[^"]*)">')
# A line may break before and after a button, whatever stands there; brackets and stops must not be left alone.
_OPENING = re.compile(r"[(\[“‘]+$")
_CLOSING = re.compile(r"[)\].,;:!?’”*]+")
# A claim that is all there is in a cell, or in a line of one, is a target by itself and not a word among others.
_CELL_BEFORE = re.compile(r'(?:<t[dh]\b[^>]*>(?:<p>)?|<span class="cell-line">)$')
_CELL_AFTER = re.compile(r"(?:</p>)?\s*</(?:td|th|span)>")
_OUTPUT = '<span class="output text_html">'
"""What MyST-NB puts a claim of running text into."""

_CELL = re.compile(r'<div class="cell ')


@dataclass(frozen=True)
class Place:
    """A claim where a page shows it.

    Attributes:
        claim: The claim's id.
        start: Where its element starts in the page.
        end: Where it ends.
        heading: The heading above it.
        folded: Whether it stands in a part that is folded away.
    """

    claim: str
    start: int
    end: int
    heading: str
    folded: bool


def places(page: str) -> list[Place]:
    """Return where the article of a page shows claims that can become buttons.

    Links, summaries, buttons and headings stay what they are, and so does the table of all claims, in which a
    row has the id of its claim and is itself the evidence.
    """
    begin, end = page.find("<article"), page.rfind("</article>")
    return list(_Reader(page).places(begin, end)) if -1 < begin < end else []


class _Reader:
    """Goes through a page, knowing what it is in."""

    def __init__(self, page: str) -> None:
        self.page = page
        self.busy = self.folded = self.start = 0
        self.heading = self.row = self.claim = ""

    def places(self, begin: int, end: int) -> Iterator[Place]:
        for token in _TOKEN.finditer(self.page, begin, end):
            if token["tag"] == "data":
                if token["end"] and self.claim and not self.busy and self.claim != self.row:
                    yield Place(self.claim, self.start, token.end(), self.heading, self.folded > 0)
                found = None if token["end"] else _CLAIM.search(token["rest"])
                self.start, self.claim = token.start(), unescape(found["claim"]) if found else ""
            elif token["tag"] == "tr":
                found = None if token["end"] else _ID.search(token["rest"])
                self.row = unescape(found["id"]) if found else ""
            elif token["tag"] == "details":
                self.folded += -1 if token["end"] else 1
            else:
                self._enter_or_leave(token)

    def _enter_or_leave(self, token: re.Match[str]) -> None:
        self.busy += -1 if token["end"] else 1
        if token["tag"].startswith("h"):
            if token["end"]:
                self.heading = _plain(self.page[self.start : token.start()])
            self.start = token.end()


def _plain(html: str) -> str:
    return " ".join(unescape(_TAG.sub("", html)).split())


def anchors(shown: Sequence[Place]) -> dict[int, str]:
    """Return the id of each place that can be linked to, by its start: each claim's first under every heading.

    The permalink of a claim, `claim-CHAPTER.NAME`, is the first of its places that is not folded away.
    """
    found: dict[int, str] = {}
    for claim in dict.fromkeys(place.claim for place in shown):
        mine = sorted((place for place in shown if place.claim == claim), key=lambda place: place.folded)
        first_under = {place.heading: place for place in reversed(mine)}
        for number, place in enumerate(place for place in mine if first_under[place.heading] is place):
            found[place.start] = permalink(claim) + (f"-{number + 1}" if number else "")
    return found


def permalink(claim: str) -> str:
    """Return the id by which a claim can be linked to on each page that shows it."""
    return f"claim-{claim.replace('/', '.')}"


def marked(page: str, shown: Sequence[Place], cards: Mapping[str, tuple[str, str]]) -> str:
    """Return a page with its claims as buttons that open their cards.

    Args:
        page: The page.
        shown: Where it shows claims.
        cards: The id of the card of each claim that has one, and the claim's marks as classes.
    """
    ids, parts, at = anchors(shown), [], 0
    for place in shown:
        if place.claim not in cards:
            continue
        card, marks = cards[place.claim]
        name = f' id="{escape(ids[place.start])}"' if place.start in ids else ""
        start, end = place.start, place.end
        in_output = page.endswith(_OUTPUT, at, start) and page.startswith("</span>", end)
        if in_output:
            start, end = start - len(_OUTPUT), end + len("</span>")
        lone = _CELL_BEFORE.search(page[at:start]) and _CELL_AFTER.match(page, end)
        classes = " ".join(["claim", *marks.split(), *(["lone"] if lone else [])])
        button = f'<button type="button" class="{classes}"{name} popovertarget="{card}">'
        whole = f"{button}{page[place.start : place.end]}</button>"
        if in_output:
            whole = f"{_OUTPUT}{whole}</span>"
        before, after = _OPENING.search(page[at:start]), _CLOSING.match(page, end)
        opening, closing = before[0] if before else "", after[0] if after else ""
        parts += [
            page[at : start - len(opening)],
            f'<span class="unbroken">{opening}{whole}{closing}</span>' if opening or closing else whole,
        ]
        at = end + len(closing)
    return "".join([*parts, page[at:]])


def rows(page: str) -> list[str]:
    """Return the ids of the rows of tables that can be linked to."""
    return [unescape(row["id"]) for row in _ROW.finditer(page)]


def name_cells(page: str, cells: Sequence[int]) -> str:
    """Return a page whose cells of code can be linked to as `cell-NUMBER`.

    Args:
        page: The page.
        cells: The numbers of the notebook's cells of code; a page that shows fewer of them is left as it is.
    """
    if len(_CELL.findall(page)) != len(cells):
        return page
    numbers = iter(cells)
    return _CELL.sub(lambda _: f'<div id="cell-{next(numbers)}" class="cell ', page)

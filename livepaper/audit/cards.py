"""Whether the card of every claim says what the raw data give, line by line."""

from __future__ import annotations

import json
import posixpath
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

from livepaper.audit import told
from livepaper.audit.bare import Authors
from livepaper.audit.data import Data
from livepaper.audit.findings import Audit, Finding
from livepaper.audit.pages import Card, Line, Page, words
from livepaper.audit.resting import Rested, in_words, rests_on
from livepaper.audit.saying import UnsayableError, say
from livepaper.audit.values import Numbers, Recorded

_PARTS = ("Question", "Asked", "Source", "Evidence", "Original", "Computed", "Rows", "Made in", "Also in", "Cite as")
_ENDS = {
    f"Permalink {row}{report}"
    for row in ("Row in the table of all claims", "Numbers of record")
    for report in ("", " Report an error")
}
_ENTRY_WORDS = {"in", "editor", "editors", "and", "technical", "report", "number", "volume", "pages", "of", "thesis"}
_ENTRY_WORDS |= {month.casefold() for month in told.MONTHS}
_TEX = re.compile(r"\\[a-zA-Z]+\s?|\\[^%&#$_]|[\\{}]")

Difference = tuple[str, str, str]
"""The part that differs, what it says and what it should say."""


@dataclass(frozen=True)
class Cards:
    """What cards are confirmed from.

    Attributes:
        numbers: The numbers of record as the raw data give them.
        data: The raw data.
        authors: What the authors wrote.
        pages: Every page by its path.
    """

    numbers: Numbers
    data: Data
    authors: Authors
    pages: Mapping[str, Page]

    @cached_property
    def chapters(self) -> dict[str, str]:
        """The page of each chapter."""
        return {page.chapter: name for name, page in self.pages.items() if page.chapter in self.authors.notebooks}

    @cached_property
    def book(self) -> tuple[str, str]:
        """Author and title of the book."""
        author, title = (_setting(name, self.authors.configuration) for name in ("author", "title"))
        return author, title

    def claimed(self, claim: str) -> tuple[told.Claimed, Recorded] | None:
        """Return a claim with what the data give for it, if it is one that they can answer."""
        recorded = self.numbers.ledger.get(claim)
        number = self.numbers.of(recorded.formula) if recorded else ""
        if recorded is None or isinstance(number, str):
            return None
        return told.Claimed(claim, number, number.unit or recorded.unit), recorded

    def saying(self, claim: str, form: str) -> str:
        """Print a claim in a form.

        Raises:
            LookupError: There is no such claim.
            UnsayableError: It cannot be said so.
        """
        found = self.claimed(claim)
        if found is None:
            raise LookupError(claim)
        return say(form, found[0].number, found[0].unit)

    def title(self, chapter: str) -> str:
        """Return the title of a chapter."""
        return _straight(self.authors.notebooks[chapter].title)


def _setting(name: str, configuration: str) -> str:
    """Return a setting of one line, which may stand in quotation marks."""
    found = re.search(rf"^{name}:\s*(.*?)\s*$", configuration, re.MULTILINE)
    text = found[1] if found else ""
    return text[1:-1] if text[:1] in {'"', "'"} and text[-1] == text[0] else text


def check_cards(page: Page, cards: Cards, audit: Audit) -> None:
    """Confirm that each claim opens its own card, and everything that the cards of a page say."""
    claims = {opener.card: opener.claim for opener in page.openers}
    known = {card.name: card for card in page.cards}
    for opener in page.openers:
        if opener.card not in known or opener.claim != claims[opener.card]:
            found = "no card" if opener.card not in known else f"that of {claims[opener.card]}"
            audit.findings.append(Finding(page.name, f"the card of claim {opener.claim}", "", found, "its own card"))
    for card in page.cards:
        differences = list(_differences(card, claims.get(card.name, ""), page, cards))
        for part, found, expected in differences:
            element = f"the card of claim {claims.get(card.name, card.name)}, {part}"
            audit.findings.append(
                Finding(page.name, element, "", f"“{found}”", f"“{expected}”", claim=claims.get(card.name, ""))
            )
        audit.counts.cards += not differences


def _differences(card: Card, claim: str, page: Page, cards: Cards) -> Iterator[Difference]:
    found = cards.claimed(claim)
    if found is None:
        yield "its claim", claim or "none", "a claim that ledger.csv records and the data can answer"
        return
    claimed, recorded = found
    try:
        yield from _compared(card, claimed, recorded, page, cards)
    except (LookupError, ValueError, UnsayableError) as error:
        yield "its evidence", str(error), "rows that the data have"


def _compared(card: Card, claim: told.Claimed, recorded: Recorded, page: Page, cards: Cards) -> Iterator[Difference]:
    label = f"The number {say('printed', claim.number, claim.unit)}"
    yield from _same("the name", card.label, label)
    yield from _same("the value", card.value, told.value(claim))
    yield from _same("other text", card.loose, "")
    yield from ((name, name, "a part of a card") for name in card.parts if name not in _PARTS)
    formula = json.loads(recorded.formula)
    either = [rests_on(formula, cards.data, confirmed=confirmed) for confirmed in (True, False)]
    resting = [list(_evidence(card, rows, cards)) for rows in either]
    yield from next((found for found in resting if not found), resting[0])
    printed, corrected = told.printed(claim.name, cards.data, cards.saying)
    marks = {"weak": claim.number.grade in {"press", "paper"}, "corrected": corrected}
    legend = " ".join(text for mark, text in told.LEGENDS.items() if marks[mark])
    grade = told.grade(claim.number)
    yield from _lines(card, "Evidence", [f"{grade}. {legend}" if legend else grade])
    yield from _lines(card, "Original", printed)
    yield from _lines(card, "Computed", [in_words(formula)])
    yield from _made(card, claim.name, page, cards)
    yield from _elsewhere(card, claim.name, page, cards)
    yield from _cited(card, claim, cards)
    for opener in page.openers:
        if opener.card == card.name:
            yield from _same("the marks in the text", _sorted(opener.marks), _sorted(m for m in marks if marks[m]))


def _sorted(marks: Iterator[str] | frozenset[str]) -> str:
    return " ".join(sorted(marks))


def _same(part: str, found: str, expected: str) -> Iterator[Difference]:
    if found != _spaced(expected):
        yield part, found or "nothing", _spaced(expected) or "nothing"


def _lines(card: Card, part: str, expected: Sequence[str]) -> Iterator[Difference]:
    found = [line.text for line in card.parts.get(part, ())]
    if found != list(map(_spaced, expected)):
        strange = next((one for one in found if one not in map(_spaced, expected)), "; ".join(found))
        missing = next((one for one in expected if _spaced(one) not in found), "; ".join(expected))
        yield part, strange or "nothing", missing or "nothing"


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _straight(text: str) -> str:
    """Return a text with straight quotation marks, which the book's pages may show as curved ones."""
    return text.translate({ord("’"): "'", ord("‘"): "'"})


def _evidence(card: Card, rows: Sequence[Rested], cards: Cards) -> Iterator[Difference]:
    """Compare what a card tells of the rows with the rows."""
    yield from _lines(card, "Question", told.questions(rows, cards.data))
    yield from _lines(card, "Asked", told.samples(rows, cards.data))
    yield from _lines(card, "Rows", told.files(rows, cards.data.paths))
    named = [(one.row.get("source", ""), one.row.get("locator", ""), cards.data.sources[one.table]) for one in rows]
    works = list(dict.fromkeys((key or title, locator, bool(key)) for key, locator, title in named if key or title))
    lines = card.parts.get("Source", ())
    more = len(works) - told.FEW
    if len(lines) != min(len(works), told.FEW + 1):
        yield "Source", f"{len(lines)} lines", f"{min(len(works), told.FEW + 1)}"
    for (work, locator, is_key), line in zip(works[: told.FEW], lines, strict=False):
        yield from _work(line, work, locator, cards) if is_key else _same("Source", line.text, work)
    if more > 0 and len(lines) > told.FEW:
        yield from _same("Source", lines[told.FEW].text, f"and {more} more")


def _work(line: Line, key: str, locator: str, cards: Cards) -> Iterator[Difference]:
    """Confirm that a work is the one that a row names, by its words and its address, at the row's place."""
    entry = cards.authors.bibliography.entry(key)
    ending = f"; {_spaced(locator)}" if locator else ""
    if not line.text.endswith(ending):
        yield "Source", line.text, f"a text that ends in {ending}"
        return
    known = {*map(_plain, words(_TEX.sub("", entry))), *_ENTRY_WORDS}
    strange = [w for w in map(_plain, words(line.text.removesuffix(ending))) if w.isascii() and w not in known]
    if strange:
        yield "Source", f"{line.text} ({', '.join(strange)})", f"words of the entry {key}"
    yield from (("Source", address, f"an address of {key}") for address, _ in line.links if address not in entry)


def _plain(word: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))


def _made(card: Card, claim: str, page: Page, cards: Cards) -> Iterator[Difference]:
    """Confirm the cell that makes a claim: it assigns the claim's name, or gives names to claims in another way."""
    chapter, _, name = claim.partition("/")
    notebook, home = cards.authors.notebooks[chapter], cards.chapters[chapter]
    (line,) = card.parts.get("Made in") or (Line("nothing"),)
    sources = dict(zip(notebook.numbers, notebook.code, strict=True))
    able = {
        number
        for number, source in sources.items()
        if re.search(rf"\bclaims\.{name}\b[^=\n]*=(?!=)", source) or "setattr(claims" in source
    }
    texts = {f"{cards.title(chapter)}, cell {number} (notebook)": number for number in sorted(able)}
    if _straight(line.text) not in texts:
        yield "Made in", line.text, " or ".join(texts)
        return
    file = f"_sources/{home.removesuffix('.html')}.ipynb"
    wanted = [f"{home}#cell-{texts[_straight(line.text)]}", file]
    found = [_target(address, page) for address, _ in line.links]
    yield from _same("Made in", " ".join(found), " ".join(wanted))


def _elsewhere(card: Card, claim: str, page: Page, cards: Cards) -> Iterator[Difference]:
    """Confirm the links to other places: each leads to the claim, under its page's title or a heading."""
    for line in card.parts.get("Also in", ()):
        ((address, text),) = line.links or (("", ""),)
        path, _, place = _target(address, page).partition("#")
        there = cards.pages.get(path, Page(path))
        if not any(opener.name == place and opener.claim == claim for opener in there.openers) or text != line.text:
            yield "Also in", line.text, f"a link to a place that shows {claim}"
        elif there is page:
            if not cards.authors.notebooks[page.chapter].words.holds(words(text)):
                yield "Also in", text, "a heading of the page"
        else:
            yield from _same("Also in", _straight(text), cards.title(there.chapter))


def _cited(card: Card, claim: told.Claimed, cards: Cards) -> Iterator[Difference]:
    author, book = cards.book
    (line,) = card.parts.get("Cite as") or (Line("nothing"),)
    number = say("printed", claim.number, claim.unit)
    title = cards.title(claim.name.partition("/")[0])
    expected = f"{author}. “{title}”. In: {book}. Claim {claim.name}: {number}."
    yield from _same("Cite as", _straight(line.text), _straight(expected))
    yield from (("the end", card.end.text, " or ".join(sorted(_ENDS))) for _ in [0] if card.end.text not in _ENDS)
    permalink = f"#claim-{claim.name.replace('/', '.')}"
    yield from _same("the permalink", card.end.links[0][0] if card.end.links else "", permalink)


def _target(address: str, page: Page) -> str:
    """Return an address as a path in the site."""
    path, mark, place = unquote(address).partition("#")
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page.name), path)) if path else page.name
    return f"{path}{mark}{place}"

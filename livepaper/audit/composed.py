"""Texts that a chapter's code composes: from which pieces, and which of their numbers come from none."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from livepaper.audit.authored import Words
from livepaper.audit.saying import PLACES, SPELLED

NUMBER_WORDS = {*SPELLED, *PLACES, "half", "halves", "thirds", "quarter", "quarters", "fifths", "tenth", "tenths"}
NUMBER_WORDS |= {"majority", "plurality", "minority", "most", "none", "doubled", "tripled", "twice", "rose", "fell"}

_MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september"]
_MONTHS += ["october", "november", "december"]

Span = tuple[int, int]


def counts(word: str) -> bool:
    """Tell whether a word is a numeral or a number-word."""
    return word[0].isdigit() or word in NUMBER_WORDS


def strange(text: tuple[str, ...], known: Collection[Words], dates: Collection[str]) -> Iterator[str]:
    """Yield the numerals and number-words of a composed text that come from no piece it was composed of.

    One may stand within a piece that has other words and is there as a whole, in a date,
    or be a piece of its own where the whole text is pieces.

    Args:
        text: Words without a gap.
        known: Where pieces may come from.
        dates: The dates that may be written out, as ISO.
    """
    spans = {*_pieces(text, known), *_dates(text, dates)}
    before = _reached(spans, 0)
    after = _reached({(end, start) for start, end in spans}, len(text))
    sound = {
        index
        for start, end in spans
        if any(word.isalpha() and not counts(word) for word in text[start:end]) or (start in before and end in after)
        for index in range(start, end)
    }
    yield from (word for index, word in enumerate(text) if counts(word) and index not in sound)


def _reached(spans: Collection[Span], start: int) -> set[int]:
    """Return the places that can be reached from one by going from piece to piece."""
    reached, waiting = {start}, [start]
    while waiting:
        place = waiting.pop()
        new = {end for begin, end in spans if begin == place} - reached
        reached |= new
        waiting += new
    return reached


def _pieces(text: tuple[str, ...], known: Collection[Words]) -> Iterator[Span]:
    for start, word in enumerate(text):
        for words in known:
            for piece in words.pieces.get(word, ()):
                if text[start : start + len(piece)] == piece:
                    yield start, start + len(piece)


def _dates(text: tuple[str, ...], dates: Collection[str]) -> Iterator[Span]:
    """Find dates that are written out, as “3 March 2025”, “3 Mar 2025” or “March 2025”."""
    for at, word in enumerate(text[:-1]):
        month = next((n for n, name in enumerate(_MONTHS, 1) if word in {name, name[:3]}), 0)
        if not month:
            continue
        month_of_year = f"{text[at + 1]}-{month:02}"
        day = text[at - 1] if at and text[at - 1].isdigit() else ""
        if day and f"{month_of_year}-{int(day):02}" in dates:
            yield at - 1, at + 2
        elif not day and month_of_year in dates:
            yield at, at + 2

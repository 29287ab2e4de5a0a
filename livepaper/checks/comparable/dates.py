"""When people were asked: before publication, and before or after an event they may have reacted to.

A paragraph that names an event and prints shares invites readers to take the shares for
a reaction. They can be one only if the interviews came after the event. If they did not,
or if their dates are unknown, the sentence that names the event or the next must say
so: that they *ended before*, that it *cannot* be told, that dates are *not found*.

Events are the rows of the table with the columns `event`, `date` and `kind`; people are
taken to react to those of the kinds in `SHOCKS`. An event is named by its key
(“flood”) or by its date in words (“3 March 2025”).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

from livepaper.checks.base import Finding, error
from livepaper.checks.comparable.operands import Surveys
from livepaper.datapackage import Package
from livepaper.datapackage.package import Row
from livepaper.edition import Edition
from livepaper.passages import Bound, Passage, sentence
from livepaper.passages.sentences import spans
from livepaper.survey import WAVES

SHOCKS = {"war", "incident"}
"""The kinds of events that may change what people think."""

_DAY = len("2025-01-31")
_SAID = re.compile(
    r"\bbefore (?:it|that|the|this)\b|\b(?:ended|took place|was made) (?:before|earlier)\b|\bcannot\b|\bunknown\b"
    r"|\bunclear\b|\bnot (?:known|found|disclosed|published|checkable)\b",
    re.IGNORECASE,
)
_REPEATS = {"alt", "drawing"}
"""Places that only repeat what stands elsewhere."""


@dataclass(frozen=True)
class _Event:
    """An event to which people may react.

    Attributes:
        name: Its key.
        date: Its date, in full.
    """

    name: str
    date: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """How a text names it."""
        day = date.fromisoformat(self.date)
        names = [re.escape(self.name.replace("-", " ")), f"{day.day} {day:%B} {day.year}"]
        return re.compile(rf"\b(?:{'|'.join(names)})\b", re.IGNORECASE)


def order(surveys: Surveys) -> Iterator[Finding]:
    """Require of every wave that fieldwork starts, ends and is published in this order, its year among them."""
    for name, wave in surveys.waves.items():
        start, end, published, year = (
            [(column, wave[column])] if wave[column] else []
            for column in ("fieldwork_start", "fieldwork_end", "published", "year")
        )
        pairs = [*pairwise([*start, *end, *published]), *pairwise([*start, *year, *published])]
        for (earlier, first), (later, second) in pairs:
            if _after(first, second):
                yield error(
                    f"{WAVES}, row {name}",
                    f"{earlier} {first} after {later} {second}",
                    "interviews that start, end and are published in this order, in the year of the wave",
                    "Correct the date that is wrong.",
                )


def reactions(edition: Edition, surveys: Surveys) -> Iterator[Finding]:
    """Require of every paragraph with an event and earlier or undated shares that it says so."""
    events = _events(edition.paper.package)
    owned: dict[tuple[str, int, str], list[Passage]] = {}
    for passage in edition.passages:
        owned.setdefault((passage.chapter, passage.cell, passage.owner), []).append(passage)
    for passage in edition.passages:
        if passage.place in _REPEATS:
            continue
        for event in events:
            if match := event.pattern.search(passage.text):
                alone = passage.place == "cell" or not passage.owner
                around = [passage] if alone else owned[passage.chapter, passage.cell, passage.owner]
                yield from _reaction(passage, event, match, _asked(around, edition, surveys))


def _events(package: Package) -> list[_Event]:
    table = next((name for name in package.names if {"event", "date", "kind"} <= set(package.fields(name))), None)
    rows = package.rows(table) if table else []
    return [_Event(row["event"], row["date"]) for row in rows if row["kind"] in SHOCKS and len(row["date"]) == _DAY]


def _asked(around: Sequence[Passage], edition: Edition, surveys: Surveys) -> dict[str, list[Row]]:
    """Return the waves of each claim with shares that some passages print."""
    found: dict[str, list[Row]] = {}
    for passage in around:
        for bound in passage.bound:
            if bound.claim in edition.claims and bound.claim not in found:
                shares = surveys.shares(edition.claims[bound.claim].quantity.formula)
                keys = dict.fromkeys(row["wave"] for row in shares)
                found[bound.claim] = [surveys.waves[key] for key in keys if key in surveys.waves]
    return found


def _reaction(
    passage: Passage, event: _Event, match: re.Match[str], asked: Mapping[str, Sequence[Row]]
) -> Iterator[Finding]:
    """Look at one event and one passage; what is not said of several claims is reported once."""
    wrong = {claim: why for claim, waves in asked.items() if (why := _untimely(waves, event.date))}
    pieces = [passage.text[start:end] for start, end in spans(passage) if end > match.start()][:2]
    if not wrong or any(_SAID.search(piece) for piece in pieces):
        return
    first = next(iter(wrong))
    also = f" (as are {', '.join(list(wrong)[1:])})" if len(wrong) > 1 else ""
    yield error(
        f"chapter {passage.chapter}, cell {passage.cell}, {passage.place}",
        f"{first}{also} beside the event “{event.name}” of {event.date}, though {wrong[first]}",
        "shares of people asked after the event, or a remark in the sentence or the next",
        "Say that the interviews came before, or that their dates are not known; or take the event out.",
        claim=first,
        sentence=sentence(passage, Bound(match.start(), match.end(), "", "", "")),
    )


def _untimely(waves: Sequence[Row], event: str) -> str:
    """Say which wave cannot be a reaction to an event, or may not be one; empty if all can."""
    for wave in waves:
        start, end = wave["fieldwork_start"], wave["fieldwork_end"]
        if any(_after(event, known) for known in (end, wave["published"], wave["year"]) if known):
            return f"{wave['wave']} was in the field before it"
        if not any(_after(known, event) for known in (start, wave["year"]) if known):
            return f"it is not known whether {wave['wave']} was in the field before or after"
    return ""


def _after(one: str, other: str) -> bool:
    """Tell whether a date, in full or in part, is certainly later than another."""
    known = min(len(one), len(other))
    return one[:known] > other[:known]

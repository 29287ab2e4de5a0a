"""What a card has to say of a claim, from the raw data alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from livepaper.audit.data import Data, Row
from livepaper.audit.formulas import SHARES, Number
from livepaper.audit.resting import Rested
from livepaper.audit.saying import UnsayableError, say

FEW = 3
"""How many things of a kind a card lists."""

PRINTED, CORRECTIONS = "paper-printed", "paper-corrections"
WRONG = ("differs", "overtaken", "unsupported")
"""Verdicts on what was printed that a claim's line shows, gravest first."""

MEANINGS = {
    "publisher": "seen on the publisher's own page",
    "mirror": "read in another's copy of the publisher's data file",
    "press": "seen in a press report or another third party's page",
    "paper": "known only as the paper itself quotes it",
}
LEGENDS = {
    "weak": "The dashed line marks weak evidence.",
    "corrected": "The double line marks a number that the original printed otherwise, or without support.",
}

MONTHS: tuple[str, ...] = ("January", "February", "March", "April", "May", "June")
MONTHS += ("July", "August", "September", "October", "November", "December")

_FIELD = re.compile(r"\{([^{}.]+)(?:\.(\w+))?\}")

Saying = Callable[[str, str], str]
"""From a claim's id and a form to what is printed."""


@dataclass(frozen=True)
class Claimed:
    """A claim with what the raw data give for it."""

    name: str
    number: Number
    unit: str


def value(claim: Claimed) -> str:
    """Say value and margin of a claim in a sentence."""
    number, unit = claim.number, claim.unit
    plain = _plain(number, unit)
    if number.margin is not None:
        give = say("margin", number, unit)
        return f"{plain}; give or take {give} at 95 percent confidence, {_ground(number)}."
    if number.sampled and unit in {"percent", "percentage points"}:
        why = "none is known for something it was computed from"
        if not number.derived:
            why = "the sample was opt-in" if number.base is not None else "no base was published"
        return f"{plain}; no margin of error, because {why}."
    return f"{plain}."


def _ground(number: Number) -> str:
    """Say what a margin rests on."""
    if number.given and number.derived:
        return "by the standard errors given with its parts; where none is given, as if people were drawn at random"
    return "by the standard error given with it" if number.given else "if people were drawn at random"


def _plain(number: Number, unit: str) -> str:
    text = say("number", number, unit)
    if unit == "year":
        return f"The year {text}"
    if unit.startswith(("USD ", "EUR ")):
        return say("printed", number, unit)
    return f"1, counted in {unit}" if text == "1" and unit != "percent" else f"{text} {unit}"


def few(texts: Sequence[str]) -> list[str]:
    """Return a few texts, and how many others there are."""
    return [*texts[:FEW], *([f"and {len(texts) - FEW} more"] if len(texts) > FEW else [])]


def questions(rows: Sequence[Rested], data: Data) -> list[str]:
    """Say what was asked and answered."""
    given: dict[str, list[str]] = {}
    for one in rows:
        if one.row and one.table == SHARES:
            given.setdefault(one.row["question"], []).append(f"“{one.row['response']}”")
    return few(
        [
            f"{data.row('surveys-questions', question)['paraphrase']}: {', '.join(few(list(dict.fromkeys(responses))))}"
            for question, responses in given.items()
        ]
    )


def samples(rows: Sequence[Rested], data: Data) -> list[str]:
    """Say who was asked, how many, when and how."""
    bases: dict[tuple[str, str], list[str]] = {}
    for one in rows:
        if "wave" in one.row and "population" in one.row:
            bases.setdefault((one.row["wave"], one.row["population"]), []).append(one.row.get("base", ""))
    return few([_sample(data, *sample, next(filter(None, base), "")) for sample, base in bases.items()])


def _sample(data: Data, wave: str, population: str, base: str) -> str:
    row = data.row("surveys-waves", wave)
    people = f"{int(base):,} people" if base else "number of people not published"
    days = [_day(row[column]) for column in ("fieldwork_start", "fieldwork_end")]
    if all(days):
        when = " to ".join(dict.fromkeys(days))
    else:
        when = f"from {days[0]}" if days[0] else f"until {days[1]}" if days[1] else "not found"
    kind = "; opt-in sample" if row["sample_kind"] == "opt-in" else ""
    name = data.row("surveys-populations", population)["name"]
    return f"{name}, {people}: {row['title']}; fieldwork {when}; mode {row['mode'] or 'not found'}{kind}"


def _day(iso: str) -> str:
    year, _, rest = iso.partition("-")
    month, _, day = rest.partition("-")
    if not month:
        return iso
    return " ".join(filter(None, [day.lstrip("0"), MONTHS[int(month) - 1], year]))


def grade(number: Number) -> str:
    """Say how good the evidence is."""
    return f"{number.evidence}: {'at its weakest, ' if number.derived else ''}{MEANINGS[number.grade]}"


def printed(claim: str, data: Data, saying: Saying) -> tuple[list[str], bool]:
    """Say what was printed for a claim, with verdict and reasons; and whether any of it did not stand."""
    told, wrong = [], False
    for row in data.tables.get(PRINTED, []):
        if row["claim"] != claim:
            continue
        mine = [one for one in data.tables.get(CORRECTIONS, []) if one["printed"] == row["printed"]]
        order = [*WRONG, "not checkable", "agrees"]
        mine.sort(key=lambda one: order.index(one["verdict"]))
        verdict = mine[0]["verdict"] if mine else "agrees"
        section = f"section {row['section']}" if row["section"][:1].isdigit() else row["section"]
        reasons = "".join(f" {_reason(one, saying)}" for one in mine)
        told.append(f"{section}, {row['place']}: “{row['text']}”; verdict: {verdict}.{reasons}")
        wrong = wrong or verdict in WRONG
    return told, wrong


def _reason(correction: Row, saying: Saying) -> str:
    text = " ".join(filter(None, (correction["reason"], correction["evidence"])))

    def said(found: re.Match[str]) -> str:
        try:
            return saying(found[1], found[2] or "printed")
        except (LookupError, UnsayableError):
            return found[0]

    return _FIELD.sub(said, text)


def files(rows: Sequence[Rested], paths: dict[str, str]) -> list[str]:
    """Name the rows in their files, with their remarks."""
    told = []
    for one in rows[:FEW]:
        place = f"data/{paths[one.table]}" + (f", row {one.number}" if one.number else "")
        told.append("; ".join(filter(None, [place, one.row.get("note", "")])))
    more = len(rows) - FEW
    return told + ([f"and {more:,} more {'row' if more == 1 else 'rows'}"] if more > 0 else [])

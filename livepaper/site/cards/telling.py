"""What a provenance card says of a claim, in plain words and as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from livepaper import words, works
from livepaper.claims import Claim
from livepaper.evidence import Evidence, Exhibit, Printed
from livepaper.formulas import describe
from livepaper.quantity import PERCENT, POINTS, RATIO, YEAR, Grade, Quantity
from livepaper.survey import QUESTIONS, WAVES
from livepaper.verdicts import Verdict

FEW = 3
"""How many of anything a card lists; of more, how many others there are."""

POPULATIONS = "surveys-populations"
NOT_FOUND = "not found"

_ADDRESS = re.compile(r"\s*URL: \S+$")
_CORRECTED = {Verdict.DIFFERS, Verdict.OVERTAKEN, Verdict.UNSUPPORTED}
_WEAK = {Grade.PRESS, Grade.PAPER}


@dataclass(frozen=True)
class Cited:
    """A work with a place in it, and the work's address where it has one."""

    text: str
    address: str = ""


@dataclass(frozen=True)
class Telling:
    """The texts of a card; of each list, what does not fit is said by its last item.

    Attributes:
        claim: The claim.
        value: Its value with unit and margin, as a sentence.
        questions: What was asked and answered.
        samples: Who was asked, when and how.
        sources: Where it was published.
        grade: How good the evidence is.
        printed: What the original printed, with verdict and reasons.
        computed: How the value follows from the data.
        rows: The rows it rests on, with their remarks.
        more_rows: How many rows are not listed.
        weak: Whether the evidence is weak.
        corrected: Whether something printed for it did not stand.
    """

    claim: Claim
    value: str
    questions: tuple[str, ...]
    samples: tuple[str, ...]
    sources: tuple[Cited, ...]
    grade: str
    printed: tuple[str, ...]
    computed: str
    rows: tuple[str, ...]
    more_rows: int
    weak: bool
    corrected: bool


def tell(claim: Claim, evidence: Evidence) -> Telling:
    """Return what is told of a claim."""
    q = claim.quantity
    found = [evidence.row(reference) for reference in q.rows]
    asked = [row.cells for row in found if {"wave", "population"} <= row.cells.keys()]
    exhibits = [evidence.exhibit(row) for row in found[:FEW]]
    printed = evidence.printed.get(claim.id, [])
    return Telling(
        claim=claim,
        value=_value(q),
        questions=tuple(_questions(asked, evidence)),
        samples=tuple(_samples(asked, evidence)),
        sources=tuple(_sources(map(evidence.exhibit, found), evidence)),
        grade=words.graded(q),
        printed=tuple(_printed(one, evidence) for one in printed),
        computed=describe(q.formula),
        rows=tuple(map(_row, exhibits)),
        more_rows=len(found) - len(exhibits),
        weak=q.grade in _WEAK,
        corrected=any(one.verdict in _CORRECTED for one in printed),
    )


def _value(q: Quantity) -> str:
    """Say value and margin in a sentence."""
    return f"{'; '.join(filter(None, (_plain(q), words.measured(q))))}."


def _plain(q: Quantity) -> str:
    number = words.FORMS["number"](q)
    if q.unit == YEAR:
        return f"The year {number}"
    if words.printed(q) not in {number, f"{number}%"} and q.unit not in {POINTS, RATIO}:
        return words.printed(q)
    if number == "1" and q.unit != PERCENT:
        return f"1, counted in {q.unit}"
    return f"{number} {q.unit}"


def _questions(asked: Sequence[Mapping[str, str]], evidence: Evidence) -> Iterator[str]:
    """Say each question in our words, with the responses that are meant."""
    responses: dict[str, list[str]] = {}
    for cells in asked:
        if "question" in cells and cells["response"] not in responses.setdefault(cells["question"], []):
            responses[cells["question"]].append(cells["response"])
    told = []
    for question, given in responses.items():
        paraphrase = evidence.row(f"{QUESTIONS}#{question}").cells.get("paraphrase", question)
        told.append(f"{paraphrase}: {_listed([f'“{response}”' for response in given])}")
    yield from _few(told)


def _samples(asked: Sequence[Mapping[str, str]], evidence: Evidence) -> Iterator[str]:
    """Say who was asked, how many, in which wave, when and how."""
    bases: dict[tuple[str, str], str] = {}
    for cells in asked:
        sample = cells["wave"], cells["population"]
        bases[sample] = bases.get(sample) or cells.get("base", "")
    told = []
    for (wave, population), base in bases.items():
        row = evidence.row(f"{WAVES}#{wave}").cells
        name = evidence.row(f"{POPULATIONS}#{population}").cells.get("name", population)
        number = f"{int(base):,} people" if base.isdigit() else "number of people not published"
        told.append(
            f"{name}, {number}: {row.get('title', wave)}; fieldwork {_period(row)};"
            f" mode {row.get('mode') or NOT_FOUND}{_kind(row)}"
        )
    yield from _few(told)


def _kind(wave: Mapping[str, str]) -> str:
    return "; opt-in sample" if wave.get("sample_kind") == "opt-in" else ""


def _period(wave: Mapping[str, str]) -> str:
    start, end = (_day(wave.get(f"fieldwork_{part}", "")) for part in ("start", "end"))
    if start and end:
        return start if start == end else f"{start} to {end}"
    return f"from {start}" if start else f"until {end}" if end else NOT_FOUND


def _day(text: str) -> str:
    """Write an ISO date, or the month of one, out."""
    if not re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", text):
        return text
    day = date.fromisoformat(f"{text}-01"[:10])
    return f"{day:%B %Y}" if len(text) == 7 else f"{day.day} {day:%B %Y}"


def _sources(exhibits: Iterable[Exhibit], evidence: Evidence) -> Iterator[Cited]:
    entries = works.entries(evidence.paper.bibliography)
    found: dict[str, str] = {}
    for exhibit in exhibits:
        key = exhibit.row.cells.get("source", "")
        address = entries[key].fields.get("url", "") if key in entries else ""
        text = _ADDRESS.sub("", exhibit.source).removesuffix(".")
        if text:
            found[f"{text}; {exhibit.locator}" if exhibit.locator else text] = address
    told = [Cited(text, address) for text, address in found.items()]
    yield from told[:FEW]
    if len(told) > FEW:
        yield Cited(_others(len(told) - FEW))


def _printed(one: Printed, evidence: Evidence) -> str:
    reasons = "".join(f" {evidence.reason(correction)}" for correction in one.corrections)
    return f"{one.where}: “{one.text}”; verdict: {one.verdict or 'none'}.{reasons}"


def _row(exhibit: Exhibit) -> str:
    note = exhibit.row.cells.get("note", "")
    return f"{exhibit.file}; {note}" if note else exhibit.file


def _few(texts: Sequence[str]) -> Iterator[str]:
    yield from texts[:FEW]
    if len(texts) > FEW:
        yield _others(len(texts) - FEW)


def _listed(texts: Sequence[str]) -> str:
    return ", ".join(_few(texts))


def _others(number: int) -> str:
    return f"and {number} more"

"""Looking up a quoted percentage in a report: on its cited pages, then everywhere."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from livepaper.checks.sources.pdf import Report, Sight, seen

_NUMBER = r"(?:\d+|[ivxl]+)\b"
_RANGE = rf"{_NUMBER}(?:\s*[-–]\s*{_NUMBER})?"
_PAGES = re.compile(rf"\b(?:pages?|slides?|pp?\.?)\s*({_RANGE}(?:\s*(?:,|and|&)\s*{_RANGE})*)", re.IGNORECASE)
_ASIDE = re.compile(r"\([^)]*\)")
_MANY = 5
"""Of pages, so many are named."""


class Outcome(StrEnum):
    """What came of looking for a percentage, as summaries say it."""

    CITED = "on their pages"
    SOMEWHERE = "somewhere, with no page named"
    UNSURE = "in doubt"
    ELSEWHERE = "on other pages"
    PICTURE = "on pages without text"
    MISSING = "not found"


@dataclass(frozen=True)
class Quotation:
    """A percentage that a work is said to print.

    Attributes:
        work: Key of the work.
        number: The percentage, as published.
        pages: The pages cited; none if no page is named.
        cited: Whether the data cite this work for it, rather than another that quotes it.
    """

    work: str
    number: str
    pages: tuple[str, ...]
    cited: bool = True


def pages(locator: str) -> tuple[str, ...]:
    """Return the pages that a locator names; none where it names none clearly.

    What stands in brackets is a remark on the citation. “pp. 28–29 and 36” are three pages.
    """
    found: dict[str, None] = {}
    for listed in _PAGES.findall(_ASIDE.sub("", locator)):
        for part in re.findall(_RANGE, listed, re.IGNORECASE):
            first, *last = re.split(r"\s*[-–]\s*", part)
            if last and first.isdecimal() and last[0].isdecimal():
                found |= dict.fromkeys(map(str, range(int(first), int(last[0]) + 1)))
            else:
                found |= dict.fromkeys([first, *last])
    return tuple(found)


@dataclass(frozen=True)
class Looked:
    """What came of looking for one quotation.

    Attributes:
        quotation: What was looked for.
        outcome: What came of it.
        place: Where it was found, or what was found instead.
    """

    quotation: Quotation
    outcome: Outcome
    place: str


def look(quotation: Quotation, report: Report) -> Looked:
    """Look for a quotation on its cited pages, which labels, positions or print may name; then everywhere."""
    cited = list(dict.fromkeys(index for page in quotation.pages for index in report.indices(page)))
    for index in cited:
        if seen(quotation.number, report.text(index)) is Sight.SURE:
            return Looked(quotation, Outcome.CITED, report.name(index))
    sightings = dict(report.sightings(quotation.number))
    printed = [index for index in sightings if any(report.footed(index, page) for page in quotation.pages)]
    for index in printed:
        if sightings[index] is Sight.SURE:
            return Looked(quotation, Outcome.CITED, f"{report.name(index)}, by the number printed on it")
    return Looked(quotation, *_elsewhere(quotation, report, sightings, {*cited, *printed}))


def _elsewhere(
    quotation: Quotation, report: Report, sightings: Mapping[int, Sight], cited: Container[int]
) -> tuple[Outcome, str]:
    """Tell what came of a quotation that is on none of its pages for sure."""
    sure = [index for index, sight in sightings.items() if sight is Sight.SURE]
    if sure and not quotation.pages:
        return Outcome.SOMEWHERE, _places(report, sure)
    doubtful = [index for index in sightings if not quotation.pages or index in cited]
    if doubtful:
        return Outcome.UNSURE, _places(report, doubtful)
    if sure:
        return Outcome.ELSEWHERE, f"it on {_places(report, sure)}"
    if any(index in cited and not report.text(index) for index in range(len(report.labels))):
        return Outcome.PICTURE, "a page without text, perhaps a picture"
    though = f", though {quotation.number} without a percent sign on {_places(report, [*sightings])}"
    return Outcome.MISSING, f"it on none of {len(report.labels)} pages{though if sightings else ''}"


def _places(report: Report, indices: Sequence[int]) -> str:
    more = f" and {len(indices) - _MANY} more" if len(indices) > _MANY else ""
    return ", ".join(report.name(index) for index in indices[:_MANY]) + more

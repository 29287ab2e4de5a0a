"""The data explorer: what its page needs to answer any question to any survey, as one file of the site.

The file is a classic script that assigns one object, so that it loads from a disk and under a strict
content security policy. Cells stay the texts that the tables hold; what has to be computed, margins and
remainders, is computed here and not by the browser.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import groupby, takewhile
from typing import Any

from livepaper import works
from livepaper.datapackage import Package, reference
from livepaper.datapackage.package import Row
from livepaper.paper import Paper
from livepaper.quantity import PERCENT, Grade, Quantity
from livepaper.site.publication import Publication
from livepaper.survey import QUESTIONS, TOPLINES, WAVES, Survey, agree, standard_error
from livepaper.words.numbers import margin

FILE = "explorer-data.js"
VARIABLE = "explorerData"

TABLES = {
    "waves": WAVES,
    "questions": QUESTIONS,
    "populations": "surveys-populations",
    "toplines": TOPLINES,
    "items": "surveys-disclosure-items",
    "disclosures": "surveys-disclosures",
}
"""The tables that the explorer shows, by the name its script knows them by."""

_NEEDED = ("waves", "questions", "populations", "toplines")
"""Those without which there is nothing to explore."""

_WHOLE = "the full distribution is published"
"""What the scale of a question says if nothing can be missing but by rounding."""


def explorer(publication: Publication) -> None:
    """Write the explorer's data, if there are surveys to explore."""
    if not explorable(publication.paper.package):
        return
    text = json.dumps(explorer_data(publication.paper), ensure_ascii=False, separators=(",", ":"))
    script = f'"use strict";\nglobalThis.{VARIABLE} = Object.freeze({text});\n'
    (publication.folder / FILE).write_text(script, encoding="utf-8")


def explorable(package: Package) -> bool:
    """Tell whether a data package has surveys for the explorer."""
    return all(TABLES[name] in package.names for name in _NEEDED) and bool(package.rows(TOPLINES))


def explorer_data(paper: Paper) -> dict[str, Any]:
    """Return what the explorer shows.

    Returns:
        `tables`, with the columns and rows of each; `titles` of their columns; `surveys`, the name of each;
        `margins`, the 95 % margin of each topline that has one; `remainders`, what was not quoted of a question,
        and `conflicts`, the responses with different published values, both by wave, question and population
        joined by `|`; `works`, a short name, the description and the address of each source; `grades`, what each means.
    """
    package = paper.package
    return {
        "tables": {
            name: {
                "columns": list(_fields(package, table)),
                "rows": [list(row.values()) for row in _rows(package, table)],
            }
            for name, table in TABLES.items()
        },
        "titles": {
            name: {column: field.get("title", column) for column, field in _fields(package, table).items()}
            for name, table in TABLES.items()
        },
        "surveys": survey_names(package.rows(WAVES)),
        "margins": dict(_margins(package)),
        **_wholes(package),
        "works": _works(paper),
        "grades": {grade.value: grade.meaning for grade in Grade},
    }


def _fields(package: Package, table: str) -> dict[str, dict[str, Any]]:
    return package.fields(table) if table in package.names else {}


def _rows(package: Package, table: str) -> list[Row]:
    return package.rows(table) if table in package.names else []


def survey_names(waves: list[Row]) -> dict[str, str]:
    """Name each survey by the words with which its last wave's title begins as another's does."""
    titles: dict[str, list[str]] = {}
    for wave in waves:
        titles.setdefault(wave["survey"], []).append(wave["title"])
    return {survey: _shared_name(*found) for survey, found in titles.items()}


def _shared_name(*titles: str) -> str:
    *others, last = titles
    shared = max((_shared_words(last, other) for other in others), key=len, default=[])
    return " ".join(shared).rstrip(",:;") or last


def _shared_words(one: str, other: str) -> list[str]:
    pairs = zip(one.split(), other.split(), strict=False)
    return [word for word, _ in takewhile(lambda pair: pair[0] == pair[1], pairs)]


def remainder(rows: list[Row], question: Mapping[str, str]) -> str:
    """Return the percentage of respondents whose answer was not quoted, as text; empty if that cannot be said.

    It can be said where each person gave one answer, no answer adds up others, and sources agree. What
    rounding alone can leave is no remainder.

    Args:
        rows: The toplines of one question in one wave and population.
        question: The question's row.
    """
    if question["choice"] != "single" or _WHOLE in question["scale"] or disagreeing(rows):
        return ""
    if any(row["net"] == "yes" for row in rows):
        return ""
    most_precise: dict[str, Decimal] = {}
    for row in rows:
        value, known = Decimal(row["percent"]), most_precise.get(row["response"])
        if known is None or _exponent(value) < _exponent(known):
            most_precise[row["response"]] = value
    left = 100 - sum(most_precise.values(), Decimal(0))
    slack = sum((Decimal(5).scaleb(_exponent(value) - 1) for value in most_precise.values()), Decimal(0))
    return f"{left}" if left > slack else ""


def disagreeing(rows: list[Row]) -> list[str]:
    """Return the responses for which different values were published, in file order."""
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["response"], []).append(row["percent"])
    return [
        response
        for response, values in found.items()
        if not all(agree(value, max(values, key=lambda text: len(text.partition(".")[2]))) for value in values)
    ]


def _exponent(value: Decimal) -> int:
    return int(value.as_tuple().exponent)


def _margins(package: Package) -> Iterator[tuple[str, str]]:
    for row in package.rows(TOPLINES):
        value, base = Decimal(row["percent"]), int(row["base"]) if row["base"] else None
        error = Survey(package, row["wave"]).error(value, base, standard_error(row))
        if error is not None:
            rows = (reference(TOPLINES, row["topline"]),)
            yield row["topline"], margin(Quantity(value, PERCENT, rows, Grade(row["grade"]), base, error))


def _wholes(package: Package) -> dict[str, dict[str, Any]]:
    """Return what can be said of the answers to a question together."""
    questions = {row["question"]: row for row in package.rows(QUESTIONS)}
    remainders, conflicts = {}, {}
    for key, rows in _asked(package):
        left, differing = remainder(rows, questions[rows[0]["question"]]), disagreeing(rows)
        if left:
            remainders[key] = left
        if differing:
            conflicts[key] = differing
    return {"remainders": remainders, "conflicts": conflicts}


def _asked(package: Package) -> Iterator[tuple[str, list[Row]]]:
    """Yield the toplines of each wave, question and population."""

    def place(row: Row) -> str:
        return "|".join((row["wave"], row["question"], row["population"]))

    for key, rows in groupby(sorted(package.rows(TOPLINES), key=place), key=place):
        yield key, list(rows)


def _works(paper: Paper) -> dict[str, dict[str, str]]:
    """Return the works that the tables name, as a list of references gives them, with their addresses."""
    entries = works.entries(paper.bibliography)
    named = {
        row[column] for table in TABLES.values() for row in _rows(paper.package, table) for column in _sources(row)
    }
    parts = {"short": works.short, "text": works.described, "address": works.address}
    return {
        key: {part: told(paper.bibliography, key) for part, told in parts.items()}
        for key in sorted(named & set(entries))
    }


def _sources(row: Row) -> Iterator[str]:
    yield from (column for column in ("source", "report") if column in row)

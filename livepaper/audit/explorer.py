"""Whether the data explorer has the raw data, with the margins and remainders that follow from them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from livepaper.audit.authored import Bibliography
from livepaper.audit.data import Data, Row, unusable
from livepaper.audit.findings import Audit, Finding
from livepaper.audit.formulas import QUESTIONS, SHARES, WAVES, Number, sampling_error, stated_error
from livepaper.audit.saying import say

FILE = "explorer-data.js"

_TABLES = {
    "waves": WAVES,
    "questions": QUESTIONS,
    "populations": "surveys-populations",
    "toplines": SHARES,
    "items": "surveys-disclosure-items",
    "disclosures": "surveys-disclosures",
}
_WHOLE = "the full distribution is published"

Difference = tuple[str, object, object]


def check_explorer(site: Path, data: Data, bibliography: Bibliography, audit: Audit) -> None:
    """Confirm the explorer's data.

    Raises:
        ProjectError: They cannot be read.
    """
    path = site / FILE
    if not data.tables.get(SHARES) and not path.exists():
        return
    try:
        text = path.read_text(encoding="utf-8")
        shown = json.loads(text[text.index("(") + 1 : text.rindex(")")])
        found = list(_differences(shown, data, bibliography))
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise unusable(path, error, "the explorer’s data") from error
    audit.findings += [Finding(FILE, part, "", f"“{told}”", f"“{expected}”") for part, told, expected in found]


def _differences(shown: dict[str, Any], data: Data, bibliography: Bibliography) -> Iterator[Difference]:
    for name, table in _TABLES.items():
        columns = shown["tables"][name]["columns"]
        rows = [dict(zip(columns, row, strict=True)) for row in shown["tables"][name]["rows"]]
        for number, (row, raw) in enumerate(zip(rows, data.tables.get(table, []), strict=False), start=2):
            if row != raw:
                yield f"row {number} of {table}", row, raw
        if len(rows) != len(data.tables.get(table, [])):
            yield f"the number of rows of {table}", len(rows), len(data.tables.get(table, []))
    yield from _unlike("the margin of", shown["margins"], dict(_margins(data)))
    yield from _unlike("what was not quoted in", shown["remainders"], dict(_remainders(data)))
    conflicts = {key: differing for key, rows in _asked(data).items() if (differing := _differing(rows))}
    yield from _unlike("the disagreement in", shown["conflicts"], conflicts)
    titles: dict[str, list[str]] = {}
    for wave in data.tables[WAVES]:
        titles.setdefault(wave["survey"], []).append(wave["title"])
    yield from (
        (f"the name of {survey}", name, "words of the title of one of its waves")
        for survey, name in shown["surveys"].items()
        if not any(name in title for title in titles.get(survey, []))
    )
    yield from (
        (f"the source {key}", work, "numerals and addresses of one entry of the bibliography")
        for key, work in shown["works"].items()
        if not bibliography.has(f"{work['short']} {work['text']}") or not bibliography.has(work["address"])
    )


def _unlike(what: str, shown: dict[str, Any], expected: dict[str, Any]) -> Iterator[Difference]:
    for key in sorted({*shown, *expected}):
        if shown.get(key) != expected.get(key):
            yield f"{what} {key}", shown.get(key, "nothing"), expected.get(key, "nothing")


def _margins(data: Data) -> Iterator[tuple[str, str]]:
    kinds = {wave["wave"]: wave["sample_kind"] for wave in data.tables[WAVES]}
    for row in data.tables[SHARES]:
        share, base = Decimal(row["percent"]), int(row["base"]) if row["base"] else None
        error = sampling_error(share, base, stated_error(row))
        if error is not None and kinds[row["wave"]] != "opt-in":
            yield row["topline"], say("margin", Number(share, base=base, error=error), "percent")


def _asked(data: Data) -> dict[str, list[Row]]:
    asked: dict[str, list[Row]] = {}
    for row in data.tables[SHARES]:
        asked.setdefault(f"{row['wave']}|{row['question']}|{row['population']}", []).append(row)
    return asked


def _values(rows: list[Row]) -> dict[str, list[Decimal]]:
    """Return the published values of each response, the most precise last."""
    found: dict[str, list[Decimal]] = {}
    for row in rows:
        found.setdefault(row["response"], []).append(Decimal(row["percent"]))
    return {response: sorted(values, key=_half, reverse=True) for response, values in found.items()}


def _half(value: Decimal) -> Decimal:
    """Half a unit of the last place of a value."""
    return Decimal((0, (5,), int(value.as_tuple().exponent) - 1))


def _differing(rows: list[Row]) -> list[str]:
    return [
        response
        for response, values in _values(rows).items()
        if any(abs(value - values[-1]) > (_half(value) if _half(value) > _half(values[-1]) else 0) for value in values)
    ]


def _remainders(data: Data) -> Iterator[tuple[str, str]]:
    questions = {row["question"]: row for row in data.tables[QUESTIONS]}
    for key, rows in _asked(data).items():
        question = questions[rows[0]["question"]]
        closed = question["choice"] == "single" and _WHOLE not in question["scale"]
        if not closed or _differing(rows) or any(row["net"] == "yes" for row in rows):
            continue
        values = [published[-1] for published in _values(rows).values()]
        left = 100 - sum(values)
        if left > sum(map(_half, values)):
            yield key, str(left)

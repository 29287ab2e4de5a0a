"""What a change of the data, or of anything else, does to a paper: two editions compared."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Set
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from livepaper import words
from livepaper.claims import Claim
from livepaper.edition import Edition, Problem
from livepaper.errors import LivePaperError
from livepaper.formulas import describe
from livepaper.paper import PRINTED
from livepaper.verify.changes import Broken, Drawing, Impact, Judgement, Number, Resting, Word
from livepaper.verify.layout import short
from livepaper.verify.texts import differences, say, valued

WORDS = ("in_words", "standing", "direction", "comparison", "times", "spelled", "ordinal")
"""The forms that are words rather than digits."""

REPEATED = ("alt", "drawing")
"""Places that repeat what stands elsewhere in the same figure."""

_SEEN = ("value", "unit", "base", "margin", "grade", "formula")
_PARTS = ("title", "subtitle", "base", "note", "source", "alt")
_EXPRESSION = re.compile(r"\{eval\}`(?P<expression>[^`]+)`")
_PRINTED_NUMBER = re.compile(r"printed number (?P<printed>\S+)")
_MISSING = re.compile(r"claim “(?P<claim>[^”]+)”")


def impact(before: Edition, after: Edition) -> Impact:
    """Compare two editions of a paper.

    A chapter that fails in either is compared as far as it came.
    """
    failed = {run.chapter for edition in (before, after) for run in edition.runs if run.problem}
    numbers = tuple(_numbers(before, after, failed))
    changed = {number.claim for number in numbers}
    figures = {record["figure"] for edition in (before, after) for record in edition.figures}
    stops = {run.chapter: run.problem.cell for edition in (after, before) for run in edition.runs if run.problem}
    return Impact(
        numbers=numbers,
        texts=tuple(text for text in differences(before, after, stops) if text.owner not in figures),
        drawings=tuple(_drawings(before, after, failed)),
        words=tuple(_words(before, after, changed)),
        resting=tuple(resting(after, changed)),
        judgements=tuple(_judgements(before, after, failed)),
        broken=tuple(_broken(before, after)),
        touched=tuple(_touched(before, after, changed)),
        unknown=tuple(_unknown(before, after)),
    )


def _numbers(before: Edition, after: Edition, failed: set[str]) -> Iterator[Number]:
    for name in dict.fromkeys([*after.claims, *before.claims]):
        old, new = before.claims.get(name), after.claims.get(name)
        if (old is None or new is None) and name.partition("/")[0] in failed:
            continue
        parts = tuple(_parts(old, new)) if old and new else ()
        if parts or old is None or new is None:
            yield Number(name, old, new, parts)


def _parts(old: Claim, new: Claim) -> Iterator[tuple[str, str, str]]:
    """Yield what readers or words can see of a difference: name, before and after."""
    for name, one, other in zip(_SEEN, _seen(old), _seen(new), strict=True):
        if one != other:
            yield name, one, other


def _seen(claim: Claim) -> tuple[str, ...]:
    q = claim.quantity
    margin = "none" if q.margin is None else f"{q.margin:.2f}"
    base = "none" if q.base is None else f"{q.base:,}"
    return short(q.value), q.unit, base, margin, words.grade(q), describe(q.formula)


def _drawings(before: Edition, after: Edition, failed: set[str]) -> Iterator[Drawing]:
    old = {record["figure"]: record for record in before.figures}
    new = {record["figure"]: record for record in after.figures}
    for name in dict.fromkeys([*new, *old]):
        one, other = old.get(name, {}), new.get(name, {})
        chapter = (other or one)["chapter"]
        if (one and other) or chapter not in failed:
            drawing = _drawing(name, chapter, one, other)
            if drawing.parts or drawing.cells or drawing.is_redrawn:
                yield drawing


def _drawing(name: str, chapter: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Drawing:
    parts = ((part, str(old.get(part, "")), str(new.get(part, ""))) for part in _PARTS)
    return Drawing(
        name,
        chapter,
        tuple(part for part in parts if part[1] != part[2]),
        tuple(_cells(old.get("csv", ""), new.get("csv", ""))),
        old.get("svg") != new.get("svg"),
    )


def _cells(old: str, new: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield the cells in which two tables differ: row, column, before, after. A row is known by its first cell."""
    one, other = ([_shown(row) for row in csv.DictReader(io.StringIO(text))] for text in (old, new))
    labels = [[next(iter(row.values()), "") for row in rows] for rows in (one, other)]
    for _, i1, i2, j1, j2 in SequenceMatcher(None, labels[0], labels[1], autojunk=False).get_opcodes():
        for a, b in zip_longest(one[i1:i2], other[j1:j2], fillvalue=dict[str, str]()):
            for column in dict.fromkeys([*a, *b]):
                if a.get(column, "") != b.get(column, ""):
                    yield next(iter((b or a).values())), column, a.get(column, ""), b.get(column, "")


def _shown(row: Mapping[str, str]) -> dict[str, str]:
    """Keep what the table shows, without the rows and formulas that an export adds."""
    return {column: text for column, text in row.items() if not column.endswith((": rows", ": formula"))}


def _words(before: Edition, after: Edition, changed: set[str]) -> Iterator[Word]:
    for name in changed & before.claims.keys() & after.claims.keys():
        seen = set()
        for one in before.ledger[name].occurrences:
            key = (one.form, one.chapter, one.cell, one.sentence)
            if one.form not in WORDS or one.place in REPEATED or key in seen:
                continue
            seen.add(key)
            now, why = say(after.claims[name], one.form)
            at = valued(after.claims[name])
            yield Word(name, one.form, one.chapter, one.cell, one.sentence, one.text, now, why, at)


def resting(edition: Edition, claims: Set[str]) -> Iterator[Resting]:
    """Yield the rows of any table of which a column names some of the claims; what was printed is judged instead."""
    package = edition.paper.package
    for table in package.names:
        if table == PRINTED or not package.fields(table):
            continue
        for row in package.rows(table):
            for column, cell in row.items():
                named = tuple(name for name in (cell or "").split("; ") if name in claims)
                if named:
                    text = row.get("text") or max(row.values(), key=len)
                    yield Resting(f"{table}#{package.key(table, row)}", column, text, named)


def _judgements(before: Edition, after: Edition, failed: set[str]) -> Iterator[Judgement]:
    old = {judged.printed["printed"]: judged for judged in before.judgements[0]}
    for judged in after.judgements[0]:
        row = judged.printed
        earlier = old.get(row["printed"])
        if earlier is not None and earlier.verdict != judged.verdict:
            what = f"“{row['text']}”, section {row['section']}, {row['place']} ({row['printed']})"
            yield Judgement(what, str(earlier.verdict), str(judged.verdict))
    known = {str(error) for _, error in before.judgements[1]}
    for _, error in after.judgements[1]:
        if str(error) not in known and not _is_missing(error, failed):
            printed = _PRINTED_NUMBER.match(error.where)
            earlier = old.get(printed["printed"]) if printed else None
            was = str(earlier.verdict) if earlier else "it stands"
            yield Judgement(error.where, was, f"{error.found}; expected {error.expected}. {error.action}")


def _is_missing(error: LivePaperError, failed: set[str]) -> bool:
    """Tell whether something could not be judged only because the chapter of its claim failed."""
    match = _MISSING.fullmatch(error.found)
    return match is not None and match["claim"].partition("/")[0] in failed


def _broken(before: Edition, after: Edition) -> Iterator[Broken]:
    ran = {run.chapter for run in before.runs if run.problem is None}
    failed = [(run.chapter, run.problem) for run in after.runs if run.problem is not None and run.chapter in ran]
    for chapter, problem in failed:
        causes = [other for other, _ in failed if other != chapter and f"{other}.ipynb" in problem.message]
        why = f"it restates {causes[0]}, which fails" if causes else _why(after, problem)
        yield Broken(chapter, problem.cell, _unsayable(before, chapter, problem), why)


def _unsayable(before: Edition, chapter: str, problem: Problem) -> str:
    """Return the sentence of the edition before in which stood what can no longer be said."""
    match = _EXPRESSION.search(problem.message)
    cells = before.notebooks[chapter].cells
    if match is None or not 0 < problem.cell <= len(cells):
        return ""
    for said in cells[problem.cell - 1].metadata.get("livepaper", {}).get("said", []):
        if said["expression"] == match["expression"] and said["id"] in before.ledger:
            for one in before.ledger[said["id"]].occurrences:
                if (one.chapter, one.cell, one.form) == (chapter, problem.cell, said["form"]):
                    return one.sentence
    return ""


def _why(edition: Edition, problem: Problem) -> str:
    return f"{problem.kind}: {problem.error}: {problem.message}".replace(f"{edition.paper.root}/", "")


def _touched(before: Edition, after: Edition, changed: set[str]) -> Iterator[str]:
    for name in after.claims:
        if name in before.claims and name not in changed:
            old, new = before.ledger[name].rows, after.ledger[name].rows
            if old != new:
                yield name


def _unknown(before: Edition, after: Edition) -> Iterator[str]:
    for run in after.runs:
        if run.problem is not None:
            where = _from(run.problem)
            yield f"{run.chapter} {where}, which fails now, but for the claims that other cells have computed"
    for run in before.runs:
        if run.problem is not None:
            yield f"{run.chapter} {_from(run.problem)}, which failed before: {_why(before, run.problem)}"
    yield from _alone(after.notebooks, before.notebooks, "is new")
    yield from _alone(before.notebooks, after.notebooks, "is gone")


def _from(problem: Problem) -> str:
    return f"from cell {problem.cell} on" if problem.cell else "as a whole"


def _alone(chapters: Iterable[str], others: Iterable[str], what: str) -> Iterator[str]:
    return (f"{chapter}, which {what}" for chapter in chapters if chapter not in set(others))

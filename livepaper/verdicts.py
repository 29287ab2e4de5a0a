"""Verdicts on printed statements, and the expectations that keep corrections honest.

A printed number whose claim rests on evidence other than the paper itself either
agrees with it or differs. One that is known only as the paper quotes it is not
checkable. Whatever does not agree needs a recorded correction, and each correction
states in one line of machine-readable conditions why it still stands:

    claim:trust/trust_2025 is not "nearly two thirds"
    grade:trust/trust_2024 == "paper"
    cell:surveys-waves[panel-2025].mode == "face to face"
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Protocol

from livepaper import words
from livepaper.datapackage.package import Row
from livepaper.errors import CorrectionError
from livepaper.quantity import Grade, Quantity


class Verdict(StrEnum):
    """What the evidence says of a printed statement."""

    AGREES = "agrees"
    DIFFERS = "differs"
    OVERTAKEN = "overtaken"
    UNSUPPORTED = "unsupported"
    NOT_CHECKABLE = "not checkable"


WORD_KINDS = frozenset({"word", "fraction", "ordinal"})
"""The kinds of printed numbers that are judged as words."""

_GRAVITY = [Verdict.DIFFERS, Verdict.OVERTAKEN, Verdict.UNSUPPORTED, Verdict.NOT_CHECKABLE, Verdict.AGREES]


class Evidence(Protocol):
    """Where expectations look things up."""

    def quantity(self, claim: str) -> Quantity:
        """Return the quantity of a claim by its id."""

    def cell(self, resource: str, key: str, column: str) -> str:
        """Return the text of one cell of the data package."""


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}
_CONDITION = re.compile(
    r"(?P<kind>claim|grade|cell):(?P<subject>[^\s\[]+(\[[^\]]*\]\.\w+)?)\s+"
    r"(?P<op>is not|is|==|!=|<=|>=|<|>)\s+(?P<literal>\"[^\"]*\"|-?[\d.]+)"
)
_CELL = re.compile(r"(?P<resource>[\w-]+)\[(?P<key>[^\]]*)\]\.(?P<column>\w+)")


def holds(expectation: str, evidence: Evidence, where: str) -> bool:
    """Judge an expectation: conditions joined by `and`, all of which must hold.

    Args:
        expectation: The text of the expectation.
        evidence: Where claims and cells are looked up.
        where: What to call the expectation in an error.

    Raises:
        CorrectionError: A condition cannot be parsed.
    """
    return all(_condition(part, evidence, where) for part in _parts(expectation))


def claims_of(expectation: str) -> frozenset[str]:
    """Return the ids of the claims whose value or grade an expectation is about; a part that is malformed has none."""
    conditions = filter(None, map(_CONDITION.fullmatch, _parts(expectation)))
    return frozenset(condition["subject"] for condition in conditions if condition["kind"] != "cell")


def _parts(expectation: str) -> list[str]:
    return [part.strip() for part in re.split(r"\s+and\s+(?=\w+:)", expectation)]


def _condition(text: str, evidence: Evidence, where: str) -> bool:
    match = _CONDITION.fullmatch(text)
    if match is None:
        raise CorrectionError(
            where, f"the condition “{text}”", "SUBJECT OPERATOR LITERAL", "See CONTRIBUTING.md, “Corrections”."
        )
    literal, op = match["literal"].strip('"'), match["op"]
    if op in {"is", "is not"}:
        return words.holds(literal, evidence.quantity(match["subject"])) == (op == "is")
    found: Any
    expected: Any = literal
    if match["kind"] == "claim":
        found, expected = evidence.quantity(match["subject"]).value, _number(literal, text, where)
    elif match["kind"] == "grade":
        found = str(evidence.quantity(match["subject"]).grade)
    else:
        found = _cell(match["subject"], evidence, where)
        if not match["literal"].startswith('"'):
            found, expected = _number(found, text, where), _number(literal, text, where)
    return _COMPARE[op](found, expected)


def _number(text: str, condition: str, where: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise CorrectionError(
            f"{where}, “{condition}”", f"“{text}”", "a number", "Correct the expectation or the cell."
        ) from error


def _cell(subject: str, evidence: Evidence, where: str) -> str:
    match = _CELL.fullmatch(subject)
    if match is None:
        raise CorrectionError(where, f"the cell “{subject}”", "RESOURCE[KEY].COLUMN", "Correct the expectation.")
    return evidence.cell(match["resource"], match["key"], match["column"])


def computed(printed: Row, quantity: Quantity) -> Verdict:
    """Compare one printed number or number-word with the claim that now carries it.

    A word is judged against its number, so it can agree even where the number itself
    is known only from the paper.

    Args:
        printed: A row with `kind`, and `value` (a number as printed) or `word` (a number-word).
        quantity: The claim's value.

    Raises:
        CorrectionError: The row has neither a number nor a word.
    """
    if not (printed["word"] or printed["value"]):
        raise CorrectionError(
            place(printed), "neither a value nor a word", "what was printed", "Fill one of the columns value and word."
        )
    said = words.holds(printed["word"], quantity) if printed["word"] else words.matches(printed["value"], quantity)
    if not said:
        return Verdict.DIFFERS
    is_word = printed["kind"] in WORD_KINDS
    return Verdict.NOT_CHECKABLE if quantity.grade is Grade.PAPER and not is_word else Verdict.AGREES


@dataclass(frozen=True)
class Judged:
    """A printed number with its verdict.

    Attributes:
        printed: Its row.
        verdict: The verdict on it, or None if it is exempt.
        corrections: The rows of the corrections that explain it, gravest first; none if it agrees.
    """

    printed: Row
    verdict: Verdict | None
    corrections: tuple[Row, ...] = ()


def place(printed: Row) -> str:
    """Return how findings name a printed number: its key, its text and its section."""
    return f"printed number {printed['printed']} (“{printed['text']}”, section {printed['section']})"


def judge(printed: Row, corrections: Sequence[Row], evidence: Evidence) -> Judged:
    """Give the verdict on a printed number, by comparison and by its correction.

    Args:
        printed: A row of the printed numbers.
        corrections: All corrections; those that name the printed number count.
        evidence: Where claims and cells are looked up.

    Raises:
        CorrectionError: A difference has no correction, or a correction no longer holds.
    """
    mine = sorted(
        (row for row in corrections if row["printed"] == printed["printed"]),
        key=lambda row: _GRAVITY.index(Verdict(row["verdict"])),
    )
    if not printed["claim"]:
        return Judged(printed, Verdict(mine[0]["verdict"]) if mine else None, tuple(mine))
    found = computed(printed, evidence.quantity(printed["claim"]))
    where = place(printed)
    if not mine and found is not Verdict.AGREES:
        value = words.printed(evidence.quantity(printed["claim"]))
        raise CorrectionError(
            where, f"{found}: the claim is {value}", "agreement or a correction", "Record a correction for it."
        )
    for correction in mine:
        require(correction, evidence)
    recorded = Verdict(mine[0]["verdict"]) if mine else found
    if found is Verdict.DIFFERS and recorded is Verdict.NOT_CHECKABLE:
        raise CorrectionError(where, str(found), "what the correction says: not checkable", "Correct the correction.")
    return Judged(printed, recorded, tuple(mine))


def require(correction: Row, evidence: Evidence) -> None:
    """Require that a correction's cause still stands.

    Raises:
        CorrectionError: Its expectation fails, so that the correction is outlived.
    """
    where = f"correction {correction['correction']}"
    if not holds(correction["expectation"], evidence, where):
        raise CorrectionError(
            where,
            f"that “{correction['expectation']}” no longer holds",
            "its cause to stand in the data",
            "Withdraw the correction or record what changed.",
        )

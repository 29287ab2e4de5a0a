"""Whether every displayed number that says what it is follows from the raw data."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from livepaper.audit.data import unusable
from livepaper.audit.findings import RESTORE, Audit, Finding, near
from livepaper.audit.formulas import Formulas, Number
from livepaper.audit.pages import Page, Shown, Text
from livepaper.audit.saying import UnsayableError, say

STALE = "The data have changed since, or the file was edited: build the book again."


@dataclass(frozen=True)
class Recorded:
    """One of the numbers of record."""

    value: str
    unit: str
    base: str
    margin: str
    grade: str
    shown: str
    formula: str


def read_ledger(path: Path) -> dict[str, Recorded]:
    """Read the numbers of record.

    Raises:
        ProjectError: The file is missing or has other columns.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return {row.pop("claim"): Recorded(**row) for row in csv.DictReader(file, strict=True)}
    except (OSError, UnicodeDecodeError, csv.Error, KeyError, TypeError) as error:
        raise unusable(path, error, "the numbers of record") from error


class Numbers:
    """The numbers of record as the raw data give them."""

    def __init__(self, ledger: Mapping[str, Recorded], formulas: Formulas) -> None:
        self.ledger = ledger
        self._formulas = formulas
        self._known: dict[str, Number | str] = {}

    def of(self, formula: str) -> Number | str:
        """Work out a formula given as JSON, once; return the number, or what is wrong with the formula."""
        if formula not in self._known:
            self._known[formula] = self._worked_out(formula)
        return self._known[formula]

    def _worked_out(self, formula: str) -> Number | str:
        try:
            parsed: Any = json.loads(formula)
            return self._formulas.number(parsed)
        except (ValueError, LookupError) as error:
            return str(error).strip("'\"") or type(error).__name__


def check_ledger(numbers: Numbers, page: str, audit: Audit) -> None:
    """Confirm value, unit, base, margin and grade of the numbers of record."""
    for claim, recorded in numbers.ledger.items():
        number = numbers.of(recorded.formula)
        if isinstance(number, str):
            expected, found = "a formula that the data can answer", f"{recorded.formula} ({number})"
            audit.findings.append(Finding(page, f"claim {claim}", "", found, expected, STALE, claim))
            continue
        expected_parts = {
            "value": f"{number.value:f}",
            "unit": number.unit or recorded.unit,
            "base": "" if number.base is None else str(number.base),
            "margin": "" if number.margin is None else f"{number.margin:.4f}",
            "grade": number.evidence,
        }
        for part, expected in expected_parts.items():
            found = getattr(recorded, part)
            if found != expected and not (part == "value" and equal(found, number.value)):
                audit.findings.append(
                    Finding(page, f"the {part} of claim {claim}", "", found or "none", expected or "none", STALE, claim)
                )


def equal(text: str, value: Decimal) -> bool:
    """Tell whether a text is a number with this value."""
    try:
        return Decimal(text) == value
    except InvalidOperation:
        return False


def check_shown(page: Page, numbers: Numbers, audit: Audit) -> None:
    """Confirm every claim and every quantity on a page."""
    for text in page.texts:
        for shown in text.shown:
            finding = _problem(page, text, shown, numbers)
            if finding is not None:
                audit.findings.append(finding)
            elif shown.claim:
                audit.counts.claims += 1
            else:
                audit.counts.quantities += 1


def _problem(page: Page, text: Text, shown: Shown, numbers: Numbers) -> Finding | None:
    element = f"claim {shown.claim} ({shown.form})" if shown.claim else "a quantity without a name"
    difference = _difference(shown, numbers)
    if difference is None:
        return None
    return Finding(page.name, element, near(text.full, shown.text), *difference, claim=shown.claim)


def _difference(shown: Shown, numbers: Numbers) -> tuple[str, str, str] | None:
    """Return what is displayed, what was expected and what to do, if these differ."""
    unit, formula = shown.unit, shown.formula
    if shown.claim:
        recorded = numbers.ledger.get(shown.claim)
        if recorded is None:
            return f"“{shown.text}”, a claim that no chapter makes", "a claim that ledger.csv records", STALE
        unit, formula = recorded.unit, recorded.formula
    number = numbers.of(formula)
    if isinstance(number, str):
        return f"the formula {formula or '(none)'}", f"one that the data can answer ({number})", STALE
    if not equal(shown.value, number.value):
        return f"the value {shown.value} (“{shown.text}”)", f"{number.value:f}, which the raw data give", STALE
    expected = {"unit": number.unit or unit, "grade": number.grade, "text": _text(shown.form, number, unit)}
    found = {"unit": unit, "grade": shown.grade, "text": shown.text}
    for part, right in expected.items():
        if found[part] != right:
            return f"the {part} “{found[part]}”", f"“{right}”", RESTORE
    return None


def _text(form: str, number: Number, unit: str) -> str:
    try:
        return say(form, number, unit)
    except UnsayableError as error:
        return f"nothing, because {error}"

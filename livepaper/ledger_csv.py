"""The numbers of record: every claim of a book as one CSV file.

The build puts it into the site and, like the figures, into the paper's folder, where
it is committed: a change of a number then shows in the change itself.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TypeAlias

from livepaper import records, words
from livepaper.claims import Claim
from livepaper.quantity import Z95, Grade, Quantity

COLUMNS = ("claim", "value", "unit", "base", "margin", "grade", "shown", "formula")

Shown: TypeAlias = Mapping[str, Iterable[tuple[str, str]]]
"""Where prose prints each claim: a chapter and a form for every place, by the claim's id."""


def ledger_csv(claims: Iterable[Claim], shown: Shown) -> str:
    """Return claims as CSV, in the order given: the value exact, the margin to four decimals, the formula as JSON.

    The column `shown` counts the places in prose, `index:with_margin trust:printed*2`, so that a number which is
    typed where a claim stood shows too.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_row(claim, shown.get(claim.id, ())) for claim in claims)
    return out.getvalue()


def _row(claim: Claim, places: Iterable[tuple[str, str]]) -> list[str]:
    q = claim.quantity
    often = sorted(Counter(f"{chapter}:{form}" for chapter, form in places).items())
    shown = " ".join(place if times == 1 else f"{place}*{times}" for place, times in often)
    base = "" if q.base is None else str(q.base)
    margin = "" if q.margin is None else f"{q.margin:.4f}"
    return [claim.id, f"{q.value:f}", q.unit, base, margin, words.grade(q), shown, records.compact(q.formula)]


def recorded(text: str) -> dict[str, Claim]:
    """Return the claims of a ledger by id: with value, unit, base, margin and grade, but not their rows.

    Raises:
        KeyError, ValueError, ArithmeticError: It is no ledger.
    """
    return {row["claim"]: _claim(row) for row in csv.DictReader(io.StringIO(text))}


def _claim(row: Mapping[str, str]) -> Claim:
    quantity = Quantity(
        value=Decimal(row["value"]),
        unit=row["unit"],
        rows=(row["claim"],),
        grade=Grade(row["grade"].removeprefix("derived, ")),
        base=int(row["base"]) if row["base"] else None,
        error=Decimal(row["margin"]) / Z95 if row["margin"] else None,
        sampled=bool(row["margin"]),
        derived=row["grade"].startswith("derived, "),
    )
    return Claim(row["claim"], quantity)

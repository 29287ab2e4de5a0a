"""The numbers of record: every claim of a book as one CSV file.

The build puts it into the site and, like the figures, into the paper's folder, where
it is committed: a change of a number then shows in the change itself.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from livepaper import records, words
from livepaper.claims import Claim

COLUMNS = ("claim", "value", "unit", "base", "margin", "grade", "formula")


def ledger_csv(claims: Iterable[Claim]) -> str:
    """Return claims as CSV, in the order given: the value exact, the margin to four decimals, the formula as JSON."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(map(_row, claims))
    return out.getvalue()


def _row(claim: Claim) -> list[str]:
    q = claim.quantity
    base = "" if q.base is None else str(q.base)
    margin = "" if q.margin is None else f"{q.margin:.4f}"
    return [claim.id, f"{q.value:f}", q.unit, base, margin, words.grade(q), records.compact(q.formula)]

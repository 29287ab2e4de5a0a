"""The ledger as files: one row per claim, with all its places, its evidence and what was printed.

`verified-ledger.json` has the claims, and the rows of evidence once each, by reference.
`verified-ledger.jsonl` has one claim a line: `pandas.read_json(path, lines=True)`.
`verified-ledger.csv` has the same columns; what is a list there is JSON in its cell.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from typing import Any

from livepaper import words
from livepaper.edition import Entry
from livepaper.evidence import EvidenceRow
from livepaper.formulas import describe
from livepaper.verify.reports.report import Report

STEM = "verified-ledger"


def texts(report: Report) -> dict[str, str]:
    """Return the ledger's files: their contents by name."""
    claims = [record(entry) for entry in report.entries]
    whole = {"claims": claims, "rows": rows(report)}
    return {
        f"{STEM}.json": json.dumps(whole, ensure_ascii=False, indent=1) + "\n",
        f"{STEM}.jsonl": "".join(json.dumps(claim, ensure_ascii=False) + "\n" for claim in claims),
        f"{STEM}.csv": _csv(claims),
    }


def record(entry: Entry) -> dict[str, Any]:
    """Return a claim as one row, its lists as lists; numbers stay text, so that none is rounded."""
    quantity = entry.claim.quantity
    return {
        "id": entry.claim.id,
        "chapter": entry.chapter,
        "cell": entry.cell,
        "text": str(entry.claim),
        "value": f"{quantity.value:f}",
        "unit": quantity.unit,
        "base": quantity.base,
        "margin": None if quantity.margin is None else f"{quantity.margin:.4f}",
        "grade": words.grade(quantity),
        "verdict": "; ".join(verdicts(entry)),
        "printed_value": "; ".join(dict.fromkeys(one.word or one.value for one in entry.printed)),
        "in_words": describe(quantity.formula),
        "formula": quantity.formula,
        "occurrences": [asdict(occurrence) for occurrence in entry.occurrences],
        "rows": [_row(row) for row in entry.rows],
        "printed": [asdict(printed) for printed in entry.printed],
    }


def verdicts(entry: Entry) -> tuple[str, ...]:
    """Return the different verdicts on what was printed of a claim, in the order of the original."""
    return tuple(dict.fromkeys(printed.verdict for printed in entry.printed if printed.verdict))


def rows(report: Report) -> dict[str, dict[str, Any]]:
    """Return every row on which some claim rests: its hash and its cells, by reference."""
    return {
        row.reference: {"sha256": row.sha256, "cells": dict(row.cells)}
        for entry in report.entries
        for row in entry.rows
    }


def _row(row: EvidenceRow) -> dict[str, str]:
    cells = {name: row.cells.get(name, "") for name in ("source", "locator", "grade")}
    return {"reference": row.reference, "sha256": row.sha256, **cells}


def _csv(claims: list[dict[str, Any]]) -> str:
    out = io.StringIO()
    if claims:
        writer = csv.DictWriter(out, claims[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: _cell(value) for name, value in claim.items()} for claim in claims)
    return out.getvalue()


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | tuple) else value

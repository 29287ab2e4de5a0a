"""Each claim has the value of record: what `ledger.csv`, committed with the paper, says of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from livepaper.checks.base import Check, Finding, Result, Severity, error, result
from livepaper.edition import Edition
from livepaper.ledger_csv import ledger_csv
from livepaper.paper import LEDGER

_RENEW = f"If the change is meant, run `make site` and commit {LEDGER} with it; otherwise find what changed the number."


def check(edition: Edition) -> Result:
    """Compare every claim with its row of record, column by column."""
    path = edition.root / LEDGER
    if not path.is_file():
        return result(
            1, [error(LEDGER, "no file", "the numbers of record", "Run `make site` and commit it.")], "ledger", "found"
        )
    try:
        recorded = _rows(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, csv.Error, KeyError) as problem:
        found = error(LEDGER, str(problem), "the numbers of record as CSV", "Run `make site`, or restore the file.")
        return result(1, [found], "ledger", "readable")
    now = _rows(ledger_csv(edition.claims.values(), edition.shown))
    failed = {run.chapter for run in edition.runs if run.problem}
    return result(
        len(recorded.keys() | now.keys()), _differences(edition, recorded, now, failed), "claims", "are as recorded"
    )


def _rows(text: str) -> dict[str, dict[str, str]]:
    return {row["claim"]: row for row in csv.DictReader(io.StringIO(text))}


def _differences(
    edition: Edition, recorded: dict[str, dict[str, str]], now: dict[str, dict[str, str]], failed: set[str]
) -> Iterator[Finding]:
    for claim in dict.fromkeys([*recorded, *now]):
        before, after = recorded.get(claim), now.get(claim)
        if after is None:
            if claim.partition("/")[0] not in failed:  # else the failed chapter has been told already
                yield error(
                    f"{LEDGER}, claim {claim}",
                    "a claim that no chapter makes",
                    "claims of the book",
                    _RENEW,
                    claim=claim,
                )
        elif before is None:
            yield error(
                f"{LEDGER}, claim {claim}",
                "no row",
                f"a row with {after['value']} {after['unit']}",
                _RENEW,
                claim=claim,
            )
        elif before != after:
            column = next(column for column in after if before.get(column) != after[column])
            yield error(
                f"{LEDGER}, claim {claim}, {column}",
                f"{after[column]}, as the chapter computes it now",
                f"{before.get(column)}, as recorded",
                _RENEW,
                claim=claim,
                sentence=edition.sentence(claim),
            )


CHECK = Check(
    id="recorded",
    title="Each claim has the value of record",
    why="A number must not change without anyone noticing; here each change shows.",
    fix=_RENEW,
    severity=Severity.ERROR,
    check=check,
)

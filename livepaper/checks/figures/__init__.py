"""Every figure is complete, exported as it is drawn now, and draws what its table and evidence say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from livepaper.checks.base import Check, Finding, Result, Severity, error
from livepaper.checks.figures.exported import left_over, outdated, pictures
from livepaper.checks.figures.extremes import extremes
from livepaper.checks.figures.labels import Vocabulary, mislabelled
from livepaper.checks.figures.lettered import misprinted
from livepaper.checks.figures.marks import marks, meta, misdrawn
from livepaper.checks.figures.plotted import Plotted
from livepaper.edition import Edition

PARTS = {
    "title": "the finding, as a sentence",
    "subtitle": "what is measured",
    "base": "who was asked or what was counted",
    "source": "where the numbers come from",
    "alt": "an alternative text",
    "csv": "a table",
}
"""What each figure needs, as the keys of its record."""


def check(edition: Edition) -> Result:
    """Look at every figure's parts, files, description, chart, drawing and labels."""
    vocabulary = Vocabulary(edition.paper.package)
    findings: list[Finding] = []
    sound = 0
    for record in edition.figures:
        found = [*outdated(record, edition.paper), *_examine(record, edition, vocabulary)]
        sound += not any(finding.severity is Severity.ERROR for finding in found)
        findings += found
    findings += [*left_over(edition), *pictures(edition)]
    summary = f"{sound} of {len(edition.figures)} figures are complete, exported as drawn and true to their evidence"
    return Result(len(edition.figures), tuple(findings), summary)


def _examine(record: Mapping[str, Any], edition: Edition, vocabulary: Vocabulary) -> Iterator[Finding]:
    table = Plotted.of(record)
    missing = [part for part in PARTS if not str(record.get(part, "")).strip() or (part == "csv" and not table.rows)]
    for part in missing:
        yield error(
            f"figure {record['figure']}, chapter {record['chapter']}, cell {record['cell']}",
            f"no {part if part != 'csv' else 'table'}",
            PARTS[part],
            "Give it to Figure(…), in the cell that draws it.",
        )
    if "csv" in missing:
        return
    drawn = marks(record)
    # a chart of other data prints other numbers; that is one cause
    yield from list(misdrawn(record, table, drawn)) or misprinted(record, table, drawn, edition.paper.package)
    yield from mislabelled(record, table, edition, vocabulary)
    if "alt" not in missing:
        yield from extremes(record, table, meta(record))


CHECK = Check(
    id="figures",
    title="Every figure is complete, exported as drawn, and true to its table and evidence",
    why="Readers look at figures first and pass them on alone; a chart, its file and its description must not differ.",
    fix="Run `make site` to renew the files; correct the cell that draws a figure whose parts disagree.",
    severity=Severity.ERROR,
    check=check,
)

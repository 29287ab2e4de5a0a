"""Each published number in the text is cited where it is stated: the chapter cites a work that has it.

A count of rows from several works is the editors' own and needs no citation; one whose
rows are all from one work does. A chapter that restates another's number refers to it.
"""

from __future__ import annotations

from collections.abc import Iterator

from livepaper.checks.base import Check, Finding, Result, Severity, error, result
from livepaper.edition import Edition, Entry
from livepaper.passages import citations
from livepaper.quantity import Formula

_COUNTED = {"count", "distinct", "tally", "rank"}


def check(edition: Edition) -> Result:
    """Look at every claim that its own chapter states in prose."""
    cited = {
        chapter: set().union(*(citations(cell.source) for cell in notebook.cells if cell.cell_type == "markdown"))
        for chapter, notebook in edition.notebooks.items()
    }
    stated = [entry for entry in edition.ledger.values() if _is_stated(entry) and _sources(entry)]
    findings = _uncited(stated, cited, edition)
    return result(len(stated), findings, "published numbers in the text", "are cited by their chapters")


def _is_stated(entry: Entry) -> bool:
    """Tell whether a claim stands in the prose of its own chapter and rests on published cells, or on a single work."""
    own = any(place.chapter == entry.chapter and place.place == "prose" for place in entry.occurrences)
    return own and (len(_sources(entry)) == 1 or not _is_counted(entry.claim.quantity.formula))


def _is_counted(formula: Formula) -> bool:
    """Tell whether nothing in a formula is a published number."""
    parts = [part for part in formula[1:] if isinstance(part, tuple) and part and isinstance(part[0], str)]
    if not formula or formula[0] in _COUNTED:
        return True
    return bool(parts) and formula[0] != "compound" and all(map(_is_counted, parts))


def _sources(entry: Entry) -> set[str]:
    return {row.cells["source"] for row in entry.rows if row.cells.get("source")}


def _uncited(stated: list[Entry], cited: dict[str, set[str]], edition: Edition) -> Iterator[Finding]:
    for entry in stated:
        sources = _sources(entry)
        if not sources & cited[entry.chapter]:
            yield error(
                f"chapter {entry.chapter}, cell {entry.cell}, claim {entry.claim.id}",
                f"no citation of {' or '.join(sorted(sources))} in the chapter",
                "a citation of a work that has the number",
                "Cite it in the sentence: {cite:p}`KEY`.",
                claim=entry.claim.id,
                sentence=edition.sentence(entry.claim.id),
            )


CHECK = Check(
    id="cited",
    title="Each published number in the text is cited by its chapter",
    why="Readers must be able to go from a sentence to the work that has the number.",
    fix="Cite the work in the sentence that states the number.",
    severity=Severity.ERROR,
    check=check,
)

"""Every number names a work of the bibliography and a place in it, and carries the weakest grade it rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from livepaper.checks.base import Check, Finding, Result, Severity, error
from livepaper.checks.figures.plotted import Plotted
from livepaper.checks.sources.reports import search
from livepaper.checks.sources.works import Work, works
from livepaper.edition import Edition
from livepaper.errors import LivePaperError
from livepaper.evidence import EvidenceRow
from livepaper.quantity import Formula, Grade

PLACES = ("locator", "where", "place", "section")
"""Columns that say where in its source a row is found."""
ANSWER = ("wave", "question", "population", "response")
"""Rows that have these in common are sources of one published percentage."""
WHOLE = "#*"
"""How a reference to a table as a whole ends."""


@dataclass(frozen=True)
class _Number:
    """A number that readers see: a claim, or a cell of a figure.

    Attributes:
        where: Where it is made.
        rows: What it rests on.
        grade: The grade that it carries.
        read: References to those rows whose cells it is computed from, rather than their being there.
        claim: The claim's id; empty for a cell.
    """

    where: str
    rows: tuple[EvidenceRow, ...]
    grade: str
    read: frozenset[str]
    claim: str = ""


@dataclass
class _Fault:
    """Something that is wrong with the evidence, and the rows and numbers that have it in common."""

    finding: Finding
    rows: set[str] = field(default_factory=set)
    numbers: list[_Number] = field(default_factory=list)


def check(edition: Edition) -> Result:
    """Look at the evidence of every claim and of every number in a figure, then at the reports a reviewer has."""
    try:
        known = works(edition.paper.bibliography)
    except LivePaperError as problem:
        return Result(0, (Finding.of(problem),), "the bibliography cannot be read")
    numbers = [*_claims(edition), *_cells(edition)]
    faults = _faults(numbers, known, edition)
    wrong = {n.claim for fault in faults if fault.finding.severity is Severity.ERROR for n in fault.numbers}
    findings = [_told(fault, edition) for fault in faults]
    findings += [finding for number in numbers for finding in _regraded(number, edition)]
    named = sum(claim not in wrong for claim in edition.claims)
    summary = f"{named} of {len(edition.claims)} claims name source and locator"
    searched = search(edition, known)
    if searched.summary:
        summary += f"; {searched.summary}"
    return Result(len(numbers) + searched.examined, (*findings, *searched.findings), summary)


def _claims(edition: Edition) -> Iterator[_Number]:
    for name, entry in edition.ledger.items():
        quantity = entry.claim.quantity
        where = f"chapter {entry.chapter}, cell {entry.cell}, claim {name}"
        yield _Number(where, entry.rows, quantity.grade, _read(quantity.formula, quantity.rows), name)


def _cells(edition: Edition) -> Iterator[_Number]:
    for record in edition.figures:
        table = Plotted.of(record)
        for cell in table.cells():
            where = f"figure {record['figure']}, row “{table.label(cell.row)}”, column “{cell.column}”"
            rows = tuple(map(edition.row, cell.rows))
            # the grade of a computed number stands behind the word “derived”
            yield _Number(where, rows, cell.grade.rpartition(" ")[2], _read(cell.formula, cell.rows))


def _read(formula: Formula, rows: Iterable[str]) -> frozenset[str]:
    """Return the rows whose cells enter a formula; all of them if it is not known."""
    if not formula:
        return frozenset(rows)
    operator, *operands = formula
    if operator in {"cell", "year"}:
        return frozenset({f"{operands[0]}#{operands[1]}"})
    if operator == "compound":
        return frozenset(row for row in rows if row.startswith(f"{operands[0]}#"))
    if operator in {"count", "distinct"}:
        return frozenset()
    return frozenset(row for operand in operands if isinstance(operand, tuple) for row in _read(operand, rows))


def _faults(numbers: Iterable[_Number], known: Mapping[str, Work], edition: Edition) -> list[_Fault]:
    """Find what is wrong with the rows of some numbers, each fault once with all that have it."""
    faults: dict[str, _Fault] = {}
    for number in numbers:
        for row in number.rows:
            finding = _unresolved(row, known, edition, read=row.reference in number.read)
            if finding is not None:
                fault = faults.setdefault(f"{finding.severity}: {finding.found}", _Fault(finding))
                fault.rows.add(row.reference)
                fault.numbers.append(number)
    return list(faults.values())


def _unresolved(row: EvidenceRow, known: Mapping[str, Work], edition: Edition, *, read: bool) -> Finding | None:
    """Tell what a row lacks to lead a reader to its source, if anything."""
    if not row.cells:
        return None if row.sha256 and row.reference.endswith(WHOLE) else _no_row(row.reference)
    source = row.cells.get("source", "")
    if source not in known:
        there = (
            f"the source “{source}”, which the bibliography does not have" if source else f"no source in {_table(row)}"
        )
        expected = f"a key of {edition.paper.bibliography.name}"
        return error(
            _where(row, edition), there, expected, "Name the work, and add it to the bibliography if it is not there."
        )
    if known[source].page or any(row.cells.get(column) for column in PLACES):
        return None
    found = f"no place in the work {source}, which has many pages"
    if read:
        return error(
            _where(row, edition),
            found,
            "page, graph or section in the column locator",
            "Say where in it the number stands.",
        )
    return Finding(
        Severity.NOTE,
        _where(row, edition),
        f"{found}, in {_table(row)}",
        "nothing more where rows are only counted",
        "Add a locator if a number is ever read from it.",
    )


def _table(row: EvidenceRow) -> str:
    return row.reference.partition("#")[0]


def _where(row: EvidenceRow, edition: Edition) -> str:
    return f"{edition.paper.package.path(_table(row))}, row {row.reference.partition('#')[2]}"


def _no_row(reference: str) -> Finding:
    return error(
        reference, f"no row {reference}", "a row of the data package", "Run the chapter again on the data as they are."
    )


def _told(fault: _Fault, edition: Edition) -> Finding:
    """Tell a fault with the first number that has it, and how many more rows have it."""
    finding, number = fault.finding, fault.numbers[0]
    more = f" (and {len(fault.rows) - 1} rows more)" if len(fault.rows) > 1 else ""
    claim = next((other.claim for other in fault.numbers if other.claim), "")
    return replace(
        finding,
        where=f"{finding.where}{more}" if claim else f"{number.where}: {finding.where}{more}",
        claim=claim,
        sentence=edition.sentence(claim) if claim else "",
    )


def _regraded(number: _Number, edition: Edition) -> Iterator[Finding]:
    """Work the grade of a number out from its rows again, and compare."""
    weakest = _weakest([graded for row in number.rows for graded in _rows(row, edition)])
    if number.grade != weakest:
        yield error(
            number.where,
            f"the grade “{number.grade}”",
            f"“{weakest}”, the weakest that its rows give ({len(number.rows)})",
            "Compute it from quantities, which carry the grades of their rows.",
            claim=number.claim,
            sentence=edition.sentence(number.claim) if number.claim else "",
        )


def _rows(row: EvidenceRow, edition: Edition) -> list[Mapping[str, str]]:
    """Return a row's cells, or those of all rows if it stands for a table as a whole."""
    if not row.reference.endswith(WHOLE):
        return [row.cells]
    table = row.reference.removesuffix(WHOLE)
    return list(edition.paper.package.rows(table)) if table in edition.paper.package.names else []


def _weakest(rows: Iterable[Mapping[str, str]]) -> str:
    """Return the weakest grade among some rows; where several give one percentage, the best that has its decimals."""
    order = [str(grade) for grade in Grade]
    answers: dict[object, list[Mapping[str, str]]] = defaultdict(list)
    for number, row in enumerate(rows):
        if row.get("grade") in order:
            answers[tuple(row.get(column) for column in ANSWER) if "percent" in row else number].append(row)
    ranks = [0]
    for given in answers.values():
        decimals = max(_decimals(row) for row in given)
        ranks.append(min(order.index(row["grade"]) for row in given if _decimals(row) == decimals))
    return order[max(ranks)]


def _decimals(row: Mapping[str, str]) -> int:
    return len(row.get("percent", "").partition(".")[2])


CHECK = Check(
    id="sources",
    title="Every number leads to a work and a place in it, and carries the weakest grade it rests on",
    why="A reader who doubts a number must be able to look it up, and to see how good its evidence is.",
    fix="Fill in source, locator and grade in the data; mend the page, or the number, that a report does not confirm.",
    severity=Severity.ERROR,
    check=check,
)

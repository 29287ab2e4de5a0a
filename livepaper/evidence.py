"""What a claim rests on and what was printed for it: rows of the data with their works, rulings with their reasons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from livepaper import works
from livepaper.claims import Claim
from livepaper.datapackage import Package, row_sha256
from livepaper.datapackage.package import Row
from livepaper.errors import LivePaperError
from livepaper.paper import CORRECTIONS, DATA, Paper
from livepaper.quantity import Grade
from livepaper.verdicts import Judged

_FIELD = re.compile(r"\{(?P<claim>[^{}.]+)(?:\.(?P<form>\w+))?\}")


@dataclass(frozen=True)
class EvidenceRow:
    """One row of the data package on which a claim rests.

    Attributes:
        reference: `TABLE#KEY`; `TABLE#*` stands for the table as a whole.
        sha256: Hash of the row's cells (`datapackage.row_sha256`), or of the table's file.
        cells: The row itself; empty for a table as a whole, or if the row is not there.
    """

    reference: str
    sha256: str
    cells: Mapping[str, str]

    @property
    def table(self) -> str:
        """The name of its table."""
        return self.reference.partition("#")[0]


@dataclass(frozen=True)
class Printed:
    """What the original paper prints where a claim now stands.

    Attributes:
        id: Key of the printed number.
        text: What is printed, with its words.
        section: Where: the section.
        place: Where in the section.
        value: The printed number, if it is one.
        word: The number-word, if it is one.
        verdict: The verdict on it; empty if it could not be given.
        corrections: Keys of the corrections that explain it.
    """

    id: str
    text: str
    section: str
    place: str
    value: str
    word: str
    verdict: str
    corrections: tuple[str, ...]

    @property
    def where(self) -> str:
        """Section and place in words."""
        section = f"section {self.section}" if self.section[:1].isdigit() else self.section
        return f"{section}, {self.place}"

    @classmethod
    def of(cls, judged: Judged) -> Printed:
        """Return what a judged number of the data says was printed."""
        row = judged.printed
        return cls(
            id=row["printed"],
            text=row["text"],
            section=row["section"],
            place=row["place"],
            value=row["value"],
            word=row["word"],
            verdict="" if judged.verdict is None else str(judged.verdict),
            corrections=tuple(correction["correction"] for correction in judged.corrections),
        )


@dataclass(frozen=True)
class Exhibit:
    """A row of evidence, and where it comes from.

    Attributes:
        row: The row.
        file: The file of the table, relative to the paper, with the number of the row where it is known.
        source: The work that published it, in words.
        locator: Where in that work.
        grade: The grade of the evidence, with its meaning; empty for a table without grades.
    """

    row: EvidenceRow
    file: str
    source: str
    locator: str
    grade: str


def evidence_rows(package: Package, table: str) -> Iterator[EvidenceRow]:
    """Yield a table as a whole, then every row of it, as evidence; nothing if there is no such table."""
    if table not in package.names:
        return
    yield EvidenceRow(f"{table}#*", str(package.resource(table).get("hash", "")), {})
    rows: list[Row] = package.rows(table) if package.fields(table) else []
    for row in rows:
        yield EvidenceRow(f"{table}#{package.key(table, row)}", row_sha256(row), row)


@dataclass(frozen=True)
class Evidence:
    """What the data of a paper say for its claims; every table is read once.

    Attributes:
        paper: The paper.
        claims: Every claim by its id.
    """

    paper: Paper
    claims: Mapping[str, Claim]
    _tables: dict[str, dict[str, tuple[EvidenceRow, int]]] = field(default_factory=dict, repr=False, compare=False)

    def row(self, reference: str) -> EvidenceRow:
        """Return a row by its reference; one that is not there has no cells."""
        found = self._table(reference.partition("#")[0]).get(reference)
        return found[0] if found else EvidenceRow(reference, "", {})

    def exhibit(self, row: EvidenceRow) -> Exhibit:
        """Return a row with its place in its file, the header counting as the first, and where it comes from."""
        package = self.paper.package
        if row.table not in package.names:
            return Exhibit(row, "no such table", "", "", "")
        _, number = self._table(row.table).get(row.reference, (row, 0))
        file = (Path(DATA) / package.resource(row.table)["path"]).as_posix()
        grade = row.cells.get("grade", "")
        return Exhibit(
            row,
            f"{file}, row {number}" if number and row.cells else file,
            self._source(row),
            row.cells.get("locator", ""),
            f"{grade} ({Grade(grade).meaning})" if grade in set(Grade) else grade,
        )

    def reason(self, correction: str) -> str:
        """Tell why a correction was recorded, claims filled in."""
        cells = self.row(f"{CORRECTIONS}#{correction}").cells
        told = " ".join(filter(None, (cells.get("reason", ""), cells.get("evidence", ""))))
        return _FIELD.sub(self._said, told)

    @cached_property
    def printed(self) -> Mapping[str, list[Printed]]:
        """What the original paper prints for each claim."""
        return printed_by_claim(self.paper.judgements(dict(self.claims))[0])

    def _table(self, table: str) -> dict[str, tuple[EvidenceRow, int]]:
        if table not in self._tables:
            rows = evidence_rows(self.paper.package, table)
            self._tables[table] = {row.reference: (row, number) for number, row in enumerate(rows, start=1)}
        return self._tables[table]

    def _source(self, row: EvidenceRow) -> str:
        """Return the work that a row names in words, or what the table's descriptor names for all its rows."""
        if key := row.cells.get("source", ""):
            return works.described(self.paper.bibliography, key)
        return "; ".join(source["title"] for source in self.paper.package.resource(row.table).get("sources", []))

    def _said(self, place: re.Match[str]) -> str:
        claim = self.claims.get(place["claim"])
        try:
            return place[0] if claim is None else str(getattr(claim, place["form"]) if place["form"] else claim)
        except LivePaperError:
            return place[0]


def printed_by_claim(judged: Iterable[Judged]) -> dict[str, list[Printed]]:
    """Return what was printed for each claim, by the claim's id."""
    found: dict[str, list[Printed]] = {}
    for one in judged:
        found.setdefault(one.printed["claim"], []).append(Printed.of(one))
    return found

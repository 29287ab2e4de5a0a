"""An edition: one execution of a paper, as its chapters left it.

Everything that checks and reports look at is here, read from files: how each
chapter ran, the *ledger* (every claim with its evidence, its places in the text and
what was printed), the passages that readers see, and the figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from livepaper import records
from livepaper.claims import Claim
from livepaper.errors import LivePaperError
from livepaper.evidence import Evidence, EvidenceRow, Printed, evidence_rows, printed_by_claim
from livepaper.paper import Paper
from livepaper.passages import Passage, passages, sentence
from livepaper.verdicts import Judged


@dataclass(frozen=True)
class Problem:
    """Why a chapter did not run to its end.

    Attributes:
        kind: `failed`, `timed out`, `kernel died` or `not started`.
        cell: The cell, from one; 0 if it is not known.
        error: The exception's name.
        message: What it says.
        traceback: The traceback as plain text.
    """

    kind: str
    cell: int
    error: str
    message: str
    traceback: str = ""


@dataclass(frozen=True)
class Run:
    """How one chapter was executed.

    Attributes:
        chapter: Its name.
        seconds: Wall-clock time, the start of the kernel included.
        memory: Peak resident memory of its kernel in bytes, where it could be measured.
        problem: Why it did not run to its end, if it did not.
    """

    chapter: str
    seconds: float
    memory: int | None
    problem: Problem | None


@dataclass(frozen=True)
class Occurrence:
    """One place at which a claim is shown.

    Attributes:
        chapter: The chapter that shows it, which may restate another's claim.
        cell: The cell of that chapter, from one.
        place: What kind of text it stands in (see `livepaper.passages`).
        form: The form it is said in.
        text: What is printed.
        sentence: The sentence around it.
        owner: The figure or table it belongs to, if any.
    """

    chapter: str
    cell: int
    place: str
    form: str
    text: str
    sentence: str
    owner: str


@dataclass(frozen=True)
class Entry:
    """One claim of the ledger."""

    claim: Claim
    chapter: str
    cell: int
    occurrences: tuple[Occurrence, ...]
    rows: tuple[EvidenceRow, ...]
    printed: tuple[Printed, ...]


@dataclass(frozen=True)
class Edition:
    """One execution of a paper.

    Attributes:
        paper: The paper.
        runs: How each chapter ran, in reading order.
        notebooks: The executed notebooks by chapter; of a chapter that failed, as far as it came.
        again: The second execution, where one was asked for.
        reports: A folder with the original reports, where a reviewer has them.
        origin: The folder that is verified, where a copy of it had to be executed.
    """

    paper: Paper
    runs: tuple[Run, ...]
    notebooks: Mapping[str, NotebookNode]
    again: Edition | None = None
    reports: Path | None = None
    origin: Path | None = None
    _rows: dict[str, EvidenceRow] = field(default_factory=dict, repr=False, compare=False)

    @property
    def root(self) -> Path:
        """The folder that is verified."""
        return self.origin or self.paper.root

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """Every claim by id, chapter by chapter in the order in which they were made."""
        return {record["id"]: Claim.restore(record) for _, _, record in self._records(records.CLAIM)}

    @cached_property
    def figures(self) -> tuple[dict[str, Any], ...]:
        """The figures' records, each with its chapter and cell."""
        return tuple(
            {**record, "chapter": chapter, "cell": cell} for chapter, cell, record in self._records(records.FIGURE)
        )

    @cached_property
    def assigned(self) -> tuple[tuple[str, str, int], ...]:
        """Every assignment of a claim: its id, chapter and cell."""
        return tuple((record["id"], chapter, cell) for chapter, cell, record in self._records(records.CLAIM))

    @cached_property
    def shown(self) -> dict[str, list[tuple[str, str]]]:
        """Chapter and form of every place at which prose prints a claim, by the claim's id."""
        found: dict[str, list[tuple[str, str]]] = {}
        for chapter, notebook in self.notebooks.items():
            for cell in notebook.cells:
                for said in cell.metadata.get("livepaper", {}).get("said", []):
                    found.setdefault(said["id"], []).append((chapter, said["form"]))
        return found

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The texts that readers see, in reading order."""
        return tuple(passage for chapter, notebook in self.notebooks.items() for passage in passages(chapter, notebook))

    @cached_property
    def evidence(self) -> Evidence:
        """What the data say for the claims."""
        return Evidence(self.paper, self.claims)

    @cached_property
    def judgements(self) -> tuple[list[Judged], list[tuple[str, LivePaperError]]]:
        """The verdicts on the printed numbers, and what is wrong with any, each with the claim concerned."""
        return self.paper.judgements(dict(self.claims))

    @cached_property
    def ledger(self) -> dict[str, Entry]:
        """Every claim with its evidence, its places in the text and what was printed, by id."""
        places = self._occurrences()
        printed = printed_by_claim(self.judgements[0])
        return {
            name: Entry(
                claim=self.claims[name],
                chapter=chapter,
                cell=cell,
                occurrences=tuple(places.get(name, ())),
                rows=tuple(self.row(reference) for reference in self.claims[name].quantity.rows),
                printed=tuple(printed.get(name, ())),
            )
            for name, chapter, cell in self.assigned
        }

    def row(self, reference: str) -> EvidenceRow:
        """Return a row of evidence by its reference; one that is not there has no cells."""
        if reference not in self._rows:
            for row in evidence_rows(self.paper.package, reference.partition("#")[0]):
                self._rows[row.reference] = row
            self._rows.setdefault(reference, EvidenceRow(reference, "", {}))
        return self._rows[reference]

    def sentence(self, claim: str) -> str:
        """Return the first sentence in which a claim stands, prose before all else; empty if it stands in none."""
        entry = self.ledger.get(claim)
        found = sorted(entry.occurrences, key=lambda place: place.place != "prose") if entry else []
        return found[0].sentence if found else ""

    def _records(self, kind: str) -> Iterator[tuple[str, int, dict[str, Any]]]:
        for chapter, notebook in self.notebooks.items():
            for number, cell in enumerate(notebook.cells, start=1):
                for output in cell.get("outputs", []):
                    if kind in output.get("data", {}):
                        yield chapter, number, output["data"][kind]

    def _occurrences(self) -> dict[str, list[Occurrence]]:
        found: dict[str, list[Occurrence]] = {}
        for passage in self.passages:
            for bound in passage.bound:
                if bound.claim:
                    text = passage.text[bound.start : bound.end]
                    found.setdefault(bound.claim, []).append(
                        Occurrence(
                            passage.chapter,
                            passage.cell,
                            passage.place,
                            bound.form,
                            text,
                            sentence(passage, bound),
                            passage.owner,
                        )
                    )
        return found

"""The undamaged paper, and what a mutant of it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from livepaper.edition import Edition

Apply = Callable[[Path], None]


@dataclass(frozen=True)
class Mutant:
    """One damage.

    Attributes:
        kind: What sort of damage.
        name: Which: file, row, column, old and new.
        apply: Does it, in a copy of the paper.
        executes: The chapters that must be executed again; none if only files are compared.
        audited: Whether the built site is what must be looked at.
        clues: Findings that name one of these are about this damage.
    """

    kind: str
    name: str
    apply: Apply
    executes: frozenset[str] = frozenset()
    audited: bool = False
    clues: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Original:
    """The undamaged paper, as mutants are made from it.

    Attributes:
        edition: Its edition.
        site: Its built site.
    """

    edition: Edition
    site: Path
    _tables: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def table(self, name: str) -> list[dict[str, str]]:
        """Return a table's rows."""
        return self.edition.paper.package.rows(name)

    def key(self, name: str, row: dict[str, str]) -> str:
        """Return a row's key."""
        return self.edition.paper.package.key(name, row)

    def file(self, name: str) -> str:
        """Return a table's file, relative to the paper."""
        return f"data/{self.edition.paper.package.resource(name)['path']}"

    def readers(self, name: str) -> frozenset[str]:
        """Return the chapters that read a resource or a file, by the records they left."""
        found = set()
        for chapter, notebook in self.edition.notebooks.items():
            records = [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", [])]
            if any(record.get("application/vnd.livepaper.read+json", {}).get("name") == name for record in records):
                found.add(chapter)
        return frozenset(found)

    def used(self, column: str) -> list[tuple[str, str]]:
        """Return table and key of every cell of a column from which a claim is computed."""
        found: dict[tuple[str, str], None] = {}
        for claim in self.edition.claims.values():
            for operator, *operands in _formulas(claim.quantity.formula):
                if operator == "cell" and operands[2] == column:
                    found[operands[0], operands[1]] = None
        return list(found)

    def resting(self, table: str, key: str) -> frozenset[str]:
        """Return the claims that rest on a row."""
        row = f"{table}#{key}"
        return frozenset(name for name, claim in self.edition.claims.items() if row in claim.quantity.rows)


def _formulas(formula: Any) -> Iterator[Any]:
    """Give a formula and its parts; a rank or a tally can stay as it is when one of its parts changes."""
    if formula and formula[0] not in {"rank", "tally"}:
        yield formula
        for part in formula[1:]:
            if isinstance(part, tuple) and part and isinstance(part[0], str):
                yield from _formulas(part)


def other_digit(text: str, random: Random) -> str:
    """Return a text whose last digit is another one."""
    at = max(match.start() for match in re.finditer(r"\d", text))
    return text[:at] + str((int(text[at]) + random.randint(1, 9)) % 10) + text[at + 1 :]

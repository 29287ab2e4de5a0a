"""A notebook as it was saved, beside what its paper says without running anything."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from livepaper import code_cells
from livepaper.claims import Claim
from livepaper.datapackage import Package
from livepaper.errors import ProjectError
from livepaper.exemptions import Exemption, exemptions
from livepaper.findings import Finding, error
from livepaper.ledger_csv import recorded
from livepaper.lint.texts import texts
from livepaper.paper import DATA, LEDGER, Paper
from livepaper.passages import Passage, written
from livepaper.works import entries

OWN = "claims"
"""The variable that holds a notebook's own claims."""


@dataclass(frozen=True)
class Known:
    """What a paper says that its notebooks are held against."""

    paper: Paper
    _sources: dict[str, Source] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def exemptions(self) -> list[Exemption]:
        """The listed exemptions; a notebook in which they are read does not depend on them."""
        return exemptions(Package(self.paper.root / DATA))

    @cached_property
    def works(self) -> frozenset[str]:
        """The keys of the bibliography."""
        return frozenset(entries(self.paper.bibliography))

    @cached_property
    def ledger(self) -> dict[str, Claim]:
        """The numbers of record by id; none before the first build.

        Raises:
            ProjectError: The ledger cannot be read.
        """
        path = self.paper.root / LEDGER
        if not path.is_file():
            return {}
        try:
            return recorded(path.read_text(encoding="utf-8"))
        except (KeyError, ValueError, ArithmeticError) as problem:
            raise ProjectError(
                str(path), f"{type(problem).__name__}: {problem}", "the numbers of record", "Run `make site`."
            ) from problem

    def of_record(self, chapter: str) -> frozenset[str]:
        """Return the names of a chapter's claims in the ledger."""
        return frozenset(name.partition("/")[2] for name in self.ledger if name.startswith(f"{chapter}/"))

    def source(self, chapter: str) -> Source | None:
        """Return a chapter as it was saved; None if the book has no such chapter.

        Raises:
            ProjectError: Its file is no notebook.
        """
        if chapter not in self._sources and chapter in self.paper.chapters:
            self._sources[chapter] = Source.read(self, self.paper.notebook(chapter))
        return self._sources.get(chapter)


@dataclass(frozen=True)
class Source:
    """A notebook as it was saved.

    Attributes:
        known: What its paper says.
        path: The notebook's file.
        notebook: Its content.
    """

    known: Known
    path: Path
    notebook: NotebookNode

    @classmethod
    def read(cls, known: Known, path: Path) -> Source:
        """Read a notebook.

        Raises:
            ProjectError: It is none.
        """
        return cls(known, path.resolve(), code_cells.read(path))

    @property
    def name(self) -> str:
        """Its file, as seen from the paper's folder."""
        root = self.known.paper.root
        return self.path.relative_to(root).as_posix() if self.path.is_relative_to(root) else str(self.path)

    @property
    def chapter(self) -> str:
        """The chapter's name."""
        return self.path.stem

    def markdown(self) -> Iterator[tuple[int, str]]:
        """Give the number and the source of each Markdown cell."""
        yield from self._cells("markdown")

    def code(self) -> Iterator[tuple[int, str]]:
        """Give the number and the source of each code cell."""
        yield from self._cells("code")

    @cached_property
    def trees(self) -> dict[int, ast.Module]:
        """The syntax tree of each code cell that is Python, by its number."""
        found = {number: code_cells.tree(source) for number, source in self.code()}
        return {number: tree for number, tree in found.items() if tree is not None}

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The texts that readers will see, as far as they can be told before anything runs."""
        shown = [text for number, tree in self.trees.items() for text in texts(self.chapter, number, tree)]
        return (*written(self.chapter, self.notebook), *shown)

    @cached_property
    def restated(self) -> dict[str, str]:
        """The chapters whose claims the notebook restates, by the variable that holds them."""
        found = {}
        for tree in self.trees.values():
            for target, value in _assignments(tree):
                asked = list(code_cells.calls(value, "chapter")) if isinstance(target, ast.Name) else []
                if asked and asked[0] is value and asked[0].args and isinstance(asked[0].args[0], ast.Constant):
                    found[target.id] = str(asked[0].args[0].value)
        return found

    @cached_property
    def assigned(self) -> dict[str, int]:
        """The claims that are assigned under their names, each with the first cell that does."""
        found: dict[str, int] = {}
        for number, tree in self.trees.items():
            for target, _ in _assignments(tree):
                if isinstance(target, ast.Attribute) and getattr(target.value, "id", "") == OWN:
                    found.setdefault(target.attr, number)
        return found

    @cached_property
    def computes_names(self) -> bool:
        """Whether claims are assigned under names that are computed, so that not all can be told."""
        return any(next(code_cells.calls(tree, "setattr"), None) for tree in self.trees.values())

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of its claims: those that are assigned and, where some are computed, those of record."""
        of_record = self.known.of_record(self.chapter) if self.computes_names else frozenset[str]()
        return of_record.union(self.assigned)

    def finding(self, cell: int, found: str, expected: str, action: str, *, sentence: str = "") -> Finding:
        """Return what is wrong with a cell."""
        return error(f"{self.name}:cell {cell}", found, expected, action, sentence=sentence)

    def _cells(self, kind: str) -> Iterator[tuple[int, str]]:
        for number, cell in enumerate(self.notebook.cells, start=1):
            if cell.cell_type == kind:
                yield number, cell.source


def _assignments(tree: ast.Module) -> Iterator[tuple[Any, ast.expr]]:
    """Give each target of an assignment with the value that it, or the tuple it stands in, gets."""
    for node in ast.walk(tree):
        for target in node.targets if isinstance(node, ast.Assign) else []:
            assert isinstance(node, ast.Assign)
            for part in target.elts if isinstance(target, ast.Tuple) else [target]:
                yield part, node.value

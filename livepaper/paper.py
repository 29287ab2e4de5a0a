"""A paper on disk: its folder, its data and its chapters.

    paper = Paper.open()
    panel = paper.survey("panel", 2025)
    trust = paper.chapter("trust")

A chapter restates the claims of another by running that chapter's cells on the
same data: there is one definition of each number, so two pages cannot disagree,
and it does not matter in which order the pages are built.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from livepaper import code_cells, records, verdicts
from livepaper.claims import Claim, Claims
from livepaper.datapackage import Package
from livepaper.errors import ClaimError, LivePaperError, ProjectError
from livepaper.quantity import Quantity
from livepaper.rows import Rows
from livepaper.survey import Survey, series
from livepaper.verdicts import Judged

CONFIG = "_config.yml"
CONTENTS = "_toc.yml"
DATA = "data"
BIBLIOGRAPHY = "references.bib"
FIGURES = "figures"
EXPLORER = "explore/vega.js"
"""The script of a site that draws interactive charts."""

LEDGER = "ledger.csv"
"""The numbers of record, which the build renews."""

PRINTED = "paper-printed"
CORRECTIONS = "paper-corrections"
"""The tables of what the original paper printed, and of what is wrong with it."""

_running: list[str] = []


@dataclass(frozen=True)
class Paper:
    """One paper.

    Attributes:
        root: The folder that holds `_config.yml`, `_toc.yml` and `data/`.
    """

    root: Path
    _read: set[str] = field(default_factory=set, repr=False, compare=False)

    @classmethod
    def open(cls, start: Path | None = None) -> Paper:
        """Open the paper that a folder belongs to, by default the working folder.

        Raises:
            ProjectError: Neither the folder nor one above it holds a paper.
        """
        start = (start or Path.cwd()).resolve()
        for folder in (start, *start.parents):
            if (folder / CONFIG).is_file() and (folder / DATA).is_dir():
                return cls(folder)
        raise ProjectError(
            str(start), "no paper", f"{CONFIG} and {DATA}/ here or in a folder above", "Go to the paper's folder."
        )

    @cached_property
    def package(self) -> Package:
        """The data package, which records every table that is read."""
        return Package(self.root / DATA, on_read=lambda name: self._note(f"data:{name}"))

    @property
    def bibliography(self) -> Path:
        """The BibTeX file, on which a chapter that asks for it depends."""
        self._note(f"file:{BIBLIOGRAPHY}")
        return self.root / BIBLIOGRAPHY

    @cached_property
    def documents(self) -> list[str]:
        """The book's documents in reading order, as `_toc.yml` names them.

        Raises:
            ProjectError: The table of contents cannot be read.
        """
        path = self.root / CONTENTS
        contents = _yaml(path, "a table of contents")
        if not isinstance(contents, dict) or "root" not in contents:
            raise ProjectError(str(path), "no root document", "a table of contents", "Mend or restore it.")
        return [contents["root"], *_files(contents)]

    @cached_property
    def configuration(self) -> dict[str, Any]:
        """What `_config.yml` says.

        Raises:
            ProjectError: It cannot be read.
        """
        return _yaml(self.root / CONFIG, "the book's configuration") or {}

    @property
    def has_original(self) -> bool:
        """Whether the data hold what an earlier paper printed, which this one restates."""
        return not {PRINTED, CORRECTIONS}.isdisjoint(self.package.names)

    @property
    def chapters(self) -> list[str]:
        """The chapters' names in reading order."""
        return [document.rpartition("/")[2] for document in self.documents]

    def notebook(self, chapter: str) -> Path:
        """Return a chapter's notebook.

        Raises:
            ProjectError: The book has no such chapter.
        """
        for document in self.documents:
            if document.rpartition("/")[2] == chapter:
                return self.root / f"{document}.ipynb"
        raise ProjectError(
            str(self.root / CONTENTS), f"no chapter “{chapter}”", f"one of {', '.join(self.chapters)}", "Check it."
        )

    def wave(self, wave: str) -> Survey:
        """Return a wave of a survey by its key, such as `panel-2025`."""
        return Survey(self.package, wave)

    def survey(self, survey: str, year: int) -> Survey:
        """Return the wave that a survey took in a year."""
        return self.wave(f"{survey}-{year}")

    def series(self, name: str, response: str, population: str) -> dict[str, Quantity]:
        """Return one response of a comparable series, wave by wave (see `livepaper.survey`)."""
        return series(self.package, name, response, population)

    def table(self, name: str) -> Rows:
        """Return the rows of a table of the data package."""
        return Rows.of(self.package, name)

    def features(self, name: str) -> dict[str, Any]:
        """Return a GeoJSON resource of the data package."""
        parsed: dict[str, Any] = json.loads(self.package.text(name))
        return parsed

    def chapter(self, name: str) -> Claims:
        """Return the claims of another chapter, computed by running its cells.

        Raises:
            ProjectError: There is no such chapter, a cell fails, or chapters restate each other.
        """
        path = self.notebook(name)
        if name in _running:
            loop = " → ".join([*_running, name])
            raise ProjectError(str(path), f"the circle {loop}", "chapters that do not restate each other", "Cut it.")
        self._note(f"file:{path.relative_to(self.root).as_posix()}")
        _running.append(name)
        try:
            with records.restating():
                return self._run(path, name)
        finally:
            _running.pop()

    def ledger(self, chapters: Iterable[str]) -> dict[str, Claim]:
        """Return the claims of several chapters by id."""
        return {claim.id: claim for chapter in chapters for claim in self.chapter(chapter)}

    def judge(self, ledger: dict[str, Claim]) -> list[Judged]:
        """Give the verdict on every printed number, and require that every correction still holds.

        Raises:
            CorrectionError: A difference has no correction, or a correction is outlived.
        """
        judged, problems = self.judgements(ledger)
        if problems:
            raise problems[0][1]
        return judged

    def judgements(self, ledger: dict[str, Claim]) -> tuple[list[Judged], list[tuple[str, LivePaperError]]]:
        """Give the verdicts that can be given, and say what is wrong with the others and with the corrections.

        Returns:
            The verdicts, and the problems, each with the id of the claim it concerns (empty if it concerns none);
            nothing where no original was printed.
        """
        if not self.has_original:
            return [], []
        evidence = _Evidence(self.package, ledger)
        corrections = self.package.rows(CORRECTIONS)
        bound = {row["printed"]: row["claim"] for row in self.package.rows(PRINTED)}
        judged: list[Judged] = []
        problems: dict[str, tuple[str, LivePaperError]] = {}
        for correction in corrections:
            try:
                verdicts.require(correction, evidence)
            except LivePaperError as error:
                problems[str(error)] = (bound.get(correction["printed"], ""), error)
        for row in self.package.rows(PRINTED):
            try:
                judged.append(verdicts.judge(row, corrections, evidence))
            except LivePaperError as error:
                problems[str(error)] = (row["claim"], error)
        return judged, list(problems.values())

    def _note(self, name: str) -> None:
        """Record, once, that the running chapter depends on a resource or a file."""
        if name not in self._read:
            self._read.add(name)
            records.publish(records.READ, {"name": name})

    def _run(self, path: Path, name: str) -> Claims:
        namespace: dict[str, Any] = {"__name__": f"chapter {name}"}
        for number, cell in enumerate(code_cells.read(path).cells, start=1):
            if cell.cell_type != "code":
                continue
            for magic in code_cells.magics(cell.source):
                where = f"{path}, cell {number}"
                raise ProjectError(where, f"the magic “{magic}”", "plain Python", "Remove the line, and save.")
            try:
                code = compile(cell.source, f"{path}, cell {number}", "exec", dont_inherit=True)
                exec(code, namespace)  # noqa: S102  our own chapter
            except Exception as error:
                raise ProjectError(
                    f"{path}, cell {number}",
                    f"{type(error).__name__}: {error}",
                    "cells that run in order, in plain Python",
                    "Run the chapter on its own to see where it fails.",
                ) from error
        claims = namespace.get("claims")
        if not isinstance(claims, Claims):
            raise ProjectError(str(path), "no claims", f'claims = Claims("{name}")', "Add it to the first cell.")
        return claims


@dataclass(frozen=True)
class _Evidence:
    """Where the expectations of corrections are looked up."""

    package: Package
    ledger: dict[str, Claim]

    def quantity(self, claim: str) -> Quantity:
        if claim not in self.ledger:
            raise ClaimError("the printed numbers", f"claim “{claim}”", "a claim of the book", "Correct its name.")
        return self.ledger[claim].quantity

    def cell(self, resource: str, key: str, column: str) -> str:
        if column not in self.package.fields(resource):
            raise ClaimError(f"table {resource}", f"no column “{column}”", "one of its columns", "Correct it.")
        for row in self.package.rows(resource):
            if self.package.key(resource, row) == key:
                return row[column]
        raise ClaimError(f"table {resource}", f"no row “{key}”", "a row of the table", "Correct the expectation.")


def _yaml(path: Path, expected: str) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        told = " ".join(str(error).split())
        raise ProjectError(str(path), told, expected, "Mend or restore it.") from error


def _files(contents: dict[str, Any]) -> list[str]:
    """List the files below a part of the table of contents, in order."""
    found: list[str] = []
    for kind in ("parts", "chapters", "sections"):
        for entry in contents.get(kind, []):
            found += [entry["file"]] if "file" in entry else []
            found += _files(entry)
    return found

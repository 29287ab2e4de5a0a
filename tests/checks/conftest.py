"""Small editions made by hand: a data package of a few rows, claims computed from it, and a text that prints them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from livepaper import Claims, Paper
from livepaper.datapackage.package import sha256
from livepaper.edition import Edition, Problem, Run
from livepaper.records import CLAIM, FIGURE

COLUMNS = {
    "surveys-waves": "wave year population fieldwork_start fieldwork_end published sample_kind",
    "surveys-questions": "question paraphrase choice scale series",
    "surveys-toplines": "topline wave question population response net percent base standard_error source grade",
    "paper-printed": "printed section place text kind value word claim exempt",
    "paper-corrections": "correction printed verdict expectation",
    "news": "event date kind",
    "money": "row exports imports grade",
}
FILLED = {"net": "no", "grade": "press", "source": "report", "sample_kind": "probability", "choice": "single"}
"""What stands in cells that a test does not care for."""

CHAPTER = "small"


@dataclass(frozen=True)
class Answer:
    """One topline, with the key that tells it from the others."""

    wave: str
    question: str
    response: str
    percent: str
    base: str = ""
    population: str = "A"
    source: str = "report"
    net: str = "no"
    grade: str = "press"
    standard_error: str = ""

    @property
    def row(self) -> dict[str, str]:
        """Its row."""
        cells = vars(self)
        return {"topline": "-".join((self.wave, self.question, self.population, self.response, self.source)), **cells}


@pytest.fixture
def small_edition(tmp_path: Path) -> Callable[..., Edition]:
    """Give a factory of editions of one chapter.

    Waves and questions are made for the answers, if a test does not give their rows; in the text,
    `{eval}` roles print claims, and `says` makes a role print something else than the claim would.
    """

    def make(
        answers: Sequence[Answer] = (),
        claims: Callable[[Paper, Claims], None] = lambda paper, claims: None,
        text: str = "",
        says: Mapping[str, str] | None = None,
        figures: Sequence[dict[str, Any]] = (),
        problem: Problem | None = None,
        **tables: Sequence[dict[str, str]],
    ) -> Edition:
        given = {name.replace("_", "-"): list(rows) for name, rows in tables.items()}
        given["surveys-toplines"] = [answer.row for answer in answers]
        _complete(
            given, "surveys-waves", [{"wave": a.wave, "year": a.wave[-4:], "population": a.population} for a in answers]
        )
        _complete(given, "surveys-questions", [{"question": a.question, "series": a.question} for a in answers])
        if "paper-printed" in given:
            given.setdefault("paper-corrections", [])
        paper = _paper(tmp_path, given)
        made = Claims(CHAPTER)
        claims(paper, made)
        notebook = _executed(made, text, says or {}, figures)
        return Edition(paper, (Run(CHAPTER, 0.0, None, problem),), {CHAPTER: notebook})

    return make


def _complete(tables: dict[str, list[dict[str, str]]], name: str, rows: Sequence[dict[str, str]]) -> None:
    """Add the rows that answers need and a test has not given."""
    key = COLUMNS[name].split()[0]
    known = {row[key] for row in tables.setdefault(name, [])}
    for row in rows:
        if row[key] not in known:
            known.add(row[key])
            tables[name].append(row)


def _paper(root: Path, tables: Mapping[str, Sequence[dict[str, str]]]) -> Paper:
    (root / "data").mkdir()
    (root / "_config.yml").touch()
    (root / "_toc.yml").write_text(f"root: {CHAPTER}\n")
    resources = []
    for name, rows in tables.items():
        columns = COLUMNS[name].split()
        file = io.StringIO()
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows([{column: row.get(column, FILLED.get(column, "")) for column in columns} for row in rows])
        (root / f"data/{name}.csv").write_text(file.getvalue())
        schema = {"fields": [{"name": column, "type": "string"} for column in columns], "primaryKey": columns[0]}
        seal = sha256(file.getvalue().encode())
        resources.append({"name": name, "path": f"{name}.csv", "hash": seal, "schema": schema})
    (root / "data/datapackage.json").write_text(json.dumps({"name": "small", "resources": resources}) + "\n")
    return Paper.open(root)


def _executed(claims: Claims, text: str, says: Mapping[str, str], figures: Sequence[dict[str, Any]]) -> Any:
    said = []
    for expression in re.findall(r"\{eval\}`([^`]+)`", text):
        value = eval(expression, {"claims": claims})
        printed = says.get(expression, str(value))
        said.append({"expression": expression, **value._repr_mimebundle_()[CLAIM], "text": printed})
    shown = [{CLAIM: claim.record()} for claim in claims] + [{FIGURE: figure} for figure in figures]
    outputs = [new_output("display_data", data=data) for data in shown]
    prose = new_markdown_cell(text, metadata={"livepaper": {"said": said}})
    return new_notebook(cells=[new_code_cell(outputs=outputs), prose])

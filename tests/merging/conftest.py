"""A small generated paper, whose package has two tables, one of which refers to the other."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from livepaper.datapackage import seal
from livepaper.errors import DataError
from livepaper.merging import Merge, Staged, prepare

WAVES = "wave,year,title\ngenerated-2022,2022,Generated wave\n"
VALUES = (
    "value,wave,percent,note,source\n"
    'peace-2022,generated-2022,51.0,"asked, not told",generated\n'
    "war-2022,generated-2022,30.2,,generated\n"
)
NEXT = "value,wave,percent,note,source\npeace-2026,generated-2022,49.2,generated,generated\n"
"""A generated next wave of one row."""


def field(name: str, kind: str = "string", **constraints: Any) -> dict[str, Any]:
    """Describe a column."""
    return {"name": name, "type": kind, "constraints": constraints}


def resource(name: str, fields: list[dict[str, Any]], **schema: Any) -> dict[str, Any]:
    """Describe a table whose key is its first column."""
    key = [fields[0]["name"]]
    return {"name": name, "path": f"{name}.csv", "schema": {"fields": fields, "primaryKey": key, **schema}}


TABLES = [
    resource("polls-waves", [field("wave", required=True), field("year", "year"), field("title", required=True)]),
    resource(
        "polls-values",
        [
            field("value", required=True),
            field("wave", required=True),
            field("percent", "number", required=True, minimum=0, maximum=100),
            field("note"),
            field("source", required=True),
        ],
        foreignKeys=[{"fields": ["wave"], "reference": {"resource": "polls-waves", "fields": ["wave"]}}],
    ),
]


def make(root: Path) -> Path:
    """Write the small paper and return its folder."""
    (root / "data").mkdir(parents=True)
    (root / "_config.yml").write_text("title: Generated\n")
    (root / "references.bib").write_text("@misc{generated,\n  title = {Generated}\n}\n")
    (root / "data/polls-waves.csv").write_text(WAVES)
    (root / "data/polls-values.csv").write_text(VALUES)
    (root / "data/README.md").write_text("Generated for tests.\n")
    (root / "data/datapackage.json").write_text(json.dumps({"name": "generated", "resources": TABLES}) + "\n")
    assert seal(root / "data", root / "references.bib") == []
    return root


def told(problems: list[DataError]) -> str:
    """Return problems as text."""
    return "\n".join(map(str, problems))


def state(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The small paper."""
    return make(tmp_path / "paper")


@pytest.fixture
def prepared(root: Path, tmp_path: Path) -> Callable[..., tuple[Merge, Staged, list[DataError]]]:
    """Give a function that prepares a wave: the text of a CSV file, or the path of a file."""

    def run(wave: str | Path, **options: Any) -> tuple[Merge, Staged, list[DataError]]:
        if isinstance(wave, str):
            (tmp_path / "wave.csv").write_text(wave)
            wave = tmp_path / "wave.csv"
        return prepare(root / "data", root / "references.bib", wave, root / "_build/incoming/data", **options)

    return run


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """Give a function that writes a workbook of sheets by name, each a list of rows; `edit` gets it before."""

    def write(edit: Callable[[openpyxl.Workbook], None] = lambda book: None, **sheets: list[list[Any]]) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        edit(book)
        book.save(tmp_path / "wave.xlsx")
        return tmp_path / "wave.xlsx"

    return write

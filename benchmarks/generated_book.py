"""A generated book of any size, for measuring how time and memory grow. Its numbers mean nothing."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from pathlib import Path

import nbformat

from livepaper import Paper
from livepaper.datapackage.package import sha256
from livepaper.ledger_csv import ledger_csv
from livepaper.paper import LEDGER

CLAIMS = 100
"""How many claims a chapter makes."""

_CODE = """\
from livepaper import Claims, Paper

paper = Paper.open()
claims = Claims("{chapter}")
table = paper.table("{chapter}")
for row in table:
    setattr(claims, row["name"], table.where(name=row["name"]).value("value", "things"))"""


def write(folder: Path, chapters: int) -> None:
    """Write a book of some chapters, each with a table of its own, `CLAIMS` claims and as many sentences."""
    folder.mkdir(parents=True)
    names = [f"chapter-{number}" for number in range(1, chapters + 1)]
    (folder / "data").mkdir()
    descriptor = {"name": "generated", "resources": [_table(folder, number, name) for number, name in enumerate(names)]}
    (folder / "data" / "datapackage.json").write_text(json.dumps(descriptor, indent=1) + "\n", encoding="utf-8")
    (folder / "_config.yml").write_text("title: Generated\nexecute:\n  timeout: 120\n", encoding="utf-8")
    listed = "".join(f"- file: {name}\n" for name in names[1:])
    (folder / "_toc.yml").write_text(f"format: jb-book\nroot: {names[0]}\nchapters:\n{listed}", encoding="utf-8")
    (folder / "references.bib").write_text("@misc{generated,\n  title = {Generated numbers}\n}\n", encoding="utf-8")
    for name in names:
        text = "\n\n".join(f"There are {{eval}}`claims.n{number}` things." for number in range(CLAIMS))
        cells = [
            nbformat.v4.new_markdown_cell(f"# {name.replace('-', ' ').title().rstrip('0123456789')}"),
            nbformat.v4.new_code_cell(_CODE.format(chapter=name)),
            nbformat.v4.new_markdown_cell(f"{text}\n\nAll are generated {{cite:p}}`generated`."),
        ]
        nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / f"{name}.ipynb")
    with contextlib.chdir(folder):  # where the chapters look for their paper
        claims = Paper.open(folder).ledger(names)
    (folder / LEDGER).write_text(
        ledger_csv(claims.values(), {name: [(name.partition("/")[0], "printed")] for name in claims}), encoding="utf-8"
    )


def _table(folder: Path, number: int, name: str) -> dict[str, object]:
    """Write the table of a chapter and return its descriptor."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["name", "value", "source", "locator", "grade"])
    for index in range(CLAIMS):
        writer.writerow([f"n{index}", 1000 + CLAIMS * number + index, "generated", f"row {index}", "publisher"])
    content = out.getvalue().encode()
    (folder / "data" / f"{name}.csv").write_bytes(content)
    kinds = {"value": "integer"}
    fields = [
        {"name": column, "type": kinds.get(column, "string")}
        for column in ("name", "value", "source", "locator", "grade")
    ]
    schema = {"fields": fields, "primaryKey": ["name"]}
    return {"name": name, "path": f"{name}.csv", "bytes": len(content), "hash": sha256(content), "schema": schema}

"""The records of each chapter that has run, and whether what its page shows agrees with them.

They are read from the executed notebook, so that no tag by which a cell or its
output is hidden from readers can hide a record from us.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from livepaper import code_cells
from livepaper.paper import Paper
from livepaper.records import CLAIM, FIGURE, READ

LOGGER = logging.getLogger(__name__)

SHOWN = "shown"
"""The kind of record that the `{eval}` role leaves for every claim it prints."""

_OURS = ('<figure class="livepaper-figure"', '<div class="livepaper-table"')


def kept(env: BuildEnvironment, kind: str) -> dict[str, list[dict[str, Any]]]:
    """Return the records of a kind that the documents left, by document."""
    store: dict[str, dict[str, list[dict[str, Any]]]] = env.__dict__.setdefault("livepaper_records", {})
    return store.setdefault(kind, {})


def warn(text: str, *parts: object) -> None:
    """Say what is wrong; every warning stops the publication."""
    LOGGER.warning(text, *parts, type="livepaper")


def _read(app: Sphinx, document: nodes.document) -> None:
    """Collect the records of the chapter just run, and refuse what else its cells put out."""
    env = app.env
    executed = Path(app.outdir).parent / "jupyter_execute" / f"{env.docname}.ipynb"
    source = Path(str(env.doc2path(env.docname)))
    if source.suffix != ".ipynb":
        return
    notebook = nbformat.read(executed, as_version=4)
    for number, cell in enumerate(notebook.cells, start=1):
        magics = code_cells.magics(cell.source) if cell.cell_type == "code" else []
        for magic in magics:
            warn("%s, cell %s: found the magic “%s”; expected plain Python. Remove the line.", source, number, magic)
        for output in [] if magics else cell.get("outputs", []):
            _keep(env, number, output)
    if any(cell.cell_type == "code" for cell in notebook.cells) and env.docname not in kept(env, READ):
        warn("%s: found code that reads nothing of the paper; expected a table or a chapter of it. Remove it.", source)


def _keep(env: BuildEnvironment, cell: int, output: dict[str, Any]) -> None:
    """Keep an output's records, or warn that it is neither figure, table nor record."""
    here = f"{env.doc2path(env.docname)}, cell {cell}"
    if output["output_type"] == "error":
        warn("%s fails: %s: %s", here, output["ename"], output["evalue"])
        return
    data = output.get("data", {})
    for kind in {CLAIM, FIGURE, READ} & data.keys():
        kept(env, kind).setdefault(env.docname, []).append({**data[kind], "cell": cell})
    if not {CLAIM, READ} & data.keys() and not str(data.get("text/html", "")).startswith(_OURS):
        shown = str(data.get("text/plain", output.get("text", "")))[:60]
        warn(
            "%s: found the output “%s”; expected a Figure, a Table or nothing. Bind its numbers as claims.", here, shown
        )


def _forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    for kind in (CLAIM, FIGURE, READ, SHOWN):
        kept(env, kind).pop(docname, None)


def _require_consistency(app: Sphinx, env: BuildEnvironment) -> None:
    """Require unique claims on existing rows, and that every claim shown is one of them with its value."""
    recorded: dict[str, tuple[str, str]] = {}
    rows = _Rows(Paper.open(Path(app.srcdir)))
    for docname, claims in kept(env, CLAIM).items():
        for record in claims:
            here = f"{docname}, cell {record['cell']}"
            for problem in _claim_problems(record, docname, recorded, rows):
                warn("%s: %s", here, problem)
            recorded[record["id"]] = (record["value"], here)
    for docname, shown in kept(env, SHOWN).items():
        for record in shown:
            value = recorded.get(record["id"], ("nothing", ""))[0]
            if value != record["value"]:
                text = "%s, cell %s: found claim %s with %s; expected %s, as its chapter recorded. Assign it there."
                warn(text, docname, record["cell"], record["id"], record["value"], value)


def _claim_problems(
    record: dict[str, Any], docname: str, recorded: dict[str, tuple[str, str]], rows: _Rows
) -> Iterator[str]:
    claim = record["id"]
    if claim in recorded:
        yield f"claim {claim} is assigned here and in {recorded[claim][1]}; expected once. Rename one."
    chapter = claim.partition("/")[0]
    if chapter != docname.rpartition("/")[2]:
        yield f"found Claims(“{chapter}”); expected the notebook's own name. Correct it."
    for row in record["rows"]:
        if row not in rows:
            yield f"claim {claim} rests on the row “{row}”; expected a row of the data package. Compute it from data."


class _Rows:
    """Every row reference of the data package, read table by table when first asked for."""

    def __init__(self, paper: Paper) -> None:
        self._package = paper.package
        self._keys: dict[str, set[str]] = {}

    def __contains__(self, reference: str) -> bool:
        resource, _, key = reference.partition("#")
        if resource not in self._package.names:
            return False
        if resource not in self._keys:
            self._keys[resource] = {self._package.key(resource, row) for row in self._package.rows(resource)}
        return key == "*" or key in self._keys[resource]


def setup(app: Sphinx) -> None:
    """Register the handlers."""
    app.connect("env-purge-doc", _forget)
    app.connect("doctree-read", _read)
    app.connect("env-check-consistency", _require_consistency)

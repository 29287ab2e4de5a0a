"""Cells that are put into a chapter before it is re-executed, and taken out of it afterwards.

Papermill runs code cells only. What the text prints is evaluated by a cell after
each Markdown cell, at the very place where the build of the book evaluates it; a
last cell tells the kernel's memory and thereby that the chapter ran to its end.
"""

from __future__ import annotations

import copy

import nbformat
from nbformat import NotebookNode

from livepaper.passages import expressions
from livepaper.records import COST, SAID

INSTRUMENT = "livepaper-instrument"
"""The tag of the cells that are put in."""

ERROR_MARK = "papermill-error-cell-tag"
"""The tag of the cells by which papermill points at a failure."""

_FROM = "__import__('livepaper.verify.said', fromlist=['said'])"


def put_in(notebook: NotebookNode) -> NotebookNode:
    """Return a copy with the instruments in it and every old output gone."""
    made = copy.deepcopy(notebook)
    cells: list[NotebookNode] = []
    for number, cell in enumerate(made.cells, start=1):
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        cells.append(cell)
        if cell.cell_type == "markdown" and (asked := expressions(cell.source)):
            cells.append(_instrument(f"{_FROM}.say({asked!r}, globals())", f"instrument-{number}"))
    cells.append(_instrument(f"{_FROM}.cost()", "instrument-cost"))
    made.cells = cells
    return made


def take_out(executed: NotebookNode) -> tuple[NotebookNode, int | None, bool]:
    """Return the chapter without the instruments, what they told put into its cells' metadata.

    Returns:
        The notebook, the kernel's peak memory in bytes if told, and whether it ran to its end.
    """
    made = copy.deepcopy(executed)
    cells: list[NotebookNode] = []
    memory, ended = None, False
    for cell in made.cells:
        tags = cell.metadata.get("tags", [])
        if ERROR_MARK in tags:
            continue
        if INSTRUMENT not in tags:
            cells.append(cell)
            continue
        for output in cell.outputs:
            data = output.get("data", {})
            if SAID in data:
                cells[-1].metadata["livepaper"] = data[SAID]
            if COST in data:
                memory, ended = data[COST]["memory"], True
    made.cells = cells
    return made, memory, ended


def _instrument(source: str, name: str) -> NotebookNode:
    return nbformat.v4.new_code_cell(source, id=name, metadata={"tags": [INSTRUMENT]})

"""Editions made in this process: what a kernel would leave, without the seconds that it takes to start."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import nbformat
from nbformat import NotebookNode

from livepaper import Claims, Paper, records
from livepaper.edition import Edition, Problem, Run
from livepaper.records import SAID
from livepaper.verify.instruments import expressions
from livepaper.verify.said import say


def edition(paper: Paper, **chapters: list[str]) -> Edition:
    """Execute chapters: names with “_” for “-”, each a list of cells; Markdown begins with “Text”.

    Code finds `paper` and `claims` made; other names come from imports of its own.
    """
    notebooks: dict[str, NotebookNode] = {}
    runs = []
    for name, cells in chapters.items():
        chapter = name.replace("_", "-")
        notebooks[chapter], problem = _execute(paper, chapter, cells)
        runs.append(Run(chapter, 0.1, None, problem))
    return Edition(paper=paper, runs=tuple(runs), notebooks=notebooks)


def _execute(paper: Paper, chapter: str, cells: list[str]) -> tuple[NotebookNode, Problem | None]:
    made = [
        nbformat.v4.new_markdown_cell(text) if text.startswith("Text") else nbformat.v4.new_code_cell(text)
        for text in cells
    ]
    namespace: dict[str, Any] = {"paper": paper, "claims": Claims(chapter)}
    problem = None
    for number, cell in enumerate(made, start=1):
        with _recorded() as published:
            try:
                shown = _run(cell, namespace)
            except Exception as error:  # noqa: BLE001  as a kernel would, whatever it is
                problem = Problem("failed", number, type(error).__name__, str(error))
                break
        if cell.cell_type == "markdown":
            cell.metadata["livepaper"] = published[0][SAID]
        else:
            bundles = [*published, *_bundles(shown)]
            cell.outputs = [nbformat.v4.new_output("display_data", bundle) for bundle in bundles]
    return nbformat.v4.new_notebook(cells=made), problem


def _run(cell: NotebookNode, namespace: dict[str, Any]) -> object:
    if cell.cell_type == "markdown":
        return say(expressions(cell.source), namespace)
    *body, last = ast.parse(cell.source).body
    if not isinstance(last, ast.Expr):
        exec(compile(cell.source, "cell", "exec"), namespace)
        return None
    exec(compile(ast.Module(body, []), "cell", "exec"), namespace)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), namespace)


def _bundles(shown: Any) -> Iterator[dict[str, Any]]:
    if hasattr(shown, "_repr_mimebundle_"):
        yield shown._repr_mimebundle_()
    elif hasattr(shown, "_repr_html_"):
        yield {"text/html": shown._repr_html_()}


@contextmanager
def _recorded() -> Iterator[list[dict[str, Any]]]:
    published: list[dict[str, Any]] = []
    with patch.object(records, "publish", lambda kind, record: published.append({kind: record})):
        yield published

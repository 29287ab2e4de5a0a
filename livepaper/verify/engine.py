"""Papermill's own way of executing, but for what it does with the notebook.

Papermill writes the whole notebook before and after each cell, which takes as long as
executing it, so that something is left if a kernel dies. Here the notebook it works
on is handed out instead: it is there however the execution ends.
"""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from papermill.engines import NBClientEngine, papermill_engines
from papermill.execute import execute_notebook

NAME = "livepaper"


class Keeping(NBClientEngine):  # type: ignore[misc]  # papermill is untyped
    """The engine, which tells what it works on."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, *, kept: list[Any], **options: Any) -> Any:
        """Remember the manager of the notebook, then execute as papermill does."""
        kept.append(nb_man)
        return super().execute_managed_notebook(nb_man, kernel_name, **options)


papermill_engines.register(NAME, Keeping)


def execute(notebook: NotebookNode, **options: Any) -> tuple[NotebookNode, Exception | None]:
    """Execute a notebook with papermill; return it as far as it came, and what went wrong."""
    kept: list[Any] = []
    problem: Exception | None = None
    try:
        execute_notebook(notebook, None, engine_name=NAME, kept=kept, progress_bar=False, **options)
    except Exception as error:  # noqa: BLE001  whatever papermill meets, the other chapters must still run
        problem = error
    return (kept[0].nb if kept else notebook), problem

"""Executing chapters without kernels, ten times as fast, for hundreds of mutants.

Each chapter runs in a process of its own, in IPython's shell, which leaves the same
outputs in the notebook as a kernel does; a test compares the two.
"""

from __future__ import annotations

import contextlib
import io
import multiprocessing
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from livepaper import Paper
from livepaper.edition import Problem, Run
from livepaper.verify.instruments import INSTRUMENT, put_in, take_out


def execute(paper: Paper, chapters: Iterable[str], start: str = "fork") -> tuple[list[Run], dict[str, NotebookNode]]:
    """Execute chapters one after the other; return how each ran, and its notebook as far as it came.

    Processes start by forking, which is quick; where figures were drawn before, whose threads a fork leaves behind,
    they must start by “forkserver”.
    """
    runs, notebooks = [], {}
    for chapter in chapters:
        run, notebook = _aside(chapter, paper.notebook(chapter), start)
        runs.append(run)
        notebooks[chapter] = notebook
    return runs, notebooks


def _aside(chapter: str, path: Path, start: str) -> tuple[Run, NotebookNode]:
    """Execute one chapter in a process of its own, so that nothing it leaves reaches the next."""
    context = multiprocessing.get_context(start)
    mine, its = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(path, its))
    process.start()
    its.close()
    problem, text = mine.recv()
    process.join()
    executed, _, ended = take_out(nbformat.reads(text, as_version=4))
    assert ended or problem
    return Run(chapter, 0.0, None, problem), executed


def _child(path: Path, pipe: Any) -> None:
    os.chdir(path.parent)
    notebook = put_in(nbformat.read(path, as_version=4))
    pipe.send((_run(notebook), nbformat.writes(notebook)))
    pipe.close()
    os._exit(0)  # without the clean-up of the process that was forked


def _run(notebook: NotebookNode) -> Problem | None:
    from IPython.core.displayhook import CapturingDisplayHook
    from IPython.core.displaypub import CapturingDisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance(colors="nocolor")
    outputs: list[dict[str, Any]] = []
    shell.display_pub = CapturingDisplayPublisher()
    shell.display_pub.outputs = outputs
    shell.display_trap.hook = CapturingDisplayHook(shell=shell, outputs=outputs)
    number = 0
    for cell in notebook.cells:
        number += INSTRUMENT not in cell.metadata.get("tags", [])
        if cell.cell_type != "code":
            continue
        outputs.clear()
        with contextlib.redirect_stdout(io.StringIO()):
            done = shell.run_cell(cell.source, store_history=False)
        cell.outputs = [nbformat.v4.new_output("display_data", output["data"]) for output in outputs]
        if not done.success:
            error = done.error_before_exec or done.error_in_exec
            return Problem("failed", number, type(error).__name__, str(error))
    return None

"""Re-executing one chapter, in a kernel of its own, with papermill.

`execute` is what workers run, on this machine or on another that sees the same
folder. It never raises for what is wrong with a chapter, it tells it.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import NoSuchKernel
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

from livepaper.edition import Problem, Run
from livepaper.verify import engine
from livepaper.verify.forked import ForkedKernelManager
from livepaper.verify.instruments import ERROR_MARK, INSTRUMENT, put_in, take_out

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Task:
    """One chapter to execute.

    Attributes:
        chapter: Its name.
        notebook: Its file.
        timeout: Seconds that one cell may take.
        forked: Whether its kernel may start as a fork, see `livepaper.verify.forked`.
    """

    chapter: str
    notebook: Path
    timeout: int
    forked: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of a task.

    Attributes:
        run: How it ran.
        notebook: The executed notebook as text; empty if none could be read.
    """

    run: Run
    notebook: str = ""


def execute(task: Task) -> Outcome:
    """Execute a chapter from a clean kernel, and tell how it went."""
    start = time.perf_counter()

    def outcome(problem: Problem | None, notebook: NotebookNode | None = None, memory: int | None = None) -> Outcome:
        run = Run(task.chapter, round(time.perf_counter() - start, 3), memory, problem)
        return Outcome(run, "" if notebook is None else nbformat.writes(notebook))

    try:
        source = nbformat.read(task.notebook, as_version=4)
    except Exception as error:  # noqa: BLE001  nbformat raises whatever a broken file makes it stumble over
        return outcome(Problem("not started", 0, type(error).__name__, f"the notebook cannot be read: {error}"))
    executed, problem = _run(put_in(source), task)
    chapter, memory, ended = take_out(executed)
    if problem is None and not ended:
        last = max((n for n, cell in enumerate(chapter.cells, start=1) if cell.get("execution_count")), default=0)
        problem = Problem("failed", last, "SystemExit", "the chapter ends itself before its last cell")
    return outcome(problem, chapter, memory)


def _run(notebook: NotebookNode, task: Task) -> tuple[NotebookNode, Problem | None]:
    """Run papermill on a prepared notebook; return what it left and what went wrong."""
    manager = {"kernel_manager_class": ForkedKernelManager} if task.forked else {}
    executed, error = engine.execute(
        notebook,
        kernel_name=notebook.metadata.get("kernelspec", {}).get("name", "python3"),
        execution_timeout=task.timeout,
        extra_arguments=["--log-level=CRITICAL"],  # else kernels remark on TCP, and on being ended
        resources={"metadata": {"path": str(task.notebook.parent)}},  # papermill's own cwd is not safe in threads
        shutdown_kernel="immediate",  # all is told by then
        **manager,
    )
    return executed, None if error is None else _located(_problem(error, task), executed)


def _problem(error: Exception, task: Task) -> Problem:
    """Tell what went wrong, by kind."""
    name = type(error).__name__
    if isinstance(error, PapermillExecutionError):
        return Problem("failed", 0, error.ename, error.evalue, _COLOUR.sub("", "\n".join(error.traceback)))
    if isinstance(error, CellTimeoutError):
        return Problem("timed out", 0, name, f"a cell took more than {task.timeout} seconds")
    if isinstance(error, DeadKernelError):
        return Problem("kernel died", 0, name, str(error) or "the kernel died")
    if isinstance(error, NoSuchKernel):
        return Problem("not started", 0, name, f"there is no kernel “{error.name}”; run `make site`")
    return Problem("not started", 0, name, str(error))


def _located(problem: Problem, executed: NotebookNode) -> Problem:
    """Name the committed notebook's cell at which a run came to its end: the last one that was started."""
    number = last = 0
    for cell in executed.cells:
        tags = cell.metadata.get("tags", [])
        if ERROR_MARK in tags:
            continue
        number += INSTRUMENT not in tags
        if cell.metadata.get("papermill", {}).get("start_time") and cell.cell_type == "code":
            last = number
    return replace(problem, cell=last)

"""Re-executing one chapter, in a kernel of its own, with papermill.

`execute` is what workers run, on this machine or on another that sees the same
folder. It never raises for what is wrong with a chapter, it tells it.
"""

from __future__ import annotations

import re
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from livepaper.edition import Problem, Run
from livepaper.verify.instruments import ERROR_MARK, INSTRUMENT, put_in, take_out

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Task:
    """One chapter to execute.

    Attributes:
        chapter: Its name.
        notebook: Its file.
        timeout: Seconds that one cell may take.
        export: Whether to make a page of it that is readable without Jupyter.
    """

    chapter: str
    notebook: Path
    timeout: int
    export: bool = True


@dataclass(frozen=True)
class Outcome:
    """What became of a task.

    Attributes:
        run: How it ran.
        notebook: The executed notebook as text; empty if none could be read.
        page: The same as a page of HTML; empty without.
    """

    run: Run
    notebook: str = ""
    page: str = ""


def execute(task: Task) -> Outcome:
    """Execute a chapter from a clean kernel, and tell how it went."""
    start = time.perf_counter()

    def outcome(problem: Problem | None, notebook: NotebookNode | None = None, memory: int | None = None) -> Outcome:
        run = Run(task.chapter, round(time.perf_counter() - start, 3), memory, problem)
        if notebook is None:
            return Outcome(run)
        return Outcome(run, nbformat.writes(notebook), _page(notebook, task) if task.export else "")

    try:
        source = nbformat.read(task.notebook, as_version=4)
    except Exception as error:  # noqa: BLE001  nbformat raises whatever a broken file makes it stumble over
        return outcome(Problem("not started", 0, type(error).__name__, f"the notebook cannot be read: {error}"))
    with tempfile.TemporaryDirectory(prefix="livepaper-") as folder:
        executed, problem = _run(put_in(source), Path(folder), task)
    chapter, memory, ended = take_out(executed)
    if problem is None and not ended:
        last = max((n for n, cell in enumerate(chapter.cells, start=1) if cell.get("execution_count")), default=0)
        problem = Problem("failed", last, "SystemExit", "the chapter ends itself before its last cell")
    return outcome(problem, chapter, memory)


def _run(notebook: NotebookNode, folder: Path, task: Task) -> tuple[NotebookNode, Problem | None]:
    """Run papermill on a prepared notebook; return what it left and what went wrong."""
    import papermill  # noqa: PLC0415  takes half a second, which only workers should pay
    from jupyter_client.kernelspec import NoSuchKernel  # noqa: PLC0415  likewise
    from nbclient.exceptions import CellTimeoutError, DeadKernelError  # noqa: PLC0415  likewise
    from papermill.exceptions import PapermillExecutionError  # noqa: PLC0415  likewise

    prepared, target = folder / "prepared.ipynb", folder / "executed.ipynb"
    nbformat.write(notebook, prepared)
    problem: Problem | None = None
    try:
        papermill.execute_notebook(
            prepared,
            target,
            kernel_name=notebook.metadata.get("kernelspec", {}).get("name", "python3"),
            progress_bar=False,
            execution_timeout=task.timeout,
            extra_arguments=["--log-level=CRITICAL"],  # else kernels remark on TCP, and on being ended
            resources={"metadata": {"path": str(task.notebook.parent)}},  # papermill's own cwd is not safe in threads
        )
    except PapermillExecutionError as error:
        problem = Problem("failed", 0, error.ename, error.evalue, _plain("\n".join(error.traceback)))
    except CellTimeoutError:
        problem = Problem("timed out", 0, "CellTimeoutError", f"a cell took more than {task.timeout} seconds")
    except DeadKernelError as error:
        problem = Problem("kernel died", 0, "DeadKernelError", str(error) or "the kernel died")
    except NoSuchKernel as error:
        problem = Problem("not started", 0, "NoSuchKernel", f"there is no kernel “{error.name}”; run `make site`")
    except Exception as error:  # noqa: BLE001  whatever else papermill meets, the other chapters must still run
        problem = Problem("not started", 0, type(error).__name__, str(error))
    executed = nbformat.read(target, as_version=4) if target.is_file() else notebook
    return executed, problem if problem is None else _located(problem, executed)


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


def _plain(text: str) -> str:
    return _COLOUR.sub("", text)


def _page(notebook: NotebookNode, task: Task) -> str:
    from livepaper.verify.page import page  # noqa: PLC0415  nbconvert takes half a second to import

    return page(notebook, task.chapter)

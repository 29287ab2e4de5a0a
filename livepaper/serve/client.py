"""How chapters run for a draft: by MyST-NB's inline execution, in a forked kernel, and only where memory does not do.

A kernel is started when a cell or an expression is met that is not remembered. It first runs the cells of code
before that place, so that an expression is evaluated in the very state in which the build of the book does it.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import nbformat
from myst_nb.core.execute.base import EvalNameError, NotebookClientBase
from myst_nb.core.execute.inline import ModifiedNotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from livepaper.passages import expressions
from livepaper.serve.memory import Memory, Outputs, Remembered, code_digest, place
from livepaper.verify.forked import ForkedKernelManager


class RememberingClient(NotebookClientBase):  # type: ignore[misc]  # MyST-NB is untyped
    """A client of MyST-NB that asks memory before a kernel."""

    def __init__(
        self, notebook: NotebookNode, path: Path, config: Any, logger: Any, document: str, memory: Memory
    ) -> None:
        super().__init__(notebook, path, config, logger)
        self._document, self._memory = document, memory
        self._cells = [number for number, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
        self._ran = 0
        self._kernel: _Kernel | None = None
        self._cell_error: Exception | None = None

    def start_client(self) -> None:
        """Recall what the chapter gave; a kernel is started only if there is nothing to recall."""
        self._code = code_digest(self.notebook)
        found = self._memory.recall(self._document, self._code) or Remembered()
        self._outputs = list(found.outputs)
        self._said = dict(found.said)
        self._language = dict(found.language)
        if self._outputs:
            self.notebook.metadata["language_info"] = copy.deepcopy(self._language)
        elif self._cells:
            self._start()

    def code_cell_outputs(self, cell_index: int) -> tuple[int | None, Outputs]:
        """Return number and outputs of a cell of code, after all those before it."""
        while self._cell_error is None and self._ran < len(self._cells) and self._cells[self._ran] <= cell_index:
            cell = self.notebook.cells[self._cells[self._ran]]
            if self._ran >= len(self._outputs):
                self._outputs.append(self._run(self._ran + 1))
            self._ran += 1
            cell.execution_count, cell.outputs = self._ran, _copies(self._outputs[self._ran - 1])
        cell = self.notebook.cells[cell_index]
        return cell.get("execution_count"), cell.get("outputs", [])

    def eval_variable(self, name: str) -> Outputs:
        """Return what an expression gives after the cells before it."""
        if not re.match(self.nb_config.eval_name_regex, name):
            raise EvalNameError(name)
        key = place(self._ran, name)
        if key not in self._said:
            self._run(self._ran)
            if self._kernel is None or self._cell_error is not None:
                raise RuntimeError(f"the cells before it could not be run: {self._cell_error}")
            self._said[key] = self._kernel.client.eval_expression(name)
        return _copies(self._said[key])

    def close_client(self, *_: object) -> None:
        """Stop the kernel, and remember what it gave unless it failed."""
        if self._kernel is not None:
            self._kernel.stop()
        elif self._cells:
            return
        if self._cell_error is not None:
            self._memory.forget(self._document)
        elif self._ran == len(self._cells):
            said = {name: given for name, given in self._said.items() if not any(map(_is_error, given))}
            given = Remembered(self._code, {}, tuple(self._outputs), said, self._language)
            self._memory.keep(self._document, given)

    def _run(self, count: int) -> Outputs:
        """Run the first `count` cells of code in the kernel, as far as that has not been done; return the last's."""
        kernel = self._start()
        try:
            return kernel.run(self._cells[:count])
        except CellExecutionError as error:
            self._cell_error = error
            return kernel.last_outputs
        except (CellTimeoutError, DeadKernelError) as error:
            self._cell_error = error
            why = str(error).strip().partition("\n")[0]
            return [nbformat.v4.new_output("error", ename=type(error).__name__, evalue=why, traceback=[])]

    def _start(self) -> _Kernel:
        if self._kernel is None:
            self._kernel = _Kernel(self.notebook, self.path, self.nb_config.execution_timeout)
            self._language = self._kernel.language
            self.notebook.metadata["language_info"] = copy.deepcopy(self._language)
        return self._kernel


def _copies(outputs: Outputs) -> Outputs:
    """Copy outputs, but not what they hold: MyST-NB exchanges parts of them, and changes none."""
    return [copy.copy(output) for output in outputs]


def _is_error(output: NotebookNode) -> bool:
    return bool(output.output_type == "error")


class _Kernel:
    """A kernel with a copy of the notebook."""

    def __init__(self, notebook: NotebookNode, path: Path, timeout: int) -> None:
        self.notebook = copy.deepcopy(notebook)
        self.last_outputs: Outputs = []
        self._ran = 0
        self.client = ModifiedNotebookClient(
            self.notebook,
            extra_arguments=["--log-level=CRITICAL"],  # else kernels remark on TCP, and on being ended
            record_timing=False,
            resources={"metadata": {"path": str(path.parent)}},
            timeout=timeout,
            kernel_manager_class=ForkedKernelManager,
            shutdown_kernel="immediate",
        )
        self.client.reset_execution_trackers()
        self.client.create_kernel_manager()
        self.client.start_new_kernel()
        try:
            self.client.start_new_kernel_client()
            info = self.client.wait_for_reply(self.client.kc.kernel_info())
        except BaseException:
            self.stop()
            raise
        self.language = dict(info["content"].get("language_info", {})) if info else {}

    def run(self, cells: Iterable[int]) -> Outputs:
        """Run those of the cells that have not run yet; return what the last one put out."""
        for number in list(cells)[self._ran :]:
            self._ran += 1
            cell = self.notebook.cells[number]
            try:
                self.client.execute_cell(cell, number, execution_count=self._ran)
            finally:
                self.last_outputs = cell.outputs
        return self.last_outputs

    def stop(self) -> None:
        """End the kernel."""
        self.client._cleanup_kernel()  # noqa: SLF001  as MyST-NB itself ends it


def run_ahead(path: Path, document: str, config: Any, memory: Memory) -> None:
    """Run a chapter as its page will, so that memory has it; what is wrong with it shows when it is read."""
    notebook = nbformat.read(path, as_version=4)
    with RememberingClient(notebook, path, config, None, document, memory) as client:
        for number, cell in enumerate(notebook.cells):
            if cell.cell_type == "code":
                client.code_cell_outputs(number)
            elif cell.cell_type == "markdown" and client._cell_error is None:  # noqa: SLF001  MyST-NB's own name
                for expression in expressions(cell.source):
                    with suppress(EvalNameError):
                        client.eval_variable(expression)

"""Running tasks in parallel: on this machine's processes or on a Dask cluster, with one code path.

`distributed.Client.get_executor` has the interface of `concurrent.futures`.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from typing import Any

from livepaper.edition import Problem, Run
from livepaper.errors import ProjectError
from livepaper.verify.execution import Outcome, Task, execute

_ANSWER = 10
"""Seconds that a scheduler may take to answer."""


def run(
    tasks: Sequence[Task], workers: int, scheduler: str = "", done: Callable[[Outcome], None] = lambda outcome: None
) -> list[Outcome]:
    """Execute tasks in parallel; one that fails or kills its worker leaves the others untouched.

    Args:
        tasks: What to execute; those named first are started first.
        workers: How many at a time, on this machine.
        scheduler: Address of a Dask scheduler to send them to instead.
        done: Told each outcome as it comes.

    Returns:
        The outcomes, in the order of the tasks.

    Raises:
        ProjectError: The scheduler does not answer, or `distributed` is not installed.
    """
    outcomes: dict[str, Outcome] = {}

    def keep(outcome: Outcome) -> None:
        outcomes[outcome.run.chapter] = outcome
        done(outcome)

    with _executor(workers, scheduler) as executor:
        for outcome in _outcomes(executor, tasks):
            keep(outcome)
    for task in tasks:  # whose worker was killed, perhaps by another task: once more, alone
        if task.chapter not in outcomes:
            with _executor(1, scheduler) as executor:
                alone = next(_outcomes(executor, [task]), None)
            keep(alone or _lost(task, "its worker was killed twice, perhaps for want of memory"))
    return [outcomes[task.chapter] for task in tasks]


def _outcomes(executor: Executor, tasks: Sequence[Task]) -> Iterator[Outcome]:
    """Yield outcomes as they come; nothing for a task whose worker died."""
    futures: dict[Future[Outcome], Task] = {}
    for task in tasks:
        try:
            futures[executor.submit(execute, task)] = task
        except BrokenExecutor:
            break
    for future in as_completed(futures):
        try:
            yield future.result()
        except BrokenExecutor:
            continue
        except Exception as error:  # noqa: BLE001  a cluster's own errors are of many kinds
            yield _lost(futures[future], f"the cluster gave it up: {type(error).__name__}: {error}")


def _lost(task: Task, why: str) -> Outcome:
    return Outcome(Run(task.chapter, 0.0, None, Problem("not started", 0, "WorkerLost", why)))


@contextmanager
def _executor(workers: int, scheduler: str) -> Iterator[Executor]:
    if not scheduler:
        with ProcessPoolExecutor(workers, mp_context=_context()) as pool:
            yield pool
        return
    try:
        from distributed import Client  # noqa: PLC0415  an optional dependency
    except ImportError as error:
        raise ProjectError(
            "--scheduler", "no package distributed", "Dask's distributed", "Install it: pip install livepaper[cluster]"
        ) from error
    try:
        client: Any = Client(scheduler, timeout=_ANSWER, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise ProjectError(
            f"--scheduler {scheduler}",
            f"no answer ({error})",
            "a Dask scheduler at this address",
            "Start one with `dask scheduler`, or leave the option out.",
        ) from error
    with client:
        yield client.get_executor(pure=False)


def _context() -> multiprocessing.context.BaseContext:
    """Return how workers start: from a server that has imported what they need, where the system has such."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["livepaper.verify.execution", "papermill", "nbconvert"])
    return context

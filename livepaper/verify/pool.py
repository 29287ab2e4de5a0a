"""Running tasks in parallel: on this machine or on a Dask cluster, with one code path.

Here a thread waits for each kernel, which is a process of its own; on a cluster a worker
does. `distributed.Client.get_executor` has the interface of `concurrent.futures`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from typing import Any

from livepaper.edition import Problem, Run
from livepaper.errors import ProjectError
from livepaper.verify.execution import Outcome, Task, execute
from livepaper.verify.forked import prepare

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
    with _executor(workers, scheduler) as executor:
        futures = {executor.submit(execute, task): task for task in tasks}
        try:
            for future in as_completed(futures):
                outcome = _outcome(future, futures[future])
                outcomes[outcome.run.chapter] = outcome
                done(outcome)
        except BaseException:  # an interruption: what has not started shall not
            for future in futures:
                future.cancel()
            raise
    return [outcomes[task.chapter] for task in tasks]


def _outcome(future: Future[Outcome], task: Task) -> Outcome:
    try:
        return future.result()
    except Exception as error:  # noqa: BLE001  a cluster's own errors are of many kinds
        why = f"the cluster gave it up: {type(error).__name__}: {error}"
        return Outcome(Run(task.chapter, 0.0, None, Problem("not started", 0, "WorkerLost", why)))


@contextmanager
def _executor(workers: int, scheduler: str) -> Iterator[Executor]:
    if not scheduler:
        prepare()
        with ThreadPoolExecutor(workers) as threads:
            yield threads
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

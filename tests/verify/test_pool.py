"""Executing in parallel: nothing is lost, on processes of this machine and on a real Dask cluster."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from distributed import LocalCluster

from livepaper import Paper
from livepaper.errors import ProjectError
from livepaper.records import CLAIM
from livepaper.verify import pool
from livepaper.verify.execution import Outcome, Task
from tests.verify.conftest import task

SmallPaper = Callable[..., Paper]


@pytest.fixture
def cluster() -> Iterator[LocalCluster]:
    """A Dask cluster of two worker processes."""
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as started:
        yield started


def claims(outcomes: list[Outcome]) -> list[dict[str, Any]]:
    """Return the records of every claim, chapter by chapter."""
    cells = [cell for outcome in outcomes for cell in nbformat.reads(outcome.notebook, as_version=4).cells]
    found = [output.get("data", {}).get(CLAIM) for cell in cells for output in cell.get("outputs", [])]
    return [record for record in found if record]


def tasks(paper: Paper) -> list[Task]:
    """Return a task for each chapter."""
    return [task(paper, chapter) for chapter in paper.chapters]


def test_outcomes_come_in_the_order_asked_for_and_are_told_as_they_come(
    small_paper: SmallPaper, tmp_path: Path
) -> None:
    """A slow first chapter is told last and returned first."""
    paper = small_paper(tmp_path, slow=["import time; time.sleep(5)"], quick=["OPEN"])
    told: list[str] = []

    outcomes = pool.run(tasks(paper), 2, done=lambda outcome: told.append(outcome.run.chapter))

    assert [outcome.run.chapter for outcome in outcomes] == ["slow", "quick"]
    assert told == ["quick", "slow"]


def test_a_failing_chapter_leaves_the_others_running(small_paper: SmallPaper, tmp_path: Path) -> None:
    """One fails, the next runs to its end."""
    paper = small_paper(tmp_path, bad=["1 / 0"], good=["OPEN"])

    bad, good = pool.run(tasks(paper), 1)

    assert bad.run.problem is not None
    assert good.run.problem is None


def test_a_cluster_gives_what_this_machine_gives(
    small_paper: SmallPaper, tmp_path: Path, cluster: LocalCluster
) -> None:
    """The same claims come from Dask's workers as from our own."""
    paper = small_paper(tmp_path, one=["OPEN"], two=["OPEN", "claims.same = claims.war"])

    assert claims(pool.run(tasks(paper), 2, cluster.scheduler_address)) == claims(pool.run(tasks(paper), 2))


def test_killing_a_worker_of_the_cluster_mid_run_loses_nothing(
    small_paper: SmallPaper, tmp_path: Path, cluster: LocalCluster
) -> None:
    """The scheduler gives the killed worker's chapter to another."""
    started = tmp_path / "started"
    wait = f"import pathlib, time; pathlib.Path({str(started)!r}).touch(); time.sleep(3)"
    paper = small_paper(tmp_path, one=["OPEN", wait], two=["OPEN", wait], three=["OPEN"])
    workers = [worker.pid for worker in cluster.workers.values()]

    def kill() -> None:
        while not started.exists():
            time.sleep(0.05)
        os.kill(workers[0], signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    outcomes = pool.run(tasks(paper), 2, cluster.scheduler_address)
    killer.join(timeout=30)

    assert [outcome.run.problem for outcome in outcomes] == [None, None, None]
    assert {record["id"] for record in claims(outcomes)} == {"one/war", "two/war", "three/war"}


def test_a_scheduler_that_does_not_answer_is_told_in_plain_words(
    small_paper: SmallPaper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address and the remedy are named."""
    monkeypatch.setattr(pool, "_ANSWER", 1)
    paper = small_paper(tmp_path, one=["OPEN"])

    with pytest.raises(ProjectError, match=r"--scheduler tcp://127\.0\.0\.1:9: found no answer.*Start one"):
        pool.run(tasks(paper), 1, "tcp://127.0.0.1:9")

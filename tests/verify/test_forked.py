"""Kernels that start as forks: clean, alike those that start from nothing, and gone when they should be."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from livepaper import Paper
from livepaper.edition import Run
from livepaper.verify.execution import execute
from tests.verify.conftest import task

SmallPaper = Callable[..., Paper]

KEEP = """\
import pathlib, sys
path = pathlib.Path("{name}")
path.write_text(f"{{{said}}}")"""


def told(small_paper: SmallPaper, folder: Path, said: str, *, forked: bool, chapters: int = 1) -> list[str]:
    """Execute chapters that write an expression's value to a file; return the values."""
    names = [f"chapter{number}" for number in range(chapters)]
    paper = small_paper(folder, **{name: [KEEP.format(name=name, said=said)] for name in names})
    for name in names:
        outcome = execute(replace(task(paper, name), forked=forked))
        assert outcome.run.problem is None
    return [(paper.notebook(name).parent / name).read_text() for name in names]


def test_a_fork_has_the_folder_environment_and_path_of_a_kernel_that_starts_from_nothing(
    small_paper: SmallPaper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a chapter may look at before it imports anything is the same."""
    monkeypatch.setenv("LIVEPAPER_TEST", "set after the server has started")
    said = (
        "sorted(globals()), __name__, pathlib.Path.cwd().name, sys.path[-1], sys.executable,"
        "__import__('os').environ['LIVEPAPER_TEST'], __import__('threading').active_count()"
    )

    forked = told(small_paper, tmp_path / "forked", said, forked=True)

    assert forked == told(small_paper, tmp_path / "cold", said, forked=False)


def test_no_chapter_sees_what_another_did(small_paper: SmallPaper, tmp_path: Path) -> None:
    """Each kernel is a process of its own, and what one changes in a module is not in the next."""
    said = "__import__('os').getpid(), setattr(sys, 'seen', getattr(sys, 'seen', 0) + 1), sys.seen"

    first, second = (eval(value) for value in told(small_paper, tmp_path, said, forked=True, chapters=2))

    assert first[0] != second[0]
    assert first[2] == second[2] == 1


def test_the_kernel_is_a_fork_where_it_may_be_and_started_by_jupyter_where_not(
    small_paper: SmallPaper, tmp_path: Path
) -> None:
    """Only a fork has the engine's modules before its first cell."""
    said = "'livepaper.claims' in sys.modules"

    assert told(small_paper, tmp_path / "forked", said, forked=True) == ["True"]
    assert told(small_paper, tmp_path / "cold", said, forked=False) == ["False"]


def test_a_fork_ends_with_its_chapter(small_paper: SmallPaper, tmp_path: Path) -> None:
    """No process is left behind."""
    (number,) = told(small_paper, tmp_path, "__import__('os').getpid()", forked=True)

    for _ in range(50):
        if not psutil.pid_exists(int(number)) or psutil.Process(int(number)).status() == psutil.STATUS_ZOMBIE:
            return
        time.sleep(0.1)
    raise AssertionError(f"kernel {number} is still there")


def test_a_killed_server_costs_one_chapter_and_no_other(small_paper: SmallPaper, tmp_path: Path) -> None:
    """The chapter whose kernel was killed together with the server is told; the next one runs."""
    kill = f"import os, signal; os.kill(os.getppid(), signal.{signal.Signals.SIGKILL.name}); os._exit(9)"
    paper = small_paper(tmp_path, one=["OPEN", kill], two=["OPEN"])

    runs: list[Run] = [execute(task(paper, name)).run for name in ("one", "two")]

    assert runs[0].problem is not None
    assert runs[0].problem.kind == "kernel died"
    assert runs[1].problem is None

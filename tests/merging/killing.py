"""Kills imports, at every step or at random moments, and looks what each has left.

    python -m tests.merging.killing steps|moments|command PAPER WAVE [TIMES]

PAPER is a folder made by `conftest.make`. `steps` kills with SIGKILL before each call that
writes, renames, removes or flushes; `moments` at random times; `command` does the same to
the command `livepaper data add`. What is left is never cleared, so that each import meets
the scraps of the one before. Prints how often the old package and the new one were found;
anything else ends it with exit code 1.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from itertools import count
from pathlib import Path
from typing import Any

import frictionless  # noqa: F401  so that no fork has to import it again

from livepaper.datapackage import check
from livepaper.merging import alone, prepare, staging, switch
from tests.merging.conftest import state

EVENTS = {"os.rename", "os.mkdir", "os.rmdir", "os.remove", "os.chmod", "os.utime", "os.link", "shutil.rmtree"}


def add(paper: Path, wave: Path) -> None:
    """Bring a wave in, as the command does."""
    with alone(paper / "_build/incoming/lock", "another import"):
        _, staged, problems = prepare(paper / "data", paper / "references.bib", wave, paper / "_build/incoming/data")
        assert problems == []
        switch(staged)


def fork(paper: Path, wave: Path, step: int = 0) -> int:
    """Bring a wave in in a child process, which kills itself before a step, if one is named; return its id."""
    child = os.fork()
    if child == 0:
        if step:
            kill_before(step, str(paper))
        add(paper, wave)
        os._exit(0)
    return child


def kill_before(step: int, below: str) -> None:
    """Let this process kill itself before the given call that changes files."""
    steps = count(1)

    def passed(*_: Any) -> None:
        if next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if str(path).startswith(below) and flags & (os.O_WRONLY | os.O_RDWR):
                passed()
        elif event in EVENTS:
            passed()

    flush, exchange = os.fsync, staging.exchange
    os.fsync = lambda handle: (passed(), flush(handle))[1]  # type: ignore[assignment]
    staging.exchange = lambda one, other: (passed(), exchange(one, other), passed())[1]  # type: ignore[func-returns-value]
    sys.addaudithook(hook)


def killed(child: int) -> bool:
    """Wait for a child and tell whether it was killed; it must not have failed."""
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the import failed"
    return os.WIFSIGNALED(status)


class Package:
    """A package that is put back to what it was after each import."""

    def __init__(self, paper: Path, wave: Path) -> None:
        """Learn what the package is before and after an import that nobody kills."""
        self.paper, self.wave = paper, wave
        self.found: Counter[str] = Counter()
        self.old = state(paper / "data")
        started = time.monotonic()
        assert not killed(fork(paper, wave))
        self.seconds = time.monotonic() - started
        self.new = state(paper / "data")
        assert self.old != self.new
        assert check(paper / "data", paper / "references.bib") == []
        self.put_back()

    def put_back(self) -> None:
        """Write the package as it was."""
        shutil.rmtree(self.paper / "data")
        for name, content in self.old.items():
            (self.paper / "data" / name).parent.mkdir(parents=True, exist_ok=True)
            (self.paper / "data" / name).write_bytes(content)

    def look(self) -> None:
        """Require all of the old package or all of the new one."""
        now = state(self.paper / "data")
        self.found["old" if now == self.old else "new" if now == self.new else "neither"] += 1
        if now != self.old:
            self.put_back()


def main(kind: str, paper: Path, wave: Path, times: int = 100) -> None:
    """Kill, look, and print what was found."""
    package = Package(paper, wave)
    if kind == "steps":
        for step in count(1):
            if not killed(fork(paper, wave, step)):
                break
            package.look()
    else:
        moments = random.Random(7)
        command = [Path(sys.executable).with_name("livepaper"), "data", "add", str(wave), "--no-impact"]
        if kind == "command":
            started = time.monotonic()
            subprocess.run(command, cwd=paper, check=True, capture_output=True)
            package.seconds = time.monotonic() - started
            package.put_back()
        for _ in range(times):
            if kind == "command":
                process = subprocess.Popen(command, cwd=paper, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                time.sleep(moments.uniform(package.seconds / 2, package.seconds))  # before, it only imports
                process.kill()
                process.wait()
            else:
                child = fork(paper, wave)
                time.sleep(moments.uniform(0, package.seconds))
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
            package.look()
    assert not killed(fork(paper, wave)), "no import after all the others"
    assert state(paper / "data") == package.new
    left = [path.name for path in (paper / "_build/incoming").iterdir()]
    print(json.dumps({**package.found, "left": left, "seconds": round(package.seconds, 3)}))  # noqa: T201
    sys.exit(bool(package.found["neither"]))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), *map(int, sys.argv[4:]))

"""A sample of the mutants: each is found, and what is found names it. All of them: `make mutants`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.book.conftest import ROOT
from tests.mutation.mutants import KINDS

pytestmark = [pytest.mark.book, pytest.mark.xdist_group("whole-book")]


def test_a_mutant_of_each_kind_is_killed_for_the_right_reason(book: Path) -> None:
    """The undamaged paper and its site are green, and one damage of each kind is named."""
    words = ["--root", str(book), "--seed", "1", "--count", str(len(KINDS))]

    done = subprocess.run(
        [sys.executable, "-m", "tests.mutation", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(KINDS)} / {len(KINDS)}   killed, seed 1\nno survivors" in done.stdout

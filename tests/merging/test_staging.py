"""The new package is put in place in one step, or not at all, whatever happens."""

from __future__ import annotations

import errno
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from livepaper import files
from livepaper.datapackage import check
from livepaper.errors import ProjectError
from livepaper.merging import alone, staging, switch
from tests.merging.conftest import NEXT, state

REPOSITORY = Path(__file__).parents[2]


def test_the_new_package_is_whole_sealed_and_leaves_nothing_aside(root: Path, prepared: Callable) -> None:
    """Files that are no tables come along."""
    _, staged, _ = prepared(NEXT)
    new = state(staged.aside)
    switch(staged)
    assert state(root / "data") == new
    assert check(root / "data", root / "references.bib") == []
    assert not staged.aside.exists()


def test_what_changes_while_a_wave_is_checked_is_not_overwritten(root: Path, prepared: Callable) -> None:
    """An author may save a table in that moment."""
    _, staged, _ = prepared(NEXT)
    (root / "data/README.md").write_text("Generated, and changed.\n")
    before = state(root / "data")
    with pytest.raises(ProjectError, match=r"a file that has just been changed; .* Run it again"):
        switch(staged)
    assert state(root / "data") == before


@pytest.mark.parametrize("step", ["fsync", "exchange"])
def test_what_is_saved_during_the_switch_is_not_lost(
    root: Path, prepared: Callable, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """While the new package is flushed to the disk, and in the moment before the two change places."""
    _, staged, _ = prepared(NEXT)
    module = staging.os if step == "fsync" else staging
    done = getattr(module, step)

    def saving(*words: object) -> None:
        monkeypatch.setattr(module, step, done)
        (root / "data/README.md").write_text("Generated, and changed.\n")
        done(*words)

    monkeypatch.setattr(module, step, saving)
    before = {**state(root / "data"), "README.md": b"Generated, and changed.\n"}
    with pytest.raises(ProjectError, match=r"a file that has just been changed; .* Run it again"):
        switch(staged)
    assert state(root / "data") == before


def test_a_file_system_that_cannot_exchange_folders_is_told(
    root: Path, prepared: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is changed there, not even half."""

    class Library:
        @staticmethod
        def renameat2(*_: object) -> int:
            files.ctypes.set_errno(errno.EINVAL)
            return -1

    _, staged, _ = prepared(NEXT)
    before = state(root / "data")
    monkeypatch.setattr(files.ctypes, "CDLL", lambda *_, **__: Library)
    with pytest.raises(
        ProjectError, match=r"cannot exchange two folders in one step .* Copy the paper to a local disk"
    ):
        switch(staged)
    assert state(root / "data") == before


def test_one_import_keeps_another_out(tmp_path: Path) -> None:
    """Until it ends."""
    with (
        alone(tmp_path / "lock", "another import"),
        pytest.raises(ProjectError, match="another import at work"),
        alone(tmp_path / "lock", "another import"),
    ):
        pass
    with alone(tmp_path / "lock", "another import"):
        pass


def test_scraps_of_an_import_that_was_killed_are_cleared(root: Path, prepared: Callable) -> None:
    """They lie outside the package, which is valid as it was."""
    scraps = root / "_build/incoming/data"
    shutil.copytree(root / "data", scraps)
    (scraps / "scrap").touch()
    assert check(root / "data", root / "references.bib") == []
    _, staged, _ = prepared(NEXT)
    assert "scrap" not in state(staged.aside)


def kill(kind: str, root: Path, tmp_path: Path, *words: str) -> dict[str, object]:
    """Run `tests.merging.killing` and return what it found."""
    (tmp_path / "wave.csv").write_text(NEXT)
    command = [sys.executable, "-m", "tests.merging.killing", kind, str(root), str(tmp_path / "wave.csv"), *words]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_an_import_killed_at_any_step_leaves_the_old_package_or_the_new(root: Path, tmp_path: Path) -> None:
    """Before each call that writes, renames, removes or flushes; and the next import works."""
    found = kill("steps", root, tmp_path)
    assert found["old"] > 30
    assert found["new"] > 3
    assert found["left"] == ["lock"]


def test_imports_killed_at_a_hundred_random_moments_never_harm_the_package(root: Path, tmp_path: Path) -> None:
    """Nor the next import."""
    found = kill("moments", root, tmp_path, "100")
    assert found["old"] + found.get("new", 0) == 100


def test_the_command_killed_at_work_never_harms_the_package(root: Path, tmp_path: Path) -> None:
    """In a process of its own, as authors run it."""
    found = kill("command", root, tmp_path, "3")
    assert found.get("old", 0) + found.get("new", 0) == 3

"""What Binder runs."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path


def test_binder_installs_the_locked_environment_as_everybody_does(root: Path) -> None:
    """By the script that makes `.venv` too; any other file there would be read before it."""
    assert {path.name for path in (root / "binder").iterdir()} == {"postBuild", "runtime.txt"}
    assert "./scripts/install python" in (root / "binder/postBuild").read_text()
    assert "./scripts/install .venv/bin/python" in (root / "scripts/environment").read_text()
    assert "--require-hashes --no-deps -r requirements.txt" in (root / "scripts/install").read_text()
    assert all(os.access(root / path, os.X_OK) for path in ("binder/postBuild", "scripts/install"))


def test_binders_python_is_one_that_the_engine_takes(root: Path) -> None:
    """As the workflows' is."""
    version = (root / "binder/runtime.txt").read_text().strip().removeprefix("python-")
    least = tomllib.loads((root / "pyproject.toml").read_text())["project"]["requires-python"].removeprefix(">=")

    assert tuple(map(int, version.split("."))) >= tuple(map(int, least.split(".")))
    workflows = "".join(path.read_text() for path in (root / ".github/workflows").glob("*.yml"))
    assert set(re.findall(r'python-version: "([^"]+)"', workflows)) == {version}

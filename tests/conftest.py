"""What many tests share: the paper itself, copies of its data, and shares with known errors."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from livepaper import Grade, Paper, Quantity
from livepaper.datapackage import seal
from livepaper.edition import Edition
from livepaper.quantity import PERCENT
from livepaper.verify.verification import Options, verify

settings.register_profile("repeatable", derandomize=True, database=None, deadline=None)
settings.load_profile("repeatable")

pytest_plugins = ["tests.small_book", "tests.small_site"]

KEPT = ["references.bib", "_config.yml", "_toc.yml"]


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's root."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def paper(root: Path) -> Paper:
    """The repository's own paper."""
    return Paper.open(root)


@pytest.fixture(scope="session")
def sealed_data(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One sealed copy of the data, so that a test of one fault meets no other."""
    folder = tmp_path_factory.mktemp("sealed")
    shutil.copytree(root / "data", folder / "data")
    for name in KEPT:
        shutil.copy(root / name, folder)
    assert seal(folder / "data", folder / "references.bib") == []
    return folder


@pytest.fixture(scope="session")
def copy_of_data(sealed_data: Path) -> Callable[..., Path]:
    """Give a factory that copies data, bibliography and configuration into a folder's subfolder.

    To save a second per check, it can leave all but some tables out of the descriptor.
    """

    def copy(folder: Path, only: tuple[str, ...] = ()) -> Path:
        paper = Path(shutil.copytree(sealed_data, folder / "paper"))
        if only:
            path = paper / "data/datapackage.json"
            descriptor = json.loads(path.read_text(encoding="utf-8"))
            descriptor["resources"] = [kept for kept in descriptor["resources"] if kept["name"].startswith(only)]
            path.write_text(json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        return paper

    return copy


@pytest.fixture(scope="session")
def edit() -> Callable[[Path, str, str], None]:
    """Give a function that replaces the first occurrence of a text that a file must hold."""

    def replace(path: Path, old: str, new: str) -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace


@pytest.fixture(scope="session")
def edition(paper: Paper, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """The paper itself, executed once from clean kernels."""
    return verify(paper, tmp_path_factory.mktemp("edition"), Options(workers=2))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let one worker run every test of the edition, so that it is executed once."""
    for item in items:
        if "edition" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("edition"))


@pytest.fixture(scope="session")
def share() -> Callable[..., Quantity]:
    """Give a factory of published shares; one with a base has the error of a simple random sample."""

    def make(value: str | Decimal, base: int | None = None, **parts: Any) -> Quantity:
        percent = Decimal(value)
        error = None if base is None else (percent * (100 - percent) / base).sqrt()
        given = {"rows": (f"polls#{value}",), "grade": Grade.PUBLISHER, "base": base, "error": error}
        given["sampled"] = base is not None
        return Quantity(percent, PERCENT, **{**given, **parts})

    return make


@pytest.fixture(scope="session")
def amount() -> Callable[..., Quantity]:
    """Give a factory of published values in any unit."""

    def make(value: str | int | Decimal, unit: str = "economies", **parts: Any) -> Quantity:
        return Quantity(Decimal(value), unit, **{"rows": ("facts#a",), "grade": Grade.PUBLISHER, **parts})

    return make

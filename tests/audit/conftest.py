"""What the tests of the audit share: the small book's site, and the paper's own claims."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from livepaper import Claim, Paper
from livepaper.audit.data import Data, read_data
from livepaper.audit.formulas import Formulas


@pytest.fixture(scope="session")
def ledger(paper: Paper) -> dict[str, Claim]:
    """Every claim of the paper."""
    return paper.ledger(paper.chapters)


@pytest.fixture(scope="session")
def data(root: Path) -> Data:
    """The paper's raw data, as the audit reads them."""
    return read_data(root / "data")


@pytest.fixture(scope="session")
def formulas(data: Data) -> Formulas:
    """What works formulas out from them."""
    return Formulas(data)


@pytest.fixture
def site(snapshot: Path, tmp_path: Path) -> Path:
    """A copy of the small book's site that a test may edit."""
    return Path(shutil.copytree(snapshot / "_build" / "html", tmp_path / "html"))

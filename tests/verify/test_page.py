"""The page that a reviewer reads without Jupyter."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from livepaper import Paper
from livepaper.verify.execution import execute
from livepaper.verify.page import page
from tests.verify.conftest import task

SmallPaper = Callable[..., Paper]


@pytest.fixture
def html(small_paper: SmallPaper, tmp_path: Path) -> str:
    """Return the page of a chapter that was executed."""
    paper = small_paper(tmp_path, one=["OPEN", "# Title\n\nText with {eval}`claims.war.rounded`."])
    return page(nbformat.reads(execute(task(paper, "one")).notebook, as_version=4), "one")


def test_a_page_has_the_numbers_in_its_text(html: str) -> None:
    """What the build of the book prints stands in the place of the expression."""
    assert "Text with 30%." in html


def test_a_page_needs_no_other_file_or_host(html: str) -> None:
    """It fetches nothing."""
    assert "<script" not in html
    assert "src=" not in html
    assert "<link" not in html

"""The appendix has what its paper has."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from livepaper import Claim, Paper, Quantity
from livepaper.book_files.appendix import Appendix

NO_ORIGINAL = ("surveys-", "region-", "book-")


@pytest.mark.parametrize(("only", "columns"), [((), 6), (NO_ORIGINAL, 5)], ids=["with an original", "without"])
def test_a_paper_that_restates_none_has_no_column_for_the_original(
    copy_of_data: Callable[..., Path],
    tmp_path: Path,
    share: Callable[..., Quantity],
    only: tuple[str, ...],
    columns: int,
) -> None:
    """Nor a sentence that explains it."""
    paper = Paper(copy_of_data(tmp_path, only=only))
    claim = Claim("opinion/war", share("30.2"))
    # the generated claim is none of those that the printed numbers name, so no verdict concerns it
    html = Appendix(paper, {}).section({claim.id: claim}, {"opinion": "Opinion"}).html
    assert html.count('<th scope="col">') == columns
    assert html.count("<td>") == columns - 1
    assert ("In the original paper" in html, "the original paper prints" in html) == (columns == 6,) * 2

"""Works of the bibliography in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from livepaper.errors import DataError
from livepaper.works import described


def test_a_work_is_told_as_in_a_list_of_references(root: Path) -> None:
    """As plain text, without the marks of BibTeX."""
    told = described(root / "references.bib", "evans1994")
    assert told.startswith("Gareth Evans. Cooperative Security and Intrastate Conflict. Foreign Policy")
    assert not set("{}<>") & set(told)


def test_an_unknown_work_is_named_as_such(root: Path) -> None:
    """So that a report can still be written."""
    assert described(root / "references.bib", "nobody1900") == "“nobody1900”, which is not in references.bib"


def test_a_changed_bibliography_is_read_again(tmp_path: Path) -> None:
    """Within one process."""
    path = tmp_path / "references.bib"
    for title in ("One title", "Another, longer title"):
        path.write_text(
            f"@book{{key, author = {{Smith, A.}}, title = {{{title}}}, publisher = {{P}}, year = 2022}}\n",
            encoding="utf-8",
        )
        assert title[:9] in described(path, "key")


def test_a_work_that_lacks_what_its_kind_must_have_is_told_briefly(tmp_path: Path) -> None:
    """A book without an author."""
    path = tmp_path / "references.bib"
    path.write_text("@book{key, title = {{A title}}, publisher = {P}, year = 2022}\n", encoding="utf-8")
    assert described(path, "key") == "A title, 2022"


@pytest.mark.parametrize("content", [None, "@book{key,"])
def test_a_bibliography_that_cannot_be_read_is_refused(tmp_path: Path, content: str | None) -> None:
    """Missing or cut off."""
    path = tmp_path / "references.bib"
    if content:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=r"references\.bib: found .*; expected a valid BibTeX file"):
        described(path, "key")

"""The audit reads the book as one file too."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from livepaper.audit import Finding, audit
from livepaper.audit.book_files import found, squashed
from tests.audit.test_audit import renew_manifest

pytestmark = [pytest.mark.book, pytest.mark.xdist_group("small-book")]


def edit(site: Path, old: str, new: str, member: str) -> None:
    """Replace a text in one file of the EPUB, whose other files stay as they are."""
    (path,) = (site / "book").glob("*.epub")
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert old.encode() in files[member]
    files[member] = files[member].replace(old.encode(), new.encode())
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)


def findings(site: Path, root: Path) -> list[Finding]:
    """Audit an edited site whose manifest was renewed."""
    renew_manifest(site)
    return audit(site, root).findings


def test_every_number_of_both_files_is_confirmed(site: Path, snapshot: Path) -> None:
    """Prose, figures and the appendix."""
    result = audit(site, snapshot)
    assert result.ok, list(map(str, result.findings))
    assert result.counts.copies > 10


def test_an_edited_number_in_the_epub_is_found(site: Path, snapshot: Path) -> None:
    """It is not what the data give, and no longer what the PDF and the page say."""
    edit(site, ">30.2%</data>", ">31.2%</data>", "EPUB/opinion.xhtml")
    assert any(found.claim == "opinion/war_threat" and ".epub/" in found.page for found in findings(site, snapshot))


def test_a_row_that_the_appendix_lacks_is_found(site: Path, snapshot: Path) -> None:
    """Every claim has one."""
    edit(site, 'id="appendix.opinion/war_threat"', 'id="appendix.opinion/peace"', "EPUB/appendix.xhtml")
    said = [str(found) for found in findings(site, snapshot)]
    assert any("the appendix on claim opinion/war_threat: found no row" in one for one in said), said


def test_a_pdf_of_another_book_is_found(site: Path, snapshot: Path) -> None:
    """Numbers of the EPUB that it lacks."""
    edit(site, "War was named in 2022 by", "War was named in 2023 by", "EPUB/opinion.xhtml")
    assert any(found.page.endswith(".pdf") for found in findings(site, snapshot))


@pytest.mark.parametrize(
    ("leaves", "is_found"),
    [
        (["aWarwasnamedbyonethirdofallz"], True),
        (["xWarwasnamedby123", "onethirdofallpeople"], True),
        (["xWarwasnamedby", "onefifthofall"], False),
        (["onethirdofall", "Warwasnamedby"], False),
    ],
)
def test_a_text_may_run_over_to_the_next_page(leaves: list[str], is_found: bool) -> None:
    """With letters of a drawing in between, but not with other words at its end."""
    assert found(squashed("War was named by one-third of all"), leaves) is is_found

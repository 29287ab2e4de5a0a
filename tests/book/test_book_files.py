"""The whole book as one file: linked from every page, with every claim."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

pytestmark = [pytest.mark.book, pytest.mark.xdist_group("whole-book")]


def test_every_page_links_both_files(site: Path) -> None:
    """In its foot and its sidebar, for readers; in its head, for programs."""
    pages = [path for path in site.rglob("*.html") if "_static" not in path.parts]
    assert pages
    for path in pages:
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for selector in (".site-links a[href*='book/']", "link[rel=alternate][href*='book/']"):
            files = [(path.parent / str(link["href"])).resolve() for link in page.select(selector)]
            assert sorted({file.suffix for file in files}) == [".epub", ".pdf"], path
            assert all(file.is_file() for file in files), path


def test_the_appendix_of_both_has_every_claim(site: Path) -> None:
    """Under its name, with the number as printed."""
    with (site / "ledger.csv").open(encoding="utf-8") as file:
        claims = {row["claim"] for row in csv.DictReader(file)}
    (epub,), (pdf,) = ((site / "book").glob(pattern) for pattern in ("*.epub", "*.pdf"))
    with zipfile.ZipFile(epub) as archive:
        appendix = BeautifulSoup(archive.read("EPUB/appendix.xhtml"), "html.parser")
    rows = {str(row["id"]).removeprefix("appendix."): row for row in appendix.select("tr[id]")}

    assert set(rows) == claims
    text = "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf.read_bytes())).pages)
    assert [claim for claim in sorted(claims) if claim.partition("/")[2] not in text] == []

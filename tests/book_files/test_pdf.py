"""The PDF is tagged, named, navigable and complete."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from livepaper.book_files import pdf
from livepaper.book_files.document import Section
from livepaper.errors import ProjectError


@pytest.fixture(scope="module")
def content(bound) -> bytes:
    """The PDF."""
    return pdf.pdf(bound)


@pytest.fixture(scope="module")
def reader(content) -> PdfReader:
    """The PDF, opened."""
    return PdfReader(io.BytesIO(content))


def test_it_is_tagged_and_says_that_it_is_accessible(reader):
    """PDF/UA-1: marked, with a tree of tags, language and title."""
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "A <b>book</b>"
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_data()


def test_pictures_are_tagged_with_their_words(reader):
    """As figures with an alternative text."""
    alts = [object_["/Alt"] for object_ in objects(reader) if object_.get("/S") == "/Figure"]
    assert alts == ["Bar chart. “War” & 1 value."]


def test_every_letter_is_embedded(reader):
    """So that it looks the same everywhere."""
    fonts = [object_ for object_ in objects(reader) if object_.get("/Type") == "/FontDescriptor"]
    assert fonts
    assert all("/FontFile3" in font or "/FontFile2" in font for font in fonts)


def test_chapters_are_in_the_outline_and_pages_are_labelled(reader):
    """The label is the number that is printed."""
    assert [entry.title for entry in reader.outline if not isinstance(entry, list)][-4:] == [
        "Start",
        "Opinion",
        "Verification",
        "Appendix",
    ]
    assert reader.page_labels == [str(number) for number in range(1, len(reader.pages) + 1)]


def test_it_holds_the_numbers_with_their_marks_and_the_letters_of_drawings(reader):
    """Drawings stay vectors, so their letters are text."""
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "War was named by 30.2%§" in text
    assert "drawn" in text


def test_links_within_lead_to_pages(reader):
    """Each named place exists."""
    places = reader.named_destinations
    wanted = [note["/Dest"] for page in reader.pages for note in map(get, page.get("/Annots", [])) if "/Dest" in note]
    assert len(wanted) > 5
    assert set(wanted) <= set(places)


def test_the_same_book_gives_the_same_bytes(bound, content):
    """So that a build can be repeated and its manifest compared."""
    assert pdf.pdf(bound) == content


def test_a_link_to_nowhere_stops_it(bound):
    """A reference that does not work is not published."""
    stray = Section("stray", "Stray", '<section id="stray"><h1>Stray</h1><a href="#gone">x</a></section>')
    with pytest.raises(ProjectError, match="gone"):
        pdf.pdf(replace(bound, sections=(*bound.sections, stray)))


def test_nothing_is_fetched(bound):
    """A picture from elsewhere is refused, not loaded."""
    stray = Section("stray", "Stray", '<section id="stray"><img src="http://127.0.0.1:9/x.svg" alt="x"/></section>')
    with pytest.raises(ProjectError, match="no part of the book"):
        pdf.pdf(replace(bound, sections=(*bound.sections, stray)))


def objects(reader: PdfReader) -> list[dict]:
    """Return every dictionary of the file."""
    size = int(reader.trailer["/Size"])
    found = (IndirectObject(number, 0, reader).get_object() for number in range(1, size))
    return [one for one in found if isinstance(one, dict)]


def get(reference):
    """Follow a reference."""
    return reference.get_object()

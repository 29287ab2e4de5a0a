"""The paper's own citation, in the formats of those who cite it."""

from __future__ import annotations

from pathlib import Path

from livepaper.citation import Author, Work, bibtex, plain, ris, work

PERSON = Author("Ana de la Cruz", family="de la Cruz", given="Ana")
WORK = Work("Costs & {risks}: 50%", (PERSON, Author("The Editors")), version="1.2", date="2026-11-22", doi="10.5/x_y")


def test_the_citation_of_this_edition_is_read_from_its_file(root: Path) -> None:
    """Title, authors, version and date are those of CITATION.cff."""
    cited = work(root)

    assert cited.title == "The future is cooperative!? The live paper"
    assert (cited.version, cited.date, cited.licences) == ("0.1.0", "2026-11-22", ("MIT", "CC-BY-4.0"))
    assert cited.key == "editors2026"


def test_without_a_file_only_the_folder_is_known(tmp_path: Path) -> None:
    """Nothing is invented."""
    assert work(tmp_path) == Work(tmp_path.name)
    assert plain(Work("A title")) == "A title."


def test_plain_text_names_authors_year_title_version_and_doi() -> None:
    """The parts stand in the usual order."""
    expected = "Ana de la Cruz, The Editors (2026). Costs & {risks}: 50%. Version 1.2. https://doi.org/10.5/x_y"
    assert plain(WORK, "https://elsewhere.example/") == expected


def test_bibtex_escapes_what_tex_would_read_and_keeps_bodies_whole() -> None:
    """A body's name stands in braces; signs that mean something to TeX are escaped."""
    entry = bibtex(WORK)

    assert entry.startswith("@misc{cruz2026,\n  author = {de la Cruz, Ana and {The Editors}},\n")
    assert r"title = {{Costs \& \{risks\}: 50\%}}," in entry
    assert "month = {11}," in entry


def test_bibtex_can_be_read_back() -> None:
    """A BibTeX reader finds authors and title."""
    from pybtex.database import parse_string

    entry = parse_string(bibtex(WORK, "https://example.org/"), "bibtex").entries["cruz2026"]

    assert [str(person) for person in entry.persons["author"]] == ["de la Cruz, Ana", "{The Editors}"]
    assert entry.fields["year"] == "2026"


def test_ris_has_one_field_to_a_line_and_ends() -> None:
    """Each line is a tag and a value; the record is closed."""
    lines = ris(WORK, "https://example.org/").split("\r\n")

    assert lines[:3] == ["TY  - GEN", "AU  - de la Cruz, Ana", "AU  - The Editors"]
    assert "UR  - https://example.org/" in lines
    assert lines[-2:] == ["ER  - ", ""]

"""Pages become the sections of one document: nothing of the screen is left, everything of the text is."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup

from livepaper.book_files.document import Section, sections
from livepaper.book_files.front import contents, guide, title_page
from tests.book_files.conftest import ALTS, PAGES


@pytest.fixture(scope="module")
def made() -> dict[str, Section]:
    """The sections by name."""
    return {section.name: section for section in sections(PAGES, {"opinion/war", "opinion/allies"}, ALTS)}


@pytest.fixture(scope="module")
def opinion(made) -> BeautifulSoup:
    """The chapter, parsed."""
    return BeautifulSoup(made["opinion"].html, "html.parser")


def test_sections_keep_the_order_and_the_titles_of_the_pages(made):
    """A heading's sign for its link is no part of the title."""
    assert [(name, section.title) for name, section in made.items()] == [
        ("index", "Start"),
        ("opinion", "Opinion"),
        ("verification", "Verification"),
    ]
    assert [(heading.id, heading.text) for heading in made["opinion"].headings] == [("opinion.next", "Next")]


@pytest.mark.parametrize("selector", ["button", "input", "label", "details", "svg", "[popover]", "script", "nav"])
def test_what_needs_a_screen_is_left_out(opinion, selector):
    """Whatever other steps have put around the text."""
    assert opinion.select(selector) == []
    assert "Show code" not in opinion.text
    assert "Card" not in opinion.text


def test_a_number_in_a_button_stays_with_the_mark_of_its_grade(opinion):
    """The best grade has no mark."""
    words = " ".join(opinion.select_one("p").text.split())
    assert words.startswith("War was named by 30.2%§, allies by most; see the start")
    assert opinion.select_one("data")["data-claim"] == "opinion/war"


def test_links_lead_to_their_place_in_the_document(made, opinion):
    """To another page, to the appendix, to other hosts; a file of the site is no part of a book."""
    links = {link.text: link["href"] for link in opinion.select("a")}
    assert links == {
        "the start": "#index.start",
        "its row": "#appendix.opinion/war",
        "a source": "https://example.org/?a=1&b=2",
    }
    assert 'href="#opinion.fig-threats"' in made["index"].html
    assert 'href="#opinion"' in made["index"].html


def test_a_figure_is_one_picture_with_its_words(opinion):
    """And with title, subtitle and source around it."""
    figure = opinion.select_one("#opinion\\.fig-threats")
    assert figure.img.attrs == {"src": "figures/threats.svg", "alt": ALTS["threats"]}
    assert [child.name for child in figure.children] == ["p", "p", "img", "figcaption"]
    assert figure.figcaption.text == "Source: ASB"


def test_a_table_of_all_claims_gives_way_to_the_appendix(made):
    """Which lists them with their evidence."""
    assert "<table" not in made["verification"].html
    assert 'href="#appendix"' in made["verification"].html


def test_everything_is_well_formed_and_markup_in_texts_stays_text(made, bound):
    """EPUB is XML, and a title may hold what looks like an element."""
    for html in [*(part.html for part in made.values()), title_page(bound.work), guide(bound.work), contents(bound)]:
        ET.fromstring(html)
    assert "&lt;script&gt;" in made["opinion"].html
    assert "A &lt;b&gt;book&lt;/b&gt;" in title_page(bound.work)


def test_ids_are_unique_in_the_document(made):
    """Two pages may use the same."""
    ids = [tag["id"] for part in made.values() for tag in BeautifulSoup(part.html, "html.parser").select("[id]")]
    assert len(ids) == len(set(ids))


def test_a_place_before_a_heading_is_the_heading():
    """So that nothing comes between a heading and the one above it."""
    page = '<article><section id="a"><h1>A</h1><section><span id="old"></span><h2>B</h2></section></section></article>'
    (made,) = sections({"a": page}, set(), {})
    assert '<h2 id="a.old">B</h2>' in made.html
    assert "<span" not in made.html

"""How pages present themselves to machines."""

from __future__ import annotations

import json
import struct
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup

from livepaper.citation import Author, Work
from livepaper.site import finish, social_cards
from livepaper.site.linked_data import article, script
from livepaper.site.page_links import report_url
from livepaper.site.publication import Publication

SETTINGS = """\
html: {baseurl: "https://example.org/book/"}
repository: {url: "https://github.com/some/book"}"""


def head(publication: Publication, name: str) -> dict[str, str]:
    """Return the metadata in a page's head."""
    page = BeautifulSoup(publication.page(name).read_text(encoding="utf-8"), "html.parser")
    metas = page.head.select("meta[name], meta[property]")
    return {str(meta.get("name") or meta.get("property")): str(meta["content"]) for meta in metas}


def linked(publication: Publication, name: str) -> list[dict[str, Any]]:
    """Return what a page's data block describes."""
    page = BeautifulSoup(publication.page(name).read_text(encoding="utf-8"), "html.parser")
    graph: list[dict[str, Any]] = json.loads(page.select_one('script[type="application/ld+json"]').string)["@graph"]
    return graph


def links(publication: Publication, name: str) -> dict[str, str]:
    """Return what can be done with a page."""
    page = BeautifulSoup(publication.page(name).read_text(encoding="utf-8"), "html.parser")
    return {link.get_text(): str(link["href"]) for link in page.select(".page-links a")}


def test_a_page_is_described_by_what_it_says_first(finished: Publication) -> None:
    """Numbers stand in the description as they are printed on the page."""
    found = head(finished, "chapters/opinion")

    assert found["description"] == found["og:description"] == "War was named by 30.2% of those who were asked."
    assert (found["og:title"], found["og:type"]) == ("Opinion", "article")
    assert head(finished, "index")["og:type"] == "website"


def test_every_page_has_a_description_and_an_icon(finished: Publication) -> None:
    """Those that are no chapters too."""
    for path in finished.pages():
        name = path.relative_to(finished.folder).with_suffix("").as_posix()
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        assert head(finished, name)["description"], name
        icon = page.select_one('link[rel="icon"]')
        assert (path.parent / str(icon["href"]).partition("?")[0]).is_file(), name
    assert head(finished, "search")["og:title"] == "Search"


def test_reference_managers_find_title_author_date_and_book(finished: Publication) -> None:
    """The tags of Google Scholar and Zotero say what CITATION.cff says."""
    found = head(finished, "chapters/opinion")

    assert found["citation_title"] == "Opinion"
    assert found["citation_inbook_title"] == head(finished, "index")["citation_title"]
    assert found["citation_author"] == "The live paper's editors"
    assert (found["citation_publication_date"], found["citation_language"]) == ("2026/11/22", "en")


def test_linked_data_describe_the_articles_and_the_data(finished: Publication) -> None:
    """The landing page describes the edition and its data package, a chapter itself as part of the edition."""
    edition, data = linked(finished, "index")
    (chapter,) = linked(finished, "chapters/opinion")

    assert (edition["@type"], data["@type"], chapter["@type"]) == ("ScholarlyArticle", "Dataset", "ScholarlyArticle")
    assert chapter["isPartOf"]["name"] == edition["name"]
    assert data["license"] == ["https://creativecommons.org/licenses/by/4.0/"]
    assert data["distribution"][0]["contentUrl"] == "ledger.csv"


def test_no_text_can_end_the_data_block() -> None:
    """A title that looks like markup stays a text, and is read back as it was."""
    hostile = "</script><script>alert(1)</script><!-- \u2028"
    written = script(article(Work(hostile, (Author(hostile),)), hostile, hostile, "en", ""))

    assert written.count("<") == 2
    assert json.loads(written.partition(">")[2].rpartition("<")[0])["name"] == hostile


def test_without_an_address_nothing_says_where_the_site_is(finished: Publication) -> None:
    """No whole address, no sitemap, no picture that could not be found, no link that leads nowhere."""
    found = head(finished, "index")

    assert not {"og:url", "og:image", "citation_public_url"} & found.keys()
    assert not (finished.folder / "sitemap.xml").exists()
    assert "Sitemap" not in (finished.folder / "robots.txt").read_text()
    assert links(finished, "chapters/opinion") == {"Download the notebook": "../_sources/chapters/opinion.ipynb"}
    assert report_url(finished, "opinion/war_threat") == ""


def test_with_an_address_pages_say_where_they_are(publication: Publication, configure: Callable[[str], None]) -> None:
    """Open Graph, reference managers, linked data and the sitemap have whole addresses; a PDF is named."""
    configure(SETTINGS)
    finish(publication)
    found = head(publication, "chapters/opinion")

    here = "https://example.org/book/chapters/opinion.html"
    assert found["og:url"] == found["citation_public_url"] == here == linked(publication, "chapters/opinion")[0]["url"]
    assert found["og:image"] == "https://example.org/book/social/opinion.png"
    assert found["og:image:alt"] == "Opinion. War was named by 30.2% of those who were asked."
    assert found["citation_pdf_url"] == "https://example.org/book/book/the-future-is-cooperative.pdf"
    listed = (publication.folder / "sitemap.xml").read_text()
    assert f"<loc>{here}</loc>" in listed
    assert "search.html" not in listed
    assert "Sitemap: https://example.org/book/sitemap.xml" in (publication.folder / "robots.txt").read_text()


def test_with_a_repository_notebooks_run_and_errors_can_be_reported(
    publication: Publication, configure: Callable[[str], None]
) -> None:
    """The form of a report names page and number."""
    configure(SETTINGS)
    finish(publication)
    found = links(publication, "chapters/opinion")

    assert "mybinder.org/v2/gh/some/book/main" in found["Run it on Binder"]
    assert "colab.research.google.com/github/some/book" in found["Open it in Colab"]
    assert "title=Error%20on%20the%20page%20%E2%80%9COpinion%E2%80%9D" in found["Report an error"]
    report = report_url(publication, "opinion/war_threat")
    assert "title=Error%20in%20the%20number%20opinion%2Fwar_threat&body=Page%3A%20https%3A%2F%2Fexample.org" in report
    assert "30.2%25" in report


def test_pictures_have_the_size_that_is_asked_of_them(finished: Publication) -> None:
    """The social card, the favicon and the icon for phones are pictures of just their size."""
    sizes = {"social/opinion.png": (1200, 630), "favicon-32.png": (32, 32), "apple-touch-icon.png": (180, 180)}

    for name, size in sizes.items():
        content = (finished.folder / name).read_bytes()
        assert struct.unpack(">II", content[16:24]) == size, name
    icons = json.loads((finished.folder / "site.webmanifest").read_text(encoding="utf-8"))["icons"]
    assert all((finished.folder / icon["src"]).is_file() for icon in icons)


def test_a_card_is_drawn_once(publication: Publication) -> None:
    """The next build takes the picture of the same drawing as it is."""
    document = publication.documents[0]
    path = publication.folder / social_cards.write(publication, document, "Book", "Text")
    (kept,) = (publication.folder.parent / "social-kept").iterdir()
    kept.write_bytes(b"kept")
    social_cards.write(publication, document, "Book", "Text")
    assert path.read_bytes() == b"kept"
    social_cards.write(publication, document, "Book", "Another text")
    assert path.read_bytes() != b"kept"


def test_a_card_shows_any_text_as_text() -> None:
    """What looks like markup is drawn, and long texts break into lines."""
    drawn = ET.fromstring(social_cards.drawing("<b>A & b</b> " * 9, "word " * 90, "Book"))
    lines = [text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")]

    assert lines[0].startswith("<b>A & b</b>")
    assert len(lines) == 8

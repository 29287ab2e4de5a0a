"""With addresses configured, a plain build of a book still succeeds and says where its pages are."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from livepaper.audit import audit
from tests.small_book import Book

pytestmark = [pytest.mark.book, pytest.mark.xdist_group("small-book")]


def test_addresses_are_configured_in_one_place(book: Book) -> None:
    """Canonical links come from Sphinx, the rest from us; the audit confirms it all."""
    book.replace("_config.yml", 'baseurl: ""', 'baseurl: "https://example.org/book/"')
    book.replace("_config.yml", 'url: ""', 'url: "https://github.com/some/book"')
    done = book.build()
    assert done.returncode == 0, done.stdout + done.stderr

    page = BeautifulSoup(book.page("chapters/opinion"), "html.parser")
    here = "https://example.org/book/chapters/opinion.html"
    assert [link["href"] for link in page.select('link[rel="canonical"]')] == [here]
    assert page.select_one('meta[property="og:url"]')["content"] == here
    assert page.select_one(".page-links").find("a", string="Report an error") is not None
    assert here in (book.root / "_build/html/sitemap.xml").read_text()
    result = audit(book.root / "_build" / "html", book.root)
    assert result.ok, list(map(str, result.findings))


def test_a_build_says_what_is_left_out_without_addresses(book: Book) -> None:
    """One line for the site's address, one for the repository's."""
    said = book.build().stdout

    assert "html: baseurl is not set in _config.yml: no sitemap.xml" in said
    assert "repository: url is not set in _config.yml" in said

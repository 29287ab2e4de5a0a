"""How the book is cited, read from its configuration."""

from __future__ import annotations

from livepaper.audit.book import Book, read_book


def test_author_year_and_title_are_read() -> None:
    """The short title of the pages goes before the whole one; quotation marks are no part of it."""
    said = ['title: "Long"', "author: We, the 'editors'", 'copyright: "2026 We"', "sphinx:", '    html_title: "Short?"']

    assert read_book("\n".join(said)) == Book("We, the 'editors'", "2026", "Short?")
    assert read_book("title: Long") == Book("", "", "Long")

"""Links to what the site holds, and the page for addresses that lead nowhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from livepaper.paper import Paper
from livepaper.site.navigation import navigation
from livepaper.site.not_found import not_found, rooted
from livepaper.site.publication import Publication

PAGE = '<body><nav><ul class="site-links"></ul></nav><article></article><ul class="site-links"></ul></body>'


@pytest.fixture
def publication(tmp_path: Path, paper: Paper) -> Publication:
    """Return a site of two pages and the numbers of record."""
    for name in ("index.html", "search.html", "chapters/one.html"):
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGE)
    (tmp_path / "site/ledger.csv").write_text("claim\n")
    return Publication(tmp_path / "site", paper, [], {}, {}, {}, [], {})


def links(publication: Publication, page: str) -> list[list[tuple[str, str]]]:
    """Return title and address of the links in each list of a page."""
    soup = BeautifulSoup((publication.folder / page).read_text(), "html.parser")
    return [[(a.text, a["href"]) for a in listed.select("a")] for listed in soup.select(".site-links")]


def test_only_what_the_site_holds_is_linked(publication: Publication) -> None:
    """Both lists of a page lead to the files that there are, as seen from its folder."""
    (publication.folder / "book").mkdir()
    (publication.folder / "book/the-book.pdf").touch()
    navigation(publication)

    found = [("Every number (CSV)", "../ledger.csv"), ("PDF", "../book/the-book.pdf"), ("Search", "../search.html")]
    assert links(publication, "chapters/one.html") == [found, found]
    assert links(publication, "index.html")[0][0] == ("Every number (CSV)", "ledger.csv")


def test_the_page_one_is_on_is_marked(publication: Publication) -> None:
    """Screen readers are told which of the links leads to the same page."""
    navigation(publication)

    current = BeautifulSoup((publication.folder / "search.html").read_text(), "html.parser").select("[aria-current]")
    assert {(link["aria-current"], link.text) for link in current} == {("page", "Search")}


def test_links_of_the_page_that_is_not_found_work_at_any_depth() -> None:
    """They begin with the site's folder on its host; anchors and other hosts stay."""
    page = '<a href="#x"><a href="index.html"><a href="./"><img src="_static/a.svg"><a href="https://e.org/">'

    assert rooted(page, "/paper/") == (
        '<a href="#x"><a href="/paper/index.html"><a href="/paper/"><img src="/paper/_static/a.svg">'
        '<a href="https://e.org/">'
    )
    assert rooted('<form action="search.html">', "") == '<form action="/search.html">'


def test_without_an_address_its_links_stay_relative(publication: Publication, tmp_path: Path) -> None:
    """Nothing is invented: only a configured address says where the site's folder is."""
    path = publication.folder / "404.html"
    path.write_text('<a href="index.html">')
    (tmp_path / "_config.yml").write_text("html: {}\n")
    here = replace(publication, paper=Paper(tmp_path))

    not_found(here)
    assert path.read_text() == '<a href="index.html">'

    (tmp_path / "_config.yml").write_text("html: {baseurl: 'https://example.org/paper/'}\n")
    not_found(here)
    assert path.read_text() == '<a href="/paper/index.html">'

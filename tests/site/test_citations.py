"""A citation opens the entry of its source in place, and still leads to the list of sources."""

from __future__ import annotations

from bs4 import BeautifulSoup

from livepaper.site.citations import explained, sources

LIST = """<article><div class="citation-list">
<div class="citation" id="id20" role="doc-biblioentry">
<span class="label"><span class="fn-bracket">[</span>Evans 1994<span class="fn-bracket">]</span></span>
<span class="backrefs">(<a href="#id1">1</a>)</span>
<p>Gareth Evans. <em>Security</em> &lt;b&gt;. URL: <a class="reference external" href="https://e.org">e.org</a>.</p>
</div>
<div class="citation" id="id21" role="doc-biblioentry">
<span class="label"><span class="fn-bracket">[</span>Cohen 2001<span class="fn-bracket">]</span></span>
<p>Richard Cohen.</p>
</div></div></article>"""

ENTRIES = {("chapters/sources.html", key): entry for key, entry in sources(LIST).items()}


def citation(entry: str, year: str, page: str = "sources.html") -> str:
    """Return a citation as Sphinx writes it."""
    link = f'<a class="reference internal" href="{page}#{entry}" title="Some words">{year}</a>'
    return f'<span class="bibtex-citation" id="id1">Evans ({link})</span>'


def made(content: str, name: str = "chapters/concept.html") -> BeautifulSoup:
    """Return a page with its citations explained, parsed."""
    return BeautifulSoup(explained(f"<article><p>{content}</p></article>", name, ENTRIES), "html.parser")


def test_the_list_of_sources_is_read() -> None:
    """Each entry has its label as text, and its words as they are marked."""
    assert [label for label, _ in sources(LIST).values()] == ["Evans 1994", "Cohen 2001"]
    assert "<em>Security</em>" in sources(LIST)["id20"][1]


def test_a_citation_has_a_card_with_its_entry() -> None:
    """The link leads where it led and names the card, which says what the list says."""
    page = made(citation("id20", "1994"))

    link = page.select_one(".bibtex-citation a")
    assert (link["href"], link.text) == ("sources.html#id20", "1994")
    card = page.find(id=link["data-note"])
    assert card.has_attr("popover")
    assert card["aria-label"] == "Source: Evans 1994"
    assert card.select_one(".cited").text == "Gareth Evans. Security <b>. URL: e.org."
    assert card.select_one(".note-more a")["href"] == "sources.html#id20"


def test_a_source_that_is_cited_often_has_one_card() -> None:
    """Two citations of one work share a card; another work has its own."""
    page = made(citation("id20", "1994") + citation("id20", "1994") + citation("id21", "2001"))

    assert [card["id"] for card in page.select("[popover]")] == ["cited-id20", "cited-id21"]


def test_pages_elsewhere_find_the_list() -> None:
    """The same card is made on the first page, and on the page of the list itself."""
    assert made(citation("id20", "1994", "chapters/sources.html"), "index.html").select("[popover]")
    assert made(citation("id20", "1994", ""), "chapters/sources.html").select("[popover]")


def test_what_leads_to_no_entry_stays_as_it_is() -> None:
    """An unknown source, or a link that is no citation, gets no card."""
    unknown = f"<article>{citation('id99', '1994')}</article>"
    plain = '<article><a class="reference internal" href="sources.html#id20">there</a></article>'

    assert explained(unknown, "chapters/concept.html", ENTRIES) == unknown
    assert explained(plain, "chapters/concept.html", ENTRIES) == plain

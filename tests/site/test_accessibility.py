"""Pages are mended for the keyboard and for screen readers."""

from __future__ import annotations

from bs4 import BeautifulSoup

from livepaper.site.accessibility import mended

PAGE = """<body>
<input type="checkbox" class="sidebar-toggle" name="__navigation" id="__navigation" aria-label="Toggle navigation">
<input type="checkbox" class="sidebar-toggle" name="__toc" id="__toc" aria-label="Toggle contents">
<aside class="sidebar-drawer"></aside>
<article>
<details><summary aria-label="Toggle hidden content"><p>Show the code</p></summary></details>
<div class="highlight"><pre>make test</pre></div>
<div role="list" class="citation-list"><div class="citation" id="id1" role="doc-biblioentry"></div></div>
</article>
<aside class="toc-drawer no-toc"></aside>
</body>"""

SOUP = BeautifulSoup(mended(PAGE), "html.parser")


def test_the_line_that_unfolds_code_is_named_by_its_words() -> None:
    """No other name hides what stands there."""
    assert SOUP.summary.attrs == {}


def test_wide_code_can_be_scrolled_with_the_keyboard() -> None:
    """A block of code can have the focus."""
    assert SOUP.pre["tabindex"] == "0"


def test_sources_are_items_of_their_list() -> None:
    """Each entry has the role that its list asks for."""
    assert SOUP.select_one(".citation-list > .citation")["role"] == "listitem"


def test_everything_stands_in_a_landmark_with_a_name() -> None:
    """The boxes that open the drawers stand in one, and no two are named alike."""
    assert [box["id"] for box in SOUP.select("nav > input")] == ["__navigation", "__toc"]
    names = [landmark["aria-label"] for landmark in SOUP.select("nav, aside")]
    assert len(set(names)) == len(names) == 3
    assert SOUP.select_one("aside.toc-drawer.no-toc")

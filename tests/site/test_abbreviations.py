"""Abbreviations are explained where the running text first has them, and nowhere else."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag

from livepaper.paper import Paper
from livepaper.site.abbreviations import TABLE, explained

MEANINGS = {"RCC": "Regional Cooperation Council", "SEE": "South-East Europe", "DPPI SEE": "A regional initiative"}


def page(content: str) -> BeautifulSoup:
    """Return a page with this content, its abbreviations explained, parsed."""
    return BeautifulSoup(explained(f"<body><article>{content}</article></body>", MEANINGS), "html.parser")


def found(content: str) -> list[Tag]:
    """Return the explained abbreviations of a content."""
    return page(content).select("abbr.abbreviation")


def test_the_first_on_a_page_opens_a_card_without_a_script() -> None:
    """A native popover has the meaning; the text that readers and search see is as it was."""
    made = page("<p>The RCC met.</p><p>So the RCC says.</p>")

    (abbreviation,) = made.select("abbr")
    assert abbreviation["title"] == MEANINGS["RCC"]
    card = made.find(id=abbreviation.button["popovertarget"])
    assert card.has_attr("popover")
    assert card.text == "RCC Regional Cooperation Council"
    assert [p.text for p in made.select("article > p")] == ["The RCC met.", "So the RCC says."]


def test_the_button_has_a_name_but_no_text() -> None:
    """What is pressed lies over the words, so that they stay words, and says what it is for."""
    (button,) = page("<p>RCC</p>").select("abbr button")

    assert (button.text, button["aria-label"]) == ("", "RCC: what it stands for")


@pytest.mark.parametrize(
    "apart",
    [
        "<h2>RCC</h2>",
        '<p><a href="x">RCC</a></p>',
        "<p><code>RCC</code></p>",
        "<pre>RCC</pre>",
        '<figure><p class="figure-title">RCC</p><svg><text>RCC</text></svg></figure>',
        "<table><tr><td><p>RCC</p></td></tr></table>",
        "<details><summary>RCC</summary><p>RCC</p></details>",
        '<div class="admonition note"><p class="admonition-title">RCC</p></div>',
        '<div class="citation" id="id1"><p>RCC</p></div>',
        '<div popover id="card"><p>RCC</p></div>',
        '<p>(<span class="bibtex-citation">RCC (<a href="x">2022</a>)</span>)</p>',
        "<div>RCC</div>",
        "<p title='>RCC'>A</p>",
        "<!-- <p>RCC</p> -->",
    ],
)
def test_only_running_text_is_touched(apart: str) -> None:
    """Headings, links, code, figures, tables, titles of boxes, sources and cards stay as they are."""
    assert not found(apart)
    assert len(found(f"{apart}<p>RCC</p>")) == 1


def test_running_text_in_boxes_and_lists_is_explained() -> None:
    """A paragraph of a box and an item of a list are running text, with emphasis in it too."""
    box = '<div class="admonition note"><p class="admonition-title">Note</p><p>The <em>RCC</em></p></div>'

    assert len(found(f"{box}<ul><li>SEE</li></ul>")) == 2


def test_whole_words_only_and_the_longest_first() -> None:
    """An abbreviation in a longer word is none, and one that holds another is explained as itself."""
    assert not found("<p>RCCs, MyRCC, RCC-led, RCC/SEE, ERCC</p>")
    assert [one["title"] for one in found("<p>DPPI SEE and SEE</p>")] == [MEANINGS["DPPI SEE"], MEANINGS["SEE"]]


def test_outside_the_article_nothing_changes() -> None:
    """Navigation and a page without an article stay byte for byte."""
    plain = "<nav><p>RCC</p></nav><p>RCC</p>"

    assert explained(plain, MEANINGS) == plain


def test_hostile_meanings_stay_text() -> None:
    """What looks like markup in the table is shown as it was written."""
    hostile = '"><script>alert(1)</script>'
    made = BeautifulSoup(explained("<article><p>A&amp;B</p></article>", {"A&B": hostile}), "html.parser")

    assert not made.select("script")
    assert made.select_one("abbr")["title"] == hostile
    assert made.select_one(".abbreviation-note").text == f"A&B {hostile}"


def test_the_paper_lists_its_abbreviations_with_sources(paper: Paper) -> None:
    """Every meaning of this paper's table has a source in its bibliography."""
    keys = paper.bibliography.read_text(encoding="utf-8")

    rows = paper.package.rows(TABLE)
    assert rows
    assert all(f"{{{row['source']}," in keys for row in rows)

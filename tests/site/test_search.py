"""What the search finds beside pages."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup

from livepaper.site.publication import Publication
from livepaper.site.search import FOUND, VARIABLE, entries
from tests.small_site import SENTENCE, WAR


def test_a_claim_is_found_in_the_sentence_of_its_own_chapter(publication: Publication) -> None:
    """Running text comes before titles and tables, its own page before others."""
    assert entries(publication)["claims"] == [
        {
            "id": "opinion/war_threat",
            "said": "30.2%",
            "sentence": SENTENCE,
            "page": "Opinion",
            "href": "chapters/opinion.html#opinion",
        }
    ]


def test_a_claim_leads_to_the_number_itself_where_it_has_a_name(publication: Publication) -> None:
    """The nearest id around the number is its place."""
    page = publication.page("chapters/opinion")
    page.write_text(page.read_text().replace(WAR, f'<button id="claim-x">{WAR}</button>', 1))

    assert entries(publication)["claims"][0]["href"] == "chapters/opinion.html#claim-x"


def test_a_figure_is_found_by_its_texts(publication: Publication) -> None:
    """Title, subtitle and the words that stand for the picture."""
    (figure,) = entries(publication)["figures"]

    assert figure["href"] == "chapters/opinion.html#fig-threats"
    assert (figure["title"], figure["subtitle"]) == ("War at 30.2%", "Share of adults")


@pytest.mark.parametrize("hostile", ["</script><img src=x onerror=alert(1)>", '"; alert(1); "', "\u2028"])
def test_hostile_text_stays_text(publication: Publication, hostile: str) -> None:
    """The list is one JSON value, whatever the data say."""
    from livepaper.site.search import search

    publication.figures[0]["title"], kept = hostile, publication.figures[0]["title"]  # type: ignore[index]
    search(publication)
    publication.figures[0]["title"] = kept  # type: ignore[index]
    script = (publication.folder / FOUND).read_text(encoding="utf-8")
    listed: dict[str, Any] = json.loads(script.partition(f"var {VARIABLE} = ")[2].removesuffix(";\n"))

    assert listed["figures"][0]["title"] == hostile


def test_the_search_page_has_room_for_what_is_found_and_the_scripts(finished: Publication) -> None:
    """Numbers and figures stand above the pages; no script stands in the page itself."""
    page = BeautifulSoup(finished.page("search").read_text(encoding="utf-8"), "html.parser")

    assert [room["id"] for room in page.select("[id^=search-]")] == [
        "search-extra-status",
        "search-extra",
        "search-results",
    ]
    loaded = [str(script["src"]).partition("?")[0] for script in page.select("script")]
    assert loaded == [FOUND, "_static/search-extra.js"]

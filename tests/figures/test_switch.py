"""A figure on a page: chart, table and download, one at a time."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from livepaper.figures import Place, with_views


@pytest.fixture
def shown(figure):
    """Give a figure on a page, parsed."""
    place = Place(
        id="fig-threats",
        number="Figure 3",
        files={"CSV": "../figures/threats.csv"},
        citation="We (2026). Figure 3: <b>War</b>.",
        explorer={"engine": "../explore/vega.js", "ink": '"'},
    )
    return BeautifulSoup(with_views(figure().html, place), "html.parser").select_one("figure")


def test_each_view_has_a_button_and_the_chart_is_chosen(shown):
    """Radio buttons of one group, which is named; their names are the figure's own."""
    buttons = shown.select("fieldset input[type=radio]")
    assert [button["value"] for button in buttons] == ["chart", "table", "files"]
    assert [button.has_attr("checked") for button in buttons] == [True, False, False]
    assert {button["name"] for button in buttons} == {"fig-threats-view"}
    assert shown.legend.text == "Show this figure as"
    assert [label.text for label in shown.select("label")] == ["Chart", "Table", "Download"]


def test_all_three_views_are_there_without_a_style_sheet(shown):
    """Chart, table and files in this order, and nothing folded away."""
    views = [view["class"] for view in shown.select(".figure-chart, .figure-data, .figure-files")]
    assert views == [["figure-chart"], ["figure-data"], ["figure-files"]]
    assert len(shown.select(".figure-chart > svg")) == 2
    assert shown.select_one(".figure-data table caption")
    assert not shown.select("details")


def test_a_figure_can_be_linked_to_and_cited(shown):
    """By its id and its number; the citation is text."""
    assert shown["id"] == "fig-threats"
    assert shown.select_one(".figure-title").text.startswith("Figure 3 About 30%")
    assert shown.select_one(".figure-citation").text == "We (2026). Figure 3: <b>War</b>."
    assert shown.select_one(".figure-link a")["href"] == "#fig-threats"
    assert shown.select_one(".figure-downloads a").attrs == {"href": "../figures/threats.csv", "download": ""}


def test_the_explorer_is_told_where_its_files_are(shown):
    """By attributes, escaped, since no script stands in a page."""
    button = shown.select_one("button.figure-explore")
    assert (button["data-engine"], button["data-ink"]) == ("../explore/vega.js", '"')

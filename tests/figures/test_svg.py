"""Inline and standalone SVG."""

from __future__ import annotations

import re

import altair as alt
import pandas as pd
import pytest

from livepaper.figures import svg, theme


def inline(chart: alt.TopLevelMixin, name: str = "threats") -> str:
    """Return a chart as part of a page."""
    return svg.inline(svg.specification(chart), name, 'War & "crime" <here>')


@pytest.fixture(scope="module")
def page(form) -> str:
    """Give every form in turn, as part of a page."""
    return inline(form[1](312))


@pytest.fixture(scope="module")
def file(form) -> str:
    """Give every form in turn, as a file."""
    return svg.standalone(svg.specification(form[1](640)))


@pytest.fixture
def clipped() -> alt.Chart:
    """Give a chart of an author's own, with axes and a clip path."""
    frame = pd.DataFrame({"x": [1, 2], "y": [3, 4]})
    return alt.Chart(frame).mark_line(clip=True).encode(x="x", y="y").properties(width=200)


def test_an_inline_svg_is_an_image_with_a_name(page):
    """The name is escaped."""
    assert 'role="img" aria-label="War &amp; &quot;crime&quot; &lt;here&gt;"' in page


def test_an_inline_svg_fetches_and_runs_nothing(page):
    """No script, no link, no prologue; the only URLs are names of XML."""
    assert not re.search(r"<script|<\?xml|<!DOCTYPE|<image|href=|@import|javascript:", page)
    assert set(re.findall(r"https?://[^\"]+", page)) == {"http://www.w3.org/2000/svg"}


def test_an_inline_svg_takes_the_ink_of_the_page(page):
    """So that it can be read in light and in dark."""
    assert theme.INK not in page
    assert "currentColor" in page


def test_an_inline_svg_scales_with_its_container(page):
    """It has a viewBox and no height."""
    start = page.partition(">")[0]
    assert 'width="100%"' in start
    assert " height=" not in start
    assert 'viewBox="0 0 312 ' in start


def test_ids_carry_the_name_of_the_figure(clipped):
    """Two figures on a page do not share a clip path."""
    text = inline(clipped, "trade")
    assert re.findall(r'\bid="([^"]+)"', text) == ["trade-1"]
    assert "url(#trade-1)" in text


def test_an_authors_own_chart_gets_the_theme_and_keeps_its_settings(clipped):
    """What the chart configures wins."""
    spec = svg.specification(clipped.configure_axis(grid=True))
    assert spec["config"]["font"] == theme.FONT
    assert spec["config"]["axis"] == {"grid": True}


def test_a_standalone_svg_has_its_own_colours_and_size(file):
    """It looks the same wherever it is opened."""
    assert "currentColor" not in file
    assert 'width="640"' in file
    assert file.endswith("</svg>\n")


def test_a_png_is_twice_the_size():
    """Sharp enough for print."""
    content = svg.png('<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"></svg>')
    assert content.startswith(b"\x89PNG")
    assert int.from_bytes(content[16:20], "big") == 60

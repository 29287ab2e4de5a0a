"""What every form of chart has to be, and what each has to show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

import pandas as pd
import pytest

from livepaper.errors import FigureError
from livepaper.figures import (
    bars,
    choropleth,
    grouped_bars,
    lines,
    matrix,
    remainder,
    stacked_bars,
    svg,
    theme,
)
from livepaper.figures.lettering import text_width

TEXT = "{http://www.w3.org/2000/svg}text"
LOOK = ("font-size", "font-weight", "text-anchor")
"""What a group says for its texts."""


def drawn(chart: Any) -> ET.Element:
    """Return a chart's standalone SVG, parsed."""
    return ET.fromstring(svg.standalone(svg.specification(chart)))


def looks(root: ET.Element, inherited: dict[str, str] | None = None) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield every text of a drawing with its attributes, those that its groups say for it included."""
    said = {**(inherited or {}), **root.attrib}
    if root.tag == TEXT:
        yield "".join(root.itertext()), said
    for child in root:
        yield from looks(child, {name: said[name] for name in LOOK if name in said})


def words(chart: Any) -> list[str]:
    """Return the texts of a chart in drawing order."""
    return ["".join(text.itertext()) for text in drawn(chart).iter(TEXT)]


def layers(chart: Any) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Return the mark and the records of every layer."""
    spec = chart.to_dict()
    return [(layer["mark"], spec["datasets"][layer["data"]["name"]]) for layer in spec["layer"]]


@pytest.fixture(scope="module", params=[theme.WIDE, theme.NARROW])
def picture(form, request) -> tuple[ET.Element, int, str]:
    """Give every form at both widths: parsed, the width asked for, and as text."""
    text = svg.standalone(svg.specification(form[1](request.param)))
    return ET.fromstring(text), request.param, text


def test_every_form_is_exactly_as_wide_as_asked(picture):
    """The viewBox has the width, so that text sizes are what they say."""
    root, width, _ = picture
    assert root.get("viewBox").split()[2] == str(width)


def test_no_text_is_smaller_than_twelve(picture):
    """Also on a phone."""
    sizes = [float(look["font-size"]) for _, look in looks(picture[0])]
    assert min(sizes) >= 12


def test_no_text_leaves_the_picture(picture):
    """Every text starts and ends inside the viewBox."""
    root, width, _ = picture
    height = float(root.get("viewBox").split()[3])
    for text, look in looks(root):
        turned = re.match(r"translate\(([-\d.]+),([-\d.]+)\)", look.get("transform", ""))
        x, y = map(float, turned.groups() if turned else (look.get("x", 0), look.get("y", 0)))
        extent = text_width(text, float(look["font-size"]), bold=look.get("font-weight") == "bold")
        start = x - {"middle": extent / 2, "end": extent}.get(look.get("text-anchor", ""), 0)
        assert start >= -2, text
        assert start + extent <= width + 2, text
        assert 0 <= y <= height + 1, text


def test_every_form_draws_the_same_bytes_again(form, picture):
    """No clock, no random id, no font of the machine."""
    assert svg.standalone(svg.specification(form[1](picture[1]))) == picture[2]


def test_every_form_tells_what_it_is(form):
    """The alternative text begins with it."""
    assert svg.specification(form[1](640))["usermeta"]["livepaper"]["form"]


def test_a_text_column_is_printed_as_it_is():
    """The chart rounds nothing and adds nothing."""
    frame = pd.DataFrame({"Threat": ["War"], "Share": [30.249], "Printed": ["about 30"]})
    shown = words(bars(frame, width=640, text="Printed"))
    assert "about 30" in shown
    assert not any("30.2" in text for text in shown)


def test_decimals_and_floats_print_as_given():
    """Trailing zeros stay."""
    frame = pd.DataFrame({"Threat": ["War", "Crime"], "Share": [Decimal("7.0"), -3.25]}, dtype=object)
    assert {"7.0", "−3.25"} <= set(words(bars(frame, width=640)))


def test_labels_stand_beside_bars_when_wide_and_above_when_narrow():
    """On a phone the bar has the whole width."""
    frame = pd.DataFrame({"Threat": ["War"], "Share": [30]})
    beside = bars(frame, width=640).to_dict()["layer"][0]["encoding"]["x"]["scale"]["range"][0]
    above = bars(frame, width=312).to_dict()["layer"][0]["encoding"]["x"]["scale"]["range"][0]
    assert (beside > 0, above) == (True, 0)


def test_long_labels_wrap_without_losing_words():
    """The lines of a label together are the label."""
    label = "Emergency situations such as floods, earthquakes, fires and landslides across the whole region"
    shown = words(bars(pd.DataFrame({"Topic": [label], "Share": [30]}), width=312))
    assert len(shown) > 2
    assert " ".join(shown[1:]) == label


def test_a_missing_value_is_said_to_be_missing():
    """It is no bar of length zero."""
    frame = pd.DataFrame({"Threat": ["War", "Crime"], "Share": [30, None]})
    assert "not disclosed" in words(bars(frame, width=640))


def test_the_remainder_is_computed_exactly_and_drawn_open():
    """100 − 39.3 − 30.2 − 11.2 = 19.3, hatched instead of filled."""
    shares = [Decimal("39.3"), Decimal("30.2"), Decimal("11.2")]
    frame = pd.DataFrame({"T": ["a", "b", "c", "Not quoted"], "S": [*shares, remainder(shares)]})
    chart = bars(frame, width=640, rest="Not quoted")
    assert "19.3" in words(chart)
    assert [record["label"] for record in layers(chart)[0][1]] == ["a", "b", "c"]


def test_the_remainder_of_grouped_bars_is_drawn_open():
    """Its row is hatched for every series, not filled in their colours."""
    frame = pd.DataFrame({"T": ["a", "Not quoted"], "2021": [60, 40], "2022": [70, 30]})
    chart = grouped_bars(frame, width=640, rest="Not quoted")
    assert {"40", "30"} <= set(words(chart))
    assert [record["label"] for record in layers(chart)[0][1]] == ["a", "a"]


def test_the_remainder_of_quantities_keeps_their_rows(share):
    """It is a derived quantity without a margin."""
    rest = remainder([share("60", "t#a"), share("30", "t#b")])
    assert (rest.value, rest.rows, rest.derived, rest.margin) == (10, ("t#a", "t#b"), True, None)


def test_overlapping_parts_leave_no_remainder():
    """75 + 33 = 108 is more than rounding explains, so one adds up the other."""
    with pytest.raises(FigureError, match="found 108; expected at most 100"):
        remainder([Decimal(75), Decimal(33)])


def test_a_stack_prints_the_value_of_every_part():
    """Also of those too narrow to hold it."""
    frame = pd.DataFrame({"Economy": ["Northland"], "For": [95], "Against": [2], "Unsure": [3]})
    assert {"95", "2", "3"} <= set(words(stacked_bars(frame, width=312)))


def test_a_full_stack_has_no_remainder():
    """Nor does its key mention one."""
    frame = pd.DataFrame({"Economy": ["Northland"], "For": [60], "Against": [40]})
    assert "Not quoted" not in words(stacked_bars(frame, width=640))


def test_a_stack_of_counts_needs_no_whole():
    """The longest bar is as long as the chart allows."""
    frame = pd.DataFrame({"Group": ["A", "B"], "Diplomats": [3, 1], "Researchers": [5, 2]})
    assert "Not quoted" not in words(stacked_bars(frame, width=640, rest=None, whole=None))


def test_short_series_names_stand_beside_every_bar():
    """Years need no key."""
    frame = pd.DataFrame({"P": ["Prices", "War"], "2021": [40, 20], "2022": [30, 25]})
    assert words(grouped_bars(frame, width=312)).count("2022") == 2


@pytest.mark.parametrize("draw", [bars, grouped_bars, stacked_bars, lines])
def test_marks_tell_their_value_with_its_margin(draw, share):
    """In words that an interactive chart shows; a number without evidence has no margin."""
    frame = pd.DataFrame({"Threat": ["War", "Crime"], "Share": [share("30.2"), 11]})
    told = [record for _, records in layers(draw(frame, width=640)) for record in records if "margin" in record]
    assert {(record["text"], record["margin"]) for record in told} == {("30.2%", "± 2.8 points"), ("11", "")}
    tips = [
        layer["encoding"]["tooltip"]
        for layer in draw(frame, width=640).to_dict()["layer"]
        if "tooltip" in layer["encoding"]
    ]
    assert [tip["field"] for tip in tips[0]][:2] == ["text", "margin"]


def test_falls_are_drawn_to_the_left_of_zero():
    """With their text on the left as well."""
    frame = pd.DataFrame({"E": ["Northland", "Southland"], "Nominal": [10.0, 4.0], "Real": [2.5, -3.1]})
    chart = drawn(grouped_bars(frame, width=312))
    anchors = {text: look.get("text-anchor") for text, look in looks(chart)}
    assert (anchors["−3.1"], anchors["2.5"]) == ("end", None)


def test_a_gap_in_a_series_breaks_its_line():
    """Two points that are not neighbours are not joined."""
    frame = pd.DataFrame({"Year": [2019, 2020, 2021, 2022], "Agree": [70, None, 66, 68]})
    strokes = [records for mark, records in layers(lines(frame, width=640)) if mark.get("strokeWidth") == 2.4]
    assert [len(records) for records in strokes] == [1]


def test_lines_name_their_ends_and_rules():
    """No axis numbers are needed."""
    frame = pd.DataFrame({"Year": [2008, 2020], "Exports": [22.1, 15.2], "Imports": [9.1, 7.4]})
    shown = words(lines(frame, width=640, rules=[(20, "one fifth")]))
    assert {"Exports", "Imports", "one fifth", "22.1", "7.4", "2020"} <= set(shown)


def test_every_kind_in_a_matrix_has_a_shape_of_its_own():
    """It can be read without seeing colours."""
    from livepaper.figures.forms.matrix import LOOKS, NONE

    shapes = [look["shape"] for look in (*LOOKS, NONE)]
    assert len(set(shapes)) == len(shapes)


def test_a_matrix_shows_then_and_now_only_where_they_differ():
    """One cell changed: three symbols for two cells."""
    then = pd.DataFrame({"Body": ["Council"], "North": ["none"], "South": ["member"]})
    now = then.replace({"North": {"none": "member"}})
    chart = matrix(now, width=312, kinds=["member"], earlier=then)
    cells = [record for _, records in layers(chart) for record in records if "column" in record]
    assert sorted((cell["column"], cell["kind"]) for cell in cells) == [
        ("North", "member"),
        ("North", "none"),
        ("South", "member"),
    ]


def test_a_matrix_refuses_a_kind_it_was_not_told():
    """A typing error must not become an empty cell."""
    with pytest.raises(FigureError, match="a cell “membr”"):
        matrix(pd.DataFrame({"Body": ["Council"], "North": ["membr"]}), width=640, kinds=["member"])


def test_a_matrix_shortens_heads_that_do_not_fit():
    """Six names beside each other are too many for a phone."""
    names = [
        "Northern Archipelago",
        "Southern Highlands",
        "Eastern Lowlands",
        "Western Isles",
        "Midlands",
        "Outerlands",
    ]
    frame = pd.DataFrame({"Body": ["Council"], **{name: ["member"] for name in names}})
    shown = words(matrix(frame, width=312, kinds=["member"], short={name: name[:3].upper() for name in names}))
    assert {"NOR", "SOU"} <= set(shown)


def test_a_map_refuses_a_region_without_outline(outlines):
    """Its value would vanish."""
    frame = pd.DataFrame({"Region": ["Elsewhere"], "Code": ["X"], "Bodies": [3]})
    with pytest.raises(FigureError, match="no outline of X"):
        choropleth(outlines, frame, width=640, key="Code")


def test_a_map_of_words_writes_the_words_onto_the_regions(outlines):
    """Colour alone says nothing."""
    frame = pd.DataFrame({"Region": ["Northland", "Southland"], "Code": ["N", "S"], "Status": ["member", "partner"]})
    assert {"member", "partner", "Northland"} <= set(words(choropleth(outlines, frame, width=312, key="Code")))


def test_an_unknown_column_is_named():
    """Together with those that exist."""
    with pytest.raises(FigureError, match=r"no column “Shares”.*Threat, Share"):
        bars(pd.DataFrame({"Threat": ["War"], "Share": [30]}), width=640, value="Shares")


def test_a_table_without_numbers_cannot_be_bars():
    """The error says what to draw instead."""
    with pytest.raises(FigureError, match="draw a matrix"):
        bars(pd.DataFrame({"Threat": ["War"], "Share": ["high"]}), width=640)

"""A tidied drawing: the same picture, said once."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from livepaper.figures.tidying import SVG, tidy


def tidied(inner: str) -> str:
    """Return what is left of a drawing."""
    root = ET.fromstring(f'<svg xmlns="{SVG}" width="9" height="9">{inner}</svg>')
    tidy(root, "name")
    ET.register_namespace("", SVG)
    return ET.tostring(root, encoding="unicode").replace(f' xmlns="{SVG}"', "").replace(" />", "/>")


def test_lines_of_one_look_become_one_path():
    """In their order; another look starts another."""
    line = '<line transform="translate(1.04,2)" x2="{}" y2="{}" stroke="{}" stroke-width="1"/>'
    drawn = tidied(line.format(3, 0, "red") + line.format(0, 4, "red") + line.format(5, -6, "red"))
    assert drawn == '<svg><path d="M1,2h3M1,2v4M1,2l5,-6" stroke="red"/></svg>'
    assert "<line" in tidied(line.format(3, 0, "red") + line.format(3, 0, "blue"))


def test_dashed_lines_stay_apart():
    """So that each starts with a dash."""
    assert tidied('<line x2="3" stroke="red" stroke-dasharray="3,3"/>' * 2).count("<line") == 2


def test_groups_that_say_nothing_go():
    """And those that draw nothing; what they hold keeps its place."""
    assert (
        tidied('<g><g role="x"><rect x="1"/></g><g><path d="" /></g></g><rect/>') == '<svg><rect x="1"/><rect/></svg>'
    )


def test_a_look_shared_by_neighbours_is_said_once():
    """By a group; what one of them says alone stays with it."""
    text = '<text transform="translate({},4)" font-size="13px" fill="red">{}</text>'
    assert tidied(text.format(0, "a") + text.format(2.26, "b")) == (
        '<svg><g fill="red" font-size="13"><text y="4">a</text><text x="2.3" y="4">b</text></g></svg>'
    )


def test_a_turned_text_keeps_its_turn():
    """Its place is where it turns."""
    assert 'transform="translate(1,2) rotate(270)"' in tidied('<text transform="translate(1,2) rotate(270)">a</text>')


def test_no_number_is_minus_nothing():
    """Or longer than a tenth of a unit."""
    assert 'd="M0,1.2L3,-4.6"' in tidied('<path d="M-0.004,1.23L3.00001,-4.56" fill="red"/>')

"""Maps of generated respondents, right and wrong."""

from __future__ import annotations

import pytest

from livepaper.errors import RespondentsError
from livepaper.respondents import read
from tests.respondents import generated


def test_a_map_is_read_with_its_defaults(tmp_path):
    """Fifty as the least base, one decimal, single units refused."""
    found = read(generated.write_map(tmp_path))

    assert (found.minimum_base, found.decimals, found.single_psu) == (50, 1, "refuse")
    assert found.populations == ("ALB", "XKX")
    assert found.columns == ("country", "weight", "psu", "stratum", "trust", "threat")


ASKED = {"question": "a", "column": "q", "responses": {1: "yes"}}


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"weight": ...}, "missing required field `weight`"),
        ({"grade": ...}, "missing required field `grade`"),
        ({"wieght": "w"}, "unknown field `wieght`"),
        ({"minimum_base": 29}, r"minimum_base: found expected `int` >= 30"),
        ({"questions": []}, "questions: found expected `array` of length >= 1"),
        ({"questions": [{**ASKED, "responses": {True: "yes"}}]}, "Put quotes around yes"),
        ({"questions": [{**ASKED, "missing": [1]}]}, "question a, column q: found 1 as a response and as missing"),
        ({"questions": [{**ASKED, "responses": {1: None}}]}, "no response to publish"),
        ({"questions": [{**ASKED, "responses": {1: "yes", "1": "no"}}]}, "the code 1 twice"),
        ({"questions": [ASKED, {**ASKED, "column": "r"}]}, "question a: found the response “yes” in 2 columns"),
        ({"wave": "ASB 2022"}, "wave: found expected `str` matching regex"),
    ],
)
def test_a_wrong_map_is_told_with_its_place(tmp_path, parts, told):
    """And what was expected there."""
    with pytest.raises(RespondentsError, match=told):
        read(generated.write_map(tmp_path, **parts))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("wave: a\nwave: b\n", "line 2: found the same key twice"),
        ("questions: [\n", "text that is not YAML"),
        ("\x00", "text that is not YAML"),
        ("", "expected `object`, got `null`"),
    ],
)
def test_what_is_no_map_is_told_with_its_line(tmp_path, text, told):
    """A key that stands twice too, of which readers take the last without a word."""
    path = tmp_path / "map.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RespondentsError, match=told):
        read(path)


def test_a_map_that_is_not_there(tmp_path):
    """In a sentence."""
    with pytest.raises(RespondentsError, match="No such file"):
        read(tmp_path / "map.yml")

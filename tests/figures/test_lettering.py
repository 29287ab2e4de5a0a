"""Texts that fit their room."""

from __future__ import annotations

from livepaper.figures.lettering import spread, text_width, wrap


def test_bold_is_wider():
    """And a larger size is as well."""
    assert text_width("war", 13) < text_width("war", 13, bold=True) < text_width("war", 16, bold=True)


def test_lines_are_of_like_length():
    """No single word is left on the last line if it can be helped."""
    assert wrap("one two three four five six", text_width("one two three four five")) == [
        "one two three",
        "four five six",
    ]


def test_a_word_wider_than_the_room_keeps_a_line_of_its_own():
    """It is not broken."""
    assert wrap("a counterintelligence b", 20) == ["a", "counterintelligence", "b"]


def test_labels_that_would_touch_move_apart():
    """By half of the overlap at least, and within the limits."""
    assert spread([10, 12], [8, 8], 0, 100) == [10, 18]
    assert spread([10, 12], [8, 8], 0, 16) == [4, 12]

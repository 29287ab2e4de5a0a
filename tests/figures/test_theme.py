"""Colours that everyone can see, on white and on black."""

from __future__ import annotations

import pytest

from livepaper.figures import theme

EVERY = (*theme.PALETTE, *theme.AGREEMENT, theme.GREY)


@pytest.mark.parametrize("paper", [theme.PAPER, theme.DARK_PAPER])
@pytest.mark.parametrize("colour", EVERY)
def test_every_colour_stands_out_from_both_pages(colour, paper):
    """3 : 1 is what WCAG asks of graphics."""
    assert theme.contrast(colour, paper) >= 3


@pytest.mark.parametrize("colour", [*EVERY, *theme.RAMP, theme.ramp(0.4)])
def test_text_on_every_colour_can_be_read(colour):
    """4.5 : 1 is what WCAG asks of text."""
    assert theme.contrast(colour, theme.ink_on(colour)) >= 4.5


def test_contrast_of_black_and_white_is_twenty_one():
    """The definition's own example."""
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)


def test_the_ramp_goes_from_pale_to_deep():
    """Its ends are the ends of RAMP, also beyond 0 and 1."""
    assert (theme.ramp(-1), theme.ramp(2)) == (theme.RAMP[0], theme.RAMP[-1])

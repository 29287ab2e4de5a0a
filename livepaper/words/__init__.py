"""How a quantity is said: printed numbers and number-words, and back.

This is the only module that rounds. A *form* turns a quantity into text, as
`claims.war.rounded` does in prose; `holds` judges whether a number-word is true
of a quantity, for our own sentences and for printed ones.

The rules for number-words:

* a share is *a majority* when it exceeds 50 % by more than its margin, *a
  plurality* when it is no majority but exceeds its largest rival by more than
  their joint margin, and *a minority* when it is below 50 % beyond its margin;
* a fraction-word needs the share within `TOLERANCE` points of the fraction and
  no simpler fraction nearer; *nearly* also needs it at or below the fraction;
* *most* means a majority; *a large majority* is at least two thirds;
* where a sample's size was not published, words are held to the margin that a
  hundred respondents would give (`Quantity.caution`).
"""

from __future__ import annotations

from collections.abc import Callable

from livepaper.quantity import Quantity
from livepaper.words.confidence import assumed, graded, measured, unmeasured
from livepaper.words.judging import (
    FRACTIONS,
    comparison,
    direction,
    holds,
    in_words,
    standing,
    times,
)
from livepaper.words.numbers import (
    PLACES,
    UNITS,
    base,
    grade,
    margin,
    matches,
    number,
    ordinal,
    points,
    printed,
    spelled,
    to_whole,
    with_margin,
    year,
)

FORMS: dict[str, Callable[[Quantity], str]] = {
    "number": number,
    "rounded": to_whole,
    "points": points,
    "margin": margin,
    "with_margin": with_margin,
    "spelled": spelled,
    "ordinal": ordinal,
    "base": base,
    "grade": grade,
    "year": year,
    "in_words": in_words,
    "standing": standing,
    "direction": direction,
    "comparison": comparison,
    "times": times,
}
"""The forms that can follow a claim's name in prose, each with the function that writes it."""

__all__ = [
    "FORMS",
    "FRACTIONS",
    "PLACES",
    "UNITS",
    "assumed",
    "grade",
    "graded",
    "holds",
    "matches",
    "measured",
    "printed",
    "unmeasured",
]

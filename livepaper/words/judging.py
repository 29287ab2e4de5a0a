"""Number-words: which one says a quantity, and whether one is true of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from livepaper.errors import WordsError
from livepaper.quantity import CAUTIOUS_BASE, PERCENT, RATIO, Z95, Quantity
from livepaper.words.numbers import PLACES, UNITS, matches, unsayable

TOLERANCE = Decimal(2)
"""How far, in percentage points, a share may lie from the fraction it is called."""

HALF = Decimal(50)

LARGE = Decimal(200) / 3

FRACTIONS = {
    "a tenth": Decimal(10),
    "a fifth": Decimal(20),
    "a quarter": Decimal(25),
    "a third": Decimal(100) / 3,
    "two fifths": Decimal(40),
    "half": Decimal(50),
    "three fifths": Decimal(60),
    "two thirds": Decimal(200) / 3,
    "three quarters": Decimal(75),
    "four fifths": Decimal(80),
    "nine tenths": Decimal(90),
}


_TIMES = {Decimal(2): "doubled", Decimal(3): "tripled", Decimal(4): "quadrupled"}


_WRITTEN = re.compile(r"\d[\d,]*(\.\d+)?")


_THIRD = re.compile(r"(two|three|four|nine) (third|quarter|fifth|tenth)\b")
"""A fraction that was printed without its plural."""


def fraction(q: Quantity) -> str | None:
    """Name the simple fraction a share is about, or None if none lies within `TOLERANCE`."""
    if q.unit != PERCENT:
        return None
    name, target = min(FRACTIONS.items(), key=lambda item: abs(q.value - item[1]))
    if abs(q.value - target) > TOLERANCE:
        return None
    return name if q.value == target else f"about {name}"


def standing(q: Quantity) -> str:
    """Say whether a share is a majority, a plurality or a minority, beyond its margin.

    Raises:
        WordsError: The quantity is no share, or the margin leaves the matter open.
    """
    for word in ("a majority", "a plurality", "a minority"):
        if holds(word, q):
            return word
    raise unsayable(q, "a standing", "a share clearly above or below half, or ahead of its rivals")


def in_words(q: Quantity) -> str:
    """Say a share as a simple fraction, or failing that by its standing.

    Raises:
        WordsError: Neither is true of it.
    """
    return fraction(q) or standing(q)


def direction(q: Quantity) -> str:
    """Say of a change whether it rose or fell, beyond its margin where that is known."""
    return _beyond(q, "rose", "fell", "did not measurably change")


def comparison(q: Quantity) -> str:
    """Say of a difference whether the first is higher or lower, beyond the joint margin."""
    return _beyond(q, "higher", "lower", "not measurably different")


def times(q: Quantity) -> str:
    """Say of a ratio that something doubled, tripled or quadrupled, within a twentieth.

    Raises:
        WordsError: It did none of these.
    """
    if q.unit == RATIO:
        for target, word in _TIMES.items():
            if abs(q.value - target) <= target / 20:
                return word
    raise unsayable(q, "a multiple", "a ratio near two, three or four")


def holds(word: str, q: Quantity) -> bool:
    """Judge whether a number-word is true of a quantity.

    Args:
        word: Such as "a majority", "most", "nearly two thirds", "a fifth", "over 40",
            "only 40", "twice", "three", "second most"; upper and lower case, "about" and a
            forgotten plural ("two third") count alike.
        q: The quantity it was said of.

    Raises:
        WordsError: The word is not one we have a rule for.
    """
    text = word.strip().lower()
    if text in _RULES:
        return _RULES[text](q)
    qualifier, _, rest = text.partition(" ")
    if qualifier in _QUALIFIERS and (target := _target(rest, q.unit)) is not None:
        return _QUALIFIERS[qualifier](q.value, target)
    if _WRITTEN.fullmatch(text):
        return matches(text, q)
    if (target := _target(text, q.unit)) is not None:
        return _near(q.value, target) if q.unit == PERCENT else q.value == target
    known = ", ".join([*_RULES, *FRACTIONS])
    raise WordsError(
        f"the number-word “{word}”",
        "no rule for it",
        f"one of: {known}",
        "Rephrase it or add a rule to words/judging.py.",
    )


def _beyond(q: Quantity, more: str, less: str, same: str) -> str:
    if abs(q.value) <= q.caution:
        return same
    return more if q.value > 0 else less


def _majority(q: Quantity) -> bool:
    return q.unit == PERCENT and q.value - HALF > q.caution


def _plurality(q: Quantity) -> bool:
    if q.unit != PERCENT or q.rival is None or _majority(q):
        return False
    return q.value - q.rival > _margin_to_rival(q)


def _margin_to_rival(q: Quantity) -> Decimal:
    """95 % margin of the lead over the rival, two answers of one multinomial sample.

    Beside a given standard error, the rival is taken to have the same design effect, and the errors
    of both add up, because no toplines show how they go together.
    """
    if q.rival is None or not q.sampled:
        return Decimal(0)
    if q.design and q.error is not None and 0 < q.value < 100:
        rival = q.error * (q.rival * (100 - q.rival) / (q.value * (100 - q.value))).sqrt()
        return Z95 * (q.error + rival)
    lead = q.value - q.rival
    variance = (100 * (q.value + q.rival) - lead**2) / ((q.base if q.error is not None else None) or CAUTIOUS_BASE)
    return Z95 * variance.sqrt()


def _minority(q: Quantity) -> bool:
    return q.unit == PERCENT and HALF - q.value > q.caution


def _target(text: str, unit: str) -> Decimal | None:
    """The number a word names: a fraction (of a share only), a place, a spelled or a written number."""
    bare = _THIRD.sub(r"\1 \2s", text.removeprefix("about ").removesuffix(" most").strip())
    for name, value in FRACTIONS.items() if unit == PERCENT else ():
        if bare in {name, name.removeprefix("a "), f"one {name.removeprefix('a ')}"}:
            return value
    if bare in PLACES:
        return Decimal(PLACES.index(bare) + 1)
    if bare in UNITS:
        return Decimal(UNITS.index(bare))
    return Decimal(bare.replace(",", "")) if _WRITTEN.fullmatch(bare) else None


def _near(value: Decimal, target: Decimal) -> bool:
    nearest = min(FRACTIONS.values(), key=lambda other: abs(value - other))
    return abs(value - target) <= TOLERANCE and (nearest == target or target not in FRACTIONS.values())


def _multiple(factor: int) -> Callable[[Quantity], bool]:
    return lambda q: q.unit == RATIO and abs(q.value - factor) <= Decimal(factor) / 20


_RULES: dict[str, Callable[[Quantity], bool]] = {
    "majority": _majority,
    "a majority": _majority,
    "the majority": _majority,
    "most": _majority,
    "large majority": lambda q: _majority(q) and q.value >= LARGE,
    "a large majority": lambda q: _majority(q) and q.value >= LARGE,
    "plurality": _plurality,
    "a plurality": _plurality,
    "minority": _minority,
    "a minority": _minority,
    "rose": lambda q: direction(q) == "rose",
    "fell": lambda q: direction(q) == "fell",
    "did not measurably change": lambda q: direction(q) == "did not measurably change",
    "about the same": lambda q: direction(q) == "did not measurably change",
    "higher": lambda q: comparison(q) == "higher",
    "lower": lambda q: comparison(q) == "lower",
    "not measurably different": lambda q: comparison(q) == "not measurably different",
    "doubled": _multiple(2),
    "twice": _multiple(2),
    "tripled": _multiple(3),
    "quadrupled": _multiple(4),
}


_QUALIFIERS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "over": lambda value, target: value > target,
    "under": lambda value, target: value < target,
    "nearly": lambda value, target: value <= target and _near(value, target),
    "almost": lambda value, target: value <= target and _near(value, target),
    "only": lambda value, target: value == target,
}

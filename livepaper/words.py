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
* *most* means a majority; *a large majority* is at least two thirds.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Decimal

from livepaper.errors import WordsError
from livepaper.quantity import CAUTIOUS_BASE, PERCENT, POINTS, RATIO, YEAR, Z95, Quantity

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

_UNITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_PLACES = ["first", "second", "third", "fourth", "fifth", "sixth"]
_PLACES += ["seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"]
_TIMES = {Decimal(2): "doubled", Decimal(3): "tripled", Decimal(4): "quadrupled"}

_UNIT_SIGNS = {PERCENT: "%", POINTS: " points", RATIO: " times"}
_WRITTEN = re.compile(r"\d+(\.\d+)?")
_MONEY = re.compile(r"(USD|EUR) (million|billion)(.*)")


def rounded(value: Decimal, places: int) -> Decimal:
    """Round half to even to a number of decimal places, without a negative zero."""
    result = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
    return result or abs(result)


def digits(value: Decimal, places: int | None = None) -> str:
    """Print a number with thousands separators and a true minus sign.

    Args:
        value: The number.
        places: Decimals to print; without it the number is printed as published.
    """
    shown = value if places is None else rounded(value, places)
    return f"{shown:,f}".replace("-", "\N{MINUS SIGN}")


def _with_unit(text: str, unit: str) -> str:
    if unit == YEAR:
        return text.replace(",", "")
    if unit in _UNIT_SIGNS:
        return text + _UNIT_SIGNS[unit]
    if money := _MONEY.fullmatch(unit):
        return f"{money[1]} {text} {money[2]}{money[3]}"
    return text


def printed(q: Quantity) -> str:
    """Print the value with its unit: as published, or with one decimal if it was computed."""
    places = None if _is_short(q.value) else 1
    return _with_unit(digits(q.value, places), q.unit)


def number(q: Quantity) -> str:
    """Print the value as `printed` does, without its unit."""
    return year(q) if q.unit == YEAR else digits(q.value, None if _is_short(q.value) else 1)


def to_whole(q: Quantity) -> str:
    """Print the value as a whole number with its unit."""
    return _with_unit(digits(q.value, 0), q.unit)


def points(q: Quantity) -> str:
    """Print a share or a difference of shares in percentage points, without its sign.

    Raises:
        WordsError: The quantity is neither.
    """
    if q.unit not in {PERCENT, POINTS}:
        raise _unsayable(q, "points", "percent or percentage points")
    shown = digits(abs(q.value), None if _is_short(q.value) else 1)
    return f"{shown} point" if shown == "1" else f"{shown} points"


def margin(q: Quantity) -> str:
    """Print the 95 % margin of error, to one decimal.

    Raises:
        WordsError: No margin is known: the base is unpublished or the sample opt-in.
    """
    if q.margin is None:
        raise _unsayable(q, "a margin", "a share whose base is published")
    return f"{digits(q.margin, 1)} points"


def with_margin(q: Quantity) -> str:
    """Print the value and its 95 % margin of error."""
    return f"{printed(q)} ± {margin(q)}"


def spelled(q: Quantity) -> str:
    """Write a whole number from zero to twelve as a word, a larger one in digits.

    Raises:
        WordsError: The value is not a whole number of zero or more.
    """
    if q.value != q.value.to_integral_value() or q.value < 0:
        raise _unsayable(q, "a spelled number", "a whole number of zero or more")
    whole = int(q.value)
    return _UNITS[whole] if whole < len(_UNITS) else digits(Decimal(whole))


def ordinal(q: Quantity) -> str:
    """Write a place from one to twelve as a word.

    Raises:
        WordsError: The value is no whole number in that range.
    """
    if q.value not in range(1, len(_PLACES) + 1):
        raise _unsayable(q, "a place", "a whole number from one to twelve")
    return _PLACES[int(q.value) - 1]


def base(q: Quantity) -> str:
    """Print how many people were asked.

    Raises:
        WordsError: The base was not published.
    """
    if q.base is None:
        raise _unsayable(q, "a base", "a share whose base is published")
    return digits(Decimal(q.base))


def grade(q: Quantity) -> str:
    """Name the grade of the evidence; a computed value names the weakest it rests on."""
    return f"derived, {q.grade}" if q.derived else str(q.grade)


def year(q: Quantity) -> str:
    """Print a year, without a thousands separator.

    Raises:
        WordsError: The quantity is no year.
    """
    if q.unit != YEAR:
        raise _unsayable(q, "a year", "a year")
    return str(int(q.value))


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
    raise _unsayable(q, "a standing", "a share clearly above or below half, or ahead of its rivals")


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
    raise _unsayable(q, "a multiple", "a ratio near two, three or four")


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


def holds(word: str, q: Quantity) -> bool:
    """Judge whether a number-word is true of a quantity.

    Args:
        word: Such as "a majority", "most", "nearly two thirds", "a fifth", "over 40",
            "only 40", "twice", "three"; upper and lower case and "about" count alike.
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
        f"the number-word “{word}”", "no rule for it", f"one of: {known}", "Rephrase it or add a rule to words.py."
    )


def matches(text: str, q: Quantity) -> bool:
    """Judge whether a printed number equals a quantity at the precision printed."""
    value = Decimal(text.replace(",", ""))
    exponent = value.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return rounded(q.value, places) == value


def _beyond(q: Quantity, more: str, less: str, same: str) -> str:
    if abs(q.value) <= q.caution:
        return same
    return more if q.value > 0 else less


def _is_short(value: Decimal) -> bool:
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -1


def _unsayable(q: Quantity, form: str, expected: str) -> WordsError:
    return WordsError(
        f"{form} of {q.value} {q.unit} ({', '.join(q.rows[:3])})",
        f"{q.value} {q.unit}",
        expected,
        "Choose another form or another claim.",
    )


def _majority(q: Quantity) -> bool:
    return q.unit == PERCENT and q.value - HALF > q.caution


def _plurality(q: Quantity) -> bool:
    if q.unit != PERCENT or q.rival is None or _majority(q):
        return False
    return q.value - q.rival > _margin_to_rival(q)


def _margin_to_rival(q: Quantity) -> Decimal:
    """95 % margin of the lead over the rival, two answers of one multinomial sample."""
    if q.rival is None or not q.sampled:
        return Decimal(0)
    lead = q.value - q.rival
    variance = (100 * (q.value + q.rival) - lead**2) / ((q.base if q.error is not None else None) or CAUTIOUS_BASE)
    return Z95 * variance.sqrt()


def _minority(q: Quantity) -> bool:
    return q.unit == PERCENT and HALF - q.value > q.caution


def _target(text: str, unit: str) -> Decimal | None:
    """The number a word names: a fraction (of a share only), a place, a spelled or a written number."""
    bare = text.removeprefix("about ").strip()
    for name, value in FRACTIONS.items() if unit == PERCENT else ():
        if bare in {name, name.removeprefix("a "), f"one {name.removeprefix('a ')}"}:
            return value
    if bare in _PLACES:
        return Decimal(_PLACES.index(bare) + 1)
    if bare in _UNITS:
        return Decimal(_UNITS.index(bare))
    return Decimal(bare) if _WRITTEN.fullmatch(bare) else None


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
    "about the same": lambda q: direction(q) == "did not measurably change",
    "higher": lambda q: comparison(q) == "higher",
    "lower": lambda q: comparison(q) == "lower",
    "doubled": _multiple(2),
    "twice": _multiple(2),
}

_QUALIFIERS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "over": lambda value, target: value > target,
    "under": lambda value, target: value < target,
    "nearly": lambda value, target: value <= target and _near(value, target),
    "almost": lambda value, target: value <= target and _near(value, target),
    "only": lambda value, target: value == target,
}

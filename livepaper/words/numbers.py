"""Numbers as they are printed: the only module that rounds."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal

from livepaper.errors import WordsError
from livepaper.quantity import PERCENT, POINTS, RATIO, YEAR, Quantity

UNITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]

PLACES = ["first", "second", "third", "fourth", "fifth", "sixth"]

PLACES += ["seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"]

_UNIT_SIGNS = {PERCENT: "%", POINTS: " points", RATIO: " times"}


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
        raise unsayable(q, "points", "percent or percentage points")
    shown = digits(abs(q.value), None if _is_short(q.value) else 1)
    return f"{shown} point" if shown == "1" else f"{shown} points"


def margin(q: Quantity) -> str:
    """Print the 95 % margin of error, to one decimal.

    Raises:
        WordsError: No margin is known: the base is unpublished or the sample opt-in.
    """
    if q.margin is None:
        raise unsayable(q, "a margin", "a share whose base is published")
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
        raise unsayable(q, "a spelled number", "a whole number of zero or more")
    whole = int(q.value)
    return UNITS[whole] if whole < len(UNITS) else digits(Decimal(whole))


def ordinal(q: Quantity) -> str:
    """Write a place from one to twelve as a word.

    Raises:
        WordsError: The value is no whole number in that range.
    """
    if q.value not in range(1, len(PLACES) + 1):
        raise unsayable(q, "a place", "a whole number from one to twelve")
    return PLACES[int(q.value) - 1]


def base(q: Quantity) -> str:
    """Print how many people were asked.

    Raises:
        WordsError: The base was not published.
    """
    if q.base is None:
        raise unsayable(q, "a base", "a share whose base is published")
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
        raise unsayable(q, "a year", "a year")
    return str(int(q.value))


def matches(text: str, q: Quantity) -> bool:
    """Judge whether a printed number equals a quantity at the precision printed."""
    value = Decimal(text.replace(",", ""))
    exponent = value.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return rounded(q.value, places) == value


def unsayable(q: Quantity, form: str, expected: str) -> WordsError:
    """Return the error that a quantity cannot take a form."""
    return WordsError(
        f"{form} of {q.value} {q.unit} ({', '.join(q.rows[:3])})",
        f"{q.value} {q.unit}",
        expected,
        "Choose another form or another claim.",
    )


def _with_unit(text: str, unit: str) -> str:
    if unit == YEAR:
        return text.replace(",", "")
    if unit in _UNIT_SIGNS:
        return text + _UNIT_SIGNS[unit]
    if money := _MONEY.fullmatch(unit):
        return f"{money[1]} {text} {money[2]}{money[3]}"
    return text


def _is_short(value: Decimal) -> bool:
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -1

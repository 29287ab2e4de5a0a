"""How a number has to be printed in each form, and which number-word is true of it.

Written from what the book promises its readers: values as published, or with one
decimal if they were computed; margins to one decimal; words held to the margins.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from livepaper.audit.formulas import NORMAL, Number

SPELLED = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
PLACES: tuple[str, ...] = ("first", "second", "third", "fourth", "fifth", "sixth")
PLACES += ("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth")

_SIMPLE = {
    "a tenth": Fraction(10),
    "a fifth": Fraction(20),
    "a quarter": Fraction(25),
    "a third": Fraction(100, 3),
    "two fifths": Fraction(40),
    "half": Fraction(50),
    "three fifths": Fraction(60),
    "two thirds": Fraction(200, 3),
    "three quarters": Fraction(75),
    "four fifths": Fraction(80),
    "nine tenths": Fraction(90),
}

_NEAR = 2
"""How many points a share may lie from the fraction that it is called."""

_EXACT = Fraction(1, 10**20)
"""How near a share is to a fraction that it equals, for two thirds have no last decimal."""

_UNKNOWN_BASE = 100
"""The base that a sample of unpublished size is taken to have when words are chosen."""

_AFTER = {"percent": "%", "percentage points": " points", "times": " times"}


class UnsayableError(ValueError):
    """A number cannot be said in a form."""


def say(form: str, number: Number, unit: str) -> str:
    """Print a number in a form.

    Args:
        form: The form's name, as the page gives it.
        number: The number worked out from the data.
        unit: Its unit.

    Raises:
        UnsayableError: The form is unknown, or nothing true can be said of the number in it.
    """
    if form not in _FORMS:
        raise UnsayableError(f"no form “{form}”")
    return _FORMS[form](number, unit)


def _digits(value: Decimal, places: int | None = None) -> str:
    decimals = max(0, -int(value.as_tuple().exponent))
    if places is None:
        places = min(decimals, 1)
    shown = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
    sign = "\N{MINUS SIGN}" if shown < 0 else ""
    return f"{sign}{abs(shown):,f}"


def _plain(number: Number, unit: str) -> str:
    return _united(_digits(number.value), unit)


def _whole(number: Number, unit: str) -> str:
    return _united(_digits(number.value, 0), unit)


def _united(text: str, unit: str) -> str:
    if unit == "year":
        return text.replace(",", "")
    currency, _, scale = unit.partition(" ")
    if currency in {"USD", "EUR"} and scale.startswith(("million", "billion")):
        return f"{currency} {text} {scale}"
    return text + _AFTER.get(unit, "")


def _number(number: Number, unit: str) -> str:
    return _year(number, unit) if unit == "year" else _digits(number.value)


def _points(number: Number, unit: str) -> str:
    if unit not in {"percent", "percentage points"}:
        raise UnsayableError(f"{unit} are no points")
    text = _digits(abs(number.value))
    return text + (" point" if text == "1" else " points")


def _margin(number: Number, unit: str) -> str:
    if number.margin is None:
        raise UnsayableError("no margin is known")
    return f"{_digits(number.margin, 1)} points"


def _with_margin(number: Number, unit: str) -> str:
    return f"{_plain(number, unit)} ± {_margin(number, unit)}"


def _spelled(number: Number, unit: str) -> str:
    if number.value < 0 or number.value % 1:
        raise UnsayableError(f"{number.value} is no whole number")
    whole = int(number.value)
    return SPELLED[whole] if whole < len(SPELLED) else f"{whole:,}"


def _ordinal(number: Number, unit: str) -> str:
    if number.value % 1 or not 1 <= number.value <= len(PLACES):
        raise UnsayableError(f"{number.value} is no place from one to twelve")
    return PLACES[int(number.value) - 1]


def _base(number: Number, unit: str) -> str:
    if number.base is None:
        raise UnsayableError("no base was published")
    return f"{number.base:,}"


def _year(number: Number, unit: str) -> str:
    if unit != "year":
        raise UnsayableError(f"{unit} is no year")
    return f"{int(number.value)}"


def _share_in_words(number: Number, unit: str) -> str:
    if unit == "percent":
        value = Fraction(number.value)
        name = min(_SIMPLE, key=lambda simple: abs(value - _SIMPLE[simple]))
        if abs(value - _SIMPLE[name]) <= _NEAR:
            return name if abs(value - _SIMPLE[name]) < _EXACT else f"about {name}"
    return _standing(number, unit)


def _standing(number: Number, unit: str) -> str:
    """Say whether a share is above half, ahead of every other answer, or below half, beyond its margin."""
    if unit == "percent":
        doubt = _doubt(number, unit)
        if number.value > 50 + doubt:
            return "a majority"
        if number.rival is not None and number.value > number.rival + _doubt_of_lead(number, number.rival):
            return "a plurality"
        if number.value < 50 - doubt:
            return "a minority"
    raise UnsayableError("its standing is open")


def _doubt(number: Number, unit: str) -> Decimal:
    """The margin by which a word must hold."""
    if number.margin is not None:
        return number.margin
    if not number.sampled or unit not in {"percent", "percentage points"}:
        return Decimal(0)
    if unit == "percentage points":
        return NORMAL * (Decimal(2 * 50 * 50) / _UNKNOWN_BASE).sqrt()
    share = max(Decimal(0), min(Decimal(100), number.value))
    return NORMAL * (share * (100 - share) / _UNKNOWN_BASE).sqrt()


def _doubt_of_lead(number: Number, rival: Decimal) -> Decimal:
    """The margin of the lead over another answer of the same sample: multinomial, or with an error like the given."""
    if not number.sampled:
        return Decimal(0)
    spread = number.value * (100 - number.value)
    if number.given and number.error is not None and spread > 0:
        return NORMAL * number.error * (1 + (rival * (100 - rival) / spread).sqrt())
    base = number.base if number.error is not None and number.base else _UNKNOWN_BASE
    lead = number.value - rival
    return NORMAL * ((100 * (number.value + rival) - lead * lead) / base).sqrt()


def _compared(more: str, less: str, same: str) -> Callable[[Number, str], str]:
    def choose(number: Number, unit: str) -> str:
        if abs(number.value) <= _doubt(number, unit):
            return same
        return more if number.value > 0 else less

    return choose


def _multiple(number: Number, unit: str) -> str:
    if unit == "times":
        for factor, word in ((2, "doubled"), (3, "tripled"), (4, "quadrupled")):
            if abs(number.value - factor) * 20 <= factor:
                return word
    raise UnsayableError("it is no simple multiple")


_FORMS: dict[str, Callable[[Number, str], str]] = {
    "printed": _plain,
    "number": _number,
    "rounded": _whole,
    "points": _points,
    "margin": _margin,
    "with_margin": _with_margin,
    "spelled": _spelled,
    "ordinal": _ordinal,
    "base": _base,
    "grade": lambda number, unit: number.evidence,
    "year": _year,
    "in_words": _share_in_words,
    "standing": _standing,
    "direction": _compared("rose", "fell", "did not measurably change"),
    "comparison": _compared("higher", "lower", "not measurably different"),
    "times": _multiple,
}

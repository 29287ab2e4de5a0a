"""Words: printed numbers, number-words, and the judgement whether a word is true."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livepaper import Grade, Quantity
from livepaper.errors import WordsError
from livepaper.words import FORMS, holds, matches, printed
from livepaper.words.judging import in_words
from livepaper.words.numbers import digits, rounded

UNITS = st.sampled_from(["percent", "percentage points", "times", "year", "economies", "USD million (2023)"])
VALUES = st.decimals(-100_000, 100_000, places=3)
PERCENTAGES = st.decimals(0, 100, places=2)
BASES = st.none() | st.integers(1, 10_000)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("30.2", "percent", "30.2%"),
        ("7.0", "percent", "7.0%"),
        ("70", "percent", "70%"),
        ("33.333", "percent", "33.3%"),
        ("-8", "percentage points", "−8 points"),
        ("2", "times", "2 times"),
        ("2022", "year", "2022"),
        ("1110", "respondents", "1,110"),
        ("1094.82", "USD million (2023)", "USD 1,094.8 million (2023)"),
        ("6", "EUR billion", "EUR 6 billion"),
    ],
)
def test_a_value_is_printed_with_its_unit(amount, value, unit, text):
    """Published decimals stay, longer ones are rounded to one."""
    assert printed(amount(value, unit)) == text


@pytest.mark.parametrize(
    ("form", "value", "unit", "text"),
    [
        ("number", "30.2", "percent", "30.2"),
        ("number", "2022", "year", "2022"),
        ("rounded", "30.2", "percent", "30%"),
        ("rounded", "-0.4", "percent", "0%"),
        ("points", "-22", "percentage points", "22 points"),
        ("points", "1", "percent", "1 point"),
        ("spelled", "3", "economies", "three"),
        ("spelled", "13", "economies", "13"),
        ("ordinal", "5", "place", "fifth"),
        ("year", "2022", "year", "2022"),
        ("grade", "3", "economies", "publisher"),
        ("in_words", "75", "percent", "three quarters"),
        ("in_words", "74.4", "percent", "about three quarters"),
        ("in_words", "56", "percent", "a majority"),
        ("direction", "2", "percent", "rose"),
        ("direction", "-2", "percent", "fell"),
        ("comparison", "2", "percent", "higher"),
        ("comparison", "-2", "percent", "lower"),
        ("times", "1.95", "times", "doubled"),
        ("times", "3", "times", "tripled"),
    ],
)
def test_a_form_says_a_value_otherwise(amount, form, value, unit, text):
    """Each form has its own wording."""
    assert FORMS[form](amount(value, unit)) == text


def test_a_margin_is_printed_beside_its_value(share):
    """50 % of 2401: 1.959964 × sqrt(50 × 50 / 2401) = 2.0 points."""
    poll = share(50, 2401)
    assert FORMS["margin"](poll) == "2.0 points"
    assert FORMS["with_margin"](poll) == "50% ± 2.0 points"
    assert FORMS["base"](poll) == "2,401"


def test_a_computed_value_says_so_beside_its_grade(amount):
    """With the weakest grade it rests on."""
    assert FORMS["grade"](amount(3) - amount(1, grade=Grade.PRESS)) == "derived, press"


@pytest.mark.parametrize(
    ("form", "value", "unit"),
    [
        ("margin", "30", "percent"),
        ("with_margin", "30", "percent"),
        ("base", "30", "percent"),
        ("points", "3", "economies"),
        ("spelled", "2.5", "economies"),
        ("spelled", "-1", "economies"),
        ("ordinal", "0", "place"),
        ("ordinal", "13", "place"),
        ("ordinal", "1.5", "place"),
        ("year", "30", "percent"),
        ("standing", "50", "percent"),
        ("in_words", "3", "economies"),
        ("times", "2.5", "times"),
        ("times", "2", "economies"),
    ],
)
def test_a_form_refuses_what_it_cannot_say(amount, form, value, unit):
    """The message names the row, so that an author finds it."""
    with pytest.raises(WordsError, match=r"facts#a"):
        FORMS[form](amount(value, unit))


@given(VALUES, UNITS, BASES, st.booleans())
def test_forms_raise_nothing_but_words_errors(value, unit, base, sampled):
    """Whatever the number, a chapter has a text or learns which form fails."""
    q = Quantity(value, unit, ("t#a",), Grade.PRESS, base=base, error=Decimal(1) if sampled else None)
    for form in FORMS.values():
        with suppress(WordsError):
            assert form(q)


@given(PERCENTAGES, BASES, st.none() | PERCENTAGES)
def test_what_is_said_in_words_holds(share, value, base, rival):
    """Saying and judging use one set of rules."""
    q = share(value, base, rival=rival)
    try:
        said = in_words(q)
    except WordsError:
        return
    assert holds(said, q)


@given(VALUES)
def test_a_printed_number_matches_its_quantity(amount, value):
    """At the precision at which it is printed."""
    q = amount(value)
    assert matches(printed(q).replace("\N{MINUS SIGN}", "-"), q)


@pytest.mark.parametrize(
    ("value", "base", "rival", "standing"),
    [
        (54, 1000, None, "a majority"),
        (46, 1000, None, "a minority"),
        (51, 1000, 20, "a plurality"),
        (51, None, 20, "a majority"),
    ],
)
def test_a_standing_holds_beyond_the_margin(share, value, base, rival, standing):
    """At 1,000 the margin of 51 % is 1.96 × sqrt(51 × 49 / 1000) = 3.1 points, of 54 % as much."""
    assert FORMS["standing"](share(value, base, rival=rival)) == standing


@pytest.mark.parametrize(("base", "leads"), [(100, False), (1000, True)])
def test_a_plurality_leads_its_rival_beyond_their_joint_margin(share, base, leads):
    """40 % against 33 %: 1.96 × sqrt((100 × 73 - 7 × 7) / n) is 16.7 points at 100 and 5.3 at 1,000."""
    assert holds("a plurality", share(40, base, rival=Decimal(33))) is leads


def test_a_plurality_is_no_majority(share):
    """The greater word excludes the lesser."""
    assert not holds("a plurality", share(60, 1000, rival=Decimal(20)))


@pytest.mark.parametrize(
    ("word", "value", "true"),
    [
        ("Most", "56", True),
        ("majority", "44", False),
        ("large majority", "66.7", True),
        ("large majority", "66.6", False),
        ("minority", "44", True),
        ("a fifth", "19", True),
        ("one fifth", "22.1", False),
        ("about a third", "33", True),
        ("a tenth", "12.1", False),
        ("half", "50", True),
        ("nearly two thirds", "65", True),
        ("nearly two thirds", "67", False),
        ("nearly two thirds", "74.4", False),
        ("nearly two third", "65", True),
        ("nearly two third", "74.4", False),
        ("three quarters", "74.4", True),
        ("almost half", "49", True),
        ("nearly 45", "44", True),
        ("over 40", "40.5", True),
        ("over 40", "40", False),
        ("under half", "49", True),
        ("only 4.8", "4.8", True),
        ("only 5", "4.8", False),
        ("42", "42", True),
        ("42", "43", False),
        ("42", "42.4", True),
    ],
)
def test_a_word_is_judged_of_a_share(share, word, value, true):
    """Fractions allow two points, written numbers the precision they are written in."""
    assert holds(word, share(value)) is true


@pytest.mark.parametrize(
    ("word", "value", "unit", "true"),
    [
        ("three", "3", "economies", True),
        ("four", "3", "economies", False),
        ("second", "2", "place", True),
        ("third", "3", "place", True),
        ("fifth", "5", "place", True),
        ("tenth", "9", "place", False),
        ("second most", "2", "place", True),
        ("third most", "2", "place", False),
        ("1,110", "1110", "respondents", True),
        ("doubled", "2.1", "times", True),
        ("twice", "2.2", "times", False),
        ("tripled", "3.1", "times", True),
        ("tripled", "2", "times", False),
        ("quadrupled", "4", "times", True),
        ("rose", "3", "percentage points", True),
        ("fell", "3", "percentage points", False),
        ("about the same", "0", "percentage points", True),
        ("did not measurably change", "3", "percentage points", False),
        ("not measurably different", "0", "percentage points", True),
        ("not measurably different", "3", "percentage points", False),
        ("higher", "3", "percentage points", True),
        ("lower", "3", "percentage points", False),
        ("majority", "60", "economies", False),
    ],
)
def test_a_word_is_judged_in_its_unit(amount, word, value, unit, true):
    """Ordinals are places, not fractions; majorities are shares."""
    assert holds(word, amount(value, unit)) is true


def test_a_change_within_its_margin_is_none(share):
    """Two independent polls of 100, 22 % and 20 %: the margin is 11.3 points."""
    assert FORMS["direction"](share(22, 100) - share(20, 100)) == "did not measurably change"
    assert holds("about the same", share(22, 100) - share(20, 100))


@pytest.mark.parametrize("word", ["", "plenty", "over the majority", "nearly", "a third"])
def test_an_unknown_word_is_refused(amount, word):
    """A fraction of something that is no share is unknown too; the message lists the words there are."""
    with pytest.raises(WordsError, match="no rule for it; expected one of: majority"):
        holds(word, amount(3))


@pytest.mark.parametrize(
    ("text", "value", "true"),
    [("36", "36.4", True), ("36", "36.6", False), ("7.0", "7", True), ("7.0", "7.1", False), ("1,110", "1110", True)],
)
def test_a_printed_number_counts_at_its_own_precision(share, text, value, true):
    """36 stands for anything that rounds to it."""
    assert matches(text, share(value)) is true


@pytest.mark.parametrize(("value", "places", "result"), [("0.5", 0, "0"), ("1.5", 0, "2"), ("-0.04", 1, "0.0")])
def test_halves_round_to_even_and_zero_has_no_sign(value, places, result):
    """Rounding shifts no average and prints no minus zero."""
    assert str(rounded(Decimal(value), places)) == result


def test_numbers_have_separators_and_a_true_minus():
    """As readers expect them."""
    assert digits(Decimal("-1234.5")) == "−1,234.5"

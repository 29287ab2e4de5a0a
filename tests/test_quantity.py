"""Quantities: evidence that travels, and sampling errors worked by hand."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livepaper import Grade, Quantity, tally, total
from livepaper.errors import UnitError
from livepaper.quantity import strongest, weakest


def near(value: float) -> object:
    """Allow for the digits that a hand-worked result leaves out."""
    return pytest.approx(Decimal(str(value)), abs=Decimal("0.0005"))


def test_margin_is_that_of_a_simple_random_sample(share):
    """30.2 % of 1110: sqrt(30.2 × 69.8 / 1110) = 1.3781, times 1.959964 = 2.7010."""
    assert share("30.2", 1110).margin == near(2.7010)


def test_without_a_base_there_is_no_margin(share):
    """Nothing is assumed where nothing was published."""
    assert share("30.2").margin is None


def test_shares_of_one_sample_add_up_as_multinomial(share):
    """30 % + 20 % of 100: sqrt(21 + 16 - 2 × 30 × 20 / 100) = 5 = sqrt(50 × 50 / 100)."""
    both = share(30, 100, sample="s", question="q") + share(20, 100, sample="s", question="q")
    assert (both.value, both.error, both.base, both.sample) == (50, near(5), 100, "s")


def test_shares_of_one_sample_differ_as_multinomial(share):
    """30 % - 20 % of 100: sqrt(21 + 16 + 2 × 30 × 20 / 100) = 7."""
    gap = share(30, 100, sample="s", question="q") - share(20, 100, sample="s", question="q")
    assert (gap.value, gap.error, gap.unit) == (10, near(7), "percentage points")


def test_independent_samples_have_no_covariance(share):
    """20 % - 10 % of 100 each: sqrt(16 + 9) = 5."""
    gap = share(20, 100, sample="one", question="q") - share(10, 100, sample="two", question="q")
    assert (gap.error, gap.base) == (near(5), None)


def test_shares_without_a_sample_are_independent(share):
    """Two unknown samples are not taken for one: sqrt(16 + 9) = 5."""
    assert (share(20, 100) + share(10, 100)).error == near(5)


def test_an_unknown_error_stays_unknown(share):
    """A share without a base leaves the margin of any difference open."""
    assert (share(20, 100) - share(10)).margin is None


@given(st.lists(st.integers(1, 25), min_size=2, max_size=4), st.integers(50, 5000))
def test_any_shares_of_one_sample_have_the_error_of_their_sum(share, values, base):
    """Adding answers one by one gives sqrt(s(100 - s) / n), the error of one answer with share s."""
    added = total(share(value, base, sample="s", question="q") for value in values)
    assert added.error == pytest.approx(share(sum(values), base).error, abs=Decimal("1e-12"))


def test_answers_to_different_questions_differ_by_at_most_both_errors(share):
    """20 % and 10 % of the same 100 people: how they overlap is unknown, so the error can reach 4 + 3 = 7."""
    gap = share(20, 100, sample="s", question="q") - share(10, 100, sample="s")
    assert (gap.error, gap.sample) == (near(7), None)


def test_words_are_held_to_the_known_margin(share):
    """Where the base is published, caution is the margin itself."""
    assert share(30, 1000, sampled=True).caution == share(30, 1000).margin


def test_words_about_samples_of_unknown_size_are_held_to_a_hundred_people(share):
    """1.96 × sqrt(50 × 50 / 100) = 9.80 for a share; 1.96 × sqrt(2 × 25) = 13.86 for a difference."""
    assert share(50, sampled=True).caution == near(9.7998)
    assert (share(50, sampled=True) - share(20, sampled=True)).caution == near(13.8590)


def test_counts_need_no_caution(amount):
    """They are not samples."""
    assert amount(4).caution == 0


def test_a_sum_rests_on_every_row_once(amount):
    """Shared rows are not repeated."""
    both = amount(1, rows=("t#a", "u#b")) + amount(2, rows=("u#b", "t#c"))
    assert both.rows == ("t#a", "u#b", "t#c")
    assert both.resources == ("t", "u")


def test_a_result_carries_the_weakest_grade(amount):
    """A chain of evidence is as strong as its weakest row, and the result says it was computed."""
    gap = amount(3, grade=Grade.MIRROR) - amount(1, grade=Grade.PAPER)
    assert (gap.grade, gap.derived) == (Grade.PAPER, True)


def test_grades_run_from_publisher_to_paper():
    """Their order decides which one a result carries."""
    assert list(Grade) == ["publisher", "mirror", "press", "paper"]
    assert weakest(Grade) is Grade.PAPER
    assert strongest(Grade) is Grade.PUBLISHER
    assert all(grade.meaning for grade in Grade)


def test_a_percentage_of_a_whole(amount):
    """20 of 80 is 25 %."""
    part = amount(20).percent_of(amount(80))
    assert (part.value, part.unit, part.derived) == (25, "percent", True)


def test_a_change_is_in_percent_of_the_earlier_value(amount):
    """From 120 to 150 is 25 % more, from 150 to 120 is 20 % less."""
    assert amount(150).change_from(amount(120)).value == 25
    assert amount(120).change_from(amount(150)).value == -20


def test_a_ratio_has_its_own_unit(amount):
    """44 by 22 is twice."""
    ratio = amount(44) / amount(22)
    assert (ratio.value, ratio.unit) == (2, "times")


def test_a_total_adds_up_all(amount):
    """1 + 2 + 3 = 6; one alone is left as it was published."""
    assert total([amount(1), amount(2), amount(3)]).value == 6
    assert not total([amount(1)]).derived


def test_a_total_of_nothing_is_refused():
    """No rows, no number."""
    with pytest.raises(UnitError, match="a total: found no quantities"):
        total([])


@pytest.mark.parametrize("operator", ["__add__", "__sub__", "__truediv__", "__lt__", "__gt__"])
def test_different_units_do_not_mix(amount, operator):
    """The message names both units."""
    with pytest.raises(UnitError, match=r"found (bodies and economies|economies and bodies)"):
        getattr(amount(1, "economies"), operator)(amount(2, "bodies"))


@pytest.mark.parametrize("method", ["percent_of", "change_from", "__truediv__"])
def test_nothing_is_divided_by_zero(amount, method):
    """A change from nothing has no percentage."""
    with pytest.raises(UnitError, match="divisor of zero"):
        getattr(amount(1), method)(amount(0))


def test_quantities_of_one_unit_are_ordered(amount):
    """By their values alone."""
    assert amount(1) < amount(2)
    assert amount(2) > amount(1)


@pytest.mark.parametrize("operator", ["__add__", "__sub__", "__truediv__", "__lt__", "__gt__"])
def test_a_bare_number_does_not_mix_with_a_quantity(amount, operator):
    """A number without rows has no place in the book."""
    assert getattr(amount(1), operator)(2) is NotImplemented


@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_a_value_is_finite(amount, value):
    """Missing values are not numbers."""
    with pytest.raises(UnitError, match="a finite Decimal"):
        amount(value)


def test_a_quantity_has_evidence():
    """Without a row there is no quantity."""
    with pytest.raises(UnitError, match="found no row of evidence"):
        Quantity(Decimal(1), "economies", (), Grade.PUBLISHER)


def test_a_quantity_does_not_change(amount):
    """What a chapter printed stays what it was."""
    with pytest.raises(FrozenInstanceError):
        amount(1).value = Decimal(2)


def test_a_tally_counts_and_rests_on_all(amount):
    """Three quantities on two rows, one of them known only from the paper."""
    items = [amount(1, rows=("t#a",)), amount(2, rows=("t#b",), grade=Grade.PAPER), amount(3, rows=("t#a",))]
    counted = tally(items, "x")
    assert (counted.value, counted.unit, counted.rows, counted.grade) == (3, "x", ("t#a", "t#b"), Grade.PAPER)

"""Verdicts: printed numbers against claims, and corrections that must still stand."""

from __future__ import annotations

import pytest

from livepaper import Grade
from livepaper.errors import CorrectionError, WordsError
from livepaper.verdicts import Judged, Verdict, claims_of, computed, holds, judge, require


class Facts:
    """Evidence of two claims and one cell."""

    def __init__(self, share, amount):
        self.claims = {"a/war": share("30.2", grade=Grade.PAPER), "a/bodies": amount(6)}

    def quantity(self, claim):
        """Look a claim up."""
        return self.claims[claim]

    def cell(self, resource, key, column):
        """Spell the cell out, or give a number."""
        return "" if column == "empty" else "2008" if column == "founded" else f"{resource} {key} {column}"


@pytest.fixture
def facts(share, amount):
    """The evidence."""
    return Facts(share, amount)


def printed(**parts):
    """Return a printed number: war, 30.2 %."""
    row = {"printed": "p1", "text": "30.2%", "section": "4.1", "kind": "percent", "value": "30.2", "word": ""}
    return {**row, "claim": "a/war", "exempt": "", **parts}


def correction(**parts):
    """Return a correction of it: not checkable."""
    row = {"correction": "c1", "printed": "p1", "verdict": "not checkable"}
    return {**row, "expectation": 'grade:a/war == "paper"', **parts}


@pytest.mark.parametrize(
    ("row", "grade", "verdict"),
    [
        ({}, Grade.PRESS, Verdict.AGREES),
        ({}, Grade.PAPER, Verdict.NOT_CHECKABLE),
        ({"value": "30"}, Grade.PRESS, Verdict.AGREES),
        ({"value": "31"}, Grade.PRESS, Verdict.DIFFERS),
        ({"value": "31"}, Grade.PAPER, Verdict.DIFFERS),
        ({"kind": "word", "word": "minority"}, Grade.PAPER, Verdict.AGREES),
        ({"kind": "word", "word": "most"}, Grade.PRESS, Verdict.DIFFERS),
        ({"kind": "fraction", "word": "nearly a third"}, Grade.PRESS, Verdict.DIFFERS),
    ],
)
def test_a_printed_number_is_compared_with_its_claim(share, row, grade, verdict):
    """30.2 % is 30 at the precision of 30, a minority, and too far from a third; a word needs no other source."""
    assert computed(printed(**row), share("30.2", grade=grade)) is verdict


def test_a_row_without_value_and_word_cannot_be_judged(share):
    """The message names the printed number and the two columns."""
    with pytest.raises(CorrectionError, match=r"printed number p1 .* neither a value nor a word.*value and word"):
        computed(printed(value=""), share("30.2"))


@pytest.mark.parametrize(
    ("expectation", "true"),
    [
        ("claim:a/bodies == 6", True),
        ("claim:a/bodies != 6", False),
        ("claim:a/war < 30.3", True),
        ("claim:a/war >= 30.3", False),
        ("claim:a/war <= 30.2", True),
        ("claim:a/war > -1", True),
        ('grade:a/war == "paper"', True),
        ('grade:a/bodies == "paper"', False),
        ('claim:a/war is "a minority"', True),
        ('claim:a/war is not "nearly two thirds"', True),
        ('cell:region-bodies[rcc].name == "region-bodies rcc name"', True),
        ("cell:region-bodies[rcc].founded == 2008", True),
        ("cell:t[a b|c].founded > 2008", False),
        ('cell:t[x and y].name == "t x and y name"', True),
        ("claim:a/bodies == 6 and claim:a/war > 30", True),
        ("claim:a/bodies == 6 and claim:a/war > 31", False),
    ],
)
def test_an_expectation_is_judged(facts, expectation, true):
    """Every one of its conditions must hold."""
    assert holds(expectation, facts, "here") is true


@pytest.mark.parametrize(
    ("expectation", "message"),
    [
        ("war is over", "here: found the condition “war is over”"),
        ("", "here: found the condition “”"),
        ("claim:a/war", "SUBJECT OPERATOR LITERAL"),
        ('cell:bodies == "x"', "RESOURCE"),
        ('claim:a/war == "many"', "“many”; expected a number"),
        ("claim:a/war == 1.2.3", "“1.2.3”; expected a number"),
        ("cell:t[k].empty == 1", "“”; expected a number"),
    ],
)
def test_a_malformed_expectation_is_refused(facts, expectation, message):
    """The message names the place and the condition."""
    with pytest.raises(CorrectionError, match=message):
        holds(expectation, facts, "here")


@pytest.mark.parametrize(
    ("expectation", "claims"),
    [
        ('claim:a/war is not "half" and grade:a/bodies == "paper"', {"a/war", "a/bodies"}),
        ('cell:table[x].note == "see claim:a/war below"', set()),
        ('claim:a/war == 30 and cell:table[claim:a/bodies ].year == "2008"', {"a/war"}),
        ("claim:a/war", set()),
    ],
)
def test_the_claims_of_an_expectation_are_told(expectation, claims):
    """Those that its conditions judge, not what a text in quotation marks or a key looks like."""
    assert claims_of(expectation) == claims


def test_an_unknown_word_in_an_expectation_is_refused(facts):
    """Rather than being false."""
    with pytest.raises(WordsError):
        holds('claim:a/war is not "plenty"', facts, "here")


def test_an_agreeing_number_needs_no_correction(facts):
    """Six bodies, six printed."""
    row = printed(claim="a/bodies", value="6", kind="count")
    assert judge(row, [], facts) == Judged(row, Verdict.AGREES)


def test_what_does_not_agree_needs_a_correction(facts):
    """A new disagreement cannot pass unseen."""
    with pytest.raises(CorrectionError, match=r"printed number p1 \(“30.2%”, section 4.1\): found not checkable"):
        judge(printed(), [correction(printed="p2")], facts)


def test_a_corrected_number_has_the_corrections_verdict(facts):
    """And keeps the correction for the page."""
    assert judge(printed(), [correction()], facts) == Judged(printed(), Verdict.NOT_CHECKABLE, (correction(),))


def test_the_gravest_correction_counts(facts):
    """Whatever the order in the file."""
    grave = correction(correction="c2", verdict="differs")
    judged = judge(printed(), [correction(), grave], facts)
    assert (judged.verdict, judged.corrections) == (Verdict.DIFFERS, (grave, correction()))


def test_a_difference_cannot_hide_as_not_checkable(facts):
    """31 is not 30.2, whatever the evidence is worth."""
    with pytest.raises(CorrectionError, match="Correct the correction"):
        judge(printed(value="31"), [correction()], facts)


@pytest.mark.parametrize(("corrections", "verdict"), [([], None), ([correction(verdict="overtaken")], "overtaken")])
def test_an_exempt_number_has_only_a_corrections_verdict(facts, corrections, verdict):
    """There is no claim to compare it with."""
    assert judge(printed(claim="", exempt="year"), corrections, facts).verdict == verdict


@pytest.mark.parametrize("check", [require, lambda row, facts: judge(printed(), [row], facts)])
def test_an_outlived_correction_is_refused(facts, check):
    """The data have moved on; the correction must too."""
    with pytest.raises(CorrectionError, match=r"correction c1: found that “claim:a/bodies == 7” no longer holds"):
        check(correction(expectation="claim:a/bodies == 7"), facts)

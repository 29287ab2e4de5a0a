"""Numbers that are bound to nothing."""

from __future__ import annotations

import re

from livepaper import Claim
from livepaper.exemptions import Exemption
from livepaper.loose import fitting, known_as, sort
from livepaper.numerals import scan
from livepaper.passages import Bound, Passage

YEARS = Exemption("years", frozenset({"*"}), frozenset({"prose"}), "a year", re.compile(r"\b20\d\d\b"))
UNUSED = Exemption("pages", frozenset({"*"}), frozenset({"*"}), "a page", re.compile(r"p\. \d+"))


def test_numbers_are_sorted_by_what_holds_them_to_evidence() -> None:
    """Those in claims, those a reason covers, and the rest; reasons that cover nothing are not among those used."""
    passage = Passage("small", 1, "prose", "In 2022 30.2% and half.", (Bound(8, 13, "small/war", "printed", "30.2"),))
    numbers = sort(passage, [YEARS, UNUSED])
    found = [[token.text for token in kind] for kind in (numbers.bound, numbers.exempt, numbers.loose)]
    assert found == [["30.2"], ["2022"], ["half"]]
    assert numbers.reasons == {"years"}


def test_claims_that_fit_are_named_those_of_the_chapter_first(share, amount) -> None:
    """By value for numbers, by the rules of number-words for fractions; words of comparison fit too many."""
    claims = [Claim("a/half", share("50.4")), Claim("b/fifty", amount(50)), Claim("b/forty", amount(40))]
    assert fitting(scan("50")[0], claims, "b") == ["b/fifty", "a/half"]
    assert fitting(scan("half")[0], claims, "b") == ["a/half"]
    assert fitting(scan("most")[0], claims, "b") == []


def test_no_more_claims_are_named_than_are_read() -> None:
    """And where none fits, nothing is said."""
    assert known_as(["a/a", "a/b", "a/c", "a/d"]) == " Claims that fit: a/a, a/b, a/c."
    assert known_as([]) == ""

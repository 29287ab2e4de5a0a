"""The scanner: every numeral and number-word of English prose, and nothing else."""

from __future__ import annotations

import pytest

from livepaper.numerals import Kind, scan


def found(text: str) -> list[str]:
    """Return the texts of the tokens."""
    return [token.text for token in scan(text)]


@pytest.mark.parametrize(
    ("text", "numerals"),
    [
        ("1,110 people", ["1,110"]),
        ("30.2 % ± 2.7 points", ["30.2", "2.7"]),
        ("from 2016–2020", ["2016", "2020"]),
        ("pp. 24 and 27", ["24", "27"]),
        ("section 3.1.", ["3.1"]),
        ("UNSCR 1244/1999", ["1244", "1999"]),
        ("all WB6, the A5", ["6", "5"]),
        ("½ of them, 1\u202f110", ["½", "1\u202f110"]),
        ("−3.5 points", ["3.5"]),
    ],
)
def test_digits_are_found_in_all_their_shapes(text: str, numerals: list[str]) -> None:
    """A number keeps its separators, leaves sign and unit, and a range has two ends."""
    assert [token.text for token in scan(text) if token.kind is Kind.NUMERAL] == numerals


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("twelve bodies", ["twelve"], Kind.CARDINAL),
        ("Twenty-one of two hundred and five", ["Twenty-one", "two hundred and five"], Kind.CARDINAL),
        ("a dozen", ["dozen"], Kind.CARDINAL),
        ("one of them, zero others", ["one", "zero"], Kind.CARDINAL),
        ("half", ["half"], Kind.FRACTION),
        ("a third, two thirds and three-quarters", ["a third", "two thirds", "three-quarters"], Kind.FRACTION),
        ("nearly two third", ["two third"], Kind.FRACTION),
        ("the second largest, thirdly", ["second", "thirdly"], Kind.ORDINAL),
        ("twenty-first", ["twenty-first"], Kind.ORDINAL),
        ("once, twice, doubled, tripling, halved, tenfold",
         ["once", "twice", "doubled", "tripling", "halved", "tenfold"], Kind.MULTIPLE),
        ("a majority, minorities, Most, none, all of it, nearly all, both, neither",
         ["majority", "minorities", "Most", "none", "all of", "nearly all", "both", "neither"], Kind.STANDING),
        ("rose, fell, has grown, increased, decreasing, declined",
         ["rose", "fell", "grown", "increased", "decreasing", "declined"], Kind.DIRECTION),
        ("higher, lower, more than, fewer than, at least, at most, exceeds",
         ["higher", "lower", "more than", "fewer than", "at least", "at most", "exceeds"], Kind.COMPARISON),
    ],
)  # fmt: skip
def test_number_words_are_found_by_kind(text: str, words: list[str], kind: Kind) -> None:
    """Each kind of number-word is found, whole, in upper and lower case."""
    assert [(token.text, token.kind) for token in scan(text)] == [(word, kind) for word in words]


@pytest.mark.parametrize(
    "text",
    [
        "second-hand", "seconds", "a third party and third-party pages", "zero-sum thinking", "Open Balkan",
        "someone, everyone, nobody", "tense, often, weight, height", "almost, utmost, foremost", "the last wave",
        "chapter IV", "threefoldness", "prose, fellow, grower", "unquarterly",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_number_is_left_alone(text: str) -> None:
    """Parts of words, compounds of their own, Roman numerals and “last” are no tokens."""
    assert found(text) == []


def test_a_token_knows_where_it_stands() -> None:
    """Its span cuts it out of the text."""
    text = "Of 1,110 people nearly all said so twice."

    assert [text[token.start : token.end] for token in scan(text)] == ["1,110", "nearly all", "twice"]

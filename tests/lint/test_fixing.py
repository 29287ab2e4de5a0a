"""Binding typed numbers: what is offered, and what is written."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from livepaper import Claim, Quantity
from livepaper.errors import ProjectError
from livepaper.lint import Source
from livepaper.lint.fixing import fixed, fixes
from livepaper.lint.offers import offers
from livepaper.numerals import scan

Make = Callable[..., Source]


def offered(text: str, *quantities: Quantity) -> list[str]:
    """What is offered for the first number of a text: what is printed, by which form of which claim."""
    claims = [Claim(f"small/{name}", quantity) for name, quantity in zip("abc", quantities, strict=False)]
    return [f"{offer.text}: {offer.expression('claims')}" for offer in offers(text, scan(text)[0], claims)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Here 79.6% agree.", ["79.6%: claims.a"]),
        ("Here 80% agree.", ["80%: claims.a.rounded"]),
        ("Here 79.6 per cent agree.", ["79.6: claims.a.number"]),
        ("Here 79.6% ± 2.4 points agree.", ["79.6% ± 2.4 points: claims.a.with_margin"]),
        ("Of 79.6 points", ["79.6 points: claims.a.points"]),
        ("About four fifths", []),
        ("Here about four fifths agree.", ["about four fifths: claims.a.in_words"]),
        ("Here 79.7% agree.", []),
        ("Here 1,079.6% agree.", []),
        ("Most agree.", []),
    ],
)
def test_the_form_that_prints_what_was_typed_is_offered(share, text: str, found: list[str]) -> None:
    """The longest that does, signs included; none for words that are true of many."""
    assert offered(text, share("79.6", 1110)) == found


def test_a_count_is_not_taken_for_a_share(share, amount) -> None:
    """The sign after a number tells them apart."""
    assert offered("Here 30% agree.", amount(30), share("30.2")) == ["30%: claims.b.rounded"]
    assert offered("Of 30 economies", amount(30), share("30.2")) == ["30: claims.a"]


@pytest.mark.parametrize("layout", [{"indent": 1}, {"indent": 4, "ensure_ascii": False}, {}])
def test_a_claim_is_written_in_place_of_the_number(source: Make, layout: dict[str, object]) -> None:
    """Nothing else of the file changes, whatever its layout and its way of writing letters."""
    made = source("md:# Views\n\nIn “their” words\n79.6% “agree”.")
    content = json.dumps(json.loads(made.path.read_text(encoding="utf-8")), **layout)
    made.path.write_text(content, encoding="utf-8")
    (fix,) = fixes(made)
    assert fix.markup == "{eval}`opinion.closer_cooperation`"
    assert fixed(content, made, [fix]) == content.replace("79.6%", fix.markup)


def test_of_several_claims_that_fit_the_chapters_own_is_offered(source: Make) -> None:
    """A chapter may give the number of another one a name of its own."""
    made = source("md:Here 79.6% agree.")
    other = made.known.ledger["public-opinion/closer_cooperation"]
    made.known.__dict__["ledger"] = {**made.known.ledger, "small/mine": Claim("small/mine", other.quantity)}
    (fix,) = fixes(made)
    assert fix.markup == "{eval}`claims.mine`"


def test_a_number_that_also_stands_in_a_listing_is_left_to_the_author(source: Make) -> None:
    """There it cannot be bound, so it is not clear which of the two was meant."""
    assert fixes(source("md:The form `79.6%` says that 79.6% agree.")) == []


def test_several_numbers_of_a_line_are_written_at_once(source: Make) -> None:
    """Each in its own place."""
    made = source("md:While 79.6% want this, 72.3% fear that.")
    content = made.path.read_text(encoding="utf-8")
    assert (
        "While {eval}`opinion.closer_cooperation` want this, {eval}`opinion.lack_of_cooperation` fear that."
        in fixed(content, made, fixes(made))
    )


def test_a_chapter_that_is_not_restated_is_named(source: Make) -> None:
    """With the line to add, and nothing is written."""
    (fix,) = fixes(source("md:Here 79.6% agree.", first="import pandas"))
    assert fix.markup == ""
    assert fix.advice == (
        'Add public_opinion = paper.chapter("public-opinion") to the first code cell, '
        "then {eval}`public_opinion.closer_cooperation`."
    )


@pytest.mark.parametrize("text", ["Here three agree.", "Here 12.34% agree.", "Here half agree."])
def test_where_several_claims_or_none_fit_nothing_is_offered(source: Make, text: str) -> None:
    """A guess would be worse than the number."""
    assert fixes(source(f"md:{text}")) == []


def test_a_file_that_changed_meanwhile_is_not_written(source: Make) -> None:
    """Offers are for what was read."""
    made = source("md:Here 79.6% agree.")
    content = made.path.read_text(encoding="utf-8").replace("79.6%", "79.7%")
    with pytest.raises(ProjectError, match="a file that changed meanwhile"):
        fixed(content, made, fixes(made))


def test_titles_of_figures_are_left_to_the_author(source: Make) -> None:
    """There a claim is named in braces, and must be the chapter's own."""
    assert fixes(source('Figure("a", claims, "79.6% agree", "b", "c", "d", draw, table)')) == []

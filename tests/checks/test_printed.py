"""The check *printed*: a claim that left what was printed, and a correction that no longer fits, are found."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from livepaper import Claims, Paper
from livepaper.checks.base import Finding
from livepaper.checks.printed import CHECK
from livepaper.edition import Edition, Problem
from tests.checks.conftest import Answer

ANSWERS = [
    Answer("poll-2022", "threat", "war", "30.2", "1110"),
    Answer("poll-2022", "help", "agree", "74.4", "1110", grade="paper"),
    Answer("poll-2022", "fare", "well", "12.25"),
]
PLACE = "printed number p1 (“30.2%”, section 4)"


def shares(paper: Paper, claims: Claims) -> None:
    """Claim a share known from the press, one known only from the paper, and a count."""
    claims.war = paper.wave("poll-2022").share("threat", "war")
    claims.help = paper.wave("poll-2022").share("help", "agree")
    claims.fare = paper.wave("poll-2022").share("fare", "well")
    claims.questions = paper.table("surveys-questions").where(question=("threat", "help")).count("questions")


def printed(**parts: str) -> dict[str, str]:
    """A printed number: war, 30.2%."""
    row = {"printed": "p1", "section": "4", "text": "30.2%", "kind": "percent", "value": "30.2", "claim": "small/war"}
    return {**row, **parts}


def correction(**parts: str) -> dict[str, str]:
    """A correction of it whose expectation holds."""
    row = {"correction": "c1", "printed": "p1", "verdict": "differs", "expectation": "claim:small/questions == 2"}
    return {**row, **parts}


@pytest.fixture
def find(small_edition: Callable[..., Edition]) -> Callable[..., tuple[Finding, ...]]:
    """Give a function that runs the check on one printed number, the claims and some corrections."""

    def run(row: dict[str, str], *corrections: dict[str, str], text: str = "") -> tuple[Finding, ...]:
        edition = small_edition(ANSWERS, shares, text, paper_printed=[row], paper_corrections=corrections)
        return CHECK.check(edition).findings

    return run


HOLDING = {
    "the same number": (printed(),),
    "coarser": (printed(text="30%", value="30"),),
    "halfway between": (printed(text="12.2%", value="12.2", claim="small/fare"),),
    "a number in words": (printed(text="two questions", kind="count", value="2", claim="small/questions"),),
    "a place": (printed(text="comes second", kind="ordinal", value="2", claim="small/questions"),),
    "a word": (printed(text="a minority", kind="word", value="", word="minority"),),
    "a recorded difference": (printed(text="31%", value="31"), correction()),
    "an explained agreement": (printed(), correction(verdict="unsupported")),
    "known only from the paper": (
        printed(text="74.4%", value="74.4", claim="small/help"),
        correction(verdict="not checkable", expectation='grade:small/help == "paper"'),
    ),
    "an exempt number": (printed(claim="", exempt="the number of a figure"),),
    "a correction of no number": (printed(), correction(printed="")),
}


@pytest.mark.parametrize("rows", HOLDING.values(), ids=HOLDING)
def test_what_agrees_or_is_explained_has_no_finding(find: Callable[..., tuple[Finding, ...]], rows: tuple) -> None:
    """Numbers agree at the precision printed."""
    assert find(*rows) == ()


BROKEN = {
    "differs": ((printed(text="30.3%", value="30.3"),), "that the claim is now 30.2%", "“30.3%” as printed (30.3), or"),
    "differs beyond its precision": ((printed(text="31%", value="31"),), "that the claim is now 30.2%", "“31%” as"),
    "word is not true": (
        (printed(text="most", kind="word", value="", word="most"),),
        "that the claim is now 30.2%",
        "“most” as printed (most), or a correction",
    ),
    "differs though said not to be checkable": (
        (printed(text="31%", value="31"), correction(verdict="not checkable")),
        "that the claim is now 30.2%",
        "or a correction that says more than “not checkable”",
    ),
    "agrees though said to differ": (
        (printed(), correction()),
        "a correction with the verdict “differs”, though the claim is 30.2%",
        "no difference: “30.2%” as printed (30.2)",
    ),
    "known only from the paper, unsaid": (
        (printed(text="74.4%", value="74.4", claim="small/help"),),
        "74.4%, known only as the paper itself quotes it",
        "a correction with the verdict “not checkable”",
    ),
    "outlived correction": (
        (printed(text="31%", value="31"), correction(expectation="claim:small/questions == 3")),
        "that “claim:small/questions == 3” no longer holds",
        "its cause to stand",
    ),
    "unknown claim": ((printed(claim="small/peace"),), "claim “small/peace”", "a claim of the book"),
    "unknown claim in an expectation": (
        (printed(), correction(printed="", expectation="claim:small/peace == 3")),
        "claim “small/peace”",
        "a claim of the book",
    ),
    "neither claim nor reason": ((printed(claim=""),), "neither a claim nor a reason for none", "one of them"),
    "value that its text lacks": ((printed(text="30.4%"),), "the value 30.2, which its text does not", "the value"),
    "neither value nor word": ((printed(value=""),), "neither a value nor a word", "what was printed"),
    "word without a rule": (
        (printed(text="heaps", kind="word", value="", word="heaps"),),
        "no rule for it",
        "one of: ",
    ),
    "stray correction": ((printed(), correction(printed="p2")), "the printed number “p2”", "a row of paper-printed"),
}


@pytest.mark.parametrize(("rows", "found", "expected"), BROKEN.values(), ids=BROKEN)
def test_each_fault_is_told_once_with_what_was_found_and_expected(
    find: Callable[..., tuple[Finding, ...]], rows: tuple, found: str, expected: str
) -> None:
    """What the book itself finds wrong is not told a second time."""
    (finding,) = find(*rows)

    assert found in finding.found
    assert expected in finding.expected


def test_verdicts_and_corrections_are_counted(small_edition: Callable[..., Edition]) -> None:
    """An exempt number is examined, and compared with nothing."""
    rows = [printed(), printed(printed="p2", text="31%", value="31"), printed(printed="p3", claim="", exempt="a year")]
    notes = [correction(printed="p2"), correction(correction="c2", printed="p3")]
    result = CHECK.check(small_edition(ANSWERS, shares, paper_printed=rows, paper_corrections=notes))

    assert result.examined == 5
    assert result.summary == (
        "2 printed numbers and words compared (1 agrees, 1 differs); 2 corrections looked at again; "
        "none unexplained or outlived"
    )


def test_a_finding_names_claim_and_sentence(find: Callable[..., tuple[Finding, ...]]) -> None:
    """So that a reader finds the number in the text at once."""
    (finding,) = find(printed(text="30.2%", value="30.2"), correction(), text="War is named by {eval}`claims.war`.")

    assert (finding.where, finding.claim) == (PLACE, "small/war")
    assert finding.sentence == "War is named by 30.2%."


def test_claims_of_a_chapter_that_failed_are_left_to_another_check(small_edition: Callable[..., Edition]) -> None:
    """Their absence has one cause, and *executed* names it."""
    edition = small_edition(
        ANSWERS,
        problem=Problem("failed", 1, "KeyError", "x"),
        paper_printed=[printed(), printed(printed="p2", claim="else/war")],
        paper_corrections=[correction(printed="", expectation="claim:small/war == 30.2")],
    )

    assert [finding.claim for finding in CHECK.check(edition).findings] == ["else/war"]


def test_a_paper_without_printed_numbers_has_nothing_to_compare(small_edition: Callable[..., Edition]) -> None:
    """The check is not an error there."""
    assert CHECK.check(small_edition(ANSWERS, shares)).examined == 0


def test_every_printed_number_of_the_paper_agrees_or_is_explained(edition: Edition) -> None:
    """The paper itself has no finding."""
    assert CHECK.check(edition).findings == ()

"""The check *arithmetic*: answers, nets and claims that do not add up are found, within what rounding explains."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from livepaper import Claims, Paper
from livepaper.checks.arithmetic import CHECK, COMPLETE
from livepaper.checks.base import Finding, Severity
from livepaper.edition import Edition
from tests.checks.conftest import Answer

SUM = "from full to none; 'support (total)' is the sum of full and somewhat and overlaps with them"


def asked(scale: str = "", choice: str = "single") -> list[dict[str, str]]:
    """The question about support."""
    return [{"question": "support", "series": "support", "scale": scale, "choice": choice}]


def answers(*percents: str) -> list[Answer]:
    """Answers A, B, C … to it with these shares."""
    return [Answer("poll-2022", "support", letter, percent) for letter, percent in zip("ABC", percents, strict=False)]


@pytest.fixture
def find(small_edition: Callable[..., Edition]) -> Callable[..., tuple[Finding, ...]]:
    """Give a function that runs the check on some answers to one question."""

    def run(given: list[Answer], scale: str = "", choice: str = "single") -> tuple[Finding, ...]:
        return CHECK.check(small_edition(given, surveys_questions=asked(scale, choice))).findings

    return run


@pytest.mark.parametrize(
    ("percents", "scale", "choice"),
    [
        (("63", "21"), "", "single"),
        (("51", "25", "25"), COMPLETE, "single"),
        (("49", "50"), COMPLETE, "single"),
        (("33", "33", "33"), f"four steps; {COMPLETE}", "single"),
        (("50.1", "25.0", "25.0"), COMPLETE, "single"),
        (("80", "70"), "", "multiple"),
        (("80", "70"), "", "battery"),
    ],
)
def test_answers_may_miss_their_sum_by_rounding(
    find: Callable[..., tuple[Finding, ...]], percents: tuple[str, ...], scale: str, choice: str
) -> None:
    """Half a unit for each; answers that are not all quoted may make less, several choices more."""
    assert find(answers(*percents), scale, choice) == ()


@pytest.mark.parametrize(
    ("percents", "scale", "found", "expected"),
    [
        (("63", "39"), "", "2 answers that make 102", "at most 100, give or take 1.0 for rounding"),
        (("50.1", "25.0", "25.1"), "", "3 answers that make 100.2", "at most 100, give or take 0.15 for rounding"),
        (("63", "35"), COMPLETE, "2 answers that make 98", "100, give or take 1.0 for rounding"),
        (("50.1", "25", "26"), COMPLETE, "3 answers that make 101.1", "100, give or take 1.05 for rounding"),
    ],
)
def test_answers_that_rounding_does_not_explain_are_an_error(
    find: Callable[..., tuple[Finding, ...]], percents: tuple[str, ...], scale: str, found: str, expected: str
) -> None:
    """The finding names wave, question and population."""
    (finding,) = find(answers(*percents), scale)

    assert (finding.severity, finding.found, finding.expected) == (Severity.ERROR, found, expected)
    assert finding.where == "surveys-toplines, poll-2022, support, A"


def test_a_net_is_not_added_to_its_parts(find: Callable[..., tuple[Finding, ...]]) -> None:
    """Sums beside their parts would make more than a whole."""
    assert find([*answers("45", "35"), Answer("poll-2022", "support", "support (total)", "80", net="yes")]) == ()


def support(total: str, full: str = "33", somewhat: str = "42", against: str = "20") -> list[Answer]:
    """A net, its two parts, and an answer that is no part of it; an empty share is left out."""
    named = {"fully support": full, "somewhat support": somewhat, "do not support": against}
    parts = [Answer("poll-2022", "support", name, percent) for name, percent in named.items() if percent]
    return [*parts, Answer("poll-2022", "support", "support (total)", total, net="yes")]


@pytest.mark.parametrize("given", [support("75"), support("76"), support("74.0"), support("40", somewhat="")])
def test_a_net_may_miss_its_parts_by_rounding_and_exceed_what_is_quoted_of_them(
    find: Callable[..., tuple[Finding, ...]], given: list[Answer]
) -> None:
    """Half a unit for the net and for each part."""
    assert find(given, SUM) == ()


@pytest.mark.parametrize(
    ("given", "found", "expected"),
    [
        (support("77"), "77, though fully support and somewhat support make 75", "75, give or take 1.5 for"),
        (support("73"), "73, though fully support and somewhat support make 75", "75, give or take 1.5 for"),
        (support("30", somewhat=""), "30, though fully support make 33", "at least 33, give or take 1.0 for"),
    ],
)
def test_a_net_that_its_parts_contradict_is_an_error(
    find: Callable[..., tuple[Finding, ...]], given: list[Answer], found: str, expected: str
) -> None:
    """The scale of the question says which answers a net adds up."""
    (finding,) = find(given, SUM)

    assert finding.found == found
    assert finding.expected.startswith(expected)


CONFLICT = [
    Answer("poll-2022", "mood", "good", "64", source="press"),
    Answer("poll-2022", "mood", "good", "37", source="speech"),
]


def both(paper: Paper, claims: Claims) -> None:
    """Claim both of two values for one thing."""
    claims.press = paper.wave("poll-2022").share("mood", "good", source="press")
    claims.speech = paper.wave("poll-2022").share("mood", "good", source="speech")


@pytest.mark.parametrize("rounded", ["64", "64.2", "63.5"])
def test_sources_that_agree_at_the_coarser_precision_do_not_conflict(
    find: Callable[..., tuple[Finding, ...]], rounded: str
) -> None:
    """64 confirms 64.2 and 63.5."""
    assert find([CONFLICT[0], replace(CONFLICT[1], percent=rounded)]) == ()


@pytest.mark.parametrize(
    ("text", "unseen"),
    [("", "64, 37"), ("It is {eval}`claims.press`.", "37"), ("{eval}`claims.press` or {eval}`claims.speech`", "")],
)
def test_two_values_for_one_thing_must_both_be_shown(
    small_edition: Callable[..., Edition], text: str, unseen: str
) -> None:
    """A conflict between sources is an error until each value stands on a page."""
    findings = CHECK.check(small_edition(CONFLICT, both, text)).findings

    assert [finding.found for finding in findings] == (["64 (press) and 37 (speech)"] if unseen else [])
    assert all(finding.expected.endswith(f"not shown: {unseen}") for finding in findings)


def test_a_count_over_the_rows_of_a_conflict_does_not_show_it(small_edition: Callable[..., Edition]) -> None:
    """Only a claim of the very value does."""

    def counted(paper: Paper, claims: Claims) -> None:
        claims.rows = paper.table("surveys-toplines").count("shares")

    assert CHECK.check(small_edition(CONFLICT, counted, "{eval}`claims.rows.spelled` shares")).findings != ()


REPEATED = [
    Answer("poll-2022", "threat", "war", "63.1"),
    Answer("poll-2022", "focus", "crime", "63.1"),
    Answer("poll-2022", "focus", "terror", "16"),
    Answer("poll-2022", "mood", "good", "16"),
]


def test_one_decimal_for_unrelated_claims_is_noted_with_both_sentences(small_edition: Callable[..., Edition]) -> None:
    """Whole percentages coincide by chance, and two claims of one row are related."""

    def claims(paper: Paper, claims: Claims) -> None:
        poll = paper.wave("poll-2022")
        claims.war = poll.share("threat", "war")
        claims.war_again = poll.share("threat", "war")
        claims.crime = poll.share("focus", "crime")
        claims.terror = poll.share("focus", "terror")
        claims.good = poll.share("mood", "good")

    text = "War is feared by {eval}`claims.war`. Crime is the field for {eval}`claims.crime`."
    result = CHECK.check(small_edition(REPEATED, claims, text))

    (finding,) = result.findings
    assert finding.severity is Severity.NOTE
    assert finding.where == "claims small/war and small/crime"
    assert finding.sentence == "War is feared by 63.1%."
    assert "63.1% for unrelated things" in finding.found
    assert "“Crime is the field for 63.1%.”" in finding.found
    assert result.examined == 8
    assert result.summary == "3 sets of answers and 5 claims add up; 1 decimal stands for unrelated claims"


def altered(**parts: object) -> Callable[[Paper, Claims], None]:
    """Claim a difference whose record is changed."""

    def claims(paper: Paper, claims: Claims) -> None:
        poll = paper.wave("poll-2022")
        claims.gap = replace(poll.share("threat", "war") - poll.share("focus", "terror"), **parts)

    return claims


@pytest.mark.parametrize(
    ("parts", "found", "expected"),
    [
        ({"value": Decimal("47.2")}, "the value 47.2", "47.1, which its rows give"),
        ({"formula": ()}, "no formula", "how it follows from cells"),
        ({"formula": ("cell", "surveys-toplines", "gone", "percent")}, "no such row", "the cell that a claim rests on"),
    ],
)
def test_a_claim_that_its_rows_do_not_give_is_an_error(
    small_edition: Callable[..., Edition], parts: dict[str, object], found: str, expected: str
) -> None:
    """Every claim is worked out again from its formula."""
    edition = small_edition(REPEATED, altered(**parts), "The gap is {eval}`claims.gap.points`.")
    (finding,) = CHECK.check(edition).findings

    assert (finding.found, finding.expected, finding.claim) == (found, expected, "small/gap")
    assert CHECK.check(edition).summary == (
        "3 sets of answers and 1 claims add up, except 1; no decimals stand for unrelated claims"
    )
    assert finding.sentence.startswith("The gap is 47.")


def test_the_paper_adds_up_and_its_repeated_decimals_are_known(edition: Edition) -> None:
    """63.1 and 16.2 stand for unrelated claims."""
    result = CHECK.check(edition)

    assert result.holds
    assert [finding.found.split()[0] for finding in result.findings] == ["63.1%", "16.2%"]

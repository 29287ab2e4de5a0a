"""The check *words*: a number-word that its number does not bear is found, in our text and in the printed one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from livepaper import Claims, Paper
from livepaper.checks.base import Result, Severity
from livepaper.checks.words import CHECK
from livepaper.edition import Edition
from tests.checks.conftest import Answer

THREATS = [
    Answer("poll-2022", "threat", "war", "42.5", "1110"),
    Answer("poll-2022", "threat", "crime", "28", "1110"),
    Answer("poll-2022", "threat", "flood", "16.2", "1110"),
]
HELP = Answer("poll-2022", "help", "agree", "74.4", "1110")
SERIES = [Answer("poll-2021", "mood", "good", "22", "1000"), Answer("poll-2022", "mood", "good", "44", "1000")]


def shares(paper: Paper, claims: Claims) -> None:
    """Claim the shares, a place and a change."""
    poll = paper.wave("poll-2022")
    claims.war = poll.share("threat", "war")
    claims.crime_rank = poll.rank("threat", "crime")
    claims.help = poll.share("help", "agree")
    claims.mood_change = poll.share("mood", "good") - paper.wave("poll-2021").share("mood", "good")
    claims.mood_ratio = poll.share("mood", "good") / paper.wave("poll-2021").share("mood", "good")
    claims.answers = paper.table("surveys-toplines").where(wave="poll-2022").count("answers")


def printed(text: str, claim: str, word: str = "", name: str = "p1") -> dict[str, str]:
    """A printed statement that a claim carries."""
    return {"printed": name, "section": "4", "text": text, "kind": "word", "word": word, "claim": f"small/{claim}"}


@pytest.fixture
def judge(small_edition: Callable[..., Edition]) -> Callable[..., Result]:
    """Give a function that runs the check on an edition with the shares."""

    def run(text: str = "", **parts: object) -> Result:
        return CHECK.check(small_edition([*THREATS, HELP, *SERIES], shares, text, **parts))

    return run


WORDS = {
    "claims.war.standing": "a plurality",
    "claims.help.in_words": "about three quarters",
    "claims.crime_rank.ordinal": "second",
    "claims.mood_change.direction": "rose",
    "claims.mood_change.comparison": "higher",
    "claims.mood_ratio.times": "doubled",
    "claims.answers.spelled": "five",
}


def test_words_that_hold_are_counted(judge: Callable[..., Result]) -> None:
    """Each word form of a claim is judged, and the ranks are."""
    result = judge(" ".join(f"{{eval}}`{expression}`" for expression in WORDS))

    assert result.findings == ()
    assert result.examined == 8
    assert result.summary.startswith("7 of 7 number-words of our text hold, 1 of 1 places; of 0 printed ones")


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ("claims.war.standing", "a majority"),
        ("claims.war.standing", "a handful"),
        ("claims.help.in_words", "about two thirds"),
        ("claims.crime_rank.ordinal", "first"),
        ("claims.mood_change.direction", "fell"),
        ("claims.mood_change.direction", "did not measurably change"),
        ("claims.mood_change.comparison", "lower"),
        ("claims.mood_change.comparison", "not measurably different"),
        ("claims.mood_ratio.times", "tripled"),
        ("claims.answers.spelled", "four"),
    ],
)
def test_a_word_of_ours_that_is_not_true_is_an_error(judge: Callable[..., Result], expression: str, says: str) -> None:
    """The finding names claim, sentence, the word found and the word that its number bears."""
    result = judge(f"It is so: {{eval}}`{expression}`.", says={expression: says})

    (finding,) = result.findings
    assert finding.severity is Severity.ERROR
    assert finding.claim == expression.replace("claims.", "small/").rpartition(".")[0]
    assert finding.sentence == f"It is so: {says}."
    assert f"“{says}” of {finding.claim}" in finding.found
    assert finding.expected == f"“{WORDS[expression]}”"


def test_a_share_is_shown_with_its_margin_and_a_count_without(judge: Callable[..., Result]) -> None:
    """So that a reader sees why a word does not fit."""
    says = {"claims.war.standing": "most", "claims.answers.spelled": "six"}
    told = [finding.found for finding in judge(" ".join(f"{{eval}}`{name}`" for name in says), says=says).findings]

    assert told == ["“most” of small/war, which is 42.5% ± 2.9 points", "“six” of small/answers, which is 5"]


def test_the_untrue_words_of_the_paper_are_found_without_reading_corrections(edition: Edition) -> None:
    """74.4% is not nearly two thirds, and 42.5% and 37.4% are pluralities, not most."""
    expected = {finding.where.split()[2]: finding.expected for finding in CHECK.check(edition).findings}

    assert expected["s42-nearly-two-third"] == "“about three quarters”"
    assert expected["s42-most-politicians"] == "“a plurality”"
    assert expected["s42-most-turkey"].startswith("“a plurality” of those asked, whose lead")


def test_the_same_untrue_word_in_two_places_is_told_once(judge: Callable[..., Result]) -> None:
    """The first place is named."""
    text = "One: {eval}`claims.war.standing`.\n\nTwo: {eval}`claims.war.standing`."

    (finding,) = judge(text, says={"claims.war.standing": "most"}).findings
    assert finding.sentence == "One: most."


@pytest.mark.parametrize(
    ("text", "claim", "word", "bears"),
    [
        ("nearly two third of the respondents", "help", "", "“about three quarters”"),
        ("nearly two third of the respondents", "help", "nearly two thirds", "“about three quarters”"),
        ("Most of the respondents", "war", "", "“a plurality”"),
        ("The majority of them", "war", "", "“a plurality”"),
        ("a large majority", "war", "", "“a plurality”"),
        ("the most serious threat", "crime_rank", "first", "a number of which “first” is true"),
        ("third most serious", "crime_rank", "", "a number of which “third” is true"),
        ("many more", "mood_change", "fell", "a number of which “fell” is true"),
        ("many more", "mood_change", "heaps", "a number of which “heaps” is true"),
        ("doubled", "mood_change", "", "a number of which “doubled” is true"),
        ("over five answers", "answers", "", "a number of which “over five” is true"),
    ],
)
def test_a_printed_word_that_is_not_true_is_found_from_its_own_text(
    judge: Callable[..., Result], text: str, claim: str, word: str, bears: str
) -> None:
    """Without a correction it is an error, whether or not the data name its word."""
    (finding,) = judge(paper_printed=[printed(text, claim, word)]).findings

    assert (finding.severity, finding.claim, finding.expected) == (Severity.ERROR, f"small/{claim}", bears)
    assert f"“{text}” printed of small/{claim}" in finding.found


@pytest.mark.parametrize(
    ("text", "claim", "word"),
    [
        ("the second most serious threat", "crime_rank", "second most"),
        ("the most serious threat", "war", ""),
        ("nearly three quarters", "help", ""),
        ("about the same", "mood_change", "rose"),
        ("a strong wish", "help", ""),
        ("74.4%", "help", ""),
    ],
)
def test_a_printed_word_that_is_true_has_no_finding(
    judge: Callable[..., Result], text: str, claim: str, word: str
) -> None:
    """The *most* of a superlative is no majority, and a text without a number-word states none."""
    assert judge(paper_printed=[printed(text, claim, word)]).findings == ()


@pytest.mark.parametrize(
    ("verdict", "severity"),
    [("differs", Severity.NOTE), ("unsupported", Severity.NOTE), ("not checkable", Severity.ERROR)],
)
def test_a_recorded_correction_turns_the_error_into_a_note(
    judge: Callable[..., Result], verdict: str, severity: Severity
) -> None:
    """Its expectation is not consulted; that the word cannot be checked explains nothing."""
    correction = {"correction": "w1", "printed": "p1", "verdict": verdict, "expectation": "claim:small/help == 1"}
    result = judge(paper_printed=[printed("Most of them", "war")], paper_corrections=[correction])

    assert [finding.severity for finding in result.findings] == [severity]
    assert result.examined == 2
    recorded = "all" if severity is Severity.NOTE else "0"
    assert result.summary.endswith(f"of 1 printed ones 1 do not hold, {recorded} of them recorded corrections")


def test_a_place_that_the_toplines_contradict_is_an_error(small_edition: Callable[..., Edition]) -> None:
    """A rank that leaves an answer out is counted again."""

    def claims(paper: Paper, claims: Claims) -> None:
        left_out = paper.table("surveys-toplines").where(response=("crime", "flood")).rows
        shares = [paper.wave("poll-2022").share("threat", row["response"]) for row in left_out]
        rank = paper.wave("poll-2022").rank("threat", "war")
        formula = ("rank", *(share.formula for share in shares))
        claims.crime_rank = type(rank)(rank.value, "place", rank.rows, rank.grade, formula=formula)

    result = CHECK.check(small_edition(THREATS, claims, "Crime comes {eval}`claims.crime_rank.ordinal`."))

    (finding,) = result.findings
    assert (finding.found, finding.claim) == ("place 1 for “crime”", "small/crime_rank")
    assert finding.expected == "place 2 of 3 answers to threat in poll-2022"


def test_a_place_that_is_shared_must_be_said_to_be(small_edition: Callable[..., Edition]) -> None:
    """Two answers of one share have one place."""

    def claims(paper: Paper, claims: Claims) -> None:
        claims.flood_rank = paper.wave("poll-2022").rank("threat", "flood")

    shared = [*THREATS, Answer("poll-2022", "threat", "fire", "16.2", "1110")]
    (finding,) = CHECK.check(small_edition(shared, claims)).findings

    assert finding.expected.endswith("place 3 of 4 answers to threat in poll-2022, which it shares with fire")


def test_the_paper_itself_holds_and_its_untrue_printed_words_are_known(edition: Edition) -> None:
    """74.4% is not nearly two thirds, 42.5% and 37.4% are not most; each is a recorded correction."""
    result = CHECK.check(edition)

    assert result.holds
    assert {finding.where.split()[2] for finding in result.findings} >= {
        "s42-nearly-two-third",
        "s42-most-politicians",
        "s42-most-turkey",
    }

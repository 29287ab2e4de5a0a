"""The check *comparable*: what must not be compared is found, and so is a word that its margin does not bear."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeAlias

import pytest

from livepaper import Claims, Paper
from livepaper.checks.base import Finding, Result, Severity
from livepaper.checks.comparable import CHECK
from livepaper.edition import Edition
from livepaper.quantity import Quantity
from tests.checks.conftest import Answer

ANSWERS = [
    Answer("poll-2021", "mood", "good", "22", "1000"),
    Answer("poll-2022", "mood", "good", "44", "1000"),
    Answer("poll-2022", "mood", "bad", "41", "1000"),
    Answer("poll-2022", "mood", "good", "60", "900", population="B"),
    Answer("poll-2022", "mood", "bad", "24", "900", population="B"),
    Answer("poll-2022", "temper", "good", "30", "1000"),
    Answer("poll-2020", "temper", "good", "24"),
]
MONEY = [{"row": "a", "exports": "5", "imports": "7"}, {"row": "b", "exports": "6"}]

Gap: TypeAlias = Callable[[Callable[..., Quantity]], Quantity]
"""From a function that gives shares to what compares them."""


@pytest.fixture
def judge(small_edition: Callable[..., Edition]) -> Callable[..., Result]:
    """Give a function that runs the check on a claim called gap."""

    def run(gap: Gap | None = None, text: str = "", change: dict[str, Any] | None = None, **parts: Any) -> Result:
        def claims(paper: Paper, claims: Claims) -> None:
            def share(wave: int, question: str = "mood", response: str = "good", population: str = "A") -> Quantity:
                return paper.wave(f"poll-{wave}").share(question, response, population)

            if gap:
                claims.gap = replace(gap(share), **(change or {}))

        return CHECK.check(small_edition(ANSWERS, claims, text, **parts))

    return run


def one(result: Result) -> Finding:
    """Return the only finding."""
    (finding,) = result.findings
    return finding


@pytest.mark.parametrize(
    ("gap", "form"),
    [
        (lambda share: share(2022) - share(2021), "direction"),
        (lambda share: share(2022) / share(2021), "times"),
        (lambda share: share(2022) - share(2022, response="bad"), "comparison"),
        (lambda share: share(2022, population="B") - share(2022), "comparison"),
    ],
    ids=["waves", "ratio of waves", "responses", "populations"],
)
def test_shares_may_differ_in_one_thing(judge: Callable[..., Result], gap: Gap, form: str) -> None:
    """Other waves, other answers or other people of one series."""
    result = judge(gap, f"It is {{eval}}`claims.gap.{form}`.")

    assert result.findings == ()
    assert result.examined == 6
    assert result.summary.startswith("1 comparisons, 2 questions and 3 waves looked at: nothing wrong")


@pytest.mark.parametrize(
    ("gap", "text", "why"),
    [
        (
            lambda share: share(2022, "temper") - share(2021),
            "It {eval}`claims.gap.direction`.",
            "the series temper and mood",
        ),
        (lambda share: share(2022, "temper") / share(2021), "", "the series temper and mood"),
        (lambda share: share(2022).change_from(share(2022, "temper")), "", "the series mood and temper"),
        (lambda share: share(2022, population="B") - share(2022, "temper"), "", "the series mood and temper"),
        (
            lambda share: share(2022, population="B") - share(2021),
            "",
            "other waves (poll-2022; poll-2021) as well as other populations (B; A)",
        ),
        (
            lambda share: share(2022, response="bad") - share(2021),
            "",
            "other waves (poll-2022; poll-2021) as well as other responses (bad; good)",
        ),
    ],
    ids=["change", "ratio", "change in percent", "other people", "two things", "two other things"],
)
def test_shares_that_cannot_be_compared_are_an_error(
    judge: Callable[..., Result], gap: Gap, text: str, why: str
) -> None:
    """Another series, or more than one of wave, population and response."""
    finding = one(judge(gap, text))

    assert (finding.severity, finding.claim) == (Severity.ERROR, "small/gap")
    assert finding.found.endswith(f"compares {why}")


@pytest.mark.parametrize("form", ["points", "comparison"])
def test_a_difference_between_questions_told_openly_is_noted(judge: Callable[..., Result], form: str) -> None:
    """To one population; a person has to read whether the sentence says so."""
    result = judge(lambda share: share(2022) - share(2022, "temper"), f"Elsewhere {{eval}}`claims.gap.{form}`.")

    assert one(result).severity is Severity.NOTE
    assert one(result).sentence.startswith("Elsewhere ")
    assert result.summary.endswith("nothing wrong, 1 between different questions, told openly")


@pytest.mark.parametrize(
    ("base", "error", "word"),
    [("1000", "", "higher"), ("1000", "1.5", "not measurably different"), ("", "1.0", "higher")],
    ids=["chance", "design", "no base"],
)
def test_a_given_standard_error_is_the_one_that_a_comparison_is_held_to(
    small_edition: Callable[..., Edition], base: str, error: str, word: str
) -> None:
    """Of one question: five points are beyond 4.4 by chance, inside 1.96 × (1.5 + 1.5), and beyond 1.96 × 2."""
    answers = [
        Answer("poll-2022", "mood", name, share, base, standard_error=error)
        for name, share in (("good", "30"), ("bad", "25"))
    ]

    def claims(paper: Paper, claims: Claims) -> None:
        poll = paper.wave("poll-2022")
        claims.gap = poll.share("mood", "good", "A") - poll.share("mood", "bad", "A")

    edition = small_edition(answers, claims, "It is {eval}`claims.gap.comparison`.")

    assert str(edition.claims["small/gap"].comparison) == word
    assert CHECK.check(edition).findings == ()


def test_a_share_is_not_compared_with_a_number_of_another_table(small_edition: Callable[..., Edition]) -> None:
    """Though both are percentages."""

    def claims(paper: Paper, claims: Claims) -> None:
        exports = paper.table("money").where(row="a").value("exports", "percent")
        claims.gap = paper.wave("poll-2022").share("mood", "good", "A") - exports

    finding = one(CHECK.check(small_edition(ANSWERS, claims, money=MONEY)))
    assert finding.found == "small/gap, which compares surveys-toplines.percent with money.exports"


@pytest.mark.parametrize(("column", "wrong"), [("exports", False), ("imports", True)])
def test_values_of_different_columns_are_not_compared(
    small_edition: Callable[..., Edition], column: str, wrong: bool
) -> None:
    """Exports of one year are not set against imports of another."""

    def claims(paper: Paper, claims: Claims) -> None:
        rows = paper.table("money")
        claims.gap = rows.where(row="b").value("exports", "EUR") - rows.where(row="a").value(column, "EUR")

    findings = CHECK.check(small_edition(ANSWERS, claims, money=MONEY)).findings

    told = ["small/gap, which compares money.exports with money.imports"]
    assert [finding.found for finding in findings] == told * wrong


@pytest.mark.parametrize(
    ("gap", "form", "says", "margin"),
    [
        (lambda share: share(2022) - share(2022, response="bad"), "comparison", "higher", "inside|5.7"),
        (lambda share: share(2022, "temper") - share(2020, "temper"), "direction", "rose", "inside|13.9"),
        (lambda share: share(2022, "temper") / share(2020, "temper"), "times", "doubled", "inside|13.9"),
        (lambda share: share(2022) - share(2021), "direction", "did not measurably change", "beyond|4.0"),
        (
            lambda share: share(2022, population="B") - share(2022),
            "comparison",
            "not measurably different",
            "beyond|4.4",
        ),
        (
            lambda share: (
                (share(2022) + share(2022, response="bad"))
                - (share(2022, population="B") + share(2022, response="bad", population="B"))
            ),
            "comparison",
            "higher",
            "inside|3.3",
        ),
    ],
    ids=["answers", "unknown base", "ratio", "change", "populations", "sums"],
)
def test_a_comparison_in_words_is_held_against_the_margin_of_its_rows(
    judge: Callable[..., Result], gap: Gap, form: str, says: str, margin: str
) -> None:
    """What the chapter recorded as margin does not count; without a base that of a hundred people does."""
    role = f"claims.gap.{form}"
    change = {"value": Decimal(2), "error": Decimal("0.1")}
    finding = one(judge(gap, f"It {{eval}}`{role}`.", change, says={role: says}))

    side, size = margin.split("|")
    assert (finding.severity, finding.claim, finding.sentence) == (Severity.ERROR, "small/gap", f"It {says}.")
    assert finding.expected == f"a word for what lies {side} the joint margin of {size} points"


@pytest.mark.parametrize(
    ("gap", "form"),
    [(lambda share: share(2021) - share(2022), "direction"), (lambda share: share(2022) - share(2021), "")],
)
def test_a_change_runs_from_the_earlier_wave_to_the_later(judge: Callable[..., Result], gap: Gap, form: str) -> None:
    """The other way round a rise would be told as a fall."""
    findings = judge(gap, f"It {{eval}}`claims.gap.{form or 'direction'}`.").findings

    assert [finding.found for finding in findings] == ["“fell” of small/gap, from 2022 to 2021"] * bool(form)


def test_answers_to_a_battery_have_the_widest_margin(judge: Callable[..., Result]) -> None:
    """How the answers of the same people go together is not known, so the errors add up."""
    role = "claims.gap.comparison"
    asked = [{"question": "mood", "series": "mood", "choice": "battery"}]
    gap = judge(
        lambda share: share(2022) - share(2022, response="bad"),
        f"{{eval}}`{role}`",
        says={role: "higher"},
        surveys_questions=asked,
    )

    assert "inside the joint margin of 6.1 points" in one(gap).expected


def test_parts_of_several_answers_in_a_battery_have_the_largest_error(judge: Callable[..., Result]) -> None:
    """The errors of the parts and of the sides add up, or join as those of independent samples."""
    role = "claims.gap.comparison"
    asked = [{"question": "mood", "series": "mood", "choice": "battery"}]
    gap = judge(
        lambda share: (
            (share(2022) + share(2022, response="bad"))
            - (share(2022, population="B") + share(2022, response="bad", population="B"))
        ),
        f"{{eval}}`{role}`",
        says={role: "higher"},
        surveys_questions=asked,
    )

    assert "inside the joint margin of 8.6 points" in one(gap).expected


def question(**parts: str) -> dict[str, str]:
    """A question of the series mood."""
    cells = {"question": "mood", "paraphrase": "Feeling", "scale": "good or bad", "choice": "single", "series": "mood"}
    return {**cells, **parts}


@pytest.mark.parametrize(
    ("column", "other"), [("paraphrase", "Faring"), ("scale", "from 0 to 10"), ("choice", "multiple")]
)
def test_a_series_has_one_wording_scale_and_kind_of_choice(
    judge: Callable[..., Result], column: str, other: str
) -> None:
    """The finding names the question that differs from the first, and the column."""
    finding = one(judge(surveys_questions=[question(), question(question="temper", **{column: other})]))

    assert finding.where == f"surveys-questions, row temper, column {column}"
    assert (finding.found, finding.expected) == (
        f"“{other}” in the series “mood”",
        f"“{question()[column]}”, as of mood",
    )


def test_a_series_may_join_questions_that_are_alike(judge: Callable[..., Result]) -> None:
    """One question asked in two surveys; their shares may then be compared."""
    alike = [question(), question(question="temper")]
    result = judge(lambda s: s(2022, "temper") - s(2021), "It {eval}`claims.gap.direction`.", surveys_questions=alike)

    assert result.findings == ()


def figure(form: str, *keys: str) -> dict[str, Any]:
    """The record of a figure with one column of values."""
    meta = {"livepaper": {"form": form, "values": ["Share"]}}
    rows = [f"surveys-toplines#poll-{key}-good-report" for key in keys]
    return {"figure": "drawn", "vegalite": {"usermeta": meta}, "rows": rows}


@pytest.mark.parametrize(
    ("form", "keys", "found"),
    [
        ("Line chart", ("2021-mood-A", "2022-mood-A"), ""),
        ("Bar chart", ("2021-mood-A", "2022-temper-A"), ""),
        ("Line chart", ("2021-mood-A", "2022-temper-A"), "1 lines of 2 series: mood, A, good; temper, A, good"),
        ("Line chart", ("2021-mood-A", "2022-mood-B"), "1 lines of 2 series: mood, A, good; mood, B, good"),
    ],
)
def test_a_line_joins_one_series_population_and_response(
    judge: Callable[..., Result], form: str, keys: Sequence[str], found: str
) -> None:
    """Bars may stand side by side; a line may not run through another question."""
    findings = judge(figures=[figure(form, *keys)]).findings

    assert [(finding.where, finding.found) for finding in findings] == (
        [("chapter small, cell 1, figure drawn", found)] if found else []
    )


@pytest.mark.parametrize(
    ("kind", "form", "error", "wrong"),
    [
        ("opt-in", "with_margin", "1.5", True),
        ("opt-in", "number", "1.5", True),
        ("opt-in", "number", None, False),
        ("not disclosed", "with_margin", "1.5", False),
    ],
)
def test_an_opt_in_sample_has_no_margin(
    judge: Callable[..., Result], kind: str, form: str, error: str | None, wrong: bool
) -> None:
    """Neither printed nor recorded."""
    waves = [{"wave": "poll-2022", "year": "2022", "population": "A", "sample_kind": kind}]
    change = {"error": error and Decimal(error)}
    result = judge(lambda share: share(2022), f"{{eval}}`claims.gap.{form}`", change, surveys_waves=waves)

    told = ["a margin of error of small/gap, from the opt-in sample of poll-2022"]
    assert [finding.found for finding in result.findings] == told * wrong


@pytest.mark.parametrize(
    ("start", "end", "published", "found"),
    [
        ("2022-01-30", "2022-02-20", "2022-06-24", ""),
        ("2021-12-30", "2022-02", "2022-02-20", ""),
        ("", "", "2023-02-27", ""),
        ("2022-03-01", "2022-02-20", "2022-06-24", "fieldwork_start 2022-03-01 after fieldwork_end 2022-02-20"),
        ("2022-01-30", "2022-07", "2022-06-24", "fieldwork_end 2022-07 after published 2022-06-24"),
        ("2022-07-01", "", "2022-06-24", "fieldwork_start 2022-07-01 after published 2022-06-24"),
        ("2023-01-30", "", "", "fieldwork_start 2023-01-30 after year 2022"),
        ("", "", "2021-06-24", "year 2022 after published 2021-06-24"),
    ],
)
def test_fieldwork_precedes_publication(
    judge: Callable[..., Result], start: str, end: str, published: str, found: str
) -> None:
    """Dates known in part are compared as far as they go."""
    wave = {"wave": "poll-2022", "year": "2022", "population": "A"}
    dated = [{**wave, "fieldwork_start": start, "fieldwork_end": end, "published": published}]
    findings = judge(surveys_waves=dated).findings

    assert [finding.found for finding in findings] == ([found] if found else [])


EVENTS = [
    {"event": "great-flood", "date": "2022-03-10", "kind": "incident"},
    {"event": "summit", "date": "2022-03-11", "kind": "meeting"},
    {"event": "unrest", "date": "2022-03", "kind": "incident"},
]
BEFORE, AFTER, UNKNOWN = ("2022-01-02", "2022-02-03"), ("2022-04-01", "2022-04-20"), ("", "")
SHARE = "{eval}`claims.gap`"


def fieldwork(dates: tuple[str, str]) -> list[dict[str, str]]:
    """The wave, with its dates."""
    wave = {"wave": "poll-2022", "year": "2022", "population": "A"}
    return [{**wave, "fieldwork_start": dates[0], "fieldwork_end": dates[1]}]


@pytest.mark.parametrize(
    ("dates", "text", "why"),
    [
        (BEFORE, f"After the great flood {SHARE} felt well.", "was in the field before it"),
        (BEFORE, f"On 10 March 2022 all changed. {SHARE} felt well.", "was in the field before it"),
        (UNKNOWN, f"After the great flood {SHARE} felt well.", "it is not known whether poll-2022 was in the field"),
        (("2022-03-01", "2022-03-20"), f"The Great Flood made {SHARE} well.", "it is not known whether poll-2022"),
        (BEFORE, f"The great flood came. {SHARE} felt well. That was found before the move.", "before it"),
    ],
)
def test_shares_beside_an_event_they_cannot_be_a_reaction_to_are_an_error(
    judge: Callable[..., Result], dates: tuple[str, str], text: str, why: str
) -> None:
    """The finding names claim, event and its sentence."""
    finding = one(judge(lambda share: share(2022), text, surveys_waves=fieldwork(dates), news=EVENTS))

    assert finding.claim == "small/gap"
    assert "small/gap beside the event “great-flood” of 2022-03-10, though" in finding.found
    assert why in finding.found
    assert finding.sentence


@pytest.mark.parametrize(
    ("dates", "text"),
    [
        (AFTER, f"After the great flood {SHARE} felt well."),
        (BEFORE, f"{SHARE} felt well, in a poll that ended before the great flood."),
        (UNKNOWN, f"{SHARE} felt well. The great flood is given as the reason. That cannot be checked."),
        (UNKNOWN, f"{SHARE} felt well after the great flood. The dates were not found."),
        (BEFORE, f"{SHARE} felt well.\n\nThe great flood came later."),
        (BEFORE, f"The summit was about the {SHARE} who feel well."),
        (BEFORE, f"The unrest began. {SHARE} felt well."),
        (BEFORE, "The great flood was a disaster."),
    ],
)
def test_what_comes_after_an_event_or_says_that_it_does_not_holds(
    judge: Callable[..., Result], dates: tuple[str, str], text: str
) -> None:
    """Another paragraph, a meeting and an event without a day are no matter of reactions."""
    assert judge(lambda share: share(2022), text, surveys_waves=fieldwork(dates), news=EVENTS).findings == ()


def test_several_claims_beside_one_event_are_told_once(small_edition: Callable[..., Edition]) -> None:
    """Together with the first."""

    def claims(paper: Paper, claims: Claims) -> None:
        claims.good = paper.wave("poll-2022").share("mood", "good", "A")
        claims.bad = paper.wave("poll-2022").share("mood", "bad", "A")

    text = "After the great flood {eval}`claims.good` felt well and {eval}`claims.bad` did not."
    finding = one(CHECK.check(small_edition(ANSWERS, claims, text, news=EVENTS)))

    assert finding.found.startswith("small/good (as are small/bad) beside the event")


@pytest.mark.parametrize(("year", "wrong"), [("2021", True), ("2023", False)])
def test_the_year_of_a_wave_tells_where_its_dates_do_not(judge: Callable[..., Result], year: str, wrong: bool) -> None:
    """A wave of the year before cannot be a reaction, one of the year after can."""
    waves = [{"wave": "poll-2022", "year": year, "population": "A"}]
    result = judge(lambda share: share(2022), f"The great flood: {SHARE}.", surveys_waves=waves, news=EVENTS)

    assert len(result.findings) == wrong


def test_the_paper_compares_only_what_can_be_compared(edition: Edition) -> None:
    """One difference between polls is told openly, and noted."""
    result = CHECK.check(edition)

    assert result.holds
    assert [finding.claim for finding in result.findings] == ["public-opinion/open_balkan_house_effect"]

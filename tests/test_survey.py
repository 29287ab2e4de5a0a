"""Surveys: shares with their evidence, conflicts in the open, series that compare."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from livepaper import Grade, Paper
from livepaper.audit.data import read_data
from livepaper.audit.formulas import Formulas
from livepaper.audit.saying import UnsayableError, say
from livepaper.audit.told import Claimed, value
from livepaper.datapackage import renew, seal
from livepaper.errors import ConflictError, QuestionError
from livepaper.survey import standard_error
from livepaper.words import comparison, holds, measured


@pytest.fixture(scope="module")
def asb(paper):
    """The Albanian barometer of 2022."""
    return paper.survey("asb", 2022)


def test_a_share_knows_its_evidence(asb):
    """Value, base, row and grade come from the topline."""
    war = asb.share("most-serious-threat", "war with other countries")
    assert (war.value, war.unit, war.base, war.grade) == (Decimal("30.2"), "percent", 1110, Grade.PAPER)
    assert war.rows == ("surveys-toplines#asb-2022-most-serious-threat-alb-war-with-other-countries",)


def test_a_share_has_the_margin_of_its_base(asb):
    """30.2 % of 1110: 1.96 × sqrt(30.2 × 69.8 / 1110) = 2.70 points."""
    war = asb.share("most-serious-threat", "war with other countries")
    assert war.margin == pytest.approx(Decimal("2.70"), abs=Decimal("0.005"))


def test_without_a_published_base_there_is_no_margin(paper):
    """SecuriMeter 2022 gives no exact number of respondents."""
    assert paper.survey("securimeter", 2022).share("more-regional-cooperation", "agree").margin is None


def test_an_opt_in_sample_has_no_margin(copy_of_data, edit, tmp_path):
    """Sampling theory says nothing of people who chose themselves."""
    copy = copy_of_data(tmp_path)
    kind = "not disclosed,not found,dyrmishi2022"
    edit(copy / "data/surveys/waves.csv", kind, kind.replace("not disclosed", "opt-in"))
    assert seal(copy / "data", copy / "references.bib") == []
    assert Paper.open(copy).survey("asb", 2022).share("most-serious-threat", "corruption").error is None


@pytest.fixture
def designed(copy_of_data, edit, tmp_path):
    """A copy of the paper in which two shares have a standard error of their own, and one of them no base."""
    copy = copy_of_data(tmp_path)
    file = copy / "data/surveys/toplines.csv"
    edit(file, "39.3,1110,1110 (press),,", "39.3,1110,1110 (press),3,")
    edit(file, "30.2,1110,1110 (press),,", "30.2,,,2,")
    assert seal(copy / "data", copy / "references.bib") == []
    return Paper.open(copy)


def test_a_standard_error_that_is_given_is_better_than_that_of_chance(designed):
    """1.96 × 2 points, though no base is known; and the tooltip says what the margin follows from."""
    war = designed.survey("asb", 2022).share("most-serious-threat", "war with other countries")
    assert (war.error, war.base, war.design) == (2, None, True)
    assert measured(war) == "give or take 3.9 points at 95 percent confidence, by the standard error given with it"


def test_given_standard_errors_are_not_combined_as_if_simple_random(designed):
    """How two answers of one question go together is not known: 3 + 2 points, for sum, difference and lead."""
    shares = designed.survey("asb", 2022).shares("most-serious-threat")
    corruption, war, crime = (shares[name] for name in ("corruption", "war with other countries", "organised crime"))
    assert ((corruption - war).error, (corruption + war).error) == (5, 5)
    assert (corruption + war + crime).error == 5 + crime.error
    assert comparison(corruption - war) == "not measurably different"
    assert not holds("a plurality", corruption)
    assert "where none is given, as if people were drawn at random" in measured(corruption - crime)


def test_the_audit_finds_the_same_margins_with_code_of_its_own(designed, tmp_path):
    """Of shares, sums and differences, in what cards and the explorer say of them."""
    shares = designed.survey("asb", 2022).shares("most-serious-threat")
    corruption, war, crime = shares.values()
    formulas = Formulas(read_data(designed.root / "data"))
    for q in (corruption, war, crime, corruption + war, corruption - war, crime - war, crime + crime + war):
        number = formulas.number(q.formula)
        assert number.margin == q.margin
        assert value(Claimed("name", number, q.unit)).endswith(f"; {measured(q)}.")
        assert holds("a plurality", q) == (q.unit == "percent" and holds_in_audit(number))


def holds_in_audit(number):
    """Tell whether the audit calls a share a plurality."""
    try:
        return say("standing", number, "percent") == "a plurality"
    except UnsayableError:
        return False


def test_a_given_standard_error_makes_no_margin_for_an_opt_in_sample(designed, edit):
    """Sampling theory still says nothing of people who chose themselves."""
    kind = "not disclosed,not found,dyrmishi2022"
    edit(designed.root / "data/surveys/waves.csv", kind, kind.replace("not disclosed", "opt-in"))
    assert seal(designed.root / "data", designed.root / "references.bib") == []
    corruption = Paper.open(designed.root).survey("asb", 2022).share("most-serious-threat", "corruption")
    assert (corruption.error, corruption.design) == (None, False)


def test_toplines_may_lack_the_column_of_standard_errors():
    """As they do in papers that were begun without it."""
    assert standard_error({"percent": "30.2"}) is None
    assert standard_error({"standard_error": "0.000"}) is None


def test_answers_of_one_question_share_a_sample(asb):
    """39.3 % against 30.2 % of 1110: 1.96 × sqrt((6950 - 82.8) / 1110) = 4.87, less than 9.1."""
    corruption, war = (asb.share("most-serious-threat", name) for name in ("corruption", "war with other countries"))
    assert (corruption - war).margin == pytest.approx(Decimal("4.875"), abs=Decimal("0.005"))


def test_several_answers_of_one_person_are_no_multinomial(paper):
    """Shares of a multiple-choice question overlap: one sample, but no single choice and no rival."""
    felt = paper.survey("securimeter", 2021).share("problems-felt", "pandemic")
    assert (felt.sample, felt.question, felt.rival) == ("securimeter-2021/WB6", None, None)


def test_the_rival_is_the_largest_other_answer(asb):
    """War's rival is corruption, corruption's is war."""
    shares = asb.shares("most-serious-threat")
    assert shares["war with other countries"].rival == Decimal("39.3")
    assert shares["corruption"].rival == Decimal("30.2")


def test_what_was_not_published_may_be_the_rival(asb):
    """Agreement with 72.3 % leaves 27.7 % that one other answer could hold."""
    assert asb.share("relations-lack-cooperation", "agree").rival == Decimal("27.7")


def test_nets_are_no_rivals_of_their_parts(paper):
    """In North Macedonia 33 % support Open Balkan somewhat; the net of 61 % holds them."""
    somewhat = paper.survey("iri", 2022).share("open-balkan", "somewhat support", "MKD")
    assert somewhat.rival == 28
    assert paper.survey("iri", 2022).rank("open-balkan", "somewhat support", "MKD").value == 1


def test_shares_keep_the_order_of_the_file(asb):
    """All that was published, nothing else."""
    names = ["corruption", "war with other countries", "organised crime"]
    assert list(asb.shares("most-serious-threat")) == names


def test_agreeing_sources_are_united(asb):
    """39.3 and 39 agree at the precision of the coarser: the finer value, both rows, the grade of its decimals."""
    corruption = asb.share("most-serious-threat", "corruption")
    assert (corruption.value, len(corruption.rows), corruption.grade) == (Decimal("39.3"), 2, Grade.PAPER)


def test_disagreeing_sources_are_a_conflict(paper):
    """64 or 37 % were content with their security in 2021; both are named with their sources."""
    wave = paper.survey("securimeter", 2021)
    with pytest.raises(ConflictError, match=r"found 64 \(voa2021strahovi\) and 37 \(n1bregu\)"):
        wave.share("satisfied-security", "satisfied")


def test_a_named_source_settles_a_conflict(paper):
    """The chapter chooses in the open."""
    chosen = paper.survey("securimeter", 2021).share("satisfied-security", "satisfied", source="n1bregu")
    assert (chosen.value, len(chosen.rows)) == (37, 1)


def test_a_rank_counts_the_greater_shares(asb):
    """Of three threats, war comes second."""
    rank = asb.rank("most-serious-threat", "war with other countries")
    assert (rank.value, rank.unit, rank.error, rank.derived) == (2, "place", None, True)


def test_a_population_can_be_named(paper):
    """In Serbia, 33 % support Open Balkan fully; the wave asked five economies."""
    assert paper.survey("iri", 2022).share("open-balkan", "fully support", "SRB").value == 33


def test_a_base_is_an_exact_number(paper):
    """1,110 in Albania, from its own row."""
    base = paper.survey("asb", 2022).base()
    assert (base.value, base.unit, base.rows) == (1110, "respondents", ("surveys-bases#asb-2022|ALB",))


def test_an_inexact_base_is_refused(paper):
    """More than 6,000 is no number."""
    with pytest.raises(QuestionError, match="securimeter-2022, WB6: found no exact base"):
        paper.survey("securimeter", 2022).base()


def test_fieldwork_has_full_dates_or_none(paper):
    """A month is not a day."""
    assert paper.survey("securimeter", 2021).fieldwork_start == date(2021, 1, 28)
    assert paper.survey("securimeter", 2021).fieldwork_end == date(2021, 2, 19)
    assert paper.wave("iri-2018").fieldwork_start is None


def test_a_series_goes_wave_by_wave(paper):
    """Seven editions of one question, in order of year."""
    trend = paper.series("regional-cooperation-good", "agree", "WB6")
    assert list(trend) == sorted(trend)
    assert trend["balkan-barometer-2024"].value == 82


def test_two_questions_of_a_series_in_one_wave_are_refused(copy_of_data, tmp_path):
    """Else one of the two would stand for both."""
    root = copy_of_data(tmp_path, ("surveys-",))
    questions, toplines = root / "data/surveys/questions.csv", root / "data/surveys/toplines.csv"
    asked = next(row for row in questions.read_text().splitlines() if row.startswith("region-safe,"))
    given = next(row for row in toplines.read_text().splitlines() if row.startswith("securimeter-2021-region-safe-mne"))
    again = "again," + given.partition(",")[2].replace(",region-safe,", ",again-region-safe,")
    for path, row in ((questions, f"again-{asked}"), (toplines, again)):
        path.write_text(f"{path.read_text()}{row}\n")
    renew(root / "data")
    paper = Paper(root)

    with pytest.raises(ConflictError, match=r"securimeter-2021, .* again-region-safe and region-safe; expected one"):
        paper.series("region-safe", "agree", "MNE")


def test_a_series_does_not_cross_a_change_of_scale(paper):
    """Montenegro's safety was asked on another scale from 2024, so the line ends in 2023."""
    trend = paper.series("region-safe", "agree", "MNE")
    assert {wave: share.value for wave, share in trend.items()} == {"securimeter-2021": 84, "securimeter-2023": 56}


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda paper: paper.survey("abs", 2022), "no wave “abs-2022”.*Did you mean “asb-2022”"),
        (lambda paper: paper.wave("asb-2022").share("most-serious-treat", "war"), "Did you mean “most-serious-threat”"),
        (lambda paper: paper.wave("asb-2022").share("most-serious-threat", "corupt"), "no response “corupt”"),
        (lambda paper: paper.wave("asb-2022").shares("open-balkan"), "asb-2022: found no question “open-balkan”"),
        (lambda paper: paper.wave("iri-2022").share("open-balkan", "fully support", "ALB"), "expected one of BIH, MKD"),
        (lambda paper: paper.series("safe", "agree", "WB6"), "no series “safe”"),
        (lambda paper: paper.series("region-safe", "purple", "WB6"), "no response “purple"),
        (lambda paper: paper.wave("asb-2022").share("most-serious-threat", "corruption", source="x"), "no response"),
    ],
)
def test_what_was_not_published_is_refused(paper, ask, message):
    """The message names what there is, and what may have been meant."""
    with pytest.raises(QuestionError, match=message):
        ask(paper)


def test_a_paper_without_a_table_of_bases_knows_none(copy_of_data, tmp_path):
    """The table is optional, so this is an answer and no fault of the data."""
    paper = Paper(copy_of_data(tmp_path, only=("surveys-waves", "surveys-toplines", "surveys-questions")))
    with pytest.raises(QuestionError, match="found no exact base"):
        paper.survey("asb", 2022).base()

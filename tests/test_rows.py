"""Rows: selecting from a table and turning the selection into a quantity."""

from __future__ import annotations

from decimal import Decimal

import pytest

from livepaper import Grade
from livepaper.errors import QuestionError


@pytest.fixture(scope="module")
def memberships(paper):
    """The table of who belongs to what."""
    return paper.table("region-memberships")


@pytest.fixture(scope="module")
def military(paper):
    """The table of military spending."""
    return paper.table("region-military")


def test_a_count_knows_the_rows_it_counted(memberships):
    """Albania, Montenegro and North Macedonia are NATO's members among the six."""
    count = memberships.where(body="nato", full_2022="yes").count("economies")
    assert (count.value, count.unit, count.derived) == (3, "economies", True)
    assert count.rows == tuple(f"region-memberships#nato-{code}" for code in ("alb", "mne", "mkd"))


def test_a_count_carries_the_weakest_grade(memberships):
    """North Macedonia's row is from the press, the other two from NATO."""
    assert memberships.where(body="nato", full_2022="yes").count("economies").grade is Grade.PRESS


def test_different_values_are_counted_once(memberships):
    """Six rows, one body."""
    nato = memberships.where(body="nato")
    assert nato.count("economies").value == 6
    assert nato.count("bodies", distinct="body").value == 1


def test_a_count_of_none_rests_on_the_whole_table(memberships):
    """That nothing was found is worth as much as the table's weakest row."""
    none = memberships.where(body="nato").where(body="pfp").count("economies")
    assert (none.value, none.rows) == (0, ("region-memberships#*",))
    assert none.grade == memberships.count("rows").grade


def test_a_tuple_allows_several_values(memberships):
    """Either of two economies will do."""
    assert len(memberships.where(body="nato", economy=("ALB", "SRB"))) == 2


def test_a_selection_leaves_its_origin_as_it_was(memberships):
    """Every query returns a new selection."""
    before = len(memberships)
    memberships.where(body="nato")
    assert len(memberships) == before


def test_a_value_is_that_of_the_only_row(military):
    """Albania's spending of 2014, as published."""
    value = military.where(economy="ALB", year=2014).value("constant_2023_usd_millions", "USD million")
    assert (value.value, value.grade, value.derived) == (Decimal("234.29"), Grade.MIRROR, False)


def test_a_sum_rests_on_every_row(military):
    """2014: 234.29 + 189.54 + 55.56 + 73.64 + 136.03 + 1094.82 = 1783.88."""
    region = military.where(year=2014).sum("constant_2023_usd_millions", "USD million")
    assert (region.value, len(region.rows)) == (Decimal("1783.88"), 6)


def test_a_year_is_that_of_a_date(paper):
    """A full date and a month both have one."""
    events = paper.table("region-events")
    assert events.where(event="invasion").year("date").value == 2022
    assert events.where(event="wbcti-agreed").year("date").unit == "year"


def test_first_and_last_go_by_date_or_number(paper, military):
    """Dates in order of time, numbers by size rather than by their text."""
    assert paper.table("region-events").first("date").text("event") == "rcc-agreed"
    assert military.where(economy="ALB", year=(2014, 2015)).first("local_currency_millions").text("year") == "2015"
    assert military.where(year="2014").last("constant_2023_usd_millions").text("economy") == "SRB"


def test_a_frame_has_the_schemas_numbers(military):
    """An empty cell of a number is not a number."""
    frame = military.where(year=2014).frame()
    assert frame["constant_2023_usd_millions"].sum() == pytest.approx(1783.88)
    assert list(frame["economy"]) == ["ALB", "BIH", "XKX", "MNE", "MKD", "SRB"]


def test_a_frame_shows_what_is_missing(paper):
    """Bases that are not exact are missing, not zero."""
    frame = paper.table("surveys-bases").where(wave="securimeter-2022").frame()
    assert frame["base"].isna().all()


@pytest.mark.parametrize(("economy", "found"), [((), "0 rows"), (("ALB", "SRB"), "2 rows")])
def test_a_value_needs_exactly_one_row(military, economy, found):
    """The message says how many there were."""
    with pytest.raises(QuestionError, match=f"found {found}; expected exactly one"):
        military.where(economy=economy, year=2014).value("per_capita_usd", "USD")


def test_a_value_that_occurs_nowhere_is_refused(military):
    """A misspelling must not pass for an absence."""
    with pytest.raises(QuestionError, match="column economy: found no value “SBR”; expected one of ALB, BIH"):
        military.where(economy="SBR")


def test_a_value_that_another_table_allows_may_be_absent(paper):
    """The third barometer has no toplines; asking for them finds none."""
    assert paper.table("surveys-toplines").where(wave="asb-2021").count("toplines").value == 0


def test_a_sum_of_no_rows_is_refused(military):
    """Nothing selected is a mistake, not zero."""
    with pytest.raises(QuestionError, match="found no rows"):
        military.where(economy=()).sum("per_capita_usd", "USD")


def test_a_text_is_no_number(military):
    """The message names file, row and column."""
    with pytest.raises(QuestionError, match=r"military\.csv, row ALB\|2014, column locator: found “SIPRI"):
        military.where(economy="ALB", year=2014).value("locator", "USD")


@pytest.mark.parametrize(
    "query",
    [
        lambda rows: rows.where(colour="blue"),
        lambda rows: rows.count("rows", distinct="colour"),
        lambda rows: rows.first("colour"),
        lambda rows: rows.where(body="nato", economy="ALB").text("colour"),
        lambda rows: rows.where(body="nato", economy="ALB").value("colour", "USD"),
    ],
)
def test_an_unknown_column_is_refused(memberships, query):
    """The message lists the columns there are."""
    with pytest.raises(QuestionError, match="no column “colour”; expected one of membership, body"):
        query(memberships)


def test_percent_changes_of_successive_years_compound(paper):
    """Albania's prices from 2020 to 2021: 1.016209 × 1.020415 − 1 = 3.6955 %, on the rows of both years."""
    change = paper.table("region-prices").where(economy="ALB", year=(2020, 2021)).compounded("annual_percent")

    assert round(change.value, 4) == Decimal("3.6955")
    assert change.rows == ("region-prices#ALB|2020", "region-prices#ALB|2021")


def test_nothing_compounds_to_nothing(paper):
    """Compounding no rows is an error, not a change of zero."""
    with pytest.raises(QuestionError, match="no rows"):
        paper.table("region-prices").where(year=2014).where(year=2015).compounded("annual_percent")

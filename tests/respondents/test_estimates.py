"""Standard errors of generated respondents: ours beside two libraries, which are given every respondent."""

from __future__ import annotations

import warnings

import numpy as np
import polars as pl
import pytest
import statsmodels.api as sm
import svy
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import convert

from livepaper.errors import RespondentsError
from livepaper.respondents import Map, importing, toplines
from livepaper.respondents.estimates import Estimates, agreed, by_statsmodels, by_svy, checked
from livepaper.respondents.table import Answers, Respondents
from tests.respondents import generated


def imported(tmp_path, frame, **parts):
    """Import generated respondents by a map."""
    path = generated.write(frame, tmp_path / "generated.parquet")
    return toplines(path, convert(generated.mapping(**parts), Map))


def by_respondents(frame, column, population, design):
    """Return what svy makes of every respondent, by code: percent, error in points, and design effect."""
    data = pl.from_pandas(frame).with_columns(pl.col(column).replace(99, None))
    estimation = svy.Sample(data, svy.Design(**design)).estimation
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = estimation.prop(column, where=svy.col("country") == population, deff="wr", drop_nulls=True)
    return {row[column]: (100 * row["est"], 100 * row["se"], row["deff"]) for row in found.to_polars().to_dicts()}


DESIGNS = {
    "strata and units": ({}, {"stratum": "stratum", "psu": "psu", "wgt": "weight"}),
    "strata": ({"psu": ...}, {"stratum": "stratum", "wgt": "weight"}),
    "weights": ({"psu": ..., "stratum": ...}, {"wgt": "weight"}),
}


@pytest.mark.parametrize("large", [False, True], ids=["each respondent", "the formula"])
@pytest.mark.parametrize("name", DESIGNS)
@settings(max_examples=6)
@given(seed=st.integers(0, 10**6), count=st.integers(400, 900))
def test_what_duckdb_adds_up_is_what_svy_makes_of_each_respondent(tmp_path_factory, name, large, seed, count):
    """Share, error and design effect, in domains of a stratified cluster sample and of simpler ones."""
    parts, design = DESIGNS[name]
    frame = generated.people(count, seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(importing, "FEWEST", 0)
        if large:
            patch.setattr(importing, "LARGEST", 100)
            patch.setattr(importing, "DRAWN", 250)
        found = imported(tmp_path_factory.mktemp("generated"), frame, minimum_base=30, **parts)
    codes = {name: code for code, name in generated.RESPONSES.items()}

    assert ("formula" in found.method) == (large and "psu" in parts)
    for question, column in (("security-needs-allies", "trust"), ("best-relations", "threat")):
        for number, population in ((1, "ALB"), (2, "XKX")):
            expected = by_respondents(frame, column, number, design)
            mine = [one for one in found.toplines if (one.question, one.population) == (question, population)]
            assert len(mine) == len(expected)
            for one in mine:
                assert (one.percent, one.error, one.design_effect) == pytest.approx(expected[codes[one.response]])


def test_statsmodels_regression_has_the_same_error_but_for_its_small_sample_factor(tmp_path):
    """Least squares on a constant, errors by unit: its factor for c units is c / (c − 1), as here."""
    frame = generated.people(800, 3)
    frame["psu"] += 100 * frame["stratum"]
    found = imported(tmp_path, frame, stratum=..., population="ALB")
    answered = frame[frame["threat"] != 99]
    fit = sm.WLS((answered["threat"] == 1).astype(float), np.ones(len(answered)), weights=answered["weight"]).fit(
        cov_type="cluster", cov_kwds={"groups": answered["psu"], "use_correction": True}
    )
    agree = next(one for one in found.toplines if one.question == "best-relations" and one.response == "agree")

    assert agree.percent == pytest.approx(100 * fit.params.iloc[0])
    assert agree.error == pytest.approx(100 * fit.bse.iloc[0])


def test_without_design_and_weights_it_is_the_textbook(tmp_path):
    """P (100 − P) / (n − 1), a design effect of one, as many effective as real respondents."""
    frame = generated.people().replace({"trust": {99: 98}})  # everybody answered
    found = imported(tmp_path, frame, psu=..., stratum=..., weight=None, population="ALB")
    one = found.toplines[0]

    assert one.error**2 == pytest.approx(one.percent * (100 - one.percent) / (one.base - 1))
    assert one.design_effect == pytest.approx(1)
    assert one.effective_n == pytest.approx(one.base)


@pytest.mark.parametrize(("choice", "psu"), [("centre", "psu"), ("skip", "psu"), ("centre", ...), ("skip", ...)])
@pytest.mark.parametrize("large", [False, True])
def test_a_stratum_with_a_single_unit_is_treated_as_the_map_chooses(tmp_path, monkeypatch, choice, psu, large):
    """As svy does for each respondent; both libraries and the formula agree."""
    frame = generated.people()
    frame = frame[(frame["stratum"] != 0) | (frame["psu"] == 0)]
    if psu is ...:
        frame = frame[(frame["stratum"] != 0) | (frame.index == frame.index[frame["stratum"] == 0][0])]
    if large:
        monkeypatch.setattr(importing, "LARGEST", 100)
    found = imported(tmp_path, frame, single_psu=choice, psu=psu)
    design = {"stratum": "stratum", "wgt": "weight", "singleton": {"centre": "center", "skip": "skip"}[choice]}
    expected = by_respondents(frame, "trust", 1, design if psu is ... else {**design, "psu": "psu"})

    assert found.toplines[0].error == pytest.approx(expected[1][1])


@pytest.mark.parametrize("choice", ["centre", "skip"])
def test_the_formula_is_confirmed_as_it_computes(tmp_path, monkeypatch, choice):
    """With what the map chooses for strata with a single unit."""
    monkeypatch.setattr(importing, "LARGEST", 100)
    chosen = []
    monkeypatch.setattr(importing, "checked", lambda *given: chosen.append(given[1]) or checked(*given))
    frame = generated.people()
    frame = frame[(frame["stratum"] != 0) | (frame.index == frame.index[frame["stratum"] == 0][0])]
    imported(tmp_path, frame, single_psu=choice, psu=..., population="ALB")

    assert set(chosen) == {choice}


def test_what_the_libraries_did_not_confirm_is_said(tmp_path, monkeypatch):
    """A population of which none of those who were drawn is one."""
    monkeypatch.setattr(importing, "LARGEST", 100)
    each = Respondents.each

    def others(people, number, most):
        answers = each(people, number, most)
        drawn = np.array([people.cells[cell].population for cell in answers.cell]) != 0
        return Answers(*(column[drawn] for column in vars(answers).values()))

    monkeypatch.setattr(Respondents, "each", others)
    found = imported(tmp_path, generated.people(), psu=...)

    assert found.method.endswith(
        "; not confirmed, because none of them was drawn: security-needs-allies, ALB; best-relations, ALB"
    )


def test_a_stratum_with_a_single_unit_is_refused_unless_chosen(tmp_path):
    """It shows no variance of its own, and pretending otherwise is a choice."""
    frame = generated.people()
    frame = frame[(frame["stratum"] != 0) | (frame["psu"] == 0)]

    with pytest.raises(RespondentsError, match=r"1 of 4 strata with a single sampling unit.*single_psu: centre"):
        imported(tmp_path, frame)


def test_who_has_no_weight_counts_nowhere_but_in_the_design(tmp_path):
    """As svy has it, which keeps them as units that add nothing."""
    frame = generated.people()
    frame.loc[frame.index[:50], "weight"] = 0.0
    found = imported(tmp_path, frame)
    counted = frame[(frame["weight"] > 0) & (frame["trust"] != 99) & (frame["country"] == 1)]
    expected = by_respondents(frame, "trust", 1, DESIGNS["strata and units"][1])

    assert found.weightless == 50
    assert found.toplines[0].base == len(counted)
    assert found.toplines[0].error == pytest.approx(expected[1][1])


def test_a_response_that_nobody_gave_is_zero_without_an_effect(tmp_path):
    """There is nothing from which to learn how precise that is."""
    frame = generated.people().replace({"trust": {98: 2}})
    nobody = next(one for one in imported(tmp_path, frame).toplines if one.response == "do not know")

    assert (nobody.percent, nobody.error, nobody.design_effect, nobody.effective_n) == (0, None, None, None)


@pytest.mark.parametrize("large", [False, True])
def test_a_response_that_everybody_gave_has_no_error(tmp_path, monkeypatch, large):
    """Nor is one written."""
    if large:
        monkeypatch.setattr(importing, "LARGEST", 100)
    frame = generated.people().replace({"trust": {98: 1, 2: 1}})
    found = imported(tmp_path, frame, psu=... if large else "psu")

    assert (found.toplines[0].percent, found.toplines[0].error) == (pytest.approx(100), None)
    assert "standard error not known" in found.rows(["standard_error", "base_note"]).decode().splitlines()[1]
    assert found.precision().decode().splitlines()[1].endswith(",,,")


def test_where_every_stratum_is_skipped_no_error_is_known(tmp_path):
    """All have a single unit, so that nothing shows any variance."""
    frame = generated.people()
    found = imported(tmp_path, frame[frame["psu"] == 0], single_psu="skip", population="ALB", minimum_base=30)

    assert found.toplines
    assert {one.error for one in found.toplines} == {None}


def test_few_effective_respondents_are_withheld(tmp_path):
    """However many answered, as the standards of NCHS have it."""
    frame = generated.people()
    alike = np.where(frame["psu"] % 2, 1, 2)
    found = imported(tmp_path, frame.assign(trust=np.where(frame.index % 40, alike, 98)), population="ALB")

    assert [one.response for one in found.toplines if one.question == "security-needs-allies"] == ["do not know"]
    assert found.withheld == tuple(
        f"security-needs-allies, ALB, {name}; its effective n is below 30" for name in ("agree", "disagree")
    )


def test_libraries_that_disagree_stop_the_import(tmp_path, monkeypatch):
    """Nothing is written on the word of one."""
    from livepaper.respondents import estimates

    monkeypatch.setattr(
        estimates,
        "by_statsmodels",
        lambda *given: Estimates(by_svy(*given).share, 1.00001 * by_statsmodels(*given).error),
    )
    with pytest.raises(RespondentsError, match=r"standard errors of svy and statsmodels that are .* points apart"):
        imported(tmp_path, generated.people())


def test_rounding_is_no_disagreement():
    """The last digits of a float are nobody's."""
    one = Estimates(np.array([0.3]), np.array([0.02]))
    agreed(one, Estimates(one.share * (1 + 1e-12), one.error * (1 - 1e-9)), "", "", "")

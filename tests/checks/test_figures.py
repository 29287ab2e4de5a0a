"""The check *figures*: complete, exported as drawn, and true to table and evidence."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from livepaper import Claims, Figure, Paper
from livepaper.checks import figures
from livepaper.checks.base import Finding, Severity
from livepaper.checks.figures.lettered import misprinted
from livepaper.checks.figures.marks import marks
from livepaper.checks.figures.plotted import Plotted, numerals, references
from livepaper.datapackage import seal
from livepaper.edition import Edition, Problem, Run
from livepaper.figures import bars, choropleth, export, grouped_bars, lines, matrix, remainder, stacked_bars
from livepaper.records import FIGURE

SIX = {"ALB": "Albania", "BIH": "Bosnia and Herzegovina", "XKX": "Kosovo*", "SRB": "Serbia"}


def spending(paper: Paper, year: int, names: dict[str, str]) -> pd.DataFrame:
    """Return real military expenditure of some economies, each under a name."""
    table = paper.table("region-military").where(year=year)
    values = [table.where(economy=key).value("current_usd_millions", "million US dollars") for key in names]
    return pd.DataFrame({"Economy": list(names.values()), "Spending": values})


def figure(name: str, table: pd.DataFrame, draw: Callable[..., Any]) -> dict[str, Any]:
    """Return a figure's record as a notebook keeps it."""
    texts = {"title": "The finding", "subtitle": "What is measured", "base": "Four economies", "source": "SIPRI"}
    shown = Figure(name, claims=Claims("chapter"), **texts, table=table, draw=lambda width: draw(table, width=width))
    record: dict[str, Any] = json.loads(json.dumps(shown.record()))
    return record


@pytest.fixture(scope="session")
def drawn(paper: Paper) -> dict[str, dict[str, Any]]:
    """The record of one figure of every form, drawn from real data."""
    now, before = spending(paper, 2024, SIX), spending(paper, 2019, SIX)
    poll = paper.survey("asb", 2022)
    shares = poll.shares("most-serious-threat")
    answers = pd.DataFrame({"Threat": ["Corruption", "War", "Not quoted"]})
    given = [shares["corruption"], shares["war with other countries"]]
    answers["Share"] = [*given, remainder(given)]
    pair = pd.DataFrame({"Economy": now["Economy"], "2019": before["Spending"], "2024": now["Spending"]})
    track = paper.table("region-military").where(economy="ALB", year=tuple(range(2020, 2025)))
    spent = [track.where(year=year).value("current_usd_millions", "million US dollars") for year in range(2020, 2025)]
    time = pd.DataFrame({"Year": [str(year) for year in range(2020, 2025)], "Spending": spent})
    parts = pd.DataFrame({"Threat": ["In Albania"], "Corruption": given[:1], "War": given[1:]})
    map_ = now.assign(Code=list(SIX))
    kinds = pd.DataFrame({"Body": ["A5", "RCC"], "Albania": ["in", "in"], "Serbia": ["observer", "in"]})
    outlines = paper.features("region-map")
    return {
        "bars": figure("bars", answers, partial(bars, rest="Not quoted", margins=True)),
        "grouped": figure("grouped", pair, grouped_bars),
        "stacked": figure("stacked", parts, stacked_bars),
        "lines": figure("lines", time, lines),
        "map": figure("map", map_, partial(choropleth, outlines, key="Code", value="Spending")),
        "matrix": figure("matrix", kinds, partial(matrix, kinds=["in", "observer", "out"], none="out")),
        "economies": figure("economies", now, bars),
    }


@pytest.fixture
def examine(copy_of_data: Callable[..., Path], tmp_path: Path) -> Callable[..., list[Finding]]:
    """Give a function that exports figures, lets a test damage the folder, and then checks the figures."""

    def examine(
        *records: dict[str, Any], damage: Callable[[Path], object] = lambda folder: None, problem: Problem | None = None
    ) -> list[Finding]:
        paper = Paper.open(copy_of_data(tmp_path))
        folder = paper.root / "figures"
        for record in records:
            export(record, folder)
        damage(folder)
        outputs = [new_output("display_data", {FIGURE: record}) for record in records]
        notebook = new_notebook(cells=[new_code_cell("", outputs=outputs)])
        edition = Edition(paper, (Run("chapter", 1.0, None, problem),), {"chapter": notebook})
        return list(figures.check(edition).findings)

    return examine


def swapped(text: str, one: str, other: str) -> str:
    """Return a text with two words in each other's places."""
    return re.sub(f"{re.escape(one)}|{re.escape(other)}", lambda m: other if m[0] == one else one, text)


@pytest.mark.parametrize("form", ["bars", "grouped", "stacked", "lines", "map", "matrix", "economies"])
def test_a_figure_that_is_exported_as_it_is_drawn_has_no_finding(
    form: str, drawn: dict[str, dict[str, Any]], examine: Callable[..., list[Finding]]
) -> None:
    """Whatever its form."""
    assert examine(drawn[form]) == []


def test_a_drawing_prints_the_margin_of_the_standard_error_that_is_given(
    copy_of_data: Callable[..., Path], edit: Callable[[Path, str, str], None], tmp_path: Path
) -> None:
    """1.96 × 2 points; the 2.7 of a simple random sample of the same base is then no number of the table."""
    root = copy_of_data(tmp_path)
    edit(root / "data/surveys/toplines.csv", "30.2,1110,1110 (press),,", "30.2,1110,1110 (press),2,")
    assert seal(root / "data", root / "references.bib") == []
    paper, claims = Paper.open(root), Claims("chapter")
    claims.war = paper.survey("asb", 2022).share("most-serious-threat", "war with other countries")
    drawn = figure("bars", pd.DataFrame({"Threat": ["War"], "Share": [claims.war]}), bars)

    def found(margin: str) -> list[Finding]:
        record = json.loads(json.dumps(drawn).replace("30.2%", f"30.2% ± {margin} points"))
        return list(misprinted(record, Plotted.of(record), marks(record), paper.package))

    assert found("3.9") == []
    assert any("± 2.7 points" in finding.found for finding in found("2.7"))


def test_every_figure_of_the_paper_is_sound(edition: Edition) -> None:
    """Apart from files, which a build renews, the whole book is true to tables and evidence."""
    findings = figures.check(edition).findings
    assert [str(found) for found in findings if not found.where.startswith(str(edition.paper.root / "figures"))] == []


class TestFiles:
    """Exported files against what the chapters draw now."""

    @pytest.mark.parametrize(
        ("ending", "old", "new", "told"),
        [
            ("csv", "39.3", "38.3", "row 1 (“Corruption”), column “Share”: found “38.3”; expected “39.3”"),
            ("svg", ">39.3%<", ">38.3%<", "text 1: found “38.3%”; expected “39.3%”"),
            ("svg", 'font-size="13"', 'font-size="14"', "font-size: found “14”; expected “13”"),
            ("vl.json", '"value": 39.3', '"value": 38.3', "/value: found “38.3”; expected “39.3”"),
            ("vl.json", '"$schema"', ' "$schema"', "byte 4: found “"),
            ("svg", "</svg>", "", "found “an unreadable file"),
        ],
    )
    def test_an_edited_file_is_found_with_the_first_difference(
        self,
        ending: str,
        old: str,
        new: str,
        told: str,
        drawn: dict[str, dict[str, Any]],
        examine: Callable[..., list[Finding]],
        edit: Callable[[Path, str, str], None],
    ) -> None:
        """File, place, what stands there and what should; `make site` renews it."""
        (finding,) = examine(drawn["bars"], damage=lambda folder: edit(folder / f"bars.{ending}", old, new))

        assert f"bars.{ending}" in finding.where
        assert told.replace("found “an", "found an") in str(finding)
        assert "make site" in finding.action
        assert finding.severity is Severity.ERROR

    def test_a_change_that_shows_in_all_files_is_reported_once(
        self, drawn: dict[str, dict[str, Any]], examine: Callable[..., list[Finding]]
    ) -> None:
        """By the table, which tells best what changed."""
        older = drawn["economies"] | {"figure": "grouped"}

        (finding,) = examine(drawn["grouped"], damage=lambda folder: export(older, folder))

        others = "grouped.svg, grouped-narrow.svg, grouped.vl.json, grouped-narrow.vl.json"
        assert f"grouped.csv (and {others}), the head of column 2" in finding.where

    def test_a_missing_file_is_named(
        self, drawn: dict[str, dict[str, Any]], examine: Callable[..., list[Finding]]
    ) -> None:
        """An export that was never made, or deleted."""
        (finding,) = examine(drawn["map"], damage=lambda folder: (folder / "map.svg").unlink())
        assert (finding.where.endswith("map.svg"), finding.found) == (True, "no file")

    def test_a_file_of_no_figure_is_named_unless_a_chapter_failed(
        self, drawn: dict[str, dict[str, Any]], examine: Callable[..., list[Finding]]
    ) -> None:
        """The figures of a chapter that failed are not known."""
        (finding,) = examine(drawn["map"], damage=lambda folder: (folder / "old.vl.json").touch())
        assert finding.where.endswith("old.vl.json")

    def test_files_are_not_left_over_while_a_chapter_fails(
        self, drawn: dict[str, dict[str, Any]], examine: Callable[..., list[Finding]]
    ) -> None:
        """It might have drawn them."""
        failed = Problem("failed", 1, "ValueError", "no")
        assert examine(drawn["map"], damage=lambda folder: (folder / "old.svg").touch(), problem=failed) == []

    def test_pictures_are_only_expected_after_a_build(
        self, drawn: dict[str, dict[str, Any]], examine: Callable[..., list[Finding]]
    ) -> None:
        """They are not committed; but if there is one, there are all."""
        (finding,) = examine(drawn["map"], drawn["bars"], damage=lambda folder: (folder / "map.png").touch())
        assert (finding.severity, finding.found) == (Severity.WARNING, "no PNG of bars")


class TestParts:
    """What readers need beside the chart."""

    @pytest.mark.parametrize(("part", "named"), [*((part, part) for part in figures.PARTS if part != "csv")])
    def test_a_missing_part_is_named(
        self, part: str, named: str, drawn: dict[str, dict[str, Any]], examine: Callable[..., list[Finding]]
    ) -> None:
        """With the figure, its chapter and its cell."""
        (finding,) = examine(drawn["bars"] | {part: " "})
        assert (finding.where, finding.found) == ("figure bars, chapter chapter, cell 1", f"no {named}")

    def test_a_table_without_rows_is_no_table(
        self, drawn: dict[str, dict[str, Any]], examine: Callable[..., list[Finding]]
    ) -> None:
        """Nothing can be compared with it."""
        (finding,) = examine(drawn["bars"] | {"csv": "Threat,Share\n"})
        assert finding.found == "no table"


class TestAlternativeText:
    """The words that stand for the picture."""

    @pytest.mark.parametrize(
        ("form", "old", "new", "expected"),
        [
            ("bars", "Highest Corruption", "Highest War", "Corruption with 39.3"),
            ("bars", "lowest War with 30.2%", "lowest War with 30.3%", "War with 30.2"),
            ("bars", "; lowest War with 30.2%", "", "War with 30.2"),
            ("grouped", "2019: highest Serbia", "2019: highest Albania", "Serbia with 1178.58"),
            ("stacked", "War: In Albania with 30.2%", "War: In Albania with 39.3%", "In Albania with 30.2"),
            ("lines", "first 2020", "first 2021", "2020 with 196.6"),
            ("lines", "last 2024", "last 2023", "2024 with 535.47"),
            ("map", "lowest Kosovo*", "lowest Serbia", "Kosovo* with 165.55"),
            ("matrix", "In 3", "In 4", "“in 3”, as often as it stands in the table"),
        ],
    )
    def test_it_names_the_extremes_and_their_owners(
        self,
        form: str,
        old: str,
        new: str,
        expected: str,
        drawn: dict[str, dict[str, Any]],
        examine: Callable[..., list[Finding]],
    ) -> None:
        """Worked out from the exported table."""
        assert old in drawn[form]["alt"]

        findings = examine(drawn[form] | {"alt": drawn[form]["alt"].replace(old, new)})

        assert [finding.expected for finding in findings] == [expected]
        assert f"figure {form}, alternative text" in findings[0].where


class TestChart:
    """The data of the specification against the table."""

    @pytest.mark.parametrize(
        ("form", "old", "new", "place"),
        [
            ("bars", "Corruption,39.3", "Corruption,39.4", "row “Corruption”, column “Share”"),
            ("grouped", "1178.58", "1178.59", "row “Serbia”, column “2019”"),
            ("stacked", "In Albania,39.3", "In Albania,39.2", "row “In Albania”, column “Corruption”"),
            ("lines", "2022,", "2032,", "row “2032”, column “Spending” (and 1 more)"),
            ("map", "165.55", "166.55", "row “Kosovo*”, column “Spending”"),
            ("matrix", "observer", "in", "row “A5”, column “Serbia”"),
        ],
    )
    def test_a_chart_that_draws_something_else_is_found(
        self,
        form: str,
        old: str,
        new: str,
        place: str,
        drawn: dict[str, dict[str, Any]],
        examine: Callable[..., list[Finding]],
    ) -> None:
        """By the first row and column that differ."""
        assert old in drawn[form]["csv"]

        findings = examine(drawn[form] | {"csv": drawn[form]["csv"].replace(old, new, 1)})

        assert f"figure {form}, what the chart draws for {place}" in findings[0].where


class TestDrawing:
    """The numbers lettered in the drawing against the table."""

    @pytest.mark.parametrize(
        ("form", "old", "new", "told"),
        [
            (
                "bars",
                ">30.2%<",
                ">30.3%<",
                "found “30.3%”; expected a number that stands in the row “War” of its table",
            ),
            ("grouped", ">65.7<", ">65.8<", "found “65.8”; expected a number that stands in the row “Kosovo*”"),
            ("stacked", ">39.3%<", ">38.3%<", "found “38.3%”; expected a number that stands in the row “In Albania”"),
            ("lines", ">535.5<", ">535.6<", "found “535.6”; expected a number that stands in its table"),
            ("map", ">165.6<", ">156.6<", "found “156.6”; expected a number that stands in its table"),
        ],
    )
    def test_a_number_that_no_row_holds_is_found(
        self,
        form: str,
        old: str,
        new: str,
        told: str,
        drawn: dict[str, dict[str, Any]],
        examine: Callable[..., list[Finding]],
    ) -> None:
        """It is printed at a bar of that row, or anywhere else."""
        assert old in drawn[form]["svg"]

        findings = examine(drawn[form] | {"svg": drawn[form]["svg"].replace(old, new)})

        assert told in str(findings[0])
        assert f"figure {form}, drawing" in findings[0].where

    @pytest.mark.parametrize(("form", "one", "other"), [("economies", "535.5", "165.6"), ("map", "216.0", "165.6")])
    def test_a_number_at_another_row_is_found(
        self,
        form: str,
        one: str,
        other: str,
        drawn: dict[str, dict[str, Any]],
        examine: Callable[..., list[Finding]],
    ) -> None:
        """Though it stands in the table."""
        findings = examine(drawn[form] | {"svg": swapped(drawn[form]["svg"], f">{one}<", f">{other}<")})
        assert any("row “Kosovo*”" in str(finding) for finding in findings)

    def test_a_margin_is_worked_out_again(
        self, drawn: dict[str, dict[str, Any]], examine: Callable[..., list[Finding]]
    ) -> None:
        """1.96 √(39.3 × 60.7 / 1110) is 2.9 points, not 3.9."""

        def printing(margin: str) -> dict[str, Any]:
            record = json.loads(json.dumps(drawn["bars"]).replace("39.3%", f"39.3% ± {margin} points"))
            return record | {"alt": drawn["bars"]["alt"]}

        assert examine(printing("2.9")) == []

    def test_a_wrong_margin_is_found(
        self, drawn: dict[str, dict[str, Any]], examine: Callable[..., list[Finding]]
    ) -> None:
        """It would misstate how sure a share is."""
        record = json.loads(json.dumps(drawn["bars"]).replace("39.3%", "39.3% ± 3.9 points"))
        (finding,) = examine(record | {"alt": drawn["bars"]["alt"]})
        assert finding.found == "“39.3% ± 3.9 points”"


class TestLabels:
    """The label of a number against the rows it rests on."""

    def test_two_economies_in_each_others_places_are_found(
        self, paper: Paper, examine: Callable[..., list[Finding]]
    ) -> None:
        """Their chart, files and description agree; only the evidence tells."""
        names = SIX | {"ALB": SIX["SRB"], "SRB": SIX["ALB"]}

        findings = examine(figure("swap", spending(paper, 2024, names), bars))

        assert [finding.where for finding in findings] == [
            "figure swap, row “Serbia”, column “Spending”",
            "figure swap, row “Albania”, column “Spending”",
        ]
        assert findings[0].found == "535.47 from region-military#ALB|2024, whose economy is ALB"
        assert findings[0].expected == "evidence whose economy is SRB, as the label “Serbia” says"

    def test_two_years_in_each_others_places_are_found(
        self, paper: Paper, examine: Callable[..., list[Finding]]
    ) -> None:
        """The head of a column is a label too."""
        now, before = spending(paper, 2024, SIX), spending(paper, 2019, SIX)
        table = pd.DataFrame({"Economy": now["Economy"], "2019": now["Spending"], "2024": before["Spending"]})

        findings = examine(figure("years", table, grouped_bars))

        assert {finding.expected for finding in findings} == {
            "evidence whose year is 2019, as the label “2019” says",
            "evidence whose year is 2024, as the label “2024” says",
        }

    def test_the_year_of_a_wave_is_known_from_the_wave(
        self, paper: Paper, examine: Callable[..., list[Finding]]
    ) -> None:
        """A topline names its wave, and the wave its year."""
        given = paper.survey("asb", 2022).share("most-serious-threat", "war with other countries")
        (finding,) = examine(figure("wave", pd.DataFrame({"Year": ["2021"], "War": [given]}), bars))
        assert finding.found.endswith("whose year is 2022")

    def test_two_responses_in_each_others_places_are_found(
        self, paper: Paper, examine: Callable[..., list[Finding]]
    ) -> None:
        """Capitals do not matter."""
        shares = paper.survey("asb", 2022).shares("most-serious-threat")
        names = ["Organised crime", "Corruption"]
        table = pd.DataFrame({"Threat": names, "Share": [shares["corruption"], shares["organised crime"]]})

        findings = examine(figure("swap", table, bars))

        assert [finding.found.rpartition(", whose ")[2] for finding in findings] == [
            "response is corruption",
            "response is organised crime",
        ]

    def test_a_label_may_name_what_was_asked_about(self, paper: Paper, examine: Callable[..., list[Finding]]) -> None:
        """People in Serbia were asked about Kosovo*: the label names the response, not the population."""
        share = paper.survey("iri", 2022).share("top-favourable", "Kosovo", "SRB")
        assert examine(figure("views", pd.DataFrame({"Country": ["Kosovo*"], "Share": [share]}), bars)) == []

    def test_an_answer_to_another_question_is_no_contradiction(
        self, paper: Paper, examine: Callable[..., list[Finding]]
    ) -> None:
        """Others were asked whether they agree; the label says it in the chapter's own words."""
        share = paper.survey("asb", 2022).share("most-serious-threat", "corruption")
        assert examine(figure("free", pd.DataFrame({"Answer": ["Agree"], "Share": [share]}), bars)) == []

    def test_a_label_that_names_nothing_is_free(self, paper: Paper, examine: Callable[..., list[Finding]]) -> None:
        """Most labels are in the chapter's own words."""
        table = spending(paper, 2024, {"ALB": "The first", "SRB": "Another"})
        assert examine(figure("free", table, bars)) == []


def test_numerals_are_read_as_they_are_printed() -> None:
    """With their decimals, thousands and minus signs; a dash between two is none."""
    assert [str(numeral) for numeral in numerals("1,110 of 5–7; −3.50 (A5), 2019-2024")] == [
        *("1110", "5", "7", "-3.50", "5", "2019", "2024")
    ]


def test_references_are_told_apart_though_keys_hold_spaces() -> None:
    """As keys of texts may."""
    assert references("one#a b c two-b#x|y one#z") == ("one#a b c", "two-b#x|y", "one#z")

"""The check *sources*: works, places and grades, and what the original reports print."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from livepaper import Grade, Paper, Quantity
from livepaper.checks import sources
from livepaper.checks.base import Finding, Severity
from livepaper.checks.sources.lookup import pages
from livepaper.checks.sources.pdf import Sight, seen
from livepaper.checks.sources.reports import quotations
from livepaper.claims import Claim
from livepaper.datapackage import seal
from livepaper.edition import Edition
from livepaper.records import CLAIM

WAR = "surveys-toplines#asb-2022-most-serious-threat-alb-war-with-other-countries"


def claiming(paper: Paper, *quantities: Quantity, reports: Path | None = None) -> Edition:
    """Return an edition whose only chapter claims some quantities: `one/a`, `one/b` and so on."""
    claims = [Claim(f"one/{name}", quantity) for name, quantity in zip("abcdef", quantities, strict=False)]
    outputs = [new_output("display_data", {CLAIM: claim.record()}) for claim in claims]
    notebook = new_notebook(cells=[new_code_cell("", outputs=outputs)])
    return Edition(paper, (), {"one": notebook}, reports=reports)


@pytest.fixture
def changed(copy_of_data: Callable[..., Path], tmp_path: Path) -> Callable[..., Paper]:
    """Give a function that changes cells of a copy of the data and opens it."""

    def change(table: str, key: str, **cells: str) -> Paper:
        paper = Paper.open(copy_of_data(tmp_path))
        path = paper.package.path(table)
        rows = paper.package.rows(table)
        changed = [{**row, **cells} if paper.package.key(table, row) == key else row for row in rows]
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(changed)
        seal(paper.root / "data", paper.bibliography)
        return Paper.open(paper.root)

    return change


def war(paper: Paper) -> Quantity:
    """Return a real share that one row gives."""
    return paper.survey("asb", 2022).share("most-serious-threat", "war with other countries")


def test_every_claim_of_the_paper_names_source_and_locator(edition: Edition) -> None:
    """And every figure's number likewise, each with the weakest grade of its rows."""
    result = sources.check(edition)
    assert [str(finding) for finding in result.findings if finding.severity is not Severity.NOTE] == []
    assert result.summary == f"{len(edition.claims)} of {len(edition.claims)} claims name source and locator"


class TestSources:
    """From a number to a work and a place in it."""

    def test_a_row_that_names_work_page_and_grade_has_no_finding(self, paper: Paper) -> None:
        """The claim is counted."""
        result = sources.check(claiming(paper, war(paper)))
        assert (result.findings, result.summary) == ((), "1 of 1 claims name source and locator")

    def test_a_work_that_the_bibliography_does_not_have_is_reported_once(
        self, copy_of_data: Callable[..., Path], tmp_path: Path, edit: Callable[[Path, str, str], None]
    ) -> None:
        """Though every number of a chapter may rest on it."""
        paper = Paper.open(copy_of_data(tmp_path))
        edit(paper.bibliography, "@techreport{csdg2022,", "@techreport{csdg2023,")
        shares = paper.survey("asb", 2022).shares("priority-country").values()

        result = sources.check(claiming(paper, *list(shares)[:3]))

        (finding,) = result.findings
        assert finding.found == "the source “csdg2022”, which the bibliography does not have"
        assert finding.where.endswith(
            "surveys/toplines.csv, row asb-2022-priority-country-alb-united-states (and 2 rows more)"
        )
        assert (finding.claim, result.summary) == ("one/a", "0 of 3 claims name source and locator")

    def test_a_report_without_a_page_is_found(self, changed: Callable[..., Paper]) -> None:
        """Nobody finds a number in a report without one."""
        paper = changed("surveys-toplines", WAR.partition("#")[2], locator="")
        (finding,) = sources.check(claiming(paper, war(paper))).findings
        assert (finding.severity, finding.found) == (
            Severity.ERROR,
            "no place in the work csdg2022, which has many pages",
        )

    def test_a_web_page_needs_no_page(self, paper: Paper) -> None:
        """Its address is the place."""
        share = paper.survey("iri", 2024).share("biggest-threat", "Serbia", "ALB")
        assert sources.check(claiming(paper, share)).findings == ()

    def test_rows_that_are_only_counted_need_no_page_but_are_told(self, paper: Paper) -> None:
        """No number is read from them; still nothing is passed over in silence."""
        count = paper.table("surveys-questions").where(source="csdg2022").count("questions")
        (finding,) = sources.check(claiming(paper, count)).findings
        assert finding.severity is Severity.NOTE
        assert "in surveys-questions" in finding.found

    def test_a_count_of_none_rests_on_the_table_as_a_whole(self, paper: Paper) -> None:
        """Which is there."""
        count = paper.table("surveys-toplines").where(wave="asb-2022", population="SRB").count("answers")
        assert count.rows == ("surveys-toplines#*",)
        assert sources.check(claiming(paper, replace(count, grade=Grade.PAPER))).findings == ()

    def test_a_row_that_is_not_there_is_found(self, paper: Paper) -> None:
        """As when the data have lost it since the chapter ran."""
        lost = replace(war(paper), rows=("surveys-toplines#gone",), formula=())
        findings = sources.check(claiming(paper, lost)).findings
        assert findings[0].found == "no row surveys-toplines#gone"

    def test_a_bibliography_that_cannot_be_read_is_said(
        self, copy_of_data: Callable[..., Path], tmp_path: Path
    ) -> None:
        """Instead of a finding for every number."""
        paper = Paper.open(copy_of_data(tmp_path))
        paper.bibliography.write_text("@misc{half")
        (finding,) = sources.check(claiming(paper, war(paper))).findings
        assert finding.where.endswith("references.bib")


class TestGrades:
    """The weakest grade of the rows, by a rule of the check's own."""

    def test_a_grade_that_the_rows_do_not_give_is_found(self, paper: Paper) -> None:
        """The claim says publisher, its row says paper."""
        (finding,) = sources.check(claiming(paper, replace(war(paper), grade=Grade.PUBLISHER))).findings
        assert (finding.found, finding.claim) == ("the grade “publisher”", "one/a")
        assert finding.expected == "“paper”, the weakest that its rows give (1)"

    def test_arithmetic_carries_the_weakest(self, paper: Paper) -> None:
        """A difference of a press share and a publisher's is known from the press."""
        waves = paper.series("regional-cooperation-good", "agree", "WB6")
        one, other = waves["balkan-barometer-2022"], waves["balkan-barometer-2021"]
        assert {one.grade, other.grade} == {Grade.PUBLISHER, Grade.PRESS}
        assert sources.check(claiming(paper, one - other)).findings == ()

        (finding,) = sources.check(claiming(paper, replace(one - other, grade=Grade.PUBLISHER))).findings
        assert finding.expected.startswith("“press”")

    def test_of_sources_that_agree_the_best_counts_that_has_the_decimals(self, paper: Paper) -> None:
        """39.3 is known from the paper, which the 39 of a better page does not improve."""
        corruption = paper.survey("asb", 2022).share("most-serious-threat", "corruption")
        assert len(corruption.rows) == 2
        assert sources.check(claiming(paper, corruption)).findings == ()


def pdf(path: Path, texts: Sequence[str], *, roman: int = 0, password: str = "") -> Path:
    """Write a PDF of one page for each text, of which the first are labelled i, ii, … and the others from 1."""
    writer = PdfWriter()
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
    named = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
    fonts = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F"): named})})
    for text in texts:
        page = writer.add_blank_page(400, 400)
        lines = " ".join(f"({line}) Tj T*" for line in text.splitlines())
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F 12 Tf 14 TL 20 380 Td {lines} ET".encode("cp1252"))
        page[NameObject("/Contents")] = writer._add_object(stream)
        page[NameObject("/Resources")] = fonts
    if roman:
        writer.set_page_label(0, roman - 1, style="/r")
        writer.set_page_label(roman, len(texts) - 1, style="/D")
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    path.parent.mkdir(exist_ok=True)
    writer.write(path)
    return path


@pytest.fixture
def told(paper: Paper, tmp_path: Path) -> Callable[..., list[Finding]]:
    """Give a function that checks a folder with one report, and tells what concerns one number."""

    def tell(texts: Sequence[str], number: str = "30.2", name: str = "dyrmishi2022", **look: object) -> list[Finding]:
        pdf(tmp_path / f"reports/{name}.pdf", texts, **look)
        result = sources.check(claiming(paper, war(paper), reports=tmp_path / "reports"))
        return [finding for finding in result.findings if number in finding.expected or number in finding.found]

    return tell


def report(**texts: str) -> list[str]:
    """Return forty pages of text, some of them given as `p24=…`."""
    return [texts.get(f"p{number}", "About the survey") for number in range(1, 41)]


class TestReports:
    """Percentages in the reports that a reviewer has."""

    def test_a_percentage_on_its_page_is_told_as_found(self, told: Callable[..., list[Finding]]) -> None:
        """The data cite it as “paper s4.1 Fig 1; ASB p24 Graph 6”."""
        (finding,) = told(report(p24="War with other countries 30.2%"))
        assert finding.severity is Severity.NOTE
        assert "30.2% on page 24" in finding.found

    def test_a_page_may_be_cited_by_its_label(self, told: Callable[..., list[Finding]]) -> None:
        """Page 24 is the 28th page of a file with four pages before page 1."""
        (finding,) = told(report(p28="War 30.2%"), roman=4)
        assert "30.2% on page 24 (page 28 of the file)" in finding.found

    def test_a_page_may_be_cited_by_its_place_in_the_file(self, told: Callable[..., list[Finding]]) -> None:
        """Which is told, because its label is another."""
        (finding,) = told(report(p24="War 30.2%"), roman=4)
        assert "30.2% on page 20 (page 24 of the file)" in finding.found

    def test_a_page_may_be_cited_by_the_number_printed_on_it(self, told: Callable[..., list[Finding]]) -> None:
        """Where the file has no labels."""
        (finding,) = told(report(p28="War 30.2%\n24"))
        assert "30.2% on page 28, by the number printed on it" in finding.found

    def test_a_percentage_on_another_page_is_a_warning(self, told: Callable[..., list[Finding]]) -> None:
        """With claim, cited page and the page on which it is."""
        (finding,) = told(report(p27="War with other countries 30.2%"))
        assert (finding.severity, finding.claim) == (Severity.WARNING, "one/a")
        assert finding.where.endswith("dyrmishi2022.pdf, page 24")
        assert finding.found == "it on page 27"
        assert finding.expected == f"30.2%, as {WAR} and 1 more quotes"

    def test_a_percentage_that_the_report_does_not_print_is_an_error(self, told: Callable[..., list[Finding]]) -> None:
        """Neither 30.3% nor 130.2% is 30.2%."""
        (finding,) = told(report(p24="War 30.3%, 130.2% or 30.25%"))
        assert (finding.severity, finding.found) == (Severity.ERROR, "it on none of 40 pages")

    def test_a_whole_number_without_a_percent_sign_is_in_doubt(self, told: Callable[..., list[Finding]]) -> None:
        """36 on page 27 may count something else."""
        (finding,) = told(report(p27="The war will not spread 36"), "36 on")
        assert finding.severity is Severity.WARNING
        assert "without a percent sign" in finding.found

    def test_a_cited_page_without_text_is_a_warning(self, told: Callable[..., list[Finding]]) -> None:
        """A chart that is a picture hides its numbers."""
        (finding,) = told(report(p24=""))
        assert (finding.severity, finding.found) == (Severity.WARNING, "a page without text, perhaps a picture")

    def test_where_no_page_is_named_everything_is_searched(self, told: Callable[..., list[Finding]]) -> None:
        """“ASB Graph 30” names none."""
        findings = told(report(p3="Politicians 42.5%"), "42.5")
        assert "42.5% on page 3" in findings[0].found

    def test_a_report_that_the_data_do_not_cite_is_only_warned_of(self, told: Callable[..., list[Finding]]) -> None:
        """The press gives 33 for it; what the report gives is not claimed."""
        findings = told(report(), "33%", name="iri2022")
        assert {finding.severity for finding in findings} == {Severity.WARNING}
        assert "searched everywhere because no page is named" in findings[0].where

    @pytest.mark.parametrize(
        ("texts", "password", "found"),
        [
            (["War 30.2%"], "secret", "a file that needs a password"),
            (["", ""], "", "no text on its pages, as in a scan"),
        ],
    )
    def test_a_file_that_cannot_be_searched_is_a_warning(
        self, texts: list[str], password: str, found: str, told: Callable[..., list[Finding]]
    ) -> None:
        """In plain words, with how much could not be looked for."""
        (finding,) = told(texts, found, password=password)
        assert finding.severity is Severity.WARNING
        assert finding.found.endswith("percentages could not be looked for")

    def test_a_damaged_file_is_a_warning(self, paper: Paper, tmp_path: Path) -> None:
        """It is no reason to stop."""
        (tmp_path / "iri2022.pdf").write_bytes(b"%PDF-1.4\nhalf")
        findings = sources.check(claiming(paper, war(paper), reports=tmp_path)).findings
        assert (findings[0].severity, findings[0].found[:27]) == (Severity.WARNING, "a file that cannot be read ")

    def test_a_file_of_no_work_is_named(self, paper: Paper, tmp_path: Path) -> None:
        """With the key that may be meant."""
        pdf(tmp_path / "dyrmishi22.pdf", ["War 30.2%"])
        findings = sources.check(claiming(paper, war(paper), reports=tmp_path)).findings
        assert (findings[0].found, findings[0].action) == ("a file of no work", "Is it dyrmishi2022.pdf?")

    def test_works_without_a_file_are_listed(self, paper: Paper, tmp_path: Path) -> None:
        """So that a reviewer knows what could be given."""
        (finding,) = sources.check(claiming(paper, war(paper), reports=tmp_path)).findings
        assert finding.severity is Severity.NOTE
        assert "dyrmishi2022.pdf" in finding.expected

    def test_a_folder_that_is_not_there_is_an_error(self, paper: Paper, tmp_path: Path) -> None:
        """A mistyped path must not look like a clean search."""
        (finding,) = sources.check(claiming(paper, war(paper), reports=tmp_path / "none")).findings
        assert (finding.severity, finding.found) == (Severity.ERROR, "no folder")

    def test_the_summary_counts_what_was_found_and_where(self, paper: Paper, tmp_path: Path) -> None:
        """Of everything that the data quote from the report."""
        pdf(tmp_path / "dyrmishi2022.pdf", report(p24="War 30.2%", p27="Corruption 39.3%", p1="Serbia 66.8 percent"))
        quoted = quotations(paper.package, ["dyrmishi2022"])

        result = sources.check(claiming(paper, war(paper), reports=tmp_path))

        named, found = result.summary.split("; ")
        assert named == "1 of 1 claims name source and locator"
        assert found == (
            f"2 of {len(quoted)} percentages found on their pages, 1 on other pages, "
            f"{len(quoted) - 3} not found, in 1 report"
        )


@pytest.mark.parametrize(
    ("text", "sight"),
    [
        ("30.2%", Sight.SURE),
        ("30,2 %", Sight.SURE),
        ("30.2\u00a0percent", Sight.SURE),
        ("War 30.2 Corruption 39.3", Sight.SURE),
        ("3 0 . 2 %", Sight.UNSURE),
        ("3 0.2", Sight.NOT),
        ("130.2%", Sight.NOT),
        ("30.25%", Sight.NOT),
        ("1,030.2", Sight.NOT),
        ("section 30.2.1", Sight.NOT),
    ],
)
def test_a_percentage_is_seen_however_it_is_written(text: str, sight: Sight) -> None:
    """With a decimal comma, a space, a word for the sign; broken digits are in doubt; other numbers are others."""
    assert seen("30.2", text) is sight


@pytest.mark.parametrize(
    ("text", "sight"),
    [
        ("44%", Sight.SURE),
        ("44.0 per cent", Sight.SURE),
        ("44", Sight.UNSURE),
        ("44.5%", Sight.NOT),
        ("440%", Sight.NOT),
    ],
)
def test_a_whole_number_needs_a_percent_sign(text: str, sight: Sight) -> None:
    """Without one it may count anything."""
    assert seen("44", text) is sight


@pytest.mark.parametrize(
    ("locator", "named"),
    [
        ("p. 28", "28"),
        ("pp. 28–29", "28 29"),
        ("ASB p27 (Graph 6 is cited as p24)", "27"),
        ("pages 28-29 and 36, Graph 30, as the paper cites them", "28 29 36"),
        ("p. iv", "iv"),
        ("slides 3, 5", "3 5"),
        ("paper s4.1", ""),
        ("ASB page not cited", ""),
        ("https://example.org/?page=12&p=3466013", ""),
    ],
)
def test_a_locator_names_pages_or_none(locator: str, named: str) -> None:
    """What is unclear names none."""
    assert " ".join(pages(locator)) == named


def test_a_locator_is_divided_between_report_and_source(paper: Paper) -> None:
    """“paper s4.1 Fig 1; ASB p24 Graph 6”: the page is the report's."""
    rows = {
        (q.work, q.pages) for q, rows in quotations(paper.package, ["csdg2022", "dyrmishi2022"]).items() if WAR in rows
    }
    assert rows == {("csdg2022", ()), ("dyrmishi2022", ("24",))}

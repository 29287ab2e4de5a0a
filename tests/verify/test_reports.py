"""The reports of a verification: complete, valid for those who read them, and safe whatever the data hold."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pandas as pd
import pytest
import yaml
from bs4 import BeautifulSoup

from livepaper import Paper
from livepaper.checks.base import Check, Finding, Result, Severity
from livepaper.edition import Edition, Problem, Run
from livepaper.environment import Environment
from livepaper.verify.reports import Report, write_reports
from tests.verify.editions import edition as execute

HOSTILE = '<script>alert("1")</script> & `code` | *stars* \x1b[31m]]> “quoted”'
"""A text such as no data should hold, but could."""

MAKE = """\
asb = paper.survey("asb", 2022)
claims.war = asb.share("most-serious-threat", "war with other countries")
claims.closer = asb.share("closer-balkan-cooperation", "agree")
claims.toplines = paper.table("surveys-toplines").where(source="csdg2022").count("shares")"""
SAY = "Text: {eval}`claims.war` fear war. They are {eval}`claims.war.with_margin`, and {eval}`claims.closer` want more."

CLAIM = "public-opinion/war"

ENVIRONMENT = Environment(
    engine="1.0",
    engine_sha256="sha256:" + "e" * 64,
    python="3.11.7",
    platform="Linux x86_64",
    lock_sha256="sha256:" + "a" * 64,
    data_sha256="sha256:" + "d" * 64,
    commit="c" * 40,
    changed=(),
    time=datetime(2026, 11, 25, 4, 5, 6, tzinfo=UTC),
    person="A Reviewer",
    options={"workers": "2"},
)


def made(name: str, examined: int, *findings: Finding) -> tuple[Check, Result]:
    """Return a check with what it found."""
    result = Result(examined, findings, f"{examined} things looked at")
    check = Check(name, f"The {name} hold", f"Why {name}.", f"Mend {name}.", Severity.ERROR, lambda edition: result)
    return check, result


def finding(severity: Severity, claim: str = CLAIM, found: str = "30.3") -> Finding:
    """Return a finding on a claim."""
    return Finding(severity, "a chapter", found, "30.2", "Correct it.", claim, "They fear war.")


CLEAN = dict([made("words", 3), made("sums", 2)])


@pytest.fixture(scope="module")
def edition(sealed_data: Path, root: Path) -> Edition:
    """One chapter with a claim that the original printed, and with a count of many rows."""
    (sealed_data / "CITATION.cff").write_bytes((root / "CITATION.cff").read_bytes())
    return execute(Paper.open(sealed_data), public_opinion=[MAKE, SAY])


@pytest.fixture
def reports(edition: Edition, tmp_path: Path) -> Callable[..., dict[str, str]]:
    """Give a function that writes the reports and returns their texts by name."""

    def write(
        results: dict[Check, Result] = CLEAN, edition: Edition = edition, environment: Environment = ENVIRONMENT
    ) -> dict[str, str]:
        return {
            path.name: path.read_text(encoding="utf-8")
            for path in write_reports(edition, results, environment, tmp_path)
        }

    return write


# The ledger


def test_every_reading_of_the_ledger_has_each_claim_with_all_that_is_known(reports: Callable[..., dict]) -> None:
    """JSON, JSON Lines and CSV hold the same rows, one for each claim."""
    written = reports()
    whole = json.loads(written["verified-ledger.json"])
    lines = [json.loads(line) for line in written["verified-ledger.jsonl"].splitlines()]
    table = list(csv.DictReader(written["verified-ledger.csv"].splitlines()))

    assert whole["claims"] == lines
    assert [row["id"] for row in table] == [row["id"] for row in lines]
    war = lines[0]
    assert (war["value"], war["unit"], war["base"], war["grade"]) == ("30.2", "percent", 1110, "paper")
    assert [place["sentence"] for place in war["occurrences"]][1] == "They are 30.2% ± 2.7 points, and 79.6% want more."
    assert war["rows"][0]["sha256"].startswith("sha256:")
    assert whole["rows"][war["rows"][0]["reference"]]["cells"]["percent"] == "30.2"
    assert json.loads(table[0]["formula"])[0] == "cell"
    assert "percent in row" in table[0]["in_words"]


def test_the_ledger_names_what_was_printed_and_the_verdict(sealed_data: Path, reports: Callable[..., dict]) -> None:
    """A claim under the id that the printed numbers name."""
    cells = [MAKE.replace("claims.war ", "claims.war_threat "), "Text"]
    (war, *_others) = json.loads(
        reports(edition=execute(Paper.open(sealed_data), public_opinion=cells))["report.json"]
    )["claims"]

    assert (war["verdict"], war["printed_value"]) == ("not checkable", "30.2")
    assert war["printed"][0]["section"] == "4.1"


def test_pandas_reads_the_ledger(reports: Callable[..., dict], tmp_path: Path) -> None:
    """Line by line, with numbers that can be computed with."""
    reports()
    frame = pd.read_json(tmp_path / "verified-ledger.jsonl", lines=True)

    assert frame.set_index("id")["value"][CLAIM] == 30.2
    assert len(pd.read_csv(tmp_path / "verified-ledger.csv")) == len(frame) == 3


# The report as data


def test_the_document_keeps_to_its_schema(reports: Callable[..., dict], edition: Edition) -> None:
    """Every key is described, also when a chapter failed and nothing is known of the environment."""
    broken = replace(edition, runs=(Run("public-opinion", 1.0, None, Problem("failed", 2, "KeyError", HOSTILE)),))
    bare = replace(ENVIRONMENT, commit="", lock_sha256="", data_sha256="", person="", options={})
    results = dict([made("words", 3, finding(Severity.ERROR)), made("sums", 0, finding(Severity.NOTE, ""))])
    for written in (reports(), reports(results, broken, bare)):
        schema = json.loads(written["report.schema.json"])
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.validate(json.loads(written["report.json"]), schema)


@pytest.mark.parametrize(
    ("findings", "holds", "headline"),
    [
        ([], True, "All 2 checks hold"),
        ([finding(Severity.WARNING), finding(Severity.NOTE)], True, "All 2 checks hold"),
        ([finding(Severity.ERROR)], False, "1 of 2 checks fails"),
    ],
)
def test_only_an_error_makes_it_fail(
    reports: Callable[..., dict], findings: list[Finding], holds: bool, headline: str
) -> None:
    """Warnings and notes are told and counted."""
    document = json.loads(reports(dict([made("words", 3, *findings), made("sums", 2)]))["report.json"])

    assert (document["holds"], document["headline"]) == (holds, headline)
    assert sum(document["counts"]["findings"].values()) == len(findings)


@pytest.mark.parametrize(
    ("examined", "headline"),
    [
        ((3, 2, 1), "All 3 checks hold"),
        ((3, 2, 0), "2 checks hold, 1 had nothing to examine"),
        ((0,), "Nothing was checked"),
    ],
)
def test_a_check_that_examined_nothing_is_not_said_to_hold(
    edition: Edition, examined: tuple[int, ...], headline: str
) -> None:
    """Silence is no proof."""
    results = dict(made(f"c{number}", many) for number, many in enumerate(examined))

    assert Report(edition, results, ENVIRONMENT).headline == headline


def test_a_chapter_that_failed_makes_it_fail(edition: Edition) -> None:
    """Even if no check said so."""
    broken = replace(edition, runs=(Run("public-opinion", 1.0, None, Problem("timed out", 2, "E", "m")),))
    report = Report(broken, CLEAN, ENVIRONMENT)

    assert not report.holds
    assert report.headline == "1 chapter did not run to the end"


# Exceptions


def test_what_was_not_done_is_an_exception(edition: Edition, tmp_path: Path) -> None:
    """Executed once, no original reports, a changed tree, no lock: each is said in plain words."""
    dirty = replace(ENVIRONMENT, changed=("data/a.csv",), lock_sha256="")
    told = " ".join(Report(edition, CLEAN, dirty).exceptions)
    for words in ("executed once", "--sources", "1 path: data/a.csv", "no lock file"):
        assert words in told

    full = replace(edition, again=edition, reports=tmp_path)
    assert Report(full, CLEAN, ENVIRONMENT).exceptions == ()


def test_warnings_notes_and_idle_checks_are_exceptions_but_errors_are_not(edition: Edition, tmp_path: Path) -> None:
    """An error is no exception from “it holds”; it is the outcome."""
    results = dict(
        [made("words", 3, finding(Severity.WARNING), finding(Severity.ERROR)), made("sums", 0, finding(Severity.NOTE))]
    )
    report = Report(replace(edition, again=edition, reports=tmp_path), results, ENVIRONMENT)

    warning, idle = report.exceptions
    assert warning.startswith("Warning of “words”: a chapter: found 30.3; expected 30.2.")
    assert idle == "The check “sums” had nothing to examine: 0 things looked at."


# JUnit


def test_the_test_cases_are_counted_as_ci_counts_them(reports: Callable[..., dict], edition: Edition) -> None:
    """Each suite's numbers are those of its cases, and the totals those of the suites."""
    broken = replace(edition, runs=(*edition.runs, Run("roundtable", 2.5, None, Problem("failed", 2, "E", "m"))))
    results = dict(
        [made("words", 3, finding(Severity.ERROR), finding(Severity.WARNING)), made("sums", 0), made("bound", 1)]
    )
    root = ET.fromstring(reports(results, broken)["junit.xml"])

    assert [suite.get("name") for suite in root] == ["chapters", "words", "sums", "bound"]
    for suite in root:
        cases = suite.findall("testcase")
        assert int(suite.get("tests", "")) == len(cases)
        for name, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.get(name, "")) == len(suite.findall(f"testcase/{kind}"))
        assert all(case.get("name") and case.get("classname") and case.get("time") for case in cases)
    assert {name: root.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "7",
        "failures": "2",
        "errors": "1",
        "skipped": "1",
    }
    assert root.get("time") == "2.600"
    assert "warning: a chapter: found 30.3" in str(root.findtext(".//system-out"))


# CODECHECK

TEXT = {"type": "string", "minLength": 1}
PEOPLE = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "required": ["name"],
        "properties": {"name": TEXT, "ORCID": {"type": "string", "pattern": r"^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$"}},
    },
}
CODECHECK = {
    "type": "object",
    "required": ["manifest", "codechecker", "report", "version", "paper"],
    "properties": {
        "version": {"const": "https://codecheck.org.uk/spec/config/1.0/"},
        "manifest": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["file"],
                "properties": {"file": {"type": "string", "pattern": "^[^/]"}, "comment": TEXT},
            },
        },
        "paper": {
            "type": "object",
            "required": ["title", "authors", "reference"],
            "properties": {"title": TEXT, "authors": PEOPLE, "reference": TEXT},
        },
        "codechecker": PEOPLE,
        "report": TEXT,
        "summary": TEXT,
        "repository": {"anyOf": [TEXT, {"type": "array", "items": TEXT}]},
        "source": TEXT,
        "check_time": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$"},
        "certificate": {"type": "string", "pattern": r"^\d{4}-\d{3}$"},
    },
}
"""Version 1.0 of the specification, and the rules that its register checks it by, as a schema."""


def test_the_codecheck_configuration_is_valid(reports: Callable[..., dict], root: Path, tmp_path: Path) -> None:
    """It has what the specification demands, names only files that are there, and claims no number in the register."""
    text = reports()["codecheck.yml"]
    content = yaml.safe_load(text)
    cited = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))

    assert text.startswith("%YAML 1.1\n---\n")
    jsonschema.validate(content, CODECHECK)
    assert content["paper"]["title"] == cited["title"]
    assert [author["name"] for author in content["paper"]["authors"]] == [author["name"] for author in cited["authors"]]
    assert content["codechecker"] == [{"name": "A Reviewer"}]
    assert content["check_time"] == "2026-11-25 04:05:06"
    assert all((tmp_path / item["file"]).is_file() for item in content["manifest"])
    assert "certificate" not in content
    assert "self_issued" in content["livepaper"]


def test_the_codecheck_manifest_names_chapters_and_figures_from_where_it_lies(
    sealed_data: Path, edition: Edition, tmp_path: Path
) -> None:
    """Paths are relative to the file; a chapter or a figure without a file is left out."""
    record = {"figure": "threats", "title": "War is named by 30.2%"}
    output = {"output_type": "display_data", "data": {"application/vnd.livepaper.figure+json": record}, "metadata": {}}
    notebook = json.loads(json.dumps(edition.notebooks["public-opinion"]))
    notebook["cells"][0]["outputs"].append(output)
    drawn = Edition(edition.paper, edition.runs, {"public-opinion": _attributes(notebook)}, origin=tmp_path)
    folder = tmp_path / "_build/verification"
    folder.mkdir(parents=True)

    def manifest() -> dict[str, str]:
        write_reports(drawn, CLEAN, ENVIRONMENT, folder)
        content = yaml.safe_load((folder / "codecheck.yml").read_text(encoding="utf-8"))
        return {item["file"]: item["comment"] for item in content["manifest"]}

    assert set(manifest()) == {"verified-ledger.csv"}
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures/threats.svg").touch()
    (folder / "public-opinion.ipynb").touch()
    assert manifest()["../../figures/threats.svg"] == "figure: War is named by 30.2%"
    assert manifest()["public-opinion.ipynb"] == "chapter public-opinion, executed"


def _attributes(notebook: dict) -> object:
    import nbformat

    return nbformat.from_dict(notebook)


def test_the_certificate_is_identified_by_its_own_hash(reports: Callable[..., dict]) -> None:
    """As RFC 6920 names things, so that no identifier has to be invented."""
    written = reports()
    digest = hashlib.sha256(written["certificate.md"].encode()).digest()

    name = yaml.safe_load(written["codecheck.yml"])["report"]
    assert name == "ni:///sha-256;" + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def test_nobody_is_invented(reports: Callable[..., dict], edition: Edition, tmp_path: Path) -> None:
    """Without a name and a citation file, both are said to be missing."""
    bare = replace(edition, origin=tmp_path)
    written = reports(edition=bare, environment=replace(ENVIRONMENT, person=""))
    content = yaml.safe_load(written["codecheck.yml"])

    jsonschema.validate(content, CODECHECK)
    assert content["codechecker"] == content["paper"]["authors"] == [{"name": "not named"}]
    assert content["paper"]["title"] == tmp_path.name
    assert "Run by: not named" in written["certificate.md"]


# The certificate


def test_the_certificate_says_what_was_run_and_how_it_ended(reports: Callable[..., dict]) -> None:
    """On which commit, with which lock, how often, with what counts, exceptions and tolerances."""
    text = reports(dict([made("words", 3, finding(Severity.WARNING)), made("sums", 2)]))["certificate.md"]

    for words in (
        "**All 2 checks hold.** 3 numbers in 1 chapter examined: 0 errors, 1 warning and 0 notes.",
        "cccccccccc, nothing uncommitted",
        "sha256:aaaaaaa",
        "clean kernel, once.",
        "| The words hold | holds | 3 | 0 | 1 | 0 |",
        "- Warning of “words”: a chapter: found 30.3; expected 30.2.",
        "2 percentage points away",
        "does not say that the sources are right",
    ):
        assert words in text


# The page


def page_of(written: dict[str, str]) -> BeautifulSoup:
    """Parse the page."""
    return BeautifulSoup(written["report.html"], "html.parser")


def test_the_page_begins_with_the_outcome(reports: Callable[..., dict]) -> None:
    """Its heading is the verdict; commit and time stand beside it."""
    page = page_of(reports(dict([made("words", 3, finding(Severity.ERROR)), made("sums", 2)])))

    assert page.h1.get_text() == "1 of 2 checks fails"
    assert "25 November 2026, 04:05 UTC" in page.select_one(".outcome").get_text()
    assert "cccccccccccc, nothing uncommitted" in page.select_one(".outcome").get_text()
    assert [mark.get_text() for mark in page.select(".outcomes .mark")] == ["fails", "holds"]


def test_a_number_is_traced_down_to_its_row(reports: Callable[..., dict]) -> None:
    """From the claim: sentences, formula, work, place; and a link to the row with its cells and its hash."""
    page = page_of(reports())
    claim = page.find(id=f"claim/{CLAIM}")
    row = page.find(id=claim.select_one("li > a[href^='#row-']")["href"][1:])

    assert "Text: 30.2% fear war." in claim.get_text()
    assert [mark.get_text() for mark in claim.select("mark")] == ["30.2%", "30.2% ± 2.7 points"]
    assert "percent in row" in claim.get_text()
    assert "Center for the Study of Democracy and Governance" in claim.get_text()
    assert "30.2" in [cell.get_text() for cell in row.select("td")]
    assert re.fullmatch("[0-9a-f]{64}", row.select("td")[-1].get_text())


def test_findings_stand_with_their_check_and_their_claim(reports: Callable[..., dict]) -> None:
    """Where, found, expected, what to do; and the claim can be filtered by the check."""
    page = page_of(reports(dict([made("words", 3, finding(Severity.ERROR))])))

    told = page.select_one(".findings .error").get_text()
    assert all(words in told for words in ("a chapter", "They fear war.", "30.3", "30.2", "Correct it."))
    assert page.find(id=f"claim/{CLAIM}")["data-check"] == "words"


def test_the_page_needs_nothing_from_elsewhere_and_allows_only_its_own_script(reports: Callable[..., dict]) -> None:
    """One file: no address to fetch from, and hashes of what is inline in its policy."""
    page = page_of(reports())
    policy = page.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]

    assert not page.select("[src], link[href], [style], [onclick]")
    for tag in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(page.find(tag).string.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_everything_on_the_page_can_be_reached_without_a_script(reports: Callable[..., dict]) -> None:
    """The filters are hidden until a script shows them; rows are open; every link within the page has its target."""
    page = page_of(reports())
    ids = [tag["id"] for tag in page.select("[id]")]

    assert page.find(id="filters").has_attr("hidden")
    assert all(rows.has_attr("open") for rows in page.select("details.rows"))
    assert len(ids) == len(set(ids))
    assert {link["href"][1:] for link in page.select("a[href^='#']")} <= set(ids)
    assert all(label.find(["input", "select"]) for label in page.select("#filters label"))


# Hostile texts


def test_hostile_texts_stay_texts(reports: Callable[..., dict], edition: Edition) -> None:
    """Whatever stands in findings, tracebacks, file names or options, every report stays what it is."""
    results = dict([made("words", 3, finding(Severity.ERROR, found=HOSTILE), finding(Severity.NOTE, HOSTILE, HOSTILE))])
    run = Run("public-opinion", 1.0, 5, Problem("failed", 2, "E", HOSTILE, HOSTILE))
    environment = replace(ENVIRONMENT, changed=(HOSTILE,), person=HOSTILE, options={"x": HOSTILE})
    written = reports(results, replace(edition, runs=(run,)), environment)

    page = page_of(written)
    assert len(page.select("script")) == 1
    assert HOSTILE in page.select_one(".findings").get_text()
    jsonschema.validate(json.loads(written["report.json"]), json.loads(written["report.schema.json"]))
    told = " ".join(ET.fromstring(written["junit.xml"]).itertext())
    assert HOSTILE.replace("\x1b", "\N{REPLACEMENT CHARACTER}") in told
    assert "<script>" not in written["certificate.md"].replace("\\<", "")
    assert yaml.safe_load(written["codecheck.yml"])["codechecker"] == [{"name": HOSTILE}]


def test_hostile_cells_stay_texts(edition: Edition, reports: Callable[..., dict]) -> None:
    """An address is a link only if it is one of the web."""
    row = edition.row(edition.ledger[CLAIM].rows[0].reference)
    cells = {**row.cells, "locator": "javascript:alert(1) https://example.org/a?b=<i>", "note": HOSTILE}
    changed = replace(edition, _rows={**edition._rows, row.reference: replace(row, cells=cells)})
    page = page_of(reports(edition=changed))

    assert len(page.select("script")) == 1
    addresses = {link["href"] for link in page.select(".rows a")}
    assert "https://example.org/a?b=" in addresses
    assert all(address.startswith(("http://", "https://")) for address in addresses)


def test_nothing_changes_but_for_the_time(reports: Callable[..., dict]) -> None:
    """Two verifications of one state can be compared byte for byte."""
    assert reports() == reports()


def test_exact_values_stay_exact(sealed_data: Path, reports: Callable[..., dict]) -> None:
    """A quotient is written with all its digits."""
    cells = [MAKE + "\nclaims.ratio = claims.war / claims.closer", "Text"]
    made_of = execute(Paper.open(sealed_data), public_opinion=cells)
    claims = json.loads(reports(edition=made_of)["verified-ledger.json"])["claims"]

    assert Decimal(claims[-1]["value"]) == made_of.claims["public-opinion/ratio"].quantity.value

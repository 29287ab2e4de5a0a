"""A card that was edited after the build is found, even where the manifest was renewed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from livepaper.audit import audit
from tests.audit.test_audit import INDEX, OPINION, findings

pytestmark = [pytest.mark.book, pytest.mark.xdist_group("small-book")]


def test_the_cards_of_a_site_as_built_are_confirmed_and_counted(site: Path, snapshot: Path) -> None:
    """One for each claim of each page."""
    result = audit(site, snapshot)
    assert result.ok, list(map(str, result.findings))
    assert result.counts.cards == sum(
        path.read_text(encoding="utf-8").count('class="card"') for path in site.rglob("*.html")
    )
    assert "; 5 cards; " in str(result.counts)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param("30.2 percent;", "32.0 percent;", "the value", id="value"),
        pytest.param("give or take 2.7 points", "give or take 2.1 points", "the value", id="margin"),
        pytest.param("1,110 people", "1,101 people", "Asked", id="base"),
        pytest.param("fieldwork not found", "fieldwork 1 May 2022", "Asked", id="fieldwork"),
        pytest.param("war with other countries”</dd>", "corruption”</dd>", "Question", id="response"),
        pytest.param("ASB p24 Graph 6", "ASB p25 Graph 6", "Source", id="locator"),
        pytest.param("Tirana, 2022", "Tirana, 2021", "Source", id="a year of the source"),
        pytest.param("https://csdgalbania.org/", "https://example.org/", "Source", id="the source's address"),
        pytest.param("<dd>paper: known", "<dd>press: known", "Evidence", id="grade"),
        pytest.param("The dashed line marks weak evidence.", "", "Evidence", id="legend"),
        pytest.param("percent in row", "base in row", "Computed", id="formula"),
        pytest.param("toplines.csv, row 3", "toplines.csv, row 4", "Rows", id="row"),
        pytest.param(", cell 2</a>", ", cell 4</a>", "Made in", id="cell"),
        pytest.param("war_threat: 30.2%", "war_threat: 30.3%", "Cite as", id="citation"),
        pytest.param('aria-label="The number 30.2%"', 'aria-label="The number 20.2%"', "the name", id="name"),
        pytest.param("<dt>Computed</dt>", "<dt>Why</dt><dd>5</dd><dt>Computed</dt>", "Why", id="an added line"),
        pytest.param("<dl><dt>Question", "<p>7 of 8</p><dl><dt>Question", "other text", id="an added text"),
        pytest.param('class="claim weak"', 'class="claim"', "the marks in the text", id="mark"),
        pytest.param('class="claim weak"', 'class="claim weak loud"', "the marks in the text", id="an unknown mark"),
        pytest.param('popovertarget="card-1"><data', 'popovertarget="card-2"><data', "the card of claim", id="card"),
        pytest.param('">Landing</a>', '">Opinion</a>', "Also in", id="another place"),
    ],
)
def test_an_edited_line_of_a_card_is_found(site: Path, snapshot: Path, old: str, new: str, said: str) -> None:
    """Whatever the line, with the claim whose card it is."""
    path = site / OPINION
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    found = [str(finding) for finding in findings(site, snapshot)]
    assert any(said in finding and "the card of claim" in finding for finding in found), found


def test_a_claim_alone_in_a_cell_has_no_mark_for_that(site: Path, snapshot: Path) -> None:
    """How large a button is says nothing of the claim."""
    path = site / OPINION
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('class="claim weak"', 'class="claim weak lone"'), encoding="utf-8")

    assert not [finding for finding in findings(site, snapshot) if "marks" in str(finding)]


def test_a_card_that_is_gone_is_missed(site: Path, snapshot: Path) -> None:
    """Its button would open nothing."""
    path = site / INDEX
    path.write_text(
        re.sub(r'<div class="cards">.*?</article>', "</article>", path.read_text(encoding="utf-8"), flags=re.DOTALL),
        encoding="utf-8",
    )
    assert {finding.displayed for finding in findings(site, snapshot)} == {"no card"}

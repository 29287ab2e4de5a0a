"""The Verification chapter: all claims of the book, to be searched, filtered, sorted and linked to."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page, expect

from livepaper import Paper
from tests.book.test_pages import records

pytestmark = [pytest.mark.book, pytest.mark.xdist_group("whole-book")]

TABLE = ".livepaper-table[data-searchable]"


@pytest.fixture
def ledger(site: Path, browser: Browser) -> Iterator[Page]:
    """Return the chapter's page in a browser."""
    page = browser.new_page()
    page.goto((site / "chapters/verification.html").as_uri())
    yield page
    page.close()


def shown(page: Page) -> list[str]:
    """Return the ids of the rows that are shown, in order."""
    rows = page.locator(f"{TABLE} tbody tr:visible")
    return [str(row) for row in rows.evaluate_all("rows => rows.map(row => row.id)")]


def test_each_claim_of_the_book_has_its_row_with_value_and_grade(book: Path, pages: dict[str, BeautifulSoup]) -> None:
    """Under its own id, so that other pages can link to it."""
    rows = {row["id"]: row for row in pages["verification"].select(f"{TABLE} tbody tr")}
    claims = {str(record["id"]): record for record in records(book, "claim")}

    assert rows.keys() == claims.keys()
    assert len(rows) > 400
    for name, record in claims.items():
        data = rows[name].select_one("data.claim")
        assert (data["data-claim"], Decimal(data["value"])) == (name, Decimal(str(record["value"])))
        assert str(record["grade"]) in rows[name].get_text()


def test_each_verdict_on_a_claim_stands_in_its_row(pages: dict[str, BeautifulSoup], paper: Paper) -> None:
    """What the paper printed and what became of it."""
    rows = {row["id"]: row.get_text(" ") for row in pages["verification"].select(f"{TABLE} tbody tr")}
    judged = [one for one in paper.judge(paper.ledger(paper.chapters)) if one.printed["claim"]]

    assert len(judged) > 50
    for one in judged:
        assert f"“{one.printed['text']}”" in rows[one.printed["claim"]]
        assert str(one.verdict) in rows[one.printed["claim"]]


def test_the_page_is_light(site: Path) -> None:
    """In spite of its long table."""
    assert len(gzip.compress((site / "chapters/verification.html").read_bytes())) < 60 * 1024


def test_without_a_script_the_table_is_whole_and_offers_nothing_that_does_not_work(
    site: Path, browser: Browser
) -> None:
    """No search box, no buttons in the heading."""
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto((site / "chapters/verification.html").as_uri())

    assert len(shown(page)) > 400
    assert page.locator(f"{TABLE} :is(input, select, button)").count() == 0


def test_search_and_filters_narrow_the_table_and_say_so(ledger: Page) -> None:
    """Words and filters must all fit; everything comes back with one button."""
    everything = shown(ledger)
    tools = ledger.get_by_role("search", name="The ledger")
    tools.get_by_label("Search").fill("PUBLIC war_threat")
    assert "public-opinion/war_threat" in shown(ledger)
    assert len(shown(ledger)) < 20
    tools.get_by_label("Verdict").select_option("not checkable")
    narrowed = shown(ledger)

    assert "public-opinion/war_threat_rank" not in narrowed
    assert tools.get_by_role("status").inner_text() == f"{len(narrowed)} of {len(everything)} rows"
    tools.get_by_role("button", name="Show all").click()
    expect(ledger.locator(f"{TABLE} tbody tr:visible")).to_have_count(len(everything))  # once the form has been reset
    assert shown(ledger) == everything


def test_the_chapter_and_the_grade_are_filters(ledger: Page) -> None:
    """Columns of few different texts are."""
    tools = ledger.get_by_role("search", name="The ledger")
    tools.get_by_label("Chapter").select_option("Public opinion")
    assert {name.partition("/")[0] for name in shown(ledger)} == {"public-opinion"}
    tools.get_by_label("Grade").select_option("paper")

    assert "public-opinion/war_threat" in shown(ledger)
    assert "public-opinion/asb_base" not in shown(ledger)


def test_headings_sort_with_the_keyboard_and_say_how(ledger: Page) -> None:
    """By number, up, down, and back to the order of the book."""
    heading = ledger.locator(f"{TABLE} thead th", has_text="Value")
    values = "rows => rows.map(row => Number(row.querySelector('data').value))"
    rows = ledger.locator(f"{TABLE} tbody tr")
    before = rows.evaluate_all(values)
    heading.get_by_role("button").focus()
    ledger.keyboard.press("Enter")
    assert heading.get_attribute("aria-sort") == "ascending"
    assert rows.evaluate_all(values) == sorted(before)
    ledger.keyboard.press("Enter")
    assert heading.get_attribute("aria-sort") == "descending"
    assert rows.evaluate_all(values) == sorted(before, reverse=True)
    ledger.keyboard.press("Enter")

    assert heading.get_attribute("aria-sort") is None
    assert rows.evaluate_all(values) == before


def test_empty_cells_come_last_in_either_order(ledger: Page) -> None:
    """What was not printed has no verdict, whichever way one sorts."""
    button = ledger.locator(f"{TABLE} thead th", has_text="Verdict").get_by_role("button")
    verdicts = "rows => rows.map(row => row.cells[5].textContent)"
    for _ in range(2):
        button.click()
        found = ledger.locator(f"{TABLE} tbody tr").evaluate_all(verdicts)
        assert found[0]
        assert not found[-1]


def test_a_link_to_a_row_that_is_filtered_out_shows_it(ledger: Page) -> None:
    """Filters give way."""
    ledger.get_by_role("search", name="The ledger").get_by_label("Search").fill("no such claim")
    assert shown(ledger) == []
    ledger.evaluate("location.hash = 'concept/nato_core_tasks'")
    row = ledger.locator('[id="concept/nato_core_tasks"]')
    row.wait_for(state="visible")

    assert row.evaluate("row => row.matches(':target')")

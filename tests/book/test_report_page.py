"""The page of a verification in a real browser, under its own content security policy."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from livepaper import Paper
from livepaper.verify.reports import write_reports
from tests.verify.editions import edition as execute
from tests.verify.test_reports import CLAIM, ENVIRONMENT, MAKE, SAY, Severity, finding, made

pytestmark = [pytest.mark.book, pytest.mark.xdist_group("whole-book")]

WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def report(sealed_data: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a report with an error on one of its three claims."""
    folder = tmp_path_factory.mktemp("report")
    results = dict([made("words", 3, finding(Severity.ERROR)), made("sums", 2)])
    edition = execute(Paper.open(sealed_data), public_opinion=[MAKE, SAY])
    write_reports(edition, results, ENVIRONMENT, folder)
    return (folder / "report.html").as_uri()


def numbers(page: Page) -> int:
    """Return how many claims are shown."""
    return page.locator(".claim:visible").count()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_it_fits_and_asks_for_nothing(report: str, browser: Browser, width: int, scheme: str) -> None:
    """No error, not even of its own policy; nothing too wide, open or closed."""
    page = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda request: None if request.url == report else troubles.append(request.url))
    page.goto(report)
    assert page.evaluate(WIDE) <= 0
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")

    assert page.evaluate(WIDE) <= 0
    assert not troubles


def test_filters_choose_numbers_and_say_how_many(report: str, browser: Browser) -> None:
    """By check, by grade, by words; one button shows all again."""
    page = browser.new_page()
    page.goto(report)
    form = page.get_by_role("form", name="Choose numbers")
    assert numbers(page) == 3
    form.get_by_label("Finding of").select_option("words")
    assert (numbers(page), form.get_by_role("status").inner_text()) == (1, "1 of 3 numbers")
    form.get_by_role("button", name="Show all").click()
    page.wait_for_function("document.querySelectorAll('.claim[hidden]').length === 0")
    form.get_by_label("Search").fill("79.6")

    assert page.locator(".claim:visible .id").all_inner_texts() == ["public-opinion/war", "public-opinion/closer"]


def test_a_link_opens_what_it_leads_to(report: str, browser: Browser) -> None:
    """From a finding to its claim, and from there to the row."""
    page = browser.new_page()
    page.goto(report)
    page.locator(".findings a").click()
    claim = page.locator(f'[id="claim/{CLAIM}"]')
    page.wait_for_function("id => document.getElementById(id).open", arg=f"claim/{CLAIM}")
    claim.locator("a[href^='#row-']").first.click()

    page.locator("tr:target").wait_for(state="visible")

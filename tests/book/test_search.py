"""The search page in a real browser: it finds numbers and figures, and leads to them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.book, pytest.mark.xdist_group("whole-book")]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A phone's window, in which no script may fail."""
    context = browser.new_context(viewport={"width": 320, "height": 800})
    page, errors = context.new_page(), list[str]()
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


def ask(page: Page, site: Path, words: str) -> None:
    """Open the search page, as a file, and look for words with the keyboard."""
    page.goto((site / "search.html").as_uri())
    field = page.get_by_role("searchbox", name="Search the book")
    field.focus()
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(page.locator("#search-extra-status")).to_contain_text(f"for “{words}”")


@pytest.mark.parametrize("words", ["79.6", "79.6%", "closer Balkan cooperation"])
def test_a_number_is_found_by_itself_or_by_its_sentence(page: Page, site: Path, words: str) -> None:
    """The first result leads to the chapter and a place on it that shows the claim."""
    ask(page, site, words)
    found = page.locator("#search-extra li a", has_text="public-opinion/closer_cooperation").first
    found.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/chapters/public-opinion.html#*")

    place = page.evaluate("decodeURIComponent(location.hash.slice(1))")
    claim = '[data-claim="public-opinion/closer_cooperation"]'
    assert page.locator(f'[id="{place}"]').locator(claim).count() or page.locator(f'{claim}[id="{place}"]').count()


def test_figures_numbers_and_pages_are_groups_and_more_can_be_shown(page: Page, site: Path) -> None:
    """Focus moves on to the first result that was hidden; Sphinx's own list stays."""
    ask(page, site, "corruption")

    headings = page.locator("article h2")
    expect(headings).to_have_text(["Numbers", "Figures", "Pages"])
    expect(page.locator("#search-results ul.search > li").first).to_be_visible()
    shown = page.locator("#search-extra section").first.locator("li").count()
    page.get_by_role("button", name="more").first.press("Enter")
    focused = page.evaluate("[...document.querySelectorAll('#search-extra li a')].indexOf(document.activeElement)")
    assert focused == shown
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_what_looks_like_markup_is_looked_for_as_text(page: Page, site: Path) -> None:
    """A query is never read as HTML."""
    ask(page, site, "<img src=x onerror=alert(1)>")

    expect(page.locator("#search-extra-status")).to_contain_text("Found 0 numbers and 0 figures")
    assert page.locator("article img").count() == 0

"""The book's design in a real browser: what opens in place, what the keyboard reaches, what paper shows."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.book, pytest.mark.xdist_group("whole-book")]

CONCEPT = "chapters/concept.html"


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Return the address of the site on this machine; storage has no origin to belong to in plain files."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=site)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    """Return a chapter on a small phone."""
    page = browser.new_page(viewport={"width": 320, "height": 640}, has_touch=True)
    page.goto(address + CONCEPT)
    yield page
    page.close()


def focus(page: Page) -> str:
    """Return what has the keyboard: its id, or else its text."""
    found = page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")
    return str(found)


def within(page: Page, selector: str) -> bool:
    """Tell whether an element lies within the window."""
    return bool(
        page.locator(selector).evaluate(
            "e => { const r = e.getBoundingClientRect();"
            " return r.left >= 0 && r.top >= 0 && r.right <= innerWidth && r.bottom <= innerHeight; }"
        )
    )


def test_pages_hold_no_script_or_style_of_their_own(site: Path) -> None:
    """Scripts and styles are files, as a strict Content-Security-Policy asks; data blocks are no scripts."""
    for path in [*site.glob("*.html"), *site.glob("chapters/*.html")]:
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        scripts = [one for one in soup.find_all("script") if not one.get("src") and "json" not in one.get("type", "")]
        assert not [*scripts, *soup.find_all("style")], path.name


def test_a_citation_opens_its_source_in_place_and_gives_the_keyboard_back(phone: Page) -> None:
    """Enter opens the card and moves into it; it fits a phone; Escape closes it and returns to the citation."""
    link = phone.locator("a[data-note]").first
    link.focus()
    phone.keyboard.press("Enter")

    opened = phone.locator(".citation-note:popover-open")
    assert opened.count() == 1
    assert focus(phone) == link.get_attribute("data-note")
    assert within(phone, ".citation-note:popover-open")
    assert "The future is cooperative!?" in opened.inner_text()
    phone.keyboard.press("Escape")
    assert opened.count() == 0
    assert focus(phone) == link.text_content()


def test_a_citation_opens_at_a_touch_and_leads_on(phone: Page) -> None:
    """A tap opens the card; its link leads to the entry in the list of sources."""
    phone.locator("a[data-note]").first.tap()
    phone.get_by_role("link", name="In the list of sources").tap()

    phone.wait_for_url("**/sources-and-methods.html#*")
    assert phone.locator("div.citation:target").count() == 1


def test_without_scripts_citations_are_links_and_abbreviations_still_open(browser: Browser, address: str) -> None:
    """A citation leads to the list of sources; an abbreviation's card is the browser's own."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, java_script_enabled=False)
    page = context.new_page()
    page.goto(address + CONCEPT)

    page.locator(".abbreviation button").first.click()
    assert page.locator(".abbreviation-note").first.is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".abbreviation-note").first.is_visible()
    page.locator("a[data-note]").first.click()
    page.wait_for_url("**/sources-and-methods.html#*")
    context.close()


def test_the_keyboard_reaches_the_chapters_on_a_phone(phone: Page) -> None:
    """The folded list of chapters opens with the space bar, and its links are out of reach until then."""
    chapter = phone.locator(".sidebar-tree a", has_text="Public opinion")
    assert not chapter.is_visible()
    phone.keyboard.press("Tab")
    assert focus(phone) == "__navigation"
    phone.keyboard.press("Space")
    chapter.wait_for(state="visible")


def test_the_scheme_that_was_chosen_is_kept(browser: Browser, address: str) -> None:
    """The button's choice holds on the next page, against what the system asks for."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="light")
    page = context.new_page()
    page.goto(address)
    page.locator(".theme-toggle-content button").click()
    page.goto(address + CONCEPT)

    assert page.evaluate("document.body.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(19, 24, 28)"
    context.close()


def test_paper_shows_the_text_alone_in_black_on_white(browser: Browser, address: str) -> None:
    """Bars, buttons and folded code are gone, whatever the scheme; chapters keep their numbers and figures."""
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(address + "chapters/public-opinion.html")

    for gone in (".sidebar-drawer", ".mobile-header", ".related-pages", "details.hide", ".abbreviation button"):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.locator("data.claim").first.is_visible()
    assert page.locator("figure svg").first.is_visible()
    assert page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator("article section > p").first.evaluate("e => getComputedStyle(e).color") == "rgb(0, 0, 0)"
    context.close()


def test_the_page_that_is_not_found_leads_back(browser: Browser, address: str) -> None:
    """It offers the key findings and the search."""
    page = browser.new_page()
    page.goto(address + "404.html")
    page.get_by_role("searchbox", name="Search the book").fill("corruption")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=corruption*")
    page.close()

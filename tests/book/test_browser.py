"""The pages in a real browser, on a phone and on a desk, light and dark."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page, Request

pytestmark = [pytest.mark.book, pytest.mark.xdist_group("whole-book")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 768, 1440])
def test_pages_fit_and_run_without_errors(
    served: str, addresses: list[str], browser: Browser, width: int, scheme: str
) -> None:
    """No page scrolls sideways, logs an error, breaks its policy, or asks for anything that is not in the site."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    troubles: list[str] = []
    watch(page, served, troubles)

    for address in addresses:
        page.goto(served + address)
        sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if sideways > 0:
            troubles.append(f"{address} is {sideways} pixels too wide")
    context.close()

    assert not troubles


def test_a_phone_shows_the_tables_of_the_chapters_whole(served: str, site: Path, browser: Browser) -> None:
    """Nothing of a table is out of sight beside the screen; a row of many cells is a list with their names."""
    page = browser.new_page(viewport={"width": 320, "height": 900})
    for file in sorted((site / "chapters").glob("*.html")):
        page.goto(f"{served}chapters/{file.name}")
        for region in page.locator(".livepaper-table .table-scroll").all():
            hidden = region.evaluate("region => region.scrollWidth - region.clientWidth")
            assert hidden <= 0, f"{file.name}: {region.get_attribute('aria-label')}: {hidden} pixels"
    page.goto(f"{served}chapters/verification.html")
    cell = page.locator(".wide tbody td").first
    assert cell.evaluate("cell => getComputedStyle(cell, '::before').content") == '"Value"'
    page.get_by_role("button", name="Value", exact=True).click()
    assert page.locator(".wide thead th").nth(1).get_attribute("aria-sort") == "ascending"
    page.get_by_role("searchbox", name="Search", exact=True).fill("closer_cooperation")
    rows = page.locator(".livepaper-table[data-searchable] tbody tr")
    shown = sum(row.is_visible() for row in rows.all())
    assert page.locator(".table-tools output").inner_text() == f"{shown} of {rows.count()} rows"
    assert 0 < shown < 9
    page.close()


def test_each_page_has_one_title_and_one_field_to_search_from(site: Path, addresses: list[str]) -> None:
    """Beside the sidebar's, the search page and the page for wrong addresses have a field; none has it twice."""
    for address in addresses:
        article = BeautifulSoup((site / address).read_text("utf-8"), "html.parser").select_one("article")
        assert article is not None, address
        assert len(article.select("h1")) == 1, address
        expected = 1 if address in {"search.html", "404.html"} else 0
        assert len(article.select("[role=search]")) == expected, address


def test_pages_can_be_read_from_a_folder(site: Path, addresses: list[str], browser: Browser) -> None:
    """A copy of the site on a disk works without a server."""
    page = browser.new_page()
    troubles: list[str] = []
    watch(page, site.as_uri(), troubles)

    for address in addresses:
        page.goto((site / address).as_uri())
        if not page.evaluate("getComputedStyle(document.body).getPropertyValue('--color-foreground-primary')"):
            troubles.append(f"{address} has no style")
    page.close()

    assert not troubles


def failed(request: Request) -> bool:
    """Tell a request that failed from one that the browser gave up to open the next page."""
    return request.failure != "net::ERR_ABORTED"


def watch(page: Page, start: str, troubles: list[str]) -> None:
    """Collect errors, broken policies, failed requests, and requests to anything that does not begin with `start`."""
    own = (start, "data:", "blob:")
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("requestfailed", lambda request: troubles.append(f"{request.url} failed") if failed(request) else None)
    page.on("request", lambda request: None if request.url.startswith(own) else troubles.append(request.url))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', event => console.error("
        "`${event.effectiveDirective} forbids ${event.blockedURI} ${event.sample}`))"
    )


@pytest.mark.parametrize(("width", "shown"), [(320, "figure-narrow"), (1280, "figure-wide")])
def test_each_figure_shows_the_drawing_for_its_width(site: Path, browser: Browser, width: int, shown: str) -> None:
    """Exactly one of the two drawings is visible, with text no smaller than eleven pixels."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    for file in sorted((site / "chapters").glob("*.html")):
        page.goto(file.as_uri())
        for figure in page.locator("figure.livepaper-figure").all():
            visible = [drawing for drawing in figure.locator("svg").all() if drawing.is_visible()]
            assert [drawing.get_attribute("class") for drawing in visible] == [shown]
            smallest = visible[0].evaluate(
                "svg => Math.min(...[...svg.querySelectorAll('text')].map("
                "text => parseFloat(getComputedStyle(text).fontSize) * svg.getScreenCTM().a))"
            )
            assert smallest >= 11, f"{figure.get_attribute('data-figure')}: {smallest:.1f} pixels"
    page.close()

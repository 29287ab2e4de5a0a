"""The pages for everybody: no barrier that axe finds, readable without scripts and on paper."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.book, pytest.mark.xdist_group("whole-book")]

AXE = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map(({ target, failureSummary }) => `${id} ${target.join(" ")}: ${failureSummary}`));
}"""

OPEN = """() => {
  document.querySelectorAll("details").forEach((details) => { details.open = true; });
  const panes = new Map();
  document.querySelectorAll("figure input[type=radio]").forEach((radio) => {
    panes.set(radio.name, [...(panes.get(radio.name) ?? []), radio]);
  });
  panes.forEach((radios, name) => radios[Math.min(1, radios.length - 1)].click());
  document.querySelector("[popover]")?.showPopover();
}"""
"""Open everything that is closed at first: one card, the second pane of each figure, every fold."""


def barriers(page: Page) -> list[str]:
    """Return what axe finds on a page."""
    page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(AXE)
    return found


@pytest.mark.parametrize(
    ("width", "scheme", "opened"),
    [(320, "light", False), (320, "dark", True), (1440, "light", True), (1440, "dark", False)],
)
def test_axe_finds_no_barrier(
    served: str, addresses: list[str], browser: Browser, width: int, scheme: str, opened: bool
) -> None:
    """No page has a violation, in either scheme, as it comes and with all that opens opened."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    found: dict[str, list[str]] = {}
    for address in addresses:
        page.goto(served + address)
        if opened:
            page.evaluate(OPEN)
        found[address] = barriers(page)
    context.close()

    assert not {address: violations for address, violations in found.items() if violations}


@pytest.fixture
def scriptless(browser: Browser) -> Iterator[Page]:
    """Return a page on a phone that runs no scripts."""
    context = browser.new_context(viewport={"width": 320, "height": 900}, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_pages_can_be_read_without_scripts(served: str, addresses: list[str], scriptless: Page) -> None:
    """Headings, text and a drawing of each figure are visible; nothing is wider than the screen."""
    for address in addresses:
        scriptless.goto(served + address)
        assert scriptless.locator("h1").first.is_visible(), address
        for figure in scriptless.locator("figure.livepaper-figure").all():
            drawings = [drawing for drawing in figure.locator("svg[role=img]").all() if drawing.is_visible()]
            assert len(drawings) == 1, f"{address}: {figure.get_attribute('data-figure')}"
        wide = [box for box in map(_box, scriptless.locator("article > *").all()) if box and box["width"] > 320]
        assert not wide, address


def _box(part: object) -> dict[str, float] | None:
    box: dict[str, float] | None = part.bounding_box()  # type: ignore[attr-defined]
    return box


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_is_white_and_letters_are_black(served: str, addresses: list[str], browser: Browser, scheme: str) -> None:
    """Whatever the screen's scheme, print is black on white, without what only a screen needs."""
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.emulate_media(media="print", color_scheme=scheme)
    for address in addresses:
        page.goto(served + address)
        colours = page.evaluate(
            "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('h1')).color]"
        )
        assert colours[0] in {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}, address
        assert max(map(int, colours[1].removeprefix("rgb(").rstrip(")").split(","))) < 90, address
        shown = [part for part in page.locator("nav, [popover], .sidebar-drawer").all() if part.is_visible()]
        assert not shown, f"{address}: {shown}"
    context.close()


def test_nothing_is_printed_beside_the_paper(served: str, addresses: list[str], browser: Browser) -> None:
    """What is wider than the text of a sheet of A4 would be cut off, or all the rest made smaller."""
    page = browser.new_page(viewport={"width": 643, "height": 900})
    page.emulate_media(media="print")
    for address in addresses:
        page.goto(served + address)
        beside = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert beside <= 0, f"{address}: {beside} pixels"
    page.close()

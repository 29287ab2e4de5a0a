"""Every number answers: cards in a real browser, by keyboard, by touch, without our script, on the smallest screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = [pytest.mark.book, pytest.mark.xdist_group("whole-book")]

WAR = "claim-public-opinion.war_threat"
OPEN = ".card:popover-open"
LIMIT = 90 * 1024
"""How heavy the heaviest page may be, compressed, in bytes."""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A window of a desk's size."""
    made = browser.new_context(viewport={"width": 1280, "height": 900})
    yield made
    made.close()


def opinion(context: BrowserContext, site: Path, fragment: str = "") -> Page:
    """Open the heaviest chapter."""
    page = context.new_page()
    page.goto((site / "chapters/public-opinion.html").as_uri() + fragment)
    return page


def number(page: Page) -> object:
    """Return the id of what has the focus."""
    return page.evaluate("document.activeElement.id")


def test_a_card_opens_by_keyboard_closes_with_escape_and_returns_the_focus(context: BrowserContext, site: Path) -> None:
    """The dialog itself has the focus meanwhile, so that it is read and can be scrolled."""
    page = opinion(context, site)
    page.locator(f"[id='{WAR}']").focus()
    page.keyboard.press("Enter")

    card = page.locator(OPEN)
    expect(card).to_be_focused()
    expect(card).to_contain_text("30.2 percent; give or take 2.7 points")
    assert card.get_attribute("aria-label") == "The number 30.2%"
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    assert number(page) == WAR


def test_the_close_button_is_the_first_stop_and_returns_the_focus(context: BrowserContext, site: Path) -> None:
    """So does clicking beside the card close it."""
    page = opinion(context, site)
    page.locator(f"[id='{WAR}']").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(OPEN)).to_have_count(0)
    assert number(page) == WAR

    page.keyboard.press("Enter")
    expect(page.locator(OPEN)).to_have_count(1)
    page.mouse.click(5, 5)
    expect(page.locator(OPEN)).to_have_count(0)


def test_cards_open_by_touch_and_fit_the_smallest_screen(browser: Browser, site: Path) -> None:
    """As a sheet at the foot of the screen, every card of every page."""
    context = browser.new_context(viewport={"width": 320, "height": 568}, has_touch=True, is_mobile=True)
    page = opinion(context, site)
    page.locator(f"[id='{WAR}']").tap()
    expect(page.locator(OPEN)).to_have_count(1)
    for file in [site / "index.html", *sorted((site / "chapters").glob("*.html"))]:
        page.goto(file.as_uri())
        wide = page.evaluate(
            """() => [...document.querySelectorAll(".card")].filter((card) => {
                card.showPopover();
                const box = card.getBoundingClientRect();
                const fits = box.left >= 0 && box.right <= 320 && box.bottom <= innerHeight + 1 && box.top >= 0;
                const sideways = card.scrollWidth > card.clientWidth;
                card.hidePopover();
                return !fits || sideways;
            }).map((card) => card.id)"""
        )
        assert wide == [], file.name
    context.close()


def test_cards_open_beside_their_number_within_the_window(context: BrowserContext, site: Path) -> None:
    """Above or below it, wherever there is room, and never over it."""
    page = opinion(context, site)
    for place in page.locator("article > section > section p > button.claim").all()[::9]:
        place.scroll_into_view_if_needed()
        place.click()
        expect(page.locator(OPEN)).to_have_count(1)
        card, number = page.locator(OPEN).bounding_box(), place.bounding_box()
        assert card is not None
        assert number is not None
        assert card["y"] >= 0
        assert card["y"] + card["height"] <= 900
        assert card["y"] + card["height"] <= number["y"] + 1 or card["y"] >= number["y"] + number["height"] - 1
        page.keyboard.press("Escape")


def test_cards_need_no_script(browser: Browser, site: Path) -> None:
    """They open, close with Escape and at their button, and link to the number."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = opinion(context, site)
    card = page.get_by_role("dialog", name="The number 30.2%")
    for close in (lambda: page.keyboard.press("Escape"), lambda: card.get_by_role("button", name="Close").click()):
        page.locator(f"[id='{WAR}']").click()
        expect(card).to_be_visible()
        close()
        expect(card).not_to_be_visible()
    context.close()


def test_without_popovers_a_number_links_to_its_row(context: BrowserContext, site: Path) -> None:
    """In the table of all claims, where the browser has no cards to show."""
    context.add_init_script("delete HTMLElement.prototype.popover")
    page = opinion(context, site)

    link = page.locator(f"a[id='{WAR}']")
    assert str(link.evaluate("link => link.href")).endswith("verification.html#public-opinion/war_threat")
    assert link.locator("data.claim").text_content() == "30.2%"
    assert page.locator("button.claim").count() == 0
    link.click()
    expect(page.locator("tr[id='public-opinion/war_threat']")).to_be_in_viewport()


def test_a_permalink_leads_to_the_number_and_opens_its_card(
    browser: Browser, context: BrowserContext, site: Path
) -> None:
    """Beside its number; without our script it still leads to the number."""
    page = opinion(context, site, "#claim-public-opinion.obstacle_politicians")
    expect(page.locator(OPEN)).to_contain_text("42.5 percent")
    expect(page.locator("[id='claim-public-opinion.obstacle_politicians']")).to_be_in_viewport()
    page.locator(OPEN).get_by_role("link", name="Permalink").click()
    expect(page.locator(OPEN)).to_contain_text("42.5 percent")

    plain = browser.new_context(java_script_enabled=False)
    page = opinion(plain, site, "#claim-public-opinion.obstacle_politicians")
    expect(page.locator("[id='claim-public-opinion.obstacle_politicians']")).to_be_in_viewport()
    plain.close()


def test_a_citation_can_be_copied_with_its_address(context: BrowserContext, site: Path) -> None:
    """The button says so."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = opinion(context, site)
    page.locator(f"[id='{WAR}']").click()
    page.get_by_role("button", name="Copy citation").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()

    copied = str(page.evaluate("navigator.clipboard.readText()"))
    assert "Claim public-opinion/war_threat: 30.2%." in copied
    assert copied.endswith(f"chapters/public-opinion.html#{WAR}")


def test_weak_evidence_and_corrections_look_different_and_are_said(context: BrowserContext, site: Path) -> None:
    """By the form of the line under the number, not by its colour; and in words for those who hear the page."""
    page = opinion(context, site)
    lines = {
        str(place.evaluate("place => getComputedStyle(place).textDecorationStyle"))
        for marks in (":not(.weak):not(.corrected)", ".weak:not(.corrected)", ".corrected")
        for place in page.locator(f"button.claim{marks}").all()[:1]
    }
    assert lines == {"dotted", "dashed", "double"}
    assert page.get_by_role("button", name="30.2% (weak evidence)", exact=True).count() > 0


def test_cards_are_not_printed(context: BrowserContext, site: Path) -> None:
    """Numbers stand in print as plain text."""
    page = opinion(context, site)
    page.locator(f"[id='{WAR}']").click()
    page.emulate_media(media="print")
    expect(page.locator(".cards")).not_to_be_visible()
    expect(page.locator(OPEN)).not_to_be_visible()


def test_pages_with_cards_stay_light(site: Path) -> None:
    """Compressed, the heaviest page is well under its limit."""
    import gzip

    for file in [site / "index.html", *(site / "chapters").glob("*.html")]:
        assert len(gzip.compress(file.read_bytes())) < LIMIT, file.name

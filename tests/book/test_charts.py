"""Charts in a real browser: the switch, the interactive chart, dark mode, print."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page

from livepaper.figures import theme

pytestmark = [pytest.mark.book, pytest.mark.xdist_group("whole-book")]

CHAPTER = "chapters/public-opinion.html"
POLICY = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"


class Strict(SimpleHTTPRequestHandler):
    """Serves a folder, and forbids pages all but their own files."""

    def do_GET(self) -> None:
        """Answer at once what browsers ask for on their own."""
        if self.path != "/favicon.ico":
            return super().do_GET()
        self.send_response(HTTPStatus.NO_CONTENT)
        return self.end_headers()

    def end_headers(self) -> None:
        """Add the policy to every answer."""
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Serve the site under the strict policy."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Strict, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{CHAPTER}"
    server.shutdown()


@pytest.fixture(params=[320, 1280])
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Give the chapter with most charts, on a phone and on a desk."""
    opened = browser.new_page(viewport={"width": request.param, "height": 900})
    opened.goto(address)
    yield opened
    opened.close()


def views(figure: Locator) -> list[bool]:
    """Tell which of chart, table and files are shown."""
    return [figure.locator(view).is_visible() for view in (".figure-chart", ".figure-data", ".figure-files")]


def place(figure: Locator) -> dict[str, float]:
    """Return where a figure stands on its page, however far that is scrolled, and its size."""
    found: dict[str, float] = figure.evaluate(
        "e => { const {top, left, width, height} = e.getBoundingClientRect();"
        " return {top: Math.round(top + scrollY), left, width, height}; }"
    )
    return found


def explored(page: Page) -> Locator:
    """Explore the first figure of a page; return it."""
    figure = page.locator("figure.livepaper-figure").first
    figure.locator(".figure-explore").click()
    figure.locator(".figure-mark").first.wait_for()
    return figure


def test_the_switch_works_with_the_keyboard(page: Page) -> None:
    """Arrows go from view to view, and nothing has moved when the chart is back."""
    figure = page.locator("figure.livepaper-figure").first
    figure.locator("input[value=chart]").focus()
    before = place(figure)

    seen = [views(figure)]
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        seen.append(views(figure))

    assert seen == [[True, False, False], [False, True, False], [False, False, True], [True, False, False]]
    assert place(figure) == before


def test_the_switch_works_without_scripts(site: Path, browser: Browser) -> None:
    """And what needs scripts is not offered."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / CHAPTER).as_uri())
    figure = page.locator("figure.livepaper-figure").first
    assert views(figure) == [True, False, False]
    figure.locator("label", has_text="Download").click()
    assert views(figure) == [False, False, True]
    assert not figure.locator(".figure-explore, .figure-copy").first.is_visible()
    assert "Figure" in figure.locator(".figure-citation").inner_text()
    context.close()


def test_an_opened_file_offers_no_interactive_chart(site: Path, browser: Browser) -> None:
    """Browsers load no modules there."""
    page = browser.new_page()
    page.goto((site / CHAPTER).as_uri())
    assert not page.locator(".figure-explore").first.is_visible()
    page.close()


def test_an_interactive_chart_obeys_the_policy_and_tells_its_values(page: Page) -> None:
    """Every value has a name and a tooltip, which the pointer and the arrow keys reach; Escape leads back."""
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda message: troubles.append(message.text) if message.type in {"error", "warning"} else None)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    before = page.locator("figure.livepaper-figure svg:visible").first.bounding_box()

    figure = explored(page)
    tip = figure.locator(".figure-tip")
    names = [mark.get_attribute("aria-label") for mark in figure.locator(".figure-mark").all()]
    assert names[:2] == ["Corruption: 39.3% ± 2.9 points", "War with other countries: 30.2% ± 2.7 points"]
    assert figure.locator(".figure-mark").first.evaluate("mark => mark === document.activeElement")
    assert tip.inner_text().split("\n") == ["39.3% ± 2.9 points", "Corruption"]
    page.keyboard.press("ArrowDown")
    assert tip.inner_text().split("\n") == ["30.2% ± 2.7 points", "War with other countries"]
    figure.locator(".figure-mark").nth(2).hover()
    assert "11.2%" in tip.inner_text()
    now = figure.locator("svg:visible").bounding_box()
    page.keyboard.press("Escape")

    assert now is not None
    assert before is not None
    assert (now["width"], now["height"]) == pytest.approx((before["width"], before["height"]), abs=1)
    assert figure.locator(".figure-explore").evaluate("button => button === document.activeElement")
    assert (figure.locator(".figure-stage").count(), views(figure)[0]) == (0, True)
    assert {Path(urlsplit(url).path).name for url in requests} <= {
        "favicon.svg",  # which browsers ask for when they like
        "vega.js",
        *(Path(url).name for url in requests if "vl.json" in url),
    }
    assert not troubles


def test_every_chart_can_be_explored(browser: Browser, address: str, site: Path) -> None:
    """Each has the size of the still one, and a name for each of its values."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    for file in sorted((site / "chapters").glob("*.html")):
        page.goto(address.replace("public-opinion.html", file.name))
        for figure in page.locator("figure.livepaper-figure").all():
            before = figure.locator("svg:visible").bounding_box()
            figure.locator(".figure-explore").click()
            figure.locator(".figure-mark").first.wait_for()
            now = figure.locator("svg:visible").bounding_box()
            assert before is not None
            assert now is not None
            assert (now["width"], now["height"]) == pytest.approx((before["width"], before["height"]), abs=1), file
            names = [mark.get_attribute("aria-label") for mark in figure.locator(".figure-mark").all()]
            assert all(name and ": " in name and name.count("±") <= 1 and "undefined" not in name for name in names), (
                names
            )
    page.close()


def test_an_interactive_chart_follows_the_width_of_its_figure(browser: Browser, address: str) -> None:
    """The drawing for phones is shown where the still chart would show it, however fast the width changes."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address)
    figure = explored(page)
    for width in (320, 1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
    narrow = figure.locator('.figure-stage svg[viewBox^="0 0 312 "]')
    narrow.wait_for()
    page.wait_for_timeout(300)
    assert (narrow.count(), figure.locator(".figure-stage svg").count()) == (1, 1)
    page.close()


def test_a_tooltip_shows_text_as_text(browser: Browser, address: str) -> None:
    """What looks like markup in a specification stays text."""
    page = browser.new_page()
    hostile = "<img src=x onerror=alert(1)>"

    def answer(route: Any) -> None:
        text = route.fetch().text()
        route.fulfill(body=text.replace('"Corruption"', f'"{hostile}"'), content_type="application/json")

    page.route("**/*.vl.json", answer)
    page.goto(address)
    figure = explored(page)
    assert hostile in figure.locator(".figure-tip").inner_text()
    assert figure.locator("img").count() == 0
    page.close()


@pytest.mark.parametrize("interactive", [False, True])
@pytest.mark.parametrize(("scheme", "paper"), [("light", theme.PAPER), ("dark", theme.DARK_PAPER)])
def test_text_on_the_page_can_be_read(
    browser: Browser, address: str, scheme: Any, paper: str, interactive: bool
) -> None:
    """Labels take the ink of the page, which stands out from it, and the letters of the figure's title."""
    page = browser.new_page(color_scheme=scheme)
    page.goto(address)
    figure = explored(page) if interactive else page.locator("figure.livepaper-figure").first
    label = figure.locator("svg:visible text", has_text="Corruption").first
    look = "element => { const s = getComputedStyle(element); return [s.fill, s.fontFamily.replaceAll('\"', '')]; }"
    ink, font = label.evaluate(look)
    channels = [int(part) for part in ink.removeprefix("rgb(").rstrip(")").split(",")]
    assert theme.contrast("#{:02x}{:02x}{:02x}".format(*channels), paper) >= 7
    assert font == figure.locator(".figure-title").evaluate(look)[1]
    page.close()


def test_print_has_the_chart_only(browser: Browser, address: str) -> None:
    """Whatever was chosen on the screen: black on white, without buttons and files."""
    page = browser.new_page(color_scheme="dark")
    page.goto(address)
    figure = explored(page)
    other = page.locator("figure.livepaper-figure").nth(1)
    other.locator("label", has_text="Table").click()
    page.emulate_media(media="print")

    for shown in (figure, other):
        assert views(shown) == [True, False, False]
        assert shown.locator("svg:visible").count() == 1
        assert shown.locator(".figure-tools").is_hidden()
    ink = figure.locator("svg:visible text", has_text="Corruption").evaluate("e => getComputedStyle(e).fill")
    assert ink == "rgb(0, 0, 0)"
    page.close()


def test_a_citation_can_be_copied(browser: Browser, address: str) -> None:
    """With the whole address of the figure."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address)
    figure = page.locator("figure.livepaper-figure").first
    figure.locator("label", has_text="Download").click()
    figure.locator(".figure-copy").click()
    figure.get_by_text("Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    citation = figure.locator(".figure-citation").inner_text()
    assert copied == f"{citation} {address}#{figure.get_attribute('id')}"
    context.close()

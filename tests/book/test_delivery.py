"""How the site is delivered: light, whole, compressed, and readable without a network."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import brotli
import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser

from benchmarks.server import serving

pytestmark = [pytest.mark.book, pytest.mark.xdist_group("whole-book")]

MOST_BYTES = 120 * 1024
MOST_REQUESTS = 15
MOST_SHIFT = 0.01

SHIFT = """() => new Promise((resolve) => {
  let shift = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => { shift += entry.value; }))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(shift), 300);
})"""


def test_first_views_are_light_and_stand_still(site: Path, addresses: list[str], browser: Browser) -> None:
    """On a phone that holds nothing yet, no page takes more than 120 KiB, 15 requests, or shifts its content."""
    heavy: dict[str, Any] = {}
    with serving(site, ["gzip"]) as start:
        for address in addresses:
            context = browser.new_context(viewport={"width": 360, "height": 800})
            page = context.new_page()
            session = context.new_cdp_session(page)
            session.send("Network.enable")
            received: list[float] = []
            session.on("Network.loadingFinished", lambda event, got=received: got.append(event["encodedDataLength"]))
            page.goto(start + address, wait_until="load")
            shift = page.evaluate(SHIFT)
            if sum(received) > MOST_BYTES or len(received) > MOST_REQUESTS or shift > MOST_SHIFT:
                heavy[address] = {"bytes": sum(received), "requests": len(received), "shift": shift}
            context.close()

    assert not heavy


def test_compressed_copies_hold_the_originals(site: Path) -> None:
    """Each compressed copy decompresses to the file beside it, and every page has both."""
    copies = [path for path in site.rglob("*") if path.suffix in {".gz", ".br"}]
    for path in copies:
        undo = gzip.decompress if path.suffix == ".gz" else brotli.decompress
        assert undo(path.read_bytes()) == path.with_suffix("").read_bytes(), path

    assert {path for path in site.rglob("*.html") if path.stat().st_size >= 1024} <= {
        path.with_suffix("") for path in copies
    }


def test_every_internal_link_leads_somewhere(site: Path, addresses: list[str]) -> None:
    """Each link of any page to a page, a file or a place on a page has its target."""
    parsed = {
        site / address: BeautifulSoup((site / address).read_text(encoding="utf-8"), "html.parser")
        for address in addresses
    }
    anchors = {path: {tag["id"] for tag in page.select("[id]")} for path, page in parsed.items()}
    lost = []
    for path, page in parsed.items():
        for href in {link["href"] for link in page.select("a[href], link[href]")}:
            if re.match(r"[a-z]+:|/", href):
                continue
            file, _, place = href.partition("#")
            target = (path.parent / unquote(file.partition("?")[0])).resolve() if file else path.resolve()
            if not target.is_file() or (place and target in anchors and unquote(place) not in anchors[target]):
                lost.append(f"{path.relative_to(site)}: {href}")

    assert not lost


def test_a_book_opened_once_can_be_read_without_a_network(site: Path, browser: Browser) -> None:
    """Once kept, every chapter opens, with its style, while the server is gone; a newer version is read at once."""
    context = browser.new_context()
    page = context.new_page()
    with serving(site) as start:
        page.clock.install()
        page.goto(f"{start}index.html", wait_until="load")
        page.clock.fast_forward(10_000)
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        page.wait_for_function("navigator.serviceWorker.controller !== null")
    context.set_offline(True)

    for path in sorted((site / "chapters").glob("*.html")):
        page.goto(f"{start}chapters/{path.name}")
        assert page.locator("h1").first.is_visible(), path.name
        assert page.evaluate("document.styleSheets.length && document.styleSheets[0].cssRules.length > 100"), path.name
    page.goto(start)
    assert page.locator("h1").first.is_visible()
    context.close()

"""JupyterLab as `livepaper lab` opens it, driven by a real browser on a small book with real data."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from livepaper.lab.saving import METADATA
from tests.small_book import Book, write_book

pytestmark = [pytest.mark.book, pytest.mark.xdist_group("lab")]

TOKEN = "for-this-test-only"
SECONDS = 1000
PATIENCE = 60 * SECONDS
"""How long the browser waits for anything; the machine may be busy."""

CHAPTER = "chapters/opinion.ipynb"
TOPLINES = "data/surveys/toplines.csv"
TOPLINE = "ALB,war with other countries,no,{},"
READY = """async () => {
    await jupyterapp.restored;
    const panel = jupyterapp.shell.currentWidget;
    await panel.context.ready;
    await panel.sessionContext.ready;
    await panel.sessionContext.session.kernel.info;
}"""
RAN = """() => jupyterapp.shell.currentWidget.content.widgets
    .filter((cell) => cell.model.type === 'code')
    .every((cell) => cell.model.executionCount && cell.model.executionState !== 'running')"""
SAVED = """async () => {
    const { context } = jupyterapp.shell.currentWidget;
    await context.save();
    return context.model.dirty;
}"""
KERNEL_ID = "jupyterapp.shell.currentWidget.sessionContext.session.kernel.id"
REQUESTED = "performance.getEntriesByType('resource').map(entry => entry.name)"


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab.

    Attributes:
        address: Where it listens, without a slash at the end.
        book: The book it shows.
        before: The files that tests change, as they were.
    """

    address: str
    book: Book
    before: dict[Path, bytes]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Start JupyterLab on a small book, apart from anybody's own settings, and stop it with its kernels."""
    book = write_book(tmp_path_factory.mktemp("lab"))
    _as_committed(book.root / CHAPTER)
    own = tmp_path_factory.mktemp("jupyter")
    (own / "jupyter_lab_config.py").write_text("c.LabApp.expose_app_in_browser = True\n")
    places = {f"JUPYTER_{kind}_DIR": str(own) for kind in ("CONFIG", "DATA", "RUNTIME")}
    process = subprocess.Popen(
        [Path(sys.executable).with_name("livepaper"), "lab", "opinion", "--no-browser"],
        cwd=book.root,
        env={**os.environ, **places, "IPYTHONDIR": str(own / "ipython"), "JUPYTER_TOKEN": TOKEN},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        started = _started(process)
        address = re.search(rf"(http://127\.0\.0\.1:\d+)/lab/tree/{re.escape(CHAPTER)}", started)
        assert address is not None, started
        changed = (CHAPTER, TOPLINES, "data/datapackage.json")
        yield Lab(address[1], book, {book.root / name: (book.root / name).read_bytes() for name in changed})
    finally:
        process.terminate()
        process.wait(timeout=60)


def _as_committed(path: Path) -> None:
    """Write a notebook as Jupyter and git have it."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["metadata"] = METADATA
    path.write_text(json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


def _started(process: subprocess.Popen[str]) -> str:
    """Return what the server has said until it listens; what it says later is read, and dropped."""
    said: list[str] = []
    assert process.stderr is not None
    for line in process.stderr:
        said.append(line)
        if "Use Control-C" in line:
            break
    threading.Thread(target=process.stderr.read, daemon=True).start()
    return "".join(said)


@pytest.fixture
def page(lab: Lab, browser: Browser) -> Iterator[Page]:
    """Open the chapter anew, with the book as it was, once its kernel answers."""
    for path, content in lab.before.items():
        path.write_bytes(content)
    opened = browser.new_page(viewport={"width": 1280, "height": 1200})
    opened.set_default_timeout(PATIENCE)
    opened.goto(f"{lab.address}/lab/tree/{CHAPTER}?token={TOKEN}")
    expect(opened.locator(".jp-Notebook")).to_be_visible(timeout=PATIENCE)
    opened.evaluate(READY)
    yield opened
    opened.close()


@pytest.fixture
def ran(page: Page) -> Page:
    """Run every cell of the chapter, by the menu, as an author does."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_function(RAN)
    expect(number(page, "opinion/allies")).to_be_visible(timeout=PATIENCE)
    return page


def number(page: Page, claim: str) -> Locator:
    """Return a claim where it stands in the prose."""
    return page.locator(f'.jp-MarkdownCell data[data-claim="{claim}"]').first


def topline(book: Book) -> str:
    """Return the share of those who named war, as the copy of the data now has it."""
    text = (book.root / TOPLINES).read_text(encoding="utf-8")
    found = re.search(re.escape(TOPLINE).replace(r"\{\}", r"([\d.]+)"), text)
    assert found is not None
    return found[1]


def change(book: Book, percent: str) -> None:
    """Give the share of those who named war another value, and do not seal it."""
    book.replace(TOPLINES, TOPLINE.format(topline(book)), TOPLINE.format(percent))


def run_code(page: Page, cell: int) -> None:
    """Run one code cell, without leaving it."""
    page.locator(".jp-CodeCell").nth(cell).locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Escape")


def test_prose_shows_live_numbers_with_their_evidence(ran: Page, lab: Lab) -> None:
    """A claim stands in the sentence as on the site; pointed at or focused, it tells grade and margin."""
    war = number(ran, "opinion/war_threat")

    expect(war).to_have_text(f"{topline(lab.book)}%")
    expect(number(ran, "opinion/allies")).to_have_text("about nine tenths")
    title = war.get_attribute("title") or ""
    assert title.startswith(
        "Grade paper: known only as the paper itself quotes it. Give or take 2.7 points at 95 percent"
    )
    war.focus()
    shown = war.evaluate("element => getComputedStyle(element, '::after').content")
    assert "Give or take 2.7 points" in shown


def test_figures_look_as_they_will_be_published(ran: Page) -> None:
    """One drawing is shown, in the ink of the page, with the site's own style sheet; cells that record show nothing."""
    figure = ran.locator(".jp-OutputArea figure.livepaper-figure")

    expect(figure).to_be_visible(timeout=PATIENCE)
    assert [svg.get_attribute("class") for svg in figure.locator("svg").all() if svg.is_visible()] == ["figure-wide"]
    assert figure.evaluate("element => getComputedStyle(element).borderTopWidth") == "2px"
    assert ran.locator(".jp-CodeCell").first.locator(".jp-OutputArea-output").all_inner_texts() == []


def test_a_changed_value_reaches_the_prose(ran: Page, lab: Lab) -> None:
    """Data that are not sealed stop the cell in plain words, and no old number is left; sealed, the new one shows."""
    kernel = ran.evaluate(KERNEL_ID)
    war, new = number(ran, "opinion/war_threat"), "31.7" if topline(lab.book) != "31.7" else "30.2"

    change(lab.book, new)
    run_code(ran, 0)
    error = ran.locator(".jp-CodeCell").first.locator(".jp-OutputArea-output")
    expect(error).to_contain_text("HashMismatchError in line 8 of this cell: claims.war_threat", timeout=PATIENCE)
    expect(error).to_contain_text("Run `livepaper data seal` if the change is intended")
    expect(ran.locator(".jp-MarkdownCell").last).to_contain_text("ClaimError", timeout=PATIENCE)
    assert war.count() == 0
    lab.book.seal()
    run_code(ran, 0)
    expect(war).to_have_text(f"{new}%", timeout=PATIENCE)
    run_code(ran, 1)
    expect(ran.locator(".figure-title")).to_have_text(f"War was named by {new}%", timeout=PATIENCE)

    assert ran.evaluate(KERNEL_ID) == kernel


def test_names_complete_in_code_and_in_prose(ran: Page) -> None:
    """The Tab key offers the chapter's claims, and after a claim its forms; the sentence is live at once."""
    offers = ran.locator(".jp-Completer:visible .jp-Completer-match")
    ran.locator(".jp-CodeCell").last.locator(".cm-content").click()
    ran.keyboard.press("Escape")
    ran.keyboard.press("b")
    ran.keyboard.press("Enter")
    ran.keyboard.type("claims.")
    ran.keyboard.press("Tab")
    expect(offers).to_have_text(["allies", "war_threat"], timeout=PATIENCE)
    ran.keyboard.press("Escape")
    ran.keyboard.press("Escape")
    ran.keyboard.press("m")
    ran.keyboard.press("Enter")
    ran.keyboard.press("Control+A")
    ran.keyboard.type("That isn’t what “allies” means: {eval}`claims.")
    ran.keyboard.press("Tab")
    expect(offers).to_have_text(["allies", "war_threat"], timeout=PATIENCE)
    ran.keyboard.press("Enter")
    ran.keyboard.type(".with_")
    ran.keyboard.press("Tab")
    expect(offers).to_have_text(["with_margin"], timeout=PATIENCE)
    ran.keyboard.press("Enter")
    ran.keyboard.type("`.")
    ran.keyboard.press("Control+Enter")

    expect(ran.locator(".jp-MarkdownCell").last.locator("data.claim")).to_have_text(
        "88.5% ± 1.9 points", timeout=PATIENCE
    )


def test_saving_keeps_nothing_of_a_run(ran: Page, lab: Lab) -> None:
    """A chapter that was run and saved is the same file, to the byte: no outputs, counts or numbers in its metadata."""
    path = lab.book.root / CHAPTER
    before = path.read_bytes()
    changed = path.stat().st_mtime_ns

    assert ran.evaluate(SAVED) is False

    assert path.stat().st_mtime_ns > changed
    assert path.read_bytes() == before


def test_nothing_is_asked_of_other_hosts(ran: Page, lab: Lab) -> None:
    """No news, no updates, no list of extensions."""
    asked = ran.evaluate(REQUESTED)

    assert [address for address in asked if not address.startswith((lab.address, "data:", "blob:"))] == []
    assert not re.search("news|update", " ".join(ran.locator(".Toastify__toast").all_inner_texts()), re.IGNORECASE)

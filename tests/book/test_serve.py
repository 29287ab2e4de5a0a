"""`livepaper serve` as an author has it: a command, a real browser, and files that are saved."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.small_book import Book, write_book

pytestmark = pytest.mark.book

OPINION = "chapters/opinion"
SOON = 60_000
"""Milliseconds in which a page has to follow, even on a busy machine."""


@contextmanager
def served(root: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run the command, and give its process and address."""
    command = [sys.executable, "-u", Path(sys.executable).with_name("livepaper"), "serve", "--no-browser", *options]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
            assert found is not None
            yield process, found[0]
        finally:
            process.kill()


def save(path: Path, old: str, new: str) -> None:
    """Replace a text in a file as editors do: aside, then renamed."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    aside = path.with_name(f".{path.name}.swp")
    aside.write_text(text.replace(old, new), encoding="utf-8")
    aside.replace(path)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Book, str]]:
    """A small book that is served, and the address."""
    book = write_book(tmp_path_factory.mktemp("served"))
    with served(book.root) as (_, address):
        yield book, address


@pytest.fixture
def page(desk: tuple[Book, str], browser: Browser) -> Iterator[Page]:
    """A chapter of it, open in a browser since before it was built."""
    page = browser.new_page()
    page.goto(f"{desk[1]}{OPINION}.html")
    expect(page.get_by_text("War was named in 2022")).to_be_visible(timeout=SOON)
    yield page
    page.close()


def test_the_open_page_follows_a_save_and_a_mistake_and_its_mending(desk: tuple[Book, str], page: Page) -> None:
    """Without anybody touching the browser."""
    path = desk[0].root / f"{OPINION}.ipynb"
    expect(page.get_by_text("Draft: not checked as a whole, not published.")).to_be_visible()

    save(path, "a need of allies", "the need of allies")
    expect(page.get_by_text("the need of allies")).to_be_visible(timeout=SOON)

    save(path, "{eval}`claims.allies.in_words`", "{eval}`claims.alies.in_words`")
    expect(page.get_by_text("This page cannot be built as it is now.")).to_be_visible(timeout=SOON)
    expect(page.get_by_text("found no claim “alies”")).to_be_visible()
    page.goto(desk[1])
    expect(page.get_by_text("Cannot be built: chapters/opinion.")).to_be_visible()
    expect(page.locator("article data.claim").first).to_be_visible()
    page.get_by_role("link", name="chapters/opinion").click()

    save(path, "claims.alies.in_words", "claims.allies.in_words")
    expect(page.get_by_text("the need of allies")).to_be_visible(timeout=SOON)
    expect(page.get_by_text("cannot be built")).to_have_count(0)


def test_a_number_opens_its_card_as_on_the_site(page: Page) -> None:
    """A draft looks and behaves as what will be published."""
    page.locator("article p button.claim").first.click()

    expect(page.locator(".card:popover-open")).to_contain_text("Source")


def test_a_burst_of_saves_while_it_builds_ends_with_the_last(desk: tuple[Book, str], page: Page) -> None:
    """What is saved during a build is built after it."""
    path = desk[0].root / "chapters" / "region.ipynb"
    page.goto(f"{desk[1]}chapters/region.html")

    for number in range(1, 9):
        save(path, "There are" if number == 1 else f"There, version {number - 1}, are", f"There, version {number}, are")
        time.sleep(0.07)

    expect(page.get_by_text("There, version 8, are")).to_be_visible(timeout=SOON)


def test_a_taken_port_is_left_alone(tmp_path: Path) -> None:
    """The draft takes another, and whoever asks for that very port is told."""
    book = write_book(tmp_path / "book")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = subprocess.run(
            [Path(sys.executable).with_name("livepaper"), "serve", f"--port={port}"],
            cwd=book.root, capture_output=True, text=True, check=False,
        )  # fmt: skip

    assert done.returncode == 2
    assert f"--port {port}: found a port that is taken; expected a free port." in done.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_no_process_is_left_when_it_ends_amid_a_chapter(tmp_path: Path, number: signal.Signals) -> None:
    """However it ends, and although a chapter is running."""
    book = write_book(tmp_path / "book")
    started = tmp_path / "started"
    book.edit_cell(OPINION, "import pandas as pd", f"open({str(started)!r}, 'w').close()\nimport time; time.sleep(600)")
    with served(book.root) as (process, _):
        _wait(started.is_file)
        family = psutil.Process(process.pid).children(recursive=True)
        assert family
        os.kill(process.pid, number)
        process.wait(30)

        _wait(lambda: not any(each.is_running() and each.status() != psutil.STATUS_ZOMBIE for each in family))


def _wait(happened: object) -> None:
    end = time.monotonic() + SOON / 1000
    while not happened():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.1)

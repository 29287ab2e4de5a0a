"""The whole book, built once from a clean copy, without a network where the system allows it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Error, sync_playwright

from benchmarks.server import serving

ROOT = Path(__file__).parents[2]
SOURCES = (
    "_config.yml",
    "_toc.yml",
    "index.ipynb",
    "references.bib",
    "LICENSE-text",
    "chapters",
    "data",
    "CITATION.cff",
    "CHANGELOG.md",
)

OFFLINE = '''
import socket, sys

def refuse(event, arguments):
    """Refuse every connection but those of the kernels, which stay on this machine."""
    if event == "socket.connect" and isinstance(arguments[1], tuple) and arguments[1][0] not in {"127.0.0.1", "::1"}:
        raise SystemExit(f"the build opened a connection to {arguments[1]}")
    if event == "socket.getaddrinfo" and arguments[0] not in {"127.0.0.1", "localhost", "::1", None}:
        raise SystemExit(f"the build looked up {arguments[0]}")

sys.addaudithook(refuse)
'''
"""A `sitecustomize` that holds for Jupyter Book and every kernel it starts."""

LOOPBACK = """
import fcntl, os, socket, struct, sys
with socket.socket() as any_socket:  # switch on the loopback interface, the only one there is
    fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh", b"lo", 0x1 | 0x40))
os.execvp(sys.argv[1], sys.argv[1:])
"""


def without_network(command: list[str]) -> list[str]:
    """Return the command as it runs in a network namespace of its own, or as it is where that is forbidden."""
    namespace = ["unshare", "--map-root-user", "--net", sys.executable, "-c", LOOPBACK]
    try:
        allowed = subprocess.run([*namespace, "true"], check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        allowed = False
    return [*namespace, *command] if allowed else command


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the book, built."""
    folder = tmp_path_factory.mktemp("whole-book")
    for name in SOURCES:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    guard = tmp_path_factory.mktemp("offline")
    (guard / "sitecustomize.py").write_text(OFFLINE)
    command = without_network([str(Path(sys.executable).with_name("jupyter-book")), "build", "."])
    environment = {**os.environ, "PYTHONPATH": str(guard)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-5000:]
    return folder


@pytest.fixture(scope="session")
def site(book: Path) -> Path:
    """Return the folder of the built site."""
    return book / "_build" / "html"


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, BeautifulSoup]:
    """Return the book's pages by name, parsed."""
    files = [site / "index.html", *sorted((site / "chapters").glob("*.html"))]
    return {path.stem: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser") for path in files}


@pytest.fixture(scope="session")
def addresses(site: Path) -> list[str]:
    """Return the address of every page, relative to the site, those that are no documents of the book included."""
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """Serve the site with its own headers, and give its address."""
    with serving(site) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a real browser: the system's Chromium, or else Playwright's own; without either, tests fail."""
    system = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=system, args=["--no-sandbox", "--disable-quic"])
        except Error as error:
            pytest.fail(f"Chromium does not start. Run scripts/browser, or: apt-get install chromium. {error}", False)
        yield started
        started.close()

"""The server: this machine alone, a notice on each page, and a word to the browser when a page has changed."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from livepaper.errors import ProjectError
from livepaper.serve.server import Broadcast, application, open_socket

PAGE = "<html><head><title>Page</title></head><body><article>War was named.</article></body></html>"


@dataclass
class Written:
    """A draft that is there, of which only the files and the problems count."""

    site: Path
    ready: bool = True
    problems: dict[str, list[str]] = field(default_factory=dict)
    waiting: dict[str, str] = field(default_factory=dict)
    book_problems: list[str] = field(default_factory=list)


@pytest.fixture
def draft(tmp_path: Path) -> Written:
    """A draft of two pages and a style sheet, beside a secret."""
    site = tmp_path / "site"
    (site / "chapters").mkdir(parents=True)
    for name in ("index.html", "chapters/opinion.html", "404.html"):
        (site / name).write_text(PAGE.replace("Page", name), encoding="utf-8")
    (site / "style.css").write_text("p {}", encoding="utf-8")
    (tmp_path / "secret.html").write_text("hidden words", encoding="utf-8")
    return Written(site)


@pytest.fixture
def client(draft: Any) -> TestClient:
    """A client that asks under the machine's own name."""
    return TestClient(application(draft, Broadcast()), base_url="http://127.0.0.1:8000")


def test_every_page_says_that_it_is_a_draft(client: TestClient) -> None:
    """And no browser keeps it."""
    for address in ("/", "/chapters/opinion.html"):
        answer = client.get(address)

        assert "Draft: not checked as a whole, not published." in answer.text
        assert "War was named." in answer.text
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8000", "10.0.0.7", ""])
def test_another_name_than_the_machines_own_is_refused(client: TestClient, host: str) -> None:
    """Else a page of another host could read the draft under a name that it points at this machine."""
    assert client.get("/", headers={"Host": host}).status_code == 400


def test_a_page_of_another_host_is_told_of_no_change(client: TestClient) -> None:
    """Browsers let any page open a socket, but say which page it is."""
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect("ws://127.0.0.1:8000/_draft/changes", headers={"Origin": "http://evil.example"}),
    ):
        pass


@pytest.mark.parametrize("address", ["/../secret.html", "/%2e%2e/secret.html", "/chapters/%2e%2e/%2e%2e/secret.html"])
def test_nothing_outside_the_draft_is_served(client: TestClient, address: str) -> None:
    """Whatever the address, it leads into the draft's folder or nowhere."""
    answer = client.get(address)

    assert answer.status_code == 404
    assert "hidden words" not in answer.text


def test_an_address_that_leads_nowhere_gets_the_page_for_it(client: TestClient) -> None:
    """As on the published site."""
    answer = client.get("/gone.html")

    assert answer.status_code == 404
    assert "War was named." in answer.text


def test_before_it_is_built_the_draft_says_so(client: TestClient, draft: Written) -> None:
    """Or what keeps it from being built, with every text escaped."""
    draft.ready = False

    assert "Building the draft" in client.get("/not-yet.html").text
    draft.book_problems = ["_toc.yml: found <nothing>"]
    assert "_toc.yml: found &lt;nothing&gt;" in client.get("/not-yet.html").text


def test_a_notice_names_the_pages_that_cannot_be_built_and_those_that_are_older(
    client: TestClient, draft: Written
) -> None:
    """An old number is never shown without a word."""
    draft.problems = {"chapters/opinion": ["cell 2 fails"]}
    draft.waiting = {"index": "chapters/opinion"}

    shown = client.get("/").text

    assert 'Cannot be built: <a href="/chapters/opinion.html">' in shown
    assert "This page is as it was before chapters/opinion could no longer be built" in shown
    assert "Cannot be built" not in client.get("/chapters/opinion.html").text


def test_an_open_page_is_told_when_it_has_changed_and_only_then(draft: Any) -> None:
    """What is told is the digest of the page as it is now; the page has its own."""
    broadcast = Broadcast()
    with TestClient(application(draft, broadcast), base_url="http://127.0.0.1:8000") as client:
        broadcast._loop = client.portal.call(__import__("asyncio").get_running_loop)
        with client.websocket_connect("ws://127.0.0.1:8000/_draft/changes?page=index.html") as page:
            first = page.receive_text()
            assert f'data-digest="{first}"' in client.get("/").text

            (draft.site / "chapters" / "opinion.html").write_text("another page", encoding="utf-8")
            broadcast.send()
            (draft.site / "index.html").write_text(PAGE.replace("War", "Peace"), encoding="utf-8")
            broadcast.send()

            assert page.receive_text() != first


def test_a_free_port_is_found_and_a_port_that_was_asked_for_is_not_exchanged() -> None:
    """All ports are those of this machine alone."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]

        with pytest.raises(ProjectError, match="a port that is taken"):
            open_socket(taken)
    with open_socket(None) as first, open_socket(None) as second:
        assert {first.getsockname()[0], second.getsockname()[0]} == {"127.0.0.1"}
        assert first.getsockname()[1] != second.getsockname()[1]

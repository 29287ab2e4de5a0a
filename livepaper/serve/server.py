"""Serving the draft on this machine alone, and telling browsers when a page has changed."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Mount, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import Scope
from starlette.websockets import WebSocket, WebSocketDisconnect

from livepaper.errors import ProjectError
from livepaper.serve.draft import Draft
from livepaper.serve.notice import PREFIX, dressed, nothing_yet

HOST, PORT = "127.0.0.1", 8000

_NAMES = [HOST, "localhost"]
"""The names under which the server answers: under any other, a page of another host could be asking."""

_STATIC = Path(__file__).parent / "static"
_NOT_FOUND = "404.html"


def open_socket(port: int | None) -> socket.socket:
    """Return a socket of this machine alone: at the given port, or else at 8000 or any free one.

    Raises:
        ProjectError: The given port is taken.
    """
    for number in [port] if port else [PORT, 0]:
        found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((HOST, number))
            found.listen()
        except OSError:
            found.close()
        else:
            return found
    raise ProjectError(
        f"--port {port}", "a port that is taken", "a free port", "Choose another, or leave the option out."
    )


class Broadcast:
    """Lets every open page know that pages have changed."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._changed = asyncio.Event()

    def listen(self) -> None:
        """Say, from within it, in which loop the pages wait."""
        self._loop = asyncio.get_running_loop()

    def send(self) -> None:
        """Wake all that wait, from any thread."""
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def wait(self) -> None:
        """Wait for the next change."""
        await self._changed.wait()


class _Site(StaticFiles):
    """The draft's files; pages with their notice, and never from a browser's store."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(directory=draft.site, html=True)
        self._draft = draft

    async def get_response(self, path: str, scope: Scope) -> Response:
        name = "index.html" if path in {".", ""} else path
        if name.endswith(".html"):
            status, html, _ = page(self._draft, name)
            return HTMLResponse(html, status, {"Cache-Control": "no-store"})
        response = await super().get_response(path, scope)
        if isinstance(response, FileResponse) and response.media_type == "text/html":
            status, html, _ = page(self._draft, _NOT_FOUND)
            return HTMLResponse(html, 404, {"Cache-Control": "no-store"})
        response.headers["Cache-Control"] = "no-cache"
        return response


def page(draft: Draft, name: str) -> tuple[int, str, str]:
    """Return status, HTML and digest of a page of the draft.

    Args:
        draft: The draft.
        name: The page's file in the site.
    """
    path = (draft.site / name).resolve()
    inside = path.is_relative_to(draft.site.resolve())
    if inside and path.is_file():
        return 200, *dressed(draft, name, path.read_text(encoding="utf-8"))
    if not draft.ready:
        return 503, *dressed(draft, name, nothing_yet(draft))
    missing = draft.site / _NOT_FOUND
    html = missing.read_text(encoding="utf-8") if missing.is_file() else nothing_yet(draft)
    return 404, *dressed(draft, name, html)


def application(draft: Draft, broadcast: Broadcast) -> Starlette:
    """Return the application that serves a draft."""

    async def changes(socket: WebSocket) -> None:
        origin = urlsplit(socket.headers.get("origin", "")).netloc
        if origin and origin != socket.headers.get("host"):  # a page of another host
            await socket.close(1008)
            return
        await socket.accept()
        gone = asyncio.create_task(_gone(socket))
        told = ""
        while not gone.done():
            changed = asyncio.create_task(broadcast.wait())
            digest = page(draft, socket.query_params.get("page", "index.html"))[2]
            if digest != told:
                with suppress(WebSocketDisconnect, RuntimeError):
                    await socket.send_text(digest)
                told = digest
            await asyncio.wait({gone, changed}, return_when=asyncio.FIRST_COMPLETED)
            changed.cancel()

    return Starlette(
        routes=[
            WebSocketRoute(f"{PREFIX}/changes", changes),
            Mount(PREFIX, StaticFiles(directory=_STATIC)),
            Mount("/", _Site(draft)),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=_NAMES, www_redirect=False)],
    )


async def _gone(socket: WebSocket) -> None:
    """Return when a page has closed its connection."""
    with suppress(WebSocketDisconnect, RuntimeError):
        while True:
            await socket.receive_text()


class Server(uvicorn.Server):
    """The server, which says when it has begun, and ends on Ctrl-C without waiting for open pages."""

    def __init__(self, draft: Draft, broadcast: Broadcast) -> None:
        super().__init__(
            uvicorn.Config(
                application(draft, broadcast), log_level="critical", lifespan="off", timeout_graceful_shutdown=1
            )
        )
        self._broadcast = broadcast

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until asked to stop."""
        self._broadcast.listen()
        await super().serve(sockets)

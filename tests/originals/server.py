"""A server on this machine that stalls, cuts, redirects and lies, as each test asks it to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 1000 + b"\n%%EOF\n"
"""A file that begins and ends as a PDF; generated."""

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers one request as the next of the server's answers says; the last one stays."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer."""
        self.close_connection = True
        asked = self.server.asked
        answer = self.server.answers[min(len(asked), len(self.server.answers) - 1)]
        asked.append((self.path, self.headers.get("Range"), self.headers.get("If-Range")))
        with suppress(OSError):  # the other side may have gone
            answer(self)

    def say(self, status: int, body: bytes = b"", **headers: object) -> None:
        """Send status, headers and body; a header of None is not sent."""
        self.send_response(status)
        sent = {"Content_Length": len(body), "Connection": "close", **headers}
        for name, value in sent.items():
            if value is not None:
                self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


def whole(content: bytes = PDF, **headers: object) -> Answer:
    """Answer with a whole file, or with the part of it that is asked for if its ETag is that of the part."""

    def answer(handler: Handler) -> None:
        begin = handler.headers.get("Range")
        if begin and handler.headers.get("If-Range") == '"one"':
            start = int(begin.removeprefix("bytes=").removesuffix("-"))
            if start >= len(content):
                handler.say(416, Content_Range=f"bytes */{len(content)}")
                return
            place = f"bytes {start}-{len(content) - 1}/{len(content)}"
            handler.say(206, content[start:], **{"ETag": '"one"', "Content_Range": place, **headers})
        else:
            handler.say(200, content, **{"ETag": '"one"', **headers})

    return answer


def cut(content: bytes = PDF, at: int = 1000, **headers: object) -> Answer:
    """Announce a whole file and go away in the middle."""
    return lambda handler: handler.say(
        200, content[:at], **{"Content_Length": len(content), "ETag": '"one"', **headers}
    )


def stall(content: bytes = PDF, at: int = 1000) -> Answer:
    """Announce a whole file and fall silent in the middle."""

    def answer(handler: Handler) -> None:
        handler.say(200, content[:at], Content_Length=len(content), ETag='"one"')
        handler.server.over.wait(20)

    return answer


def redirect(to: str) -> Answer:
    """Send to another address."""
    return lambda handler: handler.say(302, Location=to)


@contextmanager
def serving(*answers: Answer) -> Iterator[tuple[str, list[tuple[str, str | None, str | None]]]]:
    """Serve on a free port of this machine; give the address and the requests as they come in."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.answers, server.asked, server.over = list(answers), [], threading.Event()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/report.pdf", server.asked
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join()

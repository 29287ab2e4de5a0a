"""Serving and rebuilding together, until the author stops it."""

from __future__ import annotations

import asyncio
import multiprocessing
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path

from livepaper.merging import alone
from livepaper.serve.book import Tell
from livepaper.serve.draft import BUILD, Draft
from livepaper.serve.problems import failure
from livepaper.serve.server import HOST, Broadcast, Server, open_socket
from livepaper.serve.watching import Watch
from livepaper.verify.forked import prepare


def serve(root: Path, tell: Tell, port: int | None, *, browser: bool, started: Callable[[str], None]) -> int | None:
    """Serve the draft of a paper until interrupted.

    Args:
        root: The paper's folder.
        tell: Told in words what happens.
        port: Where to serve; without one, at 8000 or any free port.
        browser: Whether to open the draft in a browser.
        started: Told the address.

    Returns:
        The port at which to start again, because the engine has changed; None if it was interrupted.

    Raises:
        ProjectError: The port is taken, or the draft of this paper is being served already.
    """
    with alone(root / BUILD / "lock", "another `livepaper serve` of this paper"):
        return _serve(root, tell, port, browser=browser, started=started)


def _serve(root: Path, tell: Tell, port: int | None, *, browser: bool, started: Callable[[str], None]) -> int | None:
    listening = open_socket(port)
    prepare()
    broadcast, watch = Broadcast(), Watch(root)
    draft = Draft(root, tell, broadcast.send)
    server = Server(draft, broadcast)
    again = threading.Event()

    def engine_changed() -> None:
        again.set()
        server.should_exit = True

    work = threading.Thread(target=_work, args=(draft, watch, tell, engine_changed), daemon=True)
    address = f"http://{HOST}:{listening.getsockname()[1]}/"
    started(address)
    try:
        work.start()
        if browser:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        asyncio.run(server.serve([listening]))
    except KeyboardInterrupt:
        pass
    finally:
        watch.stop()
        for kernel in multiprocessing.active_children():
            kernel.kill()
        listening.close()
    return int(address.rstrip("/").rpartition(":")[2]) if again.is_set() else None


def _work(draft: Draft, watch: Watch, tell: Tell, engine_changed: Callable[[], None]) -> None:
    """Keep the draft up to date; while it is being built, what is saved waits, and then is built."""
    watch.saved.set()
    while True:
        watch.saved.wait()
        watch.saved.clear()
        if watch.engine_saved.is_set():
            watch.engine_saved.clear()
            if draft.engine_changed():
                tell("The engine has changed; starting again.", False)
                engine_changed()
                return
        watch.look_for_folders()
        try:
            draft.update()
            draft.catch_up(watch.saved.is_set)
        except Exception as error:  # noqa: BLE001  whatever it is, the author's next save is to be noticed
            tell(failure(str(draft.root), error), True)

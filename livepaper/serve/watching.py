"""Noticing that something has been saved, in whatever way an editor does it.

Only that something was saved is noticed here; what has changed is found by looking at the files. So it does not
matter whether an editor writes, renames or writes twice, nor that changes are reported late or together.
"""

from __future__ import annotations

import threading
from pathlib import Path

from watchfiles import Change, watch

from livepaper.environment import ENGINE
from livepaper.errors import LivePaperError
from livepaper.paper import DATA, FIGURES, LEDGER, Paper

_QUIET, _LONGEST = 30, 400
"""Milliseconds without a change after which a burst of them is over, and that it may last at most."""

_NOT_OURS = {"__pycache__", "_build", FIGURES, LEDGER}


class Watch:
    """A watch over a paper's files.

    Attributes:
        saved: Set when something has been saved; whoever acts on it clears it.
        engine_saved: Set when a file of the engine has.
    """

    def __init__(self, root: Path) -> None:
        self.saved, self.engine_saved = threading.Event(), threading.Event()
        self._root = root
        self._flat: list[Path] = []
        self._stop = threading.Event()
        self._stop_flat = threading.Event()
        self.look_for_folders()
        self._start([root / DATA], self.saved, self._stop, recursive=True)
        self._start([ENGINE], self.engine_saved, self._stop, recursive=True)

    def look_for_folders(self) -> None:
        """Watch the folders in which the documents are now."""
        folders = _folders(self._root)
        if folders != self._flat:
            self._stop_flat.set()
            self._stop_flat, self._flat = threading.Event(), folders
            self._start(folders, self.saved, self._stop_flat, recursive=False)

    def stop(self) -> None:
        """Watch no more."""
        self._stop.set()
        self._stop_flat.set()

    def _start(self, folders: list[Path], noticed: threading.Event, stop: threading.Event, *, recursive: bool) -> None:
        def run() -> None:
            for _ in watch(
                *folders,
                watch_filter=_concerns,
                step=_QUIET,
                debounce=_LONGEST,
                stop_event=stop,
                recursive=recursive,
                raise_interrupt=False,
            ):
                noticed.set()
                self.saved.set()

        threading.Thread(target=run, daemon=True, name="watch").start()


def _folders(root: Path) -> list[Path]:
    """Return the folders whose files count: the paper's, and those of its documents."""
    try:
        documents = {(root / name).parent for name in Paper(root).documents}
    except LivePaperError:
        documents = set()
    return sorted(folder for folder in {root, *documents} if folder.is_dir())


def _concerns(_: Change, path: str) -> bool:
    """Tell whether a change of a file can concern the draft; hidden ones are those that editors keep aside."""
    return not any(part.startswith(".") or part in _NOT_OURS for part in Path(path).parts[-2:])

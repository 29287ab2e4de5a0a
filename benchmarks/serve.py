"""Measure how long an author waits: from saving a prose edit until the page shows it.

`livepaper serve` beside `jupyter-book build .`, which a user would run instead, on copies of the whole paper and on
the same edits, in turn. Shown is shown: the page is asked for over HTTP until it holds the new words; and the
browser's connection must have been told. For the build it is the command's end, by when the words stand in its page.
A third copy has Jupyter Book's own default settings, as in the part `site`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import nbformat
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from benchmarks.site import BIN, ROOT, SOURCES, default_book

TARGET = {"seconds": 1.5, "ratio": 0.5}
"""How long an author may wait, and what share of the time that the build takes."""

_EDIT = "Here an edit was made, number"
_LONGEST = 300
"""Seconds after which an edit is given up."""

OURS, BUILD, DEFAULT = "livepaper serve", "jupyter-book build", "jupyter-book build, default settings"


def measured(runs: int) -> dict[str, Any]:
    """Time the same prose edits in the heaviest chapter and in the lightest, in turn; return runs, medians, ratios."""
    with tempfile.TemporaryDirectory() as aside:
        folders = {name: Path(aside) / str(number) for number, name in enumerate((OURS, BUILD, DEFAULT))}
        for name in (OURS, BUILD):
            _copy(folders[name])
            _build(folders[name])
        folders[DEFAULT].mkdir()
        default_book(folders[DEFAULT])
        pages = sorted((folders[BUILD] / "_build/html/chapters").glob("*.html"), key=lambda path: path.stat().st_size)
        chapters = {"heaviest": pages[-1].stem, "lightest": pages[0].stem}
        found: dict[str, dict[str, list[float]]] = {}
        with _serving(folders[OURS]) as address:
            for number in range(1, runs + 1):
                for kind, chapter in chapters.items():
                    for name, folder in folders.items():
                        seconds = _edited(name, folder, chapter, f"{_EDIT} {number}.", address)
                        found.setdefault(kind, {}).setdefault(name, []).append(round(seconds, 3))
                        print(f"run {number}: {chapter}: {name} {seconds:.2f} s", flush=True)
    return {"chapters": chapters, "runs": found, **_summary(found), "target": TARGET}


def _summary(found: dict[str, dict[str, list[float]]]) -> dict[str, Any]:
    medians = {
        kind: {name: round(statistics.median(runs), 2) for name, runs in by.items()} for kind, by in found.items()
    }
    spread = {kind: {name: [min(runs), max(runs)] for name, runs in by.items()} for kind, by in found.items()}
    ratios = {
        kind: {name: _ratio(by[OURS], runs) for name, runs in by.items() if name != OURS} for kind, by in found.items()
    }
    return {"median": medians, "spread": spread, "ratio": ratios}


def _ratio(ours: Sequence[float], theirs: Sequence[float]) -> dict[str, float]:
    """Return the median, least and greatest ratio, run by run."""
    ratios = [one / other for one, other in zip(ours, theirs, strict=True)]
    return {"median": round(statistics.median(ratios), 4), "min": round(min(ratios), 4), "max": round(max(ratios), 4)}


def _copy(folder: Path) -> None:
    folder.mkdir()
    for name in (*SOURCES, "_config.yml", "CITATION.cff", "CHANGELOG.md", "LICENSE-text", "figures"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)


def _build(folder: Path) -> None:
    environment = {**os.environ, "IPYTHONDIR": str(folder / ".ipython")}
    done = subprocess.run(
        [BIN / "jupyter-book", "build", "."], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if not (folder / "_build" / "html" / "index.html").is_file():
        raise SystemExit(f"The book was not built:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def _edited(name: str, folder: Path, chapter: str, words: str, address: str) -> float:
    """Edit a chapter's prose; return the seconds from its save until its page shows the new words."""
    path = folder / "chapters" / f"{chapter}.ipynb"
    page = f"chapters/{chapter}.html"
    text = with_words(path.read_text(encoding="utf-8"), words)
    if name == OURS:
        with _told(address, page) as told:
            start = _save(path, text)
            _wait_for(f"{address}{page}", words)
            seconds = time.perf_counter() - start
            if not told.wait(5):
                raise SystemExit("The browser was not told of the change.")
        _wait_for_rest()
        return seconds
    start = _save(path, text)
    _build(folder)
    seconds = time.perf_counter() - start
    if words not in (folder / "_build" / "html" / page).read_text(encoding="utf-8"):
        raise SystemExit(f"{name} does not show the edit of {chapter}.")
    return seconds


def with_words(notebook: str, words: str) -> str:
    """Return a notebook with words at the end of its first paragraph, in the place of those of the last edit."""
    read = nbformat.reads(notebook, as_version=4)
    cell = next(
        cell
        for cell in read.cells
        if cell.cell_type == "markdown" and len(cell.source) > 100 and not cell.source.startswith(("#", ":", "`", "-"))
    )
    first, *rest = cell.source.split("\n\n")
    first = re.sub(rf" {_EDIT} \d+\.$", "", first)
    cell.source = "\n\n".join([f"{first} {words}", *rest])
    return f"{nbformat.writes(read)}\n"


def _save(path: Path, text: str) -> float:
    """Put a file in place as editors do, aside and renamed; return when."""
    aside = path.with_name(f".{path.name}.aside")
    aside.write_text(text, encoding="utf-8")
    start = time.perf_counter()
    aside.replace(path)
    return start


def _wait_for(address: str, words: str) -> None:
    end = time.perf_counter() + _LONGEST
    while time.perf_counter() < end:
        try:
            with urlopen(address) as answer:
                if words in answer.read().decode():
                    return
        except (HTTPError, URLError):
            pass
        time.sleep(0.02)
    raise SystemExit(f"{address} does not show the edit.")


def _wait_for_rest() -> None:
    """Let what follows the first page be done: authors read before they save again."""
    time.sleep(5)


@contextmanager
def _told(address: str, page: str) -> Iterator[threading.Event]:
    """Listen as an open page does; the event is set when it is told of a change."""
    told = threading.Event()
    with connect(f"{address.replace('http', 'ws', 1)}_draft/changes?page={page}") as socket:
        first = socket.recv()

        def listen() -> None:
            try:
                while socket.recv() == first:
                    pass
                told.set()
            except ConnectionClosed:
                pass

        threading.Thread(target=listen, daemon=True).start()
        yield told


@contextmanager
def _serving(folder: Path) -> Iterator[str]:
    """Serve the draft of a folder, and give its address once every page is there."""
    command = [sys.executable, "-u", BIN / "livepaper", "serve", "--no-browser"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        if found is None:
            raise SystemExit("The draft is not served.")
        threading.Thread(target=process.stdout.read, daemon=True).start()
        _wait_for(f"{found[0]}search.html", "search-entries.js")
        yield found[0]
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)


def table(results: dict[str, Any]) -> list[str]:
    """Return the lines of the results in Markdown."""
    lines = ["## From saving a prose edit until its page shows it", ""]
    lines += ["| chapter | how | median | min to max | `serve` takes of it |", "|---|---|---|---|---|"]
    for kind, medians in results["median"].items():
        for name, median in medians.items():
            low, high = results["spread"][kind][name]
            ratio = results["ratio"][kind].get(name)
            share = f"{ratio['median']} ({ratio['min']} to {ratio['max']})" if ratio else ""
            chapter = f"{results['chapters'][kind]} ({kind})"
            lines.append(f"| {chapter} | {name} | {median:.2f} s | {low:.2f} to {high:.2f} s | {share} |")
    target = results["target"]
    said = f"Targets: `livepaper serve` ≤ {target['seconds']} s, and ≤ {target['ratio']} of `jupyter-book build`."
    return [*lines, "", said, ""]


if __name__ == "__main__":
    print(json.dumps(measured(int(sys.argv[1])), indent=1))

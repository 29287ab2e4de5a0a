"""Measure, and write `benchmarks/results.json` and a readable table.

`python -m benchmarks [--runs N] [--only PART]`; parts that are not measured keep their last results.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psutil

from benchmarks import generated_book, respondents, serve, site

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
SIZES = (25, 50, 100)
TARGET = 0.6
"""What share of nbmake's time, for execution alone, a full verification may take with two workers."""


def measured(command: Sequence[str | Path], folder: Path) -> dict[str, float]:
    """Run a command to its end; return its wall-clock seconds and the peak memory of all its processes in MiB."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said)
        peak, stop = [0], threading.Event()
        watch = threading.Thread(target=_watch, args=(process.pid, peak, stop))
        watch.start()
        code = process.wait()
        seconds = time.perf_counter() - start
        stop.set()
        watch.join()
        if code:
            said.seek(0)
            raise SystemExit(f"{' '.join(map(str, command))} ended with {code}:\n{said.read().decode()[-3000:]}")
    return {"seconds": round(seconds, 3), "MiB": round(peak[0] / 2**20)}


def _watch(pid: int, peak: list[int], stop: threading.Event) -> None:
    """Keep the largest sum of the resident memory of a process and its descendants."""
    while not stop.wait(0.2):
        try:
            parent = psutil.Process(pid)
            total = sum(_resident(process) for process in [parent, *parent.children(recursive=True)])
        except psutil.Error:
            continue
        peak[0] = max(peak[0], total)


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def side_by_side(runs: int) -> dict[str, Any]:
    """Time verification and its peers in turn on the paper's own notebooks; return every run, medians and ratios."""
    with tempfile.TemporaryDirectory() as aside:
        book = Path(aside) / "book"
        shutil.copytree(
            ROOT,
            book,
            ignore=shutil.ignore_patterns(".venv", "_build", "node_modules", "node_modules", ".*_cache", "__pycache__"),
        )
        notebooks = ["index.ipynb", *sorted(f"chapters/{path.name}" for path in (book / "chapters").glob("*.ipynb"))]
        plain = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-o", "addopts="]
        commands = {
            "livepaper verify": [BIN / "livepaper", "verify", "--workers", "2"],
            "nbmake": [BIN / "pytest", *plain, "--nbmake", *notebooks],
            "nbval": [BIN / "pytest", *plain, "--nbval-lax", *notebooks],
        }
        found: dict[str, list[dict[str, float]]] = {name: [] for name in commands}
        for number in range(runs + 1):  # the first round warms the caches and does not count
            for name, command in commands.items():
                run = measured(command, book)
                print(f"{'warm-up' if not number else f'run {number}'}: {name} {run['seconds']} s", flush=True)
                found[name] += [run] if number else []
    seconds = {name: [run["seconds"] for run in timed] for name, timed in found.items()}
    return {
        "runs": found,
        "median": {name: round(statistics.median(values), 2) for name, values in seconds.items()},
        "spread": {name: [min(values), max(values)] for name, values in seconds.items()},
        "ratio": {
            f"livepaper verify / {peer}": _ratio(seconds["livepaper verify"], seconds[peer])
            for peer in ("nbmake", "nbval")
        },
        "target": {"livepaper verify / nbmake": TARGET},
    }


def _ratio(ours: list[float], theirs: list[float]) -> dict[str, float]:
    """Return the median, least and greatest ratio, run by run."""
    ratios = [one / other for one, other in zip(ours, theirs, strict=True)]
    return {"median": round(statistics.median(ratios), 3), "min": round(min(ratios), 3), "max": round(max(ratios), 3)}


def growth() -> dict[str, Any]:
    """Verify generated books of growing size; return time and memory of each, and the exponents of growth."""
    found = []
    with tempfile.TemporaryDirectory() as aside:
        for size in SIZES:
            book = Path(aside) / f"book-{size}"
            generated_book.write(book, size)
            run = measured([BIN / "livepaper", "verify", "--workers", "2"], book)
            checks = subprocess.run(
                [sys.executable, "-m", "benchmarks.checks", book], cwd=ROOT, capture_output=True, check=True
            )
            row = {
                "chapters": size,
                "claims": size * generated_book.CLAIMS,
                **run,
                "checks": float(checks.stdout),
            }
            print(row, flush=True)
            found.append(row)
    return {"books": found, "exponent": {part: _exponent(found, part) for part in ("seconds", "MiB", "checks")}}


def _exponent(found: list[dict[str, Any]], part: str) -> float:
    """Return the slope of a straight line through the logarithms: 1 is linear growth."""
    points = [(math.log(row["claims"]), math.log(row[part])) for row in found]
    x, y = (statistics.fmean(axis) for axis in zip(*points, strict=True))
    return round(sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points), 2)


def table(results: dict[str, Any]) -> str:
    """Return the results as Markdown."""
    lines = ["# Results of `make bench`", ""]
    for part, write in (
        ("verification", _verification),
        ("growth", _growth),
        ("site", site.table),
        ("respondents", respondents.table),
        ("serve", serve.table),
    ):
        if part in results:
            measured_on = f"Measured on {results[part]['machine']}, {results[part]['when']}."
            title, *rest = write(results[part])
            lines += [title, "", measured_on, *rest]
    return "\n".join(lines).rstrip("\n") + "\n"


def _verification(results: dict[str, Any]) -> list[str]:
    lines = ["## Verification beside its peers, on the paper's own notebooks", ""]
    lines += ["| command | median | min to max |", "|---|---|---|"]
    for name, median in results["median"].items():
        low, high = results["spread"][name]
        lines.append(f"| {name} | {median:.1f} s | {low:.1f} to {high:.1f} s |")
    lines += ["", "| ratio, run by run | median | min to max | target |", "|---|---|---|---|"]
    for name, ratio in results["ratio"].items():
        target = results["target"].get(name)
        lines.append(
            f"| {name} | {ratio['median']} | {ratio['min']} to {ratio['max']} | {f'≤ {target}' if target else ''} |"
        )
    said = "`livepaper verify` runs two workers and all checks and writes all reports; its peers only execute."
    return [*lines, "", said, ""]


def _growth(results: dict[str, Any]) -> list[str]:
    lines = ["## Growth, on generated books", ""]
    lines += ["| chapters | claims | time | peak memory | checks alone |", "|---|---|---|---|---|"]
    for row in results["books"]:
        cells = [
            row["chapters"],
            f"{row['claims']:,}",
            f"{row['seconds']:.1f} s",
            f"{row['MiB']:,} MiB",
            f"{row['checks']:.2f} s",
        ]
        lines.append(f"| {' | '.join(map(str, cells))} |")
    exponent = results["exponent"]
    return [*lines, f"| exponent | | {exponent['seconds']} | {exponent['MiB']} | {exponent['checks']} |", ""]


def main() -> None:
    """Measure what is asked for, and write the results aside before they replace the old ones."""
    parts: dict[str, Callable[[int], dict[str, Any]]] = {
        "verification": side_by_side,
        "growth": lambda runs: growth(),
        "site": site.measured,
        "respondents": lambda runs: respondents.compared(runs, measured),
        "serve": serve.measured,
    }
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each command (default: 5)")
    parser.add_argument("--only", choices=parts, help="measure this part alone (default: all)")
    given = parser.parse_args()
    kept = ROOT / "benchmarks" / "results.json"
    results = json.loads(kept.read_text(encoding="utf-8")) if given.only and kept.is_file() else {}
    machine = f"{os.cpu_count()} processors, {platform.system()}, Python {platform.python_version()}"
    for part in [given.only] if given.only else parts:
        results[part] = {"machine": machine, "when": time.strftime("%Y-%m-%d"), **parts[part](given.runs)}
    for name, text in (("results.json", json.dumps(results, indent=1) + "\n"), ("results.md", table(results))):
        aside = ROOT / "benchmarks" / f".{name}"
        aside.write_text(text, encoding="utf-8")
        aside.replace(ROOT / "benchmarks" / name)
    print(table(results))


if __name__ == "__main__":
    main()

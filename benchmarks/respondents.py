"""Measure how long it takes to make toplines of many generated respondents, beside plain pandas on the same file.

The respondents are drawn from a random number generator; they are nobody and mean nothing.
"""

from __future__ import annotations

import csv
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import yaml

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent

PEOPLE, QUESTIONS, RESPONSES, STRATA, UNITS = 10_000_000, 50, 6, 40, 100
MOST = {"seconds": 60, "MiB": 4096}
AIM = 5
"""How many times as fast as plain pandas."""

Measured = Callable[[Sequence[str | Path], Path], dict[str, float]]


def compared(runs: int, measured: Measured) -> dict[str, Any]:
    """Time both in turn on one file; return every run, medians and the ratio, if both say the same."""
    with tempfile.TemporaryDirectory(prefix="generated-respondents-") as aside:
        folder = Path(aside)
        file = generate(folder / "generated.parquet")
        ours, theirs = folder / "ours.csv", folder / "theirs.csv"
        import_it = [BIN / "livepaper", "data", "import", file]
        singly = ["--map", write_map(folder), "--output", folder / "singly.csv"]
        commands: dict[str, list[str | Path]] = {
            "livepaper data import": [*import_it, "--map", write_map(folder, psu="psu"), "--output", ours],
            "plain pandas": [sys.executable, "-m", "benchmarks.plain_pandas", file, theirs],
            "livepaper data import, each respondent a unit": [*import_it, *singly],
        }
        found: dict[str, list[dict[str, float]]] = {name: [] for name in commands}
        for number in range(runs):
            for name, command in commands.items():
                run = measured(command, ROOT)
                print(f"run {number + 1}: {name} {run['seconds']} s, {run['MiB']} MiB", flush=True)
                found[name].append(run)
        _same(ours.with_name("ours-precision.csv"), theirs)
        size = file.stat().st_size
    ratios = [
        other["seconds"] / one["seconds"]
        for one, other in zip(found["livepaper data import"], found["plain pandas"], strict=True)
    ]
    return {
        "people": PEOPLE,
        "questions": QUESTIONS,
        "file MiB": round(size / 2**20),
        "runs": found,
        "median": {name: statistics.median(run["seconds"] for run in timed) for name, timed in found.items()},
        "MiB": {name: max(run["MiB"] for run in timed) for name, timed in found.items()},
        "ratio": {
            "median": round(statistics.median(ratios), 2),
            "min": round(min(ratios), 2),
            "max": round(max(ratios), 2),
        },
        "most": MOST,
        "aim": AIM,
    }


def generate(path: Path, people: int = PEOPLE) -> Path:
    """Write generated respondents: stratum, unit, weight, and small integers for each question."""
    answers = ", ".join(
        f"(1 + hash(i * {QUESTIONS} + {number}) % {RESPONSES})::TINYINT AS q{number}" for number in range(QUESTIONS)
    )
    with duckdb.connect(config={"memory_limit": "2GB"}) as connection:
        connection.execute("SET preserve_insertion_order = false")
        connection.execute(
            f"COPY (SELECT (i % {STRATA})::SMALLINT AS stratum, (hash(i) % {UNITS})::SMALLINT AS psu, "
            f"0.3 + (hash(i * 7) % 100000) / 70000.0 AS weight, {answers} FROM range({people}) AS people(i)) "
            f"TO '{path}' (FORMAT parquet)"
        )
    return path


def write_map(folder: Path, **design: str) -> Path:
    """Write a map of the generated respondents."""
    responses = {code: f"answer {code}" for code in range(1, RESPONSES + 1)}
    questions = [
        {"question": f"q{number}", "column": f"q{number}", "responses": responses} for number in range(QUESTIONS)
    ]
    given = {
        "wave": "generated",
        "source": "generated",
        "population": "GENERATED",
        "weight": "weight",
        "grade": "publisher",
    }
    path = folder / f"map{'-'.join(['', *design])}.yml"
    path.write_text(yaml.safe_dump({**given, "stratum": "stratum", "questions": questions, **design}), encoding="utf-8")
    return path


def _same(ours: Path, theirs: Path) -> None:
    """Require that both come to the same standard errors and design effects, as far as ours are written."""
    with ours.open(encoding="utf-8") as mine, theirs.open(encoding="utf-8") as others:
        pairs = list(zip(csv.DictReader(mine), csv.DictReader(others), strict=True))
    places = {"base": 0.5, "effective_n": 0.51, "design_effect": 0.00501, "standard_error": 0.000501}
    apart = [
        row
        for row, rival in pairs
        for name, near in places.items()
        if abs(float(row[name]) - float(rival[name])) > near
    ]
    if len(pairs) != QUESTIONS * RESPONSES or apart:
        raise SystemExit(f"Of {len(pairs)} toplines {len(apart)} are not what plain pandas makes of the same file.")


def table(results: dict[str, Any]) -> list[str]:
    """Return the lines of the results in Markdown."""
    most, ratio = results["most"], results["ratio"]
    said = (
        f"Targets: at most {most['seconds']} s and {most['MiB']:,} MiB; aim: {results['aim']} times pandas' speed. "
        f"{STRATA} strata of {UNITS} sampling units, weights, a Parquet file of {results['file MiB']} MiB; both "
        "compute shares, standard errors and design effects, which are compared. `livepaper data import` also "
        "codes every answer by its map, and has svy compute and statsmodels confirm every standard error."
    )
    lines = [
        f"## Toplines of {results['people']:,} generated respondents, {results['questions']} questions",
        "",
        said,
        "",
    ]
    lines += ["| command | median | min to max | peak memory |", "|---|---|---|---|"]
    for name, timed in results["runs"].items():
        seconds = [run["seconds"] for run in timed]
        lines.append(
            f"| {name} | {results['median'][name]:.1f} s | {min(seconds):.1f} to {max(seconds):.1f} s "
            f"| {results['MiB'][name]:,} MiB |"
        )
    ratios = f"Plain pandas takes {ratio['median']} times as long, run by run {ratio['min']} to {ratio['max']}."
    return [*lines, "", ratios, ""]

"""Damage to the data."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from random import Random

from livepaper.datapackage import renew
from tests.mutation.original import Mutant, Original, other_digit


def value_changed(original: Original, random: Random) -> Mutant:
    """Change one published value by its last digit, and leave the seal as it was."""
    name, row, column = _number(original, random, lambda table: table.startswith(("surveys-", "region-")))
    new = other_digit(row[column], random)
    return _cell(original, "value changed", name, row, column, new, sealed=False)


def value_changed_and_sealed(original: Original, random: Random) -> Mutant:
    """Change one published value on which a claim rests by its last digit, and seal the data again."""
    table, key = random.choice(original.used("percent"))
    row = _row(original, table, key)
    return _cell(original, "value changed and sealed", table, row, "percent", other_digit(row["percent"], random))


def base_changed(original: Original, random: Random) -> Mutant:
    """Change a number of respondents, and leave the seal as it was."""
    name, row, column = _number(original, random, lambda table: table.startswith("surveys-"), "base")
    return _cell(original, "base changed", name, row, column, other_digit(row[column], random), sealed=False)


def base_changed_and_sealed(original: Original, random: Random) -> Mutant:
    """Change the number of respondents behind a claim, and seal the data again."""
    keys = [key for table, key in original.used("percent") if _row(original, table, key)["base"]]
    key = random.choice(keys)
    row = _row(original, "surveys-toplines", key)
    new = str(int(row["base"]) + random.choice((-200, -100, 100, 200)))
    return _cell(original, "base changed and sealed", "surveys-toplines", row, "base", new)


def rows_swapped(original: Original, random: Random) -> Mutant:
    """Swap two rows of a table, and leave the seal as it was."""
    name, _, _ = _number(original, random, lambda table: True)
    rows = original.table(name)
    first, second = sorted(random.sample(range(len(rows)), 2))
    file = original.file(name)

    def apply(root: Path) -> None:
        kept = [dict(row) for row in rows]
        kept[first], kept[second] = kept[second], kept[first]
        _write(root / file, kept)

    return Mutant("rows swapped", f"{file}, rows {first + 2} and {second + 2}", apply, clues=frozenset({file}))


def row_dropped(original: Original, random: Random) -> Mutant:
    """Drop a row, and leave the seal as it was."""
    name, row, _ = _number(original, random, lambda table: True)
    file, key = original.file(name), original.key(name, row)

    def apply(root: Path) -> None:
        _write(root / file, [kept for kept in original.table(name) if kept != row])

    return Mutant("row dropped", f"{file}, {key}", apply, clues=frozenset({key}))


def row_dropped_and_sealed(original: Original, random: Random) -> Mutant:
    """Drop a row on which a claim rests, and seal the data again."""
    table, key = random.choice(original.used("percent"))
    file, row = original.file(table), _row(original, table, key)

    def apply(root: Path) -> None:
        _write(root / file, [kept for kept in original.table(table) if kept != row])
        renew(root / "data")

    clues = {*original.resting(table, key), row["response"], row["question"]}
    return Mutant(
        "row dropped and sealed", f"{file}, {key}", apply, original.readers(f"data:{table}"), clues=frozenset(clues)
    )


def economies_swapped(original: Original, random: Random) -> Mutant:
    """Swap two economies in one chart's data, and seal the data again."""
    pairs = []
    drawn = {row: figure["figure"] for figure in original.edition.figures for row in figure["rows"]}
    rows = [row for row in original.table("surveys-toplines") if f"surveys-toplines#{row['topline']}" in drawn]
    for row in rows:
        for other in rows:
            same = all(row[column] == other[column] for column in ("wave", "question", "response"))
            if same and row["population"] < other["population"] and row["percent"] != other["percent"]:
                pairs.append((row, other))
    one, two = random.choice(pairs)
    file = original.file("surveys-toplines")

    def apply(root: Path) -> None:
        swap = {one["topline"]: two["percent"], two["topline"]: one["percent"]}
        table = original.table("surveys-toplines")
        _write(root / file, [{**row, "percent": swap.get(row["topline"], row["percent"])} for row in table])
        renew(root / "data")

    clues = original.resting("surveys-toplines", one["topline"]) | original.resting("surveys-toplines", two["topline"])
    clues |= {f"{one['wave']}, {one['question']}, {row['population']}" for row in (one, two)}
    clues |= {drawn[f"surveys-toplines#{row['topline']}"] for row in (one, two)}
    name = f"{one['topline']} and {two['topline']}"
    return Mutant("economies swapped", name, apply, original.readers("data:surveys-toplines"), clues=clues)


def _number(
    original: Original, random: Random, wanted: Callable[[str], bool], column: str = ""
) -> tuple[str, dict[str, str], str]:
    """Choose a table, a row and a column that holds a number."""
    package = original.edition.paper.package
    cells = [
        (name, row, field)
        for name in package.names
        if wanted(name) and package.fields(name)
        for field, kind in package.fields(name).items()
        if kind["type"] in {"number", "integer"} and column in {"", field}
        for row in package.rows(name)
        if row[field]
    ]
    table = random.choice(sorted({name for name, _, _ in cells}))
    return random.choice([cell for cell in cells if cell[0] == table])


def _row(original: Original, table: str, key: str) -> dict[str, str]:
    return next(row for row in original.table(table) if original.key(table, row) == key)


def _cell(
    original: Original, kind: str, table: str, row: dict[str, str], column: str, new: str, *, sealed: bool = True
) -> Mutant:
    file, key = original.file(table), original.key(table, row)

    def apply(root: Path) -> None:
        _write(root / file, [{**kept, column: new} if kept == row else kept for kept in original.table(table)])
        if sealed:
            renew(root / "data")

    executes = original.readers(f"data:{table}") if sealed else frozenset[str]()
    clues = original.resting(table, key) if sealed else frozenset({key})
    if sealed and table == "surveys-toplines":
        clues |= {f"{row['wave']}, {row['question']}, {row['population']}"}  # as a conflict between two values is told
    return Mutant(kind, f"{file}, {key}, {column}: {row[column]} → {new}", apply, executes, clues=clues)


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")

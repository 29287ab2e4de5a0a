"""The words that stand for a picture, computed from its table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from livepaper.figures import cells

MANY = 6
"""With more columns of numbers than this, the extremes are told for all together."""
TIED = 4
"""Of more than this many that share an extreme, only their number is told."""


def alt_text(meta: Mapping[str, Any], measured: str, table: pd.DataFrame) -> str:
    """Describe a chart: its form, what it measures, how many values, and the telling ones.

    Args:
        meta: What the chart's form says of itself: form, label, values, text, rest, series.
        measured: What is measured, in words.
        table: The chart's table.
    """
    label = _known(meta.get("label"), table) or str(table.columns[0])
    names = [name for name in meta.get("values") or cells.numeric_columns(table) if name in table.columns]
    shown = table[[cells.printed(cell) != meta.get("rest") for cell in table[label]]]
    sentences = [str(meta.get("form", "Chart")), measured]
    found = [_values(shown, label, name, _known(meta.get("text"), table)) for name in names]
    found = [values for values in found if values]
    if not found:
        sentences += _kinds(table, label, meta)
    else:
        sentences.append(_count(sum(map(len, found))))
        sentences += _series(found, names) if meta.get("series") else _extremes(found, names)
    return " ".join(f"{sentence[0].upper()}{sentence[1:].rstrip('. ')}." for sentence in sentences if sentence)


Value = tuple[float, str, str]
"""A number, what it belongs to, and its printed text."""


def _known(name: object, table: pd.DataFrame) -> str | None:
    return name if isinstance(name, str) and name in table.columns else None


def _values(table: pd.DataFrame, label: str, name: str, text: str | None) -> list[Value]:
    rows = zip(table[name], table[label], table[text or name], strict=True)
    return [
        (number, cells.printed(owner), cells.printed(shown))
        for cell, owner, shown in rows
        if (number := cells.number(cell)) is not None
    ]


def _count(values: int) -> str:
    return f"{values} values" if values != 1 else "1 value"


def _extremes(found: list[list[Value]], names: list[str]) -> list[str]:
    if len(found) == 1:
        return [_high_and_low(found[0])]
    if len(found) <= MANY:
        return [f"{name}: {_high_and_low(values)}" for name, values in zip(names, found, strict=False)]
    owned = zip(names, found, strict=False)
    return [_high_and_low([(n, f"{owner}, {name}", text) for name, values in owned for n, owner, text in values])]


def _high_and_low(values: list[Value]) -> str:
    high, low = max(value[0] for value in values), min(value[0] for value in values)
    if high == low:
        return f"{_named(values, high)}"
    return f"highest {_named(values, high)}; lowest {_named(values, low)}"


def _named(values: list[Value], number: float) -> str:
    owners = [owner for value, owner, _ in values if value == number]
    text = next(text for value, _, text in values if value == number)
    if len(owners) > TIED:
        return f"{len(owners)} of {len(values)} with {text}"
    return f"{', '.join(owners[:-1])}{' and ' if len(owners) > 1 else ''}{owners[-1]} with {text}"


def _series(found: list[list[Value]], names: list[str]) -> list[str]:
    out = []
    for name, values in zip(names, found, strict=False):
        (_, start, first), (_, end, last) = values[0], values[-1]
        out.append(f"{name}: first {start} with {first}, last {end} with {last}, {_high_and_low(values)}")
    return out


def _kinds(table: pd.DataFrame, label: str, meta: Mapping[str, Any]) -> list[str]:
    """Describe a table of words: who has which, or how often each stands in it."""
    columns = [name for name in meta.get("columns") or table.columns if name in table.columns and name != label]
    if len(columns) == 1:
        owned = [
            (cells.printed(cell), cells.printed(owner))
            for cell, owner in zip(table[columns[0]], table[label], strict=True)
        ]
        kinds = dict.fromkeys(kind for kind, _ in owned)
        told = "; ".join(f"{kind}: {', '.join(owner for own, owner in owned if own == kind)}" for kind in kinds)
        return [_count(len(owned)), told]
    every = [cells.printed(cell) for name in columns for cell in table[name] if not cells.is_missing(cell)]
    counts = {kind: every.count(kind) for kind in dict.fromkeys([*meta.get("kinds", []), *every])}
    told = ", ".join(f"{kind} {count}" for kind, count in counts.items() if count)
    return [f"{len(table)} rows by {len(columns)} columns", told if len(counts) <= 2 * MANY else ""]

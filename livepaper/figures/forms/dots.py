"""Dots with the intervals around them."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from livepaper.figures import cells, drawing, theme
from livepaper.figures.drawing import Record, Scale
from livepaper.figures.forms import values
from livepaper.figures.rows import lay_out


def dots(
    frame: pd.DataFrame,
    *,
    width: float,
    label: str | None = None,
    value: str | None = None,
    text: str | None = None,
    low: str | None = None,
    high: str | None = None,
    group: str | None = None,
    rules: Sequence[tuple[float, str]] = (),
    maximum: float | None = None,
) -> alt.LayerChart:
    """Draw one dot per row, on a line from the lower to the upper end of its interval.

    Args:
        frame: One row per category, in the order to draw.
        width: The width in units of the viewBox.
        label: Column of categories; by default the first.
        value: Column of numbers or quantities; by default the first with numbers.
        text: Column of printed values; by default the values print themselves.
        low: Column of lower ends; by default the margins the quantities carry.
        high: Column of upper ends; by default the margins the quantities carry.
        group: Column whose values head groups of rows.
        rules: Values to mark by a vertical line, each with its name.
        maximum: The value at full width; by default the largest drawn.
    """
    label = cells.column(frame, label, str(frame.columns[0]))
    value = cells.column(frame, value, value or cells.first_numeric(frame))
    labels = cells.texts(frame, label)
    groups = cells.texts(frame, group)
    top = 24.0 if rules else 2.0
    rows = lay_out(labels, width, body=16, top=top, groups=groups, gap=16)
    items = [
        values.record(cell, name, cells.printed(shown), band, margins=True)
        for cell, name, shown, band in zip(frame[value], labels, frame[text or value], rows.bands, strict=True)
    ]
    _own_intervals(items, frame, low, high)
    scale = values.span(items, rows.left + 8, width, [at for at, _ in rules], maximum)
    cleared = [_clear(item, scale) for item in items]
    layers = [
        *_tracks(items, scale),
        *values.vertical_rules(rules, cleared, scale, top, 0 if width < theme.TURN else 8),
        *_intervals(items, scale),
        *_marks(items, scale),
        *values.value_texts(cleared, scale),
        *drawing.texts(rows.labels),
    ]
    return drawing.compose(
        layers, width, rows.bottom + 4, form="Dot chart with margins", label=label, values=[value], text=text
    )


def _own_intervals(items: list[Record], frame: pd.DataFrame, low: str | None, high: str | None) -> None:
    for end, name in (("low", low), ("high", high)):
        for item, cell in zip(items, frame[name] if name else [None] * len(items), strict=True):
            if (number := cells.number(cell)) is not None:
                item |= {end: number, "whisker": True}


def _tracks(items: list[Record], scale: Scale) -> list[alt.Chart]:
    """Thin lines that lead the eye from the labels to the dots."""
    lines = [
        {"x": scale(scale.low), "x2": scale(item["low"]), "y": _middle(item), "y2": _middle(item)}
        for item in items
        if item["known"]
    ]
    return drawing.rules(lines, opacity=theme.FAINT)


def _intervals(items: list[Record], scale: Scale) -> list[alt.Chart]:
    lines = [
        {"x": scale(item["low"]), "x2": scale(item["high"]), "y": _middle(item), "y2": _middle(item)}
        | {"colour": theme.BLUE}
        for item in items
        if item.get("whisker")
    ]
    return drawing.rules(lines, width=4, opacity=0.55)


def _marks(items: list[Record], scale: Scale) -> list[alt.Chart]:
    keep = ("label", "value", "text", "low", "high")
    return drawing.symbols(
        [
            {name: item[name] for name in keep}
            | {"x": scale(item["value"]), "y": _middle(item), "colour": theme.BLUE, "size": 110}
            for item in items
            if item["known"]
        ]
    )


def _clear(item: Record, scale: Scale) -> Record:
    """Widen an interval that is narrower than its dot, so that the text clears the dot."""
    radius = 6 * (scale.high - scale.low) / ((scale.end - scale.start) or 1)
    return {**item, "low": item["low"] - radius, "high": max(item["high"], item["value"] + radius)}


def _middle(item: Record) -> float:
    return float(item["y"] + item["y2"]) / 2

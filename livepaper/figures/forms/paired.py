"""Two or more values per category, side by side."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from livepaper.figures import cells, drawing, keys, theme
from livepaper.figures.drawing import Record
from livepaper.figures.forms import values as beside
from livepaper.figures.lettering import block_width
from livepaper.figures.rows import Row, Rows, lay_out

THICK = 17.0
TAIL = 76.0
"""Series whose names are narrower than this are named beside every value, others in a key."""


def grouped_bars(
    frame: pd.DataFrame,
    *,
    width: float,
    label: str | None = None,
    values: Sequence[str] | None = None,
    margins: bool = False,
    group: str | None = None,
    rest: str | None = None,
    rules: Sequence[tuple[float, str]] = (),
    maximum: float | None = None,
) -> alt.LayerChart:
    """Draw several bars per row, one for each column of numbers.

    Args:
        frame: One row per category; one column per series, named as the series.
        width: The width in units of the viewBox.
        label: Column of categories; by default the first.
        values: Columns of numbers; by default all that hold any.
        margins: Whether to draw the 95 % margins the quantities carry.
        group: Column whose values head groups of rows.
        rest: Category to outline and hatch, because it was not published.
        rules: Values to mark by a vertical line, each with its name.
        maximum: The value at full width; by default the largest drawn.
    """
    label = cells.column(frame, label, str(frame.columns[0]))
    series = list(values or cells.numeric_columns(frame))
    tails = len(series) > 1 and block_width(series, theme.SMALL) <= TAIL
    key, top = beside.key([] if tails else series, width)
    top += 24 if rules else 2
    labels = cells.texts(frame, label)
    groups = cells.texts(frame, group)
    rows = lay_out(labels, width, body=len(series) * THICK, top=top, groups=groups, gap=18)
    items = _grouped(frame, series, labels, rows, tails=tails, margins=margins)
    scale = beside.span(items, rows.left, width, [at for at, _ in rules], maximum)
    keep = ("label", "series", "value", "text", "margin", "from", "y", "y2", "colour")
    drawn = [item for item in items if item["known"]]
    layers = [
        *key,
        *drawing.bars([{name: item[name] for name in keep} for item in drawn if item["label"] != rest], scale),
        *keys.outlines(
            [{**item, "x": scale(0), "x2": scale(item["value"])} for item in drawn if item["label"] == rest]
        ),
        *beside.whiskers(items, scale),
        *beside.value_texts(items, scale),
        *beside.zero_line(rows.bands, scale, width < theme.TURN),
        *beside.vertical_rules(rules, items, scale, top, 0 if width < theme.TURN else 7),
        *drawing.texts(rows.labels),
    ]
    return drawing.compose(
        layers, width, rows.bottom + 4, form="Grouped bar chart", label=label, values=series, rest=rest
    )


def _grouped(
    frame: pd.DataFrame, series: list[str], labels: list[str], rows: Rows, *, tails: bool, margins: bool
) -> list[Record]:
    items: list[Record] = []
    for index, name in enumerate(series):
        for cell, label, band in zip(frame[name], labels, rows.bands, strict=True):
            part = Row(band.top + index * THICK, band.top + (index + 1) * THICK - 2)
            item = beside.record(cell, label, cells.printed(cell), part, margins=margins)
            items.append(item | {"series": name, "colour": theme.colour(index), "tail": name if tails else ""})
    return items

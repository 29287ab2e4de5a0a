"""Two or more values per category: side by side, or as dots joined by a line."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from livepaper.figures import cells, drawing, keys, theme
from livepaper.figures.drawing import Record, Scale, Text
from livepaper.figures.forms import values as beside
from livepaper.figures.lettering import block_width, text_width
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
    keep = ("label", "series", "value", "text", "from", "y", "y2", "colour")
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


def dumbbell(
    frame: pd.DataFrame,
    *,
    width: float,
    label: str | None = None,
    start: str | None = None,
    end: str | None = None,
    margins: bool = False,
    maximum: float | None = None,
) -> alt.LayerChart:
    """Draw two values per row as a ring and a dot joined by a line.

    Args:
        frame: One row per category; one column for each of the two values.
        width: The width in units of the viewBox.
        label: Column of categories; by default the first.
        start: Column of the first value, drawn as a ring; by default the first with numbers.
        end: Column of the second value, drawn as a dot; by default the second with numbers.
        margins: Whether to draw the 95 % margins the quantities carry.
        maximum: The value at full width; by default the largest drawn.
    """
    label = cells.column(frame, label, str(frame.columns[0]))
    numbers = [*cells.numeric_columns(frame), "", ""]
    pair = [cells.column(frame, start, numbers[0]), cells.column(frame, end, numbers[1])]
    looks = [{"shape": "circle", "hollow": index == 0, "colour": theme.colour(1 - index)} for index in (0, 1)]
    key, top = keys.legend([{**look, "name": name, "size": 80} for look, name in zip(looks, pair, strict=True)], width)
    labels = cells.texts(frame, label)
    rows = lay_out(labels, width, body=18, top=top + 2, gap=16)
    sides = [_side(frame[name], labels, rows, look, margins=margins) for name, look in zip(pair, looks, strict=True)]
    scale = _pair_scale(sides, rows.left, width, maximum)
    lines = [
        {"x": scale(one["value"]), "x2": scale(two["value"]), "y": one["middle"], "y2": two["middle"]}
        for one, two in zip(*sides, strict=True)
        if one["known"] and two["known"]
    ]
    layers = [
        *key,
        *(_tracks(sides, scale, rows.left) if width >= theme.TURN else []),
        *drawing.rules(lines, width=3, opacity=0.45),
        *beside.whiskers([*sides[0], *sides[1]], scale),
        *_dots([*sides[0], *sides[1]], scale),
        *_pair_texts(sides, scale, rows.left),
        *drawing.texts(rows.labels),
    ]
    return drawing.compose(layers, width, rows.bottom + 4, form="Paired dot chart", label=label, values=pair)


def _side(column: pd.Series, labels: list[str], rows: Rows, look: Record, *, margins: bool) -> list[Record]:
    return [
        beside.record(cell, name, cells.printed(cell), band, margins=margins) | look | {"middle": band.middle}
        for cell, name, band in zip(column, labels, rows.bands, strict=True)
    ]


def _pair_scale(sides: list[list[Record]], left: float, width: float, maximum: float | None) -> Scale:
    items = [item for side in sides for item in side if item["known"]]
    room = max((text_width(item["text"], bold=True) for item in [*sides[0], *sides[1]]), default=0.0) + 12
    high = max([maximum or 0.0, *(item["high"] for item in items)])
    low = min([0.0, *(item["low"] for item in items)])
    return Scale(low, high or 1.0, left + room, width - room)


def _tracks(sides: list[list[Record]], scale: Scale, left: float) -> list[alt.Chart]:
    """Thin lines that lead the eye from the labels to the first value's text."""
    lines: list[Record] = []
    for pair in zip(*sides, strict=True):
        known = sorted((item for item in pair if item["known"]), key=lambda item: float(item["value"]))
        if known:
            text = text_width(known[0]["text"], bold=True) + 16 if len(known) > 1 else 10
            end = scale(known[0]["low"]) - text
            lines.append({"x": left, "x2": max(end, left), "y": known[0]["middle"], "y2": known[0]["middle"]})
    return drawing.rules(lines, opacity=theme.FAINT)


def _dots(items: list[Record], scale: Scale) -> list[alt.Chart]:
    keep = ("label", "value", "text", "shape", "hollow", "colour")
    return drawing.symbols(
        [
            {name: item[name] for name in keep} | {"x": scale(item["value"]), "y": item["middle"], "size": 110}
            for item in items
            if item["known"]
        ]
    )


def _pair_texts(sides: list[list[Record]], scale: Scale, left: float) -> list[alt.Chart]:
    """Write the smaller value to the left of its mark, the larger to the right."""
    out: list[Text] = []
    for one, two in zip(*sides, strict=True):
        known = [item for item in (one, two) if item["known"]]
        known.sort(key=lambda item: item["value"])
        for index, item in enumerate(known):
            after = index == len(known) - 1
            x = scale(item["high"] if after else item["low"]) + (10 if after else -10)
            out.append(Text(x, item["middle"] + 0.5, item["text"], "left" if after else "right", bold=True))
        if not known:
            out.append(Text(left, one["middle"], one["text"], opacity=theme.MUTED))
    return drawing.texts(out)

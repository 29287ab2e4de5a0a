"""Horizontal bars with their values written beside them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import altair as alt
import pandas as pd

from livepaper.figures import cells, drawing, keys, theme
from livepaper.figures.drawing import Record, Scale
from livepaper.figures.forms import values
from livepaper.figures.rows import lay_out

HEIGHT = 20.0


def bars(
    frame: pd.DataFrame,
    *,
    width: float,
    label: str | None = None,
    value: str | None = None,
    text: str | None = None,
    highlight: Collection[str] = (),
    margins: bool = False,
    group: str | None = None,
    colour: str | None = None,
    rest: str | None = None,
    rules: Sequence[tuple[float, str]] = (),
    maximum: float | None = None,
) -> alt.LayerChart:
    """Draw one bar per row.

    Args:
        frame: One row per category, in the order to draw.
        width: The width in units of the viewBox.
        label: Column of categories; by default the first.
        value: Column of numbers or quantities; by default the first with numbers.
        text: Column of printed values; by default the values print themselves.
        highlight: Categories to set off; the others turn grey.
        margins: Whether to draw the 95 % margins the quantities carry.
        group: Column whose values head groups of rows.
        colour: Column whose values give bars their colours, with a key.
        rest: Category to outline and hatch, because it was not published.
        rules: Values to mark by a vertical line, each with its name.
        maximum: The value at full width; by default the largest drawn.
    """
    label = cells.column(frame, label, str(frame.columns[0]))
    value = cells.column(frame, value, value or cells.first_numeric(frame))
    labels = cells.texts(frame, label)
    kinds = cells.texts(frame, colour)
    key, top = values.key(list(dict.fromkeys(kinds)) if colour != label else [], width)
    top += 24 if rules else 2
    groups = cells.texts(frame, group)
    rows = lay_out(labels, width, body=HEIGHT, top=top, groups=groups, bold=frozenset(highlight))
    shown = cells.texts(frame, text or value)
    items = [
        values.record(cell, name, print_, band, margins=margins)
        for cell, name, print_, band in zip(frame[value], labels, shown, rows.bands, strict=True)
    ]
    scale = values.span(items, rows.left, width, [at for at, _ in rules], maximum)
    for record, fill in zip(items, _fills(labels, kinds, highlight), strict=True):
        record["colour"] = fill
    layers = [
        *key,
        *_bars(items, scale, rest),
        *values.whiskers(items, scale),
        *values.value_texts(items, scale),
        *values.zero_line(rows.bands, scale, width < theme.TURN),
        *values.vertical_rules(rules, items, scale, top, 0 if width < theme.TURN else 7),
        *drawing.texts(rows.labels),
    ]
    meta = {"label": label, "values": [value], "text": text, "rest": rest}
    return drawing.compose(layers, width, rows.bottom + 4, form="Bar chart", **meta)


def _bars(items: list[Record], scale: Scale, rest: str | None) -> list[alt.Chart]:
    keep = ("label", "value", "text", "margin", "from", "y", "y2", "colour")
    solid = [{name: item[name] for name in keep} for item in items if item["label"] != rest]
    open_ = [{**item, "x": scale(0), "x2": scale(item["value"])} for item in items if item["label"] == rest]
    return [*drawing.bars(solid, scale), *keys.outlines(open_)]


def _fills(labels: list[str], kinds: list[str], highlight: Collection[str]) -> list[str]:
    if kinds:
        order = list(dict.fromkeys(kinds))
        return [theme.colour(order.index(kind)) for kind in kinds]
    return [theme.GREY if highlight and label not in highlight else theme.BLUE for label in labels]

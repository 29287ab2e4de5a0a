"""Values written where they are drawn: shared by the forms with rows."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from livepaper.figures import cells, drawing, keys, theme
from livepaper.figures.drawing import Record, Scale, Text
from livepaper.figures.lettering import text_width
from livepaper.figures.rows import Row


def record(cell: object, name: str, text: str, band: Row, *, margins: bool = False) -> Record:
    """Return what is known of one value: its number, its text, its band and its margin."""
    value = cells.number(cell)
    item: Record = {"label": name, "value": value or 0.0, "text": text, "from": 0, "known": value is not None}
    item |= {"y": band.top, "y2": band.bottom, "low": value or 0.0, "high": value or 0.0}
    item["margin"] = cells.printed_margin(cell)
    margin = cells.margin(cell) if margins else None
    if margin is not None and value is not None:
        item |= {"low": value - margin, "high": value + margin, "whisker": True}
    return item


def span(
    items: Sequence[Record], left: float, width: float, marks: Sequence[float] = (), maximum: float | None = None
) -> Scale:
    """Return the widest scale that leaves room for every value text beyond its bar."""
    low = min([0.0, *(item["low"] for item in items), *marks])
    high = max([0.0, *(item["high"] for item in items), *marks, maximum or 0.0]) or 1.0
    start = left + max((_room(item) for item in items if item["value"] < 0), default=0.0)
    shares = [((item["high"] - low) / (high - low), _room(item)) for item in items if item["value"] >= 0]
    length = min([width - start - 2, *((width - start - room) / share for share, room in shares if share)])
    return Scale(low, high, start, start + length)


def _room(item: Record) -> float:
    tail = text_width(item["tail"], theme.SMALL) + 6 if item.get("tail") else 0.0
    return text_width(item["text"], bold=True) + 8 + tail


def value_texts(items: Sequence[Record], scale: Scale) -> list[alt.Chart]:
    """Return the printed values beyond the ends of their bars, with their tails if any."""
    out: list[Text] = []
    for item in items:
        y, negative = (item["y"] + item["y2"]) / 2 + 0.5, item["value"] < 0
        x = scale(item["low"]) - 6 if negative else scale(item["high"]) + 6
        align = "right" if negative else "left"
        out.append(Text(x, y, item["text"], align, bold=item["known"], opacity=1 if item["known"] else theme.MUTED))
        if item.get("tail"):
            step = text_width(item["text"], bold=True) + 4
            x += -step if negative else step
            out.append(Text(x, y, item["tail"], align, size=theme.SMALL, opacity=theme.MUTED))
    return drawing.texts(out)


def whiskers(items: Sequence[Record], scale: Scale) -> list[alt.Chart]:
    """Return a line from low to high, with end caps, for each record that has a whisker."""
    lines: list[Record] = []
    for item in items:
        if item.get("whisker"):
            low, high, y = scale(item["low"]), scale(item["high"]), (item["y"] + item["y2"]) / 2
            lines.append({"x": low, "x2": high, "y": y, "y2": y})
            lines.extend({"x": x, "x2": x, "y": y - 4, "y2": y + 4} for x in (low, high))
    return drawing.rules(lines, width=1.6)


def zero_line(bands: Sequence[Row], scale: Scale, narrow: bool) -> list[alt.Chart]:
    """Return the line the bars start from; on a narrow chart it keeps off the labels."""
    if scale.low < 0 and narrow:
        spans = [(band.top - 2, band.bottom + 2) for band in bands]
    else:
        spans = [(bands[0].top - 2, bands[-1].bottom + 2)] if bands else []
    lines = [{"x": scale(0), "x2": scale(0), "y": top, "y2": bottom} for top, bottom in spans]
    return drawing.rules(lines, opacity=0.6)


def vertical_rules(
    rules: Sequence[tuple[float, str]], items: Sequence[Record], scale: Scale, top: float, reach: float
) -> list[alt.Chart]:
    """Return dashed lines at some values, each with its name above.

    Args:
        rules: The values and their names.
        items: The values drawn, whose texts the lines keep off.
        scale: From values to positions.
        top: Where the lines start.
        reach: How far the lines go beyond a bar.
    """
    lines = [
        {"x": scale(at), "x2": scale(at), "y": item["y"] - reach, "y2": item["y2"] + reach}
        for at, _ in rules
        for item in items
        if not scale(item["high"]) < scale(at) < scale(item["high"]) + _room(item)
    ]
    names = [
        Text(_inside(scale(at), name, scale), top - 16, name, "center", size=theme.SMALL, opacity=theme.MUTED)
        for at, name in rules
    ]
    return [*drawing.rules(lines, opacity=0.8, dash=True), *drawing.texts(names)]


def _inside(x: float, name: str, scale: Scale) -> float:
    half = text_width(name, theme.SMALL) / 2
    return max(half, min(x, max(scale.end, x) + 20 - half))


def key(names: Sequence[str], width: float) -> tuple[list[alt.Chart], float]:
    """Return a key to the colours of some names, and its height; nothing for no names."""
    if not names:
        return [], 0.0
    return keys.legend([{"name": name, "colour": theme.colour(i)} for i, name in enumerate(names)], width)

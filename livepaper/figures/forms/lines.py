"""Values over time, each series named at its end."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Literal

import altair as alt
import pandas as pd

from livepaper.figures import cells, drawing, keys, theme
from livepaper.figures.drawing import Record, Scale, Text
from livepaper.figures.lettering import block_width, spread, text_width, wrap

SHAPES = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down")
TOP = 22.0
KEY = 14.0
"""Room for the symbol that ties the text at a line's end to its line."""


def lines(
    frame: pd.DataFrame,
    *,
    width: float,
    x: str | None = None,
    series: Sequence[str] | None = None,
    rules: Sequence[tuple[float, str]] = (),
    points: Literal["all", "ends"] | None = None,
    height: float = 240,
    zero: bool = True,
) -> alt.LayerChart:
    """Draw one line per column of numbers; a missing value breaks its line.

    Args:
        frame: One row per time, in order; one column per series, named as the series.
        width: The width in units of the viewBox.
        x: Column of times; by default the first. Numbers are spaced to scale.
        series: Columns of numbers; by default all that hold any.
        rules: Values to mark by a horizontal line, each with its name.
        points: Which values to print; by default all if there is room for them.
        height: The height of the plot.
        zero: Whether the plot starts at zero.
    """
    x = cells.column(frame, x, str(frame.columns[0]))
    names = [name for name in series or cells.numeric_columns(frame) if name != x]
    tracks = [_track(frame, x, name, index) for index, name in enumerate(names)]
    ends, right = _end_room(names, tracks, width)
    key, top = keys.legend(_entries(names), width) if not ends else ([], 0.0)
    left = max([26.0, *(block_width(wrap(name, 70, theme.SMALL), theme.SMALL) + 22 for _, name in rules)])
    across = Scale(*_reach(frame, x), left, width - right)
    up = _upward([point for track in tracks for point in track], rules, top + TOP, top + height, zero=zero)
    for point in (point for track in tracks for point in track):
        point |= {"x": across(point["at"]), "y": up(point["value"])}
    written = _values(tracks, across, points)
    layers = [
        *key,
        *_rules(rules, up, left, width - right, written),
        *drawing.rules([{"x": left - 14, "x2": width - right + 8, "y": up.start, "y2": up.start}], opacity=0.6),
        *_axis(frame, x, across, up.start + 14),
        *[layer for track in tracks for layer in _line(track)],
        *drawing.symbols([point for track in tracks for point in track]),
        *drawing.texts(written),
        *_end_texts(tracks, names if ends else [], width - right + 11, right - 11),
    ]
    meta = {"label": x, "values": names, "series": True}
    return drawing.compose(layers, width, top + height + 26, form="Line chart", **meta)


def _track(frame: pd.DataFrame, x: str, name: str, index: int) -> list[Record]:
    points: list[Record] = []
    shape, colour = SHAPES[index % len(SHAPES)], theme.colour(index)
    for order, (time, cell) in enumerate(zip(frame[x], frame[name], strict=True)):
        value = cells.number(cell)
        if value is not None:
            point: Record = {"series": name, "time": cells.printed(time), "value": value, "text": cells.printed(cell)}
            point["margin"] = cells.printed_margin(cell)
            at = cells.number(time)
            point |= {"at": order if at is None else at, "order": order, "shape": shape, "colour": colour, "size": 60}
            points.append(point)
    return points


def _reach(frame: pd.DataFrame, x: str) -> tuple[float, float]:
    times = [cells.number(time) for time in frame[x]]
    known = [time for time in times if time is not None]
    return (min(known), max(known)) if known else (0.0, float(len(times) - 1))


def _upward(
    points: list[Record], rules: Sequence[tuple[float, str]], top: float, bottom: float, *, zero: bool
) -> Scale:
    values = [*(point["value"] for point in points), *(at for at, _ in rules)]
    low, high = min(values, default=0.0), max(values, default=1.0)
    if not zero:
        return Scale(low - (high - low) * 0.15, high, bottom, top)
    return Scale(min(low, 0.0), max(high, 0.0), bottom, top)


def _end_room(names: list[str], tracks: list[list[Record]], width: float) -> tuple[bool, float]:
    """Whether names fit beside the ends of the lines, and the room needed there."""
    room = width * 0.27
    widest = max((block_width(wrap(name, room - 12)) for name in names), default=0.0)
    values = max((text_width(track[-1]["text"], bold=True) for track in tracks if track), default=0.0)
    fits = widest <= room - 12
    return fits, max(widest if fits else 0.0, values + (KEY if len(names) > 1 else 0)) + 12


def _entries(names: list[str]) -> list[Record]:
    return [
        {"name": name, "shape": SHAPES[i % len(SHAPES)], "colour": theme.colour(i), "size": 80}
        for i, name in enumerate(names)
    ]


def _rules(
    rules: Sequence[tuple[float, str]], up: Scale, left: float, right: float, written: Sequence[Text]
) -> list[alt.Chart]:
    """Draw dashed lines that keep off the values written near them, each named at its left."""
    lines_: list[Record] = []
    names: list[Text] = []
    for at, name in rules:
        y, x = up(at), left - 14
        near = sorted((text.x, text_width(text.text, bold=True) / 2 + 2) for text in written if abs(text.y - y) < 9)
        for middle, half in near:
            lines_.append({"x": x, "x2": middle - half, "y": y, "y2": y})
            x = middle + half
        lines_.append({"x": x, "x2": right + 8, "y": y, "y2": y})
        wrapped = wrap(name, 70, theme.SMALL)
        first = y - (len(wrapped) - 1) * 7
        names.extend(
            Text(left - 18, first + 14 * index, line, "right", size=theme.SMALL, opacity=theme.MUTED)
            for index, line in enumerate(wrapped)
        )
    open_lines = [line for line in lines_ if line["x2"] > line["x"]]
    return [*drawing.rules(open_lines, opacity=0.6, dash=True), *drawing.texts(names)]


def _axis(frame: pd.DataFrame, x: str, across: Scale, y: float) -> list[alt.Chart]:
    """Write the times below the plot, as many as fit, always the last one."""
    times = [(cells.number(time), cells.printed(time)) for time in frame[x]]
    places = [across(order if at is None else at) for order, (at, _) in enumerate(times)]
    texts: list[Text] = []
    edge = float("inf")
    for place, (_, name) in reversed(list(zip(places, times, strict=True))):
        half = text_width(name, theme.SMALL) / 2
        if place + half + 8 <= edge:
            texts.append(Text(place, y, name, "center", size=theme.SMALL))
            edge = place - half
    return drawing.texts(texts)


def _line(track: list[Record]) -> list[alt.Chart]:
    """Join neighbouring points; a gap in the series stays open."""
    pairs = [(a, b) for a, b in pairwise(track) if b["order"] == a["order"] + 1]
    segments = [{"x": a["x"], "y": a["y"], "x2": b["x"], "y2": b["y"], "colour": a["colour"]} for a, b in pairs]
    return drawing.rules(segments, width=2.4)


def _values(tracks: list[list[Record]], across: Scale, points: str | None) -> list[Text]:
    """Write values at their points; the last of each line stands beside its end instead."""
    every = [point for track in tracks for point in track]
    widest = max((text_width(point["text"], bold=True) for point in every), default=0.0)
    places = sorted({float(point["x"]) for point in every})
    closest = min((b - a for a, b in pairwise(places)), default=across.end - across.start)
    chosen = points or ("ends" if closest < widest or len(tracks) > 2 else "all")
    return [
        Text(point["x"], _beside(point, track, every), point["text"], "center", bold=True)
        for track in tracks
        for index, point in enumerate(track[:-1])
        if chosen == "all" or index == 0
    ]


def _beside(point: Record, track: list[Record], every: list[Record]) -> float:
    """Put a value above its point, or below where there is more room below."""
    others = [other["y"] for other in every if other["order"] == point["order"] and other["series"] != point["series"]]
    up = min((point["y"] - y for y in others if y < point["y"]), default=math.inf)
    down = min((y - point["y"] for y in others if y >= point["y"]), default=math.inf)
    near = [other["y"] for other in track if abs(other["order"] - point["order"]) == 1]
    valley = not others and bool(near) and all(y < point["y"] for y in near)
    return float(point["y"] + (15 if down > up or valley else -14))


def _end_texts(tracks: list[list[Record]], named: Collection[str], x: float, room: float) -> list[alt.Chart]:
    """Write the last value and the name of each line beside its end, moved apart where they would touch."""
    last = sorted((track[-1] for track in tracks if track), key=lambda point: float(point["y"]))
    names = [wrap(point["series"], room) if point["series"] in named else [] for point in last]
    sizes = [(len(block) + 1) * theme.LINE + 4.0 for block in names]
    wanted = [point["y"] + (size - theme.LINE) / 2 for point, size in zip(last, sizes, strict=True)]
    texts: list[Text] = []
    keys: list[Record] = []
    step = KEY if len(last) > 1 else 0.0
    for point, block, size, centre in zip(last, names, sizes, spread(wanted, sizes, 0, 1e6), strict=True):
        first = centre - (size - 4 - theme.LINE) / 2
        keys.extend([{**point, "x": x + 5, "y": first}] if step else [])
        texts.append(Text(x + step, first, point["text"], bold=True))
        texts.extend(Text(x, first + index * theme.LINE, line) for index, line in enumerate(block, start=1))
    return [*drawing.symbols(keys), *drawing.texts(texts)]

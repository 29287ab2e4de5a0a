"""Keys to symbols, and the hatching that stands for what was not published."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import altair as alt

from livepaper.figures import drawing, theme
from livepaper.figures.drawing import Record, Text
from livepaper.figures.lettering import text_width


def legend(entries: Sequence[Record], width: float, top: float = 0.0) -> tuple[list[alt.Chart], float]:
    """Draw a row of keys, each a symbol and its name; return the layers and the row's height.

    Args:
        entries: Each has name, colour, and optionally shape, hollow, hatch.
        width: The room; keys that do not fit go to the next line.
        top: Where the row starts.
    """
    x, y = 0.0, top + 10.0
    names: list[Text] = []
    marks: list[Record] = []
    hatched: list[Record] = []
    for entry in entries:
        advance = 20 + text_width(entry["name"], theme.SMALL)
        if x and x + advance > width:
            x, y = 0.0, y + 20
        if entry.get("hatch"):
            hatched.append({"x": x, "x2": x + 13, "y": y - 6, "y2": y + 7})
        else:
            marks.append({"shape": "square", "size": 150, **entry, "x": x + 7, "y": y})
        names.append(Text(x + 20, y, entry["name"], size=theme.SMALL))
        x += advance + 16
    return [*drawing.symbols(marks), *outlines(hatched), *drawing.texts(names)], y + 20 - top


def outlines(records: Sequence[Record]) -> list[alt.Chart]:
    """Return outlined, hatched rectangles: something that is there but was not published.

    A record may keep the hatching off the text written into it by `clear`, a pair of places.
    """
    if not records:
        return []
    edges = [line for record in records for line in _edges(record)]
    lines = [line for record in records for part in _around_text(record) for line in _hatching(part)]
    return [*drawing.rules(lines, opacity=0.45), *drawing.rules(edges, opacity=0.8)]


def _edges(box: Record) -> list[Record]:
    left, right, top, bottom = box["x"] + 0.5, box["x2"] - 0.5, box["y"] + 0.5, box["y2"] - 0.5
    corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    return [{"x": x, "y": y, "x2": x2, "y2": y2} for (x, y), (x2, y2) in pairwise(corners)]


def _around_text(box: Record) -> list[Record]:
    if not (clear := box.get("clear")):
        return [box]
    return [{**box, "x2": clear[0]}, {**box, "x": clear[1]}]


def _hatching(box: Record, step: float = 6.0) -> list[Record]:
    """Diagonals across a rectangle, cut off at its edges."""
    left, right, top, bottom = box["x"], box["x2"], box["y"], box["y2"]
    height, lines = bottom - top, []
    offset = left - height + step
    while offset < right:
        start, end = max(offset, left), min(offset + height, right)
        if end > start:
            lines.append({"x": start, "y": bottom - (start - offset), "x2": end, "y2": bottom - (end - offset)})
        offset += step
    return lines

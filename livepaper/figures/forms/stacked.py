"""Parts of a whole by category, with what was not published left open."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from livepaper.figures import cells, drawing, keys, theme
from livepaper.figures.drawing import Record, Scale, Text
from livepaper.figures.lettering import spread, text_width
from livepaper.figures.rows import Rows, lay_out

HEIGHT = 26.0
BELOW = 17.0
"""Room under a bar for the values of parts too narrow to hold them."""


def stacked_bars(
    frame: pd.DataFrame,
    *,
    width: float,
    label: str | None = None,
    parts: Sequence[str] | None = None,
    rest: str | None = "Not quoted",
    whole: float | None = 100,
    colours: Sequence[str] = theme.PALETTE,
) -> alt.LayerChart:
    """Draw one bar per row, divided into its parts.

    Args:
        frame: One row per category; one column per part, named as the part.
        width: The width in units of the viewBox.
        label: Column of categories; by default the first.
        parts: Columns of numbers; by default all that hold any.
        rest: Name of the remainder up to the whole, outlined and hatched; if the frame
            has a column of this name its values are printed. None draws no remainder.
        whole: The value of a full bar; None if bars have no common whole.
        colours: The colours of the parts, such as those of `theme`.
    """
    label = cells.column(frame, label, str(frame.columns[0]))
    names = [name for name in parts or cells.numeric_columns(frame) if name != rest]
    fills = dict(zip(names, colours, strict=False))
    lines = [_pieces(row, fills, rest, whole) for _, row in frame.iterrows()]
    full = max([whole or 0.0, *(line[-1]["value"] for line in lines if line)])
    open_ = any(piece["hatch"] for line in lines for piece in line)
    key, top = keys.legend(_entries(fills, rest if open_ else None), width)
    labels = cells.texts(frame, label)
    rows, scale = _place(labels, lines, width, top, full)
    for line, band, name in zip(lines, rows.bands, labels, strict=True):
        for piece in line:
            piece |= {"y": band.top, "y2": band.top + HEIGHT, "label": name}
            piece |= {"x": scale(piece["from"]), "x2": scale(piece["value"])}
            piece["clear"] = _text_room(piece)
    solid = [piece for line in lines for piece in line if not piece["hatch"]]
    layers = [
        *key,
        *drawing.bars([_bare(piece) for piece in solid], scale, gap=1.5),
        *keys.outlines([piece for line in lines for piece in line if piece["hatch"]]),
        *drawing.rules([tick for line in lines for tick in _ticks(line)]),
        *drawing.texts([text for line in lines for text in _texts(line, rows.left, width)]),
        *drawing.texts(rows.labels),
    ]
    return drawing.compose(
        layers, width, rows.bottom + 4, form="Stacked bar chart", label=label, values=names, rest=rest
    )


def _place(labels: list[str], lines: list[list[Record]], width: float, top: float, full: float) -> tuple[Rows, Scale]:
    """Lay out the rows twice: once for the room bars have, once for values that need to go below."""
    left = lay_out(labels, width, body=HEIGHT, centre=HEIGHT).left
    scale = Scale(0, full, left, width)
    below = [any(not _fits(piece, scale) for piece in line) for line in lines]
    heights = [HEIGHT + BELOW * needed for needed in below]
    rows = lay_out(labels, width, body=heights.__getitem__, top=top + 2, centre=HEIGHT)
    return rows, scale


def _pieces(row: pd.Series, fills: dict[str, str], rest: str | None, whole: float | None) -> list[Record]:
    pieces: list[Record] = []
    end = 0.0
    for name, fill in fills.items():
        value = cells.number(row[name])
        if value:
            piece: Record = {"part": name, "from": end, "value": end + value, "text": cells.printed(row[name])}
            pieces.append(piece | {"margin": cells.printed_margin(row[name]), "colour": fill, "hatch": False})
            end += value
    if rest and whole and whole - end > whole / 1000:
        text = cells.printed(row[rest]) if rest in row.index else ""
        pieces.append({"part": rest, "from": end, "value": float(whole), "text": text, "hatch": True, "colour": ""})
    return pieces


def _fits(piece: Record, scale: Scale) -> bool:
    return text_width(piece["text"], bold=True) + 6 <= scale(piece["value"]) - scale(piece["from"])


def _text_room(piece: Record) -> tuple[float, float] | None:
    middle, half = (piece["x"] + piece["x2"]) / 2, text_width(piece["text"], bold=True) / 2 + 3
    return (middle - half, middle + half) if piece["text"] and 2 * half <= piece["x2"] - piece["x"] else None


def _texts(line: list[Record], left: float, width: float) -> list[Text]:
    """Write values into their parts; where a part is too narrow, below it."""
    inside: list[Record] = []
    below: list[Record] = []
    for piece in line:
        (inside if piece["clear"] or not piece["text"] else below).append(piece)
    centres = spread(
        [(piece["x"] + piece["x2"]) / 2 for piece in below],
        [text_width(piece["text"], bold=True) + 8 for piece in below],
        left - 4,
        width + 4,
    )
    out = [_text(piece, (piece["x"] + piece["x2"]) / 2, piece["y"] + HEIGHT / 2) for piece in inside if piece["text"]]
    under = [
        Text(x, piece["y"] + HEIGHT + 9, piece["text"], "center", bold=True)
        for piece, x in zip(below, centres, strict=True)
    ]
    return [*out, *under]


def _ticks(line: list[Record]) -> list[Record]:
    """Short lines from parts too narrow for their values towards the values below."""
    low = [(piece["x"] + piece["x2"]) / 2 for piece in line if piece["text"] and not piece["clear"]]
    return [{"x": x, "x2": x, "y": line[0]["y2"], "y2": line[0]["y2"] + 3} for x in low]


def _text(piece: Record, x: float, y: float) -> Text:
    ink = theme.INK if piece["hatch"] else theme.ink_on(piece["colour"])
    return Text(x, y + 0.5, piece["text"], "center", bold=True, colour=ink)


def _bare(piece: Record) -> Record:
    return {name: piece[name] for name in ("label", "part", "text", "margin", "from", "value", "y", "y2", "colour")}


def _entries(fills: dict[str, str], rest: str | None) -> list[Record]:
    entries: list[Record] = [{"name": name, "colour": fill} for name, fill in fills.items()]
    return [*entries, {"name": rest, "hatch": True}] if rest else entries

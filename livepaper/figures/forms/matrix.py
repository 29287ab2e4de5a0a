"""Which of these has what to do with which of those, told by symbols."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from livepaper.errors import FigureError
from livepaper.figures import cells, drawing, keys, theme
from livepaper.figures.drawing import Record, Scale, Text
from livepaper.figures.lettering import block_width, text_width, wrap
from livepaper.figures.rows import Row, lay_out

LOOKS: tuple[Record, ...] = (
    {"shape": "circle", "colour": theme.BLUE, "size": 150},
    {"shape": "triangle-up", "colour": theme.VERMILION, "size": 120},
    {"shape": "diamond", "colour": theme.GREEN, "size": 95, "hollow": True},
    {"shape": "square", "colour": theme.PURPLE, "size": 110, "hollow": True},
    {"shape": "cross", "colour": theme.OCHRE, "size": 120},
)
"""Symbols in the order in which kinds are listed; each differs from the others by shape."""
NONE: Record = {"shape": "stroke", "colour": theme.GREY, "size": 60, "hollow": True}

CELL = 24.0


def matrix(
    frame: pd.DataFrame,
    *,
    width: float,
    kinds: Sequence[str],
    none: str = "none",
    label: str | None = None,
    columns: Sequence[str] | None = None,
    earlier: pd.DataFrame | None = None,
    short: Mapping[str, str] | None = None,
    group: str | None = None,
) -> alt.LayerChart:
    """Draw a symbol for each row and column.

    Args:
        frame: One row per category; the cells of the columns hold a kind, `none`, or nothing.
        width: The width in units of the viewBox.
        kinds: The kinds, strongest first; each gets its own symbol.
        none: The kind drawn as a dash.
        label: Column of categories; by default the first.
        columns: Columns to draw; by default all others, except `group`.
        earlier: The same table at an earlier time; where a cell differs, both are drawn.
        short: Shorter column heads, for where the full ones do not fit.
        group: Column whose values head groups of rows.
    """
    label = cells.column(frame, label, str(frame.columns[0]))
    names = list(columns or [str(name) for name in frame.columns if name not in {label, group}])
    looks = _looks(kinds, none)
    key, top = keys.legend(_entries(looks, none, changes=earlier is not None), width)
    labels = cells.texts(frame, label)
    left = _left(labels, names, width, 28 if earlier is None else 36)
    columns_ = Scale(0, len(names), left, width)
    heads = _heads(names, short or {}, columns_(1) - columns_(0))
    bodies = [max(CELL, len(wrap(text, left - 12)) * theme.LINE) for text in labels]
    rows = lay_out(
        labels,
        width,
        body=bodies.__getitem__,
        top=top + heads.height + 10,
        groups=cells.texts(frame, group),
        gap=4,
        left=left,
    )
    marks = [
        mark
        for row, band in enumerate(rows.bands)
        for index, name in enumerate(names)
        for mark in _marks(frame, earlier, (row, name), looks, columns_, index, band)
    ]
    lines = [{"x": 0, "x2": width, "y": band.bottom + 2, "y2": band.bottom + 2} for band in rows.bands[:-1]]
    layers = [
        *key,
        *drawing.texts(_head_texts(heads, columns_, top + heads.height + 2)),
        *drawing.rules(lines, opacity=0.16),
        *_frames(marks),
        *_arrows(marks),
        *drawing.symbols(marks),
        *drawing.texts(rows.labels),
    ]
    meta = {"label": label, "columns": names, "kinds": list(looks)}
    return drawing.compose(layers, width, rows.bottom + 6, form="Matrix of symbols", **meta)


def _looks(kinds: Sequence[str], none: str) -> dict[str, Record]:
    shown = [kind for kind in kinds if kind != none]
    if len(shown) > len(LOOKS):
        raise FigureError(
            "a matrix", f"{len(shown)} kinds of cells", f"at most {len(LOOKS)}", "Join kinds, or draw two matrices."
        )
    return dict(zip(shown, LOOKS, strict=False)) | {none: NONE}


def _entries(looks: Mapping[str, Record], none: str, *, changes: bool) -> list[Record]:
    names = [kind for kind in looks if kind != none] + [none]
    entries = [{**looks[name], "name": name} for name in names]
    return (
        [
            *entries,
            {"name": "then \N{RIGHTWARDS ARROW} now", "shape": "square", "hollow": True}
            | {"colour": theme.GREY, "size": 150},
        ]
        if changes
        else entries
    )


def _left(labels: list[str], names: list[str], width: float, cell: float) -> float:
    """The room for labels: what they need, but leaving columns room for heads, or cells room for symbols."""
    head = max(block_width(name.split(), theme.SMALL) for name in names) + 6
    column = (
        max(head, 40)
        if width >= theme.TURN and head * len(names) < width * 0.75
        else cell
        if cell * len(names) < width * 0.75
        else 20
    )
    return max(min(block_width(labels) + 12, width - column * len(names)), width * 0.25)


@dataclass(frozen=True)
class Heads:
    """Column heads, broken into lines, or turned by a quarter where even short ones do not fit."""

    lines: tuple[list[str], ...]
    turned: bool

    @property
    def height(self) -> float:
        """The room they need above the matrix."""
        if self.turned:
            return max(text_width(lines[0], theme.SMALL) for lines in self.lines)
        return max(len(lines) for lines in self.lines) * 14.0


def _heads(names: list[str], short: Mapping[str, str], room: float) -> Heads:
    shorter = [short.get(name, name) for name in names]
    for candidates in (names, shorter):
        wrapped = tuple(wrap(name, room - 4, theme.SMALL) for name in candidates)
        if all(block_width(lines, theme.SMALL) <= room for lines in wrapped):
            return Heads(wrapped, turned=False)
    return Heads(tuple([name] for name in shorter), turned=True)


def _head_texts(heads: Heads, columns: Scale, bottom: float) -> list[Text]:
    out: list[Text] = []
    for index, lines in enumerate(heads.lines):
        x = columns(index + 0.5)
        if heads.turned:
            out.append(Text(x, bottom, lines[0], size=theme.SMALL, angle=270))
        first = bottom - len(lines) * 14 + 7
        centred = [] if heads.turned else lines
        out.extend(Text(x, first + 14 * i, line, "center", size=theme.SMALL) for i, line in enumerate(centred))
    return out


def _marks(
    frame: pd.DataFrame,
    earlier: pd.DataFrame | None,
    place: tuple[int, str],
    looks: Mapping[str, Record],
    columns: Scale,
    index: int,
    band: Row,
) -> list[Record]:
    """Return the symbol of one cell, or two if it changed."""
    row, name = place
    now = _kind(frame[name].iloc[row], looks)
    then = now if earlier is None else _kind(earlier[name].iloc[row], looks)
    x = columns(index + 0.5)
    base = {"row": cells.printed(frame.iloc[row, 0]), "column": name, "y": band.middle}
    if then == now:
        return [{**base, **looks[now], "kind": now, "x": x}]
    half = min(columns(1) - columns(0), 52) / 2 - 2
    return [
        {**base, **looks[then], "kind": then, "x": x - 12, "size": 60, "changed": x, "half": half},
        {**base, **looks[now], "kind": now, "x": x + 9, "size": 85},
    ]


def _kind(cell: object, looks: Mapping[str, Record]) -> str:
    none = list(looks)[-1]
    kind = none if cells.is_missing(cell) else cells.printed(cell)
    if kind not in looks:
        raise FigureError("a matrix", f"a cell “{kind}”", f"one of: {', '.join(looks)}", "Add it to `kinds`.")
    return kind


def _frames(marks: list[Record]) -> list[alt.Chart]:
    """Outline the cells that changed."""
    boxes = [
        {"x": mark["changed"] - mark["half"], "x2": mark["changed"] + mark["half"]}
        | {"y": mark["y"] - 12, "y2": mark["y"] + 12, "colour": theme.GREY}
        for mark in marks
        if "changed" in mark
    ]
    return drawing.boxes(boxes, filled=False, stroke=theme.GREY, strokeWidth=1.2, cornerRadius=4)


def _arrows(marks: list[Record]) -> list[alt.Chart]:
    arrows = [
        Text(mark["changed"] - 2, mark["y"], "\N{RIGHTWARDS ARROW}", "center", size=theme.SMALL, opacity=theme.MUTED)
        for mark in marks
        if "changed" in mark
    ]
    return drawing.texts(arrows)

"""Layers of a chart: texts, boxes, rules and symbols at exact places.

Charts are laid out here rather than by Vega, because Vega asks the installed
fonts how wide a label is, and a figure has to be the same on every machine.
Positions are units of the viewBox, counted from the upper left corner; values
keep their own scale, so that the exported Vega-Lite still holds them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import altair as alt

from livepaper.figures import theme

Record = dict[str, Any]

USERMETA = "livepaper"

_TOLD = ("text", "kind", "margin", "part", "series", "column", "time", "label", "row")
"""What an interactive chart tells of a mark, in this order, of what its record holds."""


@dataclass(frozen=True)
class Scale:
    """A straight line from values to positions."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the position of a value, to a tenth of a unit."""
        span = (self.high - self.low) or 1.0
        return round(self.start + (value - self.low) / span * (self.end - self.start), 1)

    def x(self, field: str) -> alt.X:
        """Return the x channel of a field of values."""
        scale = alt.Scale(domain=[self.low, self.high], range=[self.start, self.end], nice=False, zero=False)
        return alt.X(field, type="quantitative", scale=scale, axis=None)


@dataclass(frozen=True)
class Text:
    """A line of text: where its middle stands, and how it looks."""

    x: float
    y: float
    text: str
    align: str = "left"
    bold: bool = False
    size: int = theme.LABEL
    colour: str = theme.INK
    opacity: float = 1.0
    angle: int = 0
    halo: str | None = None


def px(channel: type[Any], field: str) -> Any:
    """Return a channel that takes a field as a position, without scale or axis."""
    return channel(field, type="quantitative", scale=None, axis=None)


def texts(items: Sequence[Text]) -> list[alt.Chart]:
    """Return one layer for each look among the texts, below them the halos of those that have one."""
    halos = [replace(item, colour=item.halo, halo=None) for item in items if item.halo]
    return [*_looks(halos, strokeWidth=4, strokeJoin="round"), *_looks(items)]


def _looks(items: Sequence[Text], **outline: Any) -> list[alt.Chart]:
    looks: dict[tuple[Any, ...], list[Record]] = {}
    for item in items:
        look = (item.align, item.bold, item.size, item.opacity, item.angle)
        record = {"x": round(item.x, 1), "y": round(item.y, 1), "text": item.text, "colour": item.colour}
        looks.setdefault(look, []).append(record)
    return [_text_layer(look, records, outline) for look, records in looks.items()]


def _text_layer(look: tuple[Any, ...], records: list[Record], outline: Record) -> alt.Chart:
    align, bold, size, opacity, angle = look
    mark = _chart(records).mark_text(
        align=align, baseline="middle", fontSize=size, fontWeight="bold" if bold else "normal", angle=angle, **outline
    )
    ink = alt.Color("colour", type="nominal", scale=None, legend=None)
    layer: alt.Chart = mark.encode(
        x=px(alt.X, "x"),
        y=px(alt.Y, "y"),
        text=alt.Text("text", type="nominal"),
        color=ink,
        opacity=alt.value(opacity),
        **({"stroke": alt.Stroke("colour", type="nominal", scale=None, legend=None)} if outline else {}),
    )
    return layer


def boxes(records: Sequence[Record], **look: Any) -> list[alt.Chart]:
    """Return a layer of rectangles between x, x2, y and y2, filled with their `colour`."""
    if not records:
        return []
    mark = _chart(records).mark_rect(**look)
    return [
        mark.encode(
            x=px(alt.X, "x"),
            x2="x2",
            y=px(alt.Y, "y"),
            y2="y2",
            color=alt.Color("colour", type="nominal", scale=None, legend=None),
        )
    ]


def bars(records: Sequence[Record], scale: Scale, gap: float = 0) -> list[alt.Chart]:
    """Return a layer of horizontal bars from `from` to `value`, between y and y2, cut short by a gap."""
    if not records:
        return []
    return [
        _chart(records)
        .mark_rect(x2Offset=-gap)
        .encode(
            **_told(records),
            x=scale.x("from"),
            x2="value",
            y=px(alt.Y, "y"),
            y2="y2",
            color=alt.Color("colour", type="nominal", scale=None, legend=None),
        )
    ]


def rules(
    records: Sequence[Record], *, opacity: float = 1.0, width: float = 1.0, dash: bool = False
) -> list[alt.Chart]:
    """Return a layer of straight lines from x, y to x2, y2 in ink or their `colour`."""
    if not records:
        return []
    coloured = [{"colour": theme.INK, **record} for record in records]
    look: Record = {"strokeDash": [3, 3]} if dash else {}
    return [
        _chart(coloured)
        .mark_rule(strokeWidth=width, opacity=opacity, **look)
        .encode(
            x=px(alt.X, "x"),
            x2="x2",
            y=px(alt.Y, "y"),
            y2="y2",
            color=alt.Color("colour", type="nominal", scale=None, legend=None),
        )
    ]


def symbols(records: Sequence[Record]) -> list[alt.Chart]:
    """Return layers of symbols: each record has x, y, shape, colour, hollow and size."""
    layers = []
    for hollow in (False, True):
        chosen = [record for record in records if bool(record.get("hollow")) is hollow]
        if chosen:
            layers.append(_symbol_layer(chosen, hollow=hollow))
    return layers


def _symbol_layer(records: list[Record], *, hollow: bool) -> alt.Chart:
    sized = [{"size": 90, "shape": "circle", **record} for record in records]
    colour = alt.Color("colour", type="nominal", scale=None, legend=None)
    channels: Mapping[str, Any] = {"stroke": alt.Stroke("colour", type="nominal", scale=None, legend=None)}
    mark = _chart(sized).mark_point(filled=not hollow, opacity=1, strokeWidth=2.2 if hollow else 0)
    layer: alt.Chart = mark.encode(
        x=px(alt.X, "x"),
        y=px(alt.Y, "y"),
        shape=alt.Shape("shape", type="nominal", scale=None, legend=None),
        size=alt.Size("size", type="quantitative", scale=None, legend=None),
        **_told(records),
        **(channels if hollow else {"color": colour}),
    )
    return layer


def _told(records: Sequence[Record]) -> dict[str, Any]:
    """Return the tooltip channel of marks: what their records say in words; none for keys."""
    tips = [alt.Tooltip(name, type="nominal") for name in _TOLD if name in records[0]]
    return {"tooltip": tips} if tips else {}


def compose(layers: Sequence[alt.Chart], width: float, height: float, *, form: str, **meta: Any) -> alt.LayerChart:
    """Stack layers to a chart of exactly this size.

    Args:
        layers: The layers, lowest first.
        width: The width in units of the viewBox.
        height: The height in the same units.
        form: What kind of chart it is, in words for its alternative text.
        **meta: What else the alternative text has to know.
    """
    return alt.LayerChart(layer=list(layers)).properties(
        width=width,
        height=round(height),
        padding=0,
        autosize=alt.AutoSizeParams(type="none"),
        usermeta={USERMETA: {"form": form, **meta}},
    )


def _chart(records: Sequence[Record]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=list(records)))

"""A map whose regions carry their names and values."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import altair as alt
import pandas as pd

from livepaper.errors import FigureError
from livepaper.figures import cells, drawing, theme
from livepaper.figures.drawing import Record, Text
from livepaper.figures.lettering import wrap

Ring = Sequence[Sequence[float]]


def choropleth(
    features: Mapping[str, Any],
    frame: pd.DataFrame,
    *,
    width: float,
    key: str,
    label: str | None = None,
    value: str | None = None,
    text: str | None = None,
    low: float | None = None,
    high: float | None = None,
) -> alt.LayerChart:
    """Colour each region by its value and write name and value onto it.

    Args:
        features: A GeoJSON feature collection in longitude and latitude; a feature's
            `id` names its region.
        frame: One row per region.
        width: The width in units of the viewBox; the map takes at most 440 of them.
        key: Column of the regions' ids.
        label: Column of the regions' names; by default the first.
        value: Column of numbers, or of texts that get a colour each; by default the
            first with numbers, failing that the last.
        text: Column of printed values; by default the values print themselves.
        low: The value of the palest colour; by default the lowest.
        high: The value of the deepest colour; by default the highest.
    """
    label = cells.column(frame, label, str(frame.columns[0]))
    numeric = cells.numeric_columns(frame)
    value = cells.column(frame, value, numeric[0] if numeric else str(frame.columns[-1]))
    shapes = _shapes(features, [str(cell) for cell in frame[key]])
    scale, shift, height = _fit(shapes, min(width, 440.0), (width - min(width, 440.0)) / 2)
    fills = _fills(frame[value], low, high)
    regions, names = [], []
    for shape, fill, name, cell in zip(shapes, fills, frame[label], frame[text or value], strict=True):
        record = {"type": "Feature", "id": shape["id"], "geometry": shape["geometry"]}
        properties = {"name": cells.printed(name), "text": cells.printed(cell), "colour": fill or "transparent"}
        regions.append({**record, "properties": properties})
        x, y = _project(*_heart(shape["geometry"]), scale, shift)
        names.extend(_label(cells.printed(name), cells.printed(cell), x, y, fill))
    layers = [_regions(regions, scale, shift), *drawing.texts(names)]
    meta = {"label": label, "values": [value], "text": text, "columns": [value]}
    return drawing.compose(layers, width, height, form="Map", **meta)


def _shapes(features: Mapping[str, Any], ids: Sequence[str]) -> list[Record]:
    known = {str(feature.get("id")): feature for feature in features["features"]}
    missing = [name for name in ids if name not in known]
    if missing:
        raise FigureError(
            "a map", f"no outline of {', '.join(missing)}", f"ids among: {', '.join(known)}", "Correct the key column."
        )
    return [{"id": name, "geometry": _rewound(known[name]["geometry"])} for name in ids]


def _polygons(geometry: Mapping[str, Any]) -> list[list[Ring]]:
    coordinates = geometry["coordinates"]
    return [coordinates] if geometry["type"] == "Polygon" else list(coordinates)


def _rewound(geometry: Mapping[str, Any]) -> Record:
    """Turn outer rings clockwise and holes the other way, as d3 wants them on the sphere."""
    polygons = [
        [list(ring) if (_area(ring) < 0) == (index == 0) else list(reversed(ring)) for index, ring in enumerate(rings)]
        for rings in _polygons(geometry)
    ]
    return {"type": "MultiPolygon", "coordinates": polygons}


def _area(ring: Ring) -> float:
    """Signed planar area: positive if the ring runs against the clock."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def _points(shapes: Sequence[Record]) -> Iterator[Sequence[float]]:
    for shape in shapes:
        for rings in _polygons(shape["geometry"]):
            yield from rings[0]


def _mercator(longitude: float, latitude: float) -> tuple[float, float]:
    return math.radians(longitude), -math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))


def _fit(shapes: Sequence[Record], width: float, left: float) -> tuple[float, tuple[float, float], float]:
    """Return scale, translation and height of the projection that fills the width."""
    places = [_mercator(point[0], point[1]) for point in _points(shapes)]
    x0, x1 = min(x for x, _ in places), max(x for x, _ in places)
    y0, y1 = min(y for _, y in places), max(y for _, y in places)
    scale = (width - 4) / (x1 - x0)
    return scale, (left + 2 - x0 * scale, 2 - y0 * scale), (y1 - y0) * scale + 4


def _project(longitude: float, latitude: float, scale: float, shift: tuple[float, float]) -> tuple[float, float]:
    x, y = _mercator(longitude, latitude)
    return round(x * scale + shift[0], 1), round(y * scale + shift[1], 1)


def _heart(geometry: Mapping[str, Any]) -> tuple[float, float]:
    """Find the point of a region farthest from its border, on a grid of its largest part."""
    ring = max((rings[0] for rings in _polygons(geometry)), key=lambda outer: abs(_area(outer)))
    xs, ys = [point[0] for point in ring], [point[1] for point in ring]
    steps = 24
    grid = [
        (min(xs) + (max(xs) - min(xs)) * i / steps, min(ys) + (max(ys) - min(ys)) * j / steps)
        for i in range(1, steps)
        for j in range(1, steps)
    ]
    inside = [point for point in grid if _contains(ring, *point)]
    return max(inside, key=lambda point: _clearance(ring, *point))


def _contains(ring: Ring, x: float, y: float) -> bool:
    crossings = [
        a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) for a, b in pairwise(ring) if (a[1] > y) != (b[1] > y)
    ]
    return sum(place > x for place in crossings) % 2 == 1


def _clearance(ring: Ring, x: float, y: float) -> float:
    """Distance to the nearest vertex; names are wider than high, so breadth counts more."""
    return min(math.hypot(point[0] - x, (point[1] - y) * 2.2) for point in ring)


def _fills(column: pd.Series, low: float | None, high: float | None) -> list[str | None]:
    """Return a colour per region: by its number, or one for each text."""
    numbers = [cells.number(cell) for cell in column]
    known = [number for number in numbers if number is not None]
    if known:
        bottom = min(known) if low is None else low
        span = ((max(known) if high is None else high) - bottom) or 1.0
        return [None if number is None else theme.ramp((number - bottom) / span) for number in numbers]
    kinds = list(dict.fromkeys(cells.printed(cell) for cell in column))
    return [theme.colour(kinds.index(cells.printed(cell))) for cell in column]


def _label(name: str, text: str, x: float, y: float, fill: str | None) -> list[Text]:
    lines = wrap(name, 88, theme.SMALL)
    ink = theme.INK if fill is None else theme.ink_on(fill)
    block = [(line, False, theme.SMALL) for line in lines] + ([(text, True, theme.LABEL)] if text else [])
    first = y - (len(block) - 1) * 7.5
    return [
        Text(x, first + 15 * index, line, "center", bold=bold, size=size, colour=ink, halo=fill)
        for index, (line, bold, size) in enumerate(block)
    ]


def _regions(regions: list[Record], scale: float, shift: tuple[float, float]) -> alt.Chart:
    projection = {"scale": round(scale, 3), "translate": [round(place, 2) for place in shift], "center": [0, 0]}
    layer: alt.Chart = (
        alt.Chart(alt.InlineData(values=regions))
        .mark_geoshape(stroke=theme.INK, strokeWidth=1)
        .encode(
            fill=alt.Fill("properties.colour", type="nominal", scale=None, legend=None),
            tooltip=[alt.Tooltip(f"properties.{part}", type="nominal", title=part) for part in ("text", "name")],
        )
        .project(type="mercator", **projection)
    )
    return layer

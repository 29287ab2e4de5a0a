"""From a chart to SVG and PNG: no network, no script, the same bytes every time."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree as ET

import altair as alt
import vl_convert

from livepaper.figures import theme
from livepaper.figures.tidying import SVG, tidy


def specification(chart: alt.TopLevelMixin) -> dict[str, Any]:
    """Return a chart's Vega-Lite with the theme of the house beneath its own settings."""
    spec: dict[str, Any] = chart.to_dict()
    own = {name: part for name, part in spec.get("config", {}).items() if part != _ALTAIR.get(name)}
    return {**spec, "config": {**theme.config(), **own}}


_ALTAIR = {"view": {"continuousWidth": 300, "continuousHeight": 300}}
"""What Altair writes into every chart; it is no setting of the author's."""


def standalone(spec: dict[str, Any]) -> str:
    """Return an SVG file: real colours on white, with its own size and font."""
    root = _draw(spec, "export")
    width, height = root.get("viewBox", "0 0 1 1").split()[2:]
    root.attrib.update({"width": width, "height": height, "font-family": theme.FONT})
    root.insert(0, ET.Element(f"{{{SVG}}}rect", {"width": width, "height": height, "fill": theme.PAPER}))
    return _text(root) + "\n"


def inline(spec: dict[str, Any], name: str, label: str, attributes: dict[str, str] | None = None) -> str:
    """Return an SVG to put into a page: it takes the page's ink, font and width.

    Args:
        spec: The Vega-Lite specification.
        name: A prefix for ids, unique on the page.
        label: The text that stands for the picture.
        attributes: More attributes of the svg element.
    """
    root = _draw(spec, name)
    for element in root.iter():
        for attribute in ("fill", "stroke"):
            if element.get(attribute) == theme.INK:
                element.set(attribute, "currentColor")
    root.attrib.update({**(attributes or {}), "role": "img", "aria-label": label, "width": "100%"})
    return _text(root)


def png(svg: str, scale: float = 2) -> bytes:
    """Return a standalone SVG as PNG, by default at twice its size."""
    return bytes(vl_convert.svg_to_png(svg, scale=scale))


def _draw(spec: dict[str, Any], name: str) -> ET.Element:
    """Convert a specification and clean what the converter adds."""
    root = ET.fromstring(_converted(json.dumps(spec)))
    tidy(root, name)
    return root


@lru_cache(maxsize=2)
def _converted(spec: str) -> str:
    """Return what the converter draws: the slow part, and a page and a file are made of the same drawing."""
    return str(vl_convert.vegalite_to_svg(json.loads(spec), allowed_base_urls=[]))


def _text(root: ET.Element) -> str:
    ET.register_namespace("", SVG)  # each time: there is one list for the whole process, and others write to it
    return ET.tostring(root, encoding="unicode").replace(" />", "/>")

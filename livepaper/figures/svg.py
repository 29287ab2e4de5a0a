"""From a chart to SVG and PNG: no network, no script, the same bytes every time."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree as ET

import altair as alt
import vl_convert

from livepaper.figures import theme

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_DEFAULTS = {"opacity": "1", "font-weight": "normal", "text-anchor": "start", "transform": "translate(0,0)"}
_GEOMETRY = {"d", "transform", "x", "y", "x2", "y2", "width", "height"}
_LONG = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")

ET.register_namespace("", _SVG)


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
    root.insert(0, ET.Element(f"{{{_SVG}}}rect", {"width": width, "height": height, "fill": theme.PAPER}))
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
    ids = {str(element.get("id")): "" for element in root.iter() if element.get("id")}
    ids = {old: f"{name}-{number}" for number, old in enumerate(ids, start=1)}
    for element in root.iter():
        _clean(element, ids)
    _drop_empty(root)
    for attribute in ("width", "height", "class", "version"):
        root.attrib.pop(attribute, None)
    return root


@lru_cache(maxsize=2)
def _converted(spec: str) -> str:
    """Return what the converter draws: the slow part, and a page and a file are made of the same drawing."""
    return str(vl_convert.vegalite_to_svg(json.loads(spec), allowed_base_urls=[]))


def _clean(element: ET.Element, ids: dict[str, str]) -> None:
    for attribute, value in _DEFAULTS.items():
        if element.get(attribute) == value:
            del element.attrib[attribute]
    for attribute in ("font-family", "class", "pointer-events", "role", "aria-roledescription", "aria-hidden"):
        element.attrib.pop(attribute, None)
    for attribute, value in list(element.attrib.items()):
        if attribute in _GEOMETRY:
            element.set(attribute, _LONG.sub(_shorter, value))
        elif attribute == "id":
            element.set("id", ids[value])
        elif attribute in {"href", _XLINK}:
            element.set(attribute, f"#{ids.get(value.removeprefix('#'), '')}")
        elif "url(#" in value:
            element.set(attribute, _REFERENCE.sub(lambda match: f"url(#{ids[match[1]]})", value))


def _shorter(match: re.Match[str]) -> str:
    return f"{float(match[0]):.2f}".rstrip("0").rstrip(".")


def _drop_empty(parent: ET.Element) -> None:
    """Remove groups and paths that draw nothing."""
    for child in list(parent):
        _drop_empty(child)
        empty_group = child.tag == f"{{{_SVG}}}g" and len(child) == 0
        empty_path = child.tag == f"{{{_SVG}}}path" and not _is_drawn(child)
        if empty_group or empty_path:
            parent.remove(child)


def _is_drawn(path: ET.Element) -> bool:
    fill, stroke = path.get("fill", "none"), path.get("stroke", "none")
    return bool(path.get("d")) and path.get("display") != "none" and (fill, stroke) != ("none", "none")


def _text(root: ET.Element) -> str:
    return ET.tostring(root, encoding="unicode").replace(" />", "/>")

"""A drawing without what it does not need: the same picture in about half the bytes.

The converter writes each mark with all its attributes, in groups of groups. Here groups that say
nothing are dissolved, lines of one look are joined to one path, and what all children of a group
say is said once, by the group.
"""

from __future__ import annotations

import re
from itertools import groupby
from xml.etree import ElementTree as ET

SVG = "http://www.w3.org/2000/svg"

_XLINK = "{http://www.w3.org/1999/xlink}href"
_DEFAULTS = {"opacity": "1", "font-weight": "normal", "text-anchor": "start", "transform": "translate(0,0)"}
_DEFAULTS |= {"stroke-width": "1"}
_NEEDLESS = ("font-family", "class", "pointer-events", "role", "aria-roledescription", "aria-hidden")
_GEOMETRY = {"d", "transform", "x", "y", "x2", "y2", "width", "height"}
_INHERITED = ("fill", "stroke", "stroke-width", "stroke-dasharray", "font-size", "font-weight", "text-anchor")
_LONG = re.compile(r"-?\d+\.\d{2,}(?:e-?\d+)?")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_MOVED = re.compile(r"translate\(([-\d.]+),([-\d.]+)\)")
_PIXELS = re.compile(r"([\d.]+)px")


def tidy(root: ET.Element, name: str) -> None:
    """Clean a drawing in place.

    Args:
        root: The svg element, as the converter made it.
        name: A prefix for ids, unique on a page.
    """
    ids = {str(element.get("id")): "" for element in root.iter() if element.get("id")}
    ids = {old: f"{name}-{number}" for number, old in enumerate(ids, start=1)}
    for element in root.iter():
        _clean(element, ids)
    _drop_empty(root)
    _dissolve(root)
    _join_lines(root)
    _share(root)
    for attribute in ("width", "height", "class", "version"):
        root.attrib.pop(attribute, None)


def _clean(element: ET.Element, ids: dict[str, str]) -> None:
    for attribute, value in _DEFAULTS.items():
        if element.get(attribute) == value:
            del element.attrib[attribute]
    for attribute in _NEEDLESS:
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
    if element.tag == _tag("text"):
        _place(element)


def _tag(name: str) -> str:
    return f"{{{SVG}}}{name}"


def _shorter(match: re.Match[str]) -> str:
    short = f"{float(match[0]):.1f}".removesuffix(".0")
    return "0" if short == "-0" else short


def _place(text: ET.Element) -> None:
    """Say where a text stands by x and y, and its size by a bare number."""
    if moved := _MOVED.fullmatch(text.get("transform", "")):
        del text.attrib["transform"]
        text.attrib.update({axis: value for axis, value in zip("xy", moved.groups(), strict=True) if value != "0"})
    if size := _PIXELS.fullmatch(text.get("font-size", "")):
        text.set("font-size", size[1])


def _drop_empty(parent: ET.Element) -> None:
    """Remove groups and paths that draw nothing."""
    for child in list(parent):
        _drop_empty(child)
        empty_group = child.tag == _tag("g") and len(child) == 0
        empty_path = child.tag == _tag("path") and not _is_drawn(child)
        if empty_group or empty_path:
            parent.remove(child)


def _is_drawn(path: ET.Element) -> bool:
    fill, stroke = path.get("fill", "none"), path.get("stroke", "none")
    return bool(path.get("d")) and path.get("display") != "none" and (fill, stroke) != ("none", "none")


def _dissolve(parent: ET.Element) -> None:
    """Put the children of groups that say nothing, or hold only one group, in their place."""
    for child in list(parent):
        _dissolve(child)
        if child.tag == _tag("g") and not child.attrib:
            at = list(parent).index(child)
            parent.remove(child)
            for offset, grandchild in enumerate(list(child)):
                parent.insert(at + offset, grandchild)


def _join_lines(parent: ET.Element) -> None:
    """Make one path of neighbouring lines of one look."""
    children = list(parent)
    for child in children:
        _join_lines(child)
        parent.remove(child)
    for look, run in groupby(children, _look):
        lines = list(run)
        if look is None or len(lines) == 1:
            parent.extend(lines)
        else:
            ET.SubElement(parent, _tag("path"), {"d": "".join(map(_drawn, lines)), **dict(look)})


def _look(element: ET.Element) -> tuple[tuple[str, str], ...] | None:
    """Return how a line looks apart from where it is; None for what is no plain line."""
    moved = _MOVED.fullmatch(element.get("transform", "translate(0,0)"))
    if element.tag != _tag("line") or not moved or element.get("stroke-dasharray"):
        return None
    return tuple(sorted((name, value) for name, value in element.items() if name not in _GEOMETRY))


def _drawn(line: ET.Element) -> str:
    moved = _MOVED.fullmatch(line.get("transform", "translate(0,0)"))
    x, y = moved.groups() if moved else ("0", "0")
    across, down = line.get("x2", "0"), line.get("y2", "0")
    if down == "0":
        return f"M{x},{y}h{across}"
    return f"M{x},{y}v{down}" if across == "0" else f"M{x},{y}l{across},{down}"


def _share(parent: ET.Element) -> None:
    """Group neighbours of one look, so that their look is said once."""
    children = list(parent)
    for child in children:
        _share(child)
        parent.remove(child)
    for (tag, look), run in groupby(children, lambda child: (child.tag, _inherited(child))):
        alike = list(run)
        if len(alike) < 2 or not look or tag == _tag("g"):
            parent.extend(alike)
            continue
        group = ET.SubElement(parent, _tag("g"), dict(look))
        for child in alike:
            for name, _ in look:
                del child.attrib[name]
            group.append(child)


def _inherited(element: ET.Element) -> tuple[tuple[str, str], ...]:
    return tuple((name, element.attrib[name]) for name in _INHERITED if name in element.attrib)

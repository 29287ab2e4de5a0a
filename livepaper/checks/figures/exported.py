"""Whether the exported files of figures are what the chapters draw now."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from livepaper.checks.base import Finding, Severity, error
from livepaper.edition import Edition
from livepaper.figures.export import contents
from livepaper.paper import FIGURES, Paper

RENEW = "Run `make site`, which renews it; if the old file was right, correct the chapter."
_ENDINGS = {".svg", ".csv", ".json", ".png"}
_SHOWN = 80
"""Of a longer text so many characters are told, around what differs."""


def outdated(record: Mapping[str, Any], paper: Paper) -> Iterator[Finding]:
    """Report each file of a figure that is missing, and the first difference of those that differ."""
    folder = paper.root / FIGURES
    different: list[tuple[str, bytes, bytes]] = []
    for name, expected in contents(record).items():
        path = folder / name
        if not path.is_file():
            yield error(str(path), "no file", "the exported figure", RENEW)
        elif (found := path.read_bytes()) != expected:
            different.append((name, found, expected))
    if different:
        # the table tells best what changed, the drawing least
        name, found, expected = min(different, key=lambda item: [".csv", ".json", ".svg"].index(Path(item[0]).suffix))
        place, there, now = _difference(Path(name).suffix, found, expected)
        others = [other for other, _, _ in different if other != name]
        also = f" (and {', '.join(others)})" if others else ""
        yield error(f"{folder / name}{also}, {place}", there, f"{now}, as the chapter draws it now", RENEW)


def _difference(ending: str, found: bytes, expected: bytes) -> tuple[str, str, str]:
    """Return where two versions of a file first differ, and what stands there in each."""
    readers = {".csv": _table, ".json": _specification, ".svg": _drawing}
    try:
        parts = [readers[ending](content.decode()) for content in (found, expected)]
    except (ValueError, ET.ParseError) as problem:
        return "as a whole", f"an unreadable file ({problem})", "the exported figure"
    for place in dict.fromkeys([*parts[1], *parts[0]]):
        there, now = (part.get(place) for part in parts)
        if there != now:
            return place, _told(there, now), _told(now, there)
    return _first_byte(found, expected)


def _first_byte(found: bytes, expected: bytes) -> tuple[str, str, str]:
    """Where only the way of writing differs: the first byte that does."""
    at = _same(found, expected)
    told = (content[at : at + 20].decode(errors="replace") for content in (found, expected))
    there, now = (f"“{text}”" if text else "the end of the file" for text in told)
    return f"byte {at + 1}", there, now


def _told(text: str | None, other: str | None) -> str:
    """Tell a text; of a long one, what stands around the first difference from another."""
    if text is None:
        return "nothing"
    start = max(_same(text, other or "") - _SHOWN // 2, 0) if len(text) > _SHOWN else 0
    part = text[start : start + _SHOWN]
    return f"“{'…' if start else ''}{part}{'…' if start + _SHOWN < len(text) else ''}”"


def _same(one: Sequence[object], other: Sequence[object]) -> int:
    """Return how far two texts are the same."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(one), len(other)))


def _table(text: str) -> dict[str, str]:
    """The cells of a table by row and column."""
    heads, *rows = csv.reader(io.StringIO(text))
    cells = {f"the head of column {number}": head for number, head in enumerate(heads, start=1)}
    for number, row in enumerate(rows, start=1):
        label = row[0] if row else ""
        for index, cell in enumerate(row):
            column = heads[index] if index < len(heads) else str(index + 1)
            cells[f"row {number} (“{label}”), column “{column}”" if index else f"row {number}, column “{column}”"] = (
                cell
            )
    return cells


def _specification(text: str) -> dict[str, str]:
    """The parts of a Vega-Lite specification by their paths."""
    return dict(_leaves(json.loads(text), ""))


def _leaves(part: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(part, dict | list) and part:
        for key, value in part.items() if isinstance(part, dict) else enumerate(part):
            yield from _leaves(value, f"{path}/{key}")
    else:
        yield path, json.dumps(part, ensure_ascii=False)


def _drawing(text: str) -> dict[str, str]:
    """The texts of a drawing, then the attributes of its elements, in order."""
    root = ET.fromstring(text)
    words = [(element.text or "") for element in root.iter() if element.tag.endswith("}text")]
    parts = {f"text {number}": word for number, word in enumerate(words, start=1)}
    for number, element in enumerate(root.iter(), start=1):
        for name, value in element.attrib.items():
            parts[f"element {number} ({element.tag.rpartition('}')[2]}), {name}"] = value
    return parts


def left_over(edition: Edition) -> Iterator[Finding]:
    """Report files of figures that no chapter draws, if every chapter could be asked."""
    if any(run.problem is not None for run in edition.runs):
        return
    folder = edition.paper.root / FIGURES
    known = {name for record in edition.figures for name in (*contents(record), f"{record['figure']}.png")}
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.suffix in _ENDINGS and path.name not in known:
            yield error(
                str(path), "a file of no figure", "files of figures that a chapter draws", "`make site` removes it."
            )


def pictures(edition: Edition) -> Iterator[Finding]:
    """Report missing PNG files if there are any; they are not committed, but a build makes them all."""
    folder = edition.paper.root / FIGURES
    names = [record["figure"] for record in edition.figures]
    missing = [name for name in names if not (folder / f"{name}.png").is_file()]
    if missing and len(missing) < len(names):
        yield Finding(
            Severity.WARNING, str(folder), f"no PNG of {', '.join(missing)}", "one of every figure", "Run `make site`."
        )

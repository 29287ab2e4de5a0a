"""The cells of an Excel workbook, read with the standard library."""

from __future__ import annotations

import posixpath
import zipfile
from pathlib import Path

from livepaper.audit.dom import Element, parse

Sheet = dict[tuple[int, int], str]
"""The texts of the cells by row and column from zero."""


def sheets(path: Path) -> dict[str, Sheet]:
    """Return the sheets by name, in order.

    Raises:
        ValueError: A cell is a formula, which a table of data has none of.
    """
    with zipfile.ZipFile(path) as zipped:
        parts = {
            name: zipped.read(name).decode("utf-8") for name in zipped.namelist() if name.endswith((".xml", ".rels"))
        }
    texts = [_joined(text) for text in parse(parts["xl/sharedStrings.xml"]).all("si")]
    places = {
        one.get("id"): one.get("target") for one in parse(parts["xl/_rels/workbook.xml.rels"]).all("relationship")
    }
    return {
        sheet.get("name"): _cells(parse(parts[posixpath.join("xl", places[sheet.get("r:id")])]), texts)
        for sheet in parse(parts["xl/workbook.xml"]).all("sheet")
    }


def _joined(text: Element) -> str:
    return "".join(part.text for part in text.all("t"))


def _cells(sheet: Element, texts: list[str]) -> Sheet:
    cells = {}
    for cell in sheet.all("c"):
        if cell.all("f"):
            raise ValueError(f"the formula in {cell.get('r')}")
        value = cell.first("v").text
        cells[_place(cell.get("r"))] = texts[int(value)] if cell.get("t") == "s" else value
    return cells


def _place(name: str) -> tuple[int, int]:
    letters = name.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(name[len(letters) :]) - 1, column - 1

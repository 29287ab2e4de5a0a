"""The data package as one Excel workbook, the same bytes for the same data.

The first sheet tells what the others hold and where it comes from. Text stays text, whatever it begins
with: no cell is ever a formula or a link. Numbers are numbers, shown with the decimals they were published with.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from livepaper.datapackage import Package

CONTENTS = "Contents"
"""The first sheet."""

_HEADS = ("Sheet", "Title", "Description", "Rows", "Sources", "Licence")
_WIDEST, _NARROWEST = 60, 8
"""Widths of columns in characters."""
_LONGEST_NAME = 31
"""What Excel allows for the name of a sheet."""
_NUMERIC = {"number", "integer", "year"}
_PLAIN_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def workbook(package: Package) -> bytes:
    """Return the workbook of all tables of a data package."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        writer = _Writer(book)
        created = str(package.descriptor.get("created", "1980-01-01T00:00:00Z"))
        title = str(package.descriptor.get("title", ""))
        book.set_properties({"title": title, "created": datetime.fromisoformat(created).replace(tzinfo=None)})
        tables = [name for name in package.names if package.fields(name)]
        sheets = sheet_names(tables)
        contents = [_described(package, name, sheets[name]) for name in tables]
        writer.sheet(CONTENTS, _HEADS, contents, {"Rows"})
        for name in tables:
            fields = package.fields(name)
            numeric = {column for column, field in fields.items() if field["type"] in _NUMERIC}
            writer.sheet(sheets[name], list(fields), [list(row.values()) for row in package.rows(name)], numeric)
    return buffer.getvalue()


def sheet_names(tables: Iterable[str]) -> dict[str, str]:
    """Return a name for the sheet of each table: its own, as far as Excel allows."""
    taken = {CONTENTS.casefold()}
    names = {}
    for table in tables:
        plain = re.sub(r"[\[\]:*?/\\]", "-", table)
        name, number = plain[:_LONGEST_NAME], 1
        while name.casefold() in taken:
            number += 1
            name = f"{plain[: _LONGEST_NAME - 3]}-{number}"
        taken.add(name.casefold())
        names[table] = name
    return names


def _described(package: Package, name: str, sheet: str) -> list[str]:
    resource: Mapping[str, Any] = package.resource(name)
    sources = "; ".join(
        f"{source.get('title', '')} {source.get('path', '')}".strip() for source in _list(resource, "sources")
    )
    licences = "; ".join(str(licence.get("title", licence.get("name", ""))) for licence in _list(resource, "licenses"))
    rows = str(len(package.rows(name)))
    return [sheet, str(resource.get("title", name)), str(resource.get("description", "")), rows, sources, licences]


def _list(resource: Mapping[str, Any], part: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = resource.get(part, [])
    return found


class _Writer:
    """Writes sheets of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._text = book.add_format({"text_wrap": True, "valign": "top"})
        self._quoted = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        self._numbers: dict[int, Any] = {}

    def sheet(self, name: str, heads: Sequence[str], rows: Sequence[Sequence[str]], numeric: set[str]) -> None:
        """Write a sheet whose head stays in view."""
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for column, head in enumerate(heads):
            longest = max([len(head), *(len(row[column]) for row in rows)])
            sheet.set_column(column, column, max(_NARROWEST, min(_WIDEST, longest + 2)))
            sheet.write_string(0, column, head, self._head)
        for at, row in enumerate(rows, start=1):
            for column, (head, cell) in enumerate(zip(heads, row, strict=True)):
                self._cell(sheet, at, column, cell, head in numeric)
        sheet.autofilter(0, 0, max(1, len(rows)), len(heads) - 1)

    def _cell(self, sheet: Any, row: int, column: int, cell: str, numeric: bool) -> None:
        if numeric and _PLAIN_NUMBER.fullmatch(cell) and len(cell.replace(".", "")) <= 15:
            sheet.write_number(row, column, float(cell), self._decimals(len(cell.partition(".")[2])))
        elif cell:
            sheet.write_string(row, column, cell, self._quoted if cell.startswith(_FORMULA_STARTS) else self._text)

    def _decimals(self, places: int) -> Any:
        if places not in self._numbers:
            shown = "0." + "0" * places if places else "0"
            self._numbers[places] = self._book.add_format({"num_format": shown, "valign": "top"})
        return self._numbers[places]

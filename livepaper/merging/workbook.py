"""Reading a wave that comes as an Excel workbook: one sheet for each table.

What is hidden, merged, computed or converted by Excel is refused, because nobody could
see in the workbook what the data would then hold.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from livepaper.datapackage.package import Row
from livepaper.errors import DataError
from livepaper.merging.cells import text_of
from livepaper.merging.sheet import Sheet, faults, header_faults, place


def read_workbook(path: Path) -> tuple[list[Sheet], list[DataError]]:
    """Read every sheet of a workbook; empty sheets and rows are left out.

    Returns:
        The sheets, and every problem of the workbook.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of features that openpyxl leaves out, none of them values
            book = openpyxl.load_workbook(path)
    except OSError as error:
        return [], [DataError(str(path), error.strerror or "no file", "a readable file", "Check the path.")]
    except Exception as error:  # noqa: BLE001  openpyxl raises whatever a broken file makes it stumble over
        action = "Open it in a spreadsheet program and save it as .xlsx, without a password."
        return [], [DataError(str(path), f"what cannot be read ({error})", "an Excel workbook (.xlsx)", action)]
    sheets: list[Sheet] = []
    problems: list[DataError] = []
    for worksheet in book.worksheets:
        found = _sheet(worksheet, f"{path.name}, sheet {worksheet.title}")
        problems += found[1]
        sheets += [found[0]] if found[0] else []
    if not sheets and not problems:
        problems.append(DataError(str(path), "no rows", "a table", "Put the rows into a sheet named as their table."))
    return sheets, problems


def _sheet(worksheet: Any, where: str) -> tuple[Sheet | None, list[DataError]]:
    filled = [cell for row in worksheet.iter_rows() for cell in row if cell.value is not None]
    if not filled:
        return None, []
    if worksheet.sheet_state != "visible":
        return None, [DataError(where, "a hidden sheet", "sheets that can be seen", "Unhide or remove it.")]
    header, problems = _header(worksheet, where)
    if not header:
        return None, problems
    merged = {cell for part in worksheet.merged_cells.ranges for cell in part.cells}
    problems += _concealed(worksheet, where, filled, header)
    rows: dict[int, Row] = {}
    unread = {(row, header[column]) for row, column in merged if column in header}
    for number, cells in groupby((cell for cell in filled if cell.row > 1), key=lambda cell: cell.row):
        rows[number] = dict.fromkeys(header.values(), "")
        for cell in cells:
            if cell.column in header:
                spot = place(where, number, header[cell.column])
                text, found = _read(cell, spot)
                rows[number][header[cell.column]] = text
                problems += found
                unread |= {(number, header[cell.column])} if found else set()
    return Sheet(where, worksheet.title, tuple(header.values()), rows, frozenset(unread)), problems


def _read(cell: Any, where: str) -> tuple[str, list[DataError]]:
    try:
        text = text_of(cell, where)
    except DataError as error:
        return "", [error]
    return text, faults(where, text)


def _header(worksheet: Any, where: str) -> tuple[dict[int, str], list[DataError]]:
    """Return the names in the first row by the number of their column."""
    names: dict[int, str] = {}
    problems: list[DataError] = []
    for cell in worksheet[1]:
        text, found = _read(cell, place(where, 1, get_column_letter(cell.column)))
        problems += found
        if text:
            names[cell.column] = text
    problems = problems or header_faults(where, list(names.values()))
    return ({} if problems else names), problems


def _concealed(worksheet: Any, where: str, filled: list[Any], header: dict[int, str]) -> Iterator[DataError]:
    """Find what cannot be seen or placed: hidden rows and columns, merged cells, columns without a name."""
    columns = sorted({cell.column for cell in filled})
    hidden = {
        number
        for dimension in worksheet.column_dimensions.values()
        if dimension.hidden
        for number in range(dimension.min, dimension.max + 1)
    }
    for column in columns:
        letter = get_column_letter(column)
        called = f"{letter} ({header[column]})" if column in header else letter
        if column in hidden:
            yield DataError(where, f"the hidden column {called}", "columns that can be seen", "Unhide or delete it.")
        elif column not in header:
            first = next(cell for cell in filled if cell.column == column)
            yield DataError(
                place(where, first.row, letter),
                f"“{first.value}” in a column without a name",
                "a name in the first row",
                "Name the column or empty it.",
            )
    rows = sorted({cell.row for cell in filled if worksheet.row_dimensions[cell.row].hidden})
    if rows:
        told = ", ".join(map(str, rows[:10])) + (" …" if len(rows) > 10 else "")
        action = "Remove the filter, unhide or delete them."
        yield DataError(where, f"hidden rows: {told}", "rows that can be seen", action)
    for part in sorted(worksheet.merged_cells.ranges, key=lambda part: part.coord):
        action = "Unmerge them and fill each."
        yield DataError(where, f"the merged cells {part.coord}", "one cell for each value", action)

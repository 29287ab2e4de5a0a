"""A table as it came, before it is known to be right."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from livepaper.datapackage.package import Row
from livepaper.errors import DataError

_BREAK = re.compile(r"[\r\n\v\f\u0085\u2028\u2029]")
_NUMBER = re.compile(r"-?\d+\.\d+")
_COMPUTED = re.compile(r"\.\d*(0{5,}|9{5,})")
_DIGITS = 9
"""From how many digits on a run of zeros or nines in the decimals is taken for a trace of computing."""


@dataclass(frozen=True)
class Sheet:
    """A table as it came.

    Attributes:
        where: What it is called in messages: the file, and the sheet of a workbook.
        name: The name of a workbook's sheet; empty for a CSV file.
        columns: The header.
        rows: The rows by their number, as a spreadsheet counts them, the header being row 1.
        unread: Cells, by row and column, of which a problem is known already.
    """

    where: str
    name: str
    columns: tuple[str, ...]
    rows: Mapping[int, Row]
    unread: frozenset[tuple[int, str]] = field(default=frozenset())


def place(where: str, row: int, column: str = "") -> str:
    """Name a row or a cell of a sheet as all messages do."""
    return f"{where}, row {row}" + (f", column {column}" if column else "")


def faults(where: str, text: str) -> list[DataError]:
    """Find what no published cell can hold, whatever its column: stray space, line breaks, traces of computing."""
    if text != text.strip():
        told = "space before or after the text"
        return [DataError(where, f"“{text}”, with {told}", f"“{text.strip()}”", "Remove the space.")]
    if _BREAK.search(text):
        return [DataError(where, f"a line break in “{text}”", "text on one line", "Join the lines.")]
    if _is_computed(text):
        return [
            DataError(
                where,
                f"{text}, which looks computed",
                f"the number as published, such as {float(text):.6g}",
                "Type it as published.",
            )
        ]
    return []


def header_faults(where: str, columns: Sequence[str]) -> list[DataError]:
    """Find what is wrong with a header, whatever its table."""
    head = place(where, 1)
    if not any(columns):
        return [DataError(head, "no header", "the names of the columns", "Put them into the first row.")]
    if len(columns) == 1 and (sign := next((sign for sign in ";\t" if sign in columns[0]), "")):
        told = "semicolons" if sign == ";" else "tabs"
        action = "Save it as CSV with commas, or as an Excel workbook (.xlsx)."
        return [DataError(head, f"columns separated by {told}", "columns separated by commas", action)]
    found = [fault for column in columns for fault in faults(head, column)]
    twice = [column for column in dict.fromkeys(columns) if column and columns.count(column) > 1]
    remedy = "Remove or rename one of the two."
    return found + [DataError(place(where, 1, column), "the column twice", "each once", remedy) for column in twice]


def _is_computed(text: str) -> bool:
    return (
        _NUMBER.fullmatch(text) is not None
        and _COMPUTED.search(text) is not None
        and len(text.lstrip("-0.").replace(".", "")) >= _DIGITS
    )

"""What a cell of a workbook says, as text exactly as published, or why that cannot be told.

A workbook stores numbers apart from the way they are shown. A cell is taken at what it
shows, and only if that is also what it stores: 79.6 shown as 79.60 was published with
two decimals; 79.60000001 shown as 79.6 was computed.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from livepaper.errors import DataError

_GENERAL = {"General", "@"}
_MOST = 4
"""How many decimals a number may have whose format does not say how many were published."""

_FIXED = re.compile(r"(?:#,##)?#?0(?:\.(?P<places>0+))?")
_PERCENT = re.compile(r"#?0(?:\.(?P<places>0+))?%")
_PADDING = re.compile(r"_.|\\ |\[\$-[^]]*\]")
_RETYPE = "Format the column as text and type it as published."


def text_of(cell: Any, where: str) -> str:
    """Return what a cell of openpyxl says; nothing for an empty one.

    Raises:
        DataError: It holds a formula, an error, a date or a truth value, or shows another number than it stores.
    """
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        formula = value if isinstance(value, str) else f"={getattr(value, 'text', None) or '…'}".replace("==", "=")
        raise DataError(where, f"the formula {formula}", "a value", "Copy the cell and paste it as a value.")
    if cell.data_type == "e":
        raise DataError(where, f"the error {value}", "a value", "Correct the cell.")
    if isinstance(value, bool):
        raise DataError(where, f"the truth value {str(value).upper()}", "text or a number", _RETYPE)
    if isinstance(value, date | datetime | time | timedelta):
        told = f"a date or time of Excel's, {value}"
        raise DataError(where, told, "the date as text, such as 2022-06-28 or 2022-06", _RETYPE)
    if isinstance(value, int | float):
        return _number(Decimal(repr(value)), str(cell.number_format), where)
    return str(value)


def _number(stored: Decimal, number_format: str, where: str) -> str:
    """Return a number as it is shown, if that is what is stored."""
    shown_as = _PADDING.sub("", number_format.partition(";")[0])
    if number_format in _GENERAL:
        return _general(stored, where)
    if match := _FIXED.fullmatch(shown_as):
        shown = f"{stored:.{len(match['places'] or '')}f}"
        if Decimal(shown) == stored:
            return shown
        raise DataError(where, f"{stored:f}, shown as {shown}", "a number stored as it is shown", "Type it again.")
    if match := _PERCENT.fullmatch(shown_as):
        shown = f"{100 * stored:.{len(match['places'] or '')}f}"
        told = f"{stored:f}, shown as {shown}%"
        raise DataError(where, told, f"the number of percent, {shown}", "Format the cell as a number and type that.")
    expected = "the format General, 0, 0.0 and so on"
    raise DataError(where, f"{stored:f} in the format “{number_format}”", expected, "Choose one and check the cell.")


def _general(stored: Decimal, where: str) -> str:
    """Return a number without a format of its own: the shortest text that means it."""
    if stored == stored.to_integral_value():
        return f"{stored:.0f}"
    text = f"{stored:f}"
    if len(text.partition(".")[2]) > _MOST:
        expected = f"the number as published, with at most {_MOST} decimals"
        action = "Type it again; if it was published so, choose a format that shows all its decimals."
        raise DataError(where, f"{text}, which looks computed", expected, action)
    return text

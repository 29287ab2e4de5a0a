"""What a cell of a figure's table means: a number, its printed text, its evidence.

A cell may be a number, a text, a `Quantity`, a claim, or a claim in one of its
forms. Nothing is rounded here: the text of a quantity is what `livepaper.words`
prints, that of a number what `str` gives.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal
from html import escape
from numbers import Real

import pandas as pd

from livepaper import records, words
from livepaper.errors import FigureError
from livepaper.quantity import Quantity, rest

MISSING = "not disclosed"
"""What is printed where a source gives nothing."""


class Stack:
    """Several things in one cell, one below the other, so that a table needs fewer columns."""

    def __init__(self, *parts: object) -> None:
        """Stack the parts that are not empty."""
        self.parts = tuple(part for part in parts if not is_missing(part))

    def __str__(self) -> str:
        return "; ".join(printed(part) for part in self.parts)

    def _repr_html_(self) -> str:
        return "".join(f'<span class="cell-line">{markup(part)}</span>' for part in self.parts)


def evidence(cell: object) -> Quantity | None:
    """Return the quantity a cell is, or stands for as a claim or one of its forms."""
    if isinstance(cell, Quantity):
        return cell
    held = getattr(cell, "__dict__", {})
    inner = held.get("quantity", held.get("claim"))
    return None if inner is None else evidence(inner)


def number(cell: object) -> float | None:
    """Return the number in a cell, or None if it holds none."""
    quantity = evidence(cell)
    value = cell if quantity is None else quantity.value
    if not _is_number(value):
        return None
    result = float(str(value))
    return None if math.isnan(result) else result


def printed(cell: object) -> str:
    """Return the text of a cell, as the paper prints it."""
    if isinstance(cell, Quantity):
        return words.printed(cell)
    if is_missing(cell):
        return MISSING
    if _is_number(cell):
        return str(cell).replace("-", "\N{MINUS SIGN}")
    return str(cell)


def _is_number(value: object) -> bool:
    return type(value) is not bool and isinstance(value, Real | Decimal)


def markup(cell: object) -> str:
    """Return a cell as HTML: a quantity with its formula, else its own markup if it has one, else its escaped text."""
    if isinstance(cell, Quantity):
        return _data(cell)
    own = getattr(type(cell), "_repr_html_", None)
    return str(own(cell)) if callable(own) else escape(printed(cell))


def _data(quantity: Quantity) -> str:
    """A quantity without a name as a data element, from which the audit of the site can tell how it follows."""
    formula = escape(records.compact(quantity.formula), quote=False).replace("'", "&#x27;")
    return (
        f'<data class="quantity" value="{quantity.value:f}" data-unit="{escape(quantity.unit)}"'
        f" data-grade=\"{quantity.grade}\" data-formula='{formula}'>{escape(printed(quantity))}</data>"
    )


def plain(cell: object) -> str:
    """Return a cell for a CSV file: a bare number, or the text."""
    quantity = evidence(cell)
    if quantity is not None:
        return f"{quantity.value:f}"
    return "" if is_missing(cell) else str(cell)


def margin(cell: object) -> float | None:
    """Return the 95 % margin of error a cell carries, or None."""
    quantity = evidence(cell)
    return None if quantity is None or quantity.margin is None else float(quantity.margin)


def printed_margin(cell: object) -> str:
    """Return the 95 % margin of error a cell carries, as it is printed; nothing without one."""
    quantity = evidence(cell)
    if quantity is None or quantity.margin is None:
        return ""
    return f"± {words.FORMS['margin'](quantity)}"


def is_missing(cell: object) -> bool:
    """Tell whether a cell is empty: None, NaN or an empty text."""
    if cell is None or cell is pd.NA:
        return True
    return math.isnan(cell) if isinstance(cell, float) else isinstance(cell, str) and not cell


def numeric_columns(frame: pd.DataFrame) -> list[str]:
    """Return the columns after the first that hold at least one number."""
    return [str(name) for name in frame.columns[1:] if any(number(cell) is not None for cell in frame[name])]


def column(frame: pd.DataFrame, name: str | None, default: str) -> str:
    """Return a column's name, after checking that the frame has it."""
    chosen = default if name is None else name
    if chosen not in frame.columns:
        raise FigureError(
            "a chart", f"no column “{chosen}”", f"one of: {', '.join(map(str, frame.columns))}", "Name the column."
        )
    return chosen


def texts(frame: pd.DataFrame, name: str | None) -> list[str]:
    """Return the printed cells of a column; none without a column."""
    return [printed(cell) for cell in frame[name]] if name else []


def first_numeric(frame: pd.DataFrame) -> str:
    """Return the first column with numbers.

    Raises:
        FigureError: There is none.
    """
    names = numeric_columns(frame)
    if not names:
        raise FigureError("a chart", "a table without numbers", "a column of numbers", "Add one, or draw a matrix.")
    return names[0]


def remainder(parts: Iterable[object], whole: int = 100) -> Quantity | Decimal:
    """Return what parts leave of a whole, exactly; a quantity if they are quantities.

    Raises:
        FigureError: They exceed the whole by more than rounding explains, half a unit for each.
    """
    held = [part for part in parts if number(part) is not None]
    quantities = [quantity for part in held if (quantity := evidence(part)) is not None]
    together = sum((_value(part) for part in held), Decimal(0))
    if together > whole + Decimal(len(held)) / 2:
        raise FigureError(
            f"a remainder of {len(held)} parts",
            f"{together}",
            f"at most {whole}",
            "Leave out what adds up other parts.",
        )
    if quantities and len(quantities) == len(held):
        return rest(whole, quantities)
    return max(whole - together, Decimal(0))


def _value(cell: object) -> Decimal:
    quantity = evidence(cell)
    return Decimal(str(cell)) if quantity is None else quantity.value


def claim_id(cell: object) -> str | None:
    """Return the id of the claim a cell is, or is a form of."""
    held = getattr(cell, "__dict__", {})
    if "claim" in held:
        return claim_id(held["claim"])
    return str(held["id"]) if "quantity" in held and "id" in held else None

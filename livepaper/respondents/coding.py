"""SQL that turns what stands in a file of respondents into small codes, and never fails on what it finds."""

from __future__ import annotations

from collections.abc import Sequence

from livepaper.respondents.mapping import Code
from livepaper.respondents.source import literal, quoted

MISSING, UNKNOWN = 255, 254
"""Codes of an empty cell, and of one that the map does not name."""

_WHOLE = {f"{sign}{kind}" for sign in ("", "U") for kind in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")}


def position(column: str, kind: str, codes: Sequence[Code]) -> str:
    """Return the expression for the place of a cell's code among others, from zero; else `MISSING` or `UNKNOWN`.

    In a column of text, the code 1 is also met as “1.0”, as programs write whole
    numbers of columns with gaps.

    Args:
        column: The column.
        kind: DuckDB's name of its type.
        codes: The codes, of which text in a column of numbers is never met.
    """
    value = _value(column, kind)
    if kind in _WHOLE and all(isinstance(code, int) and 0 <= code < 128 for code in codes):
        found = f"list_position([{', '.join(map(str, codes))}]::{kind}[], {value}) - 1"  # no number is converted
    elif _number(kind):  # a text is listed as no number, which no cell equals, so that the places of others stay
        listed = ", ".join(str(code) if isinstance(code, int) else "'nan'" for code in codes)
        found = f"list_position([{listed}]::DOUBLE[], {value}::DOUBLE) - 1"
    else:
        forms = [*map(str, codes), *(f"{code}.0" if isinstance(code, int) else code for code in codes)]
        found = f"(list_position([{', '.join(map(literal, forms))}], {value}) - 1) % {len(codes)}"
    return f"coalesce({found}, CASE WHEN {value} IS NULL THEN {MISSING} ELSE {UNKNOWN} END)::UTINYINT"


def text(column: str, kind: str) -> str:
    """Return the expression for a cell as text, a whole number without “.0” of any kind; an empty cell is NULL."""
    value = f"({_value(column, kind)})::DOUBLE" if kind == "FLOAT" else _value(column, kind)
    return rf"regexp_replace(CAST({value} AS VARCHAR), '^(-?[0-9]+)\.0$', '\1')"


def name(column: str, kind: str) -> str:
    """Return the expression for a cell that names a stratum or unit; NULL where it is empty or missing as in Stata."""
    told = text(column, kind)
    return rf"CASE WHEN regexp_full_match({told}, '\.[a-z]?') THEN NULL ELSE {told} END"


def decimal(column: str, kind: str) -> str:
    """Return the expression for a cell as a number; one that is empty or no number is NULL."""
    value = _value(column, kind)
    number = f"TRY_CAST({value} AS DOUBLE)"
    return f"CASE WHEN isnan({number}) THEN NULL ELSE {number} END"


def unknown(column: str, kind: str, codes: Sequence[Code]) -> str:
    """Return the condition that the map names no code for a cell that is not empty."""
    return f"{position(column, kind, codes)} = {UNKNOWN}"


def _value(column: str, kind: str) -> str:
    name = quoted(column)
    if kind in {"FLOAT", "DOUBLE"}:
        return f"CASE WHEN isnan({name}) THEN NULL ELSE {name} END"
    return name if _number(kind) else f"nullif(trim(CAST({name} AS VARCHAR)), '')"


def _number(kind: str) -> bool:
    return kind in _WHOLE or kind in {"FLOAT", "DOUBLE"} or kind.startswith("DECIMAL")

"""Files of respondents: SPSS, Stata, CSV and Parquet, read in pieces into DuckDB's memory and nowhere else.

No message here repeats what stands in a file, not even the names of its columns: in
a file without a first line of names, they are the answers of the first respondent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from livepaper.errors import RespondentsError
from livepaper.repository import Repository

if TYPE_CHECKING:
    import pandas as pd

SUFFIXES = (".sav", ".zsav", ".dta", ".csv", ".parquet")
PIECE = "piece"
"""The view that holds the rows being read."""

_ROWS = 500_000
"""How many respondents of an SPSS or Stata file are read at a time."""


def guard(path: Path, root: Path) -> None:
    """Refuse a file that lies in the paper's folder or its repository, from where it could be committed.

    Raises:
        RespondentsError: It lies there, is no file, or is of no kind that can be read.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise RespondentsError(
            str(path), f"a file named “{path.suffix or path.name}”", f"one of {', '.join(SUFFIXES)}", "Convert it."
        )
    if not path.is_file():
        raise RespondentsError(str(path), "no file", "a file of respondents", "Check the path.")
    home = Repository(root).top or root
    lies = {path.absolute(), path.resolve()}
    if any(home.resolve() in place.parents or root.absolute() in place.parents for place in lies):
        raise RespondentsError(
            str(path),
            "respondents inside the paper's folder",
            "a file outside it, because what people answered must never be committed or published",
            f"Move it out of {home}, and make sure that it was not committed: git log --all -- {path.name}",
        )


def pieces(connection: duckdb.DuckDBPyConnection, path: Path, columns: Sequence[str]) -> Iterator[dict[str, str]]:
    """Make each piece of a file the view `piece` in turn, and give the types of its columns.

    Raises:
        RespondentsError: The file cannot be read, or has not all columns.
    """
    if path.suffix.lower() in {".csv", ".parquet"}:
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {PIECE} AS SELECT * FROM {_table(path)}")
        types = _types(connection)
        _complete(path, columns, types)
        yield types
        return
    for frame in _frames(path, columns):
        connection.register(PIECE, frame)
        yield _types(connection)
        connection.unregister(PIECE)


def line(problem: duckdb.Error) -> str:
    """Return the line of a CSV file that DuckDB could not read, in words; empty if it names none."""
    found = re.search(r"\bLine: (\d+)", str(problem))
    return f", line {found[1]}" if found else ""


def quoted(name: str) -> str:
    """Return a name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def _table(path: Path) -> str:
    place = literal(escape(str(path)))
    if path.suffix.lower() == ".parquet":
        return f"read_parquet({place})"
    return f"read_csv({place}, header = true, all_varchar = true)"


def _types(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return {str(row[0]): str(row[1]) for row in connection.execute(f"DESCRIBE {PIECE}").fetchall()}


def _complete(path: Path, columns: Sequence[str], found: Sequence[str] | dict[str, str]) -> None:
    missing = [column for column in columns if column not in found]
    if missing:
        raise RespondentsError(
            str(path),
            f"no column {', '.join(missing)}",
            "every column that the map names, spelled alike",
            "Correct the map, or check that the file begins with the names of its columns.",
        )


def _frames(path: Path, columns: Sequence[str]) -> Iterator[pd.DataFrame]:
    """Read an SPSS or Stata file in pieces, codes that its author declared missing included."""
    import pyreadstat  # noqa: PLC0415  only where a file needs it
    from pandas.api.types import is_numeric_dtype  # noqa: PLC0415  likewise

    reader = pyreadstat.read_dta if path.suffix.lower() == ".dta" else pyreadstat.read_sav
    _, described = reader(str(path), metadataonly=True)
    _complete(path, columns, described.column_names)
    numbers = {name for name, kind in described.readstat_variable_types.items() if kind != "string"}
    for frame, _ in pyreadstat.read_file_in_chunks(
        reader,
        str(path),
        chunksize=_ROWS,
        usecols=list(columns),
        user_missing=True,
        disable_datetime_conversion=True,
    ):
        for name in frame.columns:
            if name in numbers and not is_numeric_dtype(frame[name]):
                frame[name] = frame[name].map(_stata)
        yield frame


def _stata(value: Any) -> str | None:
    """Return a number as text, and one of Stata's 26 missing values with the point that Stata writes it with."""
    if isinstance(value, str):
        return f".{value}"
    return None if value is None or value != value else str(float(value))  # noqa: PLR0124  not a number

"""Reading a wave that comes as a CSV file, cell by cell as it stands there."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from livepaper.datapackage.package import Row, decoded
from livepaper.errors import DataError
from livepaper.merging.sheet import Sheet, faults, header_faults, place

_BOM = b"\xef\xbb\xbf"


def read_csv(path: Path) -> tuple[list[Sheet], list[DataError]]:
    """Read a CSV file in UTF-8, with commas; a byte order mark and Windows line ends, as Excel writes them, may be.

    Returns:
        The sheet, if there is one to speak of, and every problem of the file. Rows of empty cells are left out.
    """
    try:
        text = decoded(path.read_bytes().removeprefix(_BOM), path)
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except OSError as error:
        return [], [DataError(str(path), error.strerror or "no file", "a readable file", "Check the path.")]
    except csv.Error as error:
        return [], [DataError(str(path), str(error), "a CSV file", "Look for a missing quote.")]
    except DataError as error:
        return [], [error]
    columns = lines[0] if lines else []
    problems = header_faults(path.name, columns)
    if problems:
        return [], problems
    rows: dict[int, Row] = {}
    unread = set()
    for number, cells in enumerate(lines[1:], start=2):
        if not any(cells):
            continue
        if len(cells) != len(columns):
            problems.append(_uneven(path.name, number, len(cells), len(columns)))
            continue
        rows[number] = dict(zip(columns, cells, strict=True))
        for column, cell in rows[number].items():
            found = faults(place(path.name, number, column), cell)
            problems += found
            unread |= {(number, column)} if found else set()
    return [Sheet(path.name, "", tuple(columns), rows, frozenset(unread))], problems


def _uneven(where: str, row: int, found: int, expected: int) -> DataError:
    return DataError(
        place(where, row),
        f"{found} cells",
        f"{expected} cells in the row, as in the header",
        "Look for a decimal comma or a missing quote." if found > expected else "Look for a missing comma.",
    )

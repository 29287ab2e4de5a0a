"""New rows for the data package: read, merged and checked aside, then put in place in one step."""

from __future__ import annotations

from pathlib import Path

from livepaper.datapackage import Package
from livepaper.errors import DataError
from livepaper.merging.csv_file import read_csv
from livepaper.merging.matching import column_faults, table_of
from livepaper.merging.merge import Arrival, Merge, merge
from livepaper.merging.sheet import Sheet
from livepaper.merging.staging import Staged, alone, stage, switch
from livepaper.merging.workbook import read_workbook

__all__ = ["Arrival", "Merge", "Staged", "alone", "prepare", "switch"]


def prepare(
    folder: Path, bibliography: Path, wave: Path, aside: Path, *, table: str = "", replace: bool = False
) -> tuple[Merge, Staged, list[DataError]]:
    """Read a wave, merge it into a copy of the data package, and check that; the package itself is left alone.

    Args:
        folder: The data package.
        bibliography: The BibTeX file whose keys the `source` columns name.
        wave: The file that brings the rows: `.csv`, or `.xlsx` with a sheet for each table.
        aside: Where to make the copy, on the same file system as the package if it is to replace it.
        table: The table, if it is not to be known by its columns.
        replace: Whether a row may replace one of the same key that holds something else.

    Returns:
        What the wave brings, the new data package, and every problem; with any, the copy must not be used.

    Raises:
        DataError: The package itself is not as it was sealed, or the wave is no CSV file or workbook.
    """
    package = Package(folder)
    for name in package.names:
        package.text(name)
    sheets, problems = _read(wave)
    pairs = []
    for sheet in sheets:
        try:
            name = table_of(package, sheet, table)
        except DataError as error:
            problems.append(error)
            continue
        found = column_faults(package, sheet, name)
        problems += found
        pairs += [] if found else [(sheet, name)]
    merged, conflicts = merge(package, pairs, replace=replace)
    staged, wrong = stage(package, bibliography, merged, aside)
    return merged, staged, [*problems, *conflicts, *wrong]


def _read(wave: Path) -> tuple[list[Sheet], list[DataError]]:
    if wave.suffix.lower() == ".csv":
        return read_csv(wave)
    if wave.suffix.lower() == ".xlsx":
        return read_workbook(wave)
    raise DataError(str(wave), f"a file that ends in “{wave.suffix}”", ".csv or .xlsx", "Save it as one of the two.")

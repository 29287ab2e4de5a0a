"""Which table a sheet belongs to."""

from __future__ import annotations

from livepaper.datapackage import Package
from livepaper.errors import DataError
from livepaper.merging.sheet import Sheet, place


def table_of(package: Package, sheet: Sheet, asked: str = "") -> str:
    """Return the table that was asked for, that the sheet is named after, or that alone has its columns.

    A sheet may be named by the end of a table's name, `toplines` for `surveys-toplines`, if only one ends so.

    Raises:
        DataError: There is no such table, or not exactly one fits.
    """
    tables = [name for name in package.names if package.resource(name).get("schema", {}).get("primaryKey")]
    if asked:
        if asked in tables:
            return asked
        raise DataError("--table", f"“{asked}”", f"one of {', '.join(tables)}", "Check the name.")
    named = [name for name in tables if sheet.name == name] or [
        name for name in tables if sheet.name and name.endswith(f"-{sheet.name}")
    ]
    if len(named) == 1:
        return named[0]
    fitting = [name for name in named or tables if not column_faults(package, sheet, name)]
    if len(fitting) == 1:
        return fitting[0]
    found = (
        f"columns that fit {' and '.join(fitting)}"
        if fitting
        else f"columns of no table ({_nearest(package, sheet, tables)})"
    )
    action = f"Name the {'sheet after its table' if sheet.name else 'table with --table'}."
    raise DataError(place(sheet.where, 1), found, "the columns of exactly one table", action)


def column_faults(package: Package, sheet: Sheet, table: str) -> list[DataError]:
    """Find the columns of a sheet that a table does not have, and those of the table that the sheet must have."""
    fields = package.fields(table)
    problems = [
        DataError(
            place(sheet.where, 1, column), f"“{column}”", f"a column of {table}: {', '.join(fields)}", "Correct it."
        )
        for column in sheet.columns
        if column not in fields
    ]
    for column in needed(package, table):
        if column not in sheet.columns:
            told = f"no column “{column}”"
            problems.append(DataError(place(sheet.where, 1), told, f"it, as {table} has it", "Add the column."))
    return problems


def needed(package: Package, table: str) -> list[str]:
    """Return the columns of a table that no sheet may leave out: its key, and those that must be filled."""
    key = package.resource(table)["schema"]["primaryKey"]
    keys = [key] if isinstance(key, str) else key
    return [
        name
        for name, field in package.fields(table).items()
        if name in keys or field.get("constraints", {}).get("required")
    ]


def _nearest(package: Package, sheet: Sheet, tables: list[str]) -> str:
    """Say which table shares most columns with a sheet, and what differs."""

    def shared(name: str) -> int:
        return len({*sheet.columns} & {*package.fields(name)}) - len(column_faults(package, sheet, name))

    best = max(tables, key=shared)
    other = [column for column in sheet.columns if column not in package.fields(best)]
    lacks = [column for column in needed(package, best) if column not in sheet.columns]
    told = [f"has no {', '.join(other)}"] * bool(other) + [f"needs {', '.join(lacks)}"] * bool(lacks)
    return f"the nearest, {best}, {' and '.join(told)}"

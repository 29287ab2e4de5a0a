"""The raw data as the audit reads it: CSV files, their keys, and what a chapter's author wrote.

Nothing here is shared with the path by which numbers reach the pages.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from livepaper.errors import ProjectError

Row = dict[str, str]


@dataclass(frozen=True)
class Data:
    """The tables of a data package, each a list of rows of text.

    Attributes:
        tables: The rows of each table in file order.
        keys: The columns whose cells, joined by `|`, name a row of each table.
        titles: The title of each table.
        paths: The file of each table in the package.
        sources: The titles of the sources that the package names for a table as a whole.
    """

    tables: dict[str, list[Row]]
    keys: dict[str, tuple[str, ...]]
    titles: dict[str, str] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)

    @cached_property
    def _by_key(self) -> dict[str, dict[str, Row]]:
        return {
            name: {"|".join(row[column] for column in self.keys[name]): row for row in rows}
            for name, rows in self.tables.items()
        }

    def row(self, table: str, key: str) -> Row:
        """Return a row by its key.

        Raises:
            LookupError: There is no such table or row.
        """
        if key not in self._by_key.get(table, {}):
            raise LookupError(f"no row {table}#{key}")
        return self._by_key[table][key]

    def rows(self, table: str, conditions: Iterable[tuple[str, Iterable[str]]]) -> list[Row]:
        """Return the rows whose cells hold one of the texts that each condition allows.

        Raises:
            LookupError: There is no such table or column.
        """
        if table not in self.tables:
            raise LookupError(f"no table {table}")
        wanted = [(column, set(texts)) for column, texts in conditions]
        return [row for row in self.tables[table] if all(row[column] in texts for column, texts in wanted)]

    @cached_property
    def texts(self) -> frozenset[str]:
        """Every different text that stands in a cell."""
        return frozenset(text for rows in self.tables.values() for row in rows for text in row.values() if text)


def read_data(folder: Path) -> Data:
    """Read the tables that `datapackage.json` lists.

    Raises:
        ProjectError: The descriptor or a table cannot be read.
    """
    descriptor = read_json(folder / "datapackage.json", "the description of the data")
    tables, keys = {}, {}
    try:
        listed = {
            str(resource["name"]): (str(resource["path"]), resource["schema"].get("primaryKey", []), _titles(resource))
            for resource in descriptor["resources"]
            if str(resource["path"]).endswith(".csv")
        }
    except (KeyError, TypeError, AttributeError) as error:
        raise unusable(folder / "datapackage.json", error, "a list of tables with names, paths and keys") from error
    paths = {name: path for name, (path, _, _) in listed.items()}
    sources = {name: titles for name, (_, _, titles) in listed.items()}
    for name, (path, key, _) in listed.items():
        tables[name] = _read_table(folder / path)
        keys[name] = (key,) if isinstance(key, str) else tuple(key)
    titles = {str(resource["name"]): str(resource.get("title", "")) for resource in descriptor["resources"]}
    return Data(tables, keys, titles, paths, sources)


def _titles(resource: dict[str, Any]) -> str:
    return "; ".join(str(source["title"]) for source in resource.get("sources", []))


def _read_table(path: Path) -> list[Row]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return [dict(row) for row in csv.DictReader(file, strict=True)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise unusable(path, error, "a table of the data") from error


def read_json(path: Path, what: str) -> Any:
    """Read a JSON file.

    Raises:
        ProjectError: It is missing or is not JSON.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise unusable(path, error, what) from error


def unusable(path: Path, error: Exception, what: str) -> ProjectError:
    """Return the error that a file the audit needs cannot be read."""
    found = (error.strerror or "no file") if isinstance(error, OSError) else str(error)
    return ProjectError(str(path), found, what, "Build the book, or restore the file.")

"""Reading a Frictionless data package whose every file is verified by its sha256.

Cells stay text, exactly as published, because a percentage printed as "7.0" says
more than the number 7. A row is referred to as `RESOURCE#KEY`, where the key is
its primary key, several fields joined by "|".
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from livepaper.errors import DataError, HashMismatchError

DESCRIPTOR = "datapackage.json"
SEAL = "Run `livepaper data seal` if the change is intended, or restore the file."

Row: TypeAlias = dict[str, str]


def sha256(content: bytes) -> str:
    """Return the hash of a file's bytes in the notation of the descriptor."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


def row_sha256(row: Row) -> str:
    """Return the hash of a row: that of its cells, in the order of the columns, as a JSON list in UTF-8."""
    return sha256(json.dumps(list(row.values()), ensure_ascii=False).encode())


def reference(resource: str, key: str) -> str:
    """Name one row of the package: `RESOURCE#KEY`."""
    return f"{resource}#{key}"


def read_text(path: Path) -> str:
    """Read a UTF-8 file.

    Raises:
        DataError: It is missing, is not UTF-8, starts with a byte order mark, or ends mid-line.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError(str(path), error.strerror or "no file", "a readable file", "Restore it.") from error
    if content.startswith(b"\xef\xbb\xbf"):
        raise DataError(f"{path}, row 1", "a byte order mark", "UTF-8 without one", "Save it as UTF-8 without BOM.")
    return decoded(content, path)


def decoded(content: bytes, path: Path) -> str:
    """Return the content of a whole UTF-8 file as text.

    Raises:
        DataError: It is not UTF-8, or ends mid-line.
    """
    if not content.endswith(b"\n"):
        row = content.count(b"\n") + 1
        raise DataError(
            f"{path}, row {row}",
            "a last line without its end",
            "a complete file",
            "It may be half-written; restore it.",
        )
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise DataError(
            f"{path}, row {row}", f"byte 0x{content[error.start]:02x}", "UTF-8 text", "Save the file as UTF-8."
        ) from error


@lru_cache(maxsize=64)
def _parsed(text: str, path: Path) -> list[Row]:
    """Parse a table, once for each content: chapters ask the same tables hundreds of times.

    Raises:
        DataError: A row has not as many cells as there are columns.
    """
    reader = csv.reader(io.StringIO(text))
    columns = next(reader, [])
    rows = []
    for number, cells in enumerate(filter(None, reader), start=2):
        if len(cells) != len(columns):
            where = f"{path}, row {number}"
            raise DataError(where, f"{len(cells)} cells", f"{len(columns)}, one for each column", "Mend the row.")
        rows.append(dict(zip(columns, cells, strict=True)))
    return rows


@dataclass(frozen=True)
class Package:
    """A data package on disk.

    Attributes:
        folder: Where `datapackage.json` lies.
        on_read: Told the name of every resource that is read.
    """

    folder: Path
    on_read: Callable[[str], None] = lambda name: None

    @cached_property
    def descriptor(self) -> dict[str, Any]:
        """The parsed `datapackage.json`.

        Raises:
            DataError: It is missing or not valid JSON.
        """
        path = self.folder / DESCRIPTOR
        try:
            parsed: Any = json.loads(read_text(path))
        except json.JSONDecodeError as error:
            raise DataError(f"{path}, line {error.lineno}", error.msg, "valid JSON", "Mend or restore it.") from error
        if not isinstance(parsed, dict) or not isinstance(parsed.get("resources"), list):
            raise DataError(str(path), "no list of resources", "a data package's descriptor", "Mend or restore it.")
        return parsed

    @property
    def names(self) -> list[str]:
        """The names of all resources, in the descriptor's order."""
        return [resource["name"] for resource in self.descriptor["resources"]]

    def resource(self, name: str) -> dict[str, Any]:
        """Return the descriptor of one resource.

        Raises:
            DataError: There is none of that name.
        """
        for resource in self.descriptor["resources"]:
            if resource["name"] == name:
                found: dict[str, Any] = resource
                return found
        raise DataError(
            str(self.folder / DESCRIPTOR), f"no resource “{name}”", f"one of {', '.join(self.names)}", "Check the name."
        )

    def path(self, name: str) -> Path:
        """Return the file of a resource."""
        return self.folder / str(self.resource(name)["path"])

    def text(self, name: str, *, sealed: bool = True) -> str:
        """Read a resource's file, after verifying its hash unless told not to.

        Raises:
            HashMismatchError: The file is not the one the descriptor was written for.
            DataError: The file cannot be read.
        """
        path = self.path(name)
        self.on_read(name)
        text = read_text(path)
        found = sha256(text.encode())
        if sealed and found != self._sealed(name):
            # In a notebook that is open all day, the package may have been sealed since its descriptor was read.
            self.__dict__.pop("descriptor", None)
            if found != self._sealed(name):
                raise HashMismatchError(
                    str(path), f"{found}; it was changed since it was sealed", self._sealed(name), SEAL
                )
        return text

    def _sealed(self, name: str) -> str:
        return str(self.resource(name).get("hash", "no hash"))

    def rows(self, name: str, *, sealed: bool = True) -> list[Row]:
        """Read the rows of a table, each a dictionary of text."""
        return _parsed(self.text(name, sealed=sealed), self.path(name))

    def fields(self, name: str) -> dict[str, dict[str, Any]]:
        """Return the schema's fields of a table by name; none for a file that is no table."""
        schema = self.resource(name).get("schema", {"fields": []})
        return {field["name"]: field for field in schema["fields"]}

    def allowed(self, name: str, column: str) -> set[str]:
        """Return the values that a column's enumeration or foreign key names, whether they occur or not."""
        values = set(map(str, self.fields(name)[column].get("constraints", {}).get("enum", ())))
        for key in self.resource(name)["schema"].get("foreignKeys", []):
            if key["fields"] in (column, [column]):
                target = key["reference"]
                field = target["fields"] if isinstance(target["fields"], str) else target["fields"][0]
                values |= {row[field] for row in self.rows(target["resource"])}
        return values

    def key(self, name: str, row: Row) -> str:
        """Return a row's primary key as text."""
        fields = self.resource(name)["schema"]["primaryKey"]
        return "|".join(row[field] for field in ([fields] if isinstance(fields, str) else fields))

"""Checking a data package as a whole, and sealing it with fresh hashes.

Types, constraints, keys and hashes are judged by `frictionless`; this module adds
what it cannot know (bibliography keys, byte order marks, half-written files) and
turns its findings into sentences that name file, row, column, value and remedy.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from livepaper import works
from livepaper.datapackage.package import DESCRIPTOR, SEAL, Package, sha256
from livepaper.errors import DataError, HashMismatchError
from livepaper.files import write

_FIX_CELL = "Correct the cell."
_RULES = {
    "unique": "a value that no other row has",
    "minimum": "at least {}",
    "maximum": "at most {}",
    "enum": "one of {}",
    "pattern": "text of the pattern {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
}


def check(folder: Path, bibliography: Path, *, sealed: bool = True) -> list[DataError]:
    """Find everything that is wrong with a data package.

    Args:
        folder: Where `datapackage.json` lies.
        bibliography: The BibTeX file whose keys the `source` columns name.
        sealed: Also require that hashes and byte counts match.

    Returns:
        One error per problem, in file order; empty if all is well.
    """
    package = Package(folder)
    try:
        package.descriptor  # noqa: B018  reading it is the check
    except DataError as error:
        return [error]
    problems = [error for name in package.names for error in _file_problems(package, name, sealed)]
    if any(not isinstance(error, HashMismatchError) for error in problems):
        return problems
    return [*problems, *_table_problems(package), *_source_problems(package, bibliography)]


def seal(folder: Path, bibliography: Path) -> list[DataError]:
    """Write fresh hashes and byte counts into the descriptor, if nothing else is wrong.

    Returns:
        The problems that prevented it; empty if the package is now sealed.
    """
    problems = check(folder, bibliography, sealed=False)
    if problems:
        return problems
    renew(folder)
    return []


def renew(folder: Path) -> None:
    """Write fresh hashes and byte counts into the descriptor, whatever else is wrong; a missing file keeps its own.

    Raises:
        DataError: The descriptor cannot be read.
    """
    package = Package(folder)
    descriptor = copy.deepcopy(package.descriptor)
    for resource in descriptor["resources"]:
        path = package.path(resource["name"])
        if path.is_file():
            content = path.read_bytes()
            resource["bytes"], resource["hash"] = len(content), sha256(content)
    write(folder / DESCRIPTOR, (json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n").encode())


def _file_problems(package: Package, name: str, sealed: bool) -> Iterator[DataError]:
    path, resource = package.path(name), package.resource(name)
    try:
        text = package.text(name, sealed=sealed)
        if path.suffix == ".geojson":
            json.loads(text)
    except DataError as error:
        yield error
        return
    except json.JSONDecodeError as error:
        yield DataError(f"{path}, row {error.lineno}", error.msg, "valid JSON", "Mend or restore it.")
        return
    size = len(text.encode())
    if sealed and size != resource.get("bytes"):
        yield HashMismatchError(str(path), f"{size} bytes", f"{resource.get('bytes')} bytes", SEAL)


def _table_problems(package: Package) -> Iterator[DataError]:
    import frictionless  # noqa: PLC0415  takes a second to import, which only a check should pay

    descriptor = copy.deepcopy(package.descriptor)
    for resource in descriptor["resources"]:
        resource.pop("hash", None)
        resource.pop("bytes", None)
    path = str(package.folder / DESCRIPTOR)
    try:
        source = frictionless.Package.from_descriptor(descriptor, basepath=str(package.folder))
    except frictionless.FrictionlessException as error:
        yield DataError(path, error.error.note, "a valid descriptor", "Mend it.")
        return
    report = source.validate()
    for found in report.errors:
        yield DataError(path, found.note, "a valid descriptor", "Mend it.")
    for task in report.tasks:
        for found in task.errors:
            yield _sentence(package, task.name, found.to_descriptor())


def _sentence(package: Package, name: str, error: dict[str, Any]) -> DataError:
    """Turn one frictionless error into ours."""
    fields = package.fields(name)
    column, found = _place(fields, package.resource(name).get("schema", {}).get("primaryKey", []), error)
    row = error.get("rowNumber", 1)
    where = f"{package.path(name)}, row {row}" + (f", column {column}" if column else "")
    expected, action = _expectation(fields, column, error)
    return DataError(where, f"“{found}”", expected, action)


def _place(fields: dict[str, dict[str, Any]], key: list[str], error: dict[str, Any]) -> tuple[str, str]:
    """Name the column or columns an error is about, and what stands there."""
    cells = ["" if cell is None else str(cell) for cell in error.get("cells", [])]
    if error["type"] == "primary-key":
        return ", ".join(key), ", ".join(dict(zip(fields, cells, strict=False)).get(part, "") for part in key)
    if error["type"] == "foreign-key":
        return ", ".join(error["fieldNames"]), ", ".join(str(cell) for cell in error["fieldCells"])
    if error["type"] == "extra-cell":
        return _split_number(fields, cells) or (f"after {list(fields)[-1]}", error["cell"])
    found = error.get("cell") or error.get("label") or ", ".join(error.get("labels", []))
    return error.get("fieldName") or error.get("label") or "", found


def _split_number(fields: dict[str, dict[str, Any]], cells: list[str]) -> tuple[str, str] | None:
    """Find the number that a decimal comma without quotes has split into two cells."""
    for (name, field), cell, after in zip(fields.items(), cells, cells[1:], strict=False):
        if field["type"] == "number" and cell.isdigit() and after.isdigit():
            return name, f"{cell},{after}"
    return None


def _expectation(fields: dict[str, dict[str, Any]], column: str, error: dict[str, Any]) -> tuple[str, str]:
    """Say what was expected and what to do, for one kind of error."""
    kind, note = str(error["type"]), str(error.get("note", ""))
    if kind == "type-error":
        wanted = fields[column]["type"]
        return f"text of the type {wanted}" + (", with a decimal point" if wanted == "number" else ""), _FIX_CELL
    if kind == "constraint-error":
        rules = fields[column].get("constraints", {})
        said = [_RULES[rule].format(_list(value)) for rule, value in rules.items() if rule != "required"]
        return " and ".join(said) or "a value", _FIX_CELL
    if kind.endswith("-label"):
        return f"the header {','.join(fields)}", "Restore the header."
    expected = {
        "extra-cell": (f"{len(fields)} cells in the row", "Look for a decimal comma or a missing quote."),
        "missing-cell": (f"{len(fields)} cells in the row", "Look for a missing comma; restore the row."),
        "primary-key": ("a key that no other row has", "Remove or rename one of the two rows."),
        "unique-error": ("a value that no other row has", "Remove or rename one of the two rows."),
        "foreign-key": (f"a key of {error.get('referenceName')}", "Add it there or correct the cell."),
        "blank-row": (f"{len(fields)} cells in the row", "Remove the empty line."),
    }
    return expected.get(kind, (note or kind, _FIX_CELL))


def _list(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _source_problems(package: Package, bibliography: Path) -> Iterator[DataError]:
    try:
        known = works.entries(bibliography)
    except DataError as error:
        yield error
        return
    for name in package.names:
        columns = [column for column in ("source", "cites", "cited_source") if column in package.fields(name)]
        try:
            rows = package.rows(name, sealed=False) if columns else []
        except DataError:
            continue  # a row with too few or too many cells, which Frictionless has told
        for column in columns:
            for line, row in enumerate(rows, start=2):
                if row.get(column) and row[column] not in known:
                    yield DataError(
                        f"{package.path(name)}, row {line}, column {column}",
                        f"“{row[column]}”",
                        f"a key of {bibliography.name}",
                        "Add the entry to the bibliography or correct the key.",
                    )

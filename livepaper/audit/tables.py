"""The data as the site gives it away: pages of tables, copies of files, the zip, the workbook, the explorer's data.

Pages of tables mark what they show with its table's name, or `index`; it is compared here, cell by cell, with
the raw files.
A numeral in such a part that stands in no cell, list or caption compared here is told as well.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from livepaper.audit.data import read_json, unusable
from livepaper.audit.dom import Element, parse
from livepaper.audit.findings import Audit, Finding, near
from livepaper.audit.html_pages import TABLES
from livepaper.audit.pages import numerals
from livepaper.audit.workbook import sheets

_INDEX = "index"
_FEW_ROWS, _FIRST_ROWS = 150, 100
_CRATE = "ro-crate-metadata.json"
_FOLDER = "data"
_SPACE = re.compile(r"\s+")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")

Difference = tuple[str, str, str]
"""What was looked at, what is there, what was expected."""


@dataclass(frozen=True)
class _Table:
    """A file of the data package as the raw files and their description have it."""

    described: dict[str, Any]
    content: bytes

    @property
    def path(self) -> str:
        return str(self.described["path"])

    @property
    def title(self) -> str:
        return str(self.described.get("title", self.described["name"]))

    @property
    def fields(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.described.get("schema", {}).get("fields", [])
        return found

    @property
    def lines(self) -> list[list[str]]:
        """The rows of cells, the heads first."""
        return list(csv.reader(io.StringIO(self.content.decode("utf-8"), newline=""), strict=True))

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def check_tables(site: Path, root: Path, audit: Audit) -> None:
    """Confirm what the site shows of the tables and gives away.

    Raises:
        ProjectError: The data or a file of the site cannot be read.
    """
    tables = _read(root / _FOLDER)
    wholes = {path.name: path for path in sorted((site / _FOLDER).glob("*")) if path.suffix in {".zip", ".xlsx"}}
    wanted = {name for name, table in tables.items() if table.fields} | {_INDEX}
    for page in sorted(site.rglob("*.html")):
        for part in _parts(page):
            differences = list(_page(part, tables, wholes))
            _tell(page.relative_to(site).as_posix(), differences, audit)
            audit.counts.cells += 0 if differences else len(numerals(part.text))
            wanted.discard(part.get(TABLES))
    for name in sorted(wanted):
        _tell(_FOLDER, [("the page of a table", "no page", name)], audit)
    if {path.suffix for path in wholes.values()} != {".zip", ".xlsx"}:
        _tell(_FOLDER, [("the files of the whole", ", ".join(wholes) or "none", "a zip and a workbook")], audit)
    for name, content in _raw_files(root, tables).items():
        copy = site / _FOLDER / name
        if not copy.is_file() or copy.read_bytes() != content:
            _tell(f"{_FOLDER}/{name}", [("the copy of the file", "another content", f"that of {name}")], audit)
    for name, path in wholes.items():
        try:
            compared = _zip(path, root, tables) if path.suffix == ".zip" else _workbook(path, tables)
            _tell(f"{_FOLDER}/{name}", compared, audit)
        except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
            raise unusable(path, error, "a file of the whole data package") from error


def _parts(page: Path) -> list[Element]:
    """Return what a page shows of tables."""
    text = page.read_text(encoding="utf-8")
    return [part for part in parse(text).elements() if part.get(TABLES)] if TABLES in text else []


def _read(folder: Path) -> dict[str, _Table]:
    descriptor = read_json(folder / "datapackage.json", "the description of the data")
    try:
        return {str(one["name"]): _Table(one, (folder / one["path"]).read_bytes()) for one in descriptor["resources"]}
    except (KeyError, TypeError, OSError) as error:
        raise unusable(folder / "datapackage.json", error, "a list of readable files") from error


def _raw_files(root: Path, tables: dict[str, _Table]) -> dict[str, bytes]:
    """Return what the site gives away, by its place in the package, from the paper's own files."""
    files = {table.path: table.content for table in tables.values()}
    places = {
        "datapackage.json": root / _FOLDER / "datapackage.json",
        "README.md": root / _FOLDER / "README.md",
        "references.bib": root / "references.bib",
        "LICENSE-text": root / "LICENSE-text",
    }
    return files | {name: path.read_bytes() for name, path in places.items() if path.is_file()}


def _tell(page: str, differences: Iterator[Difference] | list[Difference], audit: Audit) -> None:
    for element, displayed, expected in differences:
        audit.findings.append(Finding(page, element, "", f"“{displayed}”", f"“{expected}”"))


# ---- Pages ----


def _page(part: Element, tables: dict[str, _Table], wholes: dict[str, Path]) -> Iterator[Difference]:
    name = part.get(TABLES)
    if name == _INDEX:
        yield from _index(part, tables, wholes)
    elif name in tables:
        yield from _preview(part, tables[name])
    else:
        yield "a part that shows a table", name, "a table of the data package"
    for region in part.elements():
        if region.get("role") == "region" and region.get("aria-label") != region.first("caption").text:
            yield "the name of a region", region.get("aria-label"), region.first("caption").text


def _index(part: Element, tables: dict[str, _Table], wholes: dict[str, Path]) -> Iterator[Difference]:
    """Compare the list of all files: titles, rows, sizes, hashes."""
    expected = [
        [
            table.title,
            f"{len(table.lines) - 1:,}" if table.fields else "",
            _size(len(table.content)),
            table.path,
        ]
        for table in tables.values()
    ]
    yield from _cells("the list of tables", _body(part.first("table", "data-index")), expected)
    facts = [(name, hashlib.sha256(path.read_bytes()).hexdigest()) for name, path in wholes.items()]
    yield from _cells("the checksums", sorted(_facts(part)), sorted(map(list, facts)))
    sizes = sorted(_size(path.stat().st_size) for path in wholes.values())
    yield from _cells("the sizes of the whole", [sorted(_tidy(one.text) for one in part.all("small"))], [sizes])
    yield from _loose(part, ("Excel",))


def _preview(part: Element, table: _Table) -> Iterator[Difference]:
    """Compare the page of one table, with all its cells."""
    heads, *rows = table.lines
    few = len(rows) <= _FEW_ROWS
    extent = f"all {len(rows):,} rows" if few else f"the first {_FIRST_ROWS} of {len(rows):,} rows"
    described = part.first("p", "data-description").text
    licences = [[str(one.get("title") or one["name"])] for one in table.described.get("licenses", [])]
    sources = [str(one.get("title", "")) for one in table.described.get("sources", [])]
    yield from _cells("the title", [[_tidy(part.first("h1").text)]], [[table.title]])
    yield from _cells("the description", [[_tidy(described)]], [[_tidy(str(table.described.get("description", "")))]])
    facts = _facts(part)
    expected = [["Name", table.described["name"]], ["Rows", f"{len(rows):,}"], ["SHA-256", table.sha256]]
    yield from _cells("the facts", facts[:3], expected)
    yield from _cells("the licences", [fact[1:] for fact in facts if fact[0] == "Licence"], licences)
    yield from _cells("the sources", [[_tidy(one.text) for one in part.first("dl").all("li")]], [sources])
    yield from _cells("the size", [[_tidy(part.first("small").text)]], [[_size(len(table.content))]])
    columns = [
        [field["name"], field.get("title", field["name"]), field["type"], _tidy(field.get("description", ""))]
        for field in table.fields
    ]
    yield from _cells("the columns", _body(part.first("table", "data-columns")), columns)
    shown = part.first("table", "data-rows")
    yield from _cells("the caption", [[_tidy(shown.first("caption").text)]], [[f"{table.title}: {extent}"]])
    yield from _cells("the heads", [[_tidy(one.text) for one in shown.first("thead").all("th")]], [heads])
    raw = [[_tidy(cell) for cell in row] for row in (rows if few else rows[:_FIRST_ROWS])]
    yield from _cells("the rows", _body(shown), raw)
    yield from _loose(part, ("SHA-256",))


def _loose(part: Element, known: tuple[str, ...]) -> Iterator[Difference]:
    """Find numerals that stand in nothing that was compared."""
    rest = _without_compared(part)
    for text in known:
        rest = rest.replace(text, "")
    if found := re.search(r"\d[\d.,]*", rest):
        yield "a numeral beside the tables", near(_tidy(rest), found[0], 30), "only what the raw files have"


def _without_compared(element: Element) -> str:
    if element.tag in {"table", "dl", "h1", "small"} or "data-description" in element.classes:
        return ""
    return "".join(child if isinstance(child, str) else _without_compared(child) for child in element.children)


def _body(table: Element) -> list[list[str]]:
    return [
        [_tidy(cell.text) for cell in row.elements() if cell.tag in {"td", "th"}]
        for row in table.first("tbody").all("tr")
    ]


def _facts(part: Element) -> list[list[str]]:
    """Return the lists of facts but those with lists in them, each as its term and what is told."""
    pairs = [pair for facts in part.all("dl", "data-facts") for pair in facts.all("div") if not pair.all("li")]
    return [[_tidy(pair.first("dt").text), _tidy(pair.first("dd").text)] for pair in pairs]


def _cells(what: str, shown: list[list[str]], expected: list[list[str]]) -> Iterator[Difference]:
    """Compare two tables of texts; the first difference is told."""
    if shown == expected:
        return
    if len(shown) != len(expected):
        yield what, f"{len(shown)} rows", f"{len(expected)} rows"
        return
    for number, (found, right) in enumerate(zip(shown, expected, strict=True), start=1):
        if found != right:
            pairs = [pair for pair in zip(found, right, strict=False) if pair[0] != pair[1]]
            yield (f"{what}, row {number}", *(pairs[0] if pairs else (f"{len(found)} cells", f"{len(right)} cells")))


def _size(count: int) -> str:
    tenths = int(count / 100 + 0.5)
    return f"{tenths // 10:,}.{tenths % 10} kB"


def _tidy(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


# ---- Files of the whole ----


def _zip(path: Path, root: Path, tables: dict[str, _Table]) -> Iterator[Difference]:
    """Compare the files in the zip with the raw ones, and what the crate says of them."""
    expected = _raw_files(root, tables)
    with zipfile.ZipFile(path) as zipped:
        held = {name: zipped.read(name) for name in zipped.namelist()}
    crate = _entities(held.pop(_CRATE))
    yield from _cells("the files in it", [sorted(held)], [sorted(expected)])
    for name in sorted(held.keys() & expected.keys()):
        if held[name] != expected[name]:
            yield f"the file {name}", "another content", "that of the raw file"
        told = [str(crate.get(name, {}).get(part)) for part in ("sha256", "contentSize")]
        right = [hashlib.sha256(expected[name]).hexdigest(), str(len(expected[name]))]
        yield from _cells(f"what {_CRATE} says of {name}", [told], [right])


def _entities(content: bytes) -> dict[str, dict[str, Any]]:
    """Return the entities of a research object crate by id."""
    return {str(entity["@id"]): entity for entity in json.loads(content)["@graph"]}


def _workbook(path: Path, tables: dict[str, _Table]) -> Iterator[Difference]:
    """Compare every sheet with its table; the first sheet lists them."""
    listed = [table for table in tables.values() if table.fields]
    held = sheets(path)
    yield from _cells("the sheets", [list(held)[1:]], [[str(table.described["name"])[:31] for table in listed]])
    for name, table in zip(list(held)[1:], listed, strict=False):
        yield from _cells(f"the sheet {name}", _filled(held[name], table.lines), table.lines)
    contents = [
        [table.title, str(table.described.get("description", "")), str(len(table.lines) - 1)] for table in listed
    ]
    first = next(iter(held.values()), {})
    shown = [[first.get((row, column), "") for column in (1, 2, 3)] for row in range(1, len(listed) + 1)]
    yield from _cells("the list of sheets", shown, contents)


def _filled(cells: dict[tuple[int, int], str], lines: list[list[str]]) -> list[list[str]]:
    """Return the cells of a sheet as rows, with numbers as the raw file writes them where they are the same."""
    bottom = max((row for row, _ in cells), default=-1) + 1
    return [
        [_as_written(cells.get((row, column), ""), _cell(lines, row, column)) for column in range(len(lines[0]))]
        for row in range(bottom)
    ]


def _cell(lines: list[list[str]], row: int, column: int) -> str:
    return lines[row][column] if row < len(lines) else ""


def _as_written(shown: str, raw: str) -> str:
    both = _NUMBER.fullmatch(shown) and _NUMBER.fullmatch(raw)
    return raw if both and float(shown) == float(raw) else shown

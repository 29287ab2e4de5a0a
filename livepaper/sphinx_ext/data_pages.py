"""Pages that are no chapters: the data explorer, the list of all data, and a page for each table."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from livepaper.datapackage import Package
from livepaper.figures.table import FEW, column_class
from livepaper.paper import DATA, Paper
from livepaper.site.downloads import whole
from livepaper.site.explorer import FILE, TABLES, explorable

EXPLORER, INDEX = "explore", "data"
"""Names of the pages."""

STYLE = "data-pages.css"

_FEW_ROWS, _FIRST_ROWS = 150, 100
"""A table of few rows is shown whole; of a longer one, the first."""

_NUMERIC = {"number", "integer"}

_LABELS = {".zip": "Everything as a zip", ".xlsx": "All tables as an Excel workbook"}

Pages = Iterator[tuple[str, dict[str, Any], str]]


def pages(app: Sphinx) -> Pages:
    """Yield name, context and template of each page."""
    paper = Paper.open(Path(app.srcdir))
    package = paper.package
    shown = [name for name in TABLES.values() if name in package.names]
    titles = {name: str(package.resource(name).get("title", name)) for name in package.names}
    explored = {"tables": {name: titles[name] for name in shown}, "data_file": FILE}
    if explorable(package):
        yield EXPLORER, {"title": "Data explorer", **explored}, "explore.html"
    yield INDEX, {"title": "Data", "explorer": explorable(package), **_listed(paper)}, "data-index.html"
    for name in package.names:
        if package.fields(name):
            yield f"{DATA}/{name}", {"title": titles[name], "table": table(package, name)}, "data-table.html"


def table(package: Package, name: str) -> dict[str, Any]:
    """Return what the page of a table shows, as text."""
    resource, rows = package.resource(name), package.rows(name)
    shown = rows if len(rows) <= _FEW_ROWS else rows[:_FIRST_ROWS]
    extent = f"all {len(rows):,} rows" if shown is rows else f"the first {_FIRST_ROWS} of {len(rows):,} rows"
    columns = [
        {
            "name": column,
            "title": field.get("title", column),
            "type": field["type"],
            "description": field.get("description", ""),
            "kind": column_class(field["type"] in _NUMERIC, [row[column] for row in shown]),
        }
        for column, field in package.fields(name).items()
    ]
    return {
        **_file(package, name),
        "name": name,
        "description": resource.get("description", ""),
        "licences": [_link(licence) for licence in resource.get("licenses", [])],
        "sources": [_link(source) for source in resource.get("sources", [])],
        "columns": columns,
        "wide": len(columns) > FEW,
        "caption": f"{resource.get('title', name)}: {extent}",
        "first_rows": [list(row.values()) for row in shown],
    }


def size(count: int) -> str:
    """Return a number of bytes in kilobytes, to one decimal."""
    tenths = (count + 50) // 100
    return f"{tenths // 10:,}.{tenths % 10} kB"


def _listed(paper: Paper) -> dict[str, Any]:
    package = paper.package
    listed = [_file(package, name) for name in package.names]
    files = [
        {
            "name": name,
            "path": f"{DATA}/{name}",
            "label": _LABELS[Path(name).suffix],
            "size": size(len(content)),
            "hash": hashlib.sha256(content).hexdigest(),
        }
        for name, content in whole(paper).items()
    ]
    return {"listed": listed, "files": files}


def _file(package: Package, name: str) -> dict[str, str]:
    resource, is_table = package.resource(name), bool(package.fields(name))
    return {
        "title": str(resource.get("title", name)),
        "path": str(resource["path"]),
        "file": f"{DATA}/{resource['path']}",
        "page": f"{DATA}/{name}" if is_table else "",
        "rows": f"{len(package.rows(name)):,}" if is_table else "",
        "size": size(int(resource["bytes"])),
        "hash": str(resource["hash"]).removeprefix("sha256:"),
    }


def _link(entry: dict[str, str]) -> dict[str, str]:
    """Return title and address of a source or licence; only addresses of the web are links."""
    address = entry.get("path", "")
    return {
        "title": entry.get("title") or entry.get("name", ""),
        "address": address if address.startswith(("https://", "http://")) else "",
    }


def _fit_out(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give these pages their style sheet and script."""
    if pagename in {EXPLORER, INDEX} or pagename.startswith(f"{DATA}/"):
        app.add_css_file(STYLE)
    if pagename == EXPLORER:
        app.add_js_file("explorer.js", loading_method="defer")


def setup(app: Sphinx) -> None:
    """Register the pages."""
    app.connect("html-collect-pages", pages)
    app.connect("html-page-context", _fit_out)

"""The files of a figure: SVG, Vega-Lite, CSV and PNG, written whole or not at all."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from livepaper import records, words
from livepaper.figures import cells, svg
from livepaper.files import write


def export(record: Mapping[str, Any], directory: Path) -> list[Path]:
    """Write drawings and their Vega-Lite, wide and narrow, and the CSV of a figure's record; return their paths."""
    return [write(directory / name, content) for name, content in contents(record).items()]


def contents(record: Mapping[str, Any]) -> dict[str, bytes]:
    """Return what the exported files of a figure's record hold, by their names."""
    name = record["figure"]
    texts = {
        f"{name}.svg": record["svg"],
        f"{name}-narrow.svg": record["narrow"],
        f"{name}.vl.json": _json(record["vegalite"]),
        f"{name}-narrow.vl.json": _json(record["vegalite_narrow"]),
        f"{name}.csv": record["csv"],
    }
    return {file: (text.rstrip("\n") + "\n").encode() for file, text in texts.items()}


def _json(specification: Mapping[str, Any]) -> str:
    return json.dumps(specification, indent=1, sort_keys=True, ensure_ascii=False)


def export_png(record: Mapping[str, Any], directory: Path, scale: float = 2) -> Path:
    """Write NAME.png of a figure's record, by default at twice its size; return its path."""
    return write(directory / f"{record['figure']}.png", svg.png(record["svg"], scale))


def table_csv(table: pd.DataFrame) -> str:
    """Return a table as CSV: bare numbers, and for quantities their base, grade, rows and formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    columns = [_column(table, str(name)) for name in table.columns]
    writer.writerow([head for heads, _ in columns for head in heads])
    for index in range(len(table)):
        writer.writerow([text for _, rows in columns for text in rows[index]])
    return out.getvalue()


def _column(table: pd.DataFrame, name: str) -> tuple[list[str], list[list[str]]]:
    """One column of the table as heads and rows: five columns if it holds quantities."""
    if not any(cells.evidence(cell) is not None for cell in table[name]):
        return [name], [[cells.plain(cell)] for cell in table[name]]
    heads = [name, f"{name}: base", f"{name}: grade", f"{name}: rows", f"{name}: formula"]
    return heads, [[cells.plain(cell), *_evidence(cell)] for cell in table[name]]


def _evidence(cell: object) -> list[str]:
    quantity = cells.evidence(cell)
    if quantity is None:
        return ["", "", "", ""]
    base = "" if quantity.base is None else str(quantity.base)
    return [base, words.grade(quantity), " ".join(quantity.rows), records.compact(quantity.formula)]

"""The exported files of a figure, as the audit reads them."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from livepaper.audit.html_pages import labels

_EVIDENCE = ("base", "grade", "rows", "formula")
"""What follows a column of quantities in a figure's CSV file, each as a column of its own."""


@dataclass(frozen=True)
class Files:
    """The exported files of a figure.

    Attributes:
        csv: The numbers, row by row, the heads first.
        svg: The drawing's labels.
        specification: The Vega-Lite specification.
        narrow: That of the narrow drawing.
    """

    csv: list[list[str]]
    svg: tuple[str, ...]
    specification: dict[str, Any]
    narrow: dict[str, Any]

    @property
    def heads(self) -> list[str]:
        """The columns that the table shows."""
        return [head for head in self.csv[0] if not self._is_evidence(head)]

    def _is_evidence(self, head: str) -> bool:
        name, _, kind = head.rpartition(": ")
        return kind in _EVIDENCE and name in self.csv[0]

    def column(self, head: str) -> list[str]:
        """Return the cells below a head; none without it."""
        if head not in self.csv[0]:
            return []
        at = self.csv[0].index(head)
        return [row[at] for row in self.csv[1:]]

    @cached_property
    def meta(self) -> dict[str, Any]:
        """What the drawing's form says of itself."""
        found: dict[str, Any] = self.specification.get("usermeta", {}).get("livepaper", {})
        return found

    @property
    def records(self) -> list[dict[str, Any]]:
        """Everything that the specification draws, layer by layer."""
        return records_of(self.specification)


def records_of(specification: dict[str, Any]) -> list[dict[str, Any]]:
    """Return everything that a specification draws, layer by layer."""
    datasets = specification.get("datasets", {})
    found: list[dict[str, Any]] = []
    for layer in specification.get("layer", []):
        data = layer.get("data", {})
        found += datasets.get(data.get("name"), data.get("values", []))
    return found


def read_files(folder: Path, name: str) -> Files:
    """Read a figure's files.

    Raises:
        OSError: One is missing.
        ValueError: One cannot be read.
    """
    table = (folder / f"{name}.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.reader(io.StringIO(table)) if row]
    if not rows or any(len(row) != len(rows[0]) for row in rows):
        raise ValueError(f"{name}.csv with rows of different length")
    svg = labels((folder / f"{name}.svg").read_text(encoding="utf-8"))
    wide, narrow = (
        json.loads((folder / f"{name}{width}.vl.json").read_text(encoding="utf-8")) for width in ("", "-narrow")
    )
    return Files(rows, svg, wide, narrow)

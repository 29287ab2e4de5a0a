"""Notebooks are saved without outputs, and their cells are plain Python that prints nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from livepaper import code_cells
from livepaper.findings import Finding
from livepaper.lint.base import Rule
from livepaper.lint.source import Source

_PRINTING = ("print", "display")


def look(source: Source) -> Iterator[Finding]:
    """Report saved outputs, once for a notebook; magics; and what prints."""
    kept = [number for number, cell in enumerate(source.notebook.cells, start=1) if cell.get("outputs")]
    if kept:
        others = f" and of {len(kept) - 1} more" if len(kept) > 1 else ""
        yield source.finding(
            kept[0], f"saved outputs of this cell{others}", "cells without outputs", f"Run `nbstripout {source.name}`."
        )
    for cell, text in source.code():
        for magic in code_cells.magics(text):
            yield source.finding(
                cell, f"the magic “{magic}”", "plain Python, which other chapters can run", "Remove the line."
            )
    for cell, tree in source.trees.items():
        for name in _PRINTING:
            for call in code_cells.calls(tree, name):
                if isinstance(call.func, ast.Name):
                    yield source.finding(
                        cell,
                        f"{ast.unparse(call)[:60]} in line {call.lineno}",
                        "a cell that shows a Figure, a Table or nothing",
                        "Remove it.",
                    )


RULE = Rule(
    id="outputs",
    title="Notebooks hold no outputs, magics or prints",
    why="A saved output shows numbers that may be old; what a cell prints is bound to nothing and stops the build.",
    fix="Strip outputs with nbstripout; remove magics and prints.",
    look=look,
)

"""Cells run from the top: what a cell uses is defined above it, and they were run in that order."""

from __future__ import annotations

import ast
import builtins
import symtable
from collections.abc import Iterator
from itertools import pairwise

from livepaper import code_cells
from livepaper.findings import Finding
from livepaper.lint.base import Rule
from livepaper.lint.source import OWN, Source
from livepaper.passages import expressions

_AT_ONCE = {"listcomp", "setcomp", "dictcomp", "genexpr"}
"""Scopes whose code runs where it stands, other than that of functions."""


def look(source: Source) -> Iterator[Finding]:
    """Report cells that are no Python, names used above their definition, and counts out of order."""
    for cell, text in source.code():
        if cell not in source.trees:
            told = f"what is no Python: {code_cells.fault(text)}"
            yield source.finding(cell, told, "plain Python", "Mend the cell.")
    yield from _names(source)
    yield from _counts(source)


def _names(source: Source) -> Iterator[Finding]:
    defined: dict[str, int] = {}
    used: dict[int, set[str]] = {}
    for cell, tree in source.trees.items():
        made, asked = _table(tree)
        defined |= {name: cell for name in made if name not in defined}
        used[cell] = asked - made - set(dir(builtins))
    for cell, text in source.markdown():
        used[cell] = {expression.partition(".")[0] for expression in expressions(text)}
    claims = {
        cell: {name for expression in expressions(text) if (name := _claim(expression))}
        for cell, text in source.markdown()
    }
    for cell in sorted(used):
        for name in sorted(used[cell]):
            yield from _early(source, cell, name, defined.get(name, 0))
        for name in sorted(claims.get(cell, ())):
            yield from _early(source, cell, f"{OWN}.{name}", source.assigned.get(name, 0))


def _early(source: Source, cell: int, name: str, defined: int) -> Iterator[Finding]:
    if cell < defined:
        yield source.finding(
            cell,
            f"“{name}”, which cell {defined} defines further down",
            "a name that is defined above",
            "Move the cells into the order in which they run.",
        )


def _counts(source: Source) -> Iterator[Finding]:
    ran = [
        (cell.execution_count, number)
        for number, cell in enumerate(source.notebook.cells, start=1)
        if cell.get("execution_count")
    ]
    for (before, earlier), (count, later) in pairwise(ran):
        if count < before:
            yield source.finding(
                later,
                f"that it ran before cell {earlier}, which stands above it",
                "cells that ran from the top",
                "In JupyterLab: Kernel, Restart Kernel and Run All Cells; then save.",
            )
            return


def _table(tree: ast.Module) -> tuple[set[str], set[str]]:
    """Return the names that a cell defines, and those that it uses when it runs."""
    table = symtable.symtable(ast.unparse(tree), "cell", "exec")
    made = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    made |= {symbol.get_name() for symbol in table.get_symbols() if symbol.is_namespace()}
    asked = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_referenced()}
    for inner in table.get_children():
        if inner.get_name() in _AT_ONCE:
            asked |= {symbol.get_name() for symbol in inner.get_symbols() if symbol.is_global()}
    return made, asked


def _claim(expression: str) -> str:
    holder, _, rest = expression.partition(".")
    return rest.partition(".")[0] if holder == OWN else ""


RULE = Rule(
    id="order",
    title="Cells run from the top to the bottom",
    why="The build and every reviewer start from a clean kernel; what only another order defines is not there.",
    fix="Move cells into the order in which they run; restart the kernel and run all.",
    look=look,
)

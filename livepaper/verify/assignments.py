"""The line of code that makes a claim."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from nbformat import NotebookNode

from livepaper.edition import Entry


@dataclass(frozen=True)
class Code:
    """A statement of a chapter.

    Attributes:
        chapter: The chapter.
        cell: The cell, from one.
        line: The line of the cell, from one; 0 if the statement was not found.
        source: The statement; empty if it was not found.
    """

    chapter: str
    cell: int
    line: int = 0
    source: str = ""


def assignment(entry: Entry, notebook: NotebookNode) -> Code:
    """Find the statement that makes a claim: `claims.NAME = …`, or a `setattr` that can have made it.

    Args:
        entry: The claim.
        notebook: Its chapter.

    Returns:
        The statement; where none is found, for the cell uses other means, the cell alone.
    """
    name = entry.claim.id.partition("/")[2]
    source = notebook.cells[entry.cell - 1].source
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except SyntaxError:  # a line that only notebooks know, such as `%time`
        return Code(entry.chapter, entry.cell)
    for found in (_plain(nodes, name), _by_name(nodes, name)):
        for node in found:
            return Code(entry.chapter, entry.cell, node.lineno, _text(source, node))
    return Code(entry.chapter, entry.cell)


def _plain(nodes: list[ast.AST], name: str) -> Iterator[ast.stmt]:
    for node in nodes:
        targets = node.targets if isinstance(node, ast.Assign) else []
        for target in targets:
            parts = target.elts if isinstance(target, ast.Tuple) else [target]
            if any(isinstance(part, ast.Attribute) and _is_claims(part.value) and part.attr == name for part in parts):
                assert isinstance(node, ast.Assign)
                yield node


def _by_name(nodes: list[ast.AST], name: str) -> list[ast.stmt]:
    """Return the statements that set an attribute whose name can be this one, the most telling first."""
    found: list[tuple[int, ast.stmt]] = []
    for node in nodes:
        call = node.value if isinstance(node, ast.Expr) else None
        if isinstance(node, ast.Expr) and isinstance(call, ast.Call) and _sets(call):
            fits = _fit(call.args[1], name)
            if fits is not None:
                found.append((fits, node))
    return [node for _, node in sorted(found, key=lambda pair: -pair[0])]


def _sets(call: ast.Call) -> bool:
    named = isinstance(call.func, ast.Name) and call.func.id == "setattr"
    return named and len(call.args) == 3 and _is_claims(call.args[0])


def _fit(argument: ast.expr, name: str) -> int | None:
    """Return how many letters of a name an argument spells out, or None if it cannot be that name."""
    if isinstance(argument, ast.Constant):
        return len(name) if argument.value == name else None
    if not isinstance(argument, ast.JoinedStr):
        return 0
    said = [part.value if isinstance(part, ast.Constant) else None for part in argument.values]
    pattern = "".join(".+" if text is None else re.escape(str(text)) for text in said)
    return sum(len(str(text)) for text in said if text is not None) if re.fullmatch(pattern, name) else None


def _is_claims(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "claims"


def _text(source: str, node: ast.stmt) -> str:
    lines = source.splitlines()[node.lineno - 1 : node.end_lineno]
    return textwrap.dedent("\n".join(lines))

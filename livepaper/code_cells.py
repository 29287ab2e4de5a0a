"""The code of a notebook's cells, read without running it.

Cells are plain Python: a chapter is also run by the chapters that restate it. A line
that only notebooks know (`%time`, `!ls`) is called a *magic* here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from livepaper.errors import ProjectError

_MAGIC = re.compile(r"^([ \t]*)[%!?][^\n]*", re.MULTILINE)


def read(path: Path) -> NotebookNode:
    """Read a notebook.

    Raises:
        ProjectError: There is none, or the file is not one.
    """
    try:
        return nbformat.read(path, as_version=4)
    except Exception as problem:  # nbformat raises whatever a broken file makes it stumble over
        told = problem.strerror if isinstance(problem, OSError) else " ".join(str(problem).split())[:200]
        raise ProjectError(str(path), told or "no text", "a notebook", "Restore it, or correct its name.") from problem


def magics(source: str) -> list[str]:
    """Return the magics of a cell, without the space around them; none in plain Python."""
    if _parsed(source) is not None:
        return []
    return [match.group().strip() for match in _MAGIC.finditer(source)]


def tree(source: str) -> ast.Module | None:
    """Return the syntax tree of a cell, its magics left out; None if the rest is no Python."""
    return _parsed(source) or _parsed(_MAGIC.sub(r"\1pass", source))


def fault(source: str) -> str:
    """Say where a cell, its magics left out, stops being Python; empty if it is Python."""
    try:
        ast.parse(_MAGIC.sub(r"\1pass", source))
    except (SyntaxError, ValueError) as error:
        return str(error)
    return ""


def calls(code: ast.AST, name: str) -> Iterator[ast.Call]:
    """Give every call of a function or class under its name, or under a module's."""
    for node in ast.walk(code):
        if isinstance(node, ast.Call):
            called = node.func
            if name == (called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")):
                yield node


def _parsed(source: str) -> ast.Module | None:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError):
        return None

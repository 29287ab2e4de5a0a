"""The texts of figures and tables, as far as they stand in the code that makes them."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields
from typing import Any

from livepaper import code_cells
from livepaper.figures import Figure, Table
from livepaper.passages import Passage, Writing

_FORMATTER = string.Formatter()
_READ = {"title", "subtitle", "base", "note", "source", "caption"}
"""The arguments that readers see as text."""

_ASKED: dict[type[Any], set[str]] = {Table: {"source"}}
"""What the engine does not need, but readers do."""


@dataclass(frozen=True)
class Shown:
    """A call in the code that makes a figure or a table.

    Attributes:
        kind: `Figure` or `Table`.
        arguments: Its arguments by name, as far as they can be told.
        missing: The parts that it lacks.
    """

    kind: str
    arguments: dict[str, ast.expr]
    missing: tuple[str, ...]

    @property
    def owner(self) -> str:
        """Name of the figure or caption of the table; empty if it is computed."""
        named = self.arguments.get("name" if self.kind == "Figure" else "caption")
        return str(named.value) if isinstance(named, ast.Constant) else ""


def shown(tree: ast.Module) -> Iterator[Shown]:
    """Give the figures and tables that a cell's code makes."""
    makers: tuple[type[Any], ...] = (Figure, Table)
    for made in makers:
        names = [field.name for field in fields(made)]
        needed = {field.name for field in fields(made) if field.default is MISSING} | _ASKED.get(made, set())
        for call in code_cells.calls(tree, made.__name__):
            arguments = dict(zip(names, call.args, strict=False))
            arguments |= {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
            open_ended = any(isinstance(argument, ast.Starred) for argument in call.args)
            open_ended |= any(keyword.arg is None for keyword in call.keywords)
            lacking = [] if open_ended else [name for name in names if name in needed - arguments.keys()]
            lacking += [name for name in names if name in needed and _is_empty(arguments.get(name))]
            yield Shown(made.__name__, {} if open_ended and call.args else arguments, tuple(lacking))


def texts(chapter: str, cell: int, tree: ast.Module) -> Iterator[Passage]:
    """Give the texts that a cell's figures and tables will show; fields in braces are bound.

    Args:
        chapter: The chapter's name.
        cell: The cell's number, from 1.
        tree: Its code.
    """
    for made in shown(tree):
        for name, argument in made.arguments.items():
            writing = _written(argument) if name in _READ else None
            if writing is not None and writing.text.strip():
                yield writing.passage(chapter, cell, name, made.owner)


def _written(argument: ast.expr) -> Writing | None:
    """Return what a text says; None if it is computed otherwise than by an f-string."""
    parts = argument.values if isinstance(argument, ast.JoinedStr) else [argument]
    writing = Writing()
    for part in parts:
        if isinstance(part, ast.FormattedValue):
            _bind(writing, ast.unparse(part.value))
        elif isinstance(part, ast.Constant) and isinstance(part.value, str):
            _template(part.value, writing)
        else:
            return None
    return writing


def _template(text: str, writing: Writing) -> None:
    try:
        parsed = list(_FORMATTER.parse(text))
    except ValueError:  # told when the figure is made
        writing.add(text)
        return
    for literal, field, _, _ in parsed:
        writing.add(literal)
        if field is not None:
            _bind(writing, field)


def _bind(writing: Writing, field: str) -> None:
    writing.bind({"text": f"{{{field}}}", "id": "", "form": "", "value": ""})


def _is_empty(argument: ast.expr | None) -> bool:
    return isinstance(argument, ast.Constant) and isinstance(argument.value, str) and not argument.value.strip()

"""The magic `%livepaper` of notebooks: what the commands say, where one writes.

    %livepaper lint

Importing anything from `livepaper` in a notebook registers it, in that notebook's kernel only.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from livepaper.claims import Claims, chapter_of
from livepaper.errors import LivePaperError, ProjectError

_USAGE = "%livepaper lint [FILE]…"
_LATER = "Remove this line before you build the book: cells show a Figure, a Table or nothing."


@dataclass(frozen=True)
class Told:
    """What the magic says.

    Attributes:
        head: In one line.
        lines: The rest, line by line.
    """

    head: str
    lines: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return "\n".join([self.head, *(f"- {line}" for line in self.lines), _LATER])

    def _repr_html_(self) -> str:
        listed = "".join(f"<li>{escape(line)}</li>" for line in self.lines)
        return f"<p><strong>{escape(self.head)}</strong></p><ul>{listed}</ul><p><small>{escape(_LATER)}</small></p>"


def register(shell: Any) -> None:
    """Give an IPython shell the magic."""

    def livepaper(line: str) -> Told:
        """Show what the rules find in this notebook as it was last saved: %livepaper lint."""
        try:
            return told(line, shell.user_ns)
        except LivePaperError as problem:
            return Told(str(problem))

    shell.register_magic_function(livepaper)


def told(line: str, namespace: dict[str, Any]) -> Told:
    """Return what a line of the magic asks for.

    Args:
        line: What follows `%livepaper`.
        namespace: The notebook's variables.

    Raises:
        ProjectError: The line is none that the magic knows, or the notebook's file cannot be found.
    """
    from livepaper.lint import Known, Source, lint  # noqa: PLC0415  heavy, and few cells need it
    from livepaper.paper import Paper  # noqa: PLC0415  likewise

    command, *files = line.split() or [""]
    if command != "lint":
        raise ProjectError("%livepaper", f"“{line}”", _USAGE, "Other commands are for a terminal: livepaper --help.")
    known = Known(Paper.open())
    paths = [Path(file) for file in files] or [_saved(known.paper, namespace)]
    sources = [Source.read(known, path) for path in paths]
    remarks = tuple(str(remark) for source in sources for remark in lint(source))
    names = ", ".join(source.name for source in sources)
    found = {0: "Nothing found", 1: "1 finding"}.get(len(remarks), f"{len(remarks)} findings")
    return Told(f"{found} in {names}, as last saved.", remarks)


def _saved(paper: Any, namespace: dict[str, Any]) -> Path:
    """Return the file of the running notebook: what the server says, or else the chapter that its claims name."""
    for name in (namespace.get("__vsc_ipynb_file__"), os.environ.get("JPY_SESSION_NAME")):
        if name and Path(name).suffix == ".ipynb":
            for path in (Path(name), Path(Path(name).name), paper.root / name):
                if path.is_file():
                    return path
    claims = namespace.get("claims")
    if not isinstance(claims, Claims):
        raise ProjectError("%livepaper lint", "no notebook that is known", "its file", "Name it: %livepaper lint FILE.")
    file: Path = paper.notebook(chapter_of(claims))
    return file

"""No path leads out of the paper's folder to a place that only one computer has."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from livepaper.findings import Finding
from livepaper.lint.base import Rule
from livepaper.lint.source import Source
from livepaper.passages import links

_ABSOLUTE = re.compile(r"/(?:[\w.~@+ -]+/)+[\w.~@+ -]*|(?:~[\w-]*|[A-Za-z]:)[\\/].*|\\\\\w.*|file:/.*", re.DOTALL)


def look(source: Source) -> Iterator[Finding]:
    """Report absolute paths in strings of code and in links."""
    for cell, tree in source.trees.items():
        strings = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
        for text in dict.fromkeys(text for text in strings if isinstance(text, str) and _ABSOLUTE.fullmatch(text)):
            yield _finding(source, cell, text)
    for cell, markdown in source.markdown():
        for target in dict.fromkeys(links(markdown)):
            if _ABSOLUTE.fullmatch(target):
                yield _finding(source, cell, target)


def _finding(source: Source, cell: int, path: str) -> Finding:
    return source.finding(
        cell,
        f"the absolute path “{path}”",
        "a table of the data package, or a path within the paper",
        "Read data with paper.table(…); link to FILE, without the folders of this computer.",
    )


RULE = Rule(
    id="paths",
    title="No path leads to a place that only one computer has",
    why="On any other computer, the site's included, the file is not there.",
    fix="Read data with paper.table(…) and link to files of the book.",
    look=look,
)

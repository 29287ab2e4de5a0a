"""No path leads out of the paper's folder to a place that only one computer has."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from livepaper.findings import Finding
from livepaper.lint.base import Rule
from livepaper.lint.source import Source
from livepaper.passages import links

_ELSEWHERE = r"(?:~[\w-]*|[A-Za-z]:)[\\/].*|\\\\\w.*|file:/.*"
_LINK = re.compile(rf"/(?:[\w.~@+ -]+/)+[\w.~@+ -]*|{_ELSEWHERE}", re.DOTALL)
_STRING = re.compile(rf"//?\w[\w.~@+ -]*(?:/[\w.~@+ -]*)*|{_ELSEWHERE}", re.DOTALL)
"""In code a path may be short (`/tmp`), or that of another computer (`//host/folder`)."""


def look(source: Source) -> Iterator[Finding]:
    """Report absolute paths in strings of code and in links."""
    for cell, tree in source.trees.items():
        for text in dict.fromkeys(text for text in _strings(tree) if _STRING.fullmatch(text)):
            yield _finding(source, cell, text)
    for cell, markdown in source.markdown():
        for target in dict.fromkeys(links(markdown)):
            if _LINK.fullmatch(target):
                yield _finding(source, cell, target)


def _strings(tree: ast.Module) -> Iterator[str]:
    """Give every string of a cell; not the parts of an f-string that stand behind another part."""
    within = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values[1:]}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in within:
            yield node.value


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

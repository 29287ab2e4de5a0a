"""Rewriting the running text of a page, and nothing else on it."""

from __future__ import annotations

import re
from collections.abc import Callable

_TOKEN = re.compile(
    r"<!--.*?-->|<(?P<end>/?)(?P<tag>[a-zA-Z][\w-]*)(?P<attributes>(?:\"[^\"]*\"|'[^']*'|[^\"'>])*)>|(?P<text>[^<]+)|<",
    re.DOTALL,
)
_ARTICLE = re.compile(r"(<article\b[^>]*>)(.*)(</article>)", re.DOTALL)

_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)

_RUNNING = frozenset({"p", "li"})
"""Elements whose text runs."""

_APART = frozenset(
    {"a", "abbr", "button", "code", "details", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "kbd", "pre", "script"}
    | {"select", "style", "summary", "svg", "table"}
)
"""Elements whose text is no running text, whatever they stand in."""

_APART_MARKS = re.compile(
    r'\bpopover\b|\bclass="[^"]*\b(?:admonition-title|bibtex-citation|citation|livepaper-table|not-found)\b'
)
"""Attributes of such elements."""


_BLOCK, _RUNS, _IS_APART = "block", "runs", "apart"
"""What the text of an element is: between blocks, running, or apart from it and all that is in it too."""


def rewritten(page: str, rewrite: Callable[[str], str]) -> str:
    """Return a page in whose article every piece of running text has been rewritten.

    Headings, links, code, figures, tables, titles of boxes, the list of sources and whatever can be
    opened or pressed are left as they are.

    Args:
        page: The page's HTML.
        rewrite: Takes a piece of text as it stands in HTML, and returns HTML.
    """
    return _ARTICLE.sub(lambda match: match[1] + _article(match[2], rewrite) + match[3], page, count=1)


def _article(html: str, rewrite: Callable[[str], str]) -> str:
    made: list[str] = []
    opened = [("", _BLOCK)]  # the elements one is in, and what their text is
    for token in _TOKEN.finditer(html):
        tag = (token["tag"] or "").lower()
        if token["text"] is not None:
            made.append(rewrite(token["text"]) if opened[-1][1] == _RUNS else token["text"])
            continue
        made.append(token[0])
        if token["end"]:
            _close(opened, tag)
        elif tag and tag not in _VOID and not token["attributes"].endswith("/"):
            opened.append((tag, _kind(tag, token["attributes"], opened[-1][1])))
    return "".join(made)


def _kind(tag: str, attributes: str, around: str) -> str:
    """Return what the text of an element is, given what the text around it is."""
    if around == _IS_APART or tag in _APART or _APART_MARKS.search(attributes):
        return _IS_APART
    return _RUNS if tag in _RUNNING else around


def _close(opened: list[tuple[str, str]], tag: str) -> None:
    """Leave the innermost element with a tag, if there is one."""
    for depth in range(len(opened) - 1, 0, -1):
        if opened[depth][0] == tag:
            del opened[depth:]
            return

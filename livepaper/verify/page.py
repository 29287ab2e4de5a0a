"""An executed chapter as one page of HTML that needs neither Jupyter nor a network."""

from __future__ import annotations

import copy
import re
from functools import lru_cache
from html import escape
from typing import Any

from nbformat import NotebookNode

from livepaper.figures import STYLE
from livepaper.records import CLAIM, READ

_EVAL = re.compile(r"\{eval\}(?P<ticks>`+)(?P<expression>.+?)(?P=ticks)", re.DOTALL)
_ROLE = re.compile(r"\{(?P<name>[a-z:]+)\}`(?P<text>[^`]*)`")


def page(notebook: NotebookNode, title: str) -> str:
    """Return a standalone page: the text with its numbers in it, the code, the outputs."""
    readable = copy.deepcopy(notebook)
    for cell in readable.cells:
        if cell.cell_type == "markdown":
            cell.source = _filled(cell.source, cell.metadata.get("livepaper", {}).get("said", []))
        else:
            cell.outputs = [output for output in cell.get("outputs", []) if _is_shown(output)]
    body, _ = _exporter().from_notebook_node(readable)
    return _SHELL.format(title=escape(title), style=STYLE.read_text(encoding="utf-8"), body=body)


def _is_shown(output: NotebookNode) -> bool:
    """Tell what readers see from the records of claims and reads, which show nothing."""
    return not {CLAIM, READ} & output.get("data", {}).keys()


def _filled(markdown: str, said: list[dict[str, Any]]) -> str:
    """Put what was said in the place of each expression, and other roles' own text in theirs."""
    texts = iter(said)

    def text(match: re.Match[str]) -> str:
        return str(next(texts, {"text": match[0]})["text"])

    return _ROLE.sub(lambda match: match["text"], _EVAL.sub(text, markdown))


@lru_cache(maxsize=1)
def _exporter() -> Any:
    from nbconvert import HTMLExporter  # noqa: PLC0415  takes half a second, which only exports should pay

    return HTMLExporter(template_name="basic")


_SHELL = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}, executed</title>
<style>
{style}
body {{ max-width: 50rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.6 system-ui, sans-serif; }}
pre {{ overflow-x: auto; padding: .6rem; background: #8881; font-size: .85rem; }}
.jp-InputPrompt, .jp-OutputPrompt, .anchor-link {{ display: none; }}
</style></head>
<body>
{body}
</body></html>
"""

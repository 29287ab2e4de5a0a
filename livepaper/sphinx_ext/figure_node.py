"""Figures on a page: numbered with Sphinx's figures, so that `numref` can refer to them."""

from __future__ import annotations

import re
from html import unescape

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from livepaper.figures import with_downloads
from livepaper.paper import FIGURES

_FILES = {"SVG": "svg", "PNG": "png", "CSV": "csv", "Vega-Lite": "vl.json"}
_FIGURE = re.compile(r'<figure class="livepaper-figure" data-figure="(?P<name>[^"]+)"')
_TITLE = re.compile(r'<p class="figure-title">(?P<title>.*?)</p>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


class live_figure(nodes.General, nodes.Element):  # noqa: N801  docutils names its nodes so
    """A figure whose HTML the engine has written; `html` and `title` hold it."""


def numbered(document: nodes.document, html: str) -> live_figure | None:
    """Make a node of a figure's HTML, known to references as `fig-NAME`; None if it is no figure."""
    match, title = _FIGURE.search(html), _TITLE.search(html)
    if match is None or title is None:
        return None
    node = live_figure(html=html, title=unescape(_TAG.sub("", title["title"])))
    node["names"].append(f"fig-{match['name']}")
    document.note_explicit_target(node, node)
    return node


def _visit(translator: HTML5Translator, node: live_figure) -> None:
    name = node["ids"][0]
    number = translator.builder.fignumbers["figure"][name]
    prefix = f'<span class="figure-number">Figure {".".join(map(str, number))}</span> '
    html = _TITLE.sub(lambda match: f'<p class="figure-title">{prefix}{match["title"]}</p>', node["html"], count=1)
    folder = "../" * translator.builder.current_docname.count("/") + FIGURES
    file = f"{folder}/{name.removeprefix('fig-')}"
    links = {label: f"{file}.{ending}" for label, ending in _FILES.items()}
    translator.body.append(with_downloads(html.replace("<figure ", f'<figure id="{name}" ', 1), links))
    raise nodes.SkipNode


def _depart(translator: HTML5Translator, node: live_figure) -> None:
    """Never called: the visit writes all of the figure."""


def _title(node: nodes.Node) -> str:
    return str(node["title"]) if isinstance(node, live_figure) else ""


def setup(app: Sphinx) -> None:
    """Count our figures among Sphinx's."""
    app.add_enumerable_node(live_figure, "figure", _title, html=(_visit, _depart))

"""Figures on a page: numbered with Sphinx's figures, so that `numref` can refer to them."""

from __future__ import annotations

import re
from html import unescape

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from livepaper.figures import Place, theme, with_views
from livepaper.paper import EXPLORER, FIGURES

_FILES = {"SVG": "svg", "PNG": "png", "CSV": "csv", "Vega-Lite": "vl.json"}
_FIGURE = re.compile(r'<figure class="livepaper-figure" data-figure="(?P<name>[^"]+)"')
_TITLE = re.compile(r'<p class="figure-title">(?P<title>.*?)</p>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_YEAR = re.compile(r"\d{4}")


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
    number = f"Figure {'.'.join(map(str, translator.builder.fignumbers['figure'][name]))}"
    root = "../" * translator.builder.current_docname.count("/")
    file = f"{root}{FIGURES}/{name.removeprefix('fig-')}"
    place = Place(
        id=name,
        number=number,
        files={label: f"{file}.{ending}" for label, ending in _FILES.items()},
        citation=_citation(translator, f"{number}: {node['title']}"),
        explorer={
            "engine": f"{root}{EXPLORER}",
            "wide": f"{file}.vl.json",
            "narrow": f"{file}-narrow.vl.json",
            "ink": theme.INK,
        },
    )
    translator.body.append(with_views(node["html"], place))
    raise nodes.SkipNode


def _citation(translator: HTML5Translator, figure: str) -> str:
    """Say who is to be cited for a figure: author, year, figure, book, as the book's configuration names them."""
    config = translator.builder.config
    year = _YEAR.search(config.copyright)
    dated = f"{config.author} ({year[0]})" if year else config.author
    return f"{dated}. {figure.rstrip('.')}. In: {config.html_title}"


def _depart(translator: HTML5Translator, node: live_figure) -> None:
    """Never called: the visit writes all of the figure."""


def _title(node: nodes.Node) -> str:
    return str(node["title"]) if isinstance(node, live_figure) else ""


def setup(app: Sphinx) -> None:
    """Count our figures among Sphinx's."""
    app.add_enumerable_node(live_figure, "figure", _title, html=(_visit, _depart))

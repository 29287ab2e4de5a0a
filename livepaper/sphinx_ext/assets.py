"""The style sheets and scripts that the pages need, and a watch that nothing comes from other hosts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from livepaper.figures import STYLE
from livepaper.sphinx_ext.ledger import warn

STATIC = Path(__file__).parent / "static"


def _add_files(app: Sphinx, config: Config) -> None:
    config.html_static_path += [str(STATIC), str(STYLE)]


def _refuse_other_hosts(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Warn of a script or style sheet that a page would fetch from elsewhere, such as MathJax's."""
    for asset in [*context["script_files"], *context["css_files"]]:
        address = str(getattr(asset, "filename", asset) or "")
        if "//" in address:
            warn("%s: found the asset %s; expected only files of the site. Remove what needs it.", pagename, address)


def setup(app: Sphinx) -> None:
    """Add the style sheets of figures and pages, in this order, and the scripts of tables and of offline reading."""
    app.connect("config-inited", _add_files)
    app.connect("html-page-context", _refuse_other_hosts, priority=900)
    app.add_css_file(STYLE.name)
    app.add_css_file("livepaper.css")
    app.add_js_file("ledger-table.js", loading_method="defer")
    app.add_js_file("offline.js", loading_method="defer")

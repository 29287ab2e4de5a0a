"""The style sheets and scripts that a page needs, no others, and a watch that nothing comes from other hosts."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from livepaper.figures import STYLE
from livepaper.sphinx_ext.ledger import warn

STATIC = Path(__file__).parent / "static"

_STYLES = (
    "theme.css",
    "reading.css",
    "livepaper.css",
    "cards.css",
    "charts.css",
    "frame.css",
    "notes.css",
    "print.css",
)
"""Our style sheets in order; they come after Furo's."""

_SEARCHING = ("doctools.js", "documentation_options.js", "sphinx_highlight.js")
"""What only the search page uses."""

_UNUSED = re.compile(r"(?:copybutton\w*|clipboard\.min)\.(?:css|js)|mystnb\.\w+\.css|design-tabs\.js")
"""What Jupyter Book brings along and no page has a use for; ours replace what is used of MyST-NB's styles."""

_MARKUP = {
    "sphinx-design.min.css": re.compile(r'class="[^"]*\bsd-'),
    "togglebutton.css": re.compile(r'class="[^"]*\b(?:dropdown|toggle)\b'),
    "togglebutton.js": re.compile(r'class="[^"]*\b(?:dropdown|toggle)\b'),
    "cards.css": re.compile(r'<data class="claim"'),
    "cards.js": re.compile(r'<data class="claim"'),
    "charts.css": re.compile(r"\blivepaper-figure\b"),
    "charts.js": re.compile(r"\blivepaper-figure\b"),
    "ledger-table.js": re.compile(r"\bdata-searchable\b"),
    "notes.js": re.compile(r"\bbibtex-citation\b"),
}
"""The markup that a style sheet or script serves: it is left out of pages that have none."""


def needed(name: str, page: str, body: str) -> bool:
    """Tell whether a page needs a style sheet or script.

    Args:
        name: File name of the asset; empty for one that would stand in the page itself, which a strict
            Content-Security-Policy forbids (they are settings of what is left out here).
        page: Name of the page.
        body: The page's content as HTML; empty for pages that are made of a template alone.
    """
    if not name or _UNUSED.fullmatch(name):
        return False
    if name in _SEARCHING:
        return page == "search"
    return name not in _MARKUP or bool(_MARKUP[name].search(body))


def _file(asset: Any) -> str:
    return str(getattr(asset, "filename", asset) or "")


def _add_files(app: Sphinx, config: Config) -> None:
    config.html_static_path += [str(STATIC), str(STYLE)]


def _leave_out(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Leave out what the page has no use for, and warn of what it would fetch from elsewhere, such as MathJax."""
    body = context.get("body", "")
    for kind in ("script_files", "css_files"):
        context[kind] = [asset for asset in context[kind] if needed(PurePosixPath(_file(asset)).name, pagename, body)]
        for address in filter(lambda address: "//" in address, map(_file, context[kind])):
            warn("%s: found the asset %s; expected only files of the site. Remove what needs it.", pagename, address)


def setup(app: Sphinx) -> None:
    """Add our style sheets, after Furo's, and scripts."""
    app.connect("config-inited", _add_files)
    app.connect("html-page-context", _leave_out, priority=900)
    app.add_css_file(STYLE.name)
    for name in _STYLES:
        app.add_css_file(name, priority=700)
    for name in ("cards.js", "charts.js", "ledger-table.js", "notes.js", "offline.js"):
        app.add_js_file(name, loading_method="defer")

"""The look of the pages: templates over Furo's, the page for addresses that lead nowhere, the edition's own data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from livepaper.citation import work

TEMPLATES = Path(__file__).parent / "templates"
NOT_FOUND = "404"


def _use_templates(app: Sphinx, config: Config) -> None:
    config.templates_path.append(str(TEMPLATES))


def _add_edition(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    context["edition"] = work(Path(app.srcdir))


def _not_found(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    yield NOT_FOUND, {"title": "Page not found"}, f"{NOT_FOUND}.html"


def setup(app: Sphinx) -> None:
    """Register templates, their data and the page of their own."""
    app.connect("config-inited", _use_templates)
    app.connect("html-page-context", _add_edition)
    app.connect("html-collect-pages", _not_found)

"""What Sphinx loads for a draft: everything that pages are made of, without the rules of publishing."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from livepaper.sphinx_ext import setup_pages

_LEFT_OUT = "offline.js"
"""A draft is never kept for reading without a network: it would outlive itself."""


def _leave_out(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    context["script_files"] = [file for file in context["script_files"] if _LEFT_OUT not in str(file)]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register everything with Sphinx."""
    app.connect("html-page-context", _leave_out, priority=950)
    return setup_pages(app)

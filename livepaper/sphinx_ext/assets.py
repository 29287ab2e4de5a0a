"""The style sheets that the pages need, served from the site itself."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from livepaper.figures import STYLE

STATIC = Path(__file__).parent / "static"


def _add_files(app: Sphinx, config: Config) -> None:
    config.html_static_path += [str(STATIC), str(STYLE)]


def setup(app: Sphinx) -> None:
    """Add the style sheets of figures and pages, in this order."""
    app.connect("config-inited", _add_files)
    app.add_css_file(STYLE.name)
    app.add_css_file("livepaper.css")

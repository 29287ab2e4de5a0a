"""What interactive charts need: Vega, as one script of the site's own.

A page asks for it only when a reader wants to explore a chart.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import vl_convert

from livepaper.files import write
from livepaper.paper import EXPLORER
from livepaper.site.publication import Publication

_EXPORT = "export const embed = vegaEmbed;"
"""Makes the bundle a module, which leaves no names in the page."""


def charts(publication: Publication) -> None:
    """Write the script that draws interactive charts, if the book has a chart."""
    if publication.figures:
        write(publication.folder / EXPLORER, _bundle(publication.folder.parent).read_bytes())


def _bundle(cache: Path) -> Path:
    """Return the file of the bundle; making it takes a second, so each version is kept."""
    path = cache / f"vega-{vl_convert.get_vega_version()}-{version('vl-convert-python')}.js"
    if not path.exists():
        write(path, vl_convert.javascript_bundle(_EXPORT).encode())
    return path

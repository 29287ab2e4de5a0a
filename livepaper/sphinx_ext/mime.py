"""What MyST-NB makes of our outputs: records leave no trace on the page, figures are numbered.

Claims lose the tooltips they have in notebooks, because pages have cards.

MyST-NB hands every output of every shown cell to `Outputs.handle_mime`, an entry
point in `pyproject.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer

from livepaper.claims import without_tooltips
from livepaper.records import CLAIM, FIGURE, READ
from livepaper.sphinx_ext import figure_node


class Outputs:
    """The renderer MyST-NB asks first for every output."""

    mime_priority_overrides: ClassVar[Sequence[tuple[str, str, int | None]]] = ()

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """Drop our records and number our figures; leave the rest to MyST-NB."""
        if data.mime_type in {CLAIM, FIGURE, READ}:
            return []
        if data.mime_type == "text/html":
            data.content = without_tooltips(data.string)
            figure = None if inline else figure_node.numbered(renderer.renderer.document, data.content)
            return None if figure is None else [figure]
        return None

"""What the running chapters' outputs become: records are kept, figures are numbered.

MyST-NB hands every output of every cell to `Outputs.handle_mime` (an entry point in
`pyproject.toml`). Our own records leave no trace on the page; what they say is
stored in Sphinx's environment by document. An error in a cell is reported with
chapter, cell and the last lines of its traceback.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from livepaper.records import CLAIM, FIGURE, READ
from livepaper.sphinx_ext import figure_node

LOGGER = logging.getLogger(__name__)

_CELL_LINES = 10_000
"""MyST-NB numbers the lines of a notebook's n-th cell from n times this."""


def cell_of(line: int | None) -> int:
    """Return the number of the cell, from one, that a MyST-NB line number lies in."""
    return (line or 0) // _CELL_LINES


def kept(env: BuildEnvironment, kind: str) -> dict[str, list[dict[str, Any]]]:
    """Return the records of a kind (a MIME type) that the documents left, by document."""
    store: dict[str, dict[str, list[dict[str, Any]]]] = env.__dict__.setdefault("livepaper_records", {})
    return store.setdefault(kind, {})


class Outputs:
    """The renderer MyST-NB asks first for every output."""

    mime_priority_overrides: ClassVar[Sequence[tuple[str, str, int | None]]] = ()

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """Keep our records and number our figures; leave the rest to MyST-NB."""
        env = renderer.renderer.sphinx_env
        if data.mime_type in {CLAIM, FIGURE, READ}:
            if env is not None and not inline:
                record = {**data.content, "cell": (data.cell_index or 0) + 1}
                kept(env, data.mime_type).setdefault(env.docname, []).append(record)
            return []
        if data.mime_type == "text/html" and not inline:
            figure = figure_node.numbered(renderer.renderer.document, str(data.content))
            return None if figure is None else [figure]
        return None


def _report_errors(app: Sphinx, document: nodes.document) -> None:
    for node in document.findall(nodes.container):
        if node.get("nb_element") != "cell_code":
            continue
        for output in node.findall(nodes.literal_block):
            if "traceback" in output.get("classes", []):
                last = " ".join(output.astext().strip().splitlines()[-1:])
                LOGGER.warning(
                    "%s, cell %s fails: %s", document["source"], node["cell_index"] + 1, last, type="livepaper"
                )


def _forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    for kind in (CLAIM, FIGURE, READ):
        kept(env, kind).pop(docname, None)


def _require_unique_claims(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of a claim that two cells assign, or that another chapter's name begins."""
    seen: dict[str, str] = {}
    for docname, claims in kept(env, CLAIM).items():
        for record in claims:
            here = f"{docname}, cell {record['cell']}"
            if record["id"] in seen:
                LOGGER.warning(
                    "%s: claim %s is assigned here and in %s; expected once. Rename one.",
                    here,
                    record["id"],
                    seen[record["id"]],
                    type="livepaper",
                    subtype="claim",
                )
            seen[record["id"]] = here
            chapter = record["id"].partition("/")[0]
            if chapter != docname.rpartition("/")[2]:
                LOGGER.warning(
                    "%s: found Claims(“%s”); expected the notebook's own name. Correct it.",
                    here,
                    chapter,
                    type="livepaper",
                    subtype="claim",
                )


def setup(app: Sphinx) -> None:
    """Register the handlers."""
    app.connect("env-purge-doc", _forget)
    app.connect("doctree-read", _report_errors)
    app.connect("env-check-consistency", _require_unique_claims)

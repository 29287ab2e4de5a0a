"""The Jupyter Book side: plain `jupyter-book build .` publishes right numbers or nothing.

* `claim_role`: an `{eval}` that is no claim is refused;
* `ledger`: the records of the chapters that ran, and what pages show of them, must agree;
* `mime`: records leave no trace on the page;
* `figure_node`: figures are numbered and can be referred to;
* `bibliography`: authors and years, in the text and in the list of sources;
* `dependencies`: a page is rebuilt when data, chapters or engine modules it used have changed;
* `data_pages`: the data explorer, and pages for the tables of the data package;
* `publishing`: the site is built aside and replaces the old one only when nothing was wrong;
* `assets`: the style sheets and scripts that a page needs, and no others;
* `theming`: templates over Furo's, the page that is not found, the foot of every page.
* `extra_pages`: pages about the edition, which are no chapters;
"""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from livepaper.sphinx_ext import (
    assets,
    bibliography,
    claim_role,
    data_pages,
    dependencies,
    extra_pages,
    figure_node,
    ledger,
    publishing,
    theming,
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register everything with Sphinx."""
    publishing.setup(app)
    dependencies.setup(app)
    return setup_pages(app)


def setup_pages(app: Sphinx) -> dict[str, Any]:
    """Register what pages are made of: all but what to build again, and when to publish."""
    ledger.setup(app)
    figure_node.setup(app)
    claim_role.setup(app)
    bibliography.setup(app)
    data_pages.setup(app)
    extra_pages.setup(app)
    assets.setup(app)
    theming.setup(app)
    return {"parallel_read_safe": False, "parallel_write_safe": True}

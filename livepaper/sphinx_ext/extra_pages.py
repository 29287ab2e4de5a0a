"""Pages about the edition as a whole, in the book's theme; `livepaper.site` fills them.

Sphinx writes them only when it writes anything, and nothing of it depends on what they will say; so they are right
even when only the changelog, the citation or the history of releases is new.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.util import logging

from livepaper.site.changes import MARK as CHANGES_HERE
from livepaper.site.cite import MARK as CITATION_HERE
from livepaper.site.settings import settings

LOGGER = logging.getLogger(__name__)

_CITE = f"""\
<section id="cite"><h1>Cite this edition</h1>
<p>Please cite this edition as below, and the works and surveys it rests on for what is theirs; they are listed with
the sources.</p>
{CITATION_HERE}
</section>"""

_CHANGES = f"""\
<section id="changes"><h1>What changed</h1>
{CHANGES_HERE}
</section>"""

PAGES = {"cite": ("Cite this edition", _CITE), "changes": ("What changed", _CHANGES)}
"""Title and body of each page by its name."""


def _pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    for name, (title, body) in PAGES.items():
        yield name, {"title": title, "body": body}, "page.html"


def _say_what_is_left_out(app: Sphinx, error: Exception | None) -> None:
    """Name the settings without which some of a site cannot be made."""
    known = settings(Path(app.srcdir))
    if not known.address:
        LOGGER.info("html: baseurl is not set in _config.yml: no sitemap.xml, and no whole addresses in the pages.")
    if not known.repository:
        LOGGER.info("repository: url is not set in _config.yml: no links to run a notebook or to report an error.")


def setup(app: Sphinx) -> None:
    """Add the pages, and their style sheet."""
    app.connect("html-collect-pages", _pages)
    app.connect("build-finished", _say_what_is_left_out)
    app.add_css_file("extra-pages.css")

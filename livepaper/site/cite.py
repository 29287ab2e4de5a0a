"""The page by which the edition is cited, and the same as files for reference managers."""

from __future__ import annotations

import shutil
from html import escape

from livepaper.citation import CITATION, bibtex, plain, ris, work
from livepaper.site.pages import insert
from livepaper.site.publication import Publication
from livepaper.site.settings import settings

BIBTEX, RIS = "cite.bib", "cite.ris"

MARK = "<!-- citation -->"
"""Where the page has room for what this step knows."""


def cite(publication: Publication) -> None:
    """Write the citation of the edition as text, BibTeX and RIS, on its page and as files."""
    page = publication.folder / "cite.html"
    if not page.is_file():
        return
    cited, address = work(publication.paper.root), settings(publication.paper.root).address
    formats = (
        ("Plain text", plain(cited, address), ""),
        ("BibTeX", bibtex(cited, address), BIBTEX),
        ("RIS", ris(cited, address), RIS),
    )
    for _, text, file in formats:
        if file:
            (publication.folder / file).write_bytes(text.encode())
    insert(page, MARK, "".join(_format(*each) for each in formats))
    if (publication.paper.root / CITATION).is_file():
        shutil.copyfile(publication.paper.root / CITATION, publication.folder / CITATION)
        insert(page, MARK, f'<p>All there is to cite is in <a href="{CITATION}" download>{CITATION}</a>.</p>')
    insert(page, "</body>", '<script defer src="_static/copy-citation.js"></script>')


def _format(title: str, text: str, file: str) -> str:
    name = title.lower().replace(" ", "-")
    link = f'<p><a href="{file}" download>Download {file}</a></p>' if file else ""
    return (
        f'<section class="citation-format"><h2 id="{name}">{title}</h2>'
        f'<pre class="citation-text" tabindex="0" role="region" aria-labelledby="{name}">{escape(text.strip())}</pre>'
        f'<div class="copy-place"></div>{link}</section>'
    )

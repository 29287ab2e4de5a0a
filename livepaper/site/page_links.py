"""What a reader can do with a page: take its notebook, run it, report an error."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from livepaper.site.pages import insert, to_root
from livepaper.site.publication import Document, Publication
from livepaper.site.settings import Settings, settings


def page_links(publication: Publication) -> None:
    """Add to the end of each page of the book what can be done with it."""
    known = settings(publication.paper.root)
    for document in publication.unfinished():
        page = publication.page(document.name)
        links = "".join(
            f'<li><a href="{escape(href)}"{attributes}>{escape(text)}</a></li>'
            for text, href, attributes in _links(publication, document, known)
        )
        label, hint = "With this page you can", _hint(document, known)
        insert(page, "</article>", f'<nav class="page-links" aria-label="{label}"><ul>{links}</ul>{hint}</nav>\n')


def _links(publication: Publication, document: Document, known: Settings) -> Iterator[tuple[str, str, str]]:
    """Give text, address and attributes of each link."""
    root = to_root(publication.page(document.name), publication.folder)
    notebook = f"{document.name}.ipynb"
    if (publication.folder / "_sources" / notebook).is_file():
        yield "Download the notebook", f"{root}_sources/{notebook}", " download"
    for text, href in (
        ("See it in the repository", known.source(notebook)),
        ("Run it on Binder", known.binder(notebook)),
        ("Open it in Colab", known.colab(notebook)),
    ):
        if href:
            yield text, href, ""
    report = known.report(f"Error on the page “{document.title}”", _body(known, document, "What is wrong"))
    if report:
        yield "Report an error", report, ""


def _hint(document: Document, known: Settings) -> str:
    """Say what Colab needs, which knows nothing of a notebook's surroundings."""
    if not known.colab(document.name):
        return ""
    folder = f"book/{known.folder}"
    inner = document.name.rpartition("/")[0]
    lines = [f"!git clone {known.repository} book", f"%pip install --quiet ./{folder}", f"%cd {folder}{inner}"]
    return (
        "<details><summary>What to run first in Colab</summary>"
        f"<pre>{escape(chr(10).join(line.rstrip('/') for line in lines))}</pre></details>"
    )


def report_url(publication: Publication, claim_id: str) -> str:
    """Return the form for reporting an error in a number, filled in; empty if no repository is configured.

    Args:
        publication: The site.
        claim_id: The claim's id.

    Raises:
        KeyError: The book has no such claim.
    """
    known = settings(publication.paper.root)
    chapter = claim_id.partition("/")[0]
    document = next((each for each in publication.documents if each.chapter == chapter), None)
    printed = str(publication.claims[claim_id])
    body = _body(known, document, f"The number {claim_id}, printed as “{printed}”, should be")
    fields = {"claim": claim_id, "page": _place(known, document), "printed": printed}
    return known.report(f"Error in the number {claim_id}", body, fields)


def _body(known: Settings, document: Document | None, question: str) -> str:
    """Return the beginning of a report: where, and what to complete."""
    place = _place(known, document)
    return f"Page: {place}\n\n{question}:\n" if place else f"{question}:\n"


def _place(known: Settings, document: Document | None) -> str:
    """Return the address of a page, or at least its file."""
    path = f"{document.name}.html" if document else ""
    return (known.absolute(path) or path) if path else ""

"""What stands before the chapters: title page, how to read the numbers, contents."""

from __future__ import annotations

from html import escape

from livepaper.book_files.document import Book, Section
from livepaper.book_files.grades import legend
from livepaper.citation import Work, plain


def title_page(work: Work) -> str:
    """Return the title page as XHTML: what `CITATION.cff` says, and nothing else."""
    authors = ", ".join(author.name for author in work.authors)
    dated = [f"Version {work.version}" if work.version else "", work.date, ", ".join(work.licences)]
    lines = [
        f'<p class="title">{escape(work.title)}</p>',
        f'<p class="authors">{escape(authors)}</p>' if authors else "",
        f'<p class="abstract">{escape(work.abstract)}</p>' if work.abstract else "",
        f'<p class="dated">{escape(" · ".join(filter(None, dated)))}</p>',
    ]
    return f'<section class="title-page" id="title-page">{"".join(lines)}</section>'


def guide(work: Work) -> str:
    """Return how to read the numbers and how to cite the book, as XHTML."""
    return (
        '<section class="guide" id="guide"><h1>How to read the numbers</h1>'
        "<p>Every number of this book is computed from published evidence when the book is built. A mark behind a "
        "number tells how good its evidence is; a number that is computed from several carries the mark of the "
        f"weakest.</p>{legend()}"
        "<p>Margins of error hold with 95 per cent confidence and, unless a standard error is given with a share, "
        "assume simple random sampling; where a survey’s design is not published, the true margin is wider. "
        "The appendix lists every number with what it is, how many people were asked, its margin, its source "
        "and the place in it.</p>"
        f'<h2>How to cite this book</h2><p class="cite">{escape(plain(work))}</p></section>'
    )


def contents(book: Book) -> str:
    """Return the table of contents as XHTML; the style sheet adds the numbers of pages."""
    items = "".join(_entry(section) for section in book.sections)
    return f'<nav class="contents" id="contents"><h1>Contents</h1><ol>{items}</ol></nav>'


def _entry(section: Section) -> str:
    nested = "".join(f"<li>{_link(heading.id, heading.text)}</li>" for heading in section.headings)
    below = f"<ol>{nested}</ol>" if nested else ""
    return f"<li>{_link(section.name, section.title)}{below}</li>"


def _link(target: str, text: str) -> str:
    return f'<a href="#{escape(target)}">{escape(text)}</a>'

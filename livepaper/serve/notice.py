"""What a page of the draft says about itself: that it is a draft, and what is wrong here or elsewhere."""

from __future__ import annotations

import hashlib
from html import escape

from livepaper.serve.draft import Draft
from livepaper.serve.problems import bare_page, listed

PREFIX = "/_draft"
"""Where the server's own files are, beside those of the site."""

_SAID = "Draft: not checked as a whole, not published."


def dressed(draft: Draft, page: str, html: str) -> tuple[str, str]:
    """Return a page with the notice and the script that reloads it, and its digest.

    Args:
        draft: The draft.
        page: The page's file in the site.
        html: Its text.
    """
    told = notice(draft, page.removesuffix(".html"))
    digest = hashlib.sha256(f"{html}{told}".encode()).hexdigest()
    head = f'<meta name="robots" content="noindex"><link rel="stylesheet" href="{PREFIX}/draft.css">'
    script = f'<script src="{PREFIX}/draft.js" data-page="{escape(page)}" data-digest="{digest}"></script>'
    with_head = html.replace("</head>", f"{head}</head>", 1)
    body, end, rest = with_head.rpartition("</body>")
    return f"{body}{told}{script}{end}{rest}", digest


def notice(draft: Draft, document: str) -> str:
    """Return the notice of a document's page, as HTML; every text in it is escaped."""
    parts = [f"<p>{_SAID}</p>"]
    if document in draft.waiting:
        other = draft.waiting[document]
        text = f"This page is as it was before {other} could no longer be built; its numbers may be older."
        parts.append(f"<p><strong>{escape(text)}</strong></p>")
    if draft.book_problems:
        text = "The book as a whole cannot be built as it is now; pages may be older."
        parts.append(f"<p><strong>{text}</strong></p>{listed(draft.book_problems)}")
    elsewhere = [name for name in draft.problems if name != document]
    if elsewhere:
        links = ", ".join(f'<a href="/{escape(name)}.html">{escape(name)}</a>' for name in elsewhere)
        parts.append(f"<p>Cannot be built: {links}.</p>")
    wrong = " wrong" if len(parts) > 1 else ""
    return f'<aside class="draft-notice{wrong}" aria-label="Draft">{"".join(parts)}</aside>'


def nothing_yet(draft: Draft) -> str:
    """Return the page that stands for one that has not been made yet."""
    if draft.book_problems:
        return bare_page(
            "The draft cannot be built", f"<h1>The draft cannot be built</h1>{listed(draft.book_problems)}"
        )
    return bare_page("Building the draft", "<h1>Building the draft</h1><p>The page appears here by itself.</p>")

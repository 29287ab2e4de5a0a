"""Abbreviations explained in place: the first on a page opens a card with its meaning.

The text itself stays as it is, in an `<abbr>` whose title shows on hovering; an empty button
over it opens a native popover, which touch, keyboard and screen readers reach without a script.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from livepaper.site.publication import Publication
from livepaper.site.running_text import rewritten

TABLE = "book-abbreviations"
"""The table of abbreviations, with the columns `abbreviation` and `meaning`; a paper may do without it."""


def abbreviations(publication: Publication) -> None:
    """Explain the abbreviations on every page."""
    package = publication.paper.package
    if TABLE not in package.names:
        return
    meanings = {row["abbreviation"]: row["meaning"] for row in package.rows(TABLE)}
    for path in publication.pages():
        page = path.read_text(encoding="utf-8")
        made = explained(page, meanings)
        if made != page:
            path.write_text(made, encoding="utf-8")


def explained(page: str, meanings: Mapping[str, str]) -> str:
    """Return a page on which each abbreviation is explained where the running text first has it.

    Args:
        page: The page's HTML.
        meanings: The meaning of each abbreviation.
    """
    if not meanings:
        return page
    longest_first = sorted(meanings, key=lambda abbreviation: (-len(abbreviation), abbreviation))
    pattern = re.compile(
        rf"(?<![\w/&-])(?:{'|'.join(re.escape(html.escape(one)) for one in longest_first)})(?![\w/]|-\w)"
    )
    found: dict[str, str] = {}

    def explain(match: re.Match[str]) -> str:
        abbreviation = html.unescape(match[0])
        if abbreviation in found:
            return match[0]
        name = f"abbreviation-{len(found) + 1}"
        found[abbreviation] = _card(name, abbreviation, meanings[abbreviation])
        title = html.escape(meanings[abbreviation])
        return (
            f'<abbr class="abbreviation" title="{title}">{match[0]}<button type="button" popovertarget="{name}"'
            f' aria-label="{match[0]}: what it stands for"></button></abbr>'
        )

    made = rewritten(page, lambda text: pattern.sub(explain, text))
    return made.replace("</article>", f"{''.join(found.values())}</article>", 1)


def _card(name: str, abbreviation: str, meaning: str) -> str:
    return (
        f'<div class="note abbreviation-note" id="{name}" popover role="note">'
        f"<p><dfn>{html.escape(abbreviation)}</dfn> {html.escape(meaning)}</p></div>"
    )

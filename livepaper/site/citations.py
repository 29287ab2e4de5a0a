"""Citations explained in place: a card with the source's entry for each work that a page cites.

The link to the list of sources stays. A small script (`notes.js`) opens the card instead, on a
click, a tap or Enter, and while a pointer rests on the link.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Mapping

from livepaper.site.publication import Publication

_CITATION = re.compile(r'<span class="bibtex-citation".*?</span>', re.DOTALL)
_LINK = re.compile(
    r'<a class="reference internal" href="(?P<page>[^"#]*)#(?P<entry>[^"]+)"(?: title="[^"]*")?>(?P<text>.*?)</a>',
    re.DOTALL,
)
_ENTRY = re.compile(
    r'<div class="citation" id="(?P<id>[^"]+)"[^>]*>\s*<span class="label">(?P<label>.*?)</span>\s*'
    r'(?:<span class="backrefs">.*?</span>\s*)?<p>(?P<text>.*?)</p>\s*</div>',
    re.DOTALL,
)
_TAG = re.compile(r"<[^>]+>")


def citations(publication: Publication) -> None:
    """Give every page the cards of the works that it cites."""
    entries = {
        (f"{document.name}.html", key): entry
        for document in publication.documents
        for key, entry in sources(publication.page(document.name).read_text(encoding="utf-8")).items()
    }
    for path in publication.pages():
        text = path.read_text(encoding="utf-8")
        made = explained(text, path.relative_to(publication.folder).as_posix(), entries)
        if made != text:
            path.write_text(made, encoding="utf-8")


def sources(page: str) -> dict[str, tuple[str, str]]:
    """Return the list of sources on a page: label, as text, and entry, as HTML, by anchor."""
    return {match["id"]: (_label(match["label"]), match["text"]) for match in _ENTRY.finditer(page)}


def _label(marked: str) -> str:
    return html.unescape(_TAG.sub("", marked)).strip().strip("[]")


def explained(page: str, name: str, entries: Mapping[tuple[str, str], tuple[str, str]]) -> str:
    """Return a page with a card for each source that it cites.

    Args:
        page: The page's HTML.
        name: Its name in the site.
        entries: Label and entry of each source, by the name of the page that lists it and its anchor there.
    """
    cards: dict[str, str] = {}
    made = _CITATION.sub(lambda citation: _LINK.sub(_marker(name, entries, cards), citation[0]), page)
    return made.replace("</article>", f"{''.join(cards.values())}</article>", 1)


def _marker(
    name: str, entries: Mapping[tuple[str, str], tuple[str, str]], cards: dict[str, str]
) -> Callable[[re.Match[str]], str]:
    """Return what makes a citation's link name its card, and the card if it is the first."""

    def mark(link: re.Match[str]) -> str:
        listed = posixpath.normpath(posixpath.join(posixpath.dirname(name), link["page"])) if link["page"] else name
        entry = entries.get((listed, link["entry"]))
        if entry is None:
            return link[0]
        address = f"{link['page']}#{link['entry']}"
        card = f"cited-{link['entry']}"
        cards.setdefault(card, _card(card, address, *entry))
        return f'<a class="reference internal" href="{address}" data-note="{card}">{link["text"]}</a>'

    return mark


def _card(name: str, address: str, label: str, entry: str) -> str:
    return (
        f'<div class="note citation-note" id="{name}" popover role="dialog" tabindex="-1"'
        f' aria-label="Source: {html.escape(label)}"><p class="cited">{entry}</p>'
        f'<p class="note-more"><a class="reference internal" href="{address}">In the list of sources</a>'
        f'<button type="button" popovertarget="{name}" popovertargetaction="hide">Close</button></p></div>'
    )

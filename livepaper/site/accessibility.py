"""What Sphinx, MyST-NB and Furo write, mended for the keyboard and for screen readers.

* The line that unfolds a cell's code is named by its own words.
* Code that may be wider than its frame can be reached, and so scrolled, with the keyboard.
* The list of sources is a list of items; the role that Sphinx gives to these is deprecated.
* The landmarks of a page have names, and the two boxes that open its drawers stand in one
  (`frame.css` says what they open).
"""

from __future__ import annotations

import re

from livepaper.site.publication import Publication

_MENDED = {
    '<summary aria-label="Toggle hidden content">': "<summary>",
    '<div class="highlight"><pre>': '<div class="highlight"><pre tabindex="0">',
    ' role="doc-biblioentry"': ' role="listitem"',
    '<aside class="sidebar-drawer">': '<aside class="sidebar-drawer" aria-label="The book">',
    '<aside class="toc-drawer': '<aside aria-label="On this page" class="toc-drawer',
}
_SWITCHES = re.compile(r'(?:<input type="checkbox" class="sidebar-toggle"[^>]*>\s*)+')


def accessibility(publication: Publication) -> None:
    """Mend every page."""
    for path in publication.pages():
        page = path.read_text(encoding="utf-8")
        made = mended(page)
        if made != page:
            path.write_text(made, encoding="utf-8")


def mended(page: str) -> str:
    """Return a page with everything mended."""
    for written, better in _MENDED.items():
        page = page.replace(written, better)
    return _SWITCHES.sub(
        lambda match: f'<nav class="drawer-switches" aria-label="Drawers">{match[0].strip()}</nav>\n', page, count=1
    )

"""The page for addresses that lead nowhere: it is shown at any depth, so its links must not be relative."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from livepaper.site.publication import Publication
from livepaper.site.settings import settings

PAGE = "404.html"

_RELATIVE = re.compile(r'(?<=\s)(?P<name>href|src|action|data-content_root)="(?!#|/|[a-z][a-z+.-]*:)(?:\./)?')


def not_found(publication: Publication) -> None:
    """Begin the links of the page with the folder of the site's address, where the configuration has one.

    Without an address they stay relative: right for a page that is opened by its own name.
    """
    address = settings(publication.paper.root).address
    path = publication.folder / PAGE
    if address and path.is_file():
        page = path.read_text(encoding="utf-8")
        path.write_text(rooted(page, urlsplit(address).path), encoding="utf-8")


def rooted(page: str, folder: str) -> str:
    """Return a page of the site's uppermost folder with links that work wherever it is shown.

    Args:
        page: The page's HTML.
        folder: The path of the site's folder on its host, such as `/paper/`.
    """
    start = "/" if not folder.strip("/") else f"/{folder.strip('/')}/"
    return _RELATIVE.sub(lambda match: f'{match["name"]}="{start}', page)

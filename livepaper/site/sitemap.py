"""What is there, for robots: `robots.txt`, and `sitemap.xml` where the site's address is known."""

from __future__ import annotations

from html import escape

from livepaper.files import write as write_file
from livepaper.site.publication import Publication
from livepaper.site.settings import settings

_NOT_LISTED = {"search.html", "404.html"}
"""Pages that hold nothing of their own."""


def sitemap(publication: Publication) -> None:
    """Write both. A sitemap holds whole addresses only, so there is none while the site's address is not set."""
    known = settings(publication.paper.root)
    rules = "User-agent: *\nAllow: /\n"
    if not known.address:
        write_file(publication.folder / "robots.txt", rules.encode())
        return
    names = [path.relative_to(publication.folder).as_posix() for path in publication.pages()]
    listed = "".join(
        f"<url><loc>{escape(known.absolute(name))}</loc></url>\n" for name in names if name not in _NOT_LISTED
    )
    opening = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    write_file(publication.folder / "sitemap.xml", f"{opening}{listed}</urlset>\n".encode())
    write_file(publication.folder / "robots.txt", f"{rules}Sitemap: {known.absolute('sitemap.xml')}\n".encode())

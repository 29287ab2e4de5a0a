"""How the site is delivered: fast, closed to other hosts, and readable without a network. The last step of all.

* `tags`: a page's tags and their places;
* `library`: files under names that carry their hash;
* `bundling`: one style sheet and few scripts for each page;
* `policy`: what pages may load and run, and the host's headers;
* `offline`: the service worker;
* `compression`: compressed copies.
"""

from __future__ import annotations

import re
from pathlib import Path

from livepaper.site.assets.bundling import bundled, style_rules
from livepaper.site.assets.compression import SUFFIXES, compress
from livepaper.site.assets.library import ASSETS, STATIC, Library
from livepaper.site.assets.offline import WORKER, kept_files, service_worker
from livepaper.site.assets.policy import headers, refuse, with_policy
from livepaper.site.publication import Publication

_COMPRESSED = "compressed"
"""The folder, beside the site, where compressed files are kept from build to build."""

_FILE_NAME = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_VERSIONED = re.compile(r'(?:src|href)="([^"?]+)\?v=')


def assets(publication: Publication) -> None:
    """Bundle, rename, guard and compress everything that the pages load.

    Raises:
        ProjectError: A page holds an inline script or style, or loads something from another host.
    """
    site = publication.folder
    pages = {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in publication.pages()}
    library = Library(site)
    rules = style_rules(list(pages.values()))
    for name, html in pages.items():
        pages[name] = with_policy(bundled(name, html, library, rules))
        refuse(name, pages[name])
        (site / name).write_text(pages[name], encoding="utf-8")
    _drop_unused(site, library)
    (site / "_headers").write_text(headers(), encoding="utf-8")
    (site / ".nojekyll").touch()  # or GitHub Pages leaves out folders that begin with an underscore
    _keep_offline(publication, library, pages)
    compress(site, site.parent / _COMPRESSED)


def _keep_offline(publication: Publication, library: Library, pages: dict[str, str]) -> None:
    """Write the service worker, which keeps the book's documents and the other pages at the root."""
    documents = {f"{document.name}.html" for document in publication.documents}
    kept = [name for name in pages if name in documents or "/" not in name]
    loaded = {library.find(address, name) for name in kept for address in _VERSIONED.findall(pages[name])}
    files = kept_files(publication.folder, kept, sorted(path for path in loaded if path))
    (publication.folder / WORKER).write_text(service_worker(publication.folder, files), encoding="utf-8")


def _drop_unused(site: Path, library: Library) -> None:
    """Remove the files of Sphinx's folder that nothing names any more."""
    (site / ".buildinfo").unlink(missing_ok=True)
    static = site / STATIC
    texts = [path for path in site.rglob("*") if path.suffix in SUFFIXES - {".csv", ".ipynb"} and path.is_file()]
    named = {
        name
        for path in texts
        if static not in path.parents
        for name in _FILE_NAME.findall(path.read_text(encoding="utf-8"))
    }
    for path in [path for path in static.rglob("*") if path.is_file()]:
        if path.relative_to(site).as_posix() in library.used() or path.name not in named:
            path.unlink()
    for folder in sorted((path for path in [static, *static.rglob("*")] if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


__all__ = ["ASSETS", "assets"]

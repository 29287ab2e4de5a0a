"""The page that says what changed: the authors' words, and the numbers release by release."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import pandas as pd
from markdown_it import MarkdownIt

from livepaper.figures.table import html_table
from livepaper.paper import LEDGER
from livepaper.repository import Repository
from livepaper.site.pages import insert
from livepaper.site.places import places
from livepaper.site.publication import Publication
from livepaper.site.releases import Change, Release, releases

CHANGELOG = "CHANGELOG.md"

MARK = "<!-- changes -->"
"""Where the page has room for what this step knows."""

NO_RELEASE = "No release is on record where this site was built, so there is nothing to compare its numbers with."


def changes(publication: Publication) -> None:
    """Fill the page that says what changed from the changelog and from the numbers of record at each release."""
    page = publication.folder / "changes.html"
    if not page.is_file():
        return
    ledger = (publication.folder / LEDGER).read_text(encoding="utf-8")
    found = releases(Repository(publication.paper.root), ledger)
    links = {claim: place.href for claim, place in places(publication).items()}
    log = publication.paper.root / CHANGELOG
    if log.is_file():
        insert(page, MARK, f'<section class="changelog">{changelog(log.read_text(encoding="utf-8"))}</section>')
    insert(page, MARK, numbers(found, links))


def changelog(text: str) -> str:
    """Return a changelog as HTML, without its title, which the page has already; HTML in it is shown as text."""
    renderer = MarkdownIt("commonmark", {"html": False})
    tokens = renderer.parse(text)
    if tokens and tokens[0].tag == "h1":
        tokens = tokens[3:]
    html: str = renderer.renderer.render(tokens, renderer.options, {})
    return html


def numbers(found: list[Release], links: Mapping[str, str]) -> str:
    """Return what changed in numbers, as HTML.

    Args:
        found: The releases, the latest first.
        links: Where on the site each present claim is.
    """
    parts = "".join(f"<h3>{_heading(release)}</h3>{_table(release, links)}" for release in found)
    listed = parts or f"<p>{NO_RELEASE}</p>"
    return f'<section class="release-numbers"><h2>Numbers between releases</h2>{listed}</section>'


def _heading(release: Release) -> str:
    return f'<span class="release">{escape(_extent(release))}</span>'


def _extent(release: Release) -> str:
    return f"From {release.since} to {release.name}" if release.name else f"Since {release.since}"


def _table(release: Release, links: Mapping[str, str]) -> str:
    if not release.changes:
        return "<p>No number of record is new, gone or another.</p>"
    cells = [(_Claim(change, links), _kind(change), change.before, change.after) for change in release.changes]
    frame = pd.DataFrame(cells, columns=["Number", "Change", "Before", "After"])
    title = "Changes of numbers."
    table = html_table(frame, f"{title} {_heading(release)}", f"{title} {_extent(release)}")
    return f'<div class="livepaper-table number-changes">{table}</div>'


def _kind(change: Change) -> str:
    return "new" if not change.before else "gone" if not change.after else "changed"


class _Claim:
    """The name of a claim as a cell, which leads to its place if it is still there."""

    def __init__(self, change: Change, links: Mapping[str, str]) -> None:
        self.name, self.href = change.claim, links.get(change.claim) if change.after else None

    def __str__(self) -> str:
        return self.name

    def _repr_html_(self) -> str:
        name = f"<code>{escape(self.name)}</code>".replace("_", "_<wbr>")
        return f'<a href="{escape(self.href)}">{name}</a>' if self.href else name

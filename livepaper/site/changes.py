"""The page that says what changed: the authors' words, and the numbers release by release."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from markdown_it import MarkdownIt

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
    head = "".join(f'<th scope="col">{title}</th>' for title in ("Number", "Change", "Before", "After"))
    rows = "".join(f"<tr>{''.join(_cells(change, links))}</tr>" for change in release.changes)
    name = escape(f"Changes of numbers. {_extent(release)}")
    return (
        '<div class="livepaper-table number-changes">'
        f'<div class="table-scroll" role="region" tabindex="0" aria-label="{name}"><table class="wide">'
        f"<caption>Changes of numbers. {_heading(release)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></div>"
    )


def _cells(change: Change, links: Mapping[str, str]) -> Iterator[str]:
    name = f"<code>{escape(change.claim)}</code>".replace("_", "_<wbr>")
    href = links.get(change.claim)
    linked = f'<a href="{escape(href)}">{name}</a>' if href and change.after else name
    kind = "new" if not change.before else "gone" if not change.after else "changed"
    yield f'<th scope="row">{linked}</th><td data-label="Change">{kind}</td>'
    yield f'<td data-label="Before">{escape(change.before)}</td><td data-label="After">{escape(change.after)}</td>'

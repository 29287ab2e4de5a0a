"""Which numbers differ from the last release, as Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from livepaper.repository import Repository
from livepaper.site.releases import Change, Release, releases

_KINDS = ("changed", "new", "gone")


def numbers(repository: Repository, ledger: str, version: str) -> str:
    """Return what differs between the numbers of record at the last tag and those of this version, number by number.

    Args:
        repository: The paper's folder, as git knows it.
        ledger: The numbers of record of this version.
        version: Its name.
    """
    found = releases(repository, ledger)
    return "\n".join(_lines(found[0] if found else None, version)) + "\n"


def _lines(release: Release | None, version: str) -> Iterator[str]:
    if release is None:
        yield f"# Numbers of {version}"
        yield from ("", "This is the first release, so there is nothing to compare its numbers with.")
        return
    yield f"# Numbers from {release.since} to {version}"
    if not release.changes:
        yield from ("", "No number of record is new, gone or another.")
        return
    counts = Counter(_kind(change) for change in release.changes)
    yield from ("", ", ".join(f"{kind}: {counts[kind]}" for kind in _KINDS) + ".")
    yield from ("", "| Number | Change | Before | After |", "|---|---|---|---|")
    for change in release.changes:
        cells = (f"`{change.claim}`", _kind(change), _plain(change.before), _plain(change.after))
        yield f"| {' | '.join(cells)} |"


def _kind(change: Change) -> str:
    return "new" if not change.before else "gone" if not change.after else "changed"


def _plain(text: str) -> str:
    return text.replace("|", "\\|")

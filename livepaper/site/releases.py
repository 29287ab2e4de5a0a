"""How the numbers of record differ between releases, which are the tags of the repository."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from livepaper.paper import LEDGER
from livepaper.repository import Repository


@dataclass(frozen=True)
class Change:
    """A number that is new, gone or another.

    Attributes:
        claim: The claim's id.
        before: Its value and unit before; empty if it is new.
        after: Its value and unit after; empty if it is gone.
    """

    claim: str
    before: str
    after: str


@dataclass(frozen=True)
class Release:
    """What changed between a release and the next one, or what there is now.

    Attributes:
        since: The release.
        name: The next one; empty for what has not been released.
        changes: The numbers that differ, in the order of the ledger, those that are gone last.
    """

    since: str
    name: str
    changes: tuple[Change, ...]


def changes(before: str, after: str) -> tuple[Change, ...]:
    """Return what differs between two ledgers, each as the text of its CSV file."""
    old, new = _numbers(before), _numbers(after)
    present = (Change(claim, old.get(claim, ""), number) for claim, number in new.items() if old.get(claim) != number)
    gone = (Change(claim, number, "") for claim, number in old.items() if claim not in new)
    return (*present, *gone)


def releases(repository: Repository, ledger: str) -> list[Release]:
    """Return what changed since each release, the latest first; nothing without git or without releases.

    Args:
        repository: The paper's folder, as git knows it.
        ledger: The present numbers of record.
    """
    editions = [*_tagged(repository), ("", ledger)]
    return [Release(since, name, changes(old, new)) for (since, old), (name, new) in pairwise(editions)][::-1]


def _tagged(repository: Repository) -> Iterator[tuple[str, str]]:
    """Give each release that has numbers of record, with them, the oldest first."""
    for tag in repository.tags:
        content = repository.content(LEDGER, f"refs/tags/{tag}")
        if content is not None:
            yield tag, content.decode("utf-8", errors="replace")


def _numbers(ledger: str) -> Mapping[str, str]:
    rows = csv.DictReader(io.StringIO(ledger))
    return {row["claim"]: f"{row['value']} {row['unit']}" for row in rows if {"claim", "value", "unit"} <= row.keys()}

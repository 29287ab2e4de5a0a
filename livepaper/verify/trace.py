"""Tracing a number: everything between what readers see and the page it comes from.

print(trace(edition, "79.6"))
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from livepaper.claims import Claim
from livepaper.edition import Edition, Entry, Occurrence
from livepaper.formulas import describe
from livepaper.passages import Bound, Passage, sentence
from livepaper.verify.assignments import assignment
from livepaper.verify.chain import Chain, Place, Ruling, Trace
from livepaper.verify.queries import find, looks

FULL = 5
"""How many claims that a number may mean are traced in full."""


def trace(edition: Edition, query: str) -> Trace:
    """Trace a number or a claim; `str` of the result is for a terminal.

    Args:
        edition: The edition to look in.
        query: A number as printed (`79.6%`, `1,110`, `two thirds`), a claim's id, or its name if only one has it.

    Returns:
        The chains of all claims that it means, the best first, at most `FULL` of them in full; where nothing
        matches, the nearest claims.
    """
    found = find(edition, query)
    full, others = found.claims[:FULL], found.claims[FULL:]
    chains = tuple(_chain(edition, edition.ledger[name]) for name in full)
    patterns = [found.pattern] if found.pattern else [looks(str(chain.entry.claim)) for chain in chains]
    return Trace(
        query,
        chains,
        tuple((name, str(edition.ledger[name].claim)) for name in others),
        tuple(_bare(edition, patterns, {*found.claims})),
        found.hints,
    )


def _chain(edition: Edition, entry: Entry) -> Chain:
    printed = str(entry.claim)
    return Chain(
        entry=entry,
        places=tuple(_places(edition, entry)),
        code=assignment(entry, edition.notebooks[entry.chapter]),
        formula=describe(entry.claim.quantity.formula),
        exhibits=tuple(map(edition.evidence.exhibit, entry.rows)),
        rulings=tuple(
            Ruling(one, tuple(f"{key}: {edition.evidence.reason(key)}" for key in one.corrections))
            for one in entry.printed
        ),
        alike=tuple(name for name, claim in edition.claims.items() if str(claim) == printed and name != entry.claim.id),
    )


def _places(edition: Edition, entry: Entry) -> Iterator[Place]:
    """Join the occurrences of a claim that stand in one sentence, or in one part of a figure or table."""
    groups: dict[tuple[str, int, str, str], list[Occurrence]] = defaultdict(list)
    for one in entry.occurrences:
        groups[one.chapter, one.cell, one.owner, "" if one.owner else one.sentence].append(one)
    for (chapter, cell, owner, _), ones in groups.items():
        yield Place(
            chapter,
            cell,
            tuple(dict.fromkeys(one.place for one in ones)),
            owner,
            ones[0].sentence,
            tuple(dict.fromkeys(one.text for one in ones)),
            tuple(_expressions(edition, entry.claim, ones)),
        )


def _expressions(edition: Edition, claim: Claim, ones: Iterable[Occurrence]) -> Iterator[str]:
    """Give what the source of a text has in the place of a claim, where the text is the author's own."""
    forms = {one.form for one in ones}
    one = next(iter(ones))
    cell = edition.notebooks[one.chapter].cells[one.cell - 1]
    for said in cell.metadata.get("livepaper", {}).get("said", []):
        if said["id"] == claim.id and said["form"] in forms:
            forms.remove(said["form"])
            yield said["expression"]


def _bare(edition: Edition, patterns: list[re.Pattern[str]], claims: set[str]) -> Iterator[Place]:
    """Give the places that print a number without being one of some claims, each sentence once."""
    seen: set[tuple[str, int, str, str]] = set()
    for passage in edition.passages:
        mine = [bound for bound in passage.bound if bound.claim in claims]
        for pattern in patterns:
            for match in pattern.finditer(passage.text):
                if any(bound.start < match.end() and match.start() < bound.end for bound in mine):
                    continue
                around = sentence(passage, Bound(match.start(), match.end(), "", "", ""))
                key = (passage.chapter, passage.cell, passage.owner, around)
                if key not in seen:
                    seen.add(key)
                    yield _place(passage, around, match[0])


def _place(passage: Passage, around: str, printed: str) -> Place:
    return Place(passage.chapter, passage.cell, (passage.place,), passage.owner, around, (printed,))

"""Every number and number-word that is typed is exempt, as the check `bound` asks of what is printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from livepaper.exemptions import TABLE
from livepaper.findings import Finding
from livepaper.lint.base import Rule
from livepaper.lint.offers import Offer, offers
from livepaper.lint.source import Source
from livepaper.loose import fitting, known_as, sort
from livepaper.numerals import Token
from livepaper.passages import Bound, Passage, sentence


@dataclass(frozen=True)
class Loose:
    """A number or number-word that is typed.

    Attributes:
        passage: The text in which it stands.
        token: The number or number-word.
    """

    passage: Passage
    token: Token


def loose(source: Source) -> Iterator[Loose]:
    """Give the numbers and number-words of a notebook that are bound to nothing and not exempt."""
    for passage in source.passages:
        for token in sort(passage, source.known.exemptions).loose:
            yield Loose(passage, token)


def look(source: Source) -> Iterator[Finding]:
    """Report each loose number with the claim it seems to be."""
    for one in loose(source):
        passage, token = one.passage, one.token
        owner = f" of “{passage.owner}”" if passage.owner else ""
        yield source.finding(
            passage.cell,
            f"the {token.kind} “{token.text}” in {passage.place}{owner}",
            "a claim, or a listed exemption",
            _action(source, one),
            sentence=sentence(passage, Bound(token.start, token.end, "", "", "")),
        )


def offered(source: Source, one: Loose) -> Offer | None:
    """Return the claim that a loose number looks like, if exactly one does, or exactly one of the same chapter."""
    found = offers(one.passage.text, one.token, source.known.ledger.values())
    own = [offer for offer in found if offer.claim.startswith(f"{source.chapter}/")]
    return next((some[0] for some in (own, found) if len({offer.claim for offer in some}) == 1), None)


def _action(source: Source, one: Loose) -> str:
    offer = offered(source, one)
    if offer is not None:
        return f"{offer}: `livepaper lint --fix` binds it; if it is another number, assign a claim for it."
    fits = fitting(one.token, source.known.ledger.values(), source.chapter)
    return f"Bind it to a claim, rephrase it, or list it in {TABLE} with a reason.{known_as(fits)}"


RULE = Rule(
    id="numbers",
    title="Every number and number-word is a claim, or exempt for a listed reason",
    why="A number that is typed stays as it is when its evidence changes, and nobody can trace it.",
    fix="Write {eval}`claims.NAME`, or {NAME} in the texts of figures; `livepaper lint --fix` offers what fits.",
    look=look,
)

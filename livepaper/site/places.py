"""Where on the site each claim is shown, and in which sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from livepaper.passages.passage import Bound
from livepaper.passages.sentences import sentence
from livepaper.site.publication import Document, Publication
from livepaper.site.reading import Block, read

_PROSE = {"p", "li", "dd"}


@dataclass(frozen=True)
class Place:
    """Where a claim is shown.

    Attributes:
        document: The page.
        anchor: The id there, of the number itself or of what is around it; empty if there is none.
        sentence: The sentence, the title or the table's row in which it stands.
        said: How it is printed there.
    """

    document: Document
    anchor: str
    sentence: str
    said: str

    @property
    def href(self) -> str:
        """The place's address from the site's folder."""
        return f"{self.document.name}.html" + (f"#{self.anchor}" if self.anchor else "")


def places(publication: Publication) -> dict[str, Place]:
    """Return the best place of every claim that is shown: running text before tables, its own page before others."""
    best: dict[str, tuple[tuple[bool, bool], Place]] = {}
    for document in publication.documents:
        for claim, rank, place in _shown(document, read(publication.page(document.name))):
            if claim not in best or rank < best[claim][0]:
                best[claim] = (rank, place)
    return {claim: best[claim][1] for claim in publication.claims if claim in best}


def _shown(document: Document, blocks: list[Block]) -> Iterator[tuple[str, tuple[bool, bool], Place]]:
    for block in blocks:
        for bound, anchor in zip(block.passage.bound, block.anchors, strict=True):
            rank = (block.tag not in _PROSE or bool(block.figure), not bound.claim.startswith(f"{document.chapter}/"))
            yield bound.claim, rank, Place(document, anchor, _sentence(block, bound), _said(block, bound))


def _sentence(block: Block, bound: Bound) -> str:
    """Return the sentence around a claim; the row of a table is not taken apart."""
    return block.passage.text if block.tag == "tr" else sentence(block.passage, bound)


def _said(block: Block, bound: Bound) -> str:
    return block.passage.text[bound.start : bound.end]

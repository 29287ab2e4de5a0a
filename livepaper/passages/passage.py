"""A text that readers see, with the claims in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Bound:
    """A claim, or a quantity without a name, as it stands in a text.

    Attributes:
        start: Where its text begins in the passage.
        end: Where it ends.
        claim: Id of the claim, `trust/trust_2025`; empty for a quantity without a name.
        form: The form it is said in, such as `rounded`; empty for a quantity without a name.
        value: The exact value.
    """

    start: int
    end: int
    claim: str
    form: str
    value: str


@dataclass(frozen=True)
class Passage:
    """A text that readers see.

    Attributes:
        chapter: The chapter's name.
        cell: Number of the cell in the committed notebook, from 1.
        place: What kind of text it is: prose, heading, title, subtitle, base, note, source, caption,
            cell, alt, drawing or description.
        text: The text as printed, claims filled in, without markup.
        bound: The claims and quantities in it, in order.
        owner: Name of the figure, or caption of the table, that it belongs to.
    """

    chapter: str
    cell: int
    place: str
    text: str
    bound: tuple[Bound, ...]
    owner: str = ""


@dataclass
class Writing:
    """A text that grows, piece by piece, and remembers what in it is bound."""

    text: str = ""
    bound: list[Bound] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Add plain text; white space shrinks as it does on a page."""
        shrunk = _SPACE.sub(" ", text)
        self.text += shrunk[1:] if shrunk.startswith(" ") and self.text[-1:] in {"", " "} else shrunk

    def bind(self, said: Mapping[str, Any]) -> None:
        """Add the text of a claim or a quantity: a mapping of text, id, form and value."""
        start = len(self.text)
        self.text += said["text"]
        self.bound.append(Bound(start, len(self.text), said["id"], said["form"], said["value"]))

    def passage(self, chapter: str, cell: int, place: str, owner: str = "") -> Passage:
        """Return what has been written so far as a passage."""
        return Passage(chapter, cell, place, self.text.rstrip(), tuple(self.bound), owner)

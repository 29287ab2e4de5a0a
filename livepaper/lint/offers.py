"""Which claim, in which form, prints what was typed: “79.6% looks like CHAPTER/NAME”."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from livepaper import words
from livepaper.claims import Claim
from livepaper.errors import LivePaperError
from livepaper.numerals import Token
from livepaper.quantity import PERCENT

PRINTED = "printed"
_FORMS = {
    PRINTED: words.printed,
    **{
        name: words.FORMS[name]
        for name in ("with_margin", "points", "rounded", "number", "spelled", "ordinal", "in_words")
    },
}
"""The forms that tell one number from another; those of comparison and standing are true of too many."""

_PER_CENT = re.compile(r"\s*(?:%|per ?cent\b|percentage points?\b|points?\b)")


@dataclass(frozen=True)
class Offer:
    """A claim that prints a text that was typed.

    Attributes:
        claim: The claim's id.
        form: The form in which it does.
        start: Where the text begins in its passage.
        end: Where it ends.
        text: The text.
    """

    claim: str
    form: str
    start: int
    end: int
    text: str

    def __str__(self) -> str:
        return f"{self.text} looks like {self.claim}"

    def expression(self, holder: str) -> str:
        """Return what prints it, such as `claims.NAME.FORM`.

        Args:
            holder: The variable that holds the claims of its chapter.
        """
        name = f"{holder}.{self.claim.partition('/')[2]}"
        return name if self.form == PRINTED else f"{name}.{self.form}"


def offers(text: str, token: Token, claims: Iterable[Claim]) -> list[Offer]:
    """Return the claims of which a form prints a number with the signs around it, each in the longest such form.

    Args:
        text: The passage.
        token: The number or number-word in it.
        claims: The claims to choose from.
    """
    found = (_longest(text, token, claim) for claim in claims)
    return [offer for offer in found if offer is not None]


def _longest(text: str, token: Token, claim: Claim) -> Offer | None:
    best: Offer | None = None
    for form, say in _FORMS.items():
        try:
            said = say(claim.quantity)
        except LivePaperError:
            continue
        start = _place(text, token, said, claim.quantity.unit)
        if start is not None and (best is None or len(said) > len(best.text)):
            best = Offer(claim.id, form, start, start + len(said), said)
    return best


def _place(text: str, token: Token, said: str, unit: str) -> int | None:
    """Return where a printed text stands around a number, or None if it does not, or the sign after it is not its."""
    for start in range(max(0, token.end - len(said)), token.start + 1):
        end = start + len(said)
        if text[start:end] == said and end >= token.end:
            percent = _PER_CENT.match(text, end)
            if percent is None or (unit.startswith(PERCENT) and "%" not in percent.group()):
                return start
    return None

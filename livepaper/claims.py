"""Claims: numbers in the text that are bound to data.

    claims = Claims("trust")
    claims.trust_2025 = panel.share("trust-in-neighbours", "trust them")

Assigning records the quantity in the notebook's output. In prose,
`claims.trust_2025` prints it and `claims.trust_2025.FORM` says it otherwise; the
forms are those of `livepaper.words`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from livepaper import records, words
from livepaper.errors import ClaimError
from livepaper.quantity import Grade, Quantity

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_PLAIN = "printed"
_TOOLTIP = re.compile(r'(<data class="claim"[^>]*) title="[^"]*" tabindex="0"')


@dataclass(frozen=True)
class Said:
    """A claim in one of its forms: what stands in a sentence, a caption or a table cell.

    Attributes:
        claim: The claim.
        form: Name of the form.
    """

    claim: Claim
    form: str

    def __str__(self) -> str:
        if self.form == _PLAIN:
            return words.printed(self.claim.quantity)
        return words.FORMS[self.form](self.claim.quantity)

    def _repr_html_(self) -> str:
        quantity = self.claim.quantity
        return (
            f'<data class="claim" data-claim="{html.escape(self.claim.id)}" value="{quantity.value:f}"'
            f' data-form="{self.form}" data-grade="{quantity.grade}"'
            f' title="{html.escape(self.tooltip)}" tabindex="0">{html.escape(str(self))}</data>'
        )

    @property
    def tooltip(self) -> str:
        """What a notebook tells of the claim when it is pointed at: grade and margin, a sentence each."""
        quantity = self.claim.quantity
        told = (f"Grade {words.graded(quantity)}", words.measured(quantity))
        return " ".join(f"{sentence[0].upper()}{sentence[1:]}." for sentence in told if sentence)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """The text, its HTML, and the record by which the build knows it for a claim."""
        return {
            "text/html": self._repr_html_(),
            "text/plain": str(self),
            records.CLAIM: {"id": self.claim.id, "form": self.form, "value": f"{self.claim.quantity.value:f}"},
        }


@dataclass(frozen=True)
class Claim:
    """A quantity under the name it has in the text; reading a form gives what to print.

    Attributes:
        id: Chapter and name, `trust/trust_2025`, unique in the book.
        quantity: The value and its evidence.
    """

    id: str
    quantity: Quantity

    def __getattr__(self, form: str) -> Said:
        if form in words.FORMS:
            return Said(self, form)
        if form.startswith("_"):
            raise AttributeError(form)
        known = ", ".join(words.FORMS)
        raise ClaimError(f"claim {self.id}", f"no form “{form}”", f"one of {known}", _hint(form, list(words.FORMS)))

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *words.FORMS]

    def __str__(self) -> str:
        return str(Said(self, _PLAIN))

    def _repr_html_(self) -> str:
        return Said(self, _PLAIN)._repr_html_()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return Said(self, _PLAIN)._repr_mimebundle_()

    def __add__(self, other: Quantity | Claim) -> Quantity:
        return self.quantity + _bare(other)

    def __radd__(self, other: Quantity) -> Quantity:
        return other + self.quantity

    def __sub__(self, other: Quantity | Claim) -> Quantity:
        return self.quantity - _bare(other)

    def __rsub__(self, other: Quantity) -> Quantity:
        return other - self.quantity

    def __truediv__(self, other: Quantity | Claim) -> Quantity:
        return self.quantity / _bare(other)

    def __rtruediv__(self, other: Quantity) -> Quantity:
        return other / self.quantity

    def __lt__(self, other: Quantity | Claim) -> bool:
        return self.quantity < _bare(other)

    def __gt__(self, other: Quantity | Claim) -> bool:
        return self.quantity > _bare(other)

    def percent_of(self, whole: Quantity | Claim) -> Quantity:
        """See `Quantity.percent_of`."""
        return self.quantity.percent_of(_bare(whole))

    def change_from(self, earlier: Quantity | Claim) -> Quantity:
        """See `Quantity.change_from`."""
        return self.quantity.change_from(_bare(earlier))

    def record(self) -> dict[str, Any]:
        """Return the claim as the verification reads it, with all that `restore` needs."""
        quantity = self.quantity
        return {
            "id": self.id,
            "value": f"{quantity.value:f}",
            "unit": quantity.unit,
            "text": str(self),
            "base": quantity.base,
            "margin": None if quantity.margin is None else f"{quantity.margin:.4f}",
            "error": _text(quantity.error),
            "design": quantity.design,
            "sampled": quantity.sampled,
            "sample": quantity.sample,
            "question": quantity.question,
            "rival": _text(quantity.rival),
            "grade": str(quantity.grade),
            "derived": quantity.derived,
            "rows": list(quantity.rows),
            "formula": quantity.formula,
        }

    @classmethod
    def restore(cls, record: Mapping[str, Any]) -> Claim:
        """Return the claim of which `record` was written."""
        return cls(
            record["id"],
            Quantity(
                value=Decimal(record["value"]),
                unit=record["unit"],
                rows=tuple(record["rows"]),
                grade=Grade(record["grade"]),
                base=record["base"],
                error=_decimal(record["error"]),
                design=record["design"],
                sampled=record["sampled"],
                sample=record["sample"],
                question=record["question"],
                rival=_decimal(record["rival"]),
                derived=record["derived"],
                formula=_tuples(record["formula"]),
            ),
        )


class Claims:
    """The claims of one chapter, each an attribute.

    Names complete in JupyterLab. Assigning again replaces, so that a cell can be
    run twice; the build refuses a name that two cells assign.
    """

    _chapter: str
    _claims: dict[str, Claim]

    def __init__(self, chapter: str) -> None:
        """Start the claims of a chapter, named as its notebook is without `.ipynb`."""
        object.__setattr__(self, "_chapter", chapter)
        object.__setattr__(self, "_claims", {})

    def __setattr__(self, name: str, value: Quantity | Claim) -> None:
        where = f"claims.{name} in chapter {self._chapter}"
        if not _NAME.fullmatch(name):
            raise ClaimError(
                where, f"the name “{name}”", "lower-case letters, digits and underscores", "Rename the claim."
            )
        quantity = _bare(value)
        if not isinstance(quantity, Quantity):
            raise ClaimError(
                where,
                f"{value!r} ({type(value).__name__})",
                "a quantity that knows its rows",
                "Compute it from paper.survey(…) or paper.table(…).",
            )
        claim = Claim(f"{self._chapter}/{name}", quantity)
        self._claims[name] = claim
        records.publish(records.CLAIM, claim.record())

    def __getattr__(self, name: str) -> Claim:
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._claims:
            raise ClaimError(
                f"chapter {self._chapter}",
                f"no claim “{name}”",
                f"one of its {len(self._claims)} claims",
                _hint(name, list(self._claims)),
            )
        return self._claims[name]

    def __dir__(self) -> list[str]:
        return list(self._claims)

    def __iter__(self) -> Iterator[Claim]:
        return iter(self._claims.values())

    def __len__(self) -> int:
        return len(self._claims)


def chapter_of(claims: Claims) -> str:
    """Return the name of the chapter whose claims they are; a function, since their attributes are the claims."""
    return str(vars(claims)["_chapter"])


def without_tooltips(markup: str) -> str:
    """Return markup in which claims have no tooltips, for pages that tell more of them in another way."""
    return _TOOLTIP.sub(r"\1", markup)


def _bare(value: Quantity | Claim) -> Quantity:
    return value.quantity if isinstance(value, Claim) else value


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _tuples(part: Any) -> Any:
    """Turn the lists that JSON has made of a formula's tuples back."""
    return tuple(map(_tuples, part)) if isinstance(part, list | tuple) else part


def _hint(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, n=1, cutoff=0.5)
    return f"Did you mean “{close[0]}”?" if close else "Check the spelling."

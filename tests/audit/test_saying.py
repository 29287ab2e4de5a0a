"""What the audit expects to be printed is what the engine prints, though neither knows the other."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livepaper import Claim, Grade, Quantity, words
from livepaper.audit.formulas import Formulas, Number
from livepaper.audit.saying import UnsayableError, say
from livepaper.claims import Said
from livepaper.errors import WordsError

FORMS = ["printed", *words.FORMS]


def engine(claim: Claim, form: str) -> str | None:
    """What the engine prints, or None where it refuses."""
    try:
        return str(Said(claim, form))
    except WordsError:
        return None


def own(number: Number, form: str, unit: str) -> str | None:
    """What the audit expects, or None where nothing can be said."""
    try:
        return say(form, number, unit)
    except UnsayableError:
        return None


@pytest.mark.parametrize("form", FORMS)
def test_every_claim_of_the_paper_is_said_alike_in_each_form(
    ledger: dict[str, Claim], formulas: Formulas, form: str
) -> None:
    """Whatever the engine prints, the audit expects; what it refuses, the audit cannot say."""
    for claim in ledger.values():
        number = formulas.number(claim.quantity.formula)
        assert own(number, form, claim.quantity.unit) == engine(claim, form), claim.id


UNITS = ["percent", "percentage points", "times", "year", "USD million", "EUR billion in grants", "economies"]
VALUES = st.one_of(
    st.decimals(min_value=-200, max_value=3000, places=2),
    st.decimals(min_value=0, max_value=100, places=1),
    st.integers(min_value=-5, max_value=12).map(Decimal),
    st.sampled_from([Decimal(200) / 3, Decimal(100) / 3, Decimal("2.05"), Decimal("-0.04"), Decimal("12345.65")]),
)


@given(
    value=VALUES,
    unit=st.sampled_from(UNITS),
    base=st.sampled_from([None, 50, 1000]),
    known=st.booleans(),
    given=st.booleans(),
    sampled=st.booleans(),
    rival=st.one_of(st.none(), st.decimals(min_value=0, max_value=50, places=1)),
    form=st.sampled_from(FORMS),
)
def test_any_number_is_said_alike(
    value: Decimal,
    unit: str,
    base: int | None,
    known: bool,
    given: bool,
    sampled: bool,
    rival: Decimal | None,
    form: str,
) -> None:
    """Not only those that this paper happens to have."""
    share = min(max(value, Decimal(0)), Decimal(100))
    error = (share * (100 - share) / base).sqrt() if base and known and sampled else None
    if rival is not None and (unit != "percent" or not 0 <= value <= 100):
        rival = None
    parts = {"base": base, "error": error, "sampled": sampled, "rival": rival}
    q = Quantity(value, unit, ("t#a",), Grade.PRESS, design=given, **parts)  # type: ignore[arg-type]
    number = Number(value, "press", unit, given=given, **parts)  # type: ignore[arg-type]

    assert own(number, form, unit) == engine(Claim("chapter/name", q), form)


def test_an_unknown_form_says_nothing() -> None:
    """A page that asks for one is wrong."""
    with pytest.raises(UnsayableError, match="shouted"):
        say("shouted", Number(Decimal(1)), "economies")

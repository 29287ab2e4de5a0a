"""Formulas worked out from the raw CSV files give what the engine computed."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest

from livepaper import Claim
from livepaper.audit.data import Data, read_data
from livepaper.audit.formulas import Formulas
from livepaper.errors import ProjectError


def test_every_claim_of_the_paper_has_the_value_that_its_formula_gives(
    ledger: dict[str, Claim], formulas: Formulas
) -> None:
    """Value, base, grade, rival and whether it is computed or sampled, for each claim."""
    assert len(ledger) > 400
    for claim in ledger.values():
        q = claim.quantity
        number = formulas.number(json.loads(json.dumps(q.formula)))
        found = (number.value, number.base, number.grade, number.derived, number.sampled, number.rival)
        assert found == (q.value, q.base, q.grade, q.derived, q.sampled, q.rival), claim.id
        assert number.unit in {"", q.unit}, claim.id


def test_every_margin_of_the_paper_follows_from_base_sample_and_choice(
    ledger: dict[str, Claim], formulas: Formulas
) -> None:
    """Shares, sums and differences have the engine's margins, and nothing else has one."""
    margins = {
        name: (claim.quantity.margin, formulas.number(claim.quantity.formula).margin) for name, claim in ledger.items()
    }

    assert sum(expected is not None for expected, _ in margins.values()) > 80
    for name, (expected, found) in margins.items():
        assert (found is None) == (expected is None), name
        assert found is None or abs(found - expected) < Decimal("1e-20"), name


def _table(*rows: str) -> list[dict[str, str]]:
    return list(csv.DictReader(rows))


SMALL = Data(
    {
        "facts": _table("fact,value,date,grade", "a,6,2022-03-01,publisher", "b,4,2020,press", "c,-0.5,,"),
        "surveys-waves": _table("wave,sample_kind", "w1,probability", "w2,opt-in", "w3,probability"),
        "surveys-questions": _table("question,choice", "one,single", "many,multiple"),
        "surveys-toplines": _table(
            "topline,wave,question,population,response,percent,base,net,source,grade",
            "x,w1,one,P,yes,40,1000,no,s1,press",
            "x2,w1,one,P,yes,40.2,,no,s2,paper",
            "y,w1,one,P,no,30,1000,no,s1,press",
            "m,w1,many,P,yes,60,1000,no,s1,press",
            "o,w2,one,P,yes,55,500,no,s1,press",
            "z,w3,one,P,yes,50,400,no,s1,press",
            "c1,w3,one,Q,yes,64,,no,s1,press",
            "c2,w3,one,Q,yes,75,,no,s2,publisher",
        ),
    },
    {
        "facts": ("fact",),
        "surveys-waves": ("wave",),
        "surveys-questions": ("question",),
        "surveys-toplines": ("topline",),
    },
)


def share(key: str) -> list[str]:
    """Return the formula of one topline."""
    return ["cell", "surveys-toplines", key, "percent"]


def fact(key: str) -> list[str]:
    """Return the formula of one fact."""
    return ["cell", "facts", key, "value"]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        (fact("a"), "6"),
        (["year", "facts", "a", "date"], "2022"),
        (["count", "facts", [["grade", ["press", "publisher"]]]], "2"),
        (["distinct", "facts", [], "grade"], "3"),
        (["compound", "facts", [["fact", ["a", "b"]]], "value"], "10.24"),
        (["+", fact("a"), fact("b"), fact("c")], "9.5"),
        (["-", fact("b"), fact("a")], "-2"),
        (["/", fact("a"), fact("b")], "1.5"),
        (["percent of", fact("b"), fact("a")], "66.66666666666666666666666667"),
        (["change", fact("a"), fact("b")], "50.0"),
        (["rest", 5, fact("a")], "0"),
        (["rank", fact("b"), fact("a"), fact("c")], "2"),
        (["tally", fact("a"), fact("b")], "2"),
    ],
    ids=lambda part: part[0] if isinstance(part, list) else None,
)
def test_each_operator_is_worked_out_as_documented(formula: list[object], value: str) -> None:
    """By hand, on a small table."""
    assert Formulas(SMALL).number(formula).value == Decimal(value)


def test_the_weakest_grade_counts_and_a_missing_one_does_not() -> None:
    """A sum of a publisher's and a press value is press; a row without a grade changes nothing."""
    assert Formulas(SMALL).number(["+", fact("a"), fact("b"), fact("c")]).evidence == "derived, press"
    assert Formulas(SMALL).number(["+", fact("a"), fact("c")]).evidence == "derived, publisher"


def test_sources_that_agree_confirm_each_other_and_others_do_not() -> None:
    """The finer value keeps its own grade and takes the coarser's base; a conflicting source counts for nothing."""
    finer, conflicting = Formulas(SMALL).number(share("x2")), Formulas(SMALL).number(share("c1"))

    assert (finer.value, finer.grade, finer.base) == (Decimal("40.2"), "paper", 1000)
    assert conflicting.grade == "press"


def test_margins_follow_the_sample() -> None:
    """One question: multinomial; one sample, two questions: the sum; two samples: the root; opt-in: none."""
    number = Formulas(SMALL).number
    yes, many, other = (number(share(key)).error for key in ("x2", "m", "z"))
    assert yes
    assert many
    assert other
    p, q = Decimal("40.2"), Decimal(30)

    expected = ((p + q) * (100 - p - q) / 1000).sqrt()
    assert abs(number(["+", share("x2"), share("y")]).error - expected) < Decimal("1e-20")  # type: ignore[operator]
    assert number(["-", share("x2"), share("m")]).error == yes + many
    assert number(["-", share("x2"), share("z")]).error == (yes**2 + other**2).sqrt()
    assert number(share("o")).error is None
    assert number(["rest", 100, share("x2"), share("y")]).error is None


def test_what_nobody_published_may_be_a_rivals() -> None:
    """The largest other share, or all that is left if that is more."""
    assert Formulas(SMALL).number(share("y")).rival == Decimal("40.2")
    assert Formulas(SMALL).number(share("z")).rival == Decimal(50)
    assert Formulas(SMALL).number(share("m")).rival is None


@pytest.mark.parametrize(
    "formula",
    [
        None,
        [],
        ["sum", fact("a")],
        ["cell", "facts", "nobody", "value"],
        ["cell", "facts", "a", "nothing"],
        ["cell", "facts", "a", "date"],
        ["cell", "facts"],
        ["count", "nowhere", []],
        ["/", fact("a"), ["count", "facts", [["fact", ["nobody"]]]]],
    ],
)
def test_a_formula_that_the_data_cannot_answer_is_an_error(formula: object) -> None:
    """Never a number."""
    with pytest.raises((ValueError, LookupError)):
        Formulas(SMALL).number(formula)  # type: ignore[arg-type]


def test_data_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    """The message says which file."""
    with pytest.raises(ProjectError, match=r"datapackage\.json"):
        read_data(tmp_path)

"""The numbers of record, one row per claim."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

from livepaper import Claim, Grade, Paper, Quantity
from livepaper.ledger_csv import COLUMNS, ledger_csv, recorded


def test_each_claim_is_a_row_with_its_evidence(paper: Paper) -> None:
    """In the order given: exact value, unit, base, margin, grade as printed, and formula as JSON."""
    war = paper.survey("asb", 2022).share("most-serious-threat", "war with other countries")
    bodies = paper.table("region-bodies").where(security_trust="yes").count("bodies")
    shown = {"opinion/war": [("opinion", "printed"), ("index", "rounded"), ("opinion", "printed")]}
    rows = list(csv.reader(io.StringIO(ledger_csv([Claim("opinion/war", war), Claim("index/bodies", bodies)], shown))))

    assert rows == [
        list(COLUMNS),
        [
            "opinion/war",
            "30.2",
            "percent",
            "1110",
            "2.7010",
            "paper",
            "index:rounded opinion:printed*2",
            '["cell","surveys-toplines","asb-2022-most-serious-threat-alb-war-with-other-countries","percent"]',
        ],
        [
            "index/bodies",
            "10",
            "bodies",
            "",
            "",
            "derived, publisher",
            "",
            '["count","region-bodies",[["security_trust",["yes"]]]]',
        ],
    ]


def test_a_claim_without_a_formula_has_an_empty_one() -> None:
    """Nothing is made up for it."""
    (_, row) = ledger_csv([Claim("a/b", Quantity(Decimal("1e3"), "bodies", ("t#a",), Grade.PRESS))], {}).splitlines()
    assert row == "a/b,1000,bodies,,,press,,"


def test_the_numbers_of_record_can_be_read_again(paper: Paper) -> None:
    """They print as they did, margins and bases included."""
    war = paper.survey("asb", 2022).share("most-serious-threat", "war with other countries")
    bodies = paper.table("region-bodies").where(security_trust="yes").count("bodies")
    made = [Claim("opinion/war", war), Claim("index/bodies", bodies)]
    again = recorded(ledger_csv(made, {}))

    assert list(again) == ["opinion/war", "index/bodies"]
    assert str(again["opinion/war"].with_margin) == "30.2% ± 2.7 points"
    assert [str(again[claim.id].grade) for claim in made] == ["paper", "derived, publisher"]
    assert [str(again["opinion/war"].base), str(again["index/bodies"].spelled)] == ["1,110", "ten"]

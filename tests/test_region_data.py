"""The region's tables: what was added up in them still adds up."""

from __future__ import annotations

from decimal import Decimal

import pytest

from livepaper import Paper
from livepaper.datapackage.package import Row

AMOUNTS = ("world_usd_millions", "intra_wb6_usd_millions", "eu_usd_millions")
HALF_A_UNIT = Decimal("0.0005")
"""Rounding of an amount that is given in millions with three decimals."""


@pytest.fixture(scope="module")
def trade(paper: Paper) -> list[Row]:
    """Trade by economy, year and flow, with the pooled rows."""
    return paper.package.rows("region-trade")


@pytest.fixture(scope="module")
def pooled(trade: list[Row]) -> list[Row]:
    """The rows of the six together."""
    rows = [row for row in trade if row["economy"] == "WB6"]
    assert rows
    return rows


@pytest.mark.parametrize("amount", AMOUNTS)
def test_pooled_trade_is_the_sum_of_the_six(trade: list[Row], pooled: list[Row], amount: str) -> None:
    """Each pooled amount equals the six reporters' amounts of that year and flow, within rounding."""
    for whole in pooled:
        key = (whole["year"], whole["flow"])
        parts = [row for row in trade if row["economy"] != "WB6" and (row["year"], row["flow"]) == key]
        assert len(parts) == 6, key
        off = sum(Decimal(row[amount]) for row in parts) - Decimal(whole[amount])
        assert abs(off) <= 7 * HALF_A_UNIT, key


@pytest.mark.parametrize("partner", ["intra_wb6", "eu"])
def test_shares_of_pooled_trade_follow_from_its_amounts(pooled: list[Row], partner: str) -> None:
    """Each pooled share is its amount in per cent of the trade with the world, to two decimals."""
    for row in pooled:
        share = 100 * Decimal(row[f"{partner}_usd_millions"]) / Decimal(row["world_usd_millions"])
        assert abs(share - Decimal(row[f"{partner}_share_percent"])) <= Decimal("0.005"), (row["year"], row["flow"])

"""Quantities, claims and one chart of every form, for the tests of figures."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from html import escape
from typing import Any

import altair as alt
import pandas as pd
import pytest

from livepaper.figures import (
    Figure,
    bars,
    choropleth,
    grouped_bars,
    lines,
    matrix,
    remainder,
    stacked_bars,
)
from livepaper.quantity import PERCENT, Grade, Quantity


def make_share(value: str, row: str = "toplines#a", base: int = 1000) -> Quantity:
    """Return a share in percent with the error of a simple random sample."""
    percent = Decimal(value)
    error = (percent * (100 - percent) / base).sqrt()
    formula = ("cell", *row.split("#"), "percent")
    return Quantity(percent, PERCENT, (row,), Grade.PUBLISHER, base=base, error=error, formula=formula)


class Said:
    """What a claim's form gives: a text and its markup."""

    def __init__(self, text: str, quantity: Quantity) -> None:
        self.text = text
        self.quantity = quantity
        self.id = "chapter/war"

    @property
    def rounded(self) -> Said:
        """The claim without decimals."""
        return Said("30%", self.quantity)

    def __str__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return f'<data value="{self.quantity.value}">{escape(self.text)}</data>'


class FakeClaims:
    """Claims with one name, `war`."""

    def __init__(self) -> None:
        self.war = Said("30.2%", make_share("30.2", "toplines#war"))


def threats() -> pd.DataFrame:
    """Return three answers to a single-choice question."""
    rows = [
        ("Corruption", make_share("39.3", "toplines#corruption")),
        ("War", make_share("30.2")),
        ("Crime", make_share("11.2")),
    ]
    return pd.DataFrame(rows, columns=["Threat", "Share"])


def with_rest(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table of a label and one answer's share per row, with what is not quoted as a last row."""
    label, value = frame.columns
    rest = pd.DataFrame({label: ["Not quoted"], value: [remainder(frame[value])]})
    return pd.concat([frame, rest], ignore_index=True)


def splits() -> pd.DataFrame:
    """Return two economies' answers, one of them without a value, and what is not quoted."""
    rows = [
        ("Northland", make_share("33"), make_share("42"), remainder([make_share("33"), make_share("42")])),
        ("Southland", make_share("16"), None, remainder([make_share("16")])),
    ]
    return pd.DataFrame(rows, columns=["Economy", "Fully", "Somewhat", "Not quoted"])


def waves() -> pd.DataFrame:
    """Return two answers in three waves, one of them without a value."""
    rows = [
        ("Prices", make_share("48"), make_share("51"), make_share("60")),
        ("Tensions between neighbours", None, make_share("14"), make_share("9")),
    ]
    return pd.DataFrame(rows, columns=["Problem", "2021", "2022", "2023"])


def trade() -> pd.DataFrame:
    """Return two series over five years."""
    return pd.DataFrame(
        {"Year": [2016, 2017, 2018, 2019, 2020], "Exports": [22.1, 20.4, 18.8, 16.2, 15.2], "Imports": [9, 9, 8, 8, 7]}
    )


def members() -> pd.DataFrame:
    """Return who belongs to two bodies."""
    rows = [("Council", "member", "member"), ("Pact", "partner", "none")]
    return pd.DataFrame(rows, columns=["Body", "Northland", "Southland"])


def squares() -> dict[str, Any]:
    """Return two square regions side by side."""
    west = {"N": 10.0, "S": 12.0}
    rings = {key: [[x, 40.0], [x + 2, 40.0], [x + 2, 42.0], [x, 42.0], [x, 40.0]] for key, x in west.items()}
    features = [
        {"type": "Feature", "id": key, "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for key, ring in rings.items()
    ]
    return {"type": "FeatureCollection", "features": features}


def regions() -> pd.DataFrame:
    """Return a count for each of the two regions."""
    return pd.DataFrame({"Region": ["Northland", "Southland"], "Code": ["N", "S"], "Bodies": [12, 7]})


def earlier() -> pd.DataFrame:
    """Return the memberships as they were before one of them changed."""
    return members().replace({"Northland": {"partner": "none"}})


Draw = Callable[[int], alt.TopLevelMixin]

FORMS: dict[str, tuple[pd.DataFrame, Draw]] = {
    "bars": (threats(), lambda width: bars(threats(), width=width, margins=True, rules=[(20, "one fifth")])),
    "bars with remainder": (
        with_rest(threats()),
        lambda width: bars(with_rest(threats()), width=width, rest="Not quoted", highlight=["War"]),
    ),
    "grouped bars": (waves(), lambda width: grouped_bars(waves(), width=width)),
    "stacked bars": (splits(), lambda width: stacked_bars(splits(), width=width)),
    "lines": (trade(), lambda width: lines(trade(), width=width, rules=[(20, "one fifth"), (10, "one tenth")])),
    "matrix": (members(), lambda width: matrix(members(), width=width, kinds=["member", "partner"], earlier=earlier())),
    "map": (regions(), lambda width: choropleth(squares(), regions(), width=width, key="Code")),
}
"""A table and a drawing of every form."""


@pytest.fixture(scope="module", params=FORMS, ids=lambda name: name.replace(" ", "-"))
def form(request: pytest.FixtureRequest) -> tuple[pd.DataFrame, Draw]:
    """Give every form in turn."""
    return FORMS[request.param]


@pytest.fixture
def figure() -> Callable[..., Figure]:
    """Give a factory of figures, whose parts a test can replace."""

    def make(form: str = "bars", **parts: Any) -> Figure:
        table, draw = FORMS[form]
        given = {"name": "threats", "claims": FakeClaims(), "title": "About {war.rounded} name war & crime"}
        given |= {"subtitle": "Share, percent", "base": "1,000 adults", "source": "Survey 2022", "draw": draw}
        return Figure(**{**given, "table": table, **parts})

    return make


@pytest.fixture
def share() -> Callable[..., Quantity]:
    """Give the factory of shares."""
    return make_share


@pytest.fixture
def fake_claims() -> FakeClaims:
    """Give claims with one name."""
    return FakeClaims()


@pytest.fixture
def outlines() -> dict[str, Any]:
    """Give two square regions."""
    return squares()

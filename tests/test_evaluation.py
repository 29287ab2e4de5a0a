"""Formulas worked out again from the data package."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from livepaper import Paper
from livepaper.errors import QuestionError
from livepaper.evaluation import Evaluation, leaves

WAR = "asb-2022-most-serious-threat-alb-war-with-other-countries"
CRIME = "asb-2022-most-serious-threat-alb-organised-crime"


def cell(key: str, column: str = "percent", table: str = "surveys-toplines") -> tuple[str, ...]:
    """The formula of one cell."""
    return ("cell", table, key, column)


@pytest.fixture(scope="module")
def evaluation(paper: Paper) -> Evaluation:
    """An evaluation on the paper's own data."""
    return Evaluation(paper.package)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        (cell(WAR), "30.2"),
        (("year", "region-events", "invasion", "date"), "2022"),
        (("count", "surveys-toplines", (("wave", ("asb-2022",)), ("response", ("Germany",)))), "2"),
        (("distinct", "surveys-toplines", (("wave", ("asb-2022",)), ("net", ("no",))), "population"), "1"),
        (("count", "surveys-toplines", (("wave", ("nowhere",)),)), "0"),
        (("+", cell(WAR), cell(CRIME), cell(CRIME)), "52.6"),
        (("-", cell(CRIME), cell(WAR)), "-19.0"),
        (("/", cell(WAR), cell(WAR)), "1"),
        (("percent of", cell(CRIME), cell(CRIME)), "100"),
        (("change", ("+", cell(CRIME), cell(CRIME)), cell(CRIME)), "100"),
        (("rest", 100, ("+", cell(WAR), cell(CRIME))), "58.6"),
        (("rest", 30, cell(WAR)), "0"),
        (("rank", cell(CRIME), cell(WAR), cell(CRIME)), "2"),
        (("tally", cell(WAR), cell(CRIME)), "2"),
    ],
)
def test_a_formula_is_worked_out(evaluation: Evaluation, formula: tuple, value: str) -> None:
    """Every operator, on real rows."""
    assert evaluation.value(formula) == Decimal(value)


def test_percent_changes_are_chained(evaluation: Evaluation, paper: Paper) -> None:
    """As the rows do it."""
    rows = paper.table("region-prices").where(economy="SRB")
    column = next(name for name in paper.package.fields("region-prices") if "percent" in name)
    formula = ("compound", "region-prices", (("economy", ("SRB",)),), column)

    assert evaluation.value(formula) == rows.compounded(column).value


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        (cell("gone"), "surveys-toplines#gone: found no such row"),
        (cell(WAR, "share"), f"surveys-toplines#{WAR}: found no column “share”"),
        (cell(WAR, "response"), "column response: found “war with other countries”; expected a number"),
        (cell(WAR, table="polls"), "a formula: found no table “polls”"),
        (("mean", cell(WAR)), "no operator “mean”"),
        (("/", cell(WAR), ("-", cell(WAR), cell(WAR))), "that it cannot be worked out"),
        (("-", cell(WAR)), "that it cannot be worked out"),
    ],
)
def test_what_cannot_be_worked_out_is_told(evaluation: Evaluation, formula: tuple, message: str) -> None:
    """The message names the cell or the formula."""
    with pytest.raises(QuestionError) as told:
        evaluation.value(formula)

    assert message in str(told.value)


def test_the_cells_of_a_formula_are_its_leaves() -> None:
    """Counts and years rest on no single number."""
    years = ("year", "region-events", "invasion", "date")
    formula = ("-", ("rest", 100, ("+", cell("a"), cell("b"))), ("tally", years, cell("c"), ("count", "x", ())))

    assert [leaf[2] for leaf in leaves(formula)] == ["a", "b", "c"]
    assert list(leaves(())) == []


def test_a_table_is_read_once(copy_of_data: Callable[..., Path], tmp_path: Path) -> None:
    """Thousands of claims ask the same rows."""
    folder = copy_of_data(tmp_path, only=("surveys-",))
    evaluation = Evaluation(Paper.open(folder).package)
    evaluation.value(cell(WAR))
    (folder / "data/surveys/toplines.csv").unlink()

    assert evaluation.value(cell(CRIME)) == Decimal("11.2")

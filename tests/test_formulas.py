"""Formulas in words."""

from __future__ import annotations

import csv
import json

import pytest

from livepaper.formulas import describe

A, B = ("cell", "polls", "a", "percent"), ("cell", "polls", "b", "percent")
MEMBERS = (("body", ("nato",)), ("economy", ("ALB", "MNE")))


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ((), ""),
        (A, "percent in row a of polls"),
        (("year", "events", "war", "date"), "the year of date in row war of events"),
        (("count", "seats", ()), "the number of rows of seats"),
        (
            ("count", "seats", MEMBERS),
            "the number of rows of seats in which body is “nato” and economy is “ALB” or “MNE”",
        ),
        (("distinct", "seats", (), "body"), "the number of different texts in body of seats"),
        (("compound", "prices", (), "rise"), "the percent changes in rise of prices, one upon the other"),
        (("+", A, B), "the sum of percent in rows a and b of polls"),
        (("-", A, B), "percent in row a of polls minus percent in row b of polls"),
        (("/", ("+", A, B), A), "(the sum of percent in rows a and b of polls) divided by percent in row a of polls"),
        (("percent of", A, B), "percent in row a of polls in percent of percent in row b of polls"),
        (("change", A, B), "the change in percent from percent in row b of polls to percent in row a of polls"),
        (("rest", 100, ("+", A, B)), "what is left of 100 after percent in rows a and b of polls"),
        (("rest", 100, A), "what is left of 100 after percent in row a of polls"),
        (("rank", A, B), "the place, from the largest, of percent in row a of polls beside percent in row b of polls"),
        (
            ("tally", A, ("year", "e", "war", "date")),
            "how many these are: percent in row a of polls and the year of date in row war of e",
        ),
    ],
)
def test_each_operator_has_its_words(formula, words):
    """Cells of one column are named together."""
    assert describe(formula) == words


def test_long_lists_are_cut_short():
    """The rest is counted."""
    keys = tuple(f"k{number}" for number in range(20))
    assert describe(("count", "seats", (("body", keys),))) == (
        "the number of rows of seats in which body is “k0”, “k1”, “k2”, “k3”, “k4” or 15 others"
    )


def test_every_number_of_record_can_be_described(root):
    """The formulas of the whole book."""
    with (root / "ledger.csv").open(encoding="utf-8", newline="") as file:
        formulas = [json.loads(row["formula"]) for row in csv.DictReader(file) if row["formula"]]
    assert len(formulas) > 100
    assert all(describe(formula) for formula in formulas)

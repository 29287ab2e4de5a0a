"""Rows of a later wave change nothing that claims of an earlier one say; an author is told where they matter."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from livepaper import Paper
from livepaper.datapackage import renew
from livepaper.edition import Edition
from livepaper.verify.later import Arrived, arrived
from tests.verify import editions

OPINION = [
    """\
asb = paper.survey("asb", 2022)
claims.closer_cooperation = asb.share("closer-balkan-cooperation", "agree")
claims.rest = asb.share("most-serious-threat", "war with other countries")
claims.toplines = paper.table("surveys-toplines").count("toplines")""",
    "Text: {eval}`claims.closer_cooperation` want it, {eval}`claims.closer_cooperation.standing`, of many.",
    "Text: {eval}`claims.closer_cooperation.in_words` want it.",
]

Add = Callable[..., Arrived]


@pytest.fixture
def add(copy_of_data: Callable[[Path], Path], tmp_path: Path) -> Add:
    """Give a function that adds a generated wave with values of the response, and tells what it is to the claims."""

    def tell(*percents: str, year: str = "2026", chapter: list[str] = OPINION) -> Arrived:
        root = copy_of_data(tmp_path)
        wave = f"asb-{year}"
        _append(root / "data/surveys/waves.csv", "asb-2022", wave=wave, year=year, edition="")
        added = [f"surveys-waves#{wave}"]
        for number, percent in enumerate(percents):
            key = f"generated-{number}"
            changes = {"topline": key, "wave": wave, "percent": percent, "base": "1050", "source": f"csdg202{number}"}
            _append(root / "data/surveys/toplines.csv", "asb-2022-closer-balkan-cooperation-alb-agree", **changes)
            added.append(f"surveys-toplines#{key}")
        renew(root / "data")
        return arrived(_edition(root, chapter), added)

    return tell


def _append(path: Path, key: str, **changes: str) -> None:
    """Append a copy of a row with some cells changed."""
    with path.open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if next(iter(row.values())) == key)
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow({**row, **changes}.values())


def _edition(root: Path, chapter: list[str]) -> Edition:
    return editions.edition(Paper(root), public_opinion=chapter)


def lines(found: Arrived) -> str:
    """Return what is told without its line breaks and indents."""
    return " ".join(str(found).split())


def test_a_later_value_is_told_with_what_rests_on_the_earlier_one(add: Add) -> None:
    """Both values with their margins, what happened, the words that would not hold, sentences, recommendations."""
    found = add("49.2")
    (later,) = found.later
    assert (later.earlier, later.value, later.direction) == ("79.6% ± 2.4 points", "49.2% ± 3.0 points", "fell")
    told = lines(found)
    assert "surveys-toplines: 1 new row; no claim takes a value from them" in told
    assert (
        "closer-balkan-cooperation, agree, ALB: 79.6% ± 2.4 points (asb-2022) → 49.2% ± 3.0 points (asb-2026): fell"
        in told
    )
    assert "“a majority” would not hold at 49.2% ± 3.0 points; no such word could be said" in told
    assert "“about four fifths” would not hold at 49.2% ± 3.0 points; “about half” would be said" in told
    assert "public-opinion, cell 3: “Text: about four fifths want it.”" in told
    assert "paper-recommendations#security-forum (rests_on)" in told
    assert "paper-corrections#nc-s42-closer-cooperation (expectation)" in told


def test_a_value_within_the_margin_is_told_in_brief(add: Add) -> None:
    """Its words still hold, so that its sentences need no second look."""
    told = lines(add("79.1"))
    assert "(asb-2026): did not measurably change public-opinion/closer_cooperation" in told
    assert "want it" not in told


def test_a_claim_that_only_counts_rows_does_not_use_them(add: Add) -> None:
    """The number of toplines is no value of any of them."""
    assert add("49.2").used == {"surveys-waves": (0, 1), "surveys-toplines": (0, 1)}


def test_a_value_that_claims_take_is_told_as_used(add: Add) -> None:
    """And no longer as one that they should."""
    follows = [OPINION[0], 'claims.now = paper.survey("asb", 2026).share("closer-balkan-cooperation", "agree")']
    found = add("49.2", chapter=follows)
    assert (found.later, found.used["surveys-toplines"]) == ((), (1, 1))


def test_an_older_wave_is_not_later(add: Add) -> None:
    """As when a gap is filled."""
    assert add("49.2", year="2018").later == ()


def test_a_response_that_no_claim_takes_is_not_told(add: Add) -> None:
    """Only counted."""
    assert add("49.2", chapter=["x = 1"]).later == ()


def test_sources_that_disagree_are_told(add: Add) -> None:
    """Because neither is the later value."""
    found = add("49.2", "55.0")
    assert found.later == ()
    assert "Later values that cannot be told asb-2026, closer-balkan-cooperation, ALB, agree: found" in lines(found)

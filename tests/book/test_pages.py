"""The published pages: every number is there, every figure is whole, every link leads somewhere."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from livepaper import Paper
from tests.book.conftest import ROOT

pytestmark = [pytest.mark.book, pytest.mark.xdist_group("whole-book")]

FIGURES = {
    "most-serious-threats",
    "problems-felt",
    "serbian-views",
    "priority-and-best-relations",
    "cooperation-statements",
    "reconciliation-obstacles",
    "responsible-for-tensions",
    "open-balkan",
    "membership-matrix",
    "intra-regional-trade",
    "spending-and-prices",
    "cooperation-over-the-years",
    "roundtable-participants",
    "map-of-the-six",
    "recommendations-and-claims",
}


def records(book: Path, kind: str) -> list[dict[str, object]]:
    """Return the records of a kind that the executed notebooks carry."""
    found = []
    for path in (book / "_build" / "jupyter_execute").rglob("*.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                record = output.get("data", {}).get(f"application/vnd.livepaper.{kind}+json")
                found += [record] if record else []
    return found


def test_every_printed_percentage_stands_live_on_a_page(pages: dict[str, BeautifulSoup], paper: Paper) -> None:
    """Each percentage the 2022 paper prints has a claim, and that claim's value is on a built page."""
    shown = {(tag["data-claim"], Decimal(tag["value"])) for page in pages.values() for tag in page.select("data.claim")}
    percentages = [row for row in paper.package.rows("paper-printed") if row["kind"] == "percent"]
    ledger = paper.ledger({row["claim"].split("/")[0] for row in percentages})

    assert len(percentages) > 50
    for row in percentages:
        assert (row["claim"], ledger[row["claim"]].quantity.value) in shown, row["printed"]


def test_every_claim_on_a_page_is_recorded_with_that_value(book: Path, pages: dict[str, BeautifulSoup]) -> None:
    """What a data element shows is what a chapter recorded, whichever page restates it."""
    recorded = {str(record["id"]): Decimal(str(record["value"])) for record in records(book, "claim")}
    shown = [tag for page in pages.values() for tag in page.select("data.claim")]

    assert len(shown) > 300
    for tag in shown:
        assert recorded[tag["data-claim"]] == Decimal(tag["value"]), tag


def test_the_fifteen_figures_are_there(pages: dict[str, BeautifulSoup]) -> None:
    """The book shows each of its figures once."""
    shown = [figure["data-figure"] for page in pages.values() for figure in page.select("figure.livepaper-figure")]

    assert len(shown) == len(set(shown))
    assert set(shown) >= FIGURES


def test_every_figure_is_whole(pages: dict[str, BeautifulSoup]) -> None:
    """Each has a headline, a measure, two drawings with the same words for them, a table, base and source."""
    for page in pages.values():
        for figure in page.select("figure.livepaper-figure"):
            name = figure["data-figure"]
            drawings = figure.select("svg")
            assert [drawing["role"] for drawing in drawings] == ["img", "img"], name
            assert len({drawing["aria-label"] for drawing in drawings}) == 1, name
            assert re.search(r"\d", drawings[0]["aria-label"]), name
            assert figure.select(".figure-data tbody tr"), name
            for part in ("title", "subtitle", "base", "source"):
                assert figure.select_one(f".figure-{part}").get_text(strip=True), f"{name}: {part}"


@pytest.mark.parametrize("ending", ["svg", "vl.json", "csv"])
def test_committed_figures_are_what_the_build_draws(book: Path, ending: str) -> None:
    """The files in figures/ are byte for byte those of this build, none missing and none left over."""
    built = {path.name: path.read_bytes() for path in (book / "figures").glob(f"*.{ending}")}
    committed = {path.name: path.read_bytes() for path in (ROOT / "figures").glob(f"*.{ending}")}

    assert built.keys() == committed.keys()
    stale = [name for name, content in built.items() if committed[name] != content]
    assert not stale, f"{stale} are out of date: run `make site` and commit figures/"


def test_no_page_asks_another_host(pages: dict[str, BeautifulSoup]) -> None:
    """Scripts, styles, pictures and frames all come from the site itself."""
    for name, page in pages.items():
        asked = [tag.get("src") or "" for tag in page.select("[src]")]
        asked += [tag["href"] for tag in page.select("link[href]")]
        assert not [address for address in asked if re.match(r"(https?:)?//", address)], name


def test_nothing_unprinted_shows(pages: dict[str, BeautifulSoup]) -> None:
    """No page shows a Python representation, an unresolved role or a traceback."""
    for name, page in pages.items():
        article = BeautifulSoup(str(page.select_one("article")), "html.parser")
        for code in article.select("pre"):
            code.decompose()
        text = article.get_text()
        for sign in ("{eval}", "{cite", "{numref}", "np.", "Traceback", "Quantity(", "Decimal(", "nan"):
            assert not re.search(rf"(?<!\w){re.escape(sign)}", text), f"{name}: {sign}"
        parts = [part.get_text() for part in article.select("td, .cell-line") if not part.select(".cell-line")]
        assert not [part for part in parts if re.match(r"not disclosed.", part)], (
            f"{name}: a missing part in a sentence"
        )

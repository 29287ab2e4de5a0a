"""What the explorer's data say of the answers to a question together."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from livepaper import Paper
from livepaper.audit.authored import read_bibliography
from livepaper.audit.data import read_data
from livepaper.audit.explorer import check_explorer
from livepaper.audit.findings import Audit
from livepaper.datapackage import seal
from livepaper.site.explorer import FILE, disagreeing, explorer, explorer_data, remainder, survey_names
from livepaper.sphinx_ext.data_pages import pages


def toplines(*answers: tuple[str, str], net: str = "no") -> list[dict[str, str]]:
    """Make rows of responses and percentages."""
    return [{"response": response, "percent": percent, "net": net} for response, percent in answers]


SINGLE = {"choice": "single", "scale": ""}


def test_what_was_not_quoted_is_what_a_single_choice_leaves() -> None:
    """The rest is exact, however the shares are written."""
    assert remainder(toplines(("for", "39.3"), ("against", "30.2")), SINGLE) == "30.5"


@pytest.mark.parametrize(
    ("rows", "question"),
    [
        (toplines(("war", "60"), ("crime", "70")), {"choice": "multiple", "scale": ""}),
        (toplines(("yes", "60")), {"choice": "single", "scale": "yes or no; the full distribution is published"}),
        (toplines(("yes", "60"), ("no", "39")), SINGLE),
        (toplines(("support (total)", "60"), net="yes"), SINGLE),
        (toplines(("satisfied", "64"), ("satisfied", "37")), SINGLE),
    ],
    ids=["several answers", "published whole", "rounding", "net", "disagreement"],
)
def test_where_a_rest_cannot_be_said_there_is_none(rows: list[dict[str, str]], question: dict[str, str]) -> None:
    """A remainder that would be a guess is left out."""
    assert remainder(rows, question) == ""


def test_agreeing_sources_are_counted_once_with_the_more_precise_value() -> None:
    """A rounded repetition is neither a disagreement nor added."""
    rows = toplines(("corruption", "39.3"), ("corruption", "39"), ("war", "30.2"))

    assert disagreeing(rows) == []
    assert remainder(rows, SINGLE) == "30.5"


def test_different_values_for_one_response_are_named() -> None:
    """Two published values that cannot both be right are kept as such."""
    assert disagreeing(toplines(("satisfied", "64"), ("satisfied", "37"), ("other", "5"))) == ["satisfied"]


def test_surveys_are_named_by_what_their_titles_share() -> None:
    """A name has no year where several waves show what the survey is called; a lone wave keeps its title."""
    waves = [("a", "First Study 2019"), ("a", "Barometer 2022"), ("a", "Barometer, 2024"), ("b", "Poll of 2020")]
    waves += [("a", "Barometer, 2025")]

    assert survey_names([{"survey": s, "title": t} for s, t in waves]) == {"a": "Barometer", "b": "Poll of 2020"}


def test_tables_are_the_csv_files_cell_by_cell(paper: Paper) -> None:
    """Percentages stay the texts that were published."""
    shown = explorer_data(paper)["tables"]["toplines"]

    assert [dict(zip(shown["columns"], row, strict=True)) for row in shown["rows"]] == paper.package.rows(
        "surveys-toplines"
    )


def test_margins_are_those_of_claims(paper: Paper) -> None:
    """A margin reads as the book prints it; a share without a base has none."""
    margins: dict[str, Any] = explorer_data(paper)["margins"]
    rows = paper.package.rows("surveys-toplines")

    assert margins["asb-2022-most-serious-threat-alb-war-with-other-countries"] == "2.7 points"
    assert set(margins) == {row["topline"] for row in rows if row["base"]}


def test_a_given_standard_error_is_what_a_margin_follows_from(
    copy_of_data: Callable[..., Path], edit: Callable[[Path, str, str], None], tmp_path: Path
) -> None:
    """1.96 × 2 points, and the audit confirms it; nothing else changes."""
    root = copy_of_data(tmp_path)
    edit(root / "data/surveys/toplines.csv", "30.2,1110,1110 (press),,", "30.2,1110,1110 (press),2,")
    assert seal(root / "data", root / "references.bib") == []
    assert explorer_data(Paper(root))["margins"]["asb-2022-most-serious-threat-alb-war-with-other-countries"] == (
        "3.9 points"
    )
    assert _explored(root, tmp_path / "site").findings == []


def test_the_file_assigns_one_frozen_object(paper: Paper, tmp_path: Path) -> None:
    """A classic script, which also loads from a disk."""
    explorer(SimpleNamespace(paper=paper, folder=tmp_path))  # type: ignore[arg-type]
    text = (tmp_path / FILE).read_text(encoding="utf-8")

    head, _, rest = text.partition("(")
    assert head == '"use strict";\nglobalThis.explorerData = Object.freeze'
    assert json.loads(rest.rpartition(")")[0]) == explorer_data(paper)


def _explored(root: Path, site: Path) -> Audit:
    """Write the explorer's data of a paper, and audit them."""
    site.mkdir()
    explorer(SimpleNamespace(paper=Paper(root), folder=site))  # type: ignore[arg-type]
    result = Audit()
    check_explorer(site, read_data(root / "data"), read_bibliography(root / "references.bib"), result)
    return result


@pytest.mark.parametrize("left", ["region-", "surveys-w", "book-"])
def test_a_paper_without_surveys_has_no_explorer(copy_of_data: Callable[..., Path], tmp_path: Path, left: str) -> None:
    """No page, no file, nothing for the audit to miss."""
    root = copy_of_data(tmp_path, only=(left,))
    assert _explored(root, tmp_path / "site").findings == []
    assert list((tmp_path / "site").iterdir()) == []
    names = [name for name, _, _ in pages(SimpleNamespace(srcdir=root))]  # type: ignore[arg-type]
    assert names[0] == "data"
    assert "explore" not in names


def test_what_surveys_disclose_may_be_missing(copy_of_data: Callable[..., Path], tmp_path: Path) -> None:
    """The explorer shows the rest, and the audit confirms it."""
    kept = ("surveys-waves", "surveys-questions", "surveys-populations", "surveys-toplines")
    root = copy_of_data(tmp_path, only=kept)
    assert _explored(root, tmp_path / "site").findings == []
    assert explorer_data(Paper(root))["tables"]["disclosures"] == {"columns": [], "rows": []}
    assert next(pages(SimpleNamespace(srcdir=root)))[0] == "explore"  # type: ignore[arg-type]

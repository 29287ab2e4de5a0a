"""The check *cited*."""

from __future__ import annotations

from collections.abc import Callable

import nbformat
import pytest

from livepaper import Paper
from livepaper.checks.cited import check
from livepaper.claims import Claim
from livepaper.edition import Edition
from livepaper.records import CLAIM


@pytest.fixture
def stating(paper: Paper) -> Callable[[str], Edition]:
    """Give a factory of editions of one chapter that states the share of war in a text."""
    war = Claim("one/war", paper.survey("asb", 2022).share("most-serious-threat", "war with other countries"))

    def make(text: str, claim: Claim = war) -> Edition:
        output = nbformat.v4.new_output("display_data", {CLAIM: claim.record()})
        said = [{"expression": "claims.war", "id": claim.id, "form": "printed", "value": "", "text": str(claim)}]
        prose = nbformat.v4.new_markdown_cell(text, metadata={"livepaper": {"said": said}})
        cells = [nbformat.v4.new_code_cell("", outputs=[output]), prose]
        return Edition(paper, (), {"one": nbformat.v4.new_notebook(cells=cells)})

    return make


@pytest.mark.parametrize("role", ["cite:p", "cite:t", "cite"])
def test_a_share_whose_source_is_cited_holds(stating: Callable[[str], Edition], role: str) -> None:
    """Anywhere in the chapter's prose, in a list of works too."""
    result = check(stating(f"War was named by {{eval}}`claims.war`.\n\nSee {{{role}}}`dyrmishi2022,csdg2022`."))

    assert (result.findings, result.summary) == ((), "1 of 1 published numbers in the text are cited by their chapters")


def test_a_share_whose_source_is_not_cited_is_found(stating: Callable[[str], Edition]) -> None:
    """The finding names claim, sentence and the work to cite."""
    (finding,) = check(stating("War was named by {eval}`claims.war` ({cite:p}`aapor2021ti`).")).findings

    assert finding.claim == "one/war"
    assert finding.found == "no citation of csdg2022 in the chapter"
    assert finding.sentence.startswith("War was named by 30.2%")


def test_a_count_of_the_rows_of_one_work_is_cited(stating: Callable[..., Edition], paper: Paper) -> None:
    """It says something of that work."""
    counted = Claim("one/war", paper.table("surveys-toplines").where(source="csdg2022").count("toplines"))

    (finding,) = check(stating("There are {eval}`claims.war` of them.", counted)).findings
    assert finding.found == "no citation of csdg2022 in the chapter"


def test_a_count_of_rows_of_many_works_needs_no_citation(stating: Callable[..., Edition], paper: Paper) -> None:
    """What the editors counted is theirs."""
    counted = Claim("one/war", paper.table("surveys-toplines").count("toplines"))

    assert check(stating("There are {eval}`claims.war` of them.", counted)).examined == 0


def test_every_published_number_of_the_paper_is_cited(edition: Edition) -> None:
    """On the paper itself."""
    result = check(edition)

    assert result.findings == ()
    assert result.examined > 100

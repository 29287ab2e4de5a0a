"""The check *bound*: what is typed instead of computed turns it red; listed exemptions do not, unless stale."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from livepaper import Claims, Figure, Paper, Table
from livepaper.checks import bound
from livepaper.checks.base import Result
from livepaper.datapackage.package import sha256
from livepaper.edition import Edition, Problem, Run
from livepaper.exemptions import TABLE, Exemption, exemptions
from livepaper.figures import bars
from livepaper.numerals import scan
from livepaper.passages import Passage, expressions, passages
from livepaper.records import CLAIM

HEAD = ["exemption", "kind", "text", "chapter", "place", "reason"]
YEARS = ("years", "pattern", r"\b20\d\d\b", "*", "*", "a year")


@pytest.fixture(scope="module")
def claims(paper: Paper) -> Claims:
    """A published share as the only claim of a chapter."""
    made = Claims("small")
    made.war = paper.survey("asb", 2022).share("most-serious-threat", "war with other countries")
    return made


@pytest.fixture
def book(paper: Paper, root: Path, tmp_path: Path) -> Callable[..., Paper]:
    """Give a factory of papers with exemptions of their own, whose data say what the original printed."""

    def make(*listed: tuple[str, ...]) -> Paper:
        for name in ("_config.yml", "_toc.yml", "data/paper/printed.csv"):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(root / name, tmp_path / name)
        path = tmp_path / "data/book/exemptions.csv"
        path.parent.mkdir()
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([HEAD, *listed])
        own = {**paper.package.resource(TABLE), "hash": sha256(path.read_bytes())}
        described = {"name": "small", "resources": [own, paper.package.resource("paper-printed")]}
        (tmp_path / "data/datapackage.json").write_text(json.dumps(described) + "\n", encoding="utf-8")
        return Paper.open(tmp_path)

    return make


def executed(claims: Claims, source: str, *shown: Figure | Table) -> NotebookNode:
    """A notebook as the verification leaves it: what was recorded, said and shown."""
    said = []
    for expression in expressions(source):
        value = eval(expression, {"claims": claims})
        said.append({"expression": expression, **value._repr_mimebundle_()[CLAIM], "text": str(value)})
    outputs = [new_output("display_data", data={CLAIM: claim.record()}) for claim in claims]
    cells = [new_code_cell(outputs=outputs), new_markdown_cell(source, metadata={"livepaper": {"said": said}})]
    for one in shown:
        html = one.html if isinstance(one, Figure) else one._repr_html_()
        cells.append(new_code_cell(outputs=[new_output("execute_result", data={"text/html": html})]))
    return new_notebook(cells=cells)


def examine(paper: Paper, notebook: NotebookNode, problem: Problem | None = None) -> Result:
    """Run the check on an edition of one chapter."""
    edition = Edition(paper, (Run("small", 0.0, None, problem),), {"small": notebook})
    return bound.CHECK.check(edition)


def told(result: Result) -> list[tuple[str, str]]:
    """Return where each finding is and what was found."""
    return [(finding.where, finding.found) for finding in result.findings]


def test_bound_and_exempt_numbers_hold_and_are_counted(book: Callable[..., Paper], claims: Claims) -> None:
    """A claim, a claim in words and a listed year give no finding."""
    result = examine(book(YEARS), executed(claims, "In 2022 {eval}`claims.war` was {eval}`claims.war.standing`."))

    assert result.findings == ()
    assert result.summary == "2 of 2 numbers and number-words are bound; 1 exempt, by 1 reason"
    assert (result.examined, result.holds) == (3, True)


@pytest.mark.parametrize(
    ("source", "place", "found"),
    [
        ("About 31.7% of {eval}`claims.war`.", "prose", "the numeral “31.7”"),
        ("A majority agrees with {eval}`claims.war`.", "prose", "the standing “majority”"),
        ("It rose.", "prose", "the direction “rose”"),
        ("## Two thirds", "heading", "the fraction “Two thirds”"),
        ("```{admonition} Once\nText.\n```", "heading", "the multiple “Once”"),
        ("Text.[^a]\n\n[^a]: Of seven.", "prose", "the cardinal “seven”"),
        ("| A |\n|---|\n| 17 |", "cell", "the numeral “17”"),
        ("![half](a.png)", "alt", "the fraction “half”"),
    ],
)
def test_a_typed_number_or_number_word_is_found(
    book: Callable[..., Paper], claims: Claims, source: str, place: str, found: str
) -> None:
    """Wherever it stands in the Markdown, the finding names chapter, cell and place."""
    result = examine(book(), executed(claims, source))

    assert told(result) == [(f"chapter small, cell 2, {place}", found)]
    assert not result.holds


def test_a_finding_names_sentence_and_the_claim_that_fits(book: Callable[..., Paper], claims: Claims) -> None:
    """Whoever unbinds a claim is told which one it was."""
    source = "Something else. War was named by 30.2% of them. Later."
    (finding,) = examine(book(), executed(claims, source)).findings

    assert finding.sentence == "War was named by 30.2% of them."
    assert finding.claim == "small/war"
    assert "Claims that fit: small/war." in finding.action


@pytest.mark.parametrize(
    ("part", "typed", "place", "found"),
    [
        ("title", "War at 31%", "title", "the numeral “31”"),
        ("subtitle", "Share of half the people", "subtitle", "the fraction “half”"),
        ("base", "1,000 respondents", "base", "the numeral “1,000”"),
        ("note", "Most agree", "note", "the standing “Most”"),
        ("source", "Page 24", "source", "the numeral “24”"),
    ],
)
def test_a_typed_number_in_a_figure_is_found_once(
    book: Callable[..., Paper], claims: Claims, part: str, typed: str, place: str, found: str
) -> None:
    """Caption and alternative text repeat it; it is reported where it was written."""
    result = examine(book(EXTREMES, COUNTS), executed(claims, "", figure(claims, **{part: typed})))

    assert (f"chapter small, cell 3, {place} of “war”", found) in told(result)
    assert len([one for _, one in told(result) if one == found]) == 1


EXTREMES = ("extremes", "pattern", r"[Hh]ighest|lowest", "*", "alt", "chosen by the engine")
COUNTS = ("counts", "pattern", r"\d+ values?\.", "*", "alt", "counted by the engine")


def figure(claims: Claims, **parts: str) -> Figure:
    """A figure of a claim and a quantity, without loose numbers unless a part has one."""
    table = pd.DataFrame({"Threat": ["War", "War again"], "Share": [claims.war, claims.war + claims.war]})
    texts = {"title": "War", "subtitle": "Share", "base": "People", "source": "A survey", "note": ""} | parts
    return Figure("war", claims=claims, **texts, draw=lambda width: bars(table, width=width), table=table)  # type: ignore[arg-type]


def test_numbers_of_a_figure_that_come_from_its_table_are_bound(book: Callable[..., Paper], claims: Claims) -> None:
    """Cells, drawn labels and the alternative text carry claims and quantities."""
    assert examine(book(EXTREMES, COUNTS), executed(claims, "", figure(claims))).findings == ()


@pytest.mark.parametrize(
    ("old", "new", "place", "found"),
    [
        ("Highest War again with 60.4%", "Highest War again with 61.4%", "alt", "the numeral “61.4”"),
        (">60.4%</text>", ">61.4%</text>", "drawing", "the numeral “61.4”"),
    ],
)
def test_a_number_that_no_cell_has_is_found_in_alt_text_and_drawing(
    book: Callable[..., Paper], claims: Claims, old: str, new: str, place: str, found: str
) -> None:
    """A label that differs from the table is bound to nothing."""
    notebook = executed(claims, "", figure(claims))
    html = notebook.cells[2].outputs[0].data["text/html"]
    assert old in html
    notebook.cells[2].outputs[0].data["text/html"] = html.replace(old, new)

    assert told(examine(book(EXTREMES, COUNTS), notebook)) == [(f"chapter small, cell 3, {place} of “war”", found)]


def test_a_typed_number_in_a_table_is_found(book: Callable[..., Paper], claims: Claims) -> None:
    """In its caption and in a cell."""
    shown = Table(pd.DataFrame({"A": ["x"], "B": [31]}), caption="Three things")
    found = told(examine(book(), executed(claims, "", shown)))

    assert [one for _, one in found] == ["the cardinal “Three”", "the numeral “31”"]


def test_texts_are_shown_as_recorded(book: Callable[..., Paper], claims: Claims) -> None:
    """A cell that holds a recorded text, and part of one in quotation marks, are bound to that row."""
    column = ("places", "column", "paper-printed.place", "*", "cell", "recorded")
    quoted = ("printed", "quotation", "paper-printed.text", "*", "*", "quoted")
    shown = Table(pd.DataFrame({"A": ["paragraph 2"]}), caption="Places")
    paper = book(column, quoted)
    good = examine(paper, executed(claims, "It says “nearly two third of the respondents” and “most”.", shown))
    bad = examine(paper, executed(claims, "It says “nearly two thirds of the people”; most agree; “0 percent”.", shown))

    assert good.findings == ()
    assert [one for _, one in told(bad)][:3] == ["the fraction “two thirds”", "the standing “most”", "the numeral “0”"]


def test_part_of_a_recorded_text_or_a_bare_number_is_not_the_record(book: Callable[..., Paper], claims: Claims) -> None:
    """“paragraph 1” does not cover “paragraph 12”, nor does a recorded value cover the same number typed elsewhere."""
    places = ("places", "column", "paper-printed.place", "*", "cell", "recorded")
    values = ("values", "column", "paper-printed.value", "*", "cell", "recorded")
    shown = Table(pd.DataFrame({"A": ["paragraph 1, paragraph 12"], "B": ["30.2"]}), caption="Places")
    found = [one for _, one in told(examine(book(places, values), executed(claims, "", shown)))]

    assert found[:2] == ["the numeral “12”", "the numeral “30.2”"]


def test_an_exemption_holds_only_where_it_is_listed_for(book: Callable[..., Paper], claims: Claims) -> None:
    """Another place or another chapter is not covered."""
    here = ("here", "phrase", "one another", "small; other", "prose", "a pronoun")
    elsewhere = ("elsewhere", "phrase", "both", "other", "*", "a reason")
    result = examine(book(here, elsewhere), executed(claims, "# On one another\n\nSay one another, both."))

    assert [one for _, one in told(result)][:2] == ["the cardinal “one”", "the standing “both”"]


def test_a_stale_exemption_is_an_error(book: Callable[..., Paper], claims: Claims) -> None:
    """What covers nothing any more has to go, unless a chapter that failed may have needed it."""
    paper, notebook = book(YEARS), executed(claims, "Nothing.")
    problem = Problem("failed", 1, "KeyError", "x")
    (finding,) = examine(paper, notebook).findings

    assert finding.where.endswith("exemptions.csv, row years")
    assert "covers no number" in finding.found
    assert examine(paper, notebook, problem).findings == ()


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (("broken", "pattern", "(", "*", "*", "x"), "“("),
        (("gone", "column", "paper-printed.nothing", "*", "*", "x"), "“paper-printed.nothing”"),
    ],
)
def test_an_exemption_that_cannot_be_used_is_named(
    book: Callable[..., Paper], claims: Claims, row: tuple[str, ...], found: str
) -> None:
    """File, row and column, and what to do."""
    (finding,) = examine(book(row), executed(claims, "Nothing.")).findings

    assert finding.where.endswith(f"row {row[0]}, column text")
    assert finding.found.startswith(found)


def test_a_paper_without_exemptions_needs_none(claims: Claims, root: Path) -> None:
    """The table is optional."""
    paper = Paper.open(root)
    paper.package.descriptor["resources"] = [
        one for one in paper.package.descriptor["resources"] if one["name"] != TABLE
    ]

    assert examine(paper, executed(claims, "{eval}`claims.war`")).findings == ()


# The book's own list.


@pytest.fixture(scope="module")
def listed(paper: Paper) -> list[Exemption]:
    """The exemptions of the book."""
    return exemptions(paper.package)


def loose(listed: list[Exemption], passage: Passage) -> list[str]:
    """Return what no claim and no exemption of the book covers."""
    spans = [span for exemption in listed for span in exemption.spans(passage)]
    spans += [(one.start, one.end) for one in passage.bound]
    return [
        token.text
        for token in scan(passage.text)
        if not any(start <= token.start and token.end <= end for start, end in spans)
    ]


def test_no_number_is_typed_in_the_prose_of_the_book(paper: Paper, listed: list[Exemption]) -> None:
    """Whatever the claims print, the sources of the chapters have no loose number around them."""
    for chapter in paper.chapters:
        notebook = nbformat.read(paper.notebook(chapter), as_version=4)
        for cell in notebook.cells:
            names = expressions(cell.source) if cell.cell_type == "markdown" else []
            said = [{"expression": name, "id": name, "form": "x", "value": "0", "text": "…"} for name in names]
            cell.metadata["livepaper"] = {"said": said}
        left = {passage.text: found for passage in passages(chapter, notebook) if (found := loose(listed, passage))}

        assert not left, chapter


@pytest.mark.parametrize(
    "text",
    [
        "2022 respondents", "2,022 of them", "2022%", "USD 2019 million", "19.2022", "sections",
        "the six per cent of 6", "all six bodies",
        "Half of it", "most of them", "the majority", "a third of all", "one economy", "both agree", "rose by",
        "page of 24", "31 of them", "section 4.2%", "section five", "40 January", "none of them", "first of all",
    ],
)  # fmt: skip
def test_the_books_patterns_do_not_swallow_what_states_something(listed: list[Exemption], text: str) -> None:
    """Years, dates, sections and names are exempt only where they can be nothing else."""
    passage = Passage("public-opinion", 1, "prose", text, ())

    assert len(loose(listed, passage)) == len(scan(text))


@pytest.mark.parametrize(
    "text",
    [
        "from 2016–2020 (2022)", "on 24 February 2022", "sections 2.1, 2.2 and 5", "pp. 24 and 27", "Graphs 26 and 27",
        "the six, all six", "UNSCR 1244/1999", "the most serious threat", "about one another", "slides 93, 132 and 152",
    ],
)  # fmt: skip
def test_the_books_patterns_cover_their_classes(listed: list[Exemption], text: str) -> None:
    """What is listed is recognised in the shapes it has."""
    assert loose(listed, Passage("public-opinion", 1, "prose", text, ())) == []


def test_the_check_says_what_it_is() -> None:
    """Its id, and words for those who meet it in a report."""
    assert bound.CHECK.id == "bound"
    assert all([bound.CHECK.title, bound.CHECK.why, bound.CHECK.fix])

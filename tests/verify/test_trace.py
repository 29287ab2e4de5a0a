"""Tracing numbers on the real data: from a query to the sentence, the row and the page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from livepaper import Claim, Paper, Quantity
from livepaper.edition import Edition, Entry
from livepaper.verify.assignments import Code, assignment
from livepaper.verify.queries import find, looks
from livepaper.verify.trace import trace
from tests.verify import editions

OPINION = [
    """\
asb = paper.survey("asb", 2022)
claims.closer_cooperation = asb.share("closer-balkan-cooperation", "agree")
claims.war_threat = asb.share("most-serious-threat", "war with other countries")
claims.asked = asb.base()
claims.apart = (claims.closer_cooperation
                - claims.war_threat)""",
    "Text: {eval}`claims.closer_cooperation` want it, {eval}`claims.war_threat.with_margin` fear war. That is all.",
    """\
import pandas as pd
from livepaper import Figure
from livepaper.figures import bars
frame = pd.DataFrame({"What": ["closer"], "Share": [claims.closer_cooperation]})
Figure("closer", claims=claims, title="{closer_cooperation.in_words} of {asked}", subtitle="Share", base="{asked}",
       source="ASB", draw=lambda width: bars(frame, width=width), table=frame)""",
    "Text: a report of 79.6 pages, with {eval}`claims.war_threat.rounded` of something.",
]
REGION = [
    """\
for name in ("ALB", "SRB"):
    setattr(claims, f"seats_{name.lower()}", paper.table("region-memberships").where(economy=name).count("seats"))
claims.war_threat = paper.survey("asb", 2022).share("most-serious-threat", "war with other countries")""",
    "Text with {eval}`claims.seats_alb.number`.",
]


@pytest.fixture(scope="module")
def small(sealed_data: Path) -> Edition:
    """Give an edition of two chapters on the real data."""
    return editions.edition(Paper(sealed_data), public_opinion=OPINION, region=REGION)


def lines(text: str) -> str:
    """Return a text without its line breaks and indents."""
    return " ".join(text.split())


def test_the_whole_chain_is_told(small: Edition) -> None:
    """Sentence, chapter and cell, expression, code, row, source, page, grade, base, margin, printed value, verdict."""
    told = lines(str(trace(small, "79.6")))

    for part in (
        "79.6% public-opinion/closer_cooperation",
        "79.6 percent; evidence of the grade paper (known only as the paper itself quotes it)",
        "1,110 people asked; margin of error 2.4 points",
        "public-opinion, cell 2, prose {eval}`claims.closer_cooperation`",
        "“Text: 79.6% want it, 30.2% ± 2.7 points fear war.”",
        "public-opinion, cell 3, title, cell, alt, drawing of “closer”",
        'cell 1, line 2 claims.closer_cooperation = asb.share("closer-balkan-cooperation", "agree")',
        "that is, percent in row asb-2022-closer-balkan-cooperation-alb-agree of surveys-toplines",
        "surveys-toplines#asb-2022-closer-balkan-cooperation-alb-agree data/surveys/toplines.csv, row 27",
        "percent: 79.6",
        "source: Center for the Study of Democracy and Governance. The future is cooperative!?",
        "page: paper Key findings + s4.2 Fig 5; ASB p36 Graph 26 or 27",
        "grade: paper (known only as the paper itself quotes it) sha256:",
        "Key findings, bullet 2: “79.6%”: not checkable nc-kf-closer-cooperation: The report could not be read.",
        "section 4.2, paragraph 6: “the support of the majority”: agrees",
        "livepaper impact data/surveys/toplines.csv --since REVISION",
    ):
        assert part in told


def test_the_row_named_is_the_row_of_the_file(small: Edition, sealed_data: Path) -> None:
    """As an editor counts lines, the header being the first."""
    (exhibit,) = trace(small, "closer_cooperation").chains[0].exhibits
    file, _, number = exhibit.file.partition(", row ")
    assert (
        "closer-balkan-cooperation,ALB,agree" in (sealed_data / file).read_text("utf-8").splitlines()[int(number) - 1]
    )


def test_it_is_readable_at_eighty_columns(small: Edition) -> None:
    """But for addresses and code, which must stay whole."""
    told = str(trace(small, "79.6")).splitlines()
    assert [line for line in told if len(line) > 80 and "http" not in line and "=" not in line] == []


@pytest.mark.parametrize(
    "query", ["79.6", "79.6%", "79.6 %", " 79.6 percent", "79,6", "public-opinion/closer_cooperation"]
)
def test_a_number_is_found_as_it_may_be_written(small: Edition, query: str) -> None:
    """With its sign or without, with a decimal comma, or by the claim's id."""
    assert find(small, query).claims[0] == "public-opinion/closer_cooperation"


@pytest.mark.parametrize(
    ("query", "claims"),
    [
        ("1,110", ["public-opinion/asked"]),
        ("1110", ["public-opinion/asked"]),
        ("four fifths", ["public-opinion/closer_cooperation"]),
        ("about four fifths", ["public-opinion/closer_cooperation"]),
        ("30", ["public-opinion/war_threat"]),
        ("2.7 points", ["public-opinion/war_threat"]),
        ("30.2", ["public-opinion/war_threat", "region/war_threat"]),
        ("49.4 points", ["public-opinion/apart"]),
        ("79.6 points", []),
        ("9.6", []),
        ("110", []),
        ("four fifth", []),
    ],
)
def test_a_query_means_what_prints_so(small: Edition, query: str, claims: list[str]) -> None:
    """A claim's value comes first, then its other forms in the text; parts of numbers and words do not count."""
    assert list(find(small, query).claims) == claims


def test_published_numbers_come_before_computed_ones(sealed_data: Path) -> None:
    """As they are what a reader more likely means."""
    cell = """\
share = paper.survey("asb", 2022).share("closer-balkan-cooperation", "agree")
claims.computed = share + share - share
claims.published = share"""
    made = editions.edition(Paper(sealed_data), one=[cell])
    assert find(made, "79.6").claims[0] == "one/published"


def test_a_name_is_enough_where_one_claim_has_it(small: Edition) -> None:
    """Where several have it, they are named; a slip of the pen is understood."""
    assert find(small, "seats_srb").claims == ("region/seats_srb",)
    assert [name for name, _ in find(small, "war_threat").hints] == ["public-opinion/war_threat", "region/war_threat"]
    assert find(small, "public-opinion/war_thret").hints[0] == ("public-opinion/war_threat", "30.2%")
    assert find(small, "closer_coperation").hints[0][0] == "public-opinion/closer_cooperation"


def test_a_number_that_is_not_there_is_told_with_the_nearest(small: Edition) -> None:
    """In the words of the terminal."""
    told = str(trace(small, "79.5%"))
    assert told.startswith("No claim of the book is or prints “79.5%”.")
    assert trace(small, "79.5%").hints[0] == ("public-opinion/closer_cooperation", "79.6%")
    assert "79.6%        public-opinion/closer_cooperation" in told


def test_numbers_that_only_print_alike_are_pointed_out(small: Edition) -> None:
    """Another claim, and text that is no claim at all."""
    told = trace(small, "public-opinion/war_threat")
    assert told.chains[0].alike == ("region/war_threat",)
    (place,) = trace(small, "79.6").bare
    assert place.sentence.startswith("Text: a report of 79.6 pages")


def test_a_claim_that_no_text_shows_is_still_traced(small: Edition) -> None:
    """The chain then says so."""
    told = lines(str(trace(small, "region/seats_srb")))
    assert "Where readers see it nowhere: no text, figure or table prints it" in told
    assert 'setattr(claims, f"seats_{name.lower()}"' in told


def test_many_rows_are_named_and_counted(small: Edition) -> None:
    """The first in full, more by name, the rest as a number."""
    rows = len(small.ledger["region/seats_alb"].rows)
    told = str(trace(small, "region/seats_alb"))
    assert rows > 15
    assert told.count("sha256:") == 3
    assert f"  and {rows - 15} more rows" in told


def test_of_many_claims_the_best_are_traced_in_full(sealed_data: Path) -> None:
    """The others are named with what they print."""
    cell = 'base = paper.survey("asb", 2022).base()\nfor number in range(8):\n    setattr(claims, f"n{number}", base)'
    told = trace(editions.edition(Paper(sealed_data), one=[cell]), "1,110")
    assert len(told.chains) == 5
    assert told.others == (("one/n5", "1,110"), ("one/n6", "1,110"), ("one/n7", "1,110"))
    assert "  1,110        one/n5" in str(told)


def test_claims_of_the_whole_book_can_be_traced(edition: Edition) -> None:
    """Each is made by a statement that is found, and rests on rows that are there."""
    for name in list(edition.ledger)[::9]:
        (chain,) = trace(edition, name).chains
        assert chain.code.source, name
        assert all(exhibit.row.sha256 for exhibit in chain.exhibits), name


@pytest.mark.parametrize(
    ("source", "line", "statement"),
    [
        ("x = 1\nclaims.war = (\n    x\n)", 2, "claims.war = (\n    x\n)"),
        ("if True:\n    claims.war = 1", 2, "claims.war = 1"),
        ("claims.peace, claims.war = 1, 2", 1, "claims.peace, claims.war = 1, 2"),
        ("setattr(claims, name, 1)\nsetattr(claims, f'w{x}', 2)", 2, "setattr(claims, f'w{x}', 2)"),
        ("setattr(claims, f'p{x}', 1)\nsetattr(claims, name, 2)", 2, "setattr(claims, name, 2)"),
        ("setattr(claims, 'peace', 1)\nsetattr(claims, 'war', 2)", 2, "setattr(claims, 'war', 2)"),
        ("other.war = 1\nwar = 2\nsetattr(other, 'war', 3)", 0, ""),
        ("%time claims.war = 1", 0, ""),
    ],
)
def test_the_statement_that_makes_a_claim_is_found(
    amount: Callable[..., Quantity], source: str, line: int, statement: str
) -> None:
    """A plain assignment, or the `setattr` that fits its name best; otherwise the cell alone."""
    entry = Entry(Claim("one/war", amount(1)), "one", 1, (), (), ())
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    assert assignment(entry, notebook) == Code("one", 1, line, statement)


@pytest.mark.parametrize(
    ("printed", "text", "is_there"),
    [
        ("1110", "of 1,110 adults", True),
        ("1,110", "of 1110 adults", True),
        ("1234567", "1,234,567", True),
        ("79.6", "(79.6%)", True),
        ("79.6", "179.6 79.61 79.6.1 9.79.6", False),
        ("79.6%", "79.6 per cent", True),
        ("79.6%", "79.6 points", False),
        ("-3", "\N{MINUS SIGN}3 points", True),
        ("two thirds", "about Two\nthirds of", True),
        ("two thirds", "two thirdset", False),
    ],
)
def test_a_printed_number_is_recognised(printed: str, text: str, is_there: bool) -> None:
    """Whatever the thousands separators and spaces; never a part of another number."""
    assert bool(looks(printed).search(text)) is is_there

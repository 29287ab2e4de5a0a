"""The rules: each has a notebook in which it finds what it is for, and one like it in which it finds nothing."""

from __future__ import annotations

from collections.abc import Callable

import nbformat
import pytest

from livepaper import Paper
from livepaper.lint import RULES, Known, Source, lint
from livepaper.lint.sentences import LIMIT

Make = Callable[..., Source]
FIGURE = """\
Figure(
    "threats",
    claims=claims,
    title="War was named by {war}",
    subtitle="Share of adults",
    base="{war.base} adults",
    source="ASB",
    draw=draw,
    table=frame,
)"""


def told(source: Source) -> list[str]:
    """What is found, without the rules' advice."""
    return [
        f"{remark.rule}: {remark.finding.where.rpartition(':')[2]}: {remark.finding.found}" for remark in lint(source)
    ]


@pytest.mark.parametrize("chapter", Paper.open().chapters)
def test_nothing_is_found_in_the_book(paper: Paper, chapter: str) -> None:
    """What the whole verification lets pass, the rules do."""
    assert told(Source.read(Known(paper), paper.notebook(chapter))) == []


def test_every_rule_explains_itself() -> None:
    """Under a name of its own: what it asks, why, how to mend what it finds."""
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert all(rule.title and rule.why.endswith(".") and rule.fix.endswith(".") for rule in RULES)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("md:Some 31% named war.", "numbers: cell 2: the numeral “31” in prose"),
        ("md:Most people named war.", "numbers: cell 2: the standing “Most” in prose"),
        ("md:# Two wars", "numbers: cell 2: the cardinal “Two” in heading"),
        ("md:![9 dots](a.png)", "numbers: cell 2: the numeral “9” in alt"),
        (FIGURE.replace("{war}", "30.2%"), "numbers: cell 2: the numeral “30.2” in title of “threats”"),
        (
            'Table(frame, "Twice as many", source="ASB")',
            "numbers: cell 2: the multiple “Twice” in caption of “Twice as many”",
        ),
        ("md:{eval}`claims.wra` named war.", "claims: cell 2: {eval}`claims.wra` with the unknown “wra”"),
        (
            "md:{eval}`claims.war.roundd` named it.",
            "claims: cell 2: {eval}`claims.war.roundd` with the unknown “roundd”",
        ),
        ("md:{eval}`opinion.war` named it.", "claims: cell 2: {eval}`opinion.war` with the unknown “war”"),
        ("md:See {cite:t}`csdg2023`.", "citations: cell 2: a citation of “csdg2023”"),
        (f"md:{'word ' * (LIMIT + 1)}.", f"sentences: cell 2: a sentence of {LIMIT + 2} words"),
        (
            FIGURE.replace('    subtitle="Share of adults",\n', ""),
            "captions: cell 2: Figure “threats” without subtitle",
        ),
        (FIGURE.replace('"ASB"', '" "'), "captions: cell 2: Figure “threats” without source"),
        ('Table(frame, "Threats")', "captions: cell 2: Table “Threats” without source"),
        ("md:![](map.png)", "captions: cell 2: the image “map.png” without alternative text"),
        ("md:```{image} map.png\n```", "captions: cell 2: the image “map.png” without alternative text"),
        ('md:<img src="map.png">', "captions: cell 2: the image “map.png” without alternative text"),
        ("%livepaper lint", "outputs: cell 2: the magic “%livepaper lint”"),
        ("print(asb)", "outputs: cell 2: print(asb) in line 1"),
        ("x = (", "order: cell 2: what is no Python: '(' was never closed (<unknown>, line 1)"),
        ('frame = paper.read("/home/me/a.csv")', "paths: cell 2: the absolute path “/home/me/a.csv”"),
        ('frame = paper.read("/tmp")', "paths: cell 2: the absolute path “/tmp”"),
        ('frame = paper.read("/data.csv")', "paths: cell 2: the absolute path “/data.csv”"),
        ('frame = paper.read("//host/x")', "paths: cell 2: the absolute path “//host/x”"),
        ('frame = paper.read(f"/home/{asb}")', "paths: cell 2: the absolute path “/home/”"),
        ('frame = paper.read("C:\\\\data\\\\a.csv")', "paths: cell 2: the absolute path “C:\\data\\a.csv”"),
        ("md:See [it](/home/me/a.pdf).", "paths: cell 2: the absolute path “/home/me/a.pdf”"),
    ],
)
def test_a_fault_is_found(source: Make, cell: str, found: str) -> None:
    """In its cell, by its rule, and nothing else."""
    assert told(source(cell)) == [found]


def test_a_magic_is_not_what_is_wrong_with_the_python_below_it(source: Make) -> None:
    """Cells are read without their magics, which have a rule of their own."""
    found = "order: cell 2: what is no Python: '(' was never closed (<unknown>, line 2)"
    assert found in told(source("%time x = 1\ny = ("))


@pytest.mark.parametrize(
    "cell",
    [
        "md:In 2022 {eval}`claims.war.rounded` named war, {eval}`opinion.war_threat` as well {cite:p}`csdg2022`.",
        "md:```python\nhidden = 7\n```",
        "md:![A map](map.png)",
        "md:[The paper](https://example.org/a/b) and [a chapter](concept.ipynb).",
        FIGURE,
        "Figure(**parts)",
        'Table(frame, caption=f"Threats of {year}", source="ASB")',
        'separator = "/"; ratio = "and/or"; pattern = r"\\d"; rate = f"{asb}/year"; both = " / "',
        'setattr(claims, f"threat_{asb}", asb)',
    ],
)
def test_what_is_right_is_left_alone(source: Make, cell: str) -> None:
    """Numbers that are claims or exempt, works that are there, texts that are computed."""
    assert told(source(cell)) == []


def test_all_faults_are_found_at_once(source: Make) -> None:
    """In the order of the cells, each told in four parts with its sentence."""
    remarks = lint(source("md:Some 31% named war. Half did not {cite:p}`nobody`.", "print(asb)"))
    assert [remark.rule for remark in remarks] == ["numbers", "numbers", "citations", "outputs"]
    assert str(remarks[1]).startswith(
        "/"
    ) or "small.ipynb:cell 2: found the fraction “Half” in prose; expected " in str(remarks[1])
    assert str(remarks[1]).endswith("(“Half did not [nobody].”) [numbers]")


def test_a_name_used_above_its_definition_is_out_of_order(source: Make) -> None:
    """In code and in prose; what a function uses may come later."""
    assert told(
        source(
            "def late():\n    return shares\n",
            "frame = shares",
            "shares = [n for n in asb]",
            "md:{eval}`claims.b`",
            "claims.b = asb",
        )
    ) == [
        "order: cell 3: “shares”, which cell 4 defines further down",
        "order: cell 5: “claims.b”, which cell 6 defines further down",
    ]


def test_cells_that_ran_in_another_order_are_told_once(source: Make) -> None:
    """As their saved counts say; saved outputs are told once for the notebook."""
    made = source("a = asb", "b = a", "c = b")
    for cell, count in zip(made.notebook.cells, (4, 1, 3, 2), strict=True):
        cell.execution_count = count
        cell.outputs = [nbformat.v4.new_output("stream", text="x")]
    assert told(made) == [
        "outputs: cell 1: saved outputs of this cell and of 3 more",
        "order: cell 2: that it ran before cell 1, which stands above it",
    ]


def test_before_the_first_build_there_is_no_ledger(source: Make, small_paper, tmp_path) -> None:
    """Then no claim is offered, and nothing fails."""
    made = source("md:Some 31% named war; {eval}`claims.war` too.")
    ledger = small_paper / "ledger.csv"
    kept = ledger.rename(tmp_path / "kept.csv")
    try:
        assert told(made) == ["numbers: cell 2: the numeral “31” in prose"]
    finally:
        kept.rename(ledger)


def test_a_claim_that_only_the_numbers_of_record_have_is_unknown(source: Make, small_paper) -> None:
    """Its own chapter and one that restates it have to follow a claim that is renamed; computed names are of record."""
    chapter = small_paper / "chapters/public-opinion.ipynb"
    before = chapter.read_text(encoding="utf-8")
    restating = source(
        "sources = paper.chapter('sources-and-methods')",
        "md:{eval}`opinion.closer_cooperation` agree; {eval}`sources.footnotes_verified` too.",
    )
    chapter.write_text(before.replace("claims.closer_cooperation = ", "claims.closer = "), encoding="utf-8")
    try:
        own = Source.read(Known(Paper(small_paper)), chapter)
        assert {remark.finding.found for remark in lint(own)} == {
            "{eval}`claims.closer_cooperation` with the unknown “closer_cooperation”"
        }
        assert told(restating) == [
            "claims: cell 3: {eval}`opinion.closer_cooperation` with the unknown “closer_cooperation”"
        ]
    finally:
        chapter.write_text(before, encoding="utf-8")

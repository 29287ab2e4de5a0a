"""The paper on disk: its folder, chapters that restate each other, printed numbers that are judged."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from livepaper import Paper
from livepaper.errors import ClaimError, CorrectionError, ProjectError

FIRST = "from livepaper import Claims, Paper\npaper = Paper.open()\nclaims = Claims('{name}')"
WAR = "claims.war = paper.survey('asb', 2022).share('most-serious-threat', 'war with other countries')"


@pytest.fixture
def book(copy_of_data, tmp_path, monkeypatch):
    """Give a factory of papers on the real data: chapters by name, each with its cells."""

    def write(**chapters: list[str]) -> Paper:
        folder = copy_of_data(tmp_path)
        files = [f"  - file: chapters/{name}\n" for name in chapters]
        (folder / "_toc.yml").write_text("format: jb-book\nroot: index\nchapters:\n" + "".join(files))
        (folder / "chapters").mkdir()
        for name, cells in chapters.items():
            code = [new_code_cell(cell) for cell in (FIRST.format(name=name), *cells)]
            notebook = new_notebook(cells=[new_markdown_cell("# Title"), *code])
            nbformat.write(notebook, folder / f"chapters/{name}.ipynb")
        monkeypatch.chdir(folder)
        return Paper.open()

    return write


def test_a_paper_is_found_from_any_folder_below_it(root):
    """As a chapter's kernel starts in its own folder."""
    assert Paper.open(root / "data" / "surveys").root == root


def test_outside_a_paper_none_is_found(tmp_path):
    """The message says what makes a paper."""
    with pytest.raises(ProjectError, match=r"found no paper; expected _config\.yml and data/"):
        Paper.open(tmp_path)


def test_documents_are_in_reading_order(paper):
    """The root first, then the contents."""
    assert paper.documents[0] == "index"
    assert paper.chapters == [document.rpartition("/")[2] for document in paper.documents]


def test_nested_contents_are_read(book):
    """Parts and sections count too."""
    paper = book()
    contents = (
        "root: intro\nparts:\n- chapters:\n  - file: a\n    sections:\n    - file: b\n  - url: https://example.org\n"
    )
    (paper.root / "_toc.yml").write_text(contents)
    assert Paper.open().documents == ["intro", "a", "b"]


@pytest.mark.parametrize("contents", ["", "- a\n", "chapters: [", "format: jb-book\n", None])
def test_unreadable_contents_are_refused(book, contents):
    """Empty, malformed, rootless or missing."""
    path = book().root / "_toc.yml"
    path.unlink() if contents is None else path.write_text(contents)
    with pytest.raises(ProjectError, match=r"(?s)_toc\.yml: found .*; expected a table of contents"):
        _ = Paper.open().documents


def test_a_chapter_restates_another(book):
    """There is one definition of each number, wherever it is said."""
    paper = book(opinion=[WAR], summary=["claims.war = paper.chapter('opinion').war"])
    opinion, summary = paper.chapter("opinion"), paper.chapter("summary")
    assert summary.war.id == "summary/war"
    assert summary.war.quantity == opinion.war.quantity


def test_a_chapter_is_run_as_its_kernel_would(book):
    """Its own annotations are evaluated, so that it may define a dataclass."""
    cell = "from dataclasses import dataclass\n@dataclass\nclass Row:\n    name: str\n"
    assert len(book(one=[cell, WAR]).chapter("one")) == 1


def test_the_ledger_holds_every_chapters_claims(book):
    """By id."""
    paper = book(one=[WAR], two=[WAR])
    assert list(paper.ledger(paper.chapters[1:])) == ["one/war", "two/war"]


def test_chapters_that_restate_each_other_are_refused(book):
    """The message draws the circle."""
    paper = book(one=["paper.chapter('two')"], two=["paper.chapter('one')"])
    with pytest.raises(ProjectError, match="the circle one → two → one"):
        paper.chapter("one")


def test_a_circle_leaves_nothing_behind(book):
    """After a failure, another chapter still runs."""
    paper = book(one=["paper.chapter('one')"], two=[WAR])
    with pytest.raises(ProjectError):
        paper.chapter("one")
    assert len(paper.chapter("two")) == 1


@pytest.mark.parametrize(
    ("cell", "found"), [("1 / 0", "ZeroDivisionError"), ("a b", "SyntaxError"), ("%time", "the magic “%time”")]
)
def test_a_failing_cell_is_named(book, cell, found):
    """File, cell and error; the third cell, after the title and the first code."""
    with pytest.raises(ProjectError, match=rf"one\.ipynb, cell 3: found {found}"):
        book(one=[cell]).chapter("one")


def test_a_chapter_needs_claims(book):
    """Otherwise there is nothing to restate."""
    with pytest.raises(ProjectError, match=r"found no claims; expected claims = Claims\(\"one\"\)"):
        book(one=["claims = 3"]).chapter("one")


def test_an_unknown_chapter_is_refused(book):
    """The message lists the chapters."""
    with pytest.raises(ProjectError, match="no chapter “on”; expected one of index, one"):
        book(one=[]).chapter("on")


@pytest.mark.parametrize("content", [None, "{", "{}"])
def test_an_unreadable_notebook_is_refused(book, content):
    """Missing, cut off or empty."""
    paper = book(one=[])
    path = paper.notebook("one")
    path.unlink() if content is None else path.write_text(content)
    with pytest.raises(ProjectError, match=r"one\.ipynb: found .*; expected a notebook"):
        paper.chapter("one")


def test_outlines_are_read(paper):
    """The six economies, by their codes."""
    codes = json.dumps(paper.features("region-map"))
    assert all(economy["economy"] in codes for economy in paper.table("region-economies"))


def test_printed_numbers_are_judged_on_the_papers_data(book):
    """A claim that the corrections need and the book lacks stops the judgement."""
    with pytest.raises(ClaimError, match="expected a claim of the book"):
        book(one=[WAR]).judge({})


def test_expectations_of_unknown_cells_are_refused(book, edit):
    """An unknown row or column is named."""
    paper = book()
    _reseal(paper, edit, "cell:region-bodies[rcc].name ==", "cell:region-bodies[rcc].nam ==")
    with pytest.raises(ClaimError, match="table region-bodies: found no column “nam”"):
        Paper.open().judge({})


def test_an_outlived_correction_stops_the_judgement(book, edit):
    """Every correction is required, not only those of printed numbers."""
    _reseal(book(), edit, "Regional Cooperation Council", "Regional Security Council", "region/bodies.csv")
    with pytest.raises(CorrectionError, match="correction e1-rcc-name"):
        Paper.open().judge({})


def _reseal(paper: Paper, edit, old: str, new: str, file: str = "paper/corrections.csv") -> None:
    """Change a data file and record its new hash, without checking the rest again."""
    from livepaper.datapackage.package import sha256

    path = paper.root / "data" / file
    before = sha256(path.read_bytes())
    edit(path, old, new)
    edit(paper.root / "data/datapackage.json", before, sha256(path.read_bytes()))


@pytest.fixture(scope="module")
def ledger(paper: Paper):
    """Every claim of the finished book."""
    missing = [name for name in paper.documents if not (paper.root / f"{name}.ipynb").is_file()]
    if missing:
        pytest.skip(f"the book is not complete: no {', '.join(missing)}")
    return paper.ledger(paper.chapters)


def test_every_printed_percentage_has_a_claim(paper):
    """None of the paper's percentages is exempt."""
    percentages = paper.table("paper-printed").where(kind="percent")
    assert [row["printed"] for row in percentages if not row["claim"]] == []
    assert len(percentages) > 50


def test_every_printed_number_is_claimed_or_exempt_with_a_reason(paper):
    """Exactly one of the two; and a claimed one has a number or a word to compare."""
    for row in paper.table("paper-printed"):
        assert bool(row["claim"]) != bool(row["exempt"]), row["printed"]
        assert not row["claim"] or row["value"] or row["word"], row["printed"]


def test_every_claim_that_the_data_name_is_in_the_book(paper, ledger):
    """Printed numbers rest on claims that exist."""
    named = {row["claim"] for row in paper.table("paper-printed") if row["claim"]}
    assert named - set(ledger) == set()


def test_every_printed_number_is_judged(paper, ledger):
    """No difference without a correction, no correction that is outlived."""
    judged = paper.judge(ledger)
    assert len(judged) == len(paper.table("paper-printed"))
    assert all(number.verdict for number in judged if number.printed["claim"])


def test_chapters_name_themselves(paper, ledger):
    """A claim's id begins with the notebook that makes it."""
    assert {name.partition("/")[0] for name in ledger} <= set(paper.chapters)
    assert all(Path(paper.notebook(name)).is_file() for name in paper.chapters)


@pytest.mark.parametrize("content", [b"a: [b\n", b"\xff\xfe", None])
def test_a_configuration_that_cannot_be_read_is_told_in_one_sentence(book, content):
    """Broken YAML, another encoding, no file."""
    paper = book()
    path = paper.root / "_config.yml"
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(
        ProjectError, match=r"_config\.yml: found .*; expected the book's configuration\. Mend or restore"
    ):
        _ = paper.configuration

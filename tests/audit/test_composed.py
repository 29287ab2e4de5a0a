"""Numbers of composed texts come from the pieces that they were composed of."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from livepaper.audit.authored import Bibliography, Notebook, Words, read_notebook, stripped
from livepaper.audit.composed import strange
from livepaper.audit.pages import GAP, words
from livepaper.errors import ProjectError

KNOWN = [Words(["the paper cites pages 24 and 27", f"Note {GAP}", "7", "20%", "Barometer"])]
DATES = {"2022-02-24", "2022-02"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Barometer, the paper cites pages 24 and 27", []),
        ("Barometer, the paper cites pages 25 and 27", ["25", "27"]),
        ("Note 7", []),
        ("Note 8", ["8"]),
        ("Remark 7", ["7"]),
        ("20%", []),
        ("21%", ["21"]),
        ("until 24 February 2022", []),
        ("until 24 Feb 2022", []),
        ("in February 2022", []),
        ("until 25 February 2022", ["25", "2022"]),
        ("in March 2022", ["2022"]),
        ("Barometer of most", ["most"]),
    ],
)
def test_a_number_is_sound_within_a_whole_piece_or_between_pieces(text: str, found: list[str]) -> None:
    """Dates may be written out; any other number has to stand as its piece has it."""
    assert list(strange(tuple(words(text)), KNOWN, DATES)) == found


def test_markdown_is_stripped_to_words_and_gaps() -> None:
    """Roles that fill in leave gaps, others their text; addresses, labels, tags and footnote marks leave nothing."""
    text = stripped("(a-1)=\n## Of {eval}`claims.x` [page 2](b-3.html)[^n]\n\n[^n]: See {cite:p}`k4`.")
    assert words(text) == ["of", f"{GAP}x.printed", "page", "2", "see", GAP]
    assert words(stripped("{term}`base <n>`&nbsp;of<br>**1,110**")) == ["base", "of", "1,110"]


@pytest.mark.parametrize(
    ("passage", "there"),
    [
        (f"of {GAP}war.rounded and {GAP}allies.printed", True),
        (f"of {GAP}allies.printed and {GAP}war.rounded", False),
        (f"of {GAP}war.printed and", False),
        (f"and {GAP}allies.printed in {GAP}", True),
        (f"in {GAP}war.rounded", True),
        ("of and", False),
    ],
)
def test_a_passage_has_the_claims_that_its_author_put_there(passage: str, there: bool) -> None:
    """In the same forms; a gap of another kind may hold anything."""
    prose = stripped("Of {eval}`claims.war.rounded` and {eval}`opinion.allies` in {cite:t}`doe`.")
    assert Words([prose]).holds(words(passage)) is there


def test_the_texts_of_code_have_gaps_for_what_is_filled_in() -> None:
    """Joined literals are one text; fields of templates and of f-strings are gaps; numbers count too."""
    notebook = Notebook("", ('a = "In 2022 " "and {war} 3"\nb = f"page {n} of 9"\nc = 2017',))
    assert sorted(" ".join(words(text)) for text in notebook.strings) == sorted(
        [f"in 2022 and {GAP} 3", f"page {GAP} of 9", "2017"]
    )


def test_code_may_stand_in_prose_too(tmp_path: Path) -> None:
    """A fenced block is code that a page may show; a directive is none."""
    source = ["# Of 2022\n", "```{note}\nOne.\n```\n", "```sh\nlivepaper trace 79.6\n```\n"]
    cells = [{"cell_type": "markdown", "source": source}, {"cell_type": "code", "source": ["a = 1"]}]
    path = tmp_path / "chapter.ipynb"
    path.write_text(json.dumps({"cells": cells}))

    notebook = read_notebook(path)
    assert (notebook.title, notebook.code, notebook.fenced) == ("Of 2022", ("a = 1",), ("livepaper trace 79.6\n",))


def test_a_file_that_is_no_notebook_is_named(tmp_path: Path) -> None:
    """The audit cannot tell then what the author wrote."""
    path = tmp_path / "chapter.ipynb"
    path.write_text("[]")
    with pytest.raises(ProjectError, match=r"chapter\.ipynb"):
        read_notebook(path)


def test_one_entry_has_to_have_all_numerals() -> None:
    """Those of two entries together do not count."""
    bibliography = Bibliography(
        ("a{x, year = {2022}, pages = {3--20}, url = {https://a.b/1-2}}", "a{y, year = {2023}}")
    )
    assert bibliography.has("Doe 2022, p. 20. URL: https://a.b/1-2.")
    assert not bibliography.has("Doe 2022, 2023.")
    assert not bibliography.has("Doe 2022. URL: https://a.b/2-2.")

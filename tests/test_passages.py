"""Passages: what readers see of an executed chapter, with the claims in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
import yaml
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from livepaper import Claims, Figure, Paper, Table, tally
from livepaper.figures import Stack, bars
from livepaper.passages import Bound, Passage, expressions, images, links, passages, sentence, written
from livepaper.passages.prose import EXTENSIONS
from livepaper.passages.references import Image
from livepaper.records import CLAIM

PROSE = """\
# War and {eval}`claims.war.rounded`

(label)=
As **{eval}`claims.war`** say ({cite:t}`dyrmishi2022`, p. 24), see [the *next*
chapter 5](next.ipynb), {ref}`What is missing <missing>` and {numref}`fig-war`.[^note]

[^note]: A footnote on {eval}`claims.war`.

:::{admonition} A title with {eval}`claims.war.rounded`
:class: tip
Inside \\*, "quoted":

- an item of {eval}`claims.war`
:::

```{note}
Between backticks.
```

| Head | Other |
|---|---|
| a | {eval}`claims.war` |

```python
hidden = 7
```

```{bibliography}
:all:
```
"""


@pytest.fixture(scope="module")
def claims(paper: Paper) -> Claims:
    """A published share as the only claim of a chapter."""
    made = Claims("small")
    made.war = paper.survey("asb", 2022).share("most-serious-threat", "war with other countries")
    return made


def executed(source: str, claims: Claims, *shown: Any) -> NotebookNode:
    """A notebook as the verification leaves it: what was said, and what was shown."""
    said = []
    for expression in expressions(source):
        value = eval(expression, {"claims": claims})
        said.append({"expression": expression, **value._repr_mimebundle_()[CLAIM], "text": str(value)})
    cells = [new_markdown_cell(source, metadata={"livepaper": {"said": said}})]
    for one in shown:
        html = one.html if isinstance(one, Figure) else one._repr_html_()
        cells.append(new_code_cell(outputs=[new_output("execute_result", data={"text/html": html})]))
    return new_notebook(cells=cells)


@pytest.fixture(scope="module")
def prose(claims: Claims) -> list[Passage]:
    """The passages of the Markdown above."""
    return passages("small", executed(PROSE, claims))


def cut(passage: Passage) -> list[str]:
    """Return what is bound in a passage."""
    return [passage.text[bound.start : bound.end] for bound in passage.bound]


def test_markdown_becomes_the_texts_that_readers_see(prose: list[Passage]) -> None:
    """Markup, addresses, keys, listings and what Sphinx writes are gone; shown texts stay, each with its place."""
    assert [(passage.place, passage.text) for passage in prose] == [
        ("heading", "War and 30%"),
        ("prose", "As 30.2% say (, p. 24), see the next chapter 5, What is missing and ."),
        ("prose", "A footnote on 30.2%."),
        ("heading", "A title with 30%"),
        ("prose", "Inside *, “quoted”:"),
        ("prose", "an item of 30.2%"),
        ("prose", "Between backticks."),
        ("cell", "Head"),
        ("cell", "Other"),
        ("cell", "a"),
        ("cell", "30.2%"),
    ]


def test_claims_are_bound_with_name_form_and_value(prose: list[Passage]) -> None:
    """Each stands where its text stands, with its exact value."""
    assert prose[0].bound == (Bound(8, 11, "small/war", "rounded", "30.2"),)
    assert [text for passage in prose for text in cut(passage)] == ["30%", "30.2%", "30.2%", "30%", "30.2%", "30.2%"]
    assert {(passage.chapter, passage.cell) for passage in prose} == {("small", 1)}


def test_expressions_come_in_order_of_appearance() -> None:
    """Those in directives and nested directives count where they stand."""
    source = "{eval}`a.b`\n\n::::{note}\n{eval}`c.d`\n:::{tip}\n{eval}`e.f`\n:::\n::::\n\n```{eval} g.h\n```\n"

    assert expressions(source) == ["a.b", "c.d", "e.f", "g.h"]


def test_a_role_that_printed_nothing_leaves_nothing(claims: Claims) -> None:
    """Where a chapter failed before its text, the rest of the text is still there."""
    notebook = new_notebook(cells=[new_markdown_cell("Only {eval}`claims.war` left.")])

    assert passages("small", notebook) == [Passage("small", 1, "prose", "Only left.", ())]


def test_the_books_configuration_enables_what_the_parser_reads(root: Path) -> None:
    """The same extensions are on in `_config.yml`, so that text is read as the book prints it."""
    configuration = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))

    assert set(configuration["parse"]["myst_enable_extensions"]) == EXTENSIONS


def test_descriptions_of_the_page_are_passages() -> None:
    """What search engines show comes from the notebook's metadata."""
    notebook = new_notebook(metadata={"myst": {"html_meta": {"description": "Half of it."}}})

    assert passages("small", notebook) == [Passage("small", 1, "description", "Half of it.", ())]


@pytest.fixture(scope="module")
def figure(claims: Claims) -> list[Passage]:
    """The passages of a figure with a claim and quantities without names."""
    table = pd.DataFrame({"Threat": ["War", "Twice that"], "Share": [claims.war, claims.war + claims.war]})
    shown = Figure(
        "threats",
        claims=claims,
        title="War was named by {war}",
        subtitle="Share of respondents, 2022",
        base="{war.base} respondents",
        note="A note.",
        source="ASB 2022, page 24",
        draw=lambda width: bars(table, width=width),
        table=table,
    )
    return passages("small", executed("", claims, shown))


def test_a_figure_gives_every_text_it_carries(figure: list[Passage]) -> None:
    """Title, subtitle, caption, head and cells, note, base, source, then labels and drawn texts, each once."""
    places = [passage.place for passage in figure]

    assert places[:4] == ["title", "subtitle", "caption", "cell"]
    assert {"note", "base", "source", "alt", "drawing"} < set(places)
    assert {passage.owner for passage in figure} == {"threats"}
    assert len({(passage.place, passage.text) for passage in figure}) == len(figure)


def test_quantities_without_a_name_are_bound_too(figure: list[Passage]) -> None:
    """A computed cell has a value, though no claim carries it."""
    cell = next(passage for passage in figure if passage.text == "60.4%")

    assert cell.bound == (Bound(0, 5, "", "", "60.4"),)


def test_alternative_text_and_drawing_repeat_the_numbers_of_the_table(figure: list[Passage]) -> None:
    """Their bare numbers are bound to the claim or quantity that prints so; counts of the table are not."""
    alt = next(passage for passage in figure if passage.place == "alt" and "highest" in passage.text.lower())
    drawn = [passage for passage in figure if passage.place == "drawing" and passage.text == "30.2%"]

    assert {"30.2%", "60.4%"} == set(cut(alt))
    assert [bound.claim for bound in alt.bound if alt.text[bound.start : bound.end] == "30.2%"] == ["small/war"]
    assert [passage.bound[0].claim for passage in drawn] == ["small/war"]


def drawn(claims: Claims, table: pd.DataFrame, **parts: str) -> list[Passage]:
    """The passages of a bar chart of a table."""
    texts = {"title": "T", "subtitle": "S", "base": "B", "source": "S"} | parts
    shown = Figure("f", claims=claims, **texts, draw=lambda width: bars(table, width=width), table=table)  # type: ignore[arg-type]
    return passages("small", executed("", claims, shown))


def test_claims_that_print_alike_are_not_told_apart(paper: Paper) -> None:
    """A bare number that could be either is bound, and named for neither."""
    made = Claims("small")
    made.one = paper.survey("asb", 2022).share("most-serious-threat", "war with other countries")
    made.other = made.one
    found = drawn(made, pd.DataFrame({"A": ["x", "y"], "B": [made.one, made.other]}))
    labels = [passage for passage in found if passage.place == "drawing" and passage.text == "30.2%"]

    assert [bound.claim for passage in labels for bound in passage.bound] == [""]


def test_only_numbers_are_bound_in_bare_texts_and_no_counts(paper: Paper, claims: Claims) -> None:
    """A grade that is printed somewhere binds no other “paper”; “2 values” is not the claim that prints 2."""
    made = Claims("small")
    made.war, made.two = claims.war, tally([claims.war.quantity, claims.war.quantity], "shares")
    table = pd.DataFrame({"A": ["x", "y"], "B": [made.two, made.two]})
    found = drawn(made, table, note="Known from the {war.grade}", subtitle="As in the press and the paper")
    alt = next(passage for passage in found if passage.place == "alt")

    assert "2 values. X and y with 2." in alt.text
    assert [(bound.claim, bound.start > alt.text.index("with")) for bound in alt.bound] == [("small/two", True)]


def test_lines_of_a_cell_are_kept_apart(claims: Claims) -> None:
    """A stack of texts reads as several words."""
    shown = Table(pd.DataFrame({"A": [Stack("upper", claims.war, "lower")]}), caption="C")

    assert passages("small", executed("", claims, shown))[2].text == "upper 30.2% lower"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("```{figure} a.png\n:alt: half of it\n\nThe rest.\n```", [("alt", "half of it"), ("prose", "The rest.")]),
        ("<p>half <b>of</b> it</p>", [("prose", "half of it")]),
        ("![half](a.png) of it", [("alt", "half"), ("prose", "of it")]),
        (
            "---\nmyst:\n  html_meta:\n    description: Half\n---\n\nText.",
            [("description", "Half"), ("prose", "Text.")],
        ),
    ],
)
def test_less_common_markup_is_read_too(source: str, found: list[tuple[str, str]]) -> None:
    """Pictures, raw HTML and front matter show text as well."""
    notebook = new_notebook(cells=[new_markdown_cell(source)])

    assert [(passage.place, passage.text) for passage in passages("small", notebook)] == found


def test_a_table_gives_caption_cells_note_and_source(claims: Claims) -> None:
    """Each with the caption as its owner; the label that repeats the caption is not given again."""
    shown = Table(pd.DataFrame({"A": ["x"], "B": [claims.war]}),
                  caption="With {war.rounded}", note="N {war}", source="S", claims=claims)  # fmt: skip
    found = passages("small", executed("", claims, shown))

    assert [(passage.place, passage.text) for passage in found] == [
        ("caption", "With 30%"), ("cell", "A"), ("cell", "B"), ("cell", "x"), ("cell", "30.2%"),
        ("note", "N 30.2%"), ("source", "Source: S"),
    ]  # fmt: skip
    assert {passage.owner for passage in found} == {"With 30%"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It rose. See pp. 24 and 27, e.g. 30.2% there. It fell.", "See pp. 24 and 27, e.g. 30.2% there."),
        ("First. “Was it 30.2%?” Then more.", "“Was it 30.2%?”"),
        ("Only 30.2%", "Only 30.2%"),
        ("Named by A. B. Smith, 30.2% of all. Next.", "Named by A. B. Smith, 30.2% of all."),
        ("The share (, p. 3; ) was 30.2% .", "The share (p. 3;) was 30.2%."),
    ],
)
def test_a_sentence_ends_where_a_reader_says_so(text: str, said: str) -> None:
    """Abbreviations, initials and decimals end none; gaps that references left are closed."""
    start = text.index("30.2%")
    bound = Bound(start, start + 5, "small/war", "printed", "30.2")

    assert sentence(Passage("small", 1, "prose", text, (bound,)), bound) == said


def test_every_chapter_of_the_book_can_be_read(paper: Paper) -> None:
    """Its sources have a heading, and no markup is left in any text."""
    for chapter in paper.chapters:
        found = passages(chapter, nbformat.read(paper.notebook(chapter), as_version=4))

        assert found[0].place == "heading"
        assert not [passage.text for passage in found if "{" in passage.text or "](" in passage.text]


def test_texts_can_be_read_before_anything_runs() -> None:
    """What roles would print, and where references would stand, is bound to no claim and leaves the sentence whole."""
    cell = new_markdown_cell("By 31% {eval}`claims.war.rounded` ({cite:t}`dyrmishi2022`) is meant.")
    (passage,) = written("small", new_notebook(cells=[new_code_cell("hidden = 7"), cell]))
    assert passage.text == "By 31% {claims.war.rounded} ([dyrmishi2022]) is meant."
    assert [passage.text[bound.start : bound.end] for bound in passage.bound] == [
        "{claims.war.rounded}",
        "[dyrmishi2022]",
    ]
    assert {bound.claim for bound in passage.bound} == {""}


def test_images_and_links_are_found_wherever_they_stand() -> None:
    """In running text, directives and HTML; not in listings."""
    source = """\
![A map](a.png) and ![](b.png), [a page](c.html) <img src="d.png" alt=""> <a href="e.html">e</a>

:::{note}
![In a note](f.png)

```{figure} g.png
:alt: A drawing
```
:::

```{image} h.png
```

```text
![hidden](i.png)
```
"""
    assert images(source) == [
        Image("a.png", "A map"),
        Image("b.png", None),
        Image("d.png", ""),
        Image("f.png", "In a note"),
        Image("g.png", "A drawing"),
        Image("h.png", None),
    ]
    assert links(source) == ["a.png", "b.png", "c.html", "d.png", "e.html", "f.png", "g.png", "h.png"]

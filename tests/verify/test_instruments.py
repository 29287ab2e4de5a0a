"""The cells that are put into a chapter and taken out again."""

from __future__ import annotations

import nbformat

from livepaper.records import COST, SAID
from livepaper.verify.instruments import put_in, take_out


def test_a_chapter_comes_back_as_it_was_with_what_its_text_said() -> None:
    """Taking the instruments out leaves the chapter's own cells, and puts what was said beside the text."""
    chapter = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("1 + 1"), nbformat.v4.new_markdown_cell("{eval}`claims.a`")]
    )
    executed = put_in(chapter)
    said, cost = executed.cells[2], executed.cells[3]
    said.outputs = [nbformat.v4.new_output("display_data", {SAID: {"said": [{"id": "x/a"}]}})]
    cost.outputs = [nbformat.v4.new_output("display_data", {COST: {"memory": 7}})]

    made, memory, ended = take_out(executed)

    assert [cell.source for cell in made.cells] == ["1 + 1", "{eval}`claims.a`"]
    assert made.cells[1].metadata["livepaper"] == {"said": [{"id": "x/a"}]}
    assert (memory, ended) == (7, True)


def test_outputs_that_were_saved_are_not_taken_for_new_ones() -> None:
    """A chapter starts without the outputs it was saved with."""
    cell = nbformat.v4.new_code_cell("1 + 1", outputs=[nbformat.v4.new_output("stream", text="2")])
    chapter = nbformat.v4.new_notebook(cells=[cell])

    assert put_in(chapter).cells[0].outputs == []
    assert chapter.cells[0].outputs, "the chapter itself is not touched"

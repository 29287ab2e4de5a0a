"""Tables that everyone can read."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from livepaper.errors import FigureError
from livepaper.figures import Stack, Table
from livepaper.figures.table import PROSE
from livepaper.quantity import Grade, Quantity


def test_a_table_has_caption_and_headers():
    """Columns and rows are named to screen readers."""
    html = Table(pd.DataFrame({"Body": ["Council"], "Members": [6]}), caption="Who sits where")._repr_html_()
    assert "<caption>Who sits where</caption>" in html
    assert '<th scope="col">Body</th><th scope="col" class="number">Members</th>' in html
    assert '<th scope="row">Council</th><td class="number">6</td>' in html


def test_a_wide_table_scrolls_in_a_named_region():
    """Also with the keyboard."""
    html = Table(pd.DataFrame({"A": [1]}), caption='Six & "more"')._repr_html_()
    assert '<div class="table-scroll" role="region" tabindex="0" aria-label="Six &amp; &quot;more&quot;">' in html


def test_the_cells_of_a_table_of_many_columns_name_their_columns():
    """Where each row becomes a list, on a phone, the headings are out of sight."""
    frame = pd.DataFrame({"A": ["x"], "B & C": [1], "D": ["y"], "E": [""]})
    html = Table(frame, caption="Many")._repr_html_()
    assert '<table class="wide">' in html
    assert '<th scope="row">x</th><td class="number" data-label="B &amp; C">1</td><td data-label="D">y</td>' in html
    few = Table(frame[["A", "D", "E"]], caption="Few")._repr_html_()
    assert "<table><caption>" in few
    assert "data-label" not in few


def test_a_column_with_sentences_has_room_for_them():
    """In its heading and each of its cells; lines that are stacked are as long as the longest of them."""
    short, long = "x" * PROSE, "x" * (PROSE + 1)
    html = Table(pd.DataFrame({"A": [short], "B": [long], "C": [Stack(short, short)]}), caption="Prose")._repr_html_()
    assert '<th scope="col">A</th><th scope="col" class="prose">B</th><th scope="col">C</th>' in html
    assert f'<td class="prose">{long}</td><td><span' in html


def test_cells_are_escaped_unless_they_bring_markup(fake_claims):
    """A claim prints itself, a text is only a text."""
    frame = pd.DataFrame({"Who": ["<b>Council</b>"], "Share": [fake_claims.war]})
    html = Table(frame, caption="Shares")._repr_html_()
    assert "&lt;b&gt;Council&lt;/b&gt;" in html
    assert '<td class="number"><data value="30.2">30.2%</data></td>' in html


def test_a_quantity_without_a_name_says_how_it_follows():
    """So that every number of a table can be worked out again from the data."""
    formula = ("count", "bodies", (("member", ("yes & no's",)),))
    q = Quantity(Decimal(1200), "bodies", ("bodies#a",), Grade.PRESS, derived=True, formula=formula)
    html = Table(pd.DataFrame({"A": ["x"], "B": [q]}), caption="Bodies")._repr_html_()

    data = BeautifulSoup(html, "html.parser").select_one("td data.quantity")
    assert data is not None
    assert (data["value"], data["data-unit"], data["data-grade"], data.text) == ("1200", "bodies", "press", "1,200")
    assert data["data-formula"] == '["count","bodies",[["member",["yes & no\'s"]]]]'


def test_a_missing_cell_is_said_to_be_missing_and_an_empty_text_stays_empty():
    """None is a gap in the source, an empty text is the author's."""
    html = Table(pd.DataFrame({"A": ["x"], "B": [None], "C": [""]}, dtype=object), caption="Gaps")._repr_html_()
    assert "<td>not disclosed</td><td></td>" in html


def test_caption_and_note_take_claims(fake_claims):
    """As a figure's title does."""
    table = Table(
        pd.DataFrame({"A": [1]}), caption="War: {war.rounded}", note="Or {war}", source="Survey", claims=fake_claims
    )
    assert '<caption>War: <data value="30.2">30%</data></caption>' in table._repr_html_()
    assert repr(table).splitlines()[0] == "War: 30%"
    assert repr(table).endswith("Or 30.2%\nSource: Survey")


def test_another_column_may_name_the_rows():
    """The first is only the default."""
    html = Table(pd.DataFrame({"No.": [1], "Body": ["Council"]}), caption="Bodies", row_header="Body")._repr_html_()
    assert '<td class="number">1</td><th scope="row">Council</th>' in html


@pytest.mark.parametrize(("caption", "header"), [("", None), ("Bodies", "Nobody")])
def test_a_table_needs_a_caption_and_its_row_header(caption, header):
    """Otherwise nobody knows what it holds."""
    with pytest.raises(FigureError):
        Table(pd.DataFrame({"Body": ["Council"]}), caption=caption, row_header=header)


def test_a_stack_puts_its_parts_one_below_the_other():
    """Several things in a cell are lines of HTML, and text joined by semicolons; what is missing is left out."""
    stack = Stack("first", None, Decimal("2.5"))

    assert stack._repr_html_() == '<span class="cell-line">first</span><span class="cell-line">2.5</span>'
    assert str(stack) == "first; 2.5"


def test_rows_can_be_linked_to_and_pages_can_offer_to_search():
    """Each row gets its id, escaped; the table is marked for the script of the pages."""
    frame = pd.DataFrame({"Body": ["Council", "Pact"]})
    html = Table(frame, caption="Bodies", ids=["bodies/one", 'a"b'], searchable=True)._repr_html_()

    assert html.startswith('<div class="livepaper-table" data-searchable>')
    assert '<tr id="bodies/one"><th scope="row">Council' in html
    assert '<tr id="a&quot;b">' in html


@pytest.mark.parametrize("ids", [["one"], ["one", "one"], ["one", "two", "three"]])
def test_ids_are_one_for_each_row(ids):
    """None missing, none given to two rows."""
    with pytest.raises(FigureError, match="different ids for 2 rows"):
        Table(pd.DataFrame({"Body": ["Council", "Pact"]}), caption="Bodies", ids=ids)

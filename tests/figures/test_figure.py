"""A figure: its texts, its parts for every kind of reader, its files."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import FrozenInstanceError

import pandas as pd
import pytest

from livepaper.errors import FigureError
from livepaper.figures import STYLE, export, export_png
from livepaper.records import FIGURE


def test_a_title_says_claims_in_text_and_in_markup(figure):
    """The rest of the title is escaped."""
    assert "About 30% name war & crime" in repr(figure())
    assert 'About <data value="30.2">30%</data> name war &amp; crime' in figure().html


@pytest.mark.parametrize("part", ["title", "subtitle", "base", "note"])
def test_an_unknown_claim_is_named_with_its_figure(figure, part):
    """Before anything is drawn."""
    with pytest.raises(FigureError, match=rf"the {part} of figure threats: found the field \{{peace\.rounded\}}"):
        figure(**{part: "About {peace.rounded}"})


@pytest.mark.parametrize("title", ["{war:.1f}", "{war!r}", "{}", "{war[0]}", "{war", "{war.loud}"])
def test_a_template_only_names_claims(figure, title):
    """Formatting would round; positions name nothing."""
    with pytest.raises(FigureError, match="title of figure threats"):
        figure(title=title)


@pytest.mark.parametrize("part", ["title", "subtitle", "base", "source"])
def test_no_part_may_be_empty(figure, part):
    """Readers need all of them."""
    with pytest.raises(FigureError, match=f"no {part}"):
        figure(**{part: " "})


def test_a_name_is_fit_for_a_file(figure):
    """And for a link."""
    with pytest.raises(FigureError, match="the name “My figure”"):
        figure(name="My figure")


def test_a_figure_without_numbers_is_refused(figure):
    """An empty table draws an empty chart."""
    with pytest.raises(FigureError, match="empty table"):
        figure(table=pd.DataFrame())


def test_a_figure_cannot_be_changed(figure):
    """It is a value."""
    with pytest.raises(FrozenInstanceError):
        figure().title = "Other"


def test_nothing_is_drawn_before_it_is_shown(figure):
    """A chapter that imports figures costs nothing."""
    widths: list[int] = []
    given = figure()
    lazy = figure(draw=lambda width: (widths.append(width), given.draw(width))[1])
    assert widths == []
    assert lazy.html
    assert sorted(widths) == [312, 640]


def test_the_page_shows_one_of_two_drawings(figure):
    """Without the style sheet it is the wide one."""
    html = figure().html
    wide, narrow = re.findall(r"<svg[^>]*>", html)
    assert 'class="figure-wide"' in wide
    assert 'class="figure-narrow"' in narrow
    assert ("display" in wide, 'display="none"' in narrow) == (False, True)
    assert html.count("<svg") == html.count('role="img"') == 2
    assert "figure-narrow" in STYLE.read_text()


def test_the_page_holds_everything_else(figure):
    """Table, base, source and note, and nothing that needs fetching."""
    html = figure(note="See {war}.").html
    assert html.startswith('<figure class="livepaper-figure" data-figure="threats">')
    assert '<th scope="row">Corruption</th><td class="number"><data class="quantity" value="39.3"' in html
    assert '<p class="figure-base">Base: 1,000 adults</p>' in html
    assert html.endswith("Source: Survey 2022</p></figcaption></figure>")
    assert "href" not in html


def test_alternative_text_names_the_extremes(figure):
    """With their printed values."""
    assert figure().alt == (
        "Bar chart. Share, percent. 3 values. Highest Corruption with 39.3%; lowest Crime with 11.2%."
    )


def test_alternative_text_leaves_out_the_remainder(figure):
    """What was not quoted is no lowest value."""
    assert "3 values" in figure("bars with remainder").alt


def test_alternative_text_of_a_series_tells_its_ends(figure):
    """First and last, and the extremes between."""
    assert "Exports: first 2016 with 22.1, last 2020 with 15.2" in figure("lines").alt


def test_alternative_text_of_a_matrix_counts_its_symbols(figure):
    """By kind."""
    assert figure("matrix").alt == (
        "Matrix of symbols. Share, percent. 2 rows by 2 columns. Member 2, partner 1, none 1."
    )


def test_alternative_text_names_all_that_tie(figure):
    """None of them alone is highest."""
    table = pd.DataFrame({"Threat": ["War", "Crime", "Floods"], "Share": [30, 30, 10]})
    assert "Highest War and Crime with 30; lowest Floods with 10." in figure(table=table).alt


def test_the_bundle_serves_pages_print_checks_and_terminals(figure):
    """Four forms of one figure."""
    bundle = figure()._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain", FIGURE}
    assert json.dumps(bundle[FIGURE])


def test_the_record_names_claims_and_rows(figure):
    """Those of the texts and those of the table."""
    record = figure().record()
    assert record["claims"] == ["chapter/war"]
    assert record["rows"] == ["toplines#a", "toplines#corruption", "toplines#war"]
    assert (record["title"], record["note"]) == ("About 30% name war & crime", "")


def test_the_record_is_the_same_every_time(figure):
    """Byte by byte."""
    assert json.dumps(figure().record()) == json.dumps(figure().record())


def test_the_csv_holds_bare_numbers_and_their_evidence(figure):
    """What a spreadsheet can add up, and where it comes from."""
    rows = list(csv.DictReader(io.StringIO(figure().record()["csv"])))
    assert rows[0] == {
        "Threat": "Corruption",
        "Share": "39.3",
        "Share: base": "1000",
        "Share: grade": "publisher",
        "Share: rows": "toplines#corruption",
        "Share: formula": '["cell","toplines","corruption","percent"]',
    }


def test_export_writes_the_same_files_twice(figure, tmp_path):
    """Whole files with one newline at the end, and no leftovers."""
    first = {path.name: path.read_bytes() for path in export(figure().record(), tmp_path / "figures")}
    again = {path.name: path.read_bytes() for path in export(figure().record(), tmp_path / "figures")}
    assert set(first) == {
        "threats.svg",
        "threats-narrow.svg",
        "threats.vl.json",
        "threats-narrow.vl.json",
        "threats.csv",
    }
    assert first == again
    assert all(content.endswith(b"\n") and b"\r" not in content for content in first.values())
    assert sorted(path.name for path in (tmp_path / "figures").iterdir()) == sorted(first)


def test_exported_vega_lite_has_sorted_keys(figure, tmp_path):
    """So that a change shows as a change."""
    _, _, path, *_ = export(figure().record(), tmp_path)
    text = path.read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def test_a_png_can_be_exported_as_well(figure, tmp_path):
    """For slides."""
    assert export_png(figure().record(), tmp_path).read_bytes().startswith(b"\x89PNG")

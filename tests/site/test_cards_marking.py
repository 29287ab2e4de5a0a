"""Which claims of a page become buttons, and what can be linked to."""

from __future__ import annotations

from livepaper.site.cards.marking import anchors, marked, name_cells, permalink, places, rows

WAR = '<data class="claim" data-claim="opinion/war" value="30.2" data-form="printed" data-grade="paper">30.2%</data>'
CARDS = {"opinion/war": ("card-1", "weak")}


def page(body: str) -> str:
    """Return a page with a text as its article."""
    return f'<nav>{WAR}</nav><article role="main">{body}</article><footer>{WAR}</footer>'


def buttons(body: str) -> str:
    """Return a page with the claims of its article as buttons."""
    text = page(body)
    return marked(text, places(text), CARDS)


def test_a_claim_in_running_text_becomes_a_button_around_its_data():
    """The element that audit, search and EPUB read stays as it is."""
    button = '<button type="button" class="claim weak" id="claim-opinion.war" popovertarget="card-1">'
    assert buttons(f"<p>So {WAR} is.</p>") == page(f"<p>So {button}{WAR}</button> is.</p>")


def test_no_line_ends_or_begins_between_a_number_and_its_punctuation():
    """A line may break around a button, but a bracket or a full stop is not left alone."""
    assert '<p>So <span class="unbroken">(“<button' in buttons(f"<p>So (“{WAR}”).</p>")
    assert "</button>”).</span> Then" in buttons(f"<p>So (“{WAR}”). Then</p>")
    assert '<span class="unbroken"><button' in buttons(f"<p>{WAR}, so</p>")
    assert "unbroken" not in buttons(f"<p>So {WAR} is</p>")
    shown = buttons(f'<p>So (<span class="output text_html">{WAR}</span>), then</p>')
    assert '<span class="unbroken">(<span class="output text_html"><button' in shown
    assert "</button></span>),</span> then" in shown


def test_claims_in_figures_and_tables_become_buttons():
    """Titles, captions and cells answer too."""
    body = f'<p class="figure-title">{WAR}</p><figcaption>{WAR}</figcaption><td>{WAR}</td>'
    assert buttons(body).count("<button") == 3


def test_a_claim_alone_in_a_cell_is_a_target_of_its_own():
    """Big enough for a finger; among words it keeps to the width of its text."""
    line = '<span class="cell-line">'
    output = f'<span class="output text_html">{WAR}</span>'
    lines = f"<td>{line}{WAR}</span>{line}paper</span></td>"
    for body in (f"<td>{WAR}</td>", f"<th>{WAR}</th>", lines, f"<td><p>{output}</p>\n</td>"):
        assert 'class="claim weak lone"' in buttons(body)
    for body in (f"<td>{WAR} of all</td>", f"<td>as {WAR}</td>", f"<p>{WAR}</p>", f"<p>So {output} is</p>"):
        assert "lone" not in buttons(body)


def test_no_button_stands_in_a_link_a_summary_a_heading_or_another_button():
    """None of these can hold one."""
    for tag in ("a", "summary", "button", "h2", "pre"):
        assert places(page(f"<{tag}>{WAR}</{tag}>")) == []


def test_a_row_that_is_the_evidence_of_its_claim_opens_nothing():
    """In the table of all claims the number stands beside its evidence; another claim's row is no reason."""
    assert places(page(f'<tr id="opinion/war"><td>{WAR}</td></tr>')) == []
    assert len(places(page(f'<tr id="opinion/peace"><td>{WAR}</td></tr>'))) == 1


def test_claims_outside_the_article_and_claims_without_a_card_stay_text():
    """A sidebar shows titles; a quantity that no chapter records has no evidence to show."""
    assert places(f"<nav>{WAR}</nav>") == []
    assert marked(page(WAR), places(page(WAR)), {}) == page(WAR)


def test_the_permalink_is_the_first_place_that_is_not_folded_away():
    """A reader who follows it sees the number; each further heading has a link of its own."""
    text = page(
        f"<h2>One</h2><details>{WAR}</details><p>{WAR}{WAR}</p>"
        f'<h2>Two<a class="headerlink" href="#two" title="Link">¶</a></h2>{WAR}'
    )
    shown = places(text)

    assert [(place.heading, place.folded) for place in shown] == [
        ("One", True),
        ("One", False),
        ("One", False),
        ("Two", False),
    ]
    ids = anchors(shown)
    assert ids == {shown[1].start: permalink("opinion/war"), shown[3].start: "claim-opinion.war-2"}


def test_rows_and_cells_can_be_linked_to():
    """Cells by the notebook's own numbers, if the page shows them all."""
    assert rows('<tr id="a/b"><td></td></tr><tr><td></td></tr>') == ["a/b"]
    two = '<div class="cell docutils"></div><div class="cell tag_x"></div>'
    assert name_cells(two, [2, 5]) == two.replace('<div class="cell d', '<div id="cell-2" class="cell d').replace(
        '<div class="cell t', '<div id="cell-5" class="cell t'
    )
    assert name_cells(two, [2]) == two

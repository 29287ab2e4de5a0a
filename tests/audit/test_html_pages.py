"""What a page displays, read from its HTML."""

from __future__ import annotations

from livepaper.audit.dom import parse
from livepaper.audit.html_pages import labels, read_page
from livepaper.audit.pages import GAP, Link, Text, numerals, words

CLAIM = '<data class="claim" data-claim="a/b" value="30.2" data-form="rounded" data-grade="paper">30%</data>'
QUANTITY = (
    '<data class="quantity" value="2" data-unit="bodies" data-grade="press" data-formula=\'["count","t",[]]\'>2</data>'
)


def test_a_paragraph_is_read_with_and_without_its_numbers() -> None:
    """What is bound leaves a gap with its name; inline markup leaves nothing; spaces are one."""
    page = read_page("x.html", f"<p>In <em>2022</em>,\n {CLAIM} said <b>s</b>o.</p>")

    (text,) = page.texts
    assert (text.kind, text.full) == ("prose", "In 2022, 30% said so.")
    assert text.gapped == f"In 2022, {GAP}b.rounded said so."
    assert (text.shown[0].claim, text.shown[0].form, text.shown[0].text) == ("a/b", "rounded", "30%")


def test_blocks_are_texts_of_their_own() -> None:
    """A cell, a line of a cell, a caption and a heading do not run into each other."""
    table = (
        f"<table><caption>All</caption><tr><th>A</th><td><span class='cell-line'>1</span>{QUANTITY}</td></tr></table>"
    )
    page = read_page("x.html", f"<h1>Title</h1><p>One</p>{table}<p>Two")

    assert [(text.kind, text.full) for text in page.texts] == [
        ("prose", "Title"),
        ("prose", "One"),
        ("table", "All"),
        ("table", "A"),
        ("table", "1"),
        ("table", "2"),
        ("prose", "Two"),
    ]
    assert page.texts[5].shown[0].formula == '["count","t",[]]'


def test_numbering_is_kept_apart_and_leads_somewhere() -> None:
    """Citations, figure references and footnote marks are links with targets, not text."""
    page = read_page(
        "chapters/x.html",
        '<p>See <span class="bibtex-citation">Doe (<a href="../s.html#id1">2022</a>)</span>, '
        '<a class="reference internal" href="#fig-a"><span class="std std-numref">Figure 3</span></a> and'
        '<a class="footnote-reference" href="#n">[1]</a>.</p>'
        '<aside class="footnote" id="n"><span class="label">[<a>1</a>]</span><p>Note 7.</p></aside>',
    )

    assert page.links == [
        Link("citation", "s.html", "id1", "2022"),
        Link("figure", "chapters/x.html", "fig-a", "Figure 3"),
        Link("footnote", "chapters/x.html", "n", "[1]"),
    ]
    assert page.targets == {"n": "[1]"}
    assert [text.gapped for text in page.texts] == [f"See {GAP} , {GAP} and.", "Note 7."]


def test_what_is_not_seen_is_not_read() -> None:
    """Scripts, styles and icons display no number; descriptions do."""
    page = read_page(
        "x.html",
        '<head><title>Page 1</title><meta name="description" content="Of 2022"><style>p{top:3px}</style></head>'
        "<body><script>4</script><svg><title>5</title></svg><p>6</p></body>",
    )
    assert page.texts[:2] == [Text("head", "Page 1", "Page 1"), Text("head", "Of 2022", "Of 2022")]
    assert [text.full for text in page.texts[2:]] == ["6"]


def test_a_figure_is_read_whole() -> None:
    """Number, title, both drawings and the table."""
    page = read_page(
        "x.html",
        '<figure id="fig-a" class="livepaper-figure" data-figure="a"><p class="figure-title">'
        f'<span class="figure-number">Figure 3</span> About {CLAIM}</p><p class="figure-subtitle">Share</p>'
        '<svg aria-label="A chart."><text>30%</text></svg><svg aria-label="A chart."><g><text>30%</text></g></svg>'
        f'<div class="figure-data"><table><tr><th>A</th></tr><tr><td class="number">{CLAIM}</td></tr></table></div>'
        '<p class="figure-citation">We (2026). Figure 3: About 30%</p></figure>',
    )
    (figure,) = page.figures
    assert (figure.name, figure.number, figure.title, figure.subtitle) == ("a", "Figure 3", "About 30%", "Share")
    assert [(picture.labels, picture.alt) for picture in figure.pictures] == [(("30%",), "A chart.")] * 2
    assert [[(cell.text, cell.numeric) for cell in row] for row in figure.rows] == [[("A", False)], [("30%", True)]]
    assert page.targets["fig-a"] == "Figure 3"
    assert figure.citation == "We (2026). Figure 3: About 30%"
    assert "2026" not in " ".join(text.full for text in page.texts)


def test_an_element_left_open_ends_with_the_one_around_it() -> None:
    """As browsers have it."""
    document = parse("<div><p>a<br>b</div><p>c</p>")
    assert [element.text for element in document.all("p")] == ["ab", "c"]
    assert labels("<svg><text> 5 </text></svg>") == ("5",)


def test_numbering_hides_nothing_else() -> None:
    """What stands where Sphinx counts, and is no count, is text."""
    page = read_page(
        "x.html",
        '<p><span class="label">[1]</span><span class="label">75%</span><span class="figure-number">Figure 8%</span>'
        '<svg><text>9%</text></svg> <span class="bibtex-citation">Doe <em>76</em> (<a href="#a">2022</a>)</span></p>',
    )
    assert [text.gapped for text in page.texts] == [f"75%Figure 8%9% {GAP}"]
    assert [link.text for link in page.links] == ["2022", "Doe 76 ()"]


def test_words_and_numerals() -> None:
    """Signs are left out, except that per cent belongs to its number; a numeral keeps its marks inside."""
    assert words("In 1,110 – 39.3% “Most”.") == ["in", "1,110", "39.3", "%", "most"]
    assert numerals("1,110, 39.3. UNSCR 1244/1999") == ["1,110", "39.3", "1244", "1999"]

"""What a finished page says, as far as others can quote it."""

from __future__ import annotations

from pathlib import Path

from livepaper.site.publication import Publication
from livepaper.site.reading import Block, read, shortened, summary
from tests.small_site import WAR, page


def blocks(tmp_path: Path, body: str) -> list[Block]:
    """Read a page with this body."""
    (tmp_path / "page.html").write_text(page("Page", body), encoding="utf-8")
    return read(tmp_path / "page.html")


def texts(tmp_path: Path, body: str) -> list[str]:
    """Return the texts of a page with this body."""
    return [block.passage.text for block in blocks(tmp_path, body)]


def test_code_drawings_popovers_and_marks_say_nothing(tmp_path: Path) -> None:
    """Only what readers read in a line is text."""
    body = (
        '<h1>Title<a class="headerlink">¶</a></h1><pre>code 1</pre><svg><text>2</text></svg><nav>3</nav>'
        "<p>Said<span popover>4</span> here.</p><div popover><p>5</p></div><button>6</button>"
    )
    assert texts(tmp_path, body) == ["Title", "Said here."]


def test_a_claim_in_a_button_is_still_said(tmp_path: Path) -> None:
    """The number stands in the sentence, whatever opens its card."""
    (block,) = blocks(tmp_path, f'<p id="p">So say <button id="here">{WAR}</button> of them.</p>')

    assert block.passage.text == "So say 30.2% of them."
    assert [bound.claim for bound in block.passage.bound] == ["opinion/war_threat"]
    assert block.anchors == ("here",)


def test_a_row_of_a_table_is_one_text(tmp_path: Path) -> None:
    """Cells are told apart; empty ones are not told."""
    assert texts(tmp_path, f"<table><tr><th>War</th><td></td><td>{WAR}</td></tr></table>") == ["War · 30.2%"]


def test_a_summary_is_whole_sentences_without_citations(publication: Publication) -> None:
    """What follows the last sentence that fits is left out, and so is what stands in brackets for a source."""
    assert summary(read(publication.page("index")), 155) == "In one survey 30.2% named war. Others did not."
    assert summary(read(publication.page("chapters/opinion")), 155) == "War was named by 30.2% of those who were asked."


def test_a_long_sentence_is_cut_after_a_whole_word() -> None:
    """No word and no number is cut in two."""
    assert shortened("Of all of them 30.2% named war", 19) == "Of all of them…"
    assert shortened("Of all of them 30.2% named war", 21) == "Of all of them 30.2%…"
    assert shortened("Short", 5) == "Short"

"""A book of two pages, as a build would leave them after every other step."""

from __future__ import annotations

import pytest

from livepaper.book_files.document import Book, Section, sections
from livepaper.citation import Author, Work

OPINION = """\
<html lang="en"><head><title>x</title></head><body><nav>Elsewhere</nav><article role="main">
<section id="opinion"><h1>Opinion<a class="headerlink" href="#opinion">¶</a></h1>
<div class="cell"><details class="admonition hide"><summary>Show code</summary><p>x = 1</p></details></div>
<p id="said">War was named by <span class="output"><button class="claim" popovertarget="card"><data class="claim"
data-claim="opinion/war" value="30.2" data-form="printed" data-grade="paper">30.2%</data></button></span>,
allies by <data class="claim" data-claim="opinion/allies" value="80" data-form="in_words"
data-grade="publisher">most</data>; see <a href="../index.html#start">the start</a>,
<a href="verification.html#opinion/war">its row</a>, <a href="../figures/threats.csv">the data</a> and
<a href="https://example.org/?a=1&amp;b=2">a source</a>.</p>
<div id="card" popover>Card</div>
<figure class="livepaper-figure" data-figure="threats" id="fig-threats"><p class="figure-title"><span
class="figure-number">Figure 1</span> War &lt;script&gt;</p><p class="figure-subtitle">Share</p>
<input type="radio" id="r"><label for="r">Table</label><svg class="figure-wide"></svg><svg class="figure-narrow"></svg>
<details class="figure-data"><table><tr><td>30.2</td></tr></table></details>
<figcaption><p class="figure-source">Source: ASB</p><ul class="figure-downloads"><li>SVG</li></ul></figcaption></figure>
<section id="next"><h2>Next</h2><p>End.</p></section></section></article></body></html>"""
INDEX = """\
<html lang="en"><body><article><section id="start"><h1>Start</h1><p>Read
<a href="chapters/opinion.html#fig-threats">Figure 1</a> and <a href="chapters/opinion.html">all</a>.</p>
</section></article></body></html>"""
VERIFICATION = """\
<article><section id="v"><h1>Verification</h1><div class="livepaper-table"><table><tbody>
<tr id="opinion/war"><th scope="row">war</th><td>30.2%</td></tr></tbody></table></div></section></article>"""
PAGES = {"index": INDEX, "chapters/opinion": OPINION, "chapters/verification": VERIFICATION}
ALTS = {"threats": "Bar chart. “War” & 1 value."}
DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 16" width="64" height="16" font-family="Arial">'
    b'<rect width="30" height="9" fill="#0077b8"/><text y="9" font-size="8">drawn</text></svg>'
)


@pytest.fixture(scope="session")
def bound() -> Book:
    """The book."""
    made = sections(PAGES, {"opinion/war", "opinion/allies"}, ALTS)
    work = Work("A <b>book</b>", (Author("Ann Author"),), abstract="About.", version="1.0", date="2026-01-02")
    row = '<table><tr id="appendix.opinion/war"><th scope="row">30.2%</th></tr></table>'
    appendix = Section("appendix", "Appendix", f'<section id="appendix"><h1>Appendix</h1>{row}</section>')
    return Book(work, "en", (*made, appendix), {"threats.svg": DRAWING})

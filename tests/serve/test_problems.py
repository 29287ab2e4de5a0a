"""What is wrong is said in sentences, and shown in the place of the page."""

from __future__ import annotations

from livepaper.errors import QuestionError
from livepaper.serve.problems import failure, in_place_of, sentence

PAGE = "<html><head></head><body><nav>Contents</nav><article role='main'>Old numbers: 61%</article></body></html>"


def test_a_warning_of_sphinx_says_where_what_and_what_to_do() -> None:
    """The line that MyST-NB counts becomes the cell that an author sees."""
    told = sentence("/book/chapters/opinion.ipynb:30002", "undefined label: 'fig-gone'")

    assert told.startswith("/book/chapters/opinion.ipynb, cell 3: found “undefined label: 'fig-gone'”; expected ")


def test_a_sentence_of_the_engine_stays_as_it_is() -> None:
    """It has all four parts already."""
    told = "opinion, cell 2: found nothing; expected a claim. Assign it."

    assert sentence("/book/opinion.ipynb:20001", told) == told


def test_an_error_of_the_engine_speaks_for_itself() -> None:
    """Others are put into a sentence with the place."""
    ours = QuestionError("asb-2022", "no question", "one of them", "Check it.")

    assert failure("opinion", ours) == str(ours)
    assert failure("opinion", ValueError("broken")).startswith("opinion: found ValueError: broken; expected ")


def test_the_text_of_a_page_gives_way_to_its_problems() -> None:
    """Frame and navigation stay, old numbers do not, and no text of an error becomes markup."""
    shown = in_place_of(PAGE, "Opinion <1>", ["cell 2: found <script>alert(1)</script>"])

    assert "Contents" in shown
    assert "61%" not in shown
    assert "Opinion &lt;1&gt;" in shown
    assert "&lt;script&gt;alert(1)" in shown
    assert "<script>" not in shown


def test_a_page_that_was_never_written_still_has_its_address() -> None:
    """A page without the theme's frame says what is wrong."""
    assert "cell 2: found that" in in_place_of("", "Opinion", ["cell 2: found that"])

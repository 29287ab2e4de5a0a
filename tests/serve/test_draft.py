"""The draft of a small book, with real data, kernels and Sphinx: what each save makes of its pages."""

from __future__ import annotations

import multiprocessing
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from livepaper.serve.draft import Draft
from tests.small_book import Book, write_book

OPINION, INDEX, REGION = "chapters/opinion", "index", "chapters/region"
WAR = re.compile(r'data-claim="opinion/war_threat" value="[^"]*" data-form="printed" data-grade="[^"]*">([^<]*)</data>')
MISSPELLED = ('asb.share("security-needs-allies"', 'asb.share("security-needs-alies"')


@dataclass
class Desk:
    """A book with its draft."""

    book: Book
    told: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Build the draft."""
        self.draft = Draft(self.book.root, self.tell, lambda: None)
        self.save()

    def tell(self, text: str, wrong: bool) -> None:
        """Note what the terminal would print."""
        (self.wrong if wrong else self.told).append(text)

    def save(self) -> None:
        """Do what follows a save, to its end."""
        self.draft.update()
        self.draft.catch_up(lambda: False)

    def edit(self, document: str, old: str, new: str) -> None:
        """Replace a text in a notebook, and save it."""
        self.book.edit_cell(document, old, new)
        self.save()

    def page(self, document: str) -> str:
        """Return a page of the draft."""
        return (self.draft.site / f"{document}.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The draft of the small book."""
    desk = Desk(write_book(tmp_path_factory.mktemp("draft")))
    assert desk.wrong == []
    yield desk
    if desk.draft._book is not None:
        desk.draft._book.close()


@pytest.fixture
def desk(opened: Desk) -> Iterator[Desk]:
    """The draft, and afterwards the book as it was."""
    names = (f"{INDEX}.ipynb", f"{OPINION}.ipynb", f"{REGION}.ipynb", "_toc.yml", "data/surveys/toplines.csv")
    files = {opened.book.root / name: (opened.book.root / name).read_bytes() for name in names}
    opened.told.clear()
    opened.wrong.clear()
    yield opened
    for path, content in files.items():
        path.write_bytes(content)
    opened.save()
    assert opened.draft.problems == {}
    assert opened.draft.book_problems == []


def test_the_draft_looks_as_the_site_will_but_is_none(desk: Desk) -> None:
    """Numbers have their cards, figures their files; nothing lies where a site is published or kept offline."""
    page = desk.page(OPINION)

    assert 'popovertarget="card-1"' in page
    assert "figure-title" in page
    assert (desk.draft.site / "figures" / "threats.png").is_file()
    assert (desk.draft.site / "search.html").is_file()
    assert "offline.js" not in page
    assert "unregister" in (desk.draft.site / "service-worker.js").read_text()
    assert not (desk.book.root / "_build" / "html").exists()
    assert not (desk.book.root / "figures").exists()


def test_a_prose_edit_shows_without_a_kernel(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the code gave is remembered, and with it every number of the text."""
    monkeypatch.setattr("livepaper.serve.client._Kernel", None)

    desk.edit(OPINION, "War was named in 2022", "War was, once more, named in 2022")

    assert "War was, once more, named" in desk.page(OPINION)
    assert "30.2%</data>" in desk.page(OPINION)
    assert desk.wrong == []


def test_the_edited_page_is_shown_before_anything_else_is_done(desk: Desk) -> None:
    """The rest follows."""
    desk.book.edit_cell(OPINION, "War was named in 2022", "War was soon named in 2022")
    desk.draft.update()

    assert "War was soon named" in desk.page(OPINION)


def test_a_new_number_in_the_prose_shows(desk: Desk) -> None:
    """It is evaluated in the state that the cells before it leave."""
    desk.edit(OPINION, "{eval}`claims.allies.in_words`", "{eval}`claims.allies.in_words`, {eval}`claims.allies`")

    assert 'data-claim="opinion/allies" value' in desk.page(OPINION).replace("data-form", "value")
    assert desk.wrong == []


def test_a_change_of_code_reaches_the_pages_that_restate_it(desk: Desk) -> None:
    """The landing page names war too."""
    desk.edit(OPINION, '"most-serious-threat", "war with other countries")', '"security-needs-allies", "agree")')

    named = [WAR.findall(desk.page(document)) for document in (OPINION, INDEX)]
    assert desk.wrong == []
    assert set(named[0]) == set(named[1]) != {"30.2%"}


def test_a_claim_that_is_not_there_is_said_in_the_page_and_once_in_the_terminal(desk: Desk) -> None:
    """The other pages stay up, and mending it brings the page back."""
    desk.edit(OPINION, "{eval}`claims.allies.in_words`", "{eval}`claims.alies.in_words`")
    desk.edit(REGION, "There are", "There must be")

    page = desk.page(OPINION)
    assert "This page cannot be built as it is now." in page
    assert "cell 3: {eval}`claims.alies.in_words` cannot be printed" in page
    assert "30.2%" not in page.partition("<article")[2].partition("</article>")[0]
    assert "30.2%</data>" in desk.page(INDEX)
    assert "There must be" in desk.page(REGION)
    assert len(desk.wrong) == 1
    assert list(desk.draft.problems) == [OPINION]

    desk.edit(OPINION, "claims.alies.in_words", "claims.allies.in_words")

    assert "30.2%</data>" in desk.page(OPINION)
    assert desk.told == [f"{OPINION}: mended."]
    assert desk.draft.problems == {}


def test_pages_that_restate_a_broken_chapter_stay_and_say_that_they_are_older(desk: Desk) -> None:
    """Its number is still on the landing page, with a notice."""
    desk.edit(OPINION, *MISSPELLED)

    assert "fails: QuestionError" in desk.page(OPINION)
    assert "security-needs-allies" in desk.page(OPINION)
    assert "30.2%</data>" in desk.page(INDEX)
    assert desk.draft.waiting == {INDEX: OPINION}
    assert list(desk.draft.problems) == [OPINION]

    desk.edit(OPINION, *MISSPELLED[::-1])

    assert desk.draft.waiting == {}
    assert "Figure 1" in desk.page(INDEX)


@pytest.mark.parametrize("content", ['{"cells": [', "", "no notebook"])
def test_a_file_that_is_no_notebook_keeps_its_address(desk: Desk, content: str) -> None:
    """An editor may have written half of it; the page says so, under its title and in the book's frame."""
    path = desk.book.root / f"{REGION}.ipynb"
    whole = path.read_text()
    path.write_text(content)
    desk.save()

    assert "This page cannot be built as it is now." in desk.page(REGION)
    assert "<h1>Region</h1>" in desk.page(REGION)
    assert 'href="../index.html"' in desk.page(REGION)
    assert "There are" not in desk.page(REGION)

    path.write_text(whole)
    desk.save()

    assert "There are" in desk.page(REGION)


def test_data_that_are_not_sealed_take_down_the_pages_that_read_them_and_no_others(desk: Desk) -> None:
    """No page shows a number of a table whose hash nobody has recorded."""
    desk.book.replace("data/surveys/toplines.csv", "30.2", "31.2")
    desk.save()

    assert "HashMismatchError" in desk.page(OPINION)
    assert "This page cannot be built as it is now." in desk.page(INDEX)
    assert "There are" in desk.page(REGION)
    assert "toplines.csv" in desk.draft.book_problems[0]


def test_a_broken_table_of_contents_leaves_every_page_and_is_told(desk: Desk) -> None:
    """Mended, the book is built again."""
    toc = desk.book.root / "_toc.yml"
    whole = toc.read_text()
    toc.write_text("root index")
    desk.save()

    assert "_toc.yml" in desk.draft.book_problems[0]
    assert "30.2%</data>" in desk.page(OPINION)

    toc.write_text(whole.replace("- file: chapters/region\n", ""))
    desk.save()

    assert desk.draft.book_problems == []
    assert not (desk.draft.site / f"{REGION}.html").exists()


def test_what_chapters_gave_outlives_the_draft(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """So the next one is there in seconds; no kernel is left of this one."""
    assert multiprocessing.active_children() == []
    monkeypatch.setattr("livepaper.serve.client._Kernel", None)
    assert desk.draft._book is not None
    desk.draft._book.close()

    desk.__post_init__()

    assert "30.2%</data>" in desk.page(OPINION)
    assert desk.wrong == []

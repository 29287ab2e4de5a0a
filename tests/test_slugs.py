"""Names that are made of texts: one way, whoever makes them."""

from __future__ import annotations

from datetime import date

import pytest
from pybtex.database import Entry, Person

from livepaper import Paper, bibliography, new_chapter, new_paper
from livepaper.slugs import slug


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Étude: Don’t know", "etude-dont-know"),
        ("  It's <b>so</b>! ", "its-b-so-b"),
        ("Müller & Šabić", "muller-sabic"),
        ("!? 漢字", ""),
    ],
)
def test_a_name_has_small_letters_digits_and_hyphens(text: str, name: str) -> None:
    """Letters with accents lose these, apostrophes join, everything else divides."""
    assert slug(text) == name


def test_papers_chapters_and_works_are_named_alike(paper: Paper) -> None:
    """A key of the bibliography is the name without hyphens, and with the year."""
    title = "Étude: Don’t"
    work = Entry("misc", fields={"title": "A", "year": "2022"}, persons={"author": [Person(last="{\\'E}tude Don’t")]})
    assert new_paper._answers(title, "Ann", date(2026, 1, 31))["name"] == "etude-dont"
    assert new_chapter._name(paper, title) == "etude-dont"
    assert bibliography._key(work, {}) == "etudedont2022"

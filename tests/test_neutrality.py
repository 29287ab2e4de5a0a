"""The engine knows no country, survey or figure of this paper, so that it can carry any other."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from livepaper import Paper
from livepaper.citation import work
from livepaper.environment import engine_files
from livepaper.works import entries

COLUMNS = {
    "region-economies": ("economy", "name"),
    "region-bodies": ("body", "name", "short"),
    "region-events": ("event",),
    "surveys-populations": ("population", "name"),
    "surveys-waves": ("survey", "wave", "title", "publisher", "funder", "pollster"),
    "surveys-questions": ("question", "series", "paraphrase"),
    "roundtable-participants": ("name", "affiliation"),
    "book-abbreviations": ("abbreviation", "meaning"),
}
"""Where the data name what the paper is about."""

ORDINARY = {
    "corrections": "a chapter; the engine's word for the reasons of what no longer stands",
    "disclosure": "a figure; what a survey tells of its method",
    "index": "a chapter; Jupyter Book's name for the first page",
    "not found": "a publisher; what a table holds where nothing was found",
    "recommendations": "a chapter; the word for what a paper advises",
    "verdicts": "a figure; the engine's word for how printed numbers stand",
    "verification": "a chapter; what `livepaper verify` does",
}
"""Names that the engine uses as the words they are, each with what it names and why it is no name here."""


def _names(paper: Paper) -> Iterator[str]:
    """Give the names of countries, bodies, people, surveys, figures, chapters and sources from the paper itself."""
    for table, columns in COLUMNS.items():
        for row in paper.package.rows(table):
            yield from (row[column] for column in columns)
    yield from (path.stem for path in (paper.root / "figures").glob("*.csv"))
    yield from paper.chapters
    yield from entries(paper.bibliography)
    cited = work(paper.root)
    yield from (cited.title, *cited.title.split("!? "), *cited.keywords[:1])


def _stems(paper: Paper) -> Iterator[str]:
    """Give what the names of the countries and of their people begin with."""
    for row in paper.package.rows("region-economies"):
        yield from (word[:-1] for word in row["name"].split() if len(word) > len("and"))


@pytest.fixture(scope="module")
def engine() -> dict[str, str]:
    """The text of every file of the engine, the template of a new paper among them, in small letters."""
    texts = {path.as_posix(): path.read_bytes().decode("utf-8", errors="ignore") for path in engine_files()}
    return {path.partition("/livepaper/")[2]: text.lower() for path, text in texts.items()}


def _found(paper: Paper, engine: dict[str, str]) -> dict[str, list[str]]:
    """Return each name that stands somewhere in the engine as a word of its own, with the files."""
    names = {name.lower() for name in _names(paper) if len(name) > 1}
    assert len(names) > 300, "there is little to look for"
    patterns = {name: rf"(?<![\w-]){re.escape(name)}(?![\w-])" for name in names}
    patterns |= {stem.lower(): rf"\b{stem.lower()}\w*" for stem in _stems(paper)}
    found = {
        name: [file for file, text in engine.items() if name in text and re.search(pattern, text)]
        for name, pattern in patterns.items()
    }
    return {name: files[:3] for name, files in found.items() if files}


def test_the_engine_names_nothing_of_this_paper(paper: Paper, engine: dict[str, str]) -> None:
    """No name of the paper stands in the engine, but for ordinary words; each exception is still needed."""
    found = _found(paper, engine)
    assert {name: files for name, files in found.items() if name not in ORDINARY} == {}
    assert set(found) == set(ORDINARY)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a survey of albanians", "albani"),
        ('paper.survey("asb", 2022)', "asb"),
        ("chapters/public-opinion", "public-opinion"),
        ("figures/open-balkan.svg", "open-balkan"),
    ],
)
def test_a_name_in_the_engine_would_be_seen(paper: Paper, engine: dict[str, str], text: str, name: str) -> None:
    """The search finds a country's people, a survey, a chapter and a figure where they are named."""
    assert _found(paper, {**engine, "generated.py": text})[name] == ["generated.py"]

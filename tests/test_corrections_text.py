"""The wording of the corrections: every number in it is a claim, or printed by the paper, or a name for a place."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from livepaper import Paper
from livepaper.claims import Claim
from livepaper.datapackage import seal
from livepaper.datapackage.package import Row
from livepaper.errors import ProjectError

CHAPTERS = [
    "concept",
    "state-of-cooperation",
    "public-opinion",
    "recommendations",
    "roundtable",
    "sources-and-methods",
]
TEXTS = ("statement", "reason", "evidence")
FIELD = re.compile(r"\{([^{}]*)\}")
QUOTED = re.compile(r"“([^”]*)”")
MONTH = "(January|February|March|April|May|June|July|August|September|October|November|December)"
EXEMPT = [
    QUOTED.pattern,
    FIELD.pattern,
    rf"\b\d{{1,2}} {MONTH}( \d{{4}})?",
    r"\b(19|20)\d\d\b",
    r"\b([Pp]ages?|[Gg]raphs?|[Ff]igures?|[Nn]otes?|[Ss]ections?) \d+(\.\d+)?((-|–| and | to )\d+)?",
    r"https?://\S+",
    r"\b[Tt]he six\b",
]
NUMBER = re.compile(
    r"\d|\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundred|half|twice|doubled|tripled"
    r"|thirds?|quarters?|fifths?|sixths?|tenths?|majority|plurality|minority)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def corrections(paper: Paper) -> list[Row]:
    """The corrections as recorded."""
    return paper.package.rows("paper-corrections")


@pytest.fixture(scope="module")
def ledger(paper: Paper) -> dict[str, Claim]:
    """The claims of the book."""
    return paper.ledger(CHAPTERS)


def unbound(text: str) -> list[str]:
    """Return the numbers and number-words that are left of a text without what is exempt."""
    for pattern in EXEMPT:
        text = re.sub(pattern, "", text)
    return [match.group() for match in NUMBER.finditer(text)]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("It has {concept/security_rings.spelled} rings and {public-opinion/war_threat}.", []),
        ("Signed on 27 February 2008, in force since 2009; see page 24, Graph 30, note 21 and section 4.2.", []),
        ("The paper has “over 40 countries” for the six.", []),
        ("See https://example.org/12345 for more.", []),
        ("About 39.3 per cent of 1,110.", ["3", "9", "3", "1", "1", "1", "0"]),
        ("Two thirds, a plurality.", ["Two", "thirds", "plurality"]),
    ],
)
def test_only_what_is_exempt_may_stand_unbound(text: str, left: list[str]) -> None:
    """Fields, dates, places in a work, addresses and quotations pass, and other numbers do not."""
    assert unbound(text) == left


def test_every_number_in_a_correction_is_a_claim(corrections: list[Row]) -> None:
    """No decimal, percentage, count or number-word stands in a recorded text on its own."""
    left = {row["correction"]: found for row in corrections for part in TEXTS if (found := unbound(row[part]))}

    assert not left


def test_every_field_of_a_correction_can_be_said(corrections: list[Row], ledger: dict[str, Claim]) -> None:
    """Each names a claim of the book, in a form that its evidence carries."""
    fields = [(row["correction"], field) for row in corrections for part in TEXTS for field in FIELD.findall(row[part])]

    assert len(fields) > 100
    for correction, field in fields:
        name, _, form = field.partition(".")
        assert name in ledger, f"{correction}: {field}"
        assert str(getattr(ledger[name], form) if form else ledger[name]), f"{correction}: {field}"


def test_what_a_correction_quotes_was_printed(corrections: list[Row], paper: Paper) -> None:
    """Words in quotation marks stand among the printed numbers and number-words of the paper."""
    printed = [row["text"].casefold() for row in paper.package.rows("paper-printed")]
    quoted = [
        (row["correction"], words) for row in corrections for part in TEXTS for words in QUOTED.findall(row[part])
    ]

    assert quoted
    assert not [(key, words) for key, words in quoted if not any(words.casefold() in text for text in printed)]


def test_an_unknown_field_stops_the_chapter_and_names_the_correction(
    root: Path,
    copy_of_data: Callable[..., Path],
    edit: Callable[[Path, str, str], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A misspelled claim in a correction is an error, never a gap on the page."""
    folder = copy_of_data(tmp_path)
    shutil.copytree(root / "chapters", folder / "chapters")
    shutil.copy(root / "index.ipynb", folder)
    edit(folder / "data/paper/corrections.csv", "{concept/nato_core_tasks.spelled}", "{concept/nato_tasks.spelled}")
    assert seal(folder / "data", folder / "references.bib") == []
    monkeypatch.chdir(folder)

    with pytest.raises(
        ProjectError, match=r"correction e6-core-task: found the field “\{concept/nato_tasks\.spelled\}”"
    ):
        Paper.open(folder).chapter("corrections")

"""What a published page displays, whatever it was read from.

A reader of web pages fills these in (`html_pages`); one of PDF or EPUB files can do
the same, and the checks then hold for them too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

GAP = "\N{WHITE SQUARE}"
"""What stands in the words of a text for a number, a citation or a reference, which are checked apart."""

_WORD = re.compile(rf"{GAP}[\w.]*|%|\d(?:[\d.,]*\d)?|[^\W\d_]+")
_NUMERAL = re.compile(r"\d(?:[\d.,]*\d)?")


def words(text: str) -> list[str]:
    """Return the words, numerals, signs of per cent and gaps of a text, without its marks and case."""
    return [word.casefold() for word in _WORD.findall(text)]


def gap_for(claim: str, form: str) -> str:
    """Return the gap for a claim in a form, which says by their names what belongs there."""
    return f" {GAP}{claim.rpartition('/')[2]}.{form} "


def is_gap(word: str) -> bool:
    """Tell whether a word is a gap."""
    return word.startswith(GAP)


def numerals(text: str) -> list[str]:
    """Return the numerals of a text, in order."""
    return _NUMERAL.findall(text)


@dataclass(frozen=True)
class Shown:
    """A number that says what it is.

    Attributes:
        claim: The claim's id; empty for a quantity without a name.
        form: The form it is said in.
        value: The exact value, as text.
        grade: The grade of its evidence.
        unit: Its unit, where the page says it.
        formula: How it follows from the data, as JSON, where the page says it.
        text: What readers see.
    """

    claim: str
    form: str
    value: str
    grade: str
    unit: str
    formula: str
    text: str


@dataclass(frozen=True)
class Text:
    """A text without its numbers: a paragraph, a heading, a line of a table cell.

    Attributes:
        kind: `prose`, `table` (a cell or a caption), `figure`, `navigation`, `head`, `reference` or `code`.
        gapped: The text, with a gap for what is checked apart.
        full: The text as displayed.
        shown: The numbers in it, in order.
    """

    kind: str
    gapped: str
    full: str
    shown: tuple[Shown, ...] = ()


@dataclass(frozen=True)
class Picture:
    """One drawing of a figure: the texts in it in order, and the words that stand for it."""

    labels: tuple[str, ...]
    alt: str


@dataclass(frozen=True)
class Cell:
    """A cell of a figure's table.

    Attributes:
        lines: Its lines as displayed.
        shown: The numbers in it that say what they are.
        numeric: Whether it stands in a column of numbers.
    """

    lines: tuple[str, ...]
    shown: tuple[Shown, ...] = ()
    numeric: bool = False

    @property
    def text(self) -> str:
        """Its lines in one."""
        return "; ".join(self.lines)


@dataclass(frozen=True)
class FigureShown:
    """A figure: its number, its title and subtitle, its drawings, its table, and how it is to be cited."""

    name: str
    number: str
    title: str
    subtitle: str
    pictures: tuple[Picture, ...]
    rows: tuple[tuple[Cell, ...], ...]
    citation: str = ""


@dataclass(frozen=True)
class Link:
    """A numeral that leads somewhere: a citation, a reference to a figure, a footnote's mark.

    Attributes:
        kind: `citation`, `figure` or `footnote`.
        page: The page it leads to, as the site names it.
        target: The id there.
        text: What is displayed.
        title: What is displayed beside it when a reader points at it.
    """

    kind: str
    page: str
    target: str
    text: str
    title: str = ""


@dataclass(frozen=True)
class Line:
    """A line of a card: its text, and the addresses its links lead to, each with the link's text."""

    text: str
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Card:
    """A card with the evidence of a claim.

    Attributes:
        name: Its id.
        label: The name by which screen readers know it.
        value: What it says first.
        parts: Its other lines by the name of their part.
        end: What it says last.
        loose: What stands in it outside of these.
    """

    name: str
    label: str
    value: str
    parts: dict[str, tuple[Line, ...]]
    end: Line
    loose: str


@dataclass(frozen=True)
class Opener:
    """A claim in the text that opens a card: the card's id, the claim, the marks it bears, its own id."""

    card: str
    claim: str
    marks: frozenset[str]
    name: str


@dataclass
class Page:
    """A page of the site.

    Attributes:
        name: Its path in the site.
        texts: Its texts, the numbers of which are in them.
        figures: Its figures.
        links: Its numerals that lead somewhere.
        targets: What is displayed at the ids that they can lead to.
        sources: The entries of a list of sources: label and text of each.
        entries: The texts of these entries by id.
        regions: The names of the regions that hold tables, each with the caption they have to repeat.
        cards: Its cards.
        openers: The claims that open them.
    """

    name: str
    texts: list[Text] = field(default_factory=list)
    figures: list[FigureShown] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    targets: dict[str, str] = field(default_factory=dict)
    sources: list[tuple[str, str]] = field(default_factory=list)
    entries: dict[str, str] = field(default_factory=dict)
    regions: list[tuple[str, str]] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    openers: list[Opener] = field(default_factory=list)

    @property
    def chapter(self) -> str:
        """The name of the chapter it shows."""
        return self.name.rpartition("/")[2].removesuffix(".html")

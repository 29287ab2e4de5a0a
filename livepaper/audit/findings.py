"""What the audit reports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

RESTORE = "The page is not what the data and the chapter give: build the book again, or correct what was edited."


@dataclass(frozen=True)
class Finding:
    """Something displayed that does not follow from the data or from what the author wrote.

    Attributes:
        page: The page or file of the site.
        element: What was looked at: a claim, a quantity, a figure's label, a numeral.
        context: The sentence or label it stands in.
        displayed: What the site has.
        expected: What follows from the raw data, or where it should have stood.
        action: What to do.
        claim: The claim's id, where it is one.
        others: In how many other places the same is wrong.
    """

    page: str
    element: str
    context: str
    displayed: str
    expected: str
    action: str = RESTORE
    claim: str = ""
    others: int = 0

    def __str__(self) -> str:
        context = f", in “{self.context}”" if self.context else ""
        context += f" (and in {_number(self.others, 'other place')})" if self.others else ""
        return f"{self.page}, {self.element}{context}: found {self.displayed}; expected {self.expected}. {self.action}"


@dataclass
class Counts:
    """How much was confirmed.

    Attributes:
        pages: Pages read.
        claims: Displayed claims.
        quantities: Displayed numbers without a name, each of which carries its formula.
        bare: Other numerals: dates, pages, years, those of citations and sources.
        figures: Figures with their table, drawings, files and words.
        labels: Numerals in drawings.
        cells: Numerals on the pages that show tables of the data.
        cards: Cards with the evidence of a claim.
        copies: Numbers of the PDF and the EPUB.
        files: Files that are as the build left them.
    """

    pages: int = 0
    claims: int = 0
    quantities: int = 0
    bare: int = 0
    figures: int = 0
    labels: int = 0
    cells: int = 0
    cards: int = 0
    copies: int = 0
    files: int = 0

    @property
    def numbers(self) -> int:
        """All displayed numbers that were confirmed."""
        return self.claims + self.quantities + self.bare + self.labels + self.cells

    def __str__(self) -> str:
        return (
            f"{self.numbers:,} displayed numbers confirmed on {_number(self.pages, 'page')} "
            f"({self.claims:,} claims, {self.quantities:,} other quantities, {self.labels:,} in drawings, "
            f"{self.cells:,} in tables of data, {self.bare:,} dates, years and the like); "
            f"{_number(self.copies, 'number')} in the PDF and the EPUB; {_number(self.figures, 'figure')}; "
            f"{_number(self.cards, 'card')}; {_number(self.files, 'file')} as built"
        )


@dataclass
class Audit:
    """The result of an audit.

    Attributes:
        findings: What is wrong, page by page.
        counts: How much was confirmed.
    """

    findings: list[Finding] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings with what is wrong in several places told once, where it stands first."""
    first: dict[tuple[str, ...], Finding] = {}
    for finding in findings:
        file = "" if finding.claim and finding.context else finding.page
        cause = (file, finding.element, finding.displayed, finding.expected)
        known = first.get(cause)
        first[cause] = finding if known is None else replace(known, others=known.others + 1)
    return list(first.values())


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def near(text: str, part: str, reach: int = 60) -> str:
    """Return the neighbourhood of a part in a text, for a finding."""
    at = max(text.find(part), 0)
    start, end = max(0, at - reach), at + len(part) + reach
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"

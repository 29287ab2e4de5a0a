"""Citations as author and year in round brackets, and a list of sources labelled the same way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from string import ascii_lowercase
from typing import Any

import sphinxcontrib.bibtex.plugin
from pybtex.backends.plaintext import Backend as PlaintextBackend
from pybtex.database import Entry
from pybtex.plugin import register_plugin
from pybtex.style import FormattedEntry
from pybtex.style.formatting.plain import Style as PlainStyle
from pybtex.style.labels import BaseLabelStyle
from pybtex_docutils import Backend as DocutilsBackend
from sphinx.application import Sphinx
from sphinxcontrib.bibtex.style.referencing import BracketStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle

from livepaper.works import NO_DATE, authors


class AuthorYearLabels(BaseLabelStyle):  # type: ignore[misc]  # pybtex is untyped
    """Label each entry of the list with author and year, and a letter where two would coincide."""

    def format_labels(self, sorted_entries: list[Entry]) -> Iterator[str]:
        """Yield the label of each entry."""
        plain = [f"{authors(entry)} {entry.fields.get('year', NO_DATE)}" for entry in sorted_entries]
        often, seen = Counter(plain), Counter[str]()
        for label in plain:
            letter = ascii_lowercase[seen[label]] if often[label] > 1 else ""
            seen[label] += 1
            yield label + letter


class AuthorYearStyle(PlainStyle):  # type: ignore[misc]  # pybtex is untyped
    """The plain style with our labels, sorted by author, year and title."""

    default_label_style = AuthorYearLabels
    default_sorting_style = "author_year_title"

    def format_entry(self, label: str, entry: Entry, bib_data: Any = None) -> FormattedEntry:
        """Format an entry, once for each label: the list of sources is made anew whenever a page is read."""
        formatted: dict[str, FormattedEntry] = entry.__dict__.setdefault("livepaper_formatted", {})
        if label not in formatted:
            formatted[label] = super().format_entry(label, entry, bib_data)
        return formatted[label]


def _round() -> BracketStyle:
    return BracketStyle(left="(", right=")")


@dataclass
class RoundReferences(AuthorYearReferenceStyle):
    """Author and year, in round brackets."""

    bracket_parenthetical: BracketStyle = field(default_factory=_round)
    bracket_textual: BracketStyle = field(default_factory=_round)
    bracket_author: BracketStyle = field(default_factory=_round)
    bracket_label: BracketStyle = field(default_factory=_round)
    bracket_year: BracketStyle = field(default_factory=_round)


def setup(app: Sphinx) -> None:
    """Offer both styles to the configuration under the name `live`."""
    register_plugin("pybtex.style.formatting", "live", AuthorYearStyle)
    # Asked for at every citation, and looked up among all packages each time unless registered.
    register_plugin("pybtex.backends", "docutils", DocutilsBackend, force=True)
    register_plugin("pybtex.backends", "plaintext", PlaintextBackend, force=True)
    sphinxcontrib.bibtex.plugin.register_plugin("sphinxcontrib.bibtex.style.referencing", "live", RoundReferences)

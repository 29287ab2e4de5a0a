"""Numerals that are bound to no data: each has to stand where an author wrote it.

Prose must be its notebook's own, word by word around its numbers. What a chapter's
code composes, as tables and captions, must have each numeral beside the words that it
has in the code's texts or in the raw data. Citations must lead to their entry, entries
must have their numerals from one entry of the bibliography, and what Sphinx counts
must be what it counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from livepaper.audit.authored import Bibliography, Notebook, Words, filled, neighbours, parted
from livepaper.audit.composed import counts, strange
from livepaper.audit.data import Data
from livepaper.audit.findings import Audit, Finding, near
from livepaper.audit.pages import GAP, Page, Text, is_gap, numerals, words

_ENGINE = ("Base", "Source", "seen in a press report or another third party's page")
"""What stands before a base and a source, and the one meaning of a grade that has a number-word."""

_LETTER = re.compile(r"(?<=[\d.])[a-z]$")
_ISO = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")


@dataclass(frozen=True)
class Authors:
    """Everything in which numerals may have been written.

    Attributes:
        notebooks: The chapters by name.
        data: The raw data.
        bibliography: The bibliography.
        configuration: The text of the book's configuration.
        names: What else has numerals: the labels of the site's list of sources, which are compared
            with the bibliography, and the names of the claims.
    """

    notebooks: Mapping[str, Notebook]
    data: Data
    bibliography: Bibliography
    configuration: str
    names: tuple[str, ...]

    @cached_property
    def all(self) -> Words:
        """All prose, the configuration and the titles of tables, for what every page repeats and titles of pages."""
        prose = (notebook.prose for notebook in self.notebooks.values())
        return Words([*prose, self.configuration, *self.data.titles.values()])

    @cached_property
    def cells(self) -> Words:
        """The texts of the raw data."""
        return Words(map(filled, self.data.texts))

    @cached_property
    def labels(self) -> Words:
        """Names of sources, with and without their letters, of claims and chapters, and what the engine writes."""
        titles = (notebook.title for notebook in self.notebooks.values())
        return Words([*self.names, *(_LETTER.sub("", label) for label in self.names), *titles, *_ENGINE])

    @cached_property
    def dates(self) -> frozenset[str]:
        """Every date in the raw data, and the months of these dates."""
        dates = {date for text in self.data.texts for date in _ISO.findall(text)}
        return frozenset(dates | {date[:7] for date in dates})

    @cached_property
    def strings(self) -> dict[str, Words]:
        """The texts in the code of each chapter."""
        return {name: Words(notebook.strings) for name, notebook in self.notebooks.items()}


def check_texts(page: Page, authors: Authors, audit: Audit) -> None:
    """Confirm every numeral of a page that is no claim, quantity, citation or reference."""
    notebook = authors.notebooks.get(page.chapter)
    for text in page.texts:
        if text.kind == "code":
            _check_code(page, text, notebook, audit)
            continue
        found = list(_unwritten(text, page.chapter, authors))
        for word in found:
            element = f"the place of {word.strip(GAP)}" if is_gap(word) else f"the bare “{word}”"
            displayed = f"the claim {word.strip(GAP)}" if is_gap(word) else f"“{word}”"
            expected = f"what {_where(text.kind, page.chapter)} says there"
            audit.findings.append(Finding(page.name, element, near(text.full, word), displayed, expected))
        numbers = sum(word[0].isdigit() for word in words(text.gapped))
        audit.counts.bare += max(0, numbers - len(found))


def _where(kind: str, chapter: str) -> str:
    if kind in {"table", "figure"}:
        return f"the code of {chapter}.ipynb or a row of the data"
    return "a heading of the book" if kind in {"navigation", "head", "reference"} else f"{chapter}.ipynb"


def _check_code(page: Page, text: Text, notebook: Notebook | None, audit: Audit) -> None:
    if notebook is None or _code(text.full) not in map(_code, (*notebook.code, *notebook.fenced)):
        expected = f"code in {page.chapter}.ipynb"
        audit.findings.append(Finding(page.name, "the code shown", text.full[:80], "other code", expected))
    else:
        audit.counts.bare += len(numerals(text.full))


def _code(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _unwritten(text: Text, chapter: str, authors: Authors) -> Iterator[str]:
    """Yield the numerals and words of a text that nobody wrote there, if there is anything to count in it."""
    said = words(text.gapped)
    if not any(counts(word) or is_gap(word) for word in said):
        return
    if text.kind in {"navigation", "head", "reference"}:
        parts = [words(part) for part in text.gapped.split(" - ")]
        yield from (word for part in parts if not authors.all.holds(part) for word in part if counts(word))
        return
    notebook = authors.notebooks.get(chapter)
    if notebook is not None and notebook.words.holds(said):
        return
    if text.kind == "prose":
        yield from _strange(said, notebook)
    else:
        yield from _composed(text, authors.strings.get(chapter), authors)


def _strange(said: list[str], notebook: Notebook | None) -> Iterator[str]:
    """Yield the numbers of a changed paragraph that have other neighbours than their author gave them.

    Where no number has, the first other word or claim that has is told, and failing that the first word.
    """
    changed = [] if notebook is None else [part[1] for part in neighbours(said) if not notebook.words.near(*part)]
    counting = [word for word in changed if counts(word)]
    yield from counting or sorted(changed, key=is_gap)[:1] or said[:1]


def _composed(text: Text, strings: Words | None, authors: Authors) -> Iterator[str]:
    """Yield the numerals and number-words of a composed text that neither the code nor the data have."""
    known = [authors.cells, authors.labels, *([] if strings is None else [strings])]
    for part in parted(words(text.gapped)):
        yield from strange(part, known, authors.dates)


def check_links(page: Page, pages: Mapping[str, Page], authors: Authors, audit: Audit) -> None:
    """Confirm the numerals of citations, references and footnote marks by what they lead to."""
    for link in page.links:
        there = pages.get(link.page, Page(link.page))
        target, entry = there.targets.get(link.target), there.entries.get(link.target)
        shown = numerals(link.text)
        if link.title and entry is not None and numerals(link.title) != numerals(entry):
            audit.findings.append(
                Finding(page.name, f"the words beside the {link.kind} “{link.text}”", "", link.title, entry)
            )
        if target is None or not set(shown) <= set(numerals(target)):
            expected = "an entry, figure or footnote of the site" if target is None else f"“{target}”"
            audit.findings.append(
                Finding(page.name, f"the {link.kind} to #{link.target}", "", f"“{link.text}”", expected)
            )
        else:
            audit.counts.bare += len(shown)
    for label, text in page.sources:
        if not authors.bibliography.has(f"{label} {text}"):
            expected = "numerals and addresses that one entry of the bibliography has"
            audit.findings.append(Finding(page.name, f"the source “{label}”", "", f"“{text}”", expected))
        else:
            audit.counts.bare += len(numerals(f"{label} {text}"))


def check_regions(page: Page, audit: Audit) -> None:
    """Confirm that the name by which screen readers know a table is its caption, or its figure's title."""
    titles = {figure.title for figure in page.figures}
    for label, caption in page.regions:
        if label != caption and label.removeprefix("Data: ") not in titles:
            audit.findings.append(Finding(page.name, "the name of a table", "", f"“{label}”", f"“{caption}”"))


def check_numbering(pages: Mapping[str, Page], audit: Audit) -> None:
    """Confirm that the figures of the book are numbered from one without a gap."""
    numbers = sorted(
        int(found[0]) if (found := numerals(figure.number)) else 0 for page in pages.values() for figure in page.figures
    )
    if numbers != list(range(1, len(numbers) + 1)):
        shown = ", ".join(map(str, numbers))
        audit.findings.append(Finding("the site", "the numbers of figures", "", shown, f"1 to {len(numbers)}"))

"""Finding numbers on the pages of a PDF."""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

from livepaper.errors import DataError

if TYPE_CHECKING:
    from pypdf import PdfReader

PERCENT = r"\s*(?:%|per\s?cent\b|pct\b)"
_POINT = r"\s?[.,]\s?"


class Sight(IntEnum):
    """How surely a number was seen, surest last."""

    NOT = 0
    UNSURE = 1  # a whole number without a percent sign, or digits that spaces break
    SURE = 2


@dataclass
class Report:
    """A PDF with its pages.

    Attributes:
        path: The file.
        labels: The printed number of each page, as the file states it: “iv”, “28”.
    """

    path: Path
    labels: tuple[str, ...]
    _reader: PdfReader = field(repr=False)
    _texts: dict[int, str] = field(default_factory=dict, repr=False)

    @classmethod
    def open(cls, path: Path) -> Report:
        """Open a PDF.

        Raises:
            DataError: It is damaged, needs a password, or holds no text.
        """
        import pypdf  # noqa: PLC0415  only where a reviewer has reports

        logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong with a file is told in our words
        try:
            reader = pypdf.PdfReader(path)
            if reader.is_encrypted and not reader.decrypt(""):
                raise DataError(str(path), "a file that needs a password", "one without", "Save it without a password.")
            report = cls(path, tuple(reader.page_labels), reader)
            if not any(report.text(index) for index in range(len(report.labels))):
                raise DataError(str(path), "no text on its pages, as in a scan", "text", "Recognise its text first.")
        except _broken() as problem:
            told = f"a file that cannot be read ({str(problem) or type(problem).__name__})"
            raise DataError(str(path), told, "a PDF", "Get another copy of it.") from problem
        return report

    def text(self, index: int) -> str:
        """Return the text of a page by its position from zero, in plain digits and letters."""
        if index not in self._texts:
            self._texts[index] = unicodedata.normalize("NFKC", self._reader.pages[index].extract_text()).strip()
        return self._texts[index]

    def indices(self, page: str) -> list[int]:
        """Return the positions of the pages that may be meant by a cited page: by its label, then by its position."""
        labelled = [index for index, label in enumerate(self.labels) if label == page]
        counted = [int(page) - 1] if page.isdecimal() and 0 < int(page) <= len(self.labels) else []
        return list(dict.fromkeys([*labelled, *counted]))

    def footed(self, index: int, page: str) -> bool:
        """Tell whether a page carries its number in print, alone in its first or last line."""
        lines = self.text(index).splitlines()
        return bool(lines) and page in {lines[0].strip(" -–|"), lines[-1].strip(" -–|")}

    def name(self, index: int) -> str:
        """Name a page by its label, and where that is another number, by its position in the file."""
        label, position = self.labels[index], index + 1
        return f"page {label}" if label == str(position) else f"page {label} (page {position} of the file)"

    def sightings(self, number: str) -> Iterator[tuple[int, Sight]]:
        """Give the pages on which a percentage can be seen, in order."""
        for index in range(len(self.labels)):
            sight = seen(number, self.text(index))
            if sight:
                yield index, sight


def seen(number: str, text: str) -> Sight:
    """Tell how surely a percentage can be seen in a text: 30.2 as “30.2%”, “30,2 %”, “30.2 percent”, “3 0.2 %”.

    A number with decimals is sure without a percent sign too, because charts leave it
    away; a whole number is not, because it may count something else.
    """
    whole, _, decimals = number.lstrip("-").partition(".")
    plain = rf"(?<![\d.,]){whole}" + (rf"[.,]{decimals}" if decimals else r"(?:[.,]0+)?") + r"(?!\d|[.,]\d)"
    if re.search(plain if decimals else plain + PERCENT, text, re.IGNORECASE):
        return Sight.SURE
    spaced = _POINT.join(r"\s?".join(part) for part in (whole, decimals) if part)
    broken = rf"(?<![\d.,]){spaced}{PERCENT}"
    unsure = broken if decimals else plain
    return Sight.UNSURE if re.search(unsure, text, re.IGNORECASE) else Sight.NOT


def _broken() -> tuple[type[Exception], ...]:
    """What reading a damaged PDF may raise."""
    from pypdf.errors import DependencyError, PyPdfError  # noqa: PLC0415  as above

    syntax = (ValueError, KeyError, IndexError, TypeError, AttributeError, AssertionError, RecursionError)
    return (PyPdfError, DependencyError, OSError, NotImplementedError, *syntax)

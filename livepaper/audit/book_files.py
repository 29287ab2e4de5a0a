"""Whether the book as one file, PDF or EPUB, says what the site says.

An EPUB holds pages like those of the site, with numbers that say what they are; these are confirmed from
the raw data as those of the site are, and each text of the site with a number in it has to be there.
In a PDF every block of the EPUB with a number in it has to be found, the appendix of all numbers included.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from livepaper.audit.dom import Element, parse
from livepaper.audit.findings import RESTORE, Audit, Finding, near
from livepaper.audit.html_pages import read_page
from livepaper.audit.pages import Page
from livepaper.audit.values import Numbers, Recorded, check_shown

FOLDER = "book"
_APPENDIX = "appendix"
_COMPARED = {"prose", "figure"}
_BLOCKS = {"p", "td", "th", "h1", "h2", "h3"}
_MARGIN = 60
"""What stands nearer to the upper or lower edge of a page, in points, is a running head or foot."""

_BEGINNING, _CHANCE = 8, 4
"""How much of a text must stand on the page that it begins on, and how many letters may seem to by chance."""

_NOT_SAID = re.compile(r"[\W_]+")


def check_book_files(site: Path, pages: Mapping[str, Page], numbers: Numbers, audit: Audit) -> None:
    """Confirm the numbers of every EPUB and PDF in the site."""
    for path in sorted((site / FOLDER).glob("*.epub")):
        name = path.relative_to(site).as_posix()
        try:
            documents = _documents(path.read_bytes())
        except (OSError, zipfile.BadZipFile, UnicodeDecodeError) as error:
            audit.findings.append(_unreadable(name, error))
            continue
        _check_epub(name, documents, pages, numbers, audit)
        pdf = path.with_suffix(".pdf")
        if pdf.is_file():
            _check_pdf(pdf, pdf.relative_to(site).as_posix(), documents, audit)


def squashed(text: str) -> str:
    """Return the letters and digits of a text, whatever its marks, spaces, hyphens and ligatures."""
    return _NOT_SAID.sub("", unicodedata.normalize("NFKC", text))


def _check_epub(
    name: str, documents: Mapping[str, str], pages: Mapping[str, Page], numbers: Numbers, audit: Audit
) -> None:
    # A page or a number of record that is wrong itself is not told a second time.
    told = {name for finding in audit.findings for name in (finding.page, finding.claim)}
    read = {part: read_page(f"{name}/{part}", text) for part, text in documents.items()}
    confirmed = Audit()
    for page in read.values():
        check_shown(page, numbers, confirmed)
    audit.findings += confirmed.findings
    audit.counts.copies += confirmed.counts.claims + confirmed.counts.quantities
    said = {squashed(text.full) for page in read.values() for text in page.texts}
    for page in (page for page in pages.values() if page.name not in told):
        for text in page.texts:
            if text.shown and text.kind in _COMPARED and squashed(text.full) not in said:
                audit.findings.append(
                    Finding(name, "a text", text.full[:160], "no such text", f"that of {page.name}", RESTORE)
                )
    rows = {
        row.get("id").removeprefix(f"{_APPENDIX}."): row
        for text in documents.values()
        for row in parse(text).all("tr")
        if row.get("id").startswith(f"{_APPENDIX}.")
    }
    for claim, recorded in ((claim, one) for claim, one in numbers.ledger.items() if claim not in told):
        finding = _row_problem(name, claim, recorded, rows.get(claim))
        if finding is not None:
            audit.findings.append(finding)


def _row_problem(name: str, claim: str, recorded: Recorded, row: Element | None) -> Finding | None:
    """Tell what a row of the appendix lacks of what is on record."""
    element = f"the appendix on claim {claim}"
    if row is None:
        return Finding(name, element, "", "no row", "one for each claim of ledger.csv", RESTORE, claim)
    shown, text = row.first("data", "claim"), row.text
    wanted = [recorded.grade]
    wanted += [f"n = {int(recorded.base):,}"] if recorded.base else []
    wanted += [f"± {Decimal(recorded.margin):.1f} points"] if recorded.margin else []
    missing = [part for part in wanted if part not in text]
    if shown.get("data-claim") != claim or shown.get("value") != recorded.value:
        missing.append(f"the value {recorded.value}")
    if not missing:
        return None
    return Finding(name, element, near(text, shown.text), shown.text or "no number", ", ".join(missing), RESTORE, claim)


def _check_pdf(path: Path, name: str, documents: Mapping[str, str], audit: Audit) -> None:
    try:
        leaves = _leaves(path.read_bytes())
    except (OSError, PyPdfError) as error:
        audit.findings.append(_unreadable(name, error))
        return
    for block in (block for document in documents.values() for block in _blocks(parse(document))):
        if found(squashed(block.text), leaves):
            audit.counts.copies += len(block.all("data"))
        else:
            shown = ", ".join(f"“{number.text}”" for number in block.all("data"))
            audit.findings.append(
                Finding(
                    name, "a text", " ".join(block.text.split())[:160], "no such text", f"one with {shown}", RESTORE
                )
            )


def _blocks(document: Element) -> Iterator[Element]:
    """Yield the blocks that hold numbers and no other block."""
    for element in document.elements():
        if element.tag in _BLOCKS and element.all("data") and not any(e.tag in _BLOCKS for e in _below(element)):
            yield element


def _below(element: Element) -> Iterator[Element]:
    elements = element.elements()
    next(elements)
    return elements


def _documents(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if name.endswith(".xhtml")]
        return {name: archive.read(name).decode() for name in names}


@lru_cache(maxsize=2)
def _leaves(content: bytes) -> tuple[str, ...]:
    """Return what each page of a PDF says between its running head and foot, squashed; once for each content."""
    return tuple(squashed(_said(page)) for page in PdfReader(io.BytesIO(content)).pages)


def found(text: str, leaves: Sequence[str]) -> bool:
    """Tell whether a squashed text stands on a page, or begins on one and ends on the next.

    What stands on the page after its beginning may be anything, such as the letters of a drawing.
    """
    return any(text in leaf for leaf in leaves) or any(
        _runs_over(text, leaf, following) for leaf, following in pairwise(leaves)
    )


def _runs_over(text: str, leaf: str, following: str) -> bool:
    longest = bisect_left(range(len(text)), True, key=lambda length: text[: length + 1] not in leaf)
    return longest >= _BEGINNING and any(text[longest - less :] in following for less in range(_CHANCE))


def _said(page: PageObject) -> str:
    parts: list[str] = []
    height = float(page.mediabox.height)

    def keep(text: str, cm: list[float], tm: list[float], *_: object) -> None:
        if _MARGIN < cm[3] * tm[5] + cm[5] < height - _MARGIN:
            parts.append(text)

    page.extract_text(visitor_text=keep)
    return "".join(parts)


def _unreadable(name: str, error: Exception) -> Finding:
    return Finding(name, "the file", "", str(error), "a whole file", "Build the book again.")

"""The report as one page: verdicts first, then what was found, then every number down to its row.

The page needs no network and no script; its script only adds filters. A content
security policy in it names the hashes of its own style and script and allows nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import jinja2
from markupsafe import Markup, escape

from livepaper.checks.base import Severity
from livepaper.edition import Entry, Occurrence
from livepaper.errors import LivePaperError
from livepaper.evidence import EvidenceRow
from livepaper.formulas import describe
from livepaper.quantity import YEAR, Grade
from livepaper.verdicts import Verdict
from livepaper.verify.layout import count as counted
from livepaper.verify.reports.certificate import NOBODY, outcome_of
from livepaper.verify.reports.ledger import verdicts
from livepaper.verify.reports.report import TOLERANCES, Report
from livepaper.words import grade
from livepaper.works import described

_PAGES = Path(__file__).parent / "pages"
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_BARE = re.compile(r"[\d.,\N{MINUS SIGN}]+")

IN_FULL = 12
"""A claim tells source and place of so many rows; if it rests on more, it only names them."""

NOT_PRINTED = "not printed"
"""What stands in the place of a verdict where the original prints nothing."""


def page(report: Report, folder: Path) -> str:
    """Return the page.

    Args:
        report: The verification.
        folder: Where the page will lie, beside the pages of the executed chapters.
    """
    style, script = ((_PAGES / name).read_text(encoding="utf-8") for name in ("report.css", "report.js"))
    view = _View(report, folder)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_PAGES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters.update(linked=_linked, counted=counted, described=describe, short=_short)
    return environment.get_template("report.html.jinja").render(
        report=report,
        view=view,
        severities=list(Severity),
        outcome_of=outcome_of,
        tolerances=TOLERANCES,
        grades=list(Grade),
        verdicts=list(Verdict),
        nobody=NOBODY,
        in_full=IN_FULL,
        not_printed=NOT_PRINTED,
        style=Markup(style),
        script=Markup(script),
        policy=f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'",
    )


@dataclass(frozen=True)
class _View:
    """What the template asks of a report beyond its own attributes."""

    report: Report
    folder: Path

    @cached_property
    def chapters(self) -> list[str]:
        """The chapters that make a claim, in the order of the book."""
        return list(dict.fromkeys(entry.chapter for entry in self.report.entries))

    @cached_property
    def pages(self) -> set[str]:
        """The chapters whose executed page lies beside the report."""
        return {chapter for chapter in self.report.edition.notebooks if (self.folder / f"{chapter}.html").is_file()}

    @cached_property
    def tables(self) -> dict[str, list[EvidenceRow]]:
        """The rows of evidence by table, each once, those of whole tables apart."""
        found: dict[str, dict[str, EvidenceRow]] = {}
        for entry in self.report.entries:
            for row in entry.rows:
                found.setdefault(row.reference.partition("#")[0], {})[row.reference] = row
        return {table: list(found[table].values()) for table in sorted(found)}

    @cached_property
    def sources(self) -> dict[str, str]:
        """The works that the rows name, in words, by key."""
        keys = {row.cells.get("source", "") for rows in self.tables.values() for row in rows} - {""}
        bibliography = self.report.edition.paper.bibliography
        try:
            return {key: described(bibliography, key) for key in sorted(keys)}
        except LivePaperError:
            return dict.fromkeys(sorted(keys), "the bibliography cannot be read")

    def columns(self, rows: Iterable[EvidenceRow]) -> list[str]:
        """Return the columns of a table's rows."""
        return list(dict.fromkeys(column for row in rows for column in row.cells))

    def verdicts(self, entry: Entry) -> tuple[str, ...]:
        """Return the verdicts on a claim, or that it was not printed."""
        return verdicts(entry) or (NOT_PRINTED,)

    def checks(self, entry: Entry) -> str:
        """Return the checks that have a finding on a claim, as a list of words."""
        found = self.report.findings.get(entry.claim.id, [])
        return " ".join(dict.fromkeys(check.id for check, _ in found))

    def places(self, entry: Entry) -> list[Occurrence]:
        """Return the places of a claim, prose first, each sentence once."""
        sentences: dict[tuple[object, ...], Occurrence] = {}
        for one in entry.occurrences:
            sentences.setdefault((one.chapter, one.cell, one.place, one.owner, one.sentence), one)
        return sorted(sentences.values(), key=lambda one: one.place != "prose")

    def unit(self, entry: Entry) -> str:
        """Return the unit, if the printed number does not show it."""
        unit = entry.claim.quantity.unit
        return unit if _BARE.fullmatch(str(entry.claim)) and unit != YEAR else ""

    def grade(self, entry: Entry) -> str:
        """Return the grade as the book prints it."""
        return grade(entry.claim.quantity)

    def evidence(self, row: EvidenceRow) -> list[str]:
        """Return what a row says of its evidence: the work, the place in it, the grade."""
        work = self.sources.get(row.cells.get("source", ""), "")
        told = [f"{name}: {row.cells[name]}" for name in ("locator", "grade") if row.cells.get(name)]
        return [*filter(None, [work]), *filter(None, [". ".join(told)])]

    def anchor(self, row: EvidenceRow) -> str:
        """Return the place of a row on the page; references hold what an address cannot."""
        return "row-" + hashlib.sha256(row.reference.encode()).hexdigest()[:16]

    def marked(self, occurrence: Occurrence) -> Markup:
        """Return a sentence with the claim's text marked in it."""
        before, text, after = occurrence.sentence.partition(occurrence.text)
        return Markup("{}<mark>{}</mark>{}").format(before, text, after) if text else escape(before)


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _short(sha256: str) -> str:
    return sha256.removeprefix("sha256:")[:12]


def _linked(text: str) -> Markup:
    """Turn the addresses in a text into links; whatever is no address of the web stays text."""
    pieces, end = [], 0
    for match in _ADDRESS.finditer(text):
        address = match[0].rstrip(".,;)")
        pieces += [escape(text[end : match.start()]), Markup('<a href="{0}">{0}</a>').format(address)]
        end = match.start() + len(address)
    return Markup("").join([*pieces, escape(text[end:])])

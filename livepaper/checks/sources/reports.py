"""Whether the original reports, where a reviewer has them, print each percentage on the page cited for it.

A report is matched to the bibliography by its file's name, `KEY.pdf`. Percentages are
the cells of a column `percent`, and those of `value` in rows whose `kind` or `unit` is
percent. Each is looked for in three works, as far as their files are there:

* the row's `source`, on the pages of its `locator`;
* the work that is named as the `report` of the survey wave the row belongs to, on the
  pages in those parts of the locator that name the survey (“paper s4.1; panel p24”);
* the row's `cited_source`, on its `cited_page`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from livepaper.checks.base import Finding, Severity, error, note
from livepaper.checks.sources.lookup import Looked, Outcome, Quotation, look, pages
from livepaper.checks.sources.pdf import Report
from livepaper.checks.sources.works import Work
from livepaper.datapackage import Package, reference
from livepaper.edition import Edition
from livepaper.errors import DataError
from livepaper.survey import WAVES


@dataclass(frozen=True)
class Searched:
    """What the reports were searched for, and what came of it.

    Attributes:
        examined: How many percentages were looked for.
        findings: What was found, report by report.
        summary: The result in one line; empty if there were no reports to search.
    """

    examined: int = 0
    findings: tuple[Finding, ...] = ()
    summary: str = ""


def quotations(package: Package, known: Iterable[str]) -> dict[Quotation, list[str]]:
    """Return every percentage that the data say a work prints, with references to the rows that say so."""
    works, waves = set(known), _waves(package)
    found = defaultdict[Quotation, list[str]](list)
    for table in package.names:
        for row in package.rows(table) if package.fields(table) else []:
            for quotation in _quoted(_percent(row), row, waves.get(row.get("wave", ""), ("", "")), works):
                found[quotation].append(reference(table, package.key(table, row)))
    return found


def _waves(package: Package) -> dict[str, tuple[str, str]]:
    """Return the survey of each wave, and the key of its report."""
    rows = package.rows(WAVES) if WAVES in package.names else []
    return {row["wave"]: (row["survey"], row["report"]) for row in rows}


def _percent(row: Mapping[str, str]) -> str:
    if "percent" in {row.get("kind"), row.get("unit")}:
        return row.get("value", "")
    return row.get("percent", "")


def _quoted(number: str, row: Mapping[str, str], wave: tuple[str, str], works: set[str]) -> Iterator[Quotation]:
    if not number:
        return
    source, (survey, report) = row.get("source", ""), wave
    parts = row.get("locator", "").split(";")
    if report in works and report != source:
        theirs = [part for part in parts if _mentions(part, survey)]
        # a locator that has no other part leads into the source, which tells of the survey
        theirs = theirs if len(theirs) < len(parts) else []
        parts = [part for part in parts if part not in theirs]
        yield Quotation(report, number, pages(";".join(theirs)), cited=bool(theirs))
    if source in works:
        yield Quotation(source, number, pages(";".join(parts)))
    if row.get("cited_source") in works:
        yield Quotation(row["cited_source"], number, pages(f"pages {row['cited_page']}"))


def _mentions(part: str, survey: str) -> bool:
    name = r"[\s-]".join(map(re.escape, survey.split("-")))
    return re.search(rf"\b{name}\b", part, re.IGNORECASE) is not None


def search(edition: Edition, known: Mapping[str, Work]) -> Searched:
    """Search the reports in the folder a reviewer gives, if one is given, for what the data quote from them."""
    folder = edition.reports
    if folder is None:
        return Searched()
    if not folder.is_dir():
        missing = error(str(folder), "no folder", "one with reports named KEY.pdf", "Check the path of --sources.")
        return Searched(0, (missing,), "no reports could be searched")
    quoted = quotations(edition.paper.package, known)
    files = {path.stem: path for path in sorted(folder.iterdir()) if path.suffix.lower() == ".pdf"}
    tally, findings = Counter[Outcome](), list(_strangers(files, known))
    searched = 0
    for work, path in files.items():
        mine = {quotation: rows for quotation, rows in quoted.items() if quotation.work == work}
        if not mine:
            continue
        try:
            report = Report.open(path)
        except DataError as problem:
            told = replace(Finding.of(problem), severity=Severity.WARNING)
            findings.append(
                replace(told, found=f"{told.found}, so that {len(mine)} percentages could not be looked for")
            )
            continue
        searched += 1
        looked = [look(quotation, report) for quotation in mine]
        tally.update(one.outcome for one in looked)
        findings += _told(report, looked, mine, edition)
    findings += _not_there(folder, {quotation.work for quotation in quoted} - set(files))
    return Searched(tally.total(), tuple(findings), _summary(tally, searched))


def _strangers(files: Mapping[str, Path], known: Mapping[str, Work]) -> Iterator[Finding]:
    for name, path in files.items():
        if name not in known:
            close = get_close_matches(name, known, n=1, cutoff=0.5)
            hint = f"Is it {close[0]}.pdf?" if close else "Rename it to KEY.pdf."
            yield Finding(
                Severity.WARNING, str(path), "a file of no work", "KEY.pdf for a key of the bibliography", hint
            )


def _not_there(folder: Path, works: Iterable[str]) -> Iterator[Finding]:
    missing = sorted(works)
    if missing:
        names = ", ".join(f"{work}.pdf" for work in missing)
        yield note(
            str(folder),
            f"no file of {len(missing)} works",
            f"what there is of {names}",
            "Add a report to have it searched.",
        )


def _summary(tally: Mapping[Outcome, int], searched: int) -> str:
    others = [f"{tally[outcome]} {outcome}" for outcome in Outcome if tally[outcome] and outcome is not Outcome.CITED]
    found = f"{tally[Outcome.CITED]} of {sum(tally.values())} percentages found on their pages"
    return ", ".join([found, *others, f"in {searched} report{'' if searched == 1 else 's'}"])


def _told(
    report: Report, looked: Sequence[Looked], rows: Mapping[Quotation, Sequence[str]], edition: Edition
) -> Iterator[Finding]:
    """Tell what came of a report: what was found in one finding, what is in doubt in another, the rest one by one."""
    name = str(report.path)
    good = [one for one in looked if one.outcome in {Outcome.CITED, Outcome.SOMEWHERE}]
    if good:
        listed = "; ".join(f"{one.quotation.number}% on {one.place}" for one in good)
        yield note(name, listed, "the percentages that are quoted from it", "Nothing is to be done.")
    doubtful = [one for one in looked if one.outcome is Outcome.UNSURE]
    if doubtful:
        listed = "; ".join(f"{one.quotation.number} on {one.place}" for one in doubtful)
        yield Finding(
            Severity.WARNING,
            name,
            f"{listed}, without a percent sign or with broken digits",
            "percentages",
            "Look whether these are the percentages quoted.",
        )
    for one in looked:
        if one.outcome in {Outcome.ELSEWHERE, Outcome.PICTURE, Outcome.MISSING}:
            yield _missed(name, one, rows[one.quotation], edition)


def _missed(name: str, one: Looked, rows: Sequence[str], edition: Edition) -> Finding:
    quotation = one.quotation
    claim = _claim(rows, edition)
    more = f" and {len(rows) - 1} more" if len(rows) > 1 else ""
    certain = one.outcome is Outcome.MISSING and quotation.cited
    return Finding(
        Severity.ERROR if certain else Severity.WARNING,
        f"{name}, {_cited(quotation)}",
        one.place,
        f"{quotation.number}%, as {rows[0]}{more} quotes",
        "Correct the page or the number in the data, or say in their notes why they differ.",
        claim,
        edition.sentence(claim) if claim else "",
    )


def _cited(quotation: Quotation) -> str:
    if not quotation.pages:
        return "searched everywhere because no page is named"
    return f"page{'s' if len(quotation.pages) > 1 else ''} {', '.join(quotation.pages)}"


def _claim(rows: Sequence[str], edition: Edition) -> str:
    """Return the claim that rows are quoted for: the one that rests on the fewest rows, or that a row names."""
    resting = [claim for claim in edition.claims.values() if set(rows) & set(claim.quantity.rows)]
    if resting:
        return min(resting, key=lambda claim: len(claim.quantity.rows)).id
    return next((named for row in rows if (named := edition.row(row).cells.get("claim"))), "")

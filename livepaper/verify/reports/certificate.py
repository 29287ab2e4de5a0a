"""The certificate in words, and the CODECHECK configuration that goes with it.

The configuration follows version 1.0 of its specification. The verification is
self-issued: no register has given it a number, so it claims none.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from livepaper.checks.base import Result, Severity
from livepaper.environment import LOCK
from livepaper.paper import FIGURES
from livepaper.verify.layout import count as counted
from livepaper.verify.reports import ledger
from livepaper.verify.reports.report import TOLERANCES, Report

SPECIFICATION = "https://codecheck.org.uk/spec/config/1.0/"
NOBODY = "not named"

_MARKUP = re.compile(r"([\\`*_\[\]<>#|~])")


def certificate(report: Report) -> str:
    """Return the certificate as Markdown."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield "# Certificate of verification"
    yield ""
    yield f"**{_plain(report.headline)}.** {_plain(report.counts)}"
    yield ""
    yield (
        "It was issued by the program that made the verification, for whoever ran it; no person and no register "
        "has reviewed it. It says that the numbers of the text follow from the data as recorded, and are said, "
        "cited and drawn as they should be. It does not say that the sources are right."
    )
    yield from ("", "## What was verified", "")
    yield from (f"- {name}: {_plain(value)}" for name, value in _facts(report))
    yield from ("", "## How", "")
    yield (
        f"Every chapter was executed from a clean kernel, {_times(report)}. "
        f"The command's options: {_plain(_options(report)) or 'none given'}."
    )
    yield from ("", "| Chapter | Seconds | Peak memory | Outcome |", "|---|---:|---:|---|")
    for run in report.edition.runs:
        memory = "not measured" if run.memory is None else f"{run.memory / 2**20:,.0f} MiB"
        outcome = "ran to its end" if run.problem is None else f"{run.problem.kind} in cell {run.problem.cell}"
        yield f"| {_plain(run.chapter)} | {run.seconds:.1f} | {memory} | {_plain(outcome)} |"
    yield from ("", "## Checks", "", "| Check | Outcome | Examined | Errors | Warnings | Notes |")
    yield "|---|---|---:|---:|---:|---:|"
    for check, result in report.results.items():
        counts = " | ".join(str(result.count(severity)) for severity in Severity)
        yield f"| {_plain(check.title)} | {outcome_of(result)} | {result.examined:,} | {counts} |"
    yield ""
    yield from (f"- {_plain(check.id)}: {_plain(result.summary)}." for check, result in report.results.items())
    if report.edition.paper.has_original:
        yield from ("", "## What the original printed", "")
        yield f"{'; '.join(f'{verdict}: {number:,}' for verdict, number in report.verdicts.items())}."
    yield from _errors(report)
    yield from ("", "## Exceptions", "")
    yield from (f"- {_plain(exception)}" for exception in report.exceptions or ("None.",))
    yield from ("", "## Tolerances", "")
    yield from (f"- {_plain(tolerance)}" for tolerance in TOLERANCES)


def outcome_of(result: Result) -> str:
    """Say in a word or two how a check ended."""
    if not result.holds:
        return "fails"
    return "holds" if result.examined else "nothing examined"


def _facts(report: Report) -> Iterator[tuple[str, str]]:
    environment = report.environment
    yield "Paper", ", ".join([report.work.title, *(author.name for author in report.work.authors)])
    yield "Commit", _commit(report)
    yield "Data", environment.data_sha256 or "no descriptor"
    yield f"Lock ({LOCK})", environment.lock_sha256 or "none"
    yield "Engine", f"livepaper {environment.engine}, {environment.engine_sha256}"
    yield "System", f"Python {environment.python}, {environment.platform}"
    yield "Time", f"{environment.time:%Y-%m-%d %H:%M:%S} UTC"
    yield "Run by", environment.person or NOBODY


def _commit(report: Report) -> str:
    environment = report.environment
    if environment.clean is None:
        return "none, outside a git repository"
    return f"{environment.commit}, {'nothing' if environment.clean else 'with changes'} uncommitted"


def _times(report: Report) -> str:
    return "twice, and both executions were compared" if report.executions == 2 else "once"


def _options(report: Report) -> str:
    return ", ".join(f"{name} {value}" for name, value in report.environment.options.items())


def _errors(report: Report) -> Iterator[str]:
    errors = [
        f"- {_plain(check.id)}: {_plain(str(finding))}"
        for check, result in report.results.items()
        for finding in result.findings
        if finding.severity is Severity.ERROR
    ]
    if errors:
        yield from ("", "## Errors", "", *errors)


def _plain(text: str) -> str:
    """Keep a text from being read as markup or as the end of its line."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def codecheck(report: Report, folder: Path, text: str) -> str:
    """Return `codecheck.yml`: what was recreated, of which paper, by whom and when.

    Args:
        report: The verification.
        folder: Where the file will lie; files that were recreated are named from there, if they exist.
        text: The certificate, which is identified by its hash.
    """
    environment = report.environment
    content: dict[str, Any] = {
        "version": SPECIFICATION,
        "paper": {
            "title": report.work.title,
            "authors": [
                {"name": author.name, **({"ORCID": author.orcid} if author.orcid else {})}
                for author in report.work.authors
            ]
            or [{"name": NOBODY}],
            "reference": report.work.reference or report.work.title,
        },
        "source": f"The paper's folder at commit {_commit(report)}; data {environment.data_sha256 or 'not identified'}",
        "manifest": [{"file": file, "comment": comment} for file, comment in _manifest(report, folder)],
        "codechecker": [{"name": environment.person or NOBODY}],
        "report": named_by_hash(text),
        "summary": f"{report.headline}. {report.counts} Executed {_times(report)}. "
        f"{counted(len(report.exceptions), 'exception')}, told in certificate.md.",
        "check_time": f"{environment.time:%Y-%m-%d %H:%M:%S}",
        "livepaper": {
            "self_issued": "by the program, without review and without a number in the register",
            "report_file": "certificate.md",
            "holds": report.holds,
            "executions": report.executions,
            "time_zone": "UTC",
            "commit": environment.commit,
            "uncommitted": list(environment.changed),
            "lock_sha256": environment.lock_sha256,
            "engine_sha256": environment.engine_sha256,
        },
    }
    return "%YAML 1.1\n---\n" + yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100)


def _manifest(report: Report, folder: Path) -> Iterator[tuple[str, str]]:
    for chapter in report.edition.notebooks:
        if (folder / f"{chapter}.ipynb").is_file():
            yield f"{chapter}.ipynb", f"chapter {chapter}, executed"
    yield f"{ledger.STEM}.csv", f"{counted(len(report.entries), 'claim')} with value, places, evidence and verdict"
    for figure in report.edition.figures:
        drawing = report.edition.root / FIGURES / f"{figure['figure']}.svg"
        if drawing.is_file():
            title = " ".join(str(figure.get("title", "")).split())
            yield Path(os.path.relpath(drawing, folder)).as_posix(), f"figure: {title}"


def named_by_hash(text: str) -> str:
    """Name a text by its sha256, as RFC 6920 does: a name that nobody needs to give and anybody can check."""
    digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
    return f"ni:///sha-256;{digest}"

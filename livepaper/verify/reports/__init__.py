"""The reports of a verification: for people, for programs, for archives.

* `report`: what all of them tell, gathered once;
* `ledger`: one row per claim, as JSON, JSON Lines and CSV;
* `document`: all of it as JSON, described by `pages/report.schema.json`;
* `webpage`: one page for people;
* `junit`: the checks as test cases, for continuous integration;
* `certificate`: a certificate in words, and its CODECHECK configuration.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from livepaper.checks.base import Check, Result
from livepaper.edition import Edition
from livepaper.environment import Environment
from livepaper.files import write
from livepaper.verify.reports import certificate, document, junit, ledger, webpage
from livepaper.verify.reports.report import Report

__all__ = ["Report", "write_reports"]


def write_reports(
    edition: Edition, results: Mapping[Check, Result], environment: Environment, folder: Path
) -> list[Path]:
    """Write every report into a folder, each whole or not at all, and return their paths.

    Args:
        edition: What was executed.
        results: What each check found, in the order in which to report them.
        environment: What it was executed with.
        folder: Where the executed chapters already lie; made if it is not there.
    """
    report = Report(edition, results, environment)
    texts = {
        **ledger.texts(report),
        **document.texts(report),
        "report.html": webpage.page(report, folder),
        "junit.xml": junit.suites(report),
        "certificate.md": certificate.certificate(report),
    }
    written = [write(folder / name, text.encode()) for name, text in texts.items()]
    configuration = certificate.codecheck(report, folder, texts["certificate.md"])
    return [*written, write(folder / "codecheck.yml", configuration.encode())]

"""All of a verification as JSON: `report.json`, whose keys `report.schema.json` explains."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from livepaper.checks.base import Check, Result, Severity
from livepaper.citation import Work
from livepaper.verify.reports import ledger
from livepaper.verify.reports.report import TOLERANCES, Report

SCHEMA = Path(__file__).parent / "pages" / "report.schema.json"


def texts(report: Report) -> dict[str, str]:
    """Return the report and its schema: their contents by name."""
    return {
        "report.json": json.dumps(_document(report), ensure_ascii=False, indent=1) + "\n",
        SCHEMA.name: SCHEMA.read_text(encoding="utf-8"),
    }


def _document(report: Report) -> dict[str, Any]:
    return {
        "$schema": SCHEMA.name,
        "holds": report.holds,
        "headline": report.headline,
        "paper": _paper(report.work),
        "environment": report.environment.record(),
        "executions": report.executions,
        "runs": [asdict(run) for run in report.edition.runs],
        "counts": {
            "chapters": len(report.edition.notebooks),
            "claims": len(report.entries),
            "findings": {severity.value: report.count(severity) for severity in Severity},
            "grades": report.grades,
            "verdicts": report.verdicts,
        },
        "exceptions": list(report.exceptions),
        "tolerances": list(TOLERANCES),
        "checks": [_check(check, result) for check, result in report.results.items()],
        "claims": [ledger.record(entry) for entry in report.entries],
        "rows": ledger.rows(report),
    }


def _paper(work: Work) -> dict[str, Any]:
    authors = [{"name": author.name, "orcid": author.orcid} for author in work.authors]
    return {"title": work.title, "authors": authors, "reference": work.reference}


def _check(check: Check, result: Result) -> dict[str, Any]:
    return {
        "id": check.id,
        "title": check.title,
        "why": check.why,
        "fix": check.fix,
        "holds": result.holds,
        "examined": result.examined,
        "summary": result.summary,
        "findings": [{**asdict(finding), "severity": finding.severity.value} for finding in result.findings],
    }

"""The checks as test cases in the JUnit format that continuous integration reads.

One suite has a case for each chapter, with the time it took. Each check is a suite:
one case for the check as a whole and one for each finding. JUnit knows no warnings,
so warnings and notes are cases that pass and say what they have to say as output.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from livepaper.checks.base import Check, Finding, Result, Severity
from livepaper.edition import Run
from livepaper.verify.reports.report import Report

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""

_SHORT = 120


def suites(report: Report) -> str:
    """Return all suites as XML."""
    root = ET.Element("testsuites", name="livepaper verify")
    stamp = report.environment.time.strftime("%Y-%m-%dT%H:%M:%S")
    chapters = _suite(root, "chapters", stamp)
    for run in report.edition.runs:
        _chapter(chapters, run)
    for check, result in report.results.items():
        _check(_suite(root, check.id, stamp), check, result)
    for suite in root:
        _count(suite)
    for name in ("tests", "failures", "errors", "skipped"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    root.set("time", f"{sum(float(suite.get('time', '0')) for suite in root):.3f}")
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(root: ET.Element, name: str, stamp: str) -> ET.Element:
    return ET.SubElement(root, "testsuite", name=_clean(name), timestamp=stamp)


def _chapter(suite: ET.Element, run: Run) -> None:
    case = _case(suite, run.chapter, run.seconds)
    if run.problem is not None:
        told = f"{run.problem.kind} in cell {run.problem.cell}: {run.problem.error}: {run.problem.message}"
        _say(case, "error", told, run.problem.traceback)


def _check(suite: ET.Element, check: Check, result: Result) -> None:
    case = _case(suite, check.title)
    if not result.holds:
        _say(case, "failure", result.summary, f"{check.why} {check.fix}")
    elif not result.examined:
        ET.SubElement(case, "skipped", message=_clean(result.summary))
    for number, finding in enumerate(result.findings, start=1):
        _finding(suite, number, finding)


def _finding(suite: ET.Element, number: int, finding: Finding) -> None:
    case = _case(suite, f"{number}. {finding.claim or finding.where}"[:_SHORT])
    if finding.severity is Severity.ERROR:
        _say(case, "failure", f"found {finding.found}; expected {finding.expected}", str(finding))
    else:
        ET.SubElement(case, "system-out").text = _clean(f"{finding.severity.value}: {finding}")


def _case(suite: ET.Element, name: str, seconds: float = 0) -> ET.Element:
    place = f"livepaper.{suite.get('name')}"
    return ET.SubElement(suite, "testcase", classname=place, name=_clean(name), time=f"{seconds:.3f}")


def _say(case: ET.Element, kind: str, message: str, text: str) -> None:
    ET.SubElement(case, kind, message=_clean(message), type=kind).text = _clean(text)


def _count(suite: ET.Element) -> None:
    cases = suite.findall("testcase")
    suite.set("tests", str(len(cases)))
    for name, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(name, str(sum(case.find(kind) is not None for case in cases)))
    suite.set("time", f"{sum(float(case.get('time', '0')) for case in cases):.3f}")


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)

"""What all reports tell, gathered once: whether it holds, the counts, and every exception in plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from livepaper.checks.base import Check, Finding, Result, Severity
from livepaper.citation import Work, work
from livepaper.edition import Edition, Entry
from livepaper.environment import LOCK, Environment
from livepaper.quantity import CAUTIOUS_BASE, Grade
from livepaper.verdicts import Verdict
from livepaper.verify.layout import count as counted
from livepaper.words.judging import TOLERANCE

_NAMED = 5
"""Of the paths that have changed, so many are named."""

TOLERANCES = (
    "A printed number agrees if it equals the evidence at the precision printed.",
    "Answers to one question may miss their sum by half a unit of the last printed place for each answer.",
    f"A fraction in words, such as “two thirds”, may be {TOLERANCE} percentage points away from its number.",
    "Words of majority, change and comparison hold only beyond their 95 % margin.",
    "A margin follows from the standard error given with a share or, without one, from simple random sampling.",
    f"A sample of unpublished size is held to the margin that {CAUTIOUS_BASE} respondents would give.",
)
"""What verification lets pass, and how much of it."""


@dataclass(frozen=True)
class Report:
    """One verification.

    Attributes:
        edition: What was executed.
        results: What each check found, in order.
        environment: What it was executed with.
    """

    edition: Edition
    results: Mapping[Check, Result]
    environment: Environment

    @property
    def holds(self) -> bool:
        """Whether every chapter ran to its end and no check found an error."""
        ran = all(run.problem is None for run in self.edition.runs)
        return ran and all(result.holds for result in self.results.values())

    @property
    def executions(self) -> int:
        """How often everything was executed."""
        return 1 if self.edition.again is None else 2

    @cached_property
    def work(self) -> Work:
        """The paper, as it wants to be cited."""
        return work(self.edition.root)

    @cached_property
    def entries(self) -> list[Entry]:
        """The claims of the ledger, in the order of the book."""
        return list(self.edition.ledger.values())

    def count(self, severity: Severity) -> int:
        """Return how many findings of all checks have a severity."""
        return sum(result.count(severity) for result in self.results.values())

    @cached_property
    def verdicts(self) -> dict[str, int]:
        """How many printed numbers have each verdict, those that need none apart."""
        judged = Counter(str(one.verdict) for one in self.edition.judgements[0] if one.verdict is not None)
        return {str(verdict): judged[str(verdict)] for verdict in Verdict}

    @cached_property
    def grades(self) -> dict[str, int]:
        """How many claims rest, at their weakest, on evidence of each grade."""
        graded = Counter(str(entry.claim.quantity.grade) for entry in self.entries)
        return {str(grade): graded[str(grade)] for grade in Grade}

    @cached_property
    def findings(self) -> dict[str, list[tuple[Check, Finding]]]:
        """The findings that concern each claim, by its id."""
        found: dict[str, list[tuple[Check, Finding]]] = {}
        for check, result in self.results.items():
            for finding in result.findings:
                if finding.claim:
                    found.setdefault(finding.claim, []).append((check, finding))
        return found

    @property
    def headline(self) -> str:
        """The outcome in one sentence."""
        failed = [check for check, result in self.results.items() if not result.holds]
        broken = sum(run.problem is not None for run in self.edition.runs)
        if failed:
            verb = "fails" if len(failed) == 1 else "fail"
            return f"{len(failed)} of {counted(len(self.results), 'check')} {verb}"
        if broken:
            return f"{counted(broken, 'chapter')} did not run to the end"
        held = sum(result.examined > 0 for result in self.results.values())
        if held == 0:
            return "Nothing was checked"
        if idle := len(self.results) - held:
            return f"{counted(held, 'check')} hold{'s' if held == 1 else ''}, {idle} had nothing to examine"
        return f"All {counted(held, 'check')} hold{'s' if held == 1 else ''}"

    @property
    def counts(self) -> str:
        """What was looked at and what was found, in one sentence."""
        found = [counted(self.count(severity), severity.value) for severity in Severity]
        examined = counted(len(self.entries), "number")
        chapters = counted(len(self.edition.notebooks), "chapter")
        return f"{examined} in {chapters} examined: {found[0]}, {found[1]} and {found[2]}."

    @cached_property
    def exceptions(self) -> tuple[str, ...]:
        """Everything that a reader of “it holds” should know besides, one sentence each."""
        return (*self._of_execution(), *self._of_environment(), *self._of_checks())

    def _of_execution(self) -> Iterator[str]:
        for run in self.edition.runs:
            if run.problem is not None:
                yield f"Chapter {run.chapter} did not run to its end: {run.problem.kind} in cell {run.problem.cell}."
        if self.edition.again is None:
            yield "The chapters were executed once, so that results which differ from run to run would not show."
        if self.edition.reports is None:
            yield "No original reports were given (--sources), so no percentage was looked up on the page cited for it."

    def _of_environment(self) -> Iterator[str]:
        environment = self.environment
        if not environment.commit:
            yield "The folder is in no git repository, so there is no commit to name."
        elif environment.changed:
            named = ", ".join(environment.changed[:_NAMED])
            more = f" and {len(environment.changed) - _NAMED} more" if len(environment.changed) > _NAMED else ""
            yield f"The folder differs from the commit in {counted(len(environment.changed), 'path')}: {named}{more}."
        if not environment.lock_sha256:
            yield f"There is no lock file ({LOCK}), so the exact environment is not recorded."
        if not environment.data_sha256:
            yield "The data package has no descriptor, so the data are not identified."

    def _of_checks(self) -> Iterator[str]:
        for check, result in self.results.items():
            if not result.examined and result.holds:
                yield f"The check “{check.id}” had nothing to examine: {result.summary}."
                continue
            for finding in result.findings:
                if finding.severity is not Severity.ERROR:
                    yield f"{finding.severity.value.capitalize()} of “{check.id}”: {finding}"

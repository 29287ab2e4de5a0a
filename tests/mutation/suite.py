"""Applying mutants to copies of the paper and asking verification what is wrong with them."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from livepaper import Paper
from livepaper.audit import audit
from livepaper.checks import CHECKS
from livepaper.checks.base import Finding, Severity
from livepaper.edition import Edition
from livepaper.verify import copies
from tests.mutation import quick
from tests.mutation.original import Mutant, Original

KEPT = (
    "CHANGELOG.md",
    "CITATION.cff",
    "LICENSE-text",
    "_config.yml",
    "_toc.yml",
    "index.ipynb",
    "chapters",
    "data",
    "figures",
    "references.bib",
    "ledger.csv",
)


@dataclass(frozen=True)
class Fate:
    """What became of a mutant.

    Attributes:
        mutant: The mutant.
        killed_by: The checks that named the damage, or `audit`.
        said: The finding that named it; empty for a survivor.
    """

    mutant: Mutant
    killed_by: tuple[str, ...]
    said: str


def original(root: Path, folder: Path) -> Original:
    """Copy the paper and its built site into a folder, commit it, execute it, and require that nothing is wrong.

    Raises:
        AssertionError: The undamaged paper is not green, so that a red one would prove nothing.
    """
    copy = folder / "original"
    for name in KEPT:
        take = shutil.copytree if (root / name).is_dir() else shutil.copy
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        take(root / name, copy / name)
    shutil.copytree(root / "_build" / "html", copy / "_build" / "html")
    (copy / ".gitignore").write_text("/_build/\n")
    identity = ["-c", "user.name=Mutation", "-c", "user.email=mutation@example.org"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "The undamaged paper"]):
        subprocess.run(["git", *identity, *words], cwd=copy, check=True)
    paper = Paper.open(copy)
    runs, notebooks = quick.execute(paper, paper.chapters)
    edition = Edition(paper, tuple(runs), notebooks)
    found = [f"{name}: {finding}" for name, finding in _errors(edition)]
    found += map(str, audit(copy / "_build" / "html", copy).findings)
    assert not found, "\n".join(["the undamaged paper is not green:", *found[:20]])
    return Original(edition, copy / "_build" / "html")


def fate_of(original: Original, mutant: Mutant) -> Fate:
    """Apply a mutant to a fresh copy, verify the copy, and look for a finding that names the damage."""
    with tempfile.TemporaryDirectory(prefix="mutant-") as aside:
        root = Path(aside) / "paper"
        left_out = shutil.ignore_patterns() if mutant.audited else shutil.ignore_patterns("_build")
        shutil.copytree(original.edition.paper.root, root, ignore=left_out)
        mutant.apply(root)
        found = _audited(root) if mutant.audited else _verified(original, mutant, root)
    naming = [(name, text) for name, text in found if any(clue in text for clue in mutant.clues)]
    return Fate(mutant, tuple(dict.fromkeys(name for name, _ in naming)), naming[0][1] if naming else "")


def _audited(root: Path) -> list[tuple[str, str]]:
    """Return what the audit finds, but for the manifest's hashes, which notice any change and explain none."""
    findings = audit(root / "_build" / "html", root).findings
    return [("audit", str(finding)) for finding in findings if finding.element != "the file"]


def _verified(original: Original, mutant: Mutant, root: Path) -> list[tuple[str, str]]:
    edition = _edition(original, mutant, root)
    return [(name, f"{finding} {finding.claim}") for name, finding in _errors(edition)]


def _edition(original: Original, mutant: Mutant, root: Path) -> Edition:
    """Return the damaged paper's edition, in which only the chapters that the damage can reach are executed again."""
    paper = copies.executable(Paper.open(root), root / "_build" / "sources")
    runs, notebooks = quick.execute(paper, [chapter for chapter in paper.chapters if chapter in mutant.executes])
    told = {run.chapter: run for run in runs}
    return replace(
        original.edition,
        paper=paper,
        origin=root,
        runs=tuple(told.get(run.chapter, run) for run in original.edition.runs),
        notebooks={chapter: notebooks.get(chapter, kept) for chapter, kept in original.edition.notebooks.items()},
        _rows={},
    )


def _errors(edition: Edition) -> Iterator[tuple[str, Finding]]:
    for check in CHECKS:
        for finding in check.check(edition).findings:
            if finding.severity is Severity.ERROR:
                yield check.id, finding

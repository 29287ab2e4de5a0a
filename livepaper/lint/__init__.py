"""Rules for notebooks as they are saved, one module each; nothing is run, so that they take seconds.

`livepaper lint --rules` lists them. What they find early, the build and `livepaper verify` find
again in what was executed; what only an execution shows (labels of charts, cells of tables, whether
words hold) they leave to those.
"""

from __future__ import annotations

from livepaper.lint import captions, citations, claims, numbers, order, outputs, paths, sentences
from livepaper.lint.base import Remark, Rule
from livepaper.lint.source import Known, Source

RULES: tuple[Rule, ...] = (
    numbers.RULE,
    claims.RULE,
    citations.RULE,
    sentences.RULE,
    captions.RULE,
    outputs.RULE,
    order.RULE,
    paths.RULE,
)
"""Every rule."""


def lint(source: Source) -> list[Remark]:
    """Return what every rule finds in a notebook, cell by cell.

    Raises:
        LivePaperError: The exemptions, the bibliography or the ledger cannot be read.
    """
    found = [Remark(rule.id, finding) for rule in RULES for finding in rule.look(source)]
    return sorted(found, key=lambda remark: int(remark.finding.where.rpartition(" ")[2]))


__all__ = ["RULES", "Known", "Remark", "Rule", "Source", "lint"]

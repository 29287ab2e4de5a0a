"""Executing without kernels leaves what kernels leave."""

from __future__ import annotations

from livepaper import Paper
from livepaper.edition import Edition
from tests.mutation import quick


def test_quick_execution_leaves_the_same_claims_figures_and_passages(edition: Edition, paper: Paper) -> None:
    """Chapter by chapter, in the same order."""
    runs, notebooks = quick.execute(paper, paper.chapters, "forkserver")
    quickly = Edition(paper, tuple(runs), notebooks)

    assert [run.problem for run in runs] == [None] * len(paper.chapters)
    assert quickly.claims == edition.claims
    assert quickly.figures == edition.figures
    assert quickly.passages == edition.passages

"""How far a number can be trusted, in words: its grade and its margin of error."""

from __future__ import annotations

from livepaper.quantity import PERCENT, POINTS, Quantity
from livepaper.words.numbers import grade, margin


def graded(q: Quantity) -> str:
    """Say how good the evidence is, and what that grade means."""
    weakest = "at its weakest, " if q.derived else ""
    return f"{grade(q)}: {weakest}{q.grade.meaning}"


def measured(q: Quantity) -> str:
    """Say the margin of error, or why there is none; empty for what was not asked of a sample."""
    if q.margin is not None:
        return f"give or take {margin(q)} at 95 percent confidence, {assumed(q)}"
    why = unmeasured(q)
    return f"no margin of error, because {why}" if why else ""


def assumed(q: Quantity) -> str:
    """Say what a margin of error follows from: given standard errors, or that people were drawn at random."""
    if not q.design:
        return "if people were drawn at random"
    if not q.derived:
        return "by the standard error given with it"
    return "by the standard errors given with its parts; where none is given, as if people were drawn at random"


def unmeasured(q: Quantity) -> str:
    """Tell why a share or difference of a survey has no margin of error; empty for anything else."""
    if q.margin is not None or not q.sampled or q.unit not in {PERCENT, POINTS}:
        return ""
    if q.derived:
        return "none is known for something it was computed from"
    return "no base was published" if q.base is None else "the sample was opt-in"

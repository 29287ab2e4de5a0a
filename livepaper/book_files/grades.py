"""Marks that tell the grade of a number's evidence where nothing can be tapped."""

from __future__ import annotations

from html import escape

from livepaper.quantity import Grade

_SIGNS = ("", "†", "‡", "§")

MARKS = dict(zip(Grade, _SIGNS, strict=True))
"""The mark behind a number, by its grade; the best has none."""


def marked(grade: str) -> str:
    """Return the mark of a grade as XHTML, or nothing for the best grade and for a grade that is not known."""
    sign = {str(known): mark for known, mark in MARKS.items()}.get(grade, "")
    return f'<sup class="grade-mark">{sign}</sup>' if sign else ""


def legend() -> str:
    """Return the meaning of every mark as a list in XHTML."""
    items = "".join(
        f"<dt>{sign or 'no mark'}</dt><dd><strong>{escape(grade)}</strong>: {escape(grade.meaning)}</dd>"
        for grade, sign in MARKS.items()
    )
    return f'<dl class="grades">{items}</dl>'


def brief() -> str:
    """Return the marks in one line of plain text, for the foot of a page."""
    told = " · ".join(f"{sign} {grade}" for grade, sign in MARKS.items() if sign)
    return f"Grade of evidence: {told} · no mark: {next(iter(MARKS))}"

"""Every work that is cited is in the bibliography."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from livepaper.findings import Finding
from livepaper.lint.base import Rule
from livepaper.lint.source import Source
from livepaper.paper import BIBLIOGRAPHY
from livepaper.passages import citations


def look(source: Source) -> Iterator[Finding]:
    """Report each key that is cited and not in the bibliography."""
    for cell, text in source.markdown():
        for key in sorted(citations(text) - source.known.works):
            close = get_close_matches(key, source.known.works, n=1, cutoff=0.6)
            hint = f"Did you mean “{close[0]}”?" if close else "Add it: livepaper cite DOI."
            yield source.finding(cell, f"a citation of “{key}”", f"a key of {BIBLIOGRAPHY}", hint)


RULE = Rule(
    id="citations",
    title="Every work that is cited is in the bibliography",
    why="A citation that leads nowhere stops the build.",
    fix="Correct the key, or add the work with `livepaper cite DOI`.",
    look=look,
)

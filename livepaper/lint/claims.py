"""Every `{eval}` names a claim that there is, in a form that there is."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from livepaper import words
from livepaper.findings import Finding
from livepaper.lint.base import Rule
from livepaper.lint.source import OWN, Source
from livepaper.passages import expressions


def look(source: Source) -> Iterator[Finding]:
    """Report expressions that name no claim, as far as the notebooks tell, or the ledger where names are computed."""
    for cell, text in source.markdown():
        for expression in dict.fromkeys(expressions(text)):
            holder, *parts = expression.split(".")
            for what, known in _problems(source, holder, parts):
                close = get_close_matches(what, known, n=1, cutoff=0.5)
                hint = f"Did you mean “{close[0]}”?" if close else "Assign it in a cell above, or correct the name."
                yield source.finding(cell, f"{{eval}}`{expression}` with the unknown “{what}”", "a claim", hint)


def _problems(source: Source, holder: str, parts: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Give each unknown part of an expression with the names that there are."""
    if holder != OWN and holder not in source.restated:
        return  # an ordinary name: whether it is a claim shows only when it runs
    if not parts:
        yield holder, []
        return
    asked = source if holder == OWN else source.known.source(source.restated[holder])
    names = asked.names if asked else frozenset()
    untold = asked is not None and asked.computes_names and (asked is source or not source.known.ledger)
    if parts[0] not in names and not untold:
        yield parts[0], sorted(names)
    if len(parts) > 1 and parts[1] not in words.FORMS:
        yield parts[1], list(words.FORMS)


RULE = Rule(
    id="claims",
    title="Every {eval} names a claim, in a form that there is",
    why="A name that is misspelled prints nothing; the build stops at it.",
    fix="Correct the name, or assign the claim in a cell above.",
    look=look,
)

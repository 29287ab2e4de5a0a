"""No sentence is so long that its reader loses the thread."""

from __future__ import annotations

from collections.abc import Iterator

from livepaper.findings import Finding
from livepaper.lint.base import Rule
from livepaper.lint.source import Source
from livepaper.passages import spans

LIMIT = 40
"""Words of a sentence, a claim being one."""

_PLACES = {"prose", "note", "description"}


def look(source: Source) -> Iterator[Finding]:
    """Report each sentence over the limit."""
    for passage in source.passages:
        if passage.place not in _PLACES:
            continue
        for start, end in spans(passage):
            text = passage.text[start:end].strip()
            length = len(text.split())
            if length > LIMIT:
                yield source.finding(
                    passage.cell,
                    f"a sentence of {length} words",
                    f"at most {LIMIT}",
                    "Make two of it.",
                    sentence=f"{' '.join(text.split()[:12])} …",
                )


RULE = Rule(
    id="sentences",
    title=f"No sentence has more than {LIMIT} words",
    why="Long sentences are read twice, or not at all; a number in one is easily taken for another's.",
    fix="Make two of it, or a list.",
    look=look,
)

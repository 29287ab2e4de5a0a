"""Every figure, table and image says in words what it shows."""

from __future__ import annotations

from collections.abc import Iterator

from livepaper.findings import Finding
from livepaper.lint.base import Rule
from livepaper.lint.source import Source
from livepaper.lint.texts import shown
from livepaper.passages import images


def look(source: Source) -> Iterator[Finding]:
    """Report what figures and tables lack in the code, and images without alternative text."""
    for cell, tree in source.trees.items():
        for made in shown(tree):
            called = f"{made.kind} “{made.owner}”" if made.owner else f"a {made.kind}"
            for part in made.missing:
                yield source.finding(cell, f"{called} without {part}", f"its {part}", f"Add {part}=….")
    for cell, text in source.markdown():
        for image in images(text):
            if image.alt is None:
                yield source.finding(
                    cell,
                    f"the image “{image.source}” without alternative text",
                    "words that stand for it",
                    "Write ![What it shows](FILE), or :alt: in a directive.",
                )


RULE = Rule(
    id="captions",
    title="Every figure, table and image says in words what it shows",
    why="Those who cannot see a picture, and those who find it without its page, have only these words.",
    fix="Figures have title, subtitle, base, source and table; tables caption and source; images alternative text.",
    look=look,
)

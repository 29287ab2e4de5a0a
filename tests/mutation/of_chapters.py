"""Damage to chapters and bibliography."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import nbformat

from livepaper.passages import citations
from tests.mutation.original import Apply, Mutant, Original, other_digit


def labels_swapped(original: Original, random: Random) -> Mutant:
    """Swap the names of two economies in the code that draws one chart."""
    names = [row["short"] if "short" in row else row["name"] for row in original.table("region-economies")]
    found = []
    for chapter, notebook in original.edition.notebooks.items():
        for number, cell in enumerate(notebook.cells):
            figures = [
                o.data["application/vnd.livepaper.figure+json"]["figure"]
                for o in cell.get("outputs", [])
                if "application/vnd.livepaper.figure+json" in o.get("data", {})
            ]
            here = [name for name in names if f'"{name}"' in cell.source]
            if figures and len(here) > 1:
                found += [(chapter, number, figures[0], one, two) for one in here for two in here if one < two]
    chapter, number, figure, one, two = random.choice(found)

    def change(source: str) -> str:
        return source.replace(f'"{one}"', "\0").replace(f'"{two}"', f'"{one}"').replace("\0", f'"{two}"')

    apply = _in_cell(original, chapter, number, change)
    executes = frozenset({chapter})
    return Mutant("labels swapped", f"{figure}: {one} and {two}", apply, executes, clues=frozenset({figure, one, two}))


def number_in_prose(original: Original, random: Random) -> Mutant:
    """Write another number where a live one stood."""
    return _unbound(original, random, "number in prose", lambda said: other_digit(said["text"], random), digits=True)


def word_in_prose(original: Original, random: Random) -> Mutant:
    """Write a number-word where a live one stood."""
    words = ("a majority", "a plurality", "two thirds", "most", "half", "seven", "third", "rose", "doubled")
    return _unbound(original, random, "number-word in prose", lambda said: random.choice(words), digits=False)


def unbound(original: Original, random: Random) -> Mutant:
    """Write the right number as plain text, so that it no longer follows the data."""
    return _unbound(original, random, "claim unbound", lambda said: said["text"], digits=None)


def _unbound(
    original: Original, random: Random, kind: str, text: Callable[[dict[str, str]], str], digits: bool | None
) -> Mutant:
    found = [
        (chapter, number, said)
        for chapter, notebook in original.edition.notebooks.items()
        for number, cell in enumerate(notebook.cells)
        for said in cell.metadata.get("livepaper", {}).get("said", [])
        if digits is None or bool(re.search(r"\d", said["text"])) == digits
    ]
    chapter, number, said = random.choice(found)
    new = text(said)
    apply = _in_cell(
        original, chapter, number, lambda source: source.replace(f"{{eval}}`{said['expression']}`", new, 1)
    )
    name = f"{chapter}, cell {number + 1}: {said['expression']} as “{new}”"
    clues = {f"chapter {chapter}, cell {number + 1},", f"claim {said['id']}, shown"}  # the place, or that it is gone
    return Mutant(kind, name, apply, frozenset({chapter}), clues=frozenset(clues))


def caption_number(original: Original, random: Random) -> Mutant:
    """Write a plain number in a figure's or table's text where a live one stood."""
    found = [
        (chapter, number, match.start(1), match.end(1))
        for chapter, notebook in original.edition.notebooks.items()
        for number, cell in enumerate(notebook.cells)
        if cell.cell_type == "code"
        for match in re.finditer(r'(?:title|subtitle|base|note|caption)="[^"]*?(\{[a-z_0-9.]+\})', cell.source)
    ]
    chapter, number, start, end = random.choice(found)
    new = str(random.randint(13, 97))
    apply = _in_cell(original, chapter, number, lambda source: source[:start] + new + source[end:])
    clues = frozenset({f"chapter {chapter}, cell {number + 1},"})
    return Mutant(
        "caption number", f"{chapter}, cell {number + 1}, at {start}: {new}", apply, frozenset({chapter}), clues=clues
    )


def citation_removed(original: Original, random: Random) -> Mutant:
    """Remove the only citation, in a chapter, of a work that has a number which the chapter states."""
    found = []
    for chapter, notebook in original.edition.notebooks.items():
        text = {number: cell.source for number, cell in enumerate(notebook.cells) if cell.cell_type == "markdown"}
        keys = [key for source in text.values() for key in citations(source)]
        stated = [
            {row.cells.get("source") for row in entry.rows}
            for entry in original.edition.ledger.values()
            if entry.chapter == chapter and any(place.place == "prose" for place in entry.occurrences)
        ]
        alone = {key for key in keys if keys.count(key) == 1 and {key} in stated}
        for number, source in text.items():
            found += [
                (chapter, number, match[0])
                for match in re.finditer(r" ?\(?\{cite:?\w*\}`([^`]+)`", source)
                if any(match[1] == key and source.count(key) == 1 for key in alone)
            ]
    chapter, number, role = random.choice(found)
    apply = _in_cell(original, chapter, number, lambda source: source.replace(role, "", 1))
    key = role.split("`")[1]
    return Mutant(
        "citation removed", f"{chapter}, cell {number + 1}: {role}", apply, frozenset({chapter}), clues=frozenset({key})
    )


def work_removed(original: Original, random: Random) -> Mutant:
    """Remove a work on which claims rest from the bibliography."""
    cited = {
        row.cells["source"]
        for entry in original.edition.ledger.values()
        for row in entry.rows
        if row.cells.get("source")
    }
    key = random.choice(sorted(cited))

    def apply(root: Path) -> None:
        path = root / "references.bib"
        text = path.read_text(encoding="utf-8")
        entry = re.search(rf"^@\w+\{{{re.escape(key)},.*?^\}}\n", text, re.MULTILINE | re.DOTALL)
        assert entry
        path.write_text(text.replace(entry[0], ""), encoding="utf-8")

    return Mutant("work removed", key, apply, clues=frozenset({key}))


def _in_cell(original: Original, chapter: str, index: int, change: Callable[[str], str]) -> Apply:
    path = original.edition.paper.notebook(chapter).relative_to(original.edition.paper.root)

    def apply(root: Path) -> None:
        notebook: Any = json.loads((root / path).read_text(encoding="utf-8"))
        cell = nbformat.from_dict(notebook["cells"][index])
        before = cell.source if isinstance(cell.source, str) else "".join(cell.source)
        after = change(before)
        assert after != before
        notebook["cells"][index]["source"] = after
        (root / path).write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    return apply

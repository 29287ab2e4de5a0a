"""Damage to what was published: pages and exported figures."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

from bs4 import BeautifulSoup

from tests.mutation.original import Mutant, Original


def page_edited(original: Original, random: Random) -> Mutant:
    """Change one displayed digit of a built page."""
    pages = [original.site / "index.html", *sorted((original.site / "chapters").glob("*.html"))]
    page = random.choice(pages)
    text = page.read_text(encoding="utf-8")
    start, end = text.index("<article"), text.index("</article>")
    article = text[start:end]
    shown = [
        match.start()
        for match in re.finditer(r"(?<=[>\d.,])\d(?=[\d.,% <])", article)
        if _is_text(article, match.start())
    ]
    at = start + random.choice(shown)
    new = str((int(text[at]) + random.randint(1, 9)) % 10)
    relative = page.relative_to(original.site)

    def apply(root: Path) -> None:
        (root / "_build" / "html" / relative).write_text(text[:at] + new + text[at + 1 :], encoding="utf-8")

    around = re.sub(r"\s+", " ", BeautifulSoup(text[at - 60 : at + 40], "html.parser").get_text())
    return Mutant(
        "page edited", f"{relative}, at {at}: …{around}…", apply, audited=True, clues=frozenset({relative.as_posix()})
    )


def _is_text(html: str, at: int) -> bool:
    """Tell whether a place is text between tags and not in a listing of code."""
    return html.rfind("<", 0, at) < html.rfind(">", 0, at) and html.rfind("<pre", 0, at) <= html.rfind("</pre", 0, at)


def figure_edited(original: Original, random: Random) -> Mutant:
    """Change one digit of an exported figure."""
    root = original.edition.paper.root
    files = sorted(file for file in (root / "figures").iterdir() if file.suffix in {".svg", ".csv", ".json"})
    digits = {file: [match.start() for match in re.finditer(r"\d", file.read_text(encoding="utf-8"))] for file in files}
    path = random.choice([file for file in files if digits[file]])
    text, at = path.read_text(encoding="utf-8"), random.choice(digits[path])
    new = str((int(text[at]) + random.randint(1, 9)) % 10)

    def apply(copy: Path) -> None:
        (copy / "figures" / path.name).write_text(text[:at] + new + text[at + 1 :], encoding="utf-8")

    return Mutant("exported figure edited", f"{path.name}, at {at}", apply, clues=frozenset({path.name}))

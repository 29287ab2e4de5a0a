"""A new paper: small, complete and working, to be changed into one's own.

`template/` holds it as copier fills it in. With it go the exact environment that the engine was
tested in and the engine itself, as a wheel, so that the paper can be moved to another machine and
built there years later.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from livepaper import numerals
from livepaper.datapackage import seal
from livepaper.environment import LOCK
from livepaper.errors import ProjectError
from livepaper.files import write
from livepaper.new_paper.engine import lock, version, wheel
from livepaper.paper import BIBLIOGRAPHY, DATA
from livepaper.slugs import slug

TEMPLATE = Path(__file__).with_name("template")
VENDOR = "vendor"


def new_paper(folder: Path, title: str = "", author: str = "", released: date | None = None) -> Path:
    """Write a new paper, whole or not at all.

    Args:
        folder: Where to; it must not exist or be empty.
        title: Its title; by default the folder's name.
        author: Who writes it.
        released: The date in its citation; by default today.

    Returns:
        The folder.

    Raises:
        ProjectError: The folder holds something already or cannot be made, or title or author take more than a line.
    """
    folder = folder.resolve()
    answers = _answers(title.strip() or _titled(folder.name), author.strip() or "The authors", released or date.today())
    _require_room(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as aside:
            _write(Path(aside, "paper"), answers).replace(folder)
    except OSError as error:
        told = error.strerror or str(error)
        raise ProjectError(str(folder), told, "a folder that can be made", "Name another one.") from error
    return folder


def _write(folder: Path, answers: Mapping[str, object]) -> Path:
    """Write all of it into a folder that nobody else uses."""
    name, content = wheel()
    _render(folder, answers)
    write(folder / LOCK, lock().encode())
    write(folder / VENDOR / name, content)
    problems = seal(folder / DATA, folder / BIBLIOGRAPHY)
    if problems:
        raise problems[0]
    return folder


def _titled(name: str) -> str:
    """Make a title of a folder's name."""
    return re.sub(r"[-_\s]+", " ", name).strip().capitalize() or "A live paper"


def _answers(title: str, author: str, released: date) -> dict[str, object]:
    """Return what the template is filled in with."""
    for what, text in {"title": title, "author": author}.items():
        if not text.isprintable():
            raise ProjectError(f"the {what}", repr(text), "one line of text", f"Give another --{what}.")
    return {
        "title": title,
        "title_json": json.dumps(title, ensure_ascii=False)[1:-1],
        "author": author,
        "author_json": json.dumps(author, ensure_ascii=False)[1:-1],
        "name": slug(title) or "paper",
        "numbered": bool(numerals.scan(title)),
        "date": released.isoformat(),
        "version": version(),
    }


def _require_room(folder: Path) -> None:
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        found = "a file" if folder.is_file() else "a folder that is not empty"
        raise ProjectError(str(folder), found, "a new or an empty folder", "Name another one; nothing was written.")


def _render(folder: Path, answers: Mapping[str, object]) -> None:
    """Fill in the template: from the package's own folder, asking nothing and running nothing of it."""
    from copier import run_copy  # noqa: PLC0415  heavy, and only needed here

    run_copy(str(TEMPLATE), folder, data=dict(answers), defaults=True, quiet=True, unsafe=False)

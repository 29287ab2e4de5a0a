"""The works of a bibliography: as they were entered, and in words, as plain text."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from livepaper.errors import DataError


def described(bibliography: Path, key: str) -> str:
    """Return a work as a list of references gives it, or the key with a remark if it is not there.

    A work of which something is missing that its kind must have is told by its title and year.

    Raises:
        DataError: The bibliography cannot be parsed.
    """
    return _described(bibliography, _modified(bibliography), key)


NO_DATE = "n.d."


def short(bibliography: Path, key: str) -> str:
    """Return authors and year of a work as citations name it, or its key if it is not there.

    Raises:
        DataError: The bibliography cannot be parsed.
    """
    work = entries(bibliography).get(key)
    return key if work is None else f"{authors(work)} {work.fields.get('year', NO_DATE)}"


def authors(entry: Any) -> str:
    """Name the authors or editors of a pybtex entry briefly: one, two, or the first and others; else its title."""
    from pybtex.richtext import Text  # noqa: PLC0415  not everything reads the bibliography

    people = entry.persons.get("author") or entry.persons.get("editor") or []
    names = [" ".join(map(str, person.rich_last_names)) for person in people]
    if not names:
        return str(Text.from_latex(entry.fields.get("title", entry.key)))
    return names[0] + {1: "", 2: f" and {names[-1]}"}.get(len(names), " et al.")


def address(bibliography: Path, key: str) -> str:
    """Return where a work is found on the web; empty if its entry names no place.

    Raises:
        DataError: The bibliography cannot be parsed.
    """
    fields = entries(bibliography)[key].fields if key in entries(bibliography) else {}
    return str(f"https://doi.org/{fields['doi']}" if "doi" in fields else fields.get("url", ""))


def entries(bibliography: Path) -> Mapping[str, Any]:
    """Return the entries of a BibTeX file by key, as pybtex reads them.

    Raises:
        DataError: It cannot be parsed.
    """
    return _entries(bibliography, _modified(bibliography))


def _modified(path: Path) -> int:
    return path.stat().st_mtime_ns if path.is_file() else 0


@lru_cache(maxsize=1024)
def _described(path: Path, modified: int, key: str) -> str:
    """Describe a work, once for each state of its file."""
    from pybtex.exceptions import PybtexError  # noqa: PLC0415  not everything reads the bibliography

    works = _entries(path, modified)
    if key not in works:
        return f"“{key}”, which is not in {path.name}"
    style, backend = _plain()
    try:
        (formatted,) = style.format_entries([works[key]])
    except PybtexError:
        fields = works[key].fields
        return ", ".join(filter(None, (fields.get("title", key).strip("{}"), fields.get("year"))))
    return str(formatted.text.render(backend)).strip()


@lru_cache(maxsize=1)
def _plain() -> tuple[Any, Any]:
    """Return how works are styled and written, made once: pybtex looks its parts up among all installed packages."""
    from pybtex.backends.plaintext import Backend  # noqa: PLC0415  not everything reads the bibliography
    from pybtex.style.formatting.plain import Style  # noqa: PLC0415  likewise

    return Style(), Backend()


@lru_cache(maxsize=4)
def _entries(path: Path, modified: int) -> Mapping[str, Any]:
    """Parse a bibliography, once for each state of its file."""
    from pybtex.database import parse_file  # noqa: PLC0415  not everything reads the bibliography
    from pybtex.exceptions import PybtexError  # noqa: PLC0415  likewise

    try:
        found: Mapping[str, Any] = parse_file(str(path), bib_format="bibtex").entries
    except (PybtexError, OSError, UnicodeError) as error:
        raise DataError(str(path), str(error), "a valid BibTeX file", "Mend or restore it.") from error
    return found

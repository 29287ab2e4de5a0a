"""The paper as it wants to be cited: title, authors and reference of `CITATION.cff`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

CITATION = "CITATION.cff"


@dataclass(frozen=True)
class Author:
    """Who wrote it.

    Attributes:
        name: A person's or a body's name.
        orcid: The plain ORCID, without an address; empty if none is given.
    """

    name: str
    orcid: str = ""


@dataclass(frozen=True)
class Work:
    """A work and how to refer to it.

    Attributes:
        title: Its title.
        authors: Its authors in order.
        reference: A DOI or an address if there is one, else title, version and date.
    """

    title: str
    authors: tuple[Author, ...] = ()
    reference: str = ""


def work(root: Path) -> Work:
    """Read what a paper's folder says of itself; without a readable `CITATION.cff`, only the folder's name."""
    try:
        cited: Any = yaml.safe_load((root / CITATION).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        cited = None
    if not isinstance(cited, dict):
        return Work(root.name)
    title = str(cited.get("title", root.name))
    return Work(title, tuple(_author(author) for author in cited.get("authors") or []), _reference(title, cited))


def _author(author: dict[str, Any]) -> Author:
    parts = (author.get(part) for part in ("given-names", "name-particle", "family-names", "name-suffix"))
    name = author.get("name") or " ".join(str(part) for part in parts if part) or author.get("alias", "")
    return Author(str(name), str(author.get("orcid", "")).rstrip("/").rpartition("/")[2])


def _reference(title: str, cited: dict[str, Any]) -> str:
    if cited.get("doi"):
        return f"https://doi.org/{cited['doi']}"
    for address in ("url", "repository-code"):
        if cited.get(address):
            return str(cited[address])
    version = [f"version {cited['version']}"] if "version" in cited else []
    date = [str(cited["date-released"])] if "date-released" in cited else []
    return ", ".join([title, *version, *date])

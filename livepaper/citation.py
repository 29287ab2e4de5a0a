"""The paper as it wants to be cited: what `CITATION.cff` says, and the same as plain text, BibTeX and RIS."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

CITATION = "CITATION.cff"

_SPECIAL = re.compile(r"[\\{}$&#^_%~]")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Author:
    """Who wrote it.

    Attributes:
        name: A person's or a body's name.
        orcid: The plain ORCID, without an address; empty if none is given.
        family: A person's family name with its particle and suffix; empty for a body.
        given: A person's given names.
    """

    name: str
    orcid: str = ""
    family: str = ""
    given: str = ""


@dataclass(frozen=True)
class Work:
    """A work and how to refer to it.

    Attributes:
        title: Its title.
        authors: Its authors in order.
        reference: A DOI or an address if there is one, else title, version and date.
        abstract: What it is about; this and all that follows is empty where `CITATION.cff` is silent.
        version: Its version.
        date: When that was released, as ISO.
        keywords: What it is about, in single words.
        licences: The names of its licences, as SPDX has them.
        doi: Its DOI.
        address: Where it is on the web.
        kind: What it is, `software` or `dataset`.
        references: The DOIs, or else the addresses, of the works that it refers to.
    """

    title: str
    authors: tuple[Author, ...] = ()
    reference: str = ""
    abstract: str = ""
    version: str = ""
    date: str = ""
    keywords: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    doi: str = ""
    address: str = ""
    kind: str = ""
    references: tuple[str, ...] = ()

    @property
    def year(self) -> str:
        """The year of its release."""
        return self.date[:4]

    @property
    def key(self) -> str:
        """A name for it in a bibliography: the last word of its first author, and the year."""
        author = self.authors[0] if self.authors else Author("")
        words = _WORD.findall(author.family or author.name or self.title)
        return f"{words[-1].lower() if words else 'work'}{self.year}"


def work(root: Path) -> Work:
    """Read what a paper's folder says of itself; without a readable `CITATION.cff`, only the folder's name."""
    try:
        cited: Any = yaml.safe_load((root / CITATION).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        cited = None
    if not isinstance(cited, dict):
        return Work(root.name)
    title = str(cited.get("title", root.name))
    return Work(
        title,
        tuple(_author(author) for author in cited.get("authors") or []),
        _reference(title, cited),
        abstract=" ".join(str(cited.get("abstract", "")).split()),
        version=str(cited.get("version", "")),
        date=str(cited.get("date-released", "")),
        keywords=_texts(cited.get("keywords")),
        licences=_texts(cited.get("license")),
        doi=str(cited.get("doi", "")),
        address=str(cited.get("url") or cited.get("repository-code") or ""),
        kind=str(cited.get("type") or "software"),  # what the format says of a file that is silent
        references=tuple(
            str(one.get("doi") or one["url"]) for one in cited.get("references") or [] if _on_the_web(one)
        ),
    )


def _on_the_web(cited: dict[str, Any]) -> bool:
    return bool(cited.get("doi") or cited.get("url"))


def _texts(value: Any) -> tuple[str, ...]:
    """Return what is one text or a list of texts as texts."""
    listed = value if isinstance(value, list) else [] if value is None else [value]
    return tuple(map(str, listed))


def _author(author: dict[str, Any]) -> Author:
    parts = (author.get(part) for part in ("given-names", "name-particle", "family-names", "name-suffix"))
    name = author.get("name") or " ".join(str(part) for part in parts if part) or author.get("alias", "")
    family = (author.get(part) for part in ("name-particle", "family-names", "name-suffix"))
    return Author(
        str(name),
        str(author.get("orcid", "")).rstrip("/").rpartition("/")[2],
        " ".join(str(part) for part in family if part),
        str(author.get("given-names", "")),
    )


def _reference(title: str, cited: dict[str, Any]) -> str:
    if cited.get("doi"):
        return f"https://doi.org/{cited['doi']}"
    for address in ("url", "repository-code"):
        if cited.get(address):
            return str(cited[address])
    version = [f"version {cited['version']}"] if "version" in cited else []
    date = [str(cited["date-released"])] if "date-released" in cited else []
    return ", ".join([title, *version, *date])


def plain(work: Work, address: str = "") -> str:
    """Return a citation as a sentence: authors, year, title, version, DOI or address.

    Args:
        work: The work.
        address: Where it is published, if it says nothing of that itself.
    """
    authors = ", ".join(author.name for author in work.authors)
    year = f" ({work.year})" if work.year else ""
    version = [f"Version {work.version}."] if work.version else []
    where = [f"https://doi.org/{work.doi}"] if work.doi else [work.address or address]
    return " ".join(filter(None, [f"{authors}{year}.".lstrip(" ."), f"{work.title}.", *version, *where]))


def bibtex(work: Work, address: str = "") -> str:
    """Return a citation as an entry for BibTeX; see `plain`."""
    fields = {
        "author": " and ".join(_bibtex_author(author) for author in work.authors),
        "title": f"{{{_escaped(work.title)}}}",
        "year": work.year,
        "month": str(int(work.date[5:7])) if len(work.date) >= 7 else "",
        "version": _escaped(work.version),
        "doi": work.doi,
        "url": work.address or address,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{work.key},", *lines, "}", ""])


def _bibtex_author(author: Author) -> str:
    """Return an author's name; that of a body stands in braces, so that it is not taken apart."""
    if author.family and author.given:
        return f"{_escaped(author.family)}, {_escaped(author.given)}"
    return f"{{{_escaped(author.name)}}}"


def _escaped(text: str) -> str:
    marks = {"\\": r"\textbackslash{}", "^": r"\^{}", "~": r"\~{}"}
    return _SPECIAL.sub(lambda match: marks.get(match[0], f"\\{match[0]}"), text)


def ris(work: Work, address: str = "") -> str:
    """Return a citation in the format of reference managers (RIS); see `plain`."""
    return "".join(f"{tag}  - {value}\r\n" for tag, value in _ris(work, address) if value or tag == "ER")


def _ris(work: Work, address: str) -> Iterator[tuple[str, str]]:
    yield "TY", "GEN"
    for author in work.authors:
        yield "AU", f"{author.family}, {author.given}" if author.family and author.given else author.name
    yield "TI", work.title
    yield "PY", work.year
    yield "DA", work.date.replace("-", "/")
    yield "ET", work.version
    yield "AB", work.abstract
    for keyword in work.keywords:
        yield "KW", keyword
    yield "DO", work.doi
    yield "UR", work.address or address
    yield "ER", ""

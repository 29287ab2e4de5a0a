"""Adding works to the bibliography: what doi.org tells of a DOI, as an entry in the style of the file.

doi.org leads a request that accepts BibTeX to the registry that knows the work
(content negotiation, https://citation.doi.org). Nothing it says is trusted: an entry is
written only if the whole file, with it, can still be parsed and every other entry is as it was.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from html import unescape
from http.client import HTTPException
from itertools import accumulate
from pathlib import Path
from typing import Any
from urllib.parse import quote

from livepaper.errors import DataError, ProjectError
from livepaper.files import write
from livepaper.slugs import slug
from livepaper.works import entries

RESOLVER = "https://doi.org"
SECONDS = 20.0
"""How long an answer may take, from the first byte to the last."""

_BIBTEX = "application/x-bibtex"
_LONGEST = 1_000_000
_CHUNK = 16_384
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_FIELDS = (
    *("title", "journal", "booktitle", "series", "volume", "number", "pages", "edition"),
    *("publisher", "institution", "school", "address", "year", "month", "doi", "url"),
)
"""The fields that an entry keeps, in their order; registries send others too, such as abstracts."""

_BY_HAND = "or write the entry into the bibliography by hand."


def doi(text: str) -> str:
    """Return the DOI that a text names, alone or as an address, in lower case; empty if it names none."""
    found = _DOI.fullmatch(text.strip())
    return found[1].lower() if found else ""


def known(bibliography: Path, text: str) -> str:
    """Return the key of the work that a key or a DOI names; empty if the bibliography has none.

    Raises:
        DataError: The bibliography cannot be parsed.
    """
    works = entries(bibliography)
    asked = doi(text)
    return next((key for key, work in works.items() if key == text or (asked and _own(work.fields) == asked)), "")


def entry(bibliography: Path, key: str) -> str:
    """Return a work's entry as it stands in the file."""
    text = bibliography.read_text(encoding="utf-8")
    found = re.search(rf"^[ \t]*@\w+\s*\{{\s*{re.escape(key)}\s*,.*?(?=^[ \t]*@|\Z)", text, re.MULTILINE | re.DOTALL)
    return found.group().strip() if found else ""


def fetch(asked: str, resolver: str = RESOLVER, seconds: float = SECONDS) -> str:
    """Ask for the BibTeX entry of a DOI.

    Args:
        asked: The DOI.
        resolver: The address of the service that knows DOIs.
        seconds: How long the answer may take.

    Raises:
        ProjectError: There is no network, no such DOI, or no answer in time.
    """
    import requests  # noqa: PLC0415  heavy, and few commands ask anybody
    import urllib3  # noqa: PLC0415  likewise

    address = f"{resolver}/{quote(asked, safe='/;()')}"
    headers = {"Accept": _BIBTEX, "Accept-Encoding": "identity", "User-Agent": "livepaper"}
    try:
        with requests.get(address, headers=headers, stream=True, timeout=seconds) as answer:
            status = answer.status_code
            content = _content(answer.raw, time.monotonic() + seconds)
    except (TimeoutError, requests.Timeout, urllib3.exceptions.TimeoutError) as error:
        raise _failed(address, f"no answer within {seconds:g} seconds") from error
    except (OSError, urllib3.exceptions.HTTPError, HTTPException, ValueError) as error:
        raise _failed(address, f"no connection ({type(error).__name__})") from error
    if status != requests.codes.ok:
        raise _failed(address, f"that it knows no such DOI (HTTP {status})" if status == 404 else f"HTTP {status}")
    return content.decode("utf-8", errors="replace")


def _content(answer: Any, ends: float) -> bytes:
    """Read an answer in time, and no more of it than an entry can need."""
    content = b""
    while len(content) <= _LONGEST and (chunk := answer.read1(_CHUNK)):
        content += chunk
        if time.monotonic() > ends:
            raise TimeoutError
    return content


def add(bibliography: Path, asked: str, answer: str) -> str:
    """Add the work of an answer to the bibliography, at its end; return its key.

    Args:
        bibliography: The BibTeX file.
        asked: The DOI that was asked for.
        answer: What the resolver answered.

    Raises:
        ProjectError: The answer is no entry for this DOI.
        DataError: The bibliography cannot be parsed.
    """
    before = entries(bibliography)
    work = _parsed(answer, asked)
    key = _key(work, before)
    text = bibliography.read_text(encoding="utf-8")
    people, fields = _people(work), _fields(work, asked)
    whole = f"{text.rstrip()}\n{_written(work.type, key, people | fields)}\n"
    after = _read(whole)
    if (
        after is None
        or list(after) != [*before, key]
        or any(after[name] != before[name] for name in before)
        or dict(after[key].fields.items()) != fields
    ):
        raise _nonsense(asked, answer)
    write(bibliography, whole.encode("utf-8"))
    return key


def _parsed(answer: str, asked: str) -> Any:
    works = _read(answer)
    if works is None or len(works) != 1:
        raise _nonsense(asked, answer)
    (work,) = works.values()
    if not work.fields.get("title", "").strip() or _own(work.fields) not in {"", asked}:
        raise _nonsense(asked, answer)
    return work


def _read(text: str) -> Mapping[str, Any] | None:
    from pybtex.database import parse_string  # noqa: PLC0415  not everything reads the bibliography
    from pybtex.exceptions import PybtexError  # noqa: PLC0415  likewise

    try:
        found: Mapping[str, Any] = parse_string(text, "bibtex").entries
    except PybtexError:
        return None
    return found


def _own(fields: Mapping[str, str]) -> str:
    return doi(fields.get("doi", ""))


def _key(work: Any, taken: Mapping[str, Any]) -> str:
    """Make a key as those of the file are: the first name and the year."""
    people = work.persons.get("author") or work.persons.get("editor") or []
    named = " ".join(people[0].last_names) if people else work.fields["title"].split()[0]
    plain = re.sub(r"\\[a-zA-Z]+\s?|[\\{}\"`^~=.]", "", named)
    key = slug(plain).replace("-", "") + re.sub(r"\D", "", work.fields.get("year", ""))
    lower = {name.lower() for name in taken}
    free = (f"{key or 'work'}{letter}" for letter in ("", *"bcdefghijklmnopqrstuvwxyz"))
    return next(name for name in free if name not in lower)


def _people(work: Any) -> dict[str, str]:
    """Return authors and editors as an entry names them."""
    return {role: _plain(" and ".join(map(str, people))) for role, people in work.persons.items()}


def _fields(work: Any, asked: str) -> dict[str, str]:
    """Return the other fields that an entry keeps."""
    told = {**{name.lower(): value for name, value in work.fields.items()}, "doi": asked}
    if "doi.org/" in told.get("url", ""):
        del told["url"]
    kept = {name: told[name] for name in _FIELDS if told.get(name, "").strip()}
    fields = {name: value.strip() if name in {"doi", "url"} else _plain(value) for name, value in kept.items()}
    if not _enclosed(fields["title"]):
        fields["title"] = f"{{{fields['title']}}}"
    if "pages" in fields:
        fields["pages"] = re.sub(r"\s*[–—-]+\s*", "--", fields["pages"])
    return fields


def _plain(value: str) -> str:
    """Return a field on one line, without HTML's signs and bare ampersands, which registries send."""
    return " ".join(re.sub(r"(?<!\\)&", r"\\&", unescape(value)).split())


def _enclosed(title: str) -> bool:
    """Tell whether one pair of braces is around the whole."""
    depths = list(accumulate({"{": 1, "}": -1}.get(sign, 0) for sign in title))
    return title.startswith("{") and 0 not in depths[:-1]


def _written(kind: str, key: str, fields: Mapping[str, str]) -> str:
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@{kind.lower()}{{{key},\n{lines}\n}}"


def _failed(address: str, found: str) -> ProjectError:
    return ProjectError(address, found, "the entry of a work", f"Check DOI and network and try again, {_BY_HAND}")


def _nonsense(asked: str, answer: str) -> ProjectError:
    start = " ".join(answer.split())[:60]
    return ProjectError(
        f"the answer for {asked}",
        f"“{start}”",
        "one BibTeX entry with a title",
        f"Nothing was written. Try again later, {_BY_HAND}",
    )


def unknown(bibliography: Path, text: str) -> DataError:
    """Return the error that a text is neither a key nor a DOI."""
    from difflib import get_close_matches  # noqa: PLC0415  only where something is wrong

    close = get_close_matches(text, list(entries(bibliography)), n=3, cutoff=0.5)
    hint = f"Did you mean {' or '.join(close)}?" if close else "Look the DOI up, such as 10.1000/182."
    return DataError(bibliography.name, f"no work “{text}”", "a key of the bibliography, or a DOI", hint)

"""What the authors wrote: the words of a chapter's notebook, of the data and of the bibliography.

A numeral that is bound to no data may stand on a page only because an author wrote it
there. Texts are compared as words, with a gap for whatever is filled in at build time.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from itertools import pairwise
from pathlib import Path

from livepaper.audit.data import read_json, unusable
from livepaper.audit.pages import GAP, gap_for, is_gap, numerals, words

EDGE = ""
"""What stands beside a word at the end of a text or beside a gap."""

_CLAIM = re.compile(r"\{eval\}`\w+\.(?P<name>\w+)(?:\.(?P<form>\w+))?`")
_ROLE = re.compile(r"\{(?:eval|ref|numref|cite(?::\w+)?)\}`[^`]*`")
_OTHER_ROLE = re.compile(r"\{[\w:+-]+\}`([^`<]*)(?:<[^`]*>)?`")
_TAG = re.compile(r"</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>")
_LINK = re.compile(r"\]\([^)\s]*\)")
_FOOTNOTE = re.compile(r"\[\^[^\]]*\]:?")
_LABEL = re.compile(r"^\([\w-]+\)=\s*$", re.MULTILINE)
_FENCED = re.compile(r"^(```+|~~~+|:::+)([^\n]*)\n(.*?)^\1\s*$", re.MULTILINE | re.DOTALL)
_ADDRESS = re.compile(r"https?://\S*[^\s.,]")
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
_FIELD = re.compile(r"\{[^{}]*\}")


class Words:
    """Some texts, in which passages and numerals with their neighbours can be looked up."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = [words(text) for text in texts]

    @cached_property
    def _places(self) -> dict[str, list[tuple[list[str], int]]]:
        """Where each word stands; all gaps are one word here."""
        found: dict[str, list[tuple[list[str], int]]] = defaultdict(list)
        for text in self._texts:
            for at, word in enumerate(text):
                found[GAP if is_gap(word) else word].append((text, at))
        return found

    @cached_property
    def _neighbours(self) -> dict[str, set[tuple[str, str]]]:
        found: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for text in self._texts:
            for before, word, after in neighbours(text):
                found[word].add((before, after))
        return found

    @cached_property
    def pieces(self) -> dict[str, set[tuple[str, ...]]]:
        """What stands whole between the gaps of the texts, by its first word."""
        found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for text in self._texts:
            for piece in parted(text):
                found[piece[0]].add(piece)
        return found

    def holds(self, passage: list[str]) -> bool:
        """Tell whether some words stand in a row in one of the texts, with the same claims in the gaps."""
        first = GAP if is_gap(passage[0]) else passage[0]
        return any(_fit(passage, text[at : at + len(passage)]) for text, at in self._places.get(first, ()))

    def near(self, before: str, word: str, after: str) -> bool:
        """Tell whether a word stands in one of the texts beside these words, as far as there are any."""
        return any(
            (before in {EDGE, left} or left == EDGE) and (after in {EDGE, right} or right == EDGE)
            for known in ({word, GAP} if is_gap(word) else {word})
            for left, right in self._neighbours.get(known, ())
        )


def _fit(one: list[str], other: list[str]) -> bool:
    """Tell whether words are the same; a gap that does not say what belongs there fits any gap."""
    return len(one) == len(other) and all(
        a == b or (is_gap(a) and is_gap(b) and GAP in {a, b}) for a, b in zip(one, other, strict=True)
    )


def parted(text: list[str]) -> list[tuple[str, ...]]:
    """Return what stands between the gaps of a text."""
    at = [-1, *(index for index, word in enumerate(text) if is_gap(word)), len(text)]
    return [tuple(text[start + 1 : end]) for start, end in pairwise(at) if end > start + 1]


def neighbours(text: list[str]) -> Iterator[tuple[str, str, str]]:
    """Yield every word of a text with the words before and after it."""
    closed = [EDGE, *(EDGE if is_gap(word) else word for word in text), EDGE]
    yield from zip(closed, text, closed[2:], strict=False)


@dataclass(frozen=True)
class Notebook:
    """What the author wrote in a chapter.

    Attributes:
        prose: The text of its Markdown cells.
        code: Its code cells.
        fenced: The blocks of code in its prose.
        numbers: The number of each code cell among all cells, from one.
    """

    prose: str
    code: tuple[str, ...]
    fenced: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()

    @cached_property
    def words(self) -> Words:
        """Its prose, to look passages up in."""
        return Words([self.prose])

    @property
    def title(self) -> str:
        """Its title."""
        return match[1] if (match := _TITLE.search(self.prose)) else ""

    @property
    def strings(self) -> Iterator[str]:
        """The texts in its code, with a gap for each field that is filled in later."""
        for cell in self.code:
            yield from _strings(cell)


def read_notebook(path: Path) -> Notebook:
    """Read a chapter.

    Raises:
        ProjectError: It is missing or is no notebook.
    """
    notebook = read_json(path, "a chapter’s notebook")
    try:
        cells = [(cell["cell_type"], "".join(cell["source"])) for cell in notebook["cells"]]
    except (TypeError, KeyError) as error:
        raise unusable(path, error, "a notebook") from error
    prose = "\n\n".join(stripped(source) for kind, source in cells if kind == "markdown")
    fenced = tuple(block for kind, source in cells if kind == "markdown" for block in _fenced(source))
    numbers = tuple(number for number, (kind, _) in enumerate(cells, start=1) if kind == "code")
    return Notebook(prose, tuple(source for kind, source in cells if kind == "code"), fenced, numbers)


def _fenced(markdown: str) -> Iterator[str]:
    """Yield the blocks of code in Markdown, also those within directives."""
    for match in _FENCED.finditer(markdown):
        if match[2].strip().startswith("{"):
            yield from _fenced(match[3])
        else:
            yield match[3]


def stripped(markdown: str) -> str:
    """Return Markdown without labels, footnote marks, addresses and tags, and with gaps for what is filled in."""
    text = _CLAIM.sub(lambda match: gap_for(match["name"], match["form"] or "printed"), markdown)
    text = _LABEL.sub("", _OTHER_ROLE.sub(r"\1", _ROLE.sub(f" {GAP} ", text)))
    return unescape(_TAG.sub(" ", _FOOTNOTE.sub("", _LINK.sub("]", text))))


def _strings(code: str) -> Iterator[str]:
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return
    inner: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            inner |= {id(part) for part in node.values}
            yield filled("".join(str(p.value) if isinstance(p, ast.Constant) else GAP for p in node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str | int) and id(node) not in inner:
            yield filled(str(node.value))


def filled(template: str) -> str:
    """Return a template with gaps for its fields in braces."""
    return _FIELD.sub(f" {GAP} ", template)


@dataclass(frozen=True)
class Bibliography:
    """The entries of the bibliography, each as BibTeX."""

    entries: tuple[str, ...]

    def entry(self, key: str) -> str:
        """Return an entry by its key; empty if there is none."""
        return next((entry for entry in self.entries if re.match(rf"\w+\{{\s*{re.escape(key)}\s*,", entry)), "")

    @cached_property
    def _numerals(self) -> list[set[str]]:
        return [set(numerals(entry)) for entry in self.entries]

    def has(self, shown: str) -> bool:
        """Tell whether one entry has all addresses and numerals of a text."""
        addresses = [address.removeprefix("https://doi.org/") for address in _ADDRESS.findall(shown)]
        wanted = set(numerals(_ADDRESS.sub("", shown)))
        return any(
            wanted <= known and all(address in entry for address in addresses)
            for known, entry in zip(self._numerals, self.entries, strict=True)
        )


def read_bibliography(path: Path) -> Bibliography:
    """Read a BibTeX file.

    Raises:
        ProjectError: It cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise unusable(path, error, "the bibliography") from error
    return Bibliography(tuple(re.split(r"^@", text, flags=re.MULTILINE)[1:]))

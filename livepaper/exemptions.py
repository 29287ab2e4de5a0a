"""Listed exemptions: numbers and number-words of the text that are no claims, each with its reason.

The table `book-exemptions` lists them. What its `text` means depends on its `kind`:

* `pattern`: a regular expression for a whole class, such as years;
* `phrase`: the phrase itself;
* `column`: `TABLE.COLUMN`, whose texts are shown as they were recorded, claims filled in;
* `quotation`: `TABLE.COLUMN` likewise, parts of whose texts are shown in quotation marks.

`chapter` and `place` name the chapters and the kinds of passage it holds for, joined by `; `, or are `*`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from livepaper.datapackage import Package
from livepaper.datapackage.package import Row
from livepaper.errors import DataError
from livepaper.numerals import scan
from livepaper.passages import Passage

TABLE = "book-exemptions"

Span = tuple[int, int]

_FIELD = re.compile(r"\{[^{}]*\}")
_HOLE = "{}"
_QUOTED = re.compile(r"“([^“”]+)”")


@dataclass(frozen=True)
class Exemption:
    """One reason for which numbers and number-words need no claim.

    Attributes:
        key: Its name.
        chapters: The chapters it holds for; `*` stands for all.
        places: The kinds of passage it holds for; `*` stands for all.
        reason: Why what it covers is no claim.
        pattern: What it covers in a passage; None for recorded texts.
        texts: The recorded texts in which a number or number-word stands, fields of claims emptied.
        quoted: Whether recorded texts are covered only in quotation marks, and in part.
    """

    key: str
    chapters: frozenset[str]
    places: frozenset[str]
    reason: str
    pattern: re.Pattern[str] | None = None
    texts: tuple[str, ...] = ()
    quoted: bool = False

    def spans(self, passage: Passage) -> Iterator[Span]:
        """Give what the exemption covers in a passage."""
        if self.chapters.isdisjoint({"*", passage.chapter}) or self.places.isdisjoint({"*", passage.place}):
            return
        if self.pattern is not None:
            yield from (match.span() for match in self.pattern.finditer(passage.text))
        elif self.quoted:
            yield from self._quotations(passage.text)
        else:
            yield from self._recorded(passage)

    def _quotations(self, text: str) -> Iterator[Span]:
        for quotation in _QUOTED.finditer(text):
            part = _whole(quotation[1].rstrip(",.").casefold())
            if any(part.search(recorded.casefold()) for recorded in self.texts):
                yield quotation.span()

    def _recorded(self, passage: Passage) -> Iterator[Span]:
        emptied, origin = _emptied(passage)
        for text in self.texts:
            if text in emptied:
                for match in _whole(text).finditer(emptied):
                    yield origin[match.start()], origin[match.end() - 1] + 1


def exemptions(package: Package) -> list[Exemption]:
    """Return the listed exemptions; none if the paper has no such table.

    Raises:
        DataError: A pattern is no regular expression, or a column does not exist.
    """
    if TABLE not in package.names:
        return []
    return [_exemption(row, package) for row in package.rows(TABLE)]


def _exemption(row: Row, package: Package) -> Exemption:
    bare = Exemption(
        row["exemption"],
        frozenset(row["chapter"].split("; ")),
        frozenset(row["place"].split("; ")),
        row["reason"],
    )
    where = f"{package.path(TABLE)}, row {bare.key}, column text"
    if row["kind"] == "phrase":
        return replace(bare, pattern=_whole(row["text"]))
    if row["kind"] == "pattern":
        try:
            return replace(bare, pattern=re.compile(row["text"]))
        except re.error as error:
            raise DataError(where, f"“{row['text']}” ({error})", "a regular expression", "Correct it.") from error
    table, _, column = row["text"].partition(".")
    if table not in package.names or column not in package.fields(table):
        raise DataError(where, f"“{row['text']}”", "TABLE.COLUMN of the data package", "Correct it.")
    texts = _telling(other[column] for other in package.rows(table))
    return replace(bare, texts=texts, quoted=row["kind"] == "quotation")


def _telling(texts: Iterable[str]) -> tuple[str, ...]:
    """Keep the texts that hold a number or number-word and a letter, as they stand on a page."""
    emptied = dict.fromkeys(_FIELD.sub(_HOLE, " ".join(text.split())) for text in texts)
    return tuple(text for text in emptied if scan(text) and re.search(r"[^\W\d]|%", text))


def _whole(text: str) -> re.Pattern[str]:
    """Match a text where it is no part of a longer word or number."""
    return re.compile(rf"(?<!\w)(?<!\d[.,]){re.escape(text)}(?![\w%]|[.,]\d)")


def _emptied(passage: Passage) -> tuple[str, list[int]]:
    """Empty what is bound in a passage; return the text, and where each of its characters comes from."""
    pieces, origin, start = [], [], 0
    for bound in passage.bound:
        pieces += [passage.text[start : bound.start], _HOLE]
        origin += [*range(start, bound.start), bound.start, bound.end - 1]
        start = bound.end
    pieces.append(passage.text[start:])
    origin += range(start, len(passage.text))
    return "".join(pieces), origin

"""Later values of what claims say: rows that have come in, of a question that claims still take from an earlier wave.

Nothing that readers see changes with them, because each claim names its wave. An author
has to know them all the same: what they are, how they differ, and where the text rests
on the earlier ones.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from livepaper import survey
from livepaper.claims import Claim
from livepaper.datapackage import Package, reference
from livepaper.datapackage.package import Row
from livepaper.edition import Edition
from livepaper.errors import LivePaperError, QuestionError
from livepaper.paper import CORRECTIONS
from livepaper.quantity import Formula
from livepaper.verdicts import claims_of
from livepaper.verify.changes import Resting
from livepaper.verify.impact import REPEATED, WORDS, resting
from livepaper.verify.layout import count, first, joined, section, wrapped
from livepaper.verify.texts import say, valued
from livepaper.words import FORMS

_MOST = 20
"""How many later values are told in full."""


@dataclass(frozen=True)
class Said:
    """A sentence in which a claim stands that takes an earlier value.

    Attributes:
        claim: The claim's id.
        chapter: The chapter.
        cell: The cell, from one.
        sentence: The sentence.
        word: The number-word said of the claim there, if it is one.
        then: The word that would be said of the later value; empty if none could be.
    """

    claim: str
    chapter: str
    cell: int
    sentence: str
    word: str = ""
    then: str = ""


@dataclass(frozen=True)
class Later:
    """A later value of a response.

    Attributes:
        what: Series, response and population.
        wave: The wave it comes from.
        value: The value, with its margin if it has one.
        earlier_wave: The last wave that claims take the response from.
        earlier: The value there.
        direction: What happened from one to the other, beyond the margin or not: “rose”, “fell” and so on.
        claims: The claims that rest on the earlier value.
        said: Where those claims stand in the text.
        resting: The rows of data, such as recommendations and corrections, that name those claims.
    """

    what: str
    wave: str
    value: str
    earlier_wave: str
    earlier: str
    direction: str
    claims: tuple[str, ...]
    said: tuple[Said, ...]
    resting: tuple[Resting, ...]

    @property
    def has_moved(self) -> bool:
        """Whether it differs beyond the margin, or the words that are said of the earlier value do not fit it."""
        return self.direction in {"rose", "fell"} or any(one.word for one in self.said)


@dataclass(frozen=True)
class Arrived:
    """What new rows are to the claims of a paper.

    Attributes:
        used: From how many of the rows claims take values, and how many there are, by table.
        later: The later values of what claims say, those that differ beyond the margin first.
        unclear: Later values that cannot be told, in plain words.
    """

    used: dict[str, tuple[int, int]]
    later: tuple[Later, ...]
    unclear: tuple[str, ...]

    def __str__(self) -> str:
        title = "Later values, where claims still rest on an earlier wave"
        return joined(
            [
                section("New rows", (wrapped(self._used(table)) for table in self.used)),
                section(title, first([_later(one) for one in self.later], _MOST, "later values")),
                section("Later values that cannot be told", (wrapped(text, 2, 2) for text in self.unclear)),
            ]
        )

    @property
    def summary(self) -> str:
        """How many later values differ from what claims say, in one sentence; empty if none does."""
        moved = sum(one.direction in {"rose", "fell"} for one in self.later)
        lost = sum(bool(said.word) for one in self.later for said in one.said)
        told = [
            (
                moved,
                "later value differs beyond its margin from the one that the text says",
                "later values differ beyond their margins from those that the text says",
            ),
            (lost, "word would not hold for it", "words would not hold for later values"),
        ]
        parts = [count(number, one, many) for number, one, many in told if number]
        return f"{'; '.join(parts)}." if parts else ""

    def _used(self, table: str) -> str:
        used, rows = self.used[table]
        told = f"claims take values from {used} of them" if used else "no claim takes a value from them"
        return f"{table}: {count(rows, 'new row')}; {told}"


def arrived(edition: Edition, added: Collection[str]) -> Arrived:
    """Tell what new rows are to the claims of an edition that has them.

    Args:
        edition: The edition, executed with the rows.
        added: References of the rows.
    """
    taken = {row for claim in edition.claims.values() for row in _rows(claim.quantity.formula)}
    used: dict[str, tuple[int, int]] = {}
    for row in added:
        hits, rows = used.get(table := row.partition("#")[0], (0, 0))
        used[table] = hits + (row in taken), rows + 1
    package = edition.paper.package
    later: list[Later] = []
    unclear: list[str] = []
    if survey.TOPLINES in package.names:
        toplines = _Toplines.of(package)
        responses = dict.fromkeys(toplines.response[row] for row in added if row in toplines.response)
        for response in responses:
            try:
                later += _of_response(edition, toplines, response, set(added))
            except LivePaperError as error:
                unclear.append(str(error))
    later.sort(key=lambda one: not one.has_moved)
    return Arrived(used, tuple(later), tuple(unclear))


_Response = tuple[str, str, str]
"""Series, response and population."""


@dataclass(frozen=True)
class _Toplines:
    """The published percentages, by reference: the row, and the response it is a value of."""

    rows: dict[str, Row]
    response: dict[str, _Response]

    @classmethod
    def of(cls, package: Package) -> _Toplines:
        series = {row["question"]: row["series"] for row in package.rows(survey.QUESTIONS)}
        rows = {
            reference(survey.TOPLINES, package.key(survey.TOPLINES, row)): row for row in package.rows(survey.TOPLINES)
        }
        return cls(
            rows, {name: (series[row["question"]], row["response"], row["population"]) for name, row in rows.items()}
        )


def _of_response(edition: Edition, toplines: _Toplines, response: _Response, added: set[str]) -> Iterator[Later]:
    """Yield the last new value of a response, if claims rest on an earlier one and none on it.

    Raises:
        QuestionError: It is not known whether it is later.
    """
    values = survey.series(edition.paper.package, *response)
    waves = list(values)
    claims = {
        wave: [claim for claim in edition.claims.values() if _rests(claim, toplines, response, wave)] for wave in waves
    }
    taken = [wave for wave in waves if claims[wave]]
    new = [wave for wave in waves if added.intersection(values[wave].rows)]
    if not taken or not new:
        return
    wave, before = new[-1], taken[-1]
    if waves.index(wave) <= waves.index(before) or _at_once(edition, wave, before):
        for other in new:
            if other not in taken and _at_once(edition, other, before):
                raise QuestionError(
                    ", ".join(response),
                    f"waves of one time, {before} and {other}",
                    "days or months of fieldwork that tell which is later",
                    "Fill in fieldwork_start of both, if it is known.",
                )
        return
    names = {claim.id for claim in claims[before]}
    value = Claim("", values[wave])
    yield Later(
        what=", ".join(response),
        wave=wave,
        value=valued(value),
        earlier_wave=before,
        earlier=valued(Claim("", values[before])),
        direction=FORMS["direction"](values[wave] - values[before]),
        claims=tuple(claim.id for claim in claims[before]),
        said=tuple(one for claim in claims[before] for one in _said(edition, claim, value)),
        resting=(*resting(edition, names), *_expecting(edition, names)),
    )


def _at_once(edition: Edition, *waves: str) -> bool:
    """Tell whether two waves were at one time, as far as known: a year holds its months, and a month its days."""
    one, other = (survey.Survey(edition.paper.package, wave).when for wave in waves)
    return one.startswith(other) or other.startswith(one)


def _rests(claim: Claim, toplines: _Toplines, response: _Response, wave: str) -> bool:
    return any(
        toplines.response.get(row) == response and toplines.rows[row]["wave"] == wave
        for row in _rows(claim.quantity.formula)
    )


def _rows(formula: Formula) -> Iterator[str]:
    """Yield the rows from whose cells a formula takes values; not those that it only counts."""
    if formula[:1] == ("tally",):
        return
    if formula[:1] == ("cell",):
        yield reference(formula[1], formula[2])
        return
    for operand in formula:
        if isinstance(operand, tuple):
            yield from _rows(operand)


def _said(edition: Edition, claim: Claim, later: Claim) -> Iterator[Said]:
    """Yield the sentences of a claim; if the value is its own, with the words that would not be said of the later."""
    own = claim.quantity.formula[:1] == ("cell",)
    seen = set()
    for one in edition.ledger[claim.id].occurrences:
        key = (one.chapter, one.cell, one.sentence, one.form if one.form in WORDS else "")
        if one.place in REPEATED or key in seen or one.sentence == one.text:
            continue
        seen.add(key)
        then = say(later, one.form)[0] if own and one.form in WORDS else one.text
        word = one.text if then != one.text else ""
        yield Said(claim.id, one.chapter, one.cell, one.sentence, word, then if word else "")


def _expecting(edition: Edition, claims: set[str]) -> Iterator[Resting]:
    """Yield the corrections whose expectation names some of the claims."""
    package = edition.paper.package
    for row in package.rows(CORRECTIONS) if CORRECTIONS in package.names else ():
        named = tuple(sorted(claims & claims_of(row["expectation"])))
        if named:
            yield Resting(f"{CORRECTIONS}#{package.key(CORRECTIONS, row)}", "expectation", row["expectation"], named)


def _later(later: Later) -> str:
    head = f"{later.what}: {later.earlier} ({later.earlier_wave}) → {later.value} ({later.wave}): {later.direction}"
    lines = [wrapped(head, 2, 2)]
    if not later.has_moved:
        return "\n".join([*lines, wrapped(", ".join(later.claims), 4, 2)])
    for claim in later.claims:
        lines.append(f"    {claim}")
        for one in (said for said in later.said if said.claim == claim):
            if one.word:
                then = f"“{one.then}” would" if one.then else "no such word could"
                lines.append(wrapped(f"“{one.word}” would not hold at {later.value}; {then} be said", 6, 2))
            lines.append(wrapped(f"{one.chapter}, cell {one.cell}: “{one.sentence}”", 6, 2))
    if later.resting:
        rows = ", ".join(f"{row.row} ({row.column})" for row in later.resting)
        lines.append(wrapped(f"rest on these claims: {rows}", 4, 2))
    return "\n".join(lines)

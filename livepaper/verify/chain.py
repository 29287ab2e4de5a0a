"""The chain of evidence of a claim, from the sentence that readers see to the row and the page behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from livepaper import words
from livepaper.edition import Entry
from livepaper.evidence import Exhibit, Printed
from livepaper.verify.assignments import Code
from livepaper.verify.layout import first, joined, listed, ruled, section, short, wrapped

_EXHIBITED = 3
"""How many rows are shown cell by cell, how many more by name, and how many places that only print alike."""
_NAMED = 12
_ALIKE = 8


@dataclass(frozen=True)
class Place:
    """A text in which a claim stands, once, however often and in how many forms it says it.

    Attributes:
        chapter: The chapter.
        cell: The cell, from one.
        kinds: What kinds of text it is (see `livepaper.passages`).
        owner: The figure or table it belongs to, if any.
        sentence: The sentence.
        printed: What is printed there.
        expressions: What the source has in its place; empty where a figure or table fills it in.
    """

    chapter: str
    cell: int
    kinds: tuple[str, ...]
    owner: str
    sentence: str
    printed: tuple[str, ...] = ()
    expressions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ruling:
    """What the original paper prints for a claim, with the reasons of the corrections that explain its verdict."""

    printed: Printed
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Chain:
    """All that is known of one claim.

    Attributes:
        entry: The claim in the ledger.
        places: Where readers see it.
        code: What makes it.
        formula: How its value follows from the data, in words.
        exhibits: The rows it rests on.
        rulings: What the original paper printed.
        alike: Other claims that print alike.
    """

    entry: Entry
    places: tuple[Place, ...]
    code: Code
    formula: str
    exhibits: tuple[Exhibit, ...]
    rulings: tuple[Ruling, ...]
    alike: tuple[str, ...]

    def __str__(self) -> str:
        claim = self.entry.claim
        return joined(
            [
                ruled(f"{claim}   {claim.id}"),
                wrapped(_quantity(self.entry)),
                section("Where readers see it", self._places()),
                section("Where it is made", self._code()),
                section("What it rests on", self._exhibits()),
                section("What the original paper prints", self._rulings()),
                section("Other claims that print alike", [wrapped(", ".join(self.alike))] if self.alike else []),
            ]
        )

    def _places(self) -> Iterator[str]:
        for place in self.places:
            yield told(place)
        if not self.places:
            yield "  nowhere: no text, figure or table prints it"

    def _code(self) -> Iterator[str]:
        code = self.code
        line = f", line {code.line}" if code.line else "; the statement was not found"
        yield f"  {code.chapter}, cell {code.cell}{line}"
        if code.source:
            yield listed(code.source)
        if self.formula:
            yield wrapped(f"that is, {self.formula}", 4, 2)

    def _exhibits(self) -> Iterator[str]:
        for exhibit in self.exhibits[:_EXHIBITED]:
            yield from _exhibited(exhibit)
        names = [f"  {exhibit.row.reference}" for exhibit in self.exhibits[_EXHIBITED:]]
        yield from first(names, _NAMED, "rows")

    def _rulings(self) -> Iterator[str]:
        for ruling in self.rulings:
            one = ruling.printed
            yield wrapped(f"{one.where}: “{one.text}”: {one.verdict or 'not judged'}", 2, 2)
            for reason in ruling.reasons:
                yield wrapped(reason, 4, 2)


@dataclass(frozen=True)
class Trace:
    """The answer to a query.

    Attributes:
        query: What was asked.
        chains: The claims it means, best first.
        others: More claims that say it, ids with what each prints; named but not shown in full.
        bare: Places that print it without being one of these claims.
        hints: If it means no claim, the nearest ones: ids with what each prints.
    """

    query: str
    chains: tuple[Chain, ...]
    others: tuple[tuple[str, str], ...] = ()
    bare: tuple[Place, ...] = ()
    hints: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        more = first([f"  {printed:<12} {name}" for name, printed in self.others], 4 * _NAMED, "claims")
        bare = first([told(place) for place in self.bare], _ALIKE, "places")
        near = [f"  {printed:<12} {name}" for name, printed in self.hints]
        none = "" if self.chains else f"No claim of the book is or prints “{self.query}”."
        return joined(
            [
                none,
                section("Did you mean", near),
                *map(str, self.chains),
                section("More claims that print it in some form", more),
                section("Where else it is printed", bare),
                section("To look further", self._further()),
            ]
        )

    def _further(self) -> Iterator[str]:
        name = self.chains[0].entry.claim.id if self.chains else (self.hints or [("CHAPTER/NAME", "")])[0][0]
        yield f"  livepaper trace {name}"
        for exhibit in self.chains[0].exhibits[:1] if self.chains else ():
            file = exhibit.file.partition(",")[0]
            yield f"  livepaper impact {file} --since REVISION"
        yield "  the executed chapters, cell by cell: _build/verification/CHAPTER.html"


def told(place: Place) -> str:
    """Tell of a place: where, what is printed and of which expression, the sentence."""
    kinds, owner = ", ".join(place.kinds), f" of “{place.owner}”" if place.owner else ""
    head = wrapped(f"{place.chapter}, cell {place.cell}, {kinds}{owner}", 2, 2)
    if place.expressions:
        head += "\n" + listed("\n".join(f"{{eval}}`{expression}`" for expression in place.expressions))
    elif place.printed and (place.sentence,) != place.printed:
        head += "\n" + wrapped(", ".join(place.printed), 4, 2)
    return f"{head}\n{wrapped(place.sentence if place.owner else f'“{place.sentence}”', 4, 1)}"


def _quantity(entry: Entry) -> str:
    """Say value, unit, base, margin and grade in a sentence."""
    q = entry.claim.quantity
    parts = [
        f"{short(q.value)} {q.unit}",
        f"{'computed from evidence' if q.derived else 'evidence'} of the grade {q.grade}",
    ]
    parts[1] += f" ({q.grade.meaning})"
    if q.base is not None:
        parts.append(f"{q.base:,} people asked")
    if q.margin is not None:
        parts.append(f"margin of error {q.margin:.1f} points (95 %, {words.assumed(q)})")
    elif why := words.unmeasured(q):
        parts.append(f"no margin of error: {why}")
    return "; ".join(parts)


def _exhibited(exhibit: Exhibit) -> Iterator[str]:
    row = exhibit.row
    yield wrapped(row.reference, 2, 2)
    yield wrapped(exhibit.file, 4, 2)
    told_elsewhere = {"source", "locator", "grade"}
    for column, text in row.cells.items():
        if text and column not in told_elsewhere:
            yield wrapped(f"{column}: {text}", 4, 2)
    for name, text in (("source", exhibit.source), ("page", exhibit.locator), ("grade", exhibit.grade)):
        if text:
            yield wrapped(f"{name}: {text}", 4, 2)
    yield f"    {row.sha256 or 'no such row'}"

"""What differs between two editions of a paper, as a structure and as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from livepaper.claims import Claim
from livepaper.verify.layout import count, first, joined, section, wrapped
from livepaper.verify.texts import Text

_MOST = 40
"""How many entries of a section are shown."""

_LONG = 240
"""From how many letters on a formula, before and after, is only said to differ."""


@dataclass(frozen=True)
class Number:
    """A claim that differs, is new or is gone.

    Attributes:
        claim: Its id.
        before: The claim before; None if it is new.
        after: The claim after; None if it is gone.
        parts: What differs: name, before and after.
    """

    claim: str
    before: Claim | None
    after: Claim | None
    parts: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Word:
    """A number-word said of a claim that differs.

    Attributes:
        claim: The claim's id.
        form: The form.
        chapter: The chapter that says it.
        cell: The cell, from one.
        sentence: The sentence before.
        before: The word before.
        after: The word after; empty if none can be said.
        why: Why none can be said.
        at: What the claim says after, with its margin if it has one.
    """

    claim: str
    form: str
    chapter: str
    cell: int
    sentence: str
    before: str
    after: str
    why: str = ""
    at: str = ""

    @property
    def holds(self) -> bool:
        """Whether the word is still true."""
        return self.before == self.after


@dataclass(frozen=True)
class Drawing:
    """A figure that differs.

    Attributes:
        figure: Its name.
        chapter: Its chapter.
        parts: What differs in title, texts and alternative text: part, before and after.
        cells: What differs in its table: row, column, before and after.
        is_redrawn: Whether the picture differs.
    """

    figure: str
    chapter: str
    parts: tuple[tuple[str, str, str], ...]
    cells: tuple[tuple[str, str, str, str], ...]
    is_redrawn: bool


@dataclass(frozen=True)
class Resting:
    """A row of the data, such as a recommendation, that names claims that differ.

    Attributes:
        row: The row's reference.
        column: The column that names them.
        text: What the row says.
        claims: Those claims that differ.
    """

    row: str
    column: str
    text: str
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Judgement:
    """A verdict that differs, or a correction or printed statement that no longer fits the evidence.

    Attributes:
        what: What was judged, with its place in the original paper.
        before: The verdict, or that all was well, before.
        after: The verdict, or what is wrong, after.
    """

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Broken:
    """A chapter that ran before and fails after.

    Attributes:
        chapter: The chapter.
        cell: The cell at which it fails, from one.
        sentence: The sentence that can no longer be said, if it is one.
        why: The error.
    """

    chapter: str
    cell: int
    sentence: str
    why: str


@dataclass(frozen=True)
class Impact:
    """What differs between two editions of a paper.

    Attributes:
        numbers: The claims that differ.
        texts: The sentences, and the cells of tables, that differ.
        drawings: The figures that differ.
        words: The number-words said of claims that differ, whether they still hold or not.
        resting: The rows of data that rest on claims that differ.
        judgements: The verdicts and corrections that differ.
        broken: The chapters that fail.
        touched: Claims that stay the same though a row they rest on differs.
        unknown: What could not be compared, in plain words.
    """

    numbers: tuple[Number, ...]
    texts: tuple[Text, ...]
    drawings: tuple[Drawing, ...]
    words: tuple[Word, ...]
    resting: tuple[Resting, ...]
    judgements: tuple[Judgement, ...]
    broken: tuple[Broken, ...]
    touched: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def sentences(self) -> tuple[Text, ...]:
        """The texts that belong to no figure or table."""
        return tuple(text for text in self.texts if not text.owner)

    @property
    def cells(self) -> tuple[Text, ...]:
        """The texts of tables."""
        return tuple(text for text in self.texts if text.owner)

    def __str__(self) -> str:
        return joined(
            [
                wrapped(self.summary, 0),
                section("Chapters that can no longer be executed", map(_broken, self.broken)),
                _section("Claims", map(_number, self.numbers), "claims"),
                _section("Sentences", map(_text, self.sentences), "sentences"),
                section("Figures", map(_drawing, self.drawings)),
                _section("Tables", _tables(self.cells), "tables"),
                _section("Number-words", map(_word, self.words), "number-words"),
                _section("What rests on these claims", map(_resting, self.resting), "rows"),
                _section("Verdicts and corrections", map(_judgement, self.judgements), "verdicts"),
                section("Unchanged, though a row they rest on differs", [wrapped(", ".join(self.touched))])
                if self.touched
                else "",
                section("Not compared", (wrapped(text, 2, 2) for text in self.unknown)),
            ]
        )

    @property
    def summary(self) -> str:
        """What changes, in one sentence."""
        lost = sum(not word.holds for word in self.words)
        told = [
            (len(self.broken), "chapter can no longer be executed", "chapters can no longer be executed"),
            (len(self.numbers), "claim changes", "claims change"),
            (len(self.sentences), "sentence changes", "sentences change"),
            (len(self.drawings), "figure changes", "figures change"),
            (len({(text.chapter, text.owner) for text in self.cells}), "table changes", "tables change"),
            (lost, "number-word no longer holds", "number-words no longer hold"),
            (len(self.words) - lost, "number-word still holds", "number-words still hold"),
            (len(self.resting), "row of data rests on what changes", "rows of data rest on what changes"),
            (len(self.judgements), "verdict or correction is affected", "verdicts and corrections are affected"),
        ]
        parts = [count(number, one, many) for number, one, many in told if number]
        return f"{'; '.join(parts)}." if parts else "Nothing that readers see changes."


def _section(title: str, entries: Iterable[str], what: str) -> str:
    return section(title, first(list(entries), _MOST, what))


def _change(before: str, after: str, indent: int = 4) -> str:
    """Show a text before and after, each on lines of its own."""
    lines = [wrapped(f"{sign} {text}", indent, 2) for sign, text in (("-", before), ("+", after)) if text]
    return "\n".join(lines)


def _number(number: Number) -> str:
    if number.before is None or number.after is None:
        kept = number.after or number.before
        return wrapped(f"{number.claim}: {'gone' if number.after is None else 'new'}: {kept}", 2, 2)
    parts = "; ".join(
        f"{name} {before} → {after}" if len(before) + len(after) < _LONG else f"{name} differs"
        for name, before, after in number.parts
    )
    return wrapped(f"{number.claim}: {parts}", 2, 2)


def _text(text: Text) -> str:
    return f"  {text.chapter}, cell {text.cell}, {text.place}\n{_change(text.before, text.after)}"


def _tables(texts: Sequence[Text]) -> Iterator[str]:
    for (chapter, cell, owner), cells in groupby(texts, key=lambda text: (text.chapter, text.cell, text.owner)):
        head = wrapped(f"{chapter}, cell {cell}, “{owner}”", 2, 2)
        yield "\n".join([head, *(_change(text.before, text.after) for text in cells)])


def _drawing(drawing: Drawing) -> str:
    lines = [f"  {drawing.figure} ({drawing.chapter})"]
    for part, before, after in drawing.parts:
        lines += [f"    {part}", _change(before, after, 6)]
    lines += [
        wrapped(f"{row}, {column}: {before or 'nothing'} → {after or 'nothing'}", 4, 2)
        for row, column, before, after in drawing.cells
    ]
    return "\n".join([*lines, *(["    the picture is drawn anew"] if drawing.is_redrawn else [])])


def _word(word: Word) -> str:
    at = f" at {word.at}" if word.at else ""
    if word.holds:
        told = f"still holds: “{word.before}”{at}"
    elif word.after:
        told = f"no longer holds: “{word.before}”{at} → “{word.after}”"
    else:
        told = f"can no longer be said: “{word.before}”{at} ({word.why})"
    head = wrapped(f"{word.claim}.{word.form} {told}", 2, 2)
    return f"{head}\n{wrapped(f'{word.chapter}, cell {word.cell}: “{word.sentence}”', 4, 2)}"


def _resting(row: Resting) -> str:
    names = ", ".join(row.claims)
    return f"{wrapped(f'{row.row}: {row.text}', 2, 2)}\n{wrapped(f'{row.column}: {names}', 4, 2)}"


def _judgement(judgement: Judgement) -> str:
    return f"{wrapped(judgement.what, 2, 2)}\n{_change(judgement.before, judgement.after)}"


def _broken(broken: Broken) -> str:
    lines = [f"  {broken.chapter}, cell {broken.cell}", wrapped(broken.why, 4, 2)]
    if broken.sentence:
        lines.append(wrapped(f"can no longer be said: “{broken.sentence}”", 4, 2))
    return "\n".join(lines)

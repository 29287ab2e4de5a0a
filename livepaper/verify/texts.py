"""Which texts that readers see differ between two editions, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from livepaper.claims import Claim
from livepaper.edition import Edition
from livepaper.errors import LivePaperError
from livepaper.passages import Bound, Passage, sentence
from livepaper.passages.passage import Writing
from livepaper.passages.sentences import spans
from livepaper.words import FORMS


@dataclass(frozen=True)
class Text:
    """A sentence or a part of a figure or table that differs.

    Attributes:
        chapter: The chapter.
        cell: The cell, from one; in the edition after, unless the text is gone.
        place: What kind of text it is (see `livepaper.passages`).
        owner: The figure or table it belongs to, if any.
        before: What it says before; empty if it is new.
        after: What it says after; empty if it is gone.
    """

    chapter: str
    cell: int
    place: str
    owner: str
    before: str
    after: str


def differences(before: Edition, after: Edition, stops: dict[str, int]) -> Iterator[Text]:
    """Yield the texts that differ, in the order of the book after.

    Chapters that only one of the editions has are left out. Of the part of a chapter that did not run, the texts
    before are told with those claims put in that are known after.

    Args:
        before: One edition.
        after: The other.
        stops: For a chapter that failed in either, the cell from which on it is not compared.
    """
    for chapter in after.notebooks:
        if chapter in before.notebooks:
            old, new = (_until(edition, chapter, stops.get(chapter)) for edition in (before, after))
            if _sources(before, chapter) == _sources(after, chapter):
                pairs = [pair for cell in _cells(old, new) for pair in _paired(*cell)]
                pairs += _foreseen(before, after, chapter, stops.get(chapter))
            else:
                pairs = list(_paired(old, new))
            for one, other in pairs:
                yield from _sentences(one, other)


def _until(edition: Edition, chapter: str, stop: int | None) -> list[Passage]:
    return [one for one in edition.passages if one.chapter == chapter and (stop is None or one.cell < stop)]


def _foreseen(before: Edition, after: Edition, chapter: str, stop: int | None) -> Iterator[tuple[Passage, Passage]]:
    """Pair the passages of cells that did not run with what they would say, as far as their claims are known."""
    for one in before.passages:
        if stop is not None and one.chapter == chapter and one.cell >= stop:
            yield one, _retold(one, after)


def _retold(passage: Passage, edition: Edition) -> Passage:
    """Put the claims of an edition into a passage; a claim that is unknown or cannot be said so stays as it was."""
    writing, end = Writing(), 0
    for bound in passage.bound:
        writing.add(passage.text[end : bound.start])
        end = bound.end
        said = say(edition.claims[bound.claim], bound.form)[0] if bound.claim in edition.claims else ""
        text = said or passage.text[bound.start : bound.end]
        writing.bind({"text": text, "id": bound.claim, "form": bound.form, "value": bound.value})
    writing.add(passage.text[end:])
    return writing.passage(passage.chapter, passage.cell, passage.place, passage.owner)


def say(claim: Claim, form: str) -> tuple[str, str]:
    """Say a claim in a form, or nothing and why it cannot be said so."""
    try:
        return str(getattr(claim, form)) if form in FORMS else str(claim), ""
    except LivePaperError as error:
        return "", f"found {error.found}; expected {error.expected}"


def valued(claim: Claim) -> str:
    """Say a claim's value, with its margin where one is known."""
    return say(claim, "with_margin")[0] or str(claim)


def _sources(edition: Edition, chapter: str) -> list[str]:
    return [cell.source for cell in edition.notebooks[chapter].cells]


def _cells(old: list[Passage], new: list[Passage]) -> Iterator[tuple[list[Passage], list[Passage]]]:
    """Yield the passages of each cell, of two runs of the same notebook."""
    for cell in sorted({one.cell for one in (*old, *new)}):
        yield [one for one in old if one.cell == cell], [one for one in new if one.cell == cell]


def _paired(old: Sequence[Passage], new: Sequence[Passage]) -> Iterator[tuple[Passage | None, Passage | None]]:
    """Pair passages that stand for one another; one that is gone or new has no other."""
    if [one.place for one in old] == [one.place for one in new]:
        yield from zip(old, new, strict=True)
        return
    keys, others = ([(one.place, one.text) for one in passages] for passages in (old, new))
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, keys, others, autojunk=False).get_opcodes():
        if kind != "equal":
            for place in dict.fromkeys(one.place for one in (*old[i1:i2], *new[j1:j2])):
                yield from zip_longest(
                    [one for one in old[i1:i2] if one.place == place],
                    [one for one in new[j1:j2] if one.place == place],
                )


def _sentences(old: Passage | None, new: Passage | None) -> Iterator[Text]:
    """Yield the sentences in which two passages differ; of one alone, all."""
    here = new or old
    if here is None or (old and new and old.text == new.text):
        return
    said, says = (_split(one) if one else [] for one in (old, new))
    for _, i1, i2, j1, j2 in SequenceMatcher(None, said, says, autojunk=False).get_opcodes():
        for before, after in zip_longest(said[i1:i2], says[j1:j2], fillvalue=""):
            if before != after:
                yield Text(here.chapter, here.cell, here.place, here.owner, before, after)


def _split(passage: Passage) -> list[str]:
    return [sentence(passage, Bound(start, end, "", "", "")) for start, end in spans(passage)]

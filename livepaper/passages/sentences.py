"""The sentence in which a claim stands."""

from __future__ import annotations

import re

from livepaper.passages.passage import Bound, Passage

_ABBREVIATIONS = {
    *("pp.", "p.", "no.", "nos.", "art.", "vol.", "ed.", "eds."),
    *("e.g.", "i.e.", "cf.", "vs.", "approx.", "etc."),
    *("dr.", "mr.", "mrs.", "st."),
}
_END = re.compile(r"[.!?…]+[”’\"')\]]*(?=\s+[“‘\"'(\[]*[^\sa-z])")
_LOOSE = re.compile(r"\s+(?=[,.;:)\]])|(?<=[(\[])[\s,;]+|\(\s*\)\s*")


def sentence(passage: Passage, bound: Bound) -> str:
    """Return the sentence of a passage in which a claim stands.

    A full stop ends a sentence if what follows can begin one; those of decimals,
    abbreviations and initials do not. Gaps that references leave are closed.
    """
    start, end = next(span for span in spans(passage) if bound.start < span[1] or span[1] == len(passage.text))
    return closed(passage.text[start:end])


def closed(text: str) -> str:
    """Return a text without the gaps that references leave."""
    return _LOOSE.sub("", text).strip()


def spans(passage: Passage) -> list[tuple[int, int]]:
    """Return where each sentence of a passage begins and ends."""
    ends = [match.end() for match in _END.finditer(passage.text) if _closes(passage.text, match)]
    if not ends or ends[-1] < len(passage.text):
        ends.append(len(passage.text))
    return list(zip([0, *ends[:-1]], ends, strict=True))


def _closes(text: str, stop: re.Match[str]) -> bool:
    """Tell a full stop at a sentence's end from those of abbreviations and initials."""
    word = text[: stop.end()].rsplit(maxsplit=1)[-1].lstrip("“‘\"'([").lower()
    initial = len(word) == 2 and word[0].isalpha() and word[1] == "."
    return word not in _ABBREVIATIONS and not initial

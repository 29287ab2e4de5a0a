"""Whether the words that stand for a drawing name what its table holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from livepaper.audit.pages import Cell, FigureShown, numerals

_FEW_COLUMNS = 6
"""With more columns of values, their extremes are told together."""
_FEW_OWNERS = 4
"""Of more that share an extreme, only the number is told."""


@dataclass(frozen=True)
class _Value:
    value: Decimal
    owner: str
    text: str


def problems(figure: FigureShown, heads: Sequence[str], meta: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield what the words for a drawing say wrongly: the part, what is said, what was expected."""
    told = {picture.alt for picture in figure.pictures}
    if len(told) != 1:
        yield "the words for its drawings", f"{len(told)} different ones", "the same for both"
    for alt in sorted(told):
        rest = alt
        for phrase in _phrases(figure, list(heads), meta):
            if phrase.casefold() not in alt.casefold():
                yield "the words for its drawings", f"“{alt}”", f"“{phrase}” in them"
                return
            at = rest.casefold().find(phrase.casefold())
            rest = rest[:at] + rest[at + len(phrase) :] if at >= 0 else rest
        left = Counter(numerals(rest)) - Counter(numerals(figure.subtitle))
        if left:
            yield "the words for its drawings", f"“{next(iter(left))}” in “{alt}”", "only what its table holds"


def _phrases(figure: FigureShown, heads: list[str], meta: Mapping[str, Any]) -> Iterator[str]:
    """Yield everything that the words have to say."""
    label = str(meta["label"]) if meta.get("label") in heads else heads[0]
    owners = [row[heads.index(label)].text for row in figure.rows[1:]]
    rows = [
        dict(zip(heads, row, strict=True))
        for row, owner in zip(figure.rows[1:], owners, strict=True)
        if owner != meta.get("rest")
    ]
    shown = [name for name in meta.get("values") or heads[1:] if name in heads]
    columns = {name: list(_values(rows, label, name, meta.get("text"))) for name in shown}
    columns = {name: values for name, values in columns.items() if values}
    if not columns:
        yield from _kinds(figure, heads, label, meta)
        return
    count = sum(map(len, columns.values()))
    yield f"{count} value{'' if count == 1 else 's'}."
    if meta.get("series"):
        for name, values in columns.items():
            first, last = values[0], values[-1]
            ends = f"first {first.owner} with {first.text}, last {last.owner} with {last.text}"
            yield f"{name}: {ends}, {_extremes(values)}."
    elif len(columns) > _FEW_COLUMNS:
        together = [_Value(v.value, f"{v.owner}, {name}", v.text) for name, values in columns.items() for v in values]
        yield f"{_extremes(together)}."
    elif len(columns) == 1:
        yield from (f"{_extremes(values)}." for values in columns.values())
    else:
        yield from (f"{name}: {_extremes(values)}." for name, values in columns.items())


def _values(rows: list[dict[str, Cell]], label: str, name: str, text: object) -> Iterator[_Value]:
    for row in rows:
        cell = row[name]
        value = Decimal(cell.shown[0].value) if len(cell.shown) == 1 else _number(cell)
        if value is not None:
            yield _Value(value, row[label].text, (row[text] if isinstance(text, str) and text in row else cell).text)


def _extremes(values: list[_Value]) -> str:
    high, low = max(v.value for v in values), min(v.value for v in values)
    if high == low:
        return _owned(values, high)
    return f"highest {_owned(values, high)}; lowest {_owned(values, low)}"


def _owned(values: list[_Value], value: Decimal) -> str:
    having = [v for v in values if v.value == value]
    names = [v.owner for v in having]
    if len(names) > _FEW_OWNERS:
        return f"{len(names)} of {len(values)} with {having[0].text}"
    joined = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    return f"{joined} with {having[0].text}".rstrip(".")


def _kinds(figure: FigureShown, heads: list[str], label: str, meta: Mapping[str, Any]) -> Iterator[str]:
    """Yield how often each word stands in a table of words."""
    columns = [name for name in meta.get("columns") or heads if name in heads and name != label]
    if len(columns) == 1:
        yield f"{len(figure.rows) - 1} values."
        return
    yield f"{len(figure.rows) - 1} rows by {len(columns)} columns."
    at = [heads.index(name) for name in columns]
    counts = Counter(line for row in figure.rows[1:] for i in at if (line := row[i].text))
    if len(counts) <= 2 * _FEW_COLUMNS:
        yield from (f"{kind} {count}" for kind, count in counts.items())


def _number(cell: Cell) -> Decimal | None:
    """The number in a cell of a column of numbers, if it holds nothing else."""
    plain = cell.text.replace("\N{MINUS SIGN}", "-")
    is_number = cell.numeric and plain.removeprefix("-").replace(".", "", 1).isdigit()
    return Decimal(plain) if is_number else None

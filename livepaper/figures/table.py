"""Tables that everyone can read: captioned, with headers, in a region that scrolls, and on a phone read down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from livepaper.errors import FigureError
from livepaper.figures import cells
from livepaper.figures.templates import Filled, fill


@dataclass(frozen=True, eq=False, repr=False)
class Table:
    """A table whose cells may be texts, numbers, quantities and claims.

    Attributes:
        frame: The rows and columns.
        caption: What the table holds; a template over the claims, as a figure's title.
        note: What else its readers should know; a template likewise.
        source: Where its contents come from.
        row_header: The column that names the rows; by default the first.
        claims: The claims that caption and note may name.
        ids: A place to link to for each row, if rows are to have one.
        searchable: Whether pages offer to search, filter and sort it, where scripts run.
    """

    frame: pd.DataFrame
    caption: str
    note: str = ""
    source: str = ""
    row_header: str | None = None
    claims: object = None
    ids: Sequence[str] = ()
    searchable: bool = False

    def __post_init__(self) -> None:
        where = f"the table “{self.caption}”"
        if not self.caption.strip():
            raise FigureError(where, "no caption", "a caption", "Say what the table holds.")
        if self.row_header is not None and self.row_header not in self.frame.columns:
            raise FigureError(where, f"no column “{self.row_header}”", "a column of the table", "Correct row_header.")
        if self.ids and len(set(self.ids)) != len(self.frame):
            found = f"{len(set(self.ids))} different ids for {len(self.frame)} rows"
            raise FigureError(where, found, "one for each row", "Correct ids.")
        self._filled(self.caption)
        self._filled(self.note)

    def _filled(self, template: str) -> Filled:
        return fill(template, self.claims, f"the table “{self.caption}”")

    def _repr_html_(self) -> str:
        caption, note = self._filled(self.caption), self._filled(self.note)
        end = [f'<p class="table-note">{note.html}</p>'] if note.html else []
        end += [f'<p class="table-source">Source: {escape(self.source)}</p>'] if self.source else []
        body = html_table(self.frame, caption.html, caption.text, self.row_header, self.ids)
        mark = " data-searchable" if self.searchable else ""
        return f'<div class="livepaper-table"{mark}>{body}{"".join(end)}</div>'

    def __repr__(self) -> str:
        texts = self.frame.map(cells.printed).astype(str)
        lines = [self._filled(self.caption).text, texts.to_string(index=False), self._filled(self.note).text]
        lines.append(f"Source: {self.source}" if self.source else "")
        return "\n".join(line for line in lines if line)


FEW = 3
"""A table of more columns is wide: a telephone has no room for them side by side."""

PROSE = 60
"""A column with a text of more characters is set as prose: wide enough for several words in a line."""


def html_table(
    frame: pd.DataFrame, caption: str, label: str, row_header: str | None = None, ids: Sequence[str] = ()
) -> str:
    """Return an accessible table inside a region that scrolls.

    A table of many columns is marked as wide, and its cells name their columns in `data-label`,
    so that where the screen is narrow the style sheet can make each row a list.

    Args:
        frame: The rows and columns.
        caption: The caption as HTML.
        label: The caption as plain text, the region's name.
        row_header: The column that names the rows; by default the first.
        ids: The id of each row, if rows are to have one.
    """
    names = [str(name) for name in frame.columns]
    header = row_header or names[0]
    columns = [frame.iloc[:, at] for at in range(len(names))]
    numeric = [name != header and _is_numeric(column) for name, column in zip(names, columns, strict=True)]
    kinds = [column_class(yes, _texts(column)) for yes, column in zip(numeric, columns, strict=True)]
    wide = len(names) > FEW
    mark = ' class="wide"' if wide else ""
    heads = "".join(
        f'<th scope="col"{_class(kind)}>{escape(name)}</th>' for name, kind in zip(names, kinds, strict=True)
    )
    places = [f' id="{escape(place)}"' for place in ids] or [""] * len(frame)
    cells_of = frame.itertuples(index=False, name=None)
    rows = "".join(
        f"<tr{place}>{_row(row, names, header, kinds, wide)}</tr>" for place, row in zip(places, cells_of, strict=True)
    )
    return (
        f'<div class="table-scroll" role="region" tabindex="0" aria-label="{escape(label)}">'
        f"<table{mark}><caption>{caption}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(row: tuple[object, ...], names: list[str], header: str, kinds: list[str], wide: bool) -> str:
    out = []
    for name, kind, cell in zip(names, kinds, row, strict=True):
        text = cells.markup(cell) if not isinstance(cell, str) or cell else ""
        if name == header:
            out.append(f'<th scope="row"{_class(kind)}>{text}</th>')
        else:
            label = f' data-label="{escape(name)}"' if wide else ""
            out.append(f"<td{_class(kind)}{label}>{text}</td>")
    return "".join(out)


def column_class(numeric: bool, texts: Iterable[str]) -> str:
    """Return the class of a column's cells: numbers stand at the end, prose has room for some words."""
    return "number" if numeric else "prose" if any(len(text) > PROSE for text in texts) else ""


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""


def _is_numeric(column: pd.Series) -> bool:
    return any(cells.number(cell) is not None for cell in column)


def _texts(column: pd.Series) -> Iterator[str]:
    for cell in column:
        yield from map(cells.printed, cell.parts if isinstance(cell, cells.Stack) else (cell,))

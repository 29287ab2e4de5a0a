"""A figure: a chart with its headline, table, source and computed description."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any

import altair as alt
import pandas as pd

from livepaper.errors import FigureError
from livepaper.figures import cells, svg, theme
from livepaper.figures.alt_text import alt_text
from livepaper.figures.drawing import USERMETA
from livepaper.figures.export import table_csv
from livepaper.figures.switch import CHART, TABLE, TABLE_END
from livepaper.figures.table import html_table
from livepaper.figures.templates import Filled, fill
from livepaper.records import FIGURE

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, eq=False, repr=False)
class Figure:
    """A chart with everything its readers need; drawn when it is shown or exported.

    Attributes:
        name: Name of its files and of its place on the page, in lower case with hyphens.
        claims: The claims that title, subtitle, base and note may name in braces.
        title: The finding, as a sentence.
        subtitle: What is measured, with its unit.
        base: Who was asked or what was counted, and how many.
        source: Where the numbers come from.
        draw: From a width to the chart.
        table: The same numbers as a table.
        note: What else its readers should know.
    """

    name: str
    claims: object
    title: str
    subtitle: str
    base: str
    source: str
    draw: Callable[[int], alt.TopLevelMixin]
    table: pd.DataFrame
    note: str = ""

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise FigureError(
                self._where, f"the name “{self.name}”", "lower-case letters, digits and hyphens", "Rename the figure."
            )
        for part in ("title", "subtitle", "base", "source"):
            if not getattr(self, part).strip():
                raise FigureError(self._where, f"no {part}", f"a {part}", "Every figure says what its readers need.")
        if self.table.empty:
            raise FigureError(
                self._where, "an empty table", "the numbers drawn", "Pass the table the chart is drawn from."
            )
        for part in ("title", "subtitle", "base", "note"):
            self._fill(part)

    @property
    def _where(self) -> str:
        return f"figure {self.name}"

    def _fill(self, part: str) -> Filled:
        return fill(getattr(self, part), self.claims, f"the {part} of {self._where}")

    @cached_property
    def _specification(self) -> dict[str, Any]:
        return svg.specification(self.draw(theme.WIDE))

    @cached_property
    def _narrow(self) -> dict[str, Any]:
        """The drawing for phones."""
        return svg.specification(self.draw(theme.NARROW))

    @cached_property
    def alt(self) -> str:
        """The words that stand for the picture, computed from the table."""
        meta = self._specification.get("usermeta", {}).get(USERMETA, {})
        return alt_text(meta, self._fill("subtitle").text, self.table)

    @cached_property
    def html(self) -> str:
        """The figure as part of a page; the style sheet shows one of its two drawings."""
        drawings = [
            svg.inline(self._specification, f"{self.name}-wide", self.alt, {"class": "figure-wide"}),
            svg.inline(self._narrow, f"{self.name}-narrow", self.alt, {"class": "figure-narrow", "display": "none"}),
        ]
        title, subtitle = self._fill("title"), self._fill("subtitle")
        table = html_table(self.table, subtitle.html, f"Data: {title.text}")
        return (
            f'<figure class="livepaper-figure" data-figure="{self.name}">'
            f'<p class="figure-title">{title.html}</p><p class="figure-subtitle">{subtitle.html}</p>'
            f"{CHART}{''.join(drawings)}</div>{TABLE}{table}{TABLE_END}"
            f"<figcaption>{''.join(self._small_print())}</figcaption></figure>"
        )

    def _small_print(self) -> Iterator[str]:
        note = self._fill("note").html
        if note:
            yield f'<p class="figure-note">{note}</p>'
        yield f'<p class="figure-base">Base: {self._fill("base").html}</p>'
        yield f'<p class="figure-source">Source: {escape(self.source)}</p>'

    def record(self) -> dict[str, Any]:
        """Return the figure as the build and the verification read it."""
        texts = {part: self._fill(part).text for part in ("title", "subtitle", "base", "note")}
        return {
            "figure": self.name,
            **texts,
            "source": self.source,
            "alt": self.alt,
            "svg": svg.standalone(self._specification),
            "narrow": svg.standalone(self._narrow),
            "vegalite": self._specification,
            "vegalite_narrow": self._narrow,
            "csv": table_csv(self.table),
            "rows": self._rows(),
            "claims": self._claims(),
        }

    def _used(self) -> Iterator[object]:
        """Every object that stands in the texts or in the table."""
        for part in ("title", "subtitle", "base", "note"):
            yield from self._fill(part).used
        for name in self.table.columns:
            yield from self.table[name]

    def _rows(self) -> list[str]:
        known = (cells.evidence(value) for value in self._used())
        return sorted({row for quantity in known if quantity is not None for row in quantity.rows})

    def _claims(self) -> list[str]:
        return list(dict.fromkeys(name for value in self._used() if (name := cells.claim_id(value))))

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """The figure for pages, for checks, and for those without pictures."""
        return {"text/html": self.html, "text/plain": repr(self), FIGURE: self.record()}

    def __repr__(self) -> str:
        return f"{self._fill('title').text}\n{self.alt}\nBase: {self._fill('base').text}\nSource: {self.source}"

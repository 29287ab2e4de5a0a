"""Where the rows of a chart stand: labels beside their bars, or above them on a phone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from livepaper.figures import theme
from livepaper.figures.drawing import Text
from livepaper.figures.lettering import block_width, wrap

GAP = 14.0
SHARE = 0.42
"""The largest part of the width that labels beside bars may take."""


@dataclass(frozen=True)
class Row:
    """The band in which one category is drawn."""

    top: float
    bottom: float

    @property
    def middle(self) -> float:
        """The height of the band's middle."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Rows:
    """All bands of a chart, the texts of their labels, and the room that is left."""

    bands: tuple[Row, ...]
    labels: tuple[Text, ...]
    left: float
    bottom: float


def lay_out(
    labels: Sequence[str],
    width: float,
    *,
    body: float | Callable[[int], float],
    top: float = 0.0,
    groups: Sequence[str] = (),
    bold: frozenset[str] = frozenset(),
    gap: float = GAP,
    centre: float | None = None,
    left: float | None = None,
) -> Rows:
    """Place one band per label, each as high as its body.

    Args:
        labels: The categories, from top to bottom.
        width: The width of the chart; below `theme.TURN` labels go above the bands.
        body: The height of a band, or a function from its index.
        top: Where the first row starts.
        groups: The group of each label; a group's name is printed where it starts.
        bold: Labels to print in bold.
        gap: The space between two rows.
        centre: The height on whose middle labels beside bands stand; by default the body's.
        left: Room for labels that stand beside their bands at any width.
    """
    narrow = width < theme.TURN and left is None
    room = width if narrow else (left or width * SHARE + 12) - 12
    wrapped = [wrap(name, room, bold=name in bold) for name in labels]
    widths = [block_width(lines, bold=name in bold) for name, lines in zip(labels, wrapped, strict=True)]
    edge = 0.0 if narrow else left or max(widths, default=0.0) + 12
    bands: list[Row] = []
    out: list[Text] = []
    y = top
    for index, lines in enumerate(wrapped):
        if groups and (index == 0 or groups[index] != groups[index - 1]):
            out.extend(_heading(groups[index], width, y + (10 if index else 0)))
            y = out[-1].y + theme.LINE / 2 + 6
        height = body(index) if callable(body) else body
        extent = len(lines) * theme.LINE
        start = y + (extent + 2 if narrow else max(extent - (centre or height), 0) / 2)
        first = y if narrow else start + ((centre or height) - extent) / 2
        out.extend(_block(lines, first, bold=labels[index] in bold))
        bands.append(Row(start, start + height))
        y = max(start + height, first + extent) + gap
    return Rows(tuple(bands), tuple(out), edge, y - gap)


def _heading(name: str, width: float, top: float) -> list[Text]:
    return _block(wrap(name, width, bold=True), top, bold=True)


def _block(lines: Sequence[str], top: float, *, bold: bool) -> list[Text]:
    return [Text(0, top + (index + 0.5) * theme.LINE, line, bold=bold) for index, line in enumerate(lines)]

"""How every figure looks: colours, sizes, fonts and the Altair configuration.

The colours are Okabe and Ito's colour-blind-safe set, darkened where needed so
that each stands out at least 3 : 1 from a white page and from a #131416 one.
On any of them either black or white text reaches 4.5 : 1 (`ink_on` picks it).
`INK` is a real colour in exported files; inline SVG turns it into `currentColor`.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

INK = "#1b1d21"
PAPER = "#ffffff"
DARK_PAPER = "#131416"

BLUE = "#0077b8"
VERMILION = "#d55e00"
GREEN = "#00936b"
PURPLE = "#c0659a"
OCHRE = "#ab7400"
SKY = "#2b8cc4"
GREY = "#7a7f87"

PALETTE = (BLUE, VERMILION, GREEN, PURPLE, OCHRE, SKY)
"""Colours of series, in the order in which they are given out."""

AGREEMENT = ("#006aa6", "#3f97cc", OCHRE, VERMILION, GREY)
"""Colours of graded answers: fully, somewhat, somewhat not, not at all, don't know."""

RAMP = ("#dcecf7", "#8fc1e3", "#3d8fc6", "#0d5c96", "#083a63")
"""Pale to deep, for maps; regions are outlined in ink, so pale ones stand out too."""

MUTED = 0.74
"""Opacity of ink for secondary text; still 4.5 : 1 on both pages."""
FAINT = 0.22
"""Opacity of ink for lines that only guide the eye."""

LABEL = 13
SMALL = 12
LINE = 16
"""Text sizes and line height, in units of the viewBox; nothing is smaller than `SMALL`."""

WIDE = 640
NARROW = 312
TURN = 480
"""Drawing widths, and the width below which labels move above what they label."""

FONT = "Helvetica Neue, Arial, Liberation Sans, Helvetica, sans-serif"


def colour(index: int) -> str:
    """Return the colour of the series with this index, starting over after the last."""
    return PALETTE[index % len(PALETTE)]


def ink_on(fill: str) -> str:
    """Return black or white, whichever is easier to read on a fill."""
    black, white = "#000000", "#ffffff"
    return white if contrast(fill, white) >= contrast(fill, black) else black


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast ratio of two #rrggbb colours."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(hexadecimal: str) -> float:
    """Return the WCAG relative luminance of a #rrggbb colour."""
    channels = [channel / 255 for channel in _rgb(hexadecimal)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ramp(share: float) -> str:
    """Return the map colour for a share from 0 (pale) to 1 (deep)."""
    stops = list(pairwise(RAMP))
    position = min(max(share, 0.0), 1.0) * len(stops)
    index = min(int(position), len(stops) - 1)
    low, high = (_rgb(stop) for stop in stops[index])
    mixed = (round(a + (b - a) * (position - index)) for a, b in zip(low, high, strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def config() -> dict[str, Any]:
    """Return the Altair configuration of the house, for any chart."""
    text = {"labelFontSize": SMALL, "titleFontSize": SMALL, "labelColor": INK, "titleColor": INK}
    quiet = {"grid": False, "ticks": False, "domainColor": INK, "tickColor": INK}
    return {
        "aria": False,
        "background": None,
        "font": FONT,
        "view": {"stroke": None, "fill": None},
        "axis": {**text, **quiet, "titleFontWeight": "normal"},
        "legend": {**text, "titleFontWeight": "normal"},
        "header": text,
        "title": {"color": INK, "fontSize": LABEL, "anchor": "start"},
        "text": {"color": INK, "fontSize": LABEL},
        "range": {"category": list(PALETTE), "ramp": list(RAMP), "heatmap": list(RAMP)},
        "mark": {"color": BLUE},
        "rule": {"color": INK},
    }


def _rgb(hexadecimal: str) -> tuple[int, int, int]:
    digits = hexadecimal.removeprefix("#")
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)

"""How wide a text is and where it breaks, without asking any installed font.

Widths are those of Helvetica with some slack, so that the layout is the same on
every machine and the reader's own sans-serif fits as well, wide ones such as
DejaVu Sans included.
"""

from __future__ import annotations

from livepaper.figures import theme

_NARROWEST = frozenset("ijl.,:;'|!’‘ı")
_NARROW = frozenset(' ftIr()[]/-“”"·')
_WIDE = frozenset("mwMW%@—→±")
_SLACK = 1.07
_BOLD = 1.15


def text_width(text: str, size: float = theme.LABEL, *, bold: bool = False) -> float:
    """Return the width of one line of text, generously estimated."""
    width = sum(_advance(character) for character in text) * size * _SLACK
    return width * _BOLD if bold else width


def wrap(text: str, room: float, size: float = theme.LABEL, *, bold: bool = False) -> list[str]:
    """Break a text at spaces into as few lines as the room allows, of like length."""
    lines = _filled(text, room, size, bold)
    tighter = block_width(lines, size, bold=bold) - 1
    while len(lines) > 1 and len(shorter := _filled(text, tighter, size, bold)) == len(lines):
        if block_width(shorter, size, bold=bold) > tighter:
            break
        lines, tighter = shorter, block_width(shorter, size, bold=bold) - 1
    return lines


def _filled(text: str, room: float, size: float, bold: bool) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold=bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines or [""]


def block_width(lines: list[str], size: float = theme.LABEL, *, bold: bool = False) -> float:
    """Return the width of the widest of some lines."""
    return max((text_width(line, size, bold=bold) for line in lines), default=0.0)


def spread(wanted: list[float], sizes: list[float], low: float, high: float) -> list[float]:
    """Move centres apart as little as is needed for their boxes not to overlap.

    Args:
        wanted: The preferred centres, in ascending order.
        sizes: The extent of each box along the same direction.
        low: Where the first box may start.
        high: Where the last box must end, if there is room at all.
    """
    centres: list[float] = []
    edge = low
    for centre, size in zip(wanted, sizes, strict=True):
        centres.append(max(centre, edge + size / 2))
        edge = centres[-1] + size / 2
    edge = high
    for index in reversed(range(len(centres))):
        centres[index] = min(centres[index], edge - sizes[index] / 2)
        edge = centres[index] - sizes[index] / 2
    return centres


def _advance(character: str) -> float:
    """Width of one character in ems."""
    if character in _NARROWEST:
        return 0.25
    if character in _NARROW:
        return 0.33
    if character in _WIDE:
        return 0.89
    if character.isupper():
        return 0.70
    return 0.56

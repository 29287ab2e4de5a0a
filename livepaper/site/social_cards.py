"""The picture that stands for a page where a link to it is shared: its title and what it says first."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from html import escape

from livepaper.figures import svg, theme
from livepaper.files import write as write_file
from livepaper.site.icons import MARK
from livepaper.site.publication import Document, Publication

WIDTH, HEIGHT = 1200, 630

FOLDER = "social"
_KEPT = "social-kept"
"""Where pictures are kept from build to build, beside the site, by the hash of their drawing."""

_MARGIN = 80
_NARROW, _BROAD = set("iljtfrI.,:;!'’|()[] "), set("mwMW%@—…")


def alt(title: str, text: str) -> str:
    """Return the words that stand for a card: what is written on it."""
    return f"{title}. {text}" if text and not title.endswith((".", "!", "?")) else f"{title} {text}".strip()


def write(publication: Publication, document: Document, book: str, text: str) -> str:
    """Draw the card of a page unless it has been drawn before; return its path in the site.

    Args:
        publication: The site.
        document: The page.
        book: The book's title.
        text: What the page says first.
    """
    drawn = drawing(document.title, text, book)
    kept = publication.folder.parent / _KEPT / f"{hashlib.sha256(drawn.encode()).hexdigest()}.png"
    if not kept.is_file():
        write_file(kept, svg.png(drawn, scale=1))
    path = f"{FOLDER}/{document.chapter}.png"
    write_file(publication.folder / path, kept.read_bytes())
    return path


def drawing(title: str, text: str, book: str) -> str:
    """Return a card as SVG: the title large, the text below, the book's mark and title at the foot."""
    room = WIDTH - 2 * _MARGIN
    size = 72 if len(lines(title, 72, room)) <= 2 else 56
    heading = lines(title, size, room)[:3]
    top = _MARGIN + size
    below = top + int(size * 1.15) * len(heading)
    parts = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{theme.PAPER}"/>',
        f'<rect width="{WIDTH}" height="16" fill="{theme.BLUE}"/>',
        *_written(heading, size, top, "bold", theme.INK),
        *_written(lines(text, 36, room)[:4], 36, below + 20, "normal", "#44484f"),
        f'<g transform="translate({_MARGIN} {HEIGHT - 116}) scale(1.0)">{MARK}</g>',
        *_written([book], 30, HEIGHT - 74, "bold", theme.BLUE, _MARGIN + 84),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f"{''.join(parts)}</svg>"
    )


def _written(texts: list[str], size: int, top: int, weight: str, colour: str, left: int = _MARGIN) -> Iterator[str]:
    for number, text in enumerate(texts):
        at = top + int(size * (1.15 if weight == "bold" else 1.35)) * number
        yield (
            f'<text x="{left}" y="{at}" font-family="{theme.FONT}" font-size="{size}" font-weight="{weight}"'
            f' fill="{colour}">{escape(text)}</text>'
        )


def lines(text: str, size: int, room: int) -> list[str]:
    """Break a text into lines that fit, by the widths that letters have on average.

    Args:
        text: The text.
        size: The size of its letters.
        room: How wide a line may be, in the same unit.
    """
    broken: list[str] = []
    for word in text.split():
        longer = f"{broken[-1]} {word}" if broken else word
        if broken and _width(longer) * size <= room:
            broken[-1] = longer
        else:
            broken.append(word)
    return broken


def _width(text: str) -> float:
    """Estimate how wide a text is, in ems, rather too wide than too narrow."""
    return sum(
        0.33 if letter in _NARROW else 0.9 if letter in _BROAD else 0.72 if letter.isupper() else 0.58
        for letter in text
    )

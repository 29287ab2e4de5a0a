"""Plain text for a terminal: wrapped at eighty columns, indented, in sections."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from decimal import Decimal

WIDTH = 80


def wrapped(text: str, indent: int = 2, hanging: int = 0) -> str:
    """Wrap a text; later lines are indented further by `hanging`. Long words, such as addresses, stay whole."""
    return textwrap.fill(
        " ".join(text.split()),
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hanging),
        break_long_words=False,
        break_on_hyphens=False,
    )


def listed(code: str, indent: int = 4) -> str:
    """Indent lines that must not be wrapped."""
    return textwrap.indent(code, " " * indent)


def section(title: str, lines: Iterable[str]) -> str:
    """Return a titled section, or nothing if it has no lines."""
    body = [line for line in lines if line]
    return "\n".join([title, *body]) if body else ""


def ruled(title: str) -> str:
    """Return a title with a rule below it."""
    return f"{title}\n{'=' * min(len(title), WIDTH)}"


def joined(parts: Iterable[str]) -> str:
    """Put an empty line between the parts that are not empty."""
    return "\n\n".join(part for part in parts if part)


def first(lines: Sequence[str], most: int, what: str) -> list[str]:
    """Keep the first lines and count the others: “and 12 more PLACES”."""
    left = len(lines) - most
    return [*lines[:most], f"  and {left} more {what}"] if left > 0 else list(lines)


def count(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun: “1 claim”, “2 claims”."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def short(value: Decimal) -> str:
    """Give a number as published; one with many digits, which was computed, to six of them."""
    text = f"{value:f}"
    return text if len(text) < 10 else f"{value:.6g}"

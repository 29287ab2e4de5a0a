"""Titles, subtitles and notes with claims in them, as plain text and as HTML."""

from __future__ import annotations

import string
from dataclasses import dataclass
from html import escape

from livepaper.errors import FigureError, LivePaperError
from livepaper.figures import cells

_FORMATTER = string.Formatter()


@dataclass(frozen=True)
class Filled:
    """A template with its claims put in.

    Attributes:
        text: As plain text.
        html: As HTML, every claim in its own markup.
        used: The objects that were put in, in order.
    """

    text: str
    html: str
    used: tuple[object, ...] = ()


def fill(template: str, claims: object, where: str) -> Filled:
    """Put claims into a template such as "{trust_2025.rounded} trust them".

    Args:
        template: Text with fields in braces: a claim's name, and after dots its form.
        claims: The object whose attributes the names are.
        where: What an error names as its place.

    Raises:
        FigureError: A field is unknown, or asks for formatting, which is not the template's to do.
    """
    text, html = [], []
    values: list[object] = []
    for literal, field, spec, conversion in _parts(template, where):
        text.append(literal)
        html.append(escape(literal))
        if field is None:
            continue
        if spec or conversion or not field:
            raise FigureError(
                where, f"the field {{{field}{'!' + conversion if conversion else ''}{':' + spec if spec else ''}}}",
                "a claim's name and form", "Write {name} or {name.form}; numbers are printed by livepaper.words.",
            )  # fmt: skip
        value = _look_up(field, claims, where)
        values.append(value)
        text.append(cells.printed(value))
        html.append(cells.markup(value))
    return Filled("".join(text), "".join(html), tuple(values))


def _parts(template: str, where: str) -> list[tuple[str, str | None, str | None, str | None]]:
    try:
        return list(_FORMATTER.parse(template))
    except ValueError as error:
        raise FigureError(
            where, f"“{template}” ({error})", "fields in paired braces", "Write {{ and }} for literal braces."
        ) from error


def _look_up(field: str, claims: object, where: str) -> object:
    value = claims
    for name in field.split("."):
        try:
            value = getattr(value, name)
        except (AttributeError, LivePaperError) as error:
            action = error.action if isinstance(error, LivePaperError) else "Correct the field or define the claim."
            raise FigureError(
                where, f"the field {{{field}}}", "a claim of this chapter and its form", action
            ) from error
    return value

"""The tags of a page with their places, so that single ones can be replaced and all else stays byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape

_TAG = re.compile(
    r"""<!--.*?-->|<(?P<close>/?)(?P<name>[a-zA-Z][^\s/>]*)(?P<attributes>(?:[^"'>]|"[^"]*"|'[^']*')*)>""", re.DOTALL
)
_ATTRIBUTE = re.compile(r"""(?P<name>[^\s"'<>/=]+)(?:\s*=\s*(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)'|(?P<c>[^\s"'>]+)))?""")
_RAW = {"script", "style"}
"""Elements whose content is no markup."""


@dataclass(frozen=True)
class Tag:
    """A tag where it stands on a page; that of a script or style holds its content and its end.

    Attributes:
        name: The element's name in lower case.
        raw: The attributes as written.
        start: Where it begins.
        end: Where it ends, after the end tag of a script or style.
        content: What a script or style holds.
        fallback: Whether it stands in a `noscript`.
    """

    name: str
    raw: str
    start: int
    end: int
    content: str = ""
    fallback: bool = False

    @property
    def opened(self) -> int:
        """Where the opening tag ends."""
        return self.start + len(f"<{self.name}{self.raw}>")

    @property
    def attributes(self) -> dict[str, str]:
        """The attributes by lower-case name; one without a value has an empty one."""
        return {
            found["name"].lower(): unescape(found["a"] or found["b"] or found["c"] or "")
            for found in _ATTRIBUTE.finditer(self.raw)
        }


def tags(html: str) -> Iterator[Tag]:
    """Yield every opening tag of a page, in order; comments and the content of scripts are passed over."""
    position, fallback = 0, False
    while found := _TAG.search(html, position):
        position = found.end()
        name = (found["name"] or "").lower()
        if name == "noscript":
            fallback = not found["close"]
        if not name or found["close"]:
            continue
        content = ""
        if name in _RAW:
            close = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(html, position)
            content = html[position : close.start() if close else len(html)]
            position = close.end() if close else len(html)
        yield Tag(name, found["attributes"], found.start(), position, content, fallback)


def written(name: str, attributes: Mapping[str, str]) -> str:
    """Return an opening tag."""
    parts = [f'{key}="{escape(value)}"' if value else key for key, value in attributes.items()]
    return f"<{' '.join([name, *parts])}>"


def edited(html: str, edits: Sequence[tuple[int, int, str]]) -> str:
    """Return a page with pieces replaced; each edit is start, end and the new text."""
    parts, position = [], 0
    for start, end, text in sorted(edits, key=lambda edit: edit[:2]):
        parts += [html[position:start], text]
        position = end
    return "".join([*parts, html[position:]])

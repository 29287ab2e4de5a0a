"""Style sheets, scripts and pictures under names that carry the hash of their content.

A file under such a name never changes, so that browsers may keep it for ever. The library reads
files of the site and writes them, renamed, into one folder; a file's references to others are rewritten first,
so that a change anywhere beneath it changes its own name as well.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

import rcssmin

from livepaper.errors import ProjectError

ASSETS = "assets"
"""The folder of the renamed files."""

STATIC = "_static"
"""Sphinx's folder of the files that pages load; nothing in it is addressed by readers."""

_URL = re.compile(r"""url\(\s*(?P<quote>["']?)(?P<address>[^"')]+)(?P=quote)\s*\)""")
_IMPORT = re.compile(r"@import\b[^;]*")
_LITERAL = re.compile(r"""(?P<quote>["'`])(?P<address>[\w./-]+\.\w+)(?P=quote)""")
_SOURCE_MAP = re.compile(r"^\s*(?://[#@]|/\*[#@])\s*sourceMappingURL=.*$", re.MULTILINE)


@dataclass(frozen=True)
class Part:
    """A piece of a bundle: a file of the site, or text that stood on a page.

    Attributes:
        path: The file, or the page, relative to the site; what it refers to is found from there.
        text: The text that stood on the page; none for a file.
        media: The media that a style sheet is for.
    """

    path: str
    text: str | None = None
    media: str = ""


@dataclass
class Library:
    """The renamed files of one site.

    Attributes:
        site: The folder of the site.
    """

    site: Path
    _files: set[str] = field(init=False)
    _named: dict[str, str] = field(default_factory=dict)
    _bundles: dict[tuple[str, tuple[Part, ...]], str] = field(default_factory=dict)
    _open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._files = {path.relative_to(self.site).as_posix() for path in self.site.rglob("*") if path.is_file()}

    def find(self, address: str, page: str) -> str | None:
        """Return the file of the site that an address on a page or in a style sheet leads to, None if there is none.

        Pages that are shown at any address give addresses from the host's root; in these, Sphinx's folder tells
        where the site begins.
        """
        path = unquote(re.split(r"[?#]", address, maxsplit=1)[0])
        if path.startswith("/"):
            found = STATIC + path.partition(f"/{STATIC}")[2]
        else:
            found = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
        return found if found in self._files else None

    def address(self, old: str, path: str, page: str) -> str:
        """Return the address of a file as a page gives it, in the manner of the old address."""
        if old.startswith("/"):
            return f"{old.partition(f'/{STATIC}/')[0]}/{path}"
        return posixpath.relpath(path, posixpath.dirname(page) or ".")

    def named(self, path: str) -> str:
        """Return where a file now lies under a name with its hash.

        Raises:
            ProjectError: The file refers to itself by way of others, so that its hash would depend on itself.
        """
        if path not in self._named:
            if path in self._open:
                raise ProjectError(path, "references in a circle", "assets without circles", "Undo one reference.")
            self._open.append(path)
            self._named[path] = self._write(PurePosixPath(path).name, self._content(path))
            self._open.pop()
        return self._named[path]

    def versioned(self, path: str) -> str:
        """Return the version of a file that keeps its name, to be put into the query of its address."""
        return _hash((self.site / path).read_bytes())

    def bundle(self, name: str, parts: Sequence[Part]) -> str:
        """Return where the parts lie, joined in order in one file; `name` ends with `.css` or `.js`."""
        key = (name, tuple(parts))
        if key not in self._bundles:
            join = _joined_styles if name.endswith(".css") else _joined_scripts
            texts = [self._text(part, PurePosixPath(name).suffix) for part in parts]
            self._bundles[key] = self._write(name, join(texts).encode())
        return self._bundles[key]

    def used(self) -> set[str]:
        """Return the files that now lie under another name, alone or in a bundle."""
        return {*self._named} | {part.path for _, parts in self._bundles for part in parts if part.text is None}

    def _content(self, path: str) -> bytes:
        suffix = PurePosixPath(path).suffix
        if suffix not in {".css", ".js", ".mjs", ".webmanifest"}:
            return (self.site / path).read_bytes()
        return self._text(Part(path), suffix).encode()

    def _text(self, part: Part, suffix: str) -> str:
        text = part.text if part.text is not None else (self.site / part.path).read_text(encoding="utf-8")
        text = _SOURCE_MAP.sub("", text)
        if suffix != ".css":
            # Scripts keep their comments: what strips them without a full parser breaks templates within templates,
            # and compression leaves little to gain.
            return _LITERAL.sub(self._renamed(part.path, root=True), text)
        if imported := _IMPORT.search(text):
            raise ProjectError(
                part.path, imported.group(), "style sheets that import no others", "Add the other one to the pages."
            )
        text = str(rcssmin.cssmin(_URL.sub(self._renamed(part.path), text), keep_bang_comments=True))
        return f"@media {part.media}{{{text}}}" if part.media not in {"", "all"} else text

    def _renamed(self, path: str, *, root: bool = False) -> Callable[[re.Match[str]], str]:
        """Return what replaces an address in a file by that of the renamed file, as seen from the assets' folder.

        Scripts name files from their own folder or from the site's root (`root`); which one they mean shows in
        whether the address they get begins with a folder.
        """

        def replace(found: re.Match[str]) -> str:
            address = found["address"]
            at_root = root and address.startswith(f"{STATIC}/")
            target = self.find(address, "" if at_root else path)
            if target is None or (root and not target.startswith(f"{STATIC}/")):
                return found.group()
            new = self.named(target)
            if not at_root:
                prefix = "./" if address.startswith("./") else ""
                new = prefix + posixpath.relpath(new, ASSETS)
            return found.group().replace(address, new)

        return replace

    def _write(self, name: str, content: bytes) -> str:
        plain = PurePosixPath(re.sub(r"\.[0-9a-f]{32,}(?=\.)", "", name))  # some come with a hash of their own
        path = f"{ASSETS}/{plain.stem}.{_hash(content)}{plain.suffix}"
        (self.site / ASSETS).mkdir(exist_ok=True)
        (self.site / path).write_bytes(content)
        return path


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


def _joined_styles(texts: Sequence[str]) -> str:
    return "\n".join(text for text in texts if text)


def _joined_scripts(texts: Sequence[str]) -> str:
    """Join scripts; the first statement is empty, so that no script's "use strict" holds for the others."""
    return "\n;".join(["", *(text for text in texts if text)]) + "\n"

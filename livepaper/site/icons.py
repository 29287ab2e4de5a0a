"""The site's own mark: three bars on a line of dots, as numbers in this book stand on their evidence."""

from __future__ import annotations

import json
from pathlib import Path

from livepaper.figures import svg, theme
from livepaper.files import write as write_file
from livepaper.site.settings import Settings

SIZE = 64

_BARS = ((13, 29), (27.5, 21), (42, 12))
"""Left and top of each bar."""

MARK = (
    f'<rect width="{SIZE}" height="{SIZE}" rx="14" fill="{theme.BLUE}"/><g fill="{theme.PAPER}">'
    + "".join(f'<rect x="{x}" y="{y}" width="9" height="{45 - y}" rx="1.5"/>' for x, y in _BARS)
    + "".join(f'<circle cx="{x}" cy="53" r="2.2"/>' for x in (15, 23.5, 32, 40.5, 49))
    + "</g>"
)

MANIFEST = "site.webmanifest"
_DRAWING = "favicon.svg"
_PICTURES = {"favicon-32.png": 32, "apple-touch-icon.png": 180, "icon-512.png": 512}


def drawing() -> str:
    """Return the mark as SVG."""
    box = f'width="{SIZE}" height="{SIZE}" viewBox="0 0 {SIZE} {SIZE}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{MARK}</svg>\n'


def write(folder: Path, settings: Settings) -> None:
    """Write the mark as drawing and pictures, and the manifest by which a site can be kept on a phone."""
    write_file(folder / _DRAWING, drawing().encode())
    for name, size in _PICTURES.items():
        write_file(folder / name, svg.png(drawing(), scale=size / SIZE))
    manifest = {
        "name": settings.title,
        "lang": settings.language,
        "start_url": "index.html",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": theme.PAPER,
        "theme_color": theme.BLUE,
        "icons": [
            {"src": _DRAWING, "sizes": "any", "type": "image/svg+xml"},
            *(
                {"src": name, "sizes": f"{size}x{size}", "type": "image/png"}
                for name, size in _PICTURES.items()
                if size > SIZE
            ),
        ],
    }
    write_file(folder / MANIFEST, f"{json.dumps(manifest, indent=1, ensure_ascii=False)}\n".encode())


def links(root: str) -> str:
    """Return the links to them for the head of a page.

    Args:
        root: The way from the page to the site's folder.
    """
    return (
        f'<link rel="icon" href="{root}{_DRAWING}" type="image/svg+xml">'
        f'<link rel="alternate icon" href="{root}favicon-32.png" type="image/png" sizes="32x32">'
        f'<link rel="apple-touch-icon" href="{root}apple-touch-icon.png">'
        f'<link rel="manifest" href="{root}{MANIFEST}">'
        f'<meta name="theme-color" content="{theme.PAPER}" media="(prefers-color-scheme: light)">'
        f'<meta name="theme-color" content="{theme.DARK_PAPER}" media="(prefers-color-scheme: dark)">\n'
    )

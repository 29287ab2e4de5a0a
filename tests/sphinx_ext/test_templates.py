"""What pages are made of, and what they leave out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import livepaper
from livepaper.sphinx_ext.assets import STATIC, needed
from livepaper.sphinx_ext.theming import TEMPLATES


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_templates_hold_no_script_or_style_of_their_own(path: Path) -> None:
    """A strict Content-Security-Policy allows files of the site and nothing within the page."""
    template = path.read_text(encoding="utf-8")

    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", template)


@pytest.mark.parametrize(
    ("name", "page", "body", "kept"),
    [
        ("furo.css", "index", "", True),
        ("", "index", "", False),
        ("clipboard.min.js", "index", "<pre>", False),
        ("copybutton.css", "index", "<pre>", False),
        ("mystnb.0123abcd.css", "index", '<div class="cell">', False),
        ("doctools.js", "index", "", False),
        ("doctools.js", "search", "", True),
        ("notes.js", "index", "<p>", False),
        ("notes.js", "index", '<span class="bibtex-citation">', True),
        ("ledger-table.js", "verification", "<div data-searchable>", True),
        ("sphinx-design.min.css", "index", '<div class="admonition">', False),
        ("sphinx-design.min.css", "index", '<div class="sd-card">', True),
        ("togglebutton.js", "index", '<div class="admonition dropdown">', True),
    ],
)
def test_a_page_loads_what_it_has_a_use_for(name: str, page: str, body: str, kept: bool) -> None:
    """An asset whose markup a page has not is left out, and so is a script within the page."""
    assert needed(name, page, body) is kept


def test_every_style_sheet_of_ours_is_loaded() -> None:
    """No file of the static folder is forgotten, or left over."""
    engine = Path(livepaper.__file__).parent
    named = "".join(path.read_text(encoding="utf-8") for path in [*TEMPLATES.rglob("*.html"), *engine.rglob("*.py")])
    assert [path.name for path in sorted(STATIC.iterdir()) if f"{path.name}" not in named] == []


def relative_luminance(colour: str) -> float:
    """Return the relative luminance of a hexadecimal colour, as WCAG defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, as WCAG defines it."""
    dark, light = sorted(map(relative_luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def schemes() -> dict[str, dict[str, str]]:
    """Return the colours of the light and both dark blocks of the theme."""
    blocks = re.findall(r"(body[^{]*)\{([^{}]*)\}", (STATIC / "theme.css").read_text(encoding="utf-8"))
    found = [
        (selector.strip(), dict(re.findall(r"--color-([\w-]+): (#[0-9a-f]{6});", block))) for selector, block in blocks
    ]
    return {selector: colours for selector, colours in found if colours}


@pytest.mark.parametrize("scheme", schemes())
def test_text_can_be_read_on_every_background(scheme: str) -> None:
    """Each colour of text keeps 4.5 : 1 on each background it meets."""
    colours = schemes()[scheme]
    text = ("foreground-primary", "foreground-secondary", "foreground-muted", "brand-content", "brand-visited")
    grounds = ("background-primary", "background-secondary", "raised", "finding")
    pairs = [(one, other) for one in text for other in grounds]
    pairs += [("editor", "editor-background"), ("brand-primary", "background-hover")]
    pairs += [("foreground-primary", ground) for ground in ("highlight-on-target", "editor-background")]
    weak = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs}

    assert {pair: found for pair, found in weak.items() if found < 4.5} == {}


def test_the_dark_scheme_is_the_same_chosen_or_not() -> None:
    """What the reader chooses and what the system asks for look alike."""
    dark = [colours for selector, colours in schemes().items() if "data-theme" in selector]

    assert len(dark) == 2
    assert dark[0] == dark[1]

"""How pages and the files they load are prepared for delivery, on small sites."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import brotli
import pytest

from livepaper import Paper
from livepaper.errors import ProjectError
from livepaper.site.assets import assets
from livepaper.site.assets.policy import policy, refuse
from livepaper.site.publication import Document, Publication

HEAD = '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Page</title>\n'

Deliver = Callable[[dict[str, str]], Path]


@pytest.fixture
def deliver(tmp_path: Path, paper: Paper) -> Deliver:
    """Give a function that writes files as a site, prepares it for delivery and returns its folder."""

    def make(files: dict[str, str]) -> Path:
        site = tmp_path / "html.new"
        shutil.rmtree(site, ignore_errors=True)
        for name, text in files.items():
            (site / name).parent.mkdir(parents=True, exist_ok=True)
            (site / name).write_text(text, encoding="utf-8")
        given: dict[str, Any] = {"claims": {}, "cells": {}, "shown": {}, "figures": [], "notebooks": {}}
        documents = [Document(name.removesuffix(".html"), "Page") for name in files if name.endswith(".html")]
        assets(Publication(folder=site, paper=paper, documents=documents, **given))
        return site

    return make


def page(head: str = "", body: str = "") -> str:
    """Return a page."""
    return f"{HEAD}{head}</head><body>{body}</body></html>"


def loaded(site: Path, name: str = "index.html") -> list[str]:
    """Return the addresses that a page loads."""
    return re.findall(r'<(?:script|link|img)[^>]*? (?:src|href)="([^"]+)"', (site / name).read_text())


def test_a_page_loads_one_style_sheet_and_one_script(deliver: Deliver) -> None:
    """Style sheets and scripts keep their order in what they are joined to."""
    site = deliver(
        {
            "index.html": page(
                '<link rel="stylesheet" href="_static/a.css?v=1"><style>p { color: blue }</style>'
                '<link rel="stylesheet" media="print" href="_static/b.css">',
                '<p>Text</p><script src="_static/first.js"></script>\n<script defer src="_static/second.js"></script>',
            ),
            "_static/a.css": "p { color: red }  /* why */",
            "_static/b.css": "p { color: black }",
            "_static/first.js": "const first = 1",
            "_static/second.js": '"use strict";\nconst second = first + 1;',
        }
    )
    style, script = loaded(site)

    assert (site / style).read_text() == "p{color:red}\np{color:blue}\n@media print{p{color:black}}"
    text, html = (site / script).read_text(), (site / "index.html").read_text()
    assert html.index("<p>Text</p>") < html.index(script)
    assert text.index("const first") < text.index("const second")
    assert not text.lstrip().startswith('"use strict"')
    assert not (site / "_static").exists()


@pytest.mark.parametrize("changed", ["_static/deep/icon.svg", "_static/a.css", "_static/lazy.js", "_static/a.js"])
def test_a_name_changes_with_anything_beneath_it(deliver: Deliver, changed: str) -> None:
    """Files that are named in style sheets and scripts are renamed first; nothing else gets another name."""
    files = {
        "index.html": page(
            '<link rel="stylesheet" href="_static/a.css">', '<p>Text</p><script src="_static/a.js"></script>'
        ),
        "_static/a.css": "p { background: url('deep/icon.svg#x') }",
        "_static/a.js": 'import("./lazy.js"); fetch(root + "_static/deep/icon.svg");',
        "_static/lazy.js": "export default 1;",
        "_static/deep/icon.svg": "<svg/>",
    }
    before = loaded(deliver(files))
    again = loaded(deliver(files))
    site = deliver({**files, changed: f"{files[changed]}\n{files[changed]}"})
    after = loaded(site)

    assert before == again
    assert (before[0] != after[0]) == (changed in {"_static/deep/icon.svg", "_static/a.css"})
    assert (before[1] != after[1]) == (changed != "_static/a.css")
    named = set(re.findall(r"[\w/.]+\.[0-9a-f]{12}\.\w+", (site / after[1]).read_text()))
    assert len(named) == 2
    assert all((site / "assets" / name).is_file() or (site / name).is_file() for name in named)


def test_data_that_others_name_keep_their_name(deliver: Deliver) -> None:
    """A script outside Sphinx's folder stays where it is, in order, with its version in the query."""
    site = deliver(
        {
            "index.html": page("", '<script defer src="data.js"></script><script defer src="_static/a.js"></script>'),
            "chapters/one.html": page("", '<img src="../picture.png" alt=""><a href="../data.js">Data</a>'),
            "data.js": "const data = 1;",
            "picture.png": "picture",
            "_static/a.js": "data;",
        }
    )
    data, script = loaded(site)

    assert (site / "index.html").read_text().count("defer") == 2
    assert re.fullmatch(r"data\.js\?v=[0-9a-f]{12}", data)
    assert script.startswith("assets/site.")
    assert 'href="../data.js"' in (site / "chapters/one.html").read_text()
    assert re.fullmatch(r"\.\./picture\.png\?v=[0-9a-f]{12}", loaded(site, "chapters/one.html")[0])


def test_a_script_that_must_run_at_its_place_stays_there(deliver: Deliver) -> None:
    """What blocks before the content, such as the choice of the colour scheme, is not joined with what may wait."""
    site = deliver(
        {
            "index.html": page("", '<script src="_static/early.js"></script><p>Text</p>'),
            "_static/early.js": "document.body.dataset.theme = 1;",
        }
    )
    html = (site / "index.html").read_text()

    assert re.search(r'<body><script src="assets/early\.[0-9a-f]{12}\.js"></script><p>', html)


def test_a_page_for_any_address_keeps_addresses_from_the_root(deliver: Deliver) -> None:
    """Where a page gives addresses from the host's root, it does so still."""
    site = deliver(
        {
            "404.html": page('<link rel="stylesheet" href="/under/_static/a.css">'),
            "_static/a.css": "p { color: red }",
        }
    )

    assert re.fullmatch(r"/under/assets/site\.[0-9a-f]{12}\.css", loaded(site, "404.html")[0])


def test_style_attributes_become_classes(deliver: Deliver) -> None:
    """An attribute that the policy forbids has the same effect as a rule."""
    site = deliver({"index.html": page("", '<p class="a" style="opacity: 50%; color: red !important">Text</p>')})
    html, (style,) = (site / "index.html").read_text(), loaded(site)
    name = re.search(r'<p class="a (style-\w+)">', html)

    assert name
    assert f".{name[1]}{{opacity:50%!important;color:red!important}}" in (site / style).read_text()


def test_only_what_is_named_is_delivered(deliver: Deliver) -> None:
    """A file of Sphinx's folder that nothing names is left out; one that a script names in its own way stays."""
    site = deliver(
        {
            "index.html": page("", '<script defer src="_static/a.js"></script>'),
            "_static/a.js": "load(`${root}_static/language/${code}/words.json`)",
            "_static/language/en/words.json": "{}",
            "_static/unused.css": "p { color: red }",
        }
    )

    assert [path.name for path in (site / "_static").rglob("*") if path.is_file()] == ["words.json"]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<script>alert(1)</script>", "an inline script, “alert(1)”"),
        ('<p onclick="alert(1)">Text</p>', "the event handler onclick"),
        ('<a href=" JavaScript:alert(1)">Text</a>', "a script in the address href"),
        ('<script src="https://example.org/a.js"></script>', "<script> that loads https://example.org/a.js"),
        ('<img src="//example.org/a.png" alt="">', "<img> that loads //example.org/a.png"),
        ('<iframe src="https://example.org/"></iframe>', "<iframe> that loads https://example.org/"),
        ('<link rel="stylesheet" href="https://example.org/a.css">', "<link> that loads https://example.org/a.css"),
        ("<noscript><style>p { color: red }</style></noscript>", "an inline style of <style>"),
    ],
)
def test_a_page_that_breaks_its_policy_stops_the_build(deliver: Deliver, body: str, found: str) -> None:
    """An inline script, a handler, or a file of another host is told with its page."""
    with pytest.raises(ProjectError) as error:
        deliver({"chapters/one.html": page("", f"<p>Text</p>{body}<p>Text</p>")})

    assert error.value.where == "chapters/one.html"
    assert found in error.value.found


def test_data_and_links_are_no_scripts() -> None:
    """Blocks of data, links to other hosts and text that looks like markup are all right."""
    refuse(
        "index.html",
        page(
            '<link rel="canonical" href="https://example.org/">',
            '<script type="application/ld+json">{"a": 1}</script><a href="https://example.org/">Text</a>'
            '<p title="&lt;script&gt;alert(1)&lt;/script&gt; > onclick=1">&lt;script&gt;alert(1)&lt;/script&gt;</p>',
        ),
    )


def test_pages_and_headers_carry_the_same_policy(deliver: Deliver) -> None:
    """No page allows inline scripts, eval or other hosts; a host's headers add what pages cannot say."""
    site = deliver({"index.html": page()})
    html, headers = (site / "index.html").read_text(), (site / "_headers").read_text()

    assert html.index("Content-Security-Policy") < html.index("<title>")
    assert f'content="{policy()}"' in html
    assert f"Content-Security-Policy: {policy()}; frame-ancestors 'self'" in headers
    assert "unsafe" not in policy()
    assert re.search(r"^/assets/\*\n  Cache-Control: public, max-age=31536000, immutable$", headers, re.MULTILINE)


def test_compressed_copies_hold_the_originals(deliver: Deliver) -> None:
    """Long texts have two compressed copies, the same at each build; short ones and pictures have none."""
    files = {"index.html": page("", f"<p>{'Text. ' * 400}</p>"), "short.txt": "Text.", "picture.png": "picture" * 400}
    first = {path.name: path.read_bytes() for path in deliver(files).iterdir() if path.is_file()}
    site = deliver(files)
    again = {path.name: path.read_bytes() for path in site.iterdir() if path.is_file()}

    assert first == again
    assert gzip.decompress(first["index.html.gz"]) == first["index.html"]
    assert brotli.decompress(first["index.html.br"]) == first["index.html"]
    assert not {name for name in first if name.startswith(("short.txt.", "picture.png."))}
    kept = {path.suffix for path in (site.parent / "compressed").iterdir()}
    assert kept == {".gz", ".br"}


def test_the_worker_keeps_one_version_of_the_book(deliver: Deliver) -> None:
    """The worker lists pages and what they load, and is another one when any of these has changed."""
    files = {
        "index.html": page("", '<script defer src="data.js"></script>'),
        "data/table.html": page(),
        "data.js": "const data = 1;",
    }

    def worker(changed: dict[str, str]) -> tuple[str, list[str]]:
        text = (deliver({**files, **changed}) / "service-worker.js").read_text()
        version, listed = re.search(r"VERSION = (.*);", text), re.search(r"FILES = (.*);", text)
        assert version
        assert listed
        return version[1], json.loads(listed[1])

    assert worker({})[1] == ["data.js", "data/table.html", "index.html"]
    assert worker({})[0] == worker({})[0]
    assert worker({})[0] != worker({"data.js": "const data = 2;"})[0]

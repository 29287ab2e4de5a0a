"""Which pages a change concerns.

Sphinx compares only a notebook's own time stamp, so a changed CSV file would leave
old numbers standing. Every running chapter reports what it reads; here the digest
of each such thing is stored, and a page whose digests have changed is built again.
The engine, its style sheets and the bibliography count for every page. The pages that show
the data themselves are written whenever any page is; so the first page of the book is written,
without running its notebook, when any table has changed, even one that no chapter reads.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from livepaper.datapackage.package import DESCRIPTOR
from livepaper.environment import engine_files
from livepaper.paper import BIBLIOGRAPHY, DATA, Paper
from livepaper.records import READ
from livepaper.site.archive import ACCOMPANYING
from livepaper.sphinx_ext.ledger import kept

ENGINE = "engine"


def digests(paper: Paper, names: set[str]) -> dict[str, str]:
    """Return the digest of each thing that pages read.

    Args:
        paper: The paper.
        names: `data:RESOURCE`, `file:PATH` relative to the paper, or `engine`.

    A table's digest covers its descriptor, hash and schema alike, and its file. Of a notebook only the code counts:
    another chapter that restates its claims runs nothing else of it.
    """
    return {name: hashlib.sha256(_content(paper, name)).hexdigest() for name in names}


def _content(paper: Paper, name: str) -> bytes:
    kind, _, rest = name.partition(":")
    if kind == ENGINE:
        shown = [path for path in engine_files() if path.parent.name != "cli"]  # no page shows what commands print
        return b"".join(path.read_bytes() for path in shown)
    if kind == "data":
        if rest not in paper.package.names:
            return b"gone"
        file = paper.package.path(rest)
        return json.dumps(paper.package.resource(rest), sort_keys=True).encode() + _bytes(file)
    path = paper.root / rest
    return code(path) if path.suffix == ".ipynb" else _bytes(path)


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b"gone"


def code(notebook: Path) -> bytes:
    """Return the code of a notebook's cells; all of a file that is none."""
    content = _bytes(notebook)
    try:
        cells = json.loads(content)["cells"]
        return json.dumps([cell["source"] for cell in cells if cell["cell_type"] == "code"]).encode()
    except (ValueError, KeyError, TypeError):
        return content


def _stored(env: BuildEnvironment) -> dict[str, dict[str, str]]:
    store: dict[str, dict[str, str]] = env.__dict__.setdefault("livepaper_digests", {})
    return store


def _outdated(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    stored = _stored(env)
    paper = Paper.open(Path(app.srcdir))
    current = digests(paper, {name for names in stored.values() for name in names})
    return [
        docname
        for docname, names in stored.items()
        if docname not in removed and any(current[name] != digest for name, digest in names.items())
    ]


def _store(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Store the digests after reading, before Sphinx saves its environment; return the pages to write again."""
    paper = Paper.open(Path(app.srcdir))
    reads = {
        docname: {ENGINE, f"file:{BIBLIOGRAPHY}", *(record["name"] for record in kept(env, READ).get(docname, []))}
        for docname in env.found_docs
    }
    current = digests(paper, {name for names in reads.values() for name in names})
    store = _stored(env)
    store.clear()
    for docname, names in reads.items():
        store[docname] = {name: current[name] for name in names}
    given_away = digests(paper, {f"file:{name}" for name in (f"{DATA}/{DESCRIPTOR}", BIBLIOGRAPHY, *ACCOMPANYING)})
    before, env.__dict__["livepaper_given_away"] = env.__dict__.get("livepaper_given_away"), given_away
    return [] if before == given_away else [app.config.root_doc]


def setup(app: Sphinx) -> None:
    """Register the handlers."""
    app.connect("env-get-outdated", _outdated)
    app.connect("env-updated", _store)

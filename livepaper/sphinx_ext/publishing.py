"""Publishing all or nothing.

The site is built in a folder aside. Only when Sphinx had nothing to warn of does it
replace the last good site, and only then are the exported figures and the numbers of record renewed. While
the folder aside exists, the last build has not ended well; the next one then starts
afresh, because Sphinx's memory of what is up to date cannot be trusted.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging

from livepaper.claims import Claim
from livepaper.datapackage import check
from livepaper.figures import export, export_png
from livepaper.ledger_csv import ledger_csv
from livepaper.paper import DATA, FIGURES, LEDGER, Paper
from livepaper.records import CLAIM, FIGURE
from livepaper.sphinx_ext.ledger import SHOWN, kept

LOGGER = logging.getLogger(__name__)

_MEMORY = "environment.pickle"
_SPHINX_PAGES = {"genindex", "search"}
"""Pages of a site that are no documents of the book."""

_MANIFEST = "manifest.json"
"""The hash of every other file of the site, by which an edit after the build shows."""


def _aside(site: Path) -> Path:
    return site.with_name(f"{site.name}.new")


def _previous(site: Path) -> Path:
    return site.with_name(f"{site.name}.old")


def _is_site(folder: Path) -> bool:
    """Tell a published site from the empty folder that Sphinx makes before it starts."""
    return (folder / "index.html").is_file()


def _start(app: Sphinx, config: Config) -> None:
    """Check the data, then send the output to the folder aside."""
    paper = Paper.open(Path(app.srcdir))
    problems = check(paper.root / DATA, paper.bibliography)
    if problems:
        for problem in problems:
            LOGGER.error("%s", problem)
        LOGGER.error("The data are not valid; nothing was built.")
        raise SystemExit(1)  # ends Jupyter Book too, without a traceback that helps nobody
    site = Path(app.outdir)
    aside, previous = _aside(site), _previous(site)
    if previous.exists() and not _is_site(site):
        shutil.rmtree(site, ignore_errors=True)
        previous.rename(site)
    if aside.exists():
        shutil.rmtree(aside)
        (Path(app.doctreedir) / _MEMORY).unlink(missing_ok=True)
    if _is_site(site):
        shutil.copytree(site, aside)
    else:
        aside.mkdir(parents=True)
        (Path(app.doctreedir) / _MEMORY).unlink(missing_ok=True)
    app.outdir = type(app.outdir)(aside)


def _finish(app: Sphinx, error: Exception | None) -> None:
    """Publish what was built, or say why not."""
    aside = Path(app.outdir)
    site = aside.with_name(aside.name.removesuffix(".new"))
    warnings = app._warncount  # noqa: SLF001  what Sphinx itself reads for its --keep-going
    if error is not None or warnings:
        app.statuscode = 1
        left = "the last good site is untouched" if _is_site(site) else "there is no site yet"
        LOGGER.info("Not published: %s; %s.", error or f"{warnings} warnings, listed above", left)
        return
    _remove_gone_pages(app, aside)
    _export_figures(app, aside / FIGURES)
    _export_ledger(app, aside / LEDGER)
    _write_manifest(aside)
    previous = _previous(site)
    shutil.rmtree(previous, ignore_errors=True)
    if site.exists():
        site.rename(previous)
    aside.rename(site)
    shutil.rmtree(previous, ignore_errors=True)
    _mirror(site / FIGURES, Path(app.srcdir) / FIGURES)
    shutil.copy2(site / LEDGER, Path(app.srcdir) / LEDGER)


def _remove_gone_pages(app: Sphinx, site: Path) -> None:
    """Remove the pages and sources of documents that are no longer in the book, which Sphinx leaves lying."""
    for folder in (site, site / "_sources"):
        for path in [*folder.rglob("*.html"), *folder.rglob("*.ipynb")]:
            name = path.relative_to(folder).with_suffix("").as_posix()
            if name not in app.env.found_docs and name not in _SPHINX_PAGES and not name.startswith("_"):
                path.unlink()


def _export_figures(app: Sphinx, folder: Path) -> None:
    """Write the files of every figure of the book; pictures only where drawings have changed."""
    folder.mkdir(exist_ok=True)
    current: set[Path] = set()
    for record in (record for records in kept(app.env, FIGURE).values() for record in records):
        drawing, picture = (folder / f"{record['figure']}.{ending}" for ending in ("svg", "png"))
        before = drawing.read_bytes() if drawing.exists() else b""
        current |= {*export(record, folder), picture}
        if drawing.read_bytes() != before or not picture.exists():
            export_png(record, folder)
    for path in set(folder.iterdir()) - current:
        path.unlink()


def _export_ledger(app: Sphinx, path: Path) -> None:
    """Write every claim of the book, in reading order."""
    claims = kept(app.env, CLAIM)
    documents = Paper.open(Path(app.srcdir)).documents
    recorded = (Claim.restore(record) for document in documents for record in claims.get(document, []))
    shown: dict[str, list[tuple[str, str]]] = {}
    for document, places in kept(app.env, SHOWN).items():
        for place in places:
            shown.setdefault(place["id"], []).append((document.rpartition("/")[2], place["form"]))
    path.write_text(ledger_csv(recorded, shown), encoding="utf-8")


def _write_manifest(site: Path) -> None:
    files = sorted(path for path in site.rglob("*") if path.is_file() and path != site / _MANIFEST)
    hashes = {path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    (site / _MANIFEST).write_text(json.dumps(hashes, indent=0, sort_keys=True) + "\n", encoding="utf-8")


def _mirror(source: Path, target: Path) -> None:
    """Copy the exported figures to the paper's folder, and remove those of figures that are gone."""
    target.mkdir(exist_ok=True)
    exported = {path.name for path in source.iterdir()}
    for path in target.iterdir():
        if path.name not in exported and path.suffix in {".svg", ".png", ".csv", ".json"}:
            path.unlink()
    for name in exported:
        shutil.copy2(source / name, target / name)


def _say_where(app: Sphinx) -> None:
    """Drop Sphinx's last line, which names the folder aside."""
    app.builder.epilog = ""


def setup(app: Sphinx) -> None:
    """Register the handlers; the last one runs after every other extension's."""
    app.connect("builder-inited", _say_where)
    app.connect("config-inited", _start, priority=100)
    app.connect("build-finished", _finish, priority=900)

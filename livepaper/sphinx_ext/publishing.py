"""Publishing all or nothing.

Sphinx writes its pages into a folder of their own, which it keeps up to date from build to
build. Only when it had nothing to warn of are they copied, finished (`livepaper.site`) and put in
the place of the last good site, and only then are the exported figures and the numbers of record
renewed. A mark lies in Sphinx's folder while a build has not ended well; the next one then starts
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
from livepaper.site import finish
from livepaper.site.publication import Document, Publication, Shown
from livepaper.sphinx_ext.ledger import SHOWN, kept

LOGGER = logging.getLogger(__name__)

_MEMORY = "environment.pickle"
_SPHINX_PAGES = {"search"}
"""Sphinx's own pages of a site; extensions add more, which are no documents of the book either."""

_PAGES = "pages"
"""The folder of Sphinx's own pages, beside the site."""

_MANIFEST = "manifest.json"
"""The hash of every other file of the site, by which an edit after the build shows."""


_EXPORTED = {".svg", ".png", ".csv", ".json"}
"""The endings of the files of an exported figure."""

_UNFINISHED = ".unfinished"
"""The mark of a build that has not ended well."""


def _aside(site: Path) -> Path:
    return site.with_name(f"{site.name}.new")


def _previous(site: Path) -> Path:
    return site.with_name(f"{site.name}.old")


def _is_site(folder: Path) -> bool:
    """Tell a published site from the empty folder that Sphinx makes before it starts."""
    return (folder / "index.html").is_file()


def _start(app: Sphinx, config: Config) -> None:
    """Check the data, then send the output to the folder of Sphinx's own pages."""
    paper = Paper.open(Path(app.srcdir))
    problems = check(paper.root / DATA, paper.bibliography)
    if problems:
        for problem in problems:
            LOGGER.error("%s", problem)
        LOGGER.error("The data are not valid; nothing was built.")
        raise SystemExit(1)  # ends Jupyter Book too, without a traceback that helps nobody
    site = Path(app.outdir)
    pages, previous = site.with_name(_PAGES), _previous(site)
    if previous.exists() and not _is_site(site):
        shutil.rmtree(site, ignore_errors=True)
        previous.rename(site)
    if (pages / _UNFINISHED).exists() or not pages.exists():
        shutil.rmtree(pages, ignore_errors=True)
        (Path(app.doctreedir) / _MEMORY).unlink(missing_ok=True)
    pages.mkdir(parents=True, exist_ok=True)
    (pages / _UNFINISHED).touch()
    config.livepaper_site = str(site)
    app.outdir = type(app.outdir)(pages)


def _finish(app: Sphinx, error: Exception | None) -> None:
    """Publish what was built, or say why not."""
    pages, site = Path(app.outdir), Path(app.config.livepaper_site)
    warnings = app._warncount  # noqa: SLF001  what Sphinx itself reads for its --keep-going
    if error is not None or warnings:
        app.statuscode = 1
        left = "the last good site is untouched" if _is_site(site) else "there is no site yet"
        LOGGER.info("Not published: %s; %s.", error or f"{warnings} warnings, listed above", left)
        return
    _remove_gone_pages(app, pages)
    aside = _aside(site)
    shutil.rmtree(aside, ignore_errors=True)
    shutil.copytree(pages, aside, ignore=shutil.ignore_patterns(_UNFINISHED))
    export_figures(app, aside / FIGURES, site / FIGURES)
    export_ledger(app, aside / LEDGER)
    finish(publication(app, aside))
    _write_manifest(aside)
    previous = _previous(site)
    shutil.rmtree(previous, ignore_errors=True)
    if site.exists():
        site.rename(previous)
    aside.rename(site)
    shutil.rmtree(previous, ignore_errors=True)
    _mirror(site / FIGURES, Path(app.srcdir) / FIGURES)
    shutil.copy2(site / LEDGER, Path(app.srcdir) / LEDGER)
    (pages / _UNFINISHED).unlink()


def _remove_gone_pages(app: Sphinx, site: Path) -> None:
    """Remove the pages and sources of documents that are no longer in the book, which Sphinx leaves lying."""
    collected = {name for pages in app.events.emit("html-collect-pages") for name, _, _ in pages}
    known = app.env.found_docs | _SPHINX_PAGES | collected
    for folder in (site, site / "_sources"):
        for path in [*folder.rglob("*.html"), *folder.rglob("*.ipynb")]:
            name = path.relative_to(folder).with_suffix("").as_posix()
            if name not in known and not name.startswith("_"):
                path.unlink()


def export_figures(app: Sphinx, folder: Path, last: Path) -> None:
    """Write the files of every figure of the book; pictures are drawn only where drawings have changed."""
    folder.mkdir()
    for record in (record for records in kept(app.env, FIGURE).values() for record in records):
        export(record, folder)
        drawing, picture = f"{record['figure']}.svg", f"{record['figure']}.png"
        if (last / picture).exists() and (last / drawing).read_bytes() == (folder / drawing).read_bytes():
            shutil.copy2(last / picture, folder / picture)
        else:
            export_png(record, folder)


def export_ledger(app: Sphinx, path: Path) -> None:
    """Write every claim of the book, in reading order."""
    claims = kept(app.env, CLAIM)
    documents = Paper.open(Path(app.srcdir)).documents
    recorded = (Claim.restore(record) for document in documents for record in claims.get(document, []))
    shown: dict[str, list[tuple[str, str]]] = {}
    for document, places in kept(app.env, SHOWN).items():
        for place in places:
            shown.setdefault(place["id"], []).append((document.rpartition("/")[2], place["form"]))
    path.write_text(ledger_csv(recorded, shown), encoding="utf-8")


def publication(app: Sphinx, folder: Path) -> Publication:
    """Return what the finishing steps work on, from the records that the chapters left."""
    env, paper = app.env, Paper.open(Path(app.srcdir))
    claims = [record for document in paper.documents for record in kept(env, CLAIM).get(document, [])]
    shown: dict[str, list[Shown]] = {record["id"]: [] for record in claims}
    for document in paper.documents:
        for place in kept(env, SHOWN).get(document, []):
            if place["id"] in shown:  # in a draft, its chapter may have lost it
                shown[place["id"]].append(Shown(document, place["cell"], place["form"]))
    figures = [
        {**record, "document": document}
        for document in paper.documents
        for record in kept(env, FIGURE).get(document, [])
    ]
    executed = folder.parent / "jupyter_execute"
    return Publication(
        folder=folder,
        paper=paper,
        documents=[Document(name, env.titles[name].astext()) for name in paper.documents],
        claims={record["id"]: Claim.restore(record) for record in claims},
        cells={record["id"]: record["cell"] for record in claims},
        shown=shown,
        figures=figures,
        notebooks={name: executed / f"{name}.ipynb" for name in paper.documents},
    )


def _write_manifest(site: Path) -> None:
    files = sorted(path for path in site.rglob("*") if path.is_file() and path != site / _MANIFEST)
    hashes = {path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    (site / _MANIFEST).write_text(json.dumps(hashes, indent=0, sort_keys=True) + "\n", encoding="utf-8")


def _mirror(source: Path, target: Path) -> None:
    """Copy the exported figures to the paper's folder, and remove those of figures that are gone."""
    target.mkdir(exist_ok=True)
    exported = {path.name for path in source.iterdir() if path.suffix in _EXPORTED}  # not their compressed copies
    for path in target.iterdir():
        if path.name not in exported and path.suffix in _EXPORTED:
            path.unlink()
    for name in exported:
        shutil.copy2(source / name, target / name)


def _say_where(app: Sphinx) -> None:
    """Drop Sphinx's last line, which names the folder aside."""
    app.builder.epilog = ""


def setup(app: Sphinx) -> None:
    """Register the handlers; the last one runs after every other extension's."""
    app.add_config_value("livepaper_site", "", "")  # set when the build starts: where the site is published
    app.connect("builder-inited", _say_where)
    app.connect("config-inited", _start, priority=100)
    app.connect("build-finished", _finish, priority=900)

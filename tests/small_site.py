"""A site of two chapters, written by hand, to be finished in a moment: no kernels, no Sphinx."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from livepaper import Claim, Paper, Quantity
from livepaper.ledger_csv import ledger_csv
from livepaper.site import finish
from livepaper.site.changes import MARK as CHANGES_HERE
from livepaper.site.cite import MARK as CITATION_HERE
from livepaper.site.publication import Document, Publication, Shown

WAR = (
    '<data class="claim" data-claim="opinion/war_threat" value="30.2" data-form="printed" data-grade="paper">'
    "30.2%</data>"
)
SENTENCE = "War was named by 30.2% of those who were asked."
INDEX = f"""\
<section id="landing"><h1>Landing</h1>
<p>In one survey 30.2% named war <span class="bibtex-citation">(<a href="#id1">Somebody, 2022</a>)</span>. Others did
not.</p><p>Elsewhere {WAR} is repeated.</p></section>"""
OPINION = f"""\
<section id="opinion"><h1>Opinion</h1>
<p>{SENTENCE.replace("30.2%", WAR)} This is the second sentence, which makes the paragraph longer than what a search
engine shows of it, so that it has to be left out.</p>
<figure class="livepaper-figure" id="fig-threats" data-figure="threats"><p class="figure-title">War at {WAR}</p>
<p class="figure-subtitle">Share of adults</p><svg aria-label="Bars. War 30.2%."></svg></figure></section>"""
FIGURE = {
    "figure": "threats",
    "document": "chapters/opinion",
    "title": "War at 30.2%",
    "subtitle": "Share of adults",
    "alt": "Bars. War 30.2%.",
}


def page(title: str, body: str) -> str:
    """Return a page as the theme leaves it."""
    return (
        f"<!doctype html><html><head><title>{title} - The future is cooperative!?</title></head>"
        f"<body><article>{body}</article></body></html>"
    )


def _publication(
    copy_of_data: Callable[..., Path], share: Callable[..., Quantity], root: Path, tmp_path: Path
) -> Publication:
    folder = copy_of_data(tmp_path)
    for name in ("CITATION.cff", "CHANGELOG.md"):
        shutil.copy(root / name, folder)
    site = tmp_path / "_build" / "html"
    pages = {
        "index": page("Landing", INDEX),
        "chapters/opinion": page("Opinion", OPINION),
        "search": page("Search", '<div id="search-results"></div>'),
        "cite": page("Cite", CITATION_HERE),
        "changes": page("Changes", CHANGES_HERE),
    }
    for name, html in pages.items():
        path = site / f"{name}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(html, encoding="utf-8")
    (site / "figures").mkdir()
    (site / "figures" / "threats.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    (site / "_sources" / "chapters").mkdir(parents=True)
    (site / "_sources" / "chapters" / "opinion.ipynb").write_text("{}", encoding="utf-8")
    claim = Claim("opinion/war_threat", share("30.2"))
    (site / "ledger.csv").write_text(ledger_csv([claim], {}), encoding="utf-8")
    return Publication(
        folder=site,
        paper=Paper(folder),
        documents=[Document("index", "Landing"), Document("chapters/opinion", "Opinion")],
        claims={claim.id: claim},
        cells={claim.id: 2},
        shown={claim.id: [Shown("chapters/opinion", 3, "printed")]},
        figures=[FIGURE],
        notebooks={name: _notebook(tmp_path / f"{name}.ipynb") for name in ("index", "chapters/opinion")},
    )


@pytest.fixture
def publication(
    copy_of_data: Callable[..., Path], share: Callable[..., Quantity], root: Path, tmp_path: Path
) -> Publication:
    """The site before its last steps, in a folder that a test may change."""
    return _publication(copy_of_data, share, root, tmp_path)


def _notebook(path: Path) -> Path:
    """Write a notebook without cells."""
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(), path)
    return path


@pytest.fixture
def configure(publication: Publication) -> Callable[[str], None]:
    """Give a function that adds settings to the book's configuration."""

    def add(settings: str) -> None:
        path = publication.paper.root / "_config.yml"
        kept = (
            path.read_text(encoding="utf-8").replace("html:\n", "_html:\n").replace("repository:\n", "_repository:\n")
        )
        path.write_text(f"{kept}\n{settings}\n", encoding="utf-8")

    return add


@pytest.fixture(scope="session")
def _finished_once(
    copy_of_data: Callable[..., Path],
    share: Callable[..., Quantity],
    root: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, Publication]:
    """The site after its last steps, which take some seconds, and the folder that holds all of it."""
    folder = tmp_path_factory.mktemp("finished")
    publication = _publication(copy_of_data, share, root, folder)
    finish(publication)
    return folder, publication


@pytest.fixture
def finished(_finished_once: tuple[Path, Publication], tmp_path: Path) -> Publication:
    """The site after its last steps, in a folder that a test may change."""
    folder, publication = _finished_once
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)

    def moved(path: Path) -> Path:
        return tmp_path / path.relative_to(folder)

    return replace(
        publication,
        folder=moved(publication.folder),
        paper=Paper(moved(publication.paper.root)),
        notebooks={name: moved(path) for name, path in publication.notebooks.items()},
    )

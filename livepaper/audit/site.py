"""The audit of a whole site."""

from __future__ import annotations

from pathlib import Path

from livepaper.audit.authored import Words, read_bibliography, read_notebook
from livepaper.audit.bare import Authors, check_links, check_numbering, check_regions, check_texts
from livepaper.audit.book import read_book
from livepaper.audit.cards import Cards, check_cards
from livepaper.audit.data import read_data, unusable
from livepaper.audit.explorer import check_explorer
from livepaper.audit.figures import check_figures
from livepaper.audit.findings import Audit, Finding, merged
from livepaper.audit.formulas import Formulas
from livepaper.audit.html_pages import read_page
from livepaper.audit.manifest import check_manifest
from livepaper.audit.pages import Page
from livepaper.audit.tables import check_tables
from livepaper.audit.values import Numbers, check_ledger, check_shown, read_ledger
from livepaper.errors import ProjectError

LEDGER, FIGURES = "ledger.csv", "figures"
CONFIGURATION = ("_config.yml", "CITATION.cff")
"""Where the numerals of what every page repeats may have been written."""


def audit(site: Path, root: Path) -> Audit:
    """Confirm every number that a built site displays, from the raw data and the chapters' sources.

    Args:
        site: The folder of the built pages.
        root: The paper's folder, with `data/`, the notebooks and the bibliography.

    Raises:
        ProjectError: There is no site, or a file that the audit needs cannot be used.
    """
    pages = _pages(site)
    data = read_data(root / "data")
    numbers = Numbers(read_ledger(site / LEDGER), Formulas(data))
    sources = {page.chapter: (root / name).with_suffix(".ipynb") for name, page in pages.items()}
    notebooks = {name: read_notebook(path) for name, path in sources.items() if path.is_file()}
    names = [label for page in pages.values() for label, _ in page.sources]
    names += [claim.rpartition("/")[2] for claim in numbers.ledger]
    bibliography = read_bibliography(root / "references.bib")
    configuration = "\n".join(_text(root / name) for name in CONFIGURATION if (root / name).is_file())
    authors = Authors(notebooks, data, bibliography, configuration, tuple(names))
    cards = Cards(numbers, data, authors, pages)
    result = Audit()
    check_manifest(site, result)
    check_ledger(numbers, LEDGER, result)
    check_tables(site, root, result)
    check_explorer(site, data, bibliography, result)
    for page in pages.values():
        check_shown(page, numbers, result)
        check_texts(page, authors, result)
        check_links(page, pages, authors, result)
        check_regions(page, result)
        check_cards(page, cards, result)
        written = authors.strings.get(page.chapter, Words(()))
        check_figures(page, site / FIGURES, numbers, written, read_book(configuration), result)
    check_numbering(pages, result)
    _check_whole(pages, numbers, site / FIGURES, result)
    result.counts.pages = len(pages)
    result.findings = merged(result.findings)
    return result


def _check_whole(pages: dict[str, Page], numbers: Numbers, figures: Path, result: Audit) -> None:
    """Confirm that every chapter that makes claims has a page, and that every exported figure is shown."""
    chapters = {page.chapter for page in pages.values()}
    for chapter in sorted({claim.partition("/")[0] for claim in numbers.ledger} - chapters):
        result.findings.append(Finding(f"{chapter}.html", "the page", "", "no page", f"one of the chapter {chapter}"))
    shown = {figure.name for page in pages.values() for figure in page.figures}
    for name in sorted({path.stem for path in figures.glob("*.csv")} - shown):
        result.findings.append(Finding(f"figures/{name}.csv", "the figure", "", "no such figure on a page", "one"))


def _pages(site: Path) -> dict[str, Page]:
    if not (site / "index.html").is_file():
        raise ProjectError(str(site), "no site", "a built site with index.html", "Build it: livepaper build.")
    names = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    return {name: read_page(name, _text(site / name)) for name in names}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise unusable(path, error, "a text in UTF-8") from error

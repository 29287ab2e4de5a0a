"""Whether the audit notices that the data shown and given away are not the raw data."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from livepaper.audit import Audit, audit
from livepaper.audit.authored import read_bibliography
from livepaper.audit.data import read_data
from livepaper.audit.explorer import check_explorer
from livepaper.audit.tables import check_tables
from livepaper.audit.workbook import sheets
from livepaper.errors import ProjectError

pytestmark = [pytest.mark.book, pytest.mark.xdist_group("small-book")]

WHOLE = "the-future-is-cooperative"


def replace(path: Path, old: str, new: str) -> None:
    """Replace a text that must be there in a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def told(site: Path, root: Path) -> list[tuple[str, str]]:
    """Return page and element of each finding about the data that a site shows and gives away."""
    result = Audit()
    check_tables(site, root, result)
    check_explorer(site, read_data(root / "data"), read_bibliography(root / "references.bib"), result)
    return [(finding.page, finding.element) for finding in result.findings]


def test_every_cell_shown_is_confirmed(site: Path, snapshot: Path) -> None:
    """The untouched site has no finding, and the numerals of its tables are counted."""
    result = audit(site, snapshot)

    assert result.ok, result.findings
    assert result.counts.cells > 5000


def test_the_audit_of_a_site_looks_at_its_tables_and_its_explorer(site: Path, snapshot: Path) -> None:
    """What these tests show of the parts holds for the whole."""
    replace(site / "data/surveys-toplines.html", ">39.3<", ">39.4<")
    replace(site / "explorer-data.js", '"39.3"', '"39.4"')
    pages = {finding.page for finding in audit(site, snapshot).findings if finding.element != "the file"}

    assert pages == {"data/surveys-toplines.html", "explorer-data.js"}


@pytest.mark.parametrize(
    ("page", "old", "new", "element"),
    [
        ("data/surveys-toplines.html", ">39.3<", ">39.4<", "the rows, row 1"),
        ("data/surveys-toplines.html", "first 100 of 331", "first 100 of 332", "the name of a region"),
        ("data/surveys-toplines.html", "331 rows</caption>", "332 rows</caption>", None),
        ("data/surveys-toplines.html", "<dd>331</dd>", "<dd>332</dd>", "the facts, row 2"),
        ("data/surveys-toplines.html", "60.0 kB", "60.1 kB", "the size, row 1"),
        ("data/surveys-toplines.html", "-2 and on", "-3 and on", "the columns, row 1"),
        ("data/surveys-toplines.html", "<h2>Rows</h2>", "<h2>Rows</h2><p>98%</p>", "a numeral beside the tables"),
        ("data.html", ">331<", ">332<", "the list of tables, row 6"),
        ("data.html", "<h2>Checksums", "<p>98%</p><h2>Checksums", "a numeral beside the tables"),
        ("index.html", "<h1>", '<div data-tables="none">98%</div><h1>', "a part that shows a table"),
        ("data/surveys/toplines.csv", "39.3", "39.4", "the copy of the file"),
        ("explorer-data.js", '"39.3"', '"39.4"', "row 2 of surveys-toplines"),
        ("explorer-data.js", '"2.7 points"', '"0.7 points"', None),
        ("explorer-data.js", '|most-serious-threat|ALB":"19.3"', '|most-serious-threat|ALB":"9.3"', None),
        ("explorer-data.js", '"conflicts":{"', '"conflicts":{"x', None),
    ],
)
def test_what_differs_from_the_raw_data_is_told(
    site: Path, snapshot: Path, page: str, old: str, new: str, element: str | None
) -> None:
    """One changed cell, count, size, caption or loose numeral is one finding."""
    replace(site / page, old, new)
    found = told(site, snapshot)

    assert {where for where, _ in found} == {page}
    assert element is None or [what for _, what in found] == [element]


def rewrite(path: Path, part: str, change: Callable[[bytes], bytes]) -> None:
    """Change one file within a zip."""
    with zipfile.ZipFile(path) as zipped:
        files = {name: zipped.read(name) for name in zipped.namelist()}
    assert change(files[part]) != files[part]
    with zipfile.ZipFile(path, "w") as zipped:
        for name, content in files.items():
            zipped.writestr(name, change(content) if name == part else content)


@pytest.mark.parametrize(
    ("file", "part", "old", "new", "element"),
    [
        (f"{WHOLE}.zip", "surveys/toplines.csv", b"39.3", b"39.4", "the file surveys/toplines.csv"),
        (
            f"{WHOLE}.zip",
            "ro-crate-metadata.json",
            b'"contentSize": "',
            b'"contentSize": "1',
            "what ro-crate-metadata.json says of ",
        ),
        (
            f"{WHOLE}.xlsx",
            "xl/worksheets/sheet7.xml",
            b"<v>39.3</v>",
            b"<v>39.4</v>",
            "the sheet surveys-toplines, row 2",
        ),
        (f"{WHOLE}.xlsx", "xl/sharedStrings.xml", b">Albania<", b">Elsewhere<", "the sheet surveys-populations, row 2"),
    ],
)
def test_the_zip_and_the_workbook_are_compared_too(
    site: Path, snapshot: Path, file: str, part: str, old: bytes, new: bytes, element: str
) -> None:
    """A changed file, description or cell in what holds the whole is told, beside its hash."""
    rewrite(site / "data" / file, part, lambda content: content.replace(old, new, 1))
    found = told(site, snapshot)

    assert any(page == f"data/{file}" and what.startswith(element) for page, what in found), found
    assert any(page == "data.html" and what.startswith("the checksums") for page, what in found)


def test_a_missing_page_of_a_table_is_told(site: Path, snapshot: Path) -> None:
    """Every table has a page."""
    (site / "data/surveys-toplines.html").unlink()

    assert ("data", "the page of a table") in told(site, snapshot)


def test_a_formula_in_the_workbook_is_refused(site: Path, tmp_path: Path) -> None:
    """A table of data has none."""
    path = Path(shutil.copy(site / "data" / f"{WHOLE}.xlsx", tmp_path))
    rewrite(path, "xl/worksheets/sheet7.xml", lambda content: content.replace(b"<v>39.3</v>", b"<f>1+1</f><v>2</v>", 1))

    with pytest.raises(ValueError, match="formula"):
        sheets(path)


def test_explorer_data_that_cannot_be_read_are_an_error(site: Path, snapshot: Path) -> None:
    """The audit says which file it needs."""
    (site / "explorer-data.js").write_text("nothing", encoding="utf-8")

    with pytest.raises(ProjectError, match=r"explorer-data\.js"):
        told(site, snapshot)


def test_what_the_explorer_gives_as_a_source_must_be_in_the_bibliography(site: Path, snapshot: Path) -> None:
    """A source's year or address cannot be made up."""
    text = (site / "explorer-data.js").read_text(encoding="utf-8")
    shown = json.loads(text[text.index("(") + 1 : text.rindex(")")])
    shown["works"]["csdg2022"]["short"] = "Somebody 1999"
    (site / "explorer-data.js").write_text(f"x({json.dumps(shown)})", encoding="utf-8")

    assert told(site, snapshot) == [("explorer-data.js", "the source csdg2022")]

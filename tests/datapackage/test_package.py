"""The data package: its files as they are read, and what the repository's own package holds."""

from __future__ import annotations

import json
import re

import frictionless
import nbformat
import pytest

from livepaper.datapackage import Package, check, reference, renew
from livepaper.errors import DataError, HashMismatchError
from livepaper.works import entries

SOURCES = ("source", "cites", "cited_source")
CITATION = re.compile(r"\{cite(?::\w+)?\}`([^`]+)`")


@pytest.fixture
def package(copy_of_data, tmp_path):
    """A sealed copy of the data package."""
    return Package(copy_of_data(tmp_path) / "data")


@pytest.fixture(scope="module")
def own(root):
    """The repository's own package."""
    return Package(root / "data")


def test_cells_stay_as_they_were_published(package):
    """7.0 is more precise than 7, and a missing base is an empty text."""
    rows = package.rows("surveys-toplines")
    assert rows[0]["percent"] == "39.3"
    assert {type(cell) for row in rows for cell in row.values()} == {str}


def test_a_row_is_referred_to_by_its_primary_key(package):
    """Several fields are joined by a bar."""
    row = package.rows("surveys-bases")[0]
    assert reference("surveys-bases", package.key("surveys-bases", row)) == "surveys-bases#asb-2022|ALB"


def test_every_reading_is_told(package):
    """Pages depend on the tables they read."""
    read = []
    Package(package.folder, on_read=read.append).rows("region-bodies")
    assert read == ["region-bodies"]


def test_a_row_with_a_cell_too_few_is_named(package):
    """Half a row is not read as a row with empty cells."""
    path = package.path("book-exemptions")
    path.write_text(path.read_text() + "half,a row\n")
    rows = len(path.read_text().splitlines())
    with pytest.raises(
        DataError, match=rf"exemptions\.csv, row {rows}: found 2 cells; expected \d+, one for each column"
    ):
        package.rows("book-exemptions", sealed=False)


def test_an_edited_file_is_not_read(package):
    """A number cannot change without its seal."""
    path = package.path("surveys-toplines")
    path.write_text(path.read_text().replace("39.3", "39.4"))
    with pytest.raises(
        HashMismatchError, match=r"toplines\.csv: found sha256:\w+; it .*expected sha256:\w+.*data seal"
    ):
        package.rows("surveys-toplines")


def test_an_unsealed_file_is_not_read(package):
    """A resource without a hash is no better than one with the wrong one."""
    path = package.folder / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    next(resource for resource in descriptor["resources"] if resource["name"] == "surveys-toplines").pop("hash")
    path.write_text(json.dumps(descriptor) + "\n", encoding="utf-8")
    with pytest.raises(HashMismatchError, match="expected no hash"):
        package.rows("surveys-toplines")


def test_a_package_sealed_anew_is_read_anew(package):
    """A notebook that was open when the data changed goes on with the new data, once they are sealed."""
    path = package.path("surveys-toplines")
    assert package.rows("surveys-toplines")[0]["percent"] == "39.3"
    path.write_text(path.read_text().replace("39.3", "39.4"))
    renew(package.folder)

    assert package.rows("surveys-toplines")[0]["percent"] == "39.4"


def test_an_unknown_table_is_refused(package):
    """The message lists the tables there are."""
    with pytest.raises(DataError, match="no resource “surveys-topline”; expected one of surveys-"):
        package.rows("surveys-topline")


def test_a_file_that_is_no_table_has_no_fields(package):
    """The outlines of the map."""
    assert package.fields("region-map") == {}


def test_frictionless_finds_the_repositorys_package_valid(root):
    """Any other tool can check the data too, hashes and byte counts included."""
    report = frictionless.Package(str(root / "data/datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "fieldName", "rowNumber", "note"])


def test_the_repositorys_package_is_sealed(root):
    """And every source is in the bibliography."""
    assert check(root / "data", root / "references.bib") == []


def test_every_topline_landed(own):
    """331 published percentages, each under a key of its own."""
    rows = own.rows("surveys-toplines")
    assert (len(rows), len({row["topline"] for row in rows})) == (331, 331)


def test_every_table_names_its_sources(own):
    """Each row of evidence has a key of the bibliography; exemptions, about the book's own words, are no evidence."""
    tables = [name for name in own.names if own.fields(name) and name != "book-exemptions"]
    unsourced = [name for name in tables if "source" not in own.fields(name)]
    assert unsourced == []
    assert all(row["source"] for name in tables for row in own.rows(name))


def test_every_source_is_in_the_bibliography(own, root):
    """Whichever column names it."""
    assert sources(own) - entries(root / "references.bib").keys() == set()


def test_every_entry_of_the_bibliography_is_used(own, root):
    """As the source of a row or cited in a chapter."""
    cells = (cell.source for path in notebooks(root) for cell in nbformat.read(path, as_version=4).cells)
    cited = {key.strip() for cell in cells for keys in CITATION.findall(cell) for key in keys.split(",")}
    assert entries(root / "references.bib").keys() - sources(own) - cited == set()


def test_every_wave_has_all_eleven_disclosure_items(own):
    """A gap is told as not found, never left out."""
    told = {(row["wave"], row["item"]) for row in own.rows("surveys-disclosures")}
    items = [row["item"] for row in own.rows("surveys-disclosure-items")]
    assert len(items) == 11
    assert told == {(row["wave"], item) for row in own.rows("surveys-waves") for item in items}


def test_every_field_is_described(own):
    """Title and description, for whoever reads the data without the book."""
    fields = [field for name in own.names for field in own.fields(name).values()]
    assert all(field.get("title") and field.get("description") for field in fields)


def test_every_file_is_described(own, root):
    """No data lie beside the package."""
    files = {path for path in (root / "data").rglob("*") if path.is_file() and path.suffix in {".csv", ".geojson"}}
    assert files == {own.path(name) for name in own.names}
    assert json.loads((root / "data/datapackage.json").read_text())["licenses"]


def sources(package):
    """Collect the bibliography keys that rows name."""
    tables = [package.rows(name) for name in package.names if package.fields(name)]
    return {row[column] for rows in tables for row in rows for column in SOURCES if row.get(column)}


def notebooks(root):
    """List the chapters that exist."""
    return [*root.glob("index.ipynb"), *root.glob("chapters/*.ipynb")]

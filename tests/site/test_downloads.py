"""The data to take away: what is in the zip and in the workbook, read back by other programs."""

from __future__ import annotations

import csv
import io
import json
import os
import zipfile
from pathlib import Path

import frictionless
import openpyxl
import pytest
from rocrate.rocrate import ROCrate

from livepaper import Paper
from livepaper.datapackage import Package
from livepaper.site.archive import CRATE, archive, package_files
from livepaper.site.workbook import CONTENTS, sheet_names, workbook


@pytest.fixture(scope="module")
def unpacked(paper: Paper, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip of the paper's data, unpacked."""
    folder = tmp_path_factory.mktemp("unpacked")
    zipfile.ZipFile(io.BytesIO(archive(paper))).extractall(folder)
    return folder


@pytest.fixture(scope="module")
def book(paper: Paper) -> openpyxl.Workbook:
    """The workbook of the paper's data, read back."""
    return openpyxl.load_workbook(io.BytesIO(workbook(paper.package)))


def test_the_zip_is_a_valid_data_package(unpacked: Path) -> None:
    """Hashes, types and keys hold in the unpacked folder as it is."""
    report = frictionless.validate(str(unpacked / "datapackage.json"))

    assert report.valid, report.flatten(["path", "message"])


def test_the_zip_has_bibliography_licence_and_crate(unpacked: Path) -> None:
    """What a reader needs to use the data lies beside them."""
    assert {path.name for path in unpacked.iterdir() if path.is_file()} == {
        "datapackage.json",
        "references.bib",
        "LICENSE-text",
        "README.md",
        CRATE,
    }


def test_the_crate_describes_every_file(unpacked: Path, paper: Paper) -> None:
    """The crate loads, and each file has title, type, hash and, as a table, its licence."""
    crate = ROCrate(str(unpacked))
    described = {entity.id: entity for entity in crate.data_entities}

    assert set(described) == set(package_files(paper))
    assert all(entity["name"] and entity["encodingFormat"] and entity["sha256"] for entity in described.values())
    assert described["surveys/toplines.csv"]["license"][0]["name"].startswith("Creative Commons")
    assert len(crate.root_dataset["citation"]) > 50
    assert crate.root_dataset["license"]


def test_the_same_data_give_the_same_bytes(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the clock nor the time zone shows in what is given away."""
    before = archive(paper), workbook(paper.package)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setitem(os.environ, "SOURCE_DATE_EPOCH", "0")

    assert (archive(Paper.open(paper.root)), workbook(paper.package)) == before


def test_every_table_is_a_sheet_with_all_its_cells(book: openpyxl.Workbook, paper: Paper) -> None:
    """Texts are the same texts, numbers the same numbers, empty cells empty."""
    tables = [name for name in paper.package.names if paper.package.fields(name)]
    assert book.sheetnames == [CONTENTS, *tables]
    for name in tables:
        raw = list(csv.reader(io.StringIO(paper.package.text(name))))
        for shown, written in zip(book[name].iter_rows(values_only=True), raw, strict=True):
            for cell, text in zip(shown, written, strict=True):
                same = float(text) == cell if isinstance(cell, int | float) else (cell or "") == text
                assert same, f"{name}: {cell!r} for {text!r}"
        assert book[name].freeze_panes == "A2"


def test_the_first_sheet_describes_the_others(book: openpyxl.Workbook, paper: Paper) -> None:
    """Each sheet has a line with title, description, number of rows, sources and licence."""
    lines = {line[0]: line for line in book[CONTENTS].iter_rows(min_row=2, values_only=True)}

    assert list(lines) == book.sheetnames[1:]
    assert lines["surveys-toplines"][3] == len(paper.package.rows("surveys-toplines"))
    assert "Regional Cooperation Council" in lines["surveys-toplines"][4]
    assert all(line[2] and line[5] for line in lines.values())


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+2", "@SUM(A1)", '=HYPERLINK("http://example.org")', "http://a.b"])
def test_text_is_never_a_formula_or_a_link(tmp_path: Path, text: str) -> None:
    """Whatever a cell of text begins with, Excel shows it as it was written."""
    fields = [{"name": "note", "type": "string"}, {"name": "share", "type": "number"}]
    resource = {"name": "notes", "path": "notes.csv", "schema": {"fields": fields}}
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "x", "resources": [resource]}) + "\n")
    with (tmp_path / "notes.csv").open("w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([["note", "share"], [text, "7.0"]])
    from livepaper.datapackage import renew

    renew(tmp_path)
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(Package(tmp_path))))["notes"]

    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["A2"].hyperlink) == (text, "s", None)
    assert (sheet["B2"].value, sheet["B2"].number_format) == (7, "0.0")


def test_names_of_sheets_are_what_excel_allows() -> None:
    """Long or strange names are cut and stay different."""
    names = sheet_names(["a" * 40, "a" * 41, "b/c", "contents"])

    assert len(set(names.values())) == 4
    assert all(len(name) <= 31 and "/" not in name for name in names.values())
    assert names["contents"] == "contents-2"

"""Rows find their table and come last in it; what stands there keeps every byte; what contradicts it is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from livepaper.datapackage import Package, renew
from livepaper.errors import DataError
from livepaper.merging.matching import table_of
from livepaper.merging.merge import Replaced
from livepaper.merging.sheet import Sheet
from tests.merging.conftest import NEXT, VALUES, told

HEAD = "value,wave,percent,note,source\n"


def sheet(*columns: str, name: str = "") -> Sheet:
    """Return a sheet without rows."""
    return Sheet("wave.csv", name, columns, {})


@pytest.fixture(scope="module")
def package(root_of_repository: Path) -> Package:
    """The repository's own package."""
    return Package(root_of_repository / "data")


@pytest.fixture(scope="module")
def root_of_repository() -> Path:
    """The repository's root."""
    return Path(__file__).parents[2]


def test_each_table_of_the_package_is_known_by_its_columns(package: Package) -> None:
    """Whole, or without the columns that may be empty."""
    for name in package.names:
        if package.fields(name):
            assert table_of(package, sheet(*package.fields(name))) == name


def test_a_sheet_may_have_the_name_of_its_table_or_its_end(package: Package) -> None:
    """If only one table ends so; its columns are looked at later."""
    for name in ("surveys-toplines", "toplines"):
        assert table_of(package, sheet("anything", name=name)) == "surveys-toplines"
    with pytest.raises(DataError, match="found columns of no table"):
        table_of(package, sheet("anything", name="recommendations"))


def test_a_table_that_is_asked_for_must_be_one(package: Package) -> None:
    """All that there are are named."""
    assert table_of(package, sheet("anything"), "region-trade") == "region-trade"
    with pytest.raises(DataError, match="--table: found “toplins”; expected one of surveys-bases"):
        table_of(package, sheet("anything"), "toplins")


def test_columns_of_no_table_are_compared_with_the_nearest(package: Package) -> None:
    """So that a misspelt column is found."""
    columns = ["value" if name == "percent" else name for name in package.fields("surveys-toplines")]
    with pytest.raises(DataError, match="the nearest, surveys-toplines, has no value and needs percent"):
        table_of(package, sheet(*columns))


def test_wrong_columns_of_a_named_table_are_told(prepared: Callable) -> None:
    """Each of them."""
    problems = told(prepared("value,wave,share,source\na,generated-2022,1,x\n", table="polls-values")[2])
    assert "wave.csv, row 1, column share: found “share”; expected a column of polls-values: value, wave" in problems
    assert "wave.csv, row 1: found no column “percent”; expected it, as polls-values has it" in problems


def test_new_rows_come_last_and_all_others_keep_every_byte(root: Path, prepared: Callable) -> None:
    """In the order in which they came; the descriptor is sealed anew, all else is as it was."""
    more = NEXT + "about-2026,generated-2022,7.0,,generated\n"
    merge, staged, problems = prepared(more)
    assert problems == []
    assert merge.added == ("polls-values#peace-2026", "polls-values#about-2026")
    assert (staged.aside / "polls-values.csv").read_text() == VALUES + more.removeprefix(HEAD)
    assert (root / "data/polls-values.csv").read_text() == VALUES
    for name in ("polls-waves.csv", "README.md"):
        assert (staged.aside / name).read_bytes() == (root / "data" / name).read_bytes()


def test_columns_may_stand_in_another_order_and_optional_ones_be_left_out(prepared: Callable) -> None:
    """They are empty then."""
    merge, _, problems = prepared("source,percent,value,wave\ngenerated,49.2,peace-2026,generated-2022\n")
    assert problems == []
    assert merge.texts["polls-values"].endswith("\npeace-2026,generated-2022,49.2,,generated\n")


@pytest.mark.parametrize(
    ("content", "last"),
    [
        (VALUES.replace("\n", "\r\n"), "peace-2026,generated-2022,49.2,generated,generated\r\n"),
        (
            "".join(",".join(f'"{cell}"' for cell in line.split(",")) + "\n" for line in HEAD.splitlines()),
            '"peace-2026","generated-2022","49.2","generated","generated"\n',
        ),
    ],
)
def test_the_dialect_of_the_file_is_kept(root: Path, prepared: Callable, content: str, last: str) -> None:
    """Line ends, and quotes around everything."""
    (root / "data/polls-values.csv").write_bytes(content.encode())
    renew(root / "data")
    assert prepared(NEXT)[0].texts["polls-values"] == content + last


def test_a_row_that_is_there_already_is_counted(prepared: Callable) -> None:
    """And nothing is written for it; columns that are left out are not compared."""
    merge, _, problems = prepared("value,wave,percent,source\npeace-2022,generated-2022,51.0,generated\n")
    assert (problems, merge.texts, merge.arrivals[0].same) == ([], {}, 1)


def test_a_row_that_contradicts_one_is_a_conflict(prepared: Callable) -> None:
    """7.0 and 7 are not the same: values stand exactly as published."""
    merge, _, problems = prepared(HEAD + 'peace-2022,generated-2022,51,"asked, not told",generated\n')
    assert merge.texts == {}
    assert told(problems) == (
        "wave.csv, row 2, column percent: found “51”; expected “51.0”, as polls-values#peace-2022 has it (row 2 of its"
        " table). Correct the cell; or, if the publisher has corrected it, add --replace."
    )


def test_a_row_replaces_another_in_its_place_on_demand(prepared: Callable) -> None:
    """Old and new are told; cells of columns that are left out stay."""
    wave = "value,wave,percent,source\npeace-2022,generated-2022,51.5,generated\n"
    merge, _, problems = prepared(wave, replace=True)
    assert problems == []
    assert merge.texts["polls-values"] == VALUES.replace("51.0", "51.5")
    assert merge.arrivals[0].replaced == (Replaced("polls-values#peace-2022", "percent", "51.0", "51.5"),)


def test_a_quoted_cell_with_a_line_break_does_not_shift_what_is_replaced(root: Path, prepared: Callable) -> None:
    """A record is not a line."""
    content = VALUES.replace("asked, not told", "asked,\nnot told")
    content = content.replace("30.2,,", "30.2,one\u2028two,")
    (root / "data/polls-values.csv").write_text(content)
    renew(root / "data")
    merge, _, problems = prepared("value,wave,percent,source\nwar-2022,generated-2022,31,generated\n", replace=True)
    assert (problems, merge.texts["polls-values"]) == ([], content.replace("30.2", "31"))


def test_a_key_that_comes_twice_is_told_once(prepared: Callable) -> None:
    """With both places."""
    problems = prepared(NEXT + NEXT.removeprefix(HEAD))[2]
    assert told(problems).startswith("wave.csv, row 3: found the key “peace-2026”, which stands in wave.csv, row 2 too")
    assert len(problems) == 1


def test_sheets_are_merged_together(prepared: Callable, workbook: Callable) -> None:
    """A row may refer to one of another sheet, whichever comes first."""
    path = workbook(
        values=[HEAD.strip().split(","), ["peace-2026", "generated-2026", 49.2, None, "generated"]],
        waves=[["wave", "year", "title"], ["generated-2026", 2026, "Generated"]],
    )
    merge, _, problems = prepared(path)
    assert problems == []
    assert merge.added == ("polls-values#peace-2026", "polls-waves#generated-2026")


def test_every_problem_is_told_at_once_at_the_row_that_brought_it(prepared: Callable, workbook: Callable) -> None:
    """Reading, schema, keys, foreign keys, sources and conflicts; a cell that cannot be read is told once."""
    path = workbook(
        values=[
            HEAD.strip().split(","),
            ["peace-2026", "generated-2026", 49.2, None, "generated"],
            ["war-2026", "generated-2022", 149, None, "generatde"],
            ["sum-2026", "generated-2022", "=1+1", None, "generated"],
            ["war-2022", "generated-2022", 31, None, "generated"],
        ],
    )
    _, _, problems = prepared(path)
    assert sorted(str(problem).partition("; expected")[0] for problem in problems) == [
        "wave.xlsx, sheet values, row 2, column wave: found “generated-2026”",
        "wave.xlsx, sheet values, row 3, column percent: found “149”",
        "wave.xlsx, sheet values, row 3, column source: found “generatde”",
        "wave.xlsx, sheet values, row 4, column percent: found the formula =1+1",
        "wave.xlsx, sheet values, row 5, column percent: found “31”",
    ]


def test_a_package_that_is_not_as_it_was_sealed_is_told_first(root: Path, prepared: Callable) -> None:
    """Nobody's unfinished edit is sealed with the wave."""
    (root / "data/polls-waves.csv").write_text("wave,year,title\n")
    with pytest.raises(DataError, match=r"polls-waves\.csv: found sha256"):
        prepared(NEXT)


def test_other_kinds_of_files_are_refused(prepared: Callable, tmp_path: Path) -> None:
    """With those that may come."""
    with pytest.raises(DataError, match=r"ends in “.xls”; expected .csv or .xlsx"):
        prepared(tmp_path / "wave.xls")


def test_the_descriptor_of_the_new_folder_is_fresh(prepared: Callable) -> None:
    """So that the package is sealed the moment it is in place."""
    _, staged, _ = prepared(NEXT)
    described = json.loads((staged.aside / "datapackage.json").read_text())["resources"][1]
    assert described["bytes"] == (staged.aside / "polls-values.csv").stat().st_size

"""A wave is read exactly as it was published, or every cell of which that cannot be said is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from livepaper.merging.csv_file import read_csv
from livepaper.merging.workbook import read_workbook
from tests.merging.conftest import told

HEADER = ["value", "percent", "note"]
Workbook = Callable[..., Path]


@pytest.fixture
def csv(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """Give a function that writes a CSV file."""

    def write(content: str | bytes) -> Path:
        path = tmp_path / "wave.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def test_cells_stay_as_they_are(csv: Callable[[str], Path]) -> None:
    """Down to the last zero; rows have the numbers that a spreadsheet shows."""
    (sheet,), problems = read_csv(csv('value,percent\n"a, b",7.0\n,\nc,36\n'))
    assert problems == []
    assert sheet.columns == ("value", "percent")
    assert sheet.rows == {2: {"value": "a, b", "percent": "7.0"}, 4: {"value": "c", "percent": "36"}}


def test_what_excel_writes_into_csv_files_is_understood(csv: Callable[[bytes], Path]) -> None:
    """A byte order mark and Windows line ends."""
    (sheet,), problems = read_csv(csv(b"\xef\xbb\xbfvalue,percent\r\na,7.0\r\n"))
    assert (problems, sheet.rows) == ([], {2: {"value": "a", "percent": "7.0"}})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("value;percent\na;7,0\n", "row 1: found columns separated by semicolons; expected columns separated by"),
        ("value\tpercent\na\t7.0\n", "columns separated by tabs"),
        ("", "a last line without its end"),
        ("\n", "row 1: found no header"),
        ("value,value\na,b\n", "row 1, column value: found the column twice"),
        ("value,percent\na,7,0\n", "row 2: found 3 cells; expected 2 cells in the row, as in the header. Look for"),
        ("value,percent\na\n", "row 2: found 1 cells"),
        ("value,percent\n a,7.0\n", "row 2, column value: found “ a”, with space before or after the text"),
        ("value,percent\na,7.0\u00a0\n", "row 2, column percent: found “7.0\u00a0”, with space"),
        ('value,percent\n"a\nb",7.0\n', "row 2, column value: found a line break"),
        ("value,percent\na,79.60000001\n", "column percent: found 79.60000001, which looks computed; expected the num"),
        ("value,percent\na,30.199999999999996\n", "such as 30.2. Type it as published."),
        ('value,percent\n"a"b,7.0\n', "found ',' expected after '\"'; expected a CSV file"),
        (b"value,percent\ncaf\xe9,7.0\n", "row 2: found byte 0xe9; expected UTF-8 text"),
        ("value,percent\na,7.0", "row 2: found a last line without its end"),
    ],
)  # fmt: skip
def test_what_no_published_table_holds_is_told(csv: Callable[[Any], Path], content: Any, said: str) -> None:
    """With row and column."""
    assert said in told(read_csv(csv(content))[1])


@pytest.mark.parametrize("text", ["0.000001", "1234.500001", "5.123456", "79.6", "2022", "100.00"])
def test_numbers_that_were_published_with_many_digits_are_not_suspected(csv: Callable[[str], Path], text: str) -> None:
    """Only a run of zeros or nines far behind the point is."""
    assert read_csv(csv(f"value,percent\na,{text}\n"))[1] == []


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """In both kinds."""
    for read, name in ((read_csv, "none.csv"), (read_workbook, "none.xlsx")):
        assert "No such file" in told(read(tmp_path / name)[1])


def test_a_broken_workbook_is_told(tmp_path: Path) -> None:
    """And how to mend it."""
    (tmp_path / "wave.xlsx").write_bytes(b"no workbook")
    assert "save it as .xlsx, without a password" in told(read_workbook(tmp_path / "wave.xlsx")[1])


def test_a_workbook_has_a_sheet_for_each_table(workbook: Workbook) -> None:
    """Empty sheets and rows are left out."""
    path = workbook(waves=[["wave"], ["asb"]], values=[HEADER, [], ["a", 79.6, None]], Sheet3=[])
    sheets, problems = read_workbook(path)
    assert problems == []
    assert [(sheet.where, sheet.name, sheet.rows) for sheet in sheets] == [
        ("wave.xlsx, sheet waves", "waves", {2: {"wave": "asb"}}),
        ("wave.xlsx, sheet values", "values", {3: {"value": "a", "percent": "79.6", "note": ""}}),
    ]


def test_a_workbook_without_rows_is_told(workbook: Workbook) -> None:
    """Rather than taken for a wave without news."""
    assert "found no rows" in told(read_workbook(workbook(values=[]))[1])


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (79.6, "General", "79.6"),
        (36, "General", "36"),
        (36.0, "General", "36"),
        (7, "0.0", "7.0"),
        (7.25, "0.00", "7.25"),
        (1110, "#,##0", "1110"),
        (0.123456, "0.000000", "0.123456"),
        (12.5, "0.0_ ;-0.0\\ ", "12.5"),
        ("79.60000", "@", "79.60000"),
        ("2022-06", "General", "2022-06"),
    ],
)
def test_a_number_is_taken_as_it_is_shown(workbook: Workbook, value: Any, number_format: str, text: str) -> None:
    """With the decimals of its format, which are those that were published."""

    def show(book: openpyxl.Workbook) -> None:
        book["values"]["B2"].number_format = number_format

    (sheet,), problems = read_workbook(workbook(show, values=[HEADER, ["a", value, ""]]))
    assert (problems, sheet.rows[2]["percent"]) == ([], text)


@pytest.mark.parametrize(
    ("value", "number_format", "said"),
    [
        (79.60000001, "General", "found 79.60000001, which looks computed; expected the number as published, with at"),
        (79.60000001, "0.0", "found 79.60000001, shown as 79.6; expected a number stored as it is shown"),
        (30.19999999, "General", "found 30.19999999, which looks computed"),
        (0.796, "0.0%", "found 0.796, shown as 79.6%; expected the number of percent, 79.6"),
        (0.8, "0%", "found 0.8, shown as 80%; expected the number of percent, 80"),
        (7, '0.0" €"', 'found 7 in the format “0.0" €"”; expected the format General, 0, 0.0'),
        (1.5e-7, "0.00E+00", "found 0.00000015 in the format"),
        (date(2022, 6, 28), "dd.mm.yyyy", "found a date or time of Excel's, 2022-06-28 00:00:00; expected the date as"),
        (44740, "mmm yy", "found a date or time of Excel's, 2022-06-28"),
        ("=B3*100", "General", "found the formula =B3*100; expected a value. Copy the cell and paste it as a value."),
        (True, "General", "found the truth value TRUE; expected text or a number"),
        ("#N/A", "General", "found the error #N/A; expected a value"),
        ("79.6 ", "General", "with space before or after the text"),
        ("a\nb", "General", "found a line break"),
    ],
)
def test_a_cell_that_shows_something_else_than_it_holds_is_told(
    workbook: Workbook, value: Any, number_format: str, said: str
) -> None:
    """At its place, so that it can be found in the workbook."""

    def show(book: openpyxl.Workbook) -> None:
        book["values"]["B2"].number_format = number_format

    path = workbook(show, values=[HEADER, ["a", value, "note"]])
    (problem,) = read_workbook(path)[1]
    assert str(problem).startswith("wave.xlsx, sheet values, row 2, column percent: ")
    assert said in str(problem)


def merge_cells(book: openpyxl.Workbook) -> None:
    """Merge two cells of a column."""
    book["values"].merge_cells("A2:A3")


def hide_column(book: openpyxl.Workbook) -> None:
    """Hide the last column."""
    book["values"].column_dimensions["C"].hidden = True


def hide_row(book: openpyxl.Workbook) -> None:
    """Hide a row, as a filter does."""
    book["values"].row_dimensions[3].hidden = True


def hide_sheet(book: openpyxl.Workbook) -> None:
    """Hide the sheet, which no workbook may do with its only one."""
    book.create_sheet("empty")
    book["values"].sheet_state = "hidden"


def trail(book: openpyxl.Workbook) -> None:
    """Put a remark where no column is."""
    book["values"]["E3"] = "check this"


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (merge_cells, "sheet values: found the merged cells A2:A3; expected one cell for each value. Unmerge them"),
        (hide_column, "sheet values: found the hidden column C (note); expected columns that can be seen"),
        (hide_row, "sheet values: found hidden rows: 3; expected rows that can be seen. Remove the filter"),
        (hide_sheet, "sheet values: found a hidden sheet"),
        (trail, "sheet values, row 3, column E: found “check this” in a column without a name"),
    ],
)
def test_what_cannot_be_seen_or_placed_is_told(
    workbook: Workbook, edit: Callable[[openpyxl.Workbook], None], said: str
) -> None:
    """Nobody could see what the data would then hold."""
    problems = read_workbook(workbook(edit, values=[HEADER, ["a", 1, "x"], ["b", 2, "y"]]))[1]
    assert said in told(problems)
    assert len(problems) == 1


def test_every_problem_is_told_at_once(workbook: Workbook) -> None:
    """Not one after another."""
    path = workbook(merge_cells, values=[HEADER, ["a", "=1", "x "], ["b", True, "y"]])
    assert len(read_workbook(path)[1]) == 4

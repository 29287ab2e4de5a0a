"""A new chapter: what is written, where it is listed, and when nothing is written."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from click.testing import CliRunner, Result

from livepaper import Paper
from livepaper.cli import main
from livepaper.errors import ProjectError
from livepaper.lab.saving import strip
from livepaper.lint import Known, Source, lint
from livepaper.new_chapter import new_chapter

CONTENTS = """\
# The order of the chapters.
format: jb-book
root: index
parts:
  - caption: One   # kept
    chapters:
      - file: "chapters/concept"
        title: The concept
        sections:
          - file: chapters/roundtable
      # a remark
  - caption: Other
    chapters:
    - file: chapters/corrections
"""


@pytest.fixture
def folder(copy_of_data, root: Path, tmp_path: Path) -> Path:
    """A paper with its chapters, its contents in an order and layout of their own."""
    paper: Path = copy_of_data(tmp_path)
    shutil.copytree(root / "chapters", paper / "chapters")
    shutil.copy(root / "index.ipynb", paper)
    (paper / "_toc.yml").write_text(CONTENTS, encoding="utf-8")
    return paper


def new(folder: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> Result:
    """Run the command in a paper."""
    monkeypatch.chdir(folder)
    return CliRunner().invoke(main, ["new", "chapter", *words])


def state(folder: Path) -> dict[str, bytes]:
    """The paper's chapters and its contents."""
    return {str(path): path.read_bytes() for path in [folder / "_toc.yml", *folder.glob("**/*.ipynb")]}


def test_a_new_chapter_is_complete(folder: Path) -> None:
    """It runs, makes a claim, and nothing about it is to be mended."""
    path = new_chapter(Paper(folder), "Müller’s view of the région")
    paper = Paper(folder)
    assert path == folder / "chapters/mullers-view-of-the-region.ipynb"
    assert [claim.id for claim in paper.chapter(path.stem)] == [f"{path.stem}/largest_share"]
    assert lint(Source.read(Known(paper), path)) == []
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert notebook.cells[0].source == "# Müller’s view of the région"
    assert all(cell.metadata.tags == ["hide-input"] for cell in notebook.cells if cell.cell_type == "code")


def test_without_surveys_it_counts_the_rows_of_a_table(copy_of_data, tmp_path: Path) -> None:
    """So that it builds in any paper that has data."""
    folder = copy_of_data(tmp_path, ("region-",))
    path = new_chapter(Paper(folder), "Bodies")
    assert [claim.id for claim in Paper(folder).chapter(path.stem)] == ["bodies/rows"]
    assert lint(Source.read(Known(Paper(folder)), path)) == []


@pytest.mark.parametrize(
    ("after", "line", "behind"),
    [
        ("", "    - file: chapters/views\n", "    - file: chapters/corrections\n"),
        ("index", "      - file: chapters/views\n", "kept\n    chapters:\n"),
        ("concept", "      - file: chapters/views\n", "          - file: chapters/roundtable\n"),
        ("roundtable", "          - file: chapters/views\n", "          - file: chapters/roundtable\n"),
    ],
)
def test_it_is_listed_behind_another_chapter(folder: Path, after: str, line: str, behind: str) -> None:
    """Comments, quotes and indentation of the table of contents stay as they are."""
    new_chapter(Paper(folder), "Views", after)
    assert (folder / "_toc.yml").read_text(encoding="utf-8") == CONTENTS.replace(behind, behind + line)


def test_a_place_that_would_be_another_is_refused(folder: Path) -> None:
    """As where the entry of the chapter before does not begin with its file."""
    path = folder / "_toc.yml"
    text = CONTENTS.replace("- file: chapters/corrections", "- title: Other\n      file: chapters/corrections")
    path.write_text(text, encoding="utf-8")
    before = state(folder)
    with pytest.raises(ProjectError, match="no place for the chapter"):
        new_chapter(Paper(folder), "Views")
    assert state(folder) == before


def test_the_first_chapter_of_a_book_is_listed(folder: Path) -> None:
    """Where there was only the landing page."""
    (folder / "_toc.yml").write_text("root: index", encoding="utf-8")
    new_chapter(Paper(folder), "Views")
    assert Paper(folder).documents == ["index", "chapters/views"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["Concept"], "found a chapter of that name"),
        (["!?"], "found no letters a to z"),
        (["Three views"], "found the cardinal “Three”"),
        (["Views\nand more"], "found 'Views\\nand more'; expected one line of text"),
        (["Views", "--after", "nowhere"], "found no chapter “nowhere”"),
    ],
)
def test_what_cannot_be_written_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], found: str
) -> None:
    """And nothing is changed."""
    before = state(folder)
    done = new(folder, monkeypatch, *words)
    assert done.exit_code == 2
    assert found in done.output
    assert state(folder) == before


def test_a_table_of_contents_in_another_layout_is_left_alone(folder: Path) -> None:
    """The line to add is told instead."""
    (folder / "_toc.yml").write_text("root: index\nchapters: [{file: chapters/concept}]\n", encoding="utf-8")
    before = state(folder)
    with pytest.raises(ProjectError, match="Add “- file: chapters/views” by hand; nothing was written"):
        new_chapter(Paper(folder), "Views")
    assert state(folder) == before


def test_the_command_says_what_comes_next(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the author's own commands."""
    done = new(folder, monkeypatch, "Views")
    assert done.exit_code == 0
    assert "Written: chapters/views.ipynb" in done.output
    assert "make lab" in done.output


def test_it_names_its_kernel_as_saving_does(folder: Path) -> None:
    """So that the first save in JupyterLab changes nothing."""
    path = new_chapter(Paper(folder), "Views")
    before = nbformat.read(path, as_version=4)
    after = copy.deepcopy(before)
    after.metadata.kernelspec.display_name = "Python 3 (ipykernel)"
    path_in_paper = path.relative_to(folder).as_posix()
    strip({"type": "notebook", "content": after}, path=path_in_paper, contents_manager=SimpleNamespace(root_dir=folder))
    assert after == before

"""The code of cells, read without running it."""

from __future__ import annotations

import ast

import pytest

from livepaper import Paper, code_cells
from livepaper.errors import ProjectError
from livepaper.serve.draft import _wait_for_whole


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("%livepaper lint", ["%livepaper lint"]),
        ("a = 1\n%time a\n!ls\nif a:\n    %matplotlib inline", ["%time a", "!ls", "%matplotlib inline"]),
        ("?paper", ["?paper"]),
        ("rest = (a\n    % b)", []),
        ('text = """\n%livepaper lint\n"""', []),
        ("", []),
    ],
)
def test_magics_are_told_from_python(source: str, found: list[str]) -> None:
    """A remainder on a line of its own is none, nor is a line of a string."""
    assert code_cells.magics(source) == found


def test_a_cell_with_magics_can_be_read() -> None:
    """Its other lines are Python."""
    tree = code_cells.tree("if a:\n    %time a\nb = 2")
    assert tree is not None
    assert ast.unparse(tree) == "if a:\n    pass\nb = 2"


@pytest.mark.parametrize("source", ["x = (", "\x00", "x = !ls"])
def test_what_is_no_python_has_no_tree(source: str) -> None:
    """And raises nothing."""
    assert code_cells.tree(source) is None


def test_calls_are_found_under_a_name_or_a_module() -> None:
    """But not where something is only named."""
    tree = ast.parse("Figure(1)\nlivepaper.Figure(2)\nFigure\nother.figure(3)")
    assert [ast.unparse(call) for call in code_cells.calls(tree, "Figure")] == ["Figure(1)", "livepaper.Figure(2)"]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"nbformat": 4}'])
def test_a_file_that_is_no_notebook_is_told_in_plain_words(copy_of_data, tmp_path, content):
    """Whoever reads it: a chapter that is run, a notebook that is linted, the draft that waits until it is whole."""
    folder = copy_of_data(tmp_path)
    path = folder / "index.ipynb"
    path.write_text(content, encoding="utf-8")
    told = r"index\.ipynb: found .+; expected a notebook\. Restore it, or correct its name\."
    with pytest.raises(ProjectError, match=told):
        code_cells.read(path)
    with pytest.raises(ProjectError, match=told):
        Paper(folder).chapter("index")
    _wait_for_whole(path)

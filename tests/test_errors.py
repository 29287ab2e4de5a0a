"""What authors see of an error in a notebook."""

from __future__ import annotations

import pytest
from IPython.core.interactiveshell import InteractiveShell

CELL = """\
from livepaper.errors import QuestionError

def ask():
    raise QuestionError("asb-2022", "no response “war”", "one of corruption, war", "Check the spelling.")

ask()"""


@pytest.fixture
def shell():
    """A running IPython."""
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


def test_a_notebook_shows_the_line_and_the_four_answers(shell, capsys):
    """The engine's own lines would only be in the way."""
    shell.run_cell(CELL)

    line = CELL.splitlines()[3].strip()
    assert capsys.readouterr().out.strip().splitlines() == [
        f"QuestionError in line 4 of this cell: {line}",
        "",
        "where:      asb-2022",
        "found:      no response “war”",
        "expected:   one of corruption, war",
        "what to do: Check the spelling.",
    ]

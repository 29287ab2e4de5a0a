"""The public face: what chapters import, and the errors they may meet."""

from __future__ import annotations

import inspect
import re

import pytest

import livepaper
from livepaper import errors

ERRORS = {name for name, value in vars(errors).items() if inspect.isclass(value) and issubclass(value, Exception)}


def test_public_names_are_these():
    """A new one is a decision, not an accident."""
    assert livepaper.__all__ == sorted(livepaper.__all__)
    assert set(livepaper.__all__) == {
        "Claim", "Claims", "Figure", "Grade", "Paper", "Quantity", "Survey", "Table", "tally", "total",
    }  # fmt: skip


@pytest.mark.parametrize("name", livepaper.__all__)
def test_public_names_say_what_they_are(name):
    """As do their public methods."""
    thing = getattr(livepaper, name)
    members = [member for key, member in vars(thing).items() if not key.startswith("_") and callable(member)]
    assert all(inspect.getdoc(member) for member in (thing, *members))


def test_the_tree_of_errors_is_drawn_in_full():
    """At the top of its module, every error once."""
    assert sorted(re.findall(r"\w+Error\b", errors.__doc__)) == sorted(ERRORS)


@pytest.mark.parametrize("name", sorted(ERRORS))
def test_an_error_writes_its_own_sentence(name):
    """Where, what was found, what was expected, what to do."""
    error = getattr(errors, name)("data.csv, row 3", "“x”", "a number", "Correct it.")
    assert isinstance(error, errors.LivePaperError)
    assert str(error) == "data.csv, row 3: found “x”; expected a number. Correct it."


def test_a_missing_claim_is_also_a_missing_attribute():
    """So that Python's own probing works on claims."""
    assert issubclass(errors.ClaimError, AttributeError)

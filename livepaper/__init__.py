"""The engine of a live paper: numbers that know their rows, from data to page."""

from __future__ import annotations

import sys
from typing import Any

from livepaper.claims import Claim, Claims
from livepaper.figures import Figure, Table
from livepaper.paper import Paper
from livepaper.quantity import Grade, Quantity, tally, total
from livepaper.survey import Survey

__all__ = ["Claim", "Claims", "Figure", "Grade", "Paper", "Quantity", "Survey", "Table", "tally", "total"]


def load_ipython_extension(shell: Any) -> None:
    """Give a notebook the magic `%livepaper`; importing the engine in one does so by itself."""
    from livepaper.cli.magic import register  # noqa: PLC0415  only notebooks need it

    register(shell)


if "IPython" in sys.modules and (_shell := sys.modules["IPython"].get_ipython()) is not None:
    load_ipython_extension(_shell)

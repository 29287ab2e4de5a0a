"""The engine of a live paper: numbers that know their rows, from data to page."""

from livepaper.claims import Claim, Claims
from livepaper.figures import Figure, Table
from livepaper.paper import Paper
from livepaper.quantity import Grade, Quantity, tally, total
from livepaper.survey import Survey

__all__ = ["Claim", "Claims", "Figure", "Grade", "Paper", "Quantity", "Survey", "Table", "tally", "total"]

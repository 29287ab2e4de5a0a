"""Figures: charts with their tables, texts and files."""

from pathlib import Path

from livepaper.figures.cells import Stack, remainder
from livepaper.figures.export import export, export_png
from livepaper.figures.figure import Figure
from livepaper.figures.forms import (
    bars,
    choropleth,
    grouped_bars,
    lines,
    matrix,
    stacked_bars,
)
from livepaper.figures.switch import Place, with_views
from livepaper.figures.table import Table
from livepaper.figures.theme import AGREEMENT

STYLE = Path(__file__).with_name("figure.css")
"""The style sheet of figures and tables."""

__all__ = [
    "AGREEMENT",
    "STYLE",
    "Figure",
    "Place",
    "Stack",
    "Table",
    "bars",
    "choropleth",
    "export",
    "export_png",
    "grouped_bars",
    "lines",
    "matrix",
    "remainder",
    "stacked_bars",
    "with_views",
]

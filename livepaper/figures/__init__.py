"""Figures: charts with their tables, texts and files."""

from pathlib import Path

from livepaper.figures.cells import Stack, with_rest
from livepaper.figures.export import export, export_png
from livepaper.figures.figure import Figure, with_downloads
from livepaper.figures.forms import (
    bars,
    choropleth,
    dots,
    dumbbell,
    grouped_bars,
    lines,
    matrix,
    stacked_bars,
)
from livepaper.figures.table import Table

STYLE = Path(__file__).with_name("figure.css")
"""The style sheet of figures and tables."""

__all__ = [
    "STYLE",
    "Figure",
    "Stack",
    "Table",
    "bars",
    "choropleth",
    "dots",
    "dumbbell",
    "export",
    "export_png",
    "grouped_bars",
    "lines",
    "matrix",
    "stacked_bars",
    "with_downloads",
    "with_rest",
]

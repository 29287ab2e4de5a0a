"""The forms of charts: pure functions from a table and a width to an Altair chart."""

from livepaper.figures.forms.bars import bars
from livepaper.figures.forms.choropleth import choropleth
from livepaper.figures.forms.lines import lines
from livepaper.figures.forms.matrix import matrix
from livepaper.figures.forms.paired import grouped_bars
from livepaper.figures.forms.stacked import stacked_bars

__all__ = ["bars", "choropleth", "grouped_bars", "lines", "matrix", "stacked_bars"]

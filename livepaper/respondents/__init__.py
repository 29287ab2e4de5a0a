"""Weighted toplines of files of respondents, of whom nothing else leaves this package.

given = read(Path("map.yml"))
guard(file, paper.root)
imported = toplines(file, given)
"""

from livepaper.respondents.importing import toplines
from livepaper.respondents.mapping import Map, read
from livepaper.respondents.source import guard
from livepaper.respondents.toplines import Imported, Topline

__all__ = ["Imported", "Map", "Topline", "guard", "read", "toplines"]

"""The data to take away: each file of the package as it is, all in one zip, and all tables in one workbook."""

from __future__ import annotations

from livepaper.files import write
from livepaper.paper import DATA, Paper
from livepaper.site.archive import archive, package_files
from livepaper.site.publication import Publication
from livepaper.site.workbook import workbook


def downloads(publication: Publication) -> None:
    """Put the files of the data package, its zip and its workbook into the site."""
    for name, content in {**package_files(publication.paper), **whole(publication.paper)}.items():
        write(publication.folder / DATA / name, content)


def whole(paper: Paper) -> dict[str, bytes]:
    """Return the files that hold the whole package by name: the zip, then the workbook."""
    name = paper.package.descriptor.get("name", DATA)
    return {f"{name}.zip": archive(paper), f"{name}.xlsx": workbook(paper.package)}

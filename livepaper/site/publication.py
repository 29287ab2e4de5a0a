"""What the steps that finish a site work on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from livepaper.claims import Claim
from livepaper.paper import Paper


@dataclass(frozen=True)
class Document:
    """One page of the book.

    Attributes:
        name: Its file without ending, relative to the site: `chapters/trust`.
        title: Its title as plain text.
    """

    name: str
    title: str

    @property
    def chapter(self) -> str:
        """The chapter's name, by which claims are named."""
        return self.name.rpartition("/")[2]


@dataclass(frozen=True)
class Shown:
    """A claim where the text of a page shows it.

    Attributes:
        document: Name of the page.
        cell: The notebook's cell, from one.
        form: The form it is said in.
    """

    document: str
    cell: int
    form: str


@dataclass(frozen=True)
class Publication:
    """A site in the making.

    Attributes:
        folder: The folder of the pages.
        paper: The paper.
        documents: The pages of the book, in reading order.
        claims: Every claim by its id, in reading order.
        cells: The cell that makes each claim, from one.
        shown: Where running text shows each claim.
        figures: The records of all figures (`Figure.record`, with `cell` and `document`), in reading order.
        notebooks: The executed notebook of each document, as a file.
        renewed: The pages to finish, by name; None for all. The steps read the others, and leave them as they are.
    """

    folder: Path
    paper: Paper
    documents: Sequence[Document]
    claims: Mapping[str, Claim]
    cells: Mapping[str, int]
    shown: Mapping[str, Sequence[Shown]]
    figures: Sequence[Mapping[str, Any]]
    notebooks: Mapping[str, Path]
    renewed: frozenset[str] | None = None

    def page(self, document: str) -> Path:
        """Return the file of a page."""
        return self.folder / f"{document}.html"

    def pages(self) -> list[Path]:
        """Return the files of the pages to finish, those that are no documents of the book included."""
        if self.renewed is not None:
            return sorted(path for path in map(self.page, self.renewed) if path.is_file())
        return sorted(path for path in self.folder.rglob("*.html") if "_static" not in path.parts)

    def unfinished(self) -> list[Document]:
        """Return the documents whose pages are to be finished."""
        return [each for each in self.documents if self.renewed is None or each.name in self.renewed]

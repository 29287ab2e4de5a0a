"""What readers see, as text with the claims in it.

    for passage in passages("trust", executed):
        print(passage.place, passage.text)

The notebook is an executed one: its code cells hold the records and the HTML that
the chapter left, and each Markdown cell holds, under `livepaper.said` of its
metadata, what its `{eval}` roles print: expression, id, form, value and text.
"""

from __future__ import annotations

from nbformat import NotebookNode

from livepaper.passages.displayed import displayed
from livepaper.passages.passage import Bound, Passage, Writing
from livepaper.passages.prose import citations, description, expressions, prose
from livepaper.passages.references import images, links
from livepaper.passages.sentences import sentence, spans

__all__ = [
    "Bound",
    "Passage",
    "Writing",
    "citations",
    "expressions",
    "images",
    "links",
    "passages",
    "sentence",
    "spans",
    "written",
]


def passages(chapter: str, notebook: NotebookNode) -> list[Passage]:
    """Return every text of an executed chapter that readers see, in the order of the page.

    Args:
        chapter: The chapter's name.
        notebook: Its executed notebook.
    """
    found = list(description(chapter, notebook.metadata))
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == "markdown":
            said = cell.metadata.get("livepaper", {}).get("said", [])
            found += prose(chapter, number, cell.source, said)
        for output in cell.get("outputs", []):
            if html := output.get("data", {}).get("text/html"):
                found += displayed(chapter, number, "".join(html))
    return found


def written(chapter: str, notebook: NotebookNode) -> list[Passage]:
    """Return the texts of a chapter's Markdown and metadata as they are written, before anything runs.

    In the place of what a role would print stands its expression in braces, or the key of a reference in brackets.

    Args:
        chapter: The chapter's name.
        notebook: The notebook as it was saved.
    """
    found = list(description(chapter, notebook.metadata))
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == "markdown":
            unsaid = [
                {"expression": asked, "text": f"{{{asked}}}", "id": "", "form": "", "value": ""}
                for asked in expressions(cell.source)
            ]
            found += prose(chapter, number, cell.source, unsaid, keys=True)
    return found

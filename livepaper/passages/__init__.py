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
from livepaper.passages.passage import Bound, Passage
from livepaper.passages.prose import citations, description, expressions, prose
from livepaper.passages.sentences import sentence

__all__ = ["Bound", "Passage", "citations", "expressions", "passages", "sentence"]


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

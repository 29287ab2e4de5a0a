"""What chapters gave when they ran, so that a prose edit needs no kernel.

Of each chapter the outputs of its cells and of its expressions are kept, with the digest of its code and of all
that it read. While these are the same, what it gave is as good as new; a failure is never kept.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from nbformat import NotebookNode, from_dict

from livepaper.environment import LOCK
from livepaper.errors import LivePaperError
from livepaper.files import write
from livepaper.paper import BIBLIOGRAPHY, Paper
from livepaper.records import READ
from livepaper.sphinx_ext.dependencies import ENGINE, digests

Outputs = list[NotebookNode]

GONE = "gone"
"""The digest of what is not there."""


@dataclass(frozen=True)
class Remembered:
    """What a chapter gave.

    Attributes:
        code: The digest of its code.
        reads: The digest of each thing it read, and of the engine.
        outputs: The outputs of each cell of code.
        said: What each expression of its text gave, by `place`.
        language: What the kernel says of its language.
    """

    code: str = ""
    reads: Mapping[str, str] = field(default_factory=dict)
    outputs: tuple[Outputs, ...] = ()
    said: Mapping[str, Outputs] = field(default_factory=dict)
    language: Mapping[str, Any] = field(default_factory=dict)


def place(ran: int, expression: str) -> str:
    """Name an expression by how many cells of code have run before it: it may depend on each of them."""
    return f"{ran} {expression}"


def code_digest(notebook: NotebookNode) -> str:
    """Return the digest of all that decides what the code of a notebook gives, apart from what it reads."""
    cells = [
        (cell.source, sorted(cell.metadata.get("tags", []))) for cell in notebook.cells if cell.cell_type == "code"
    ]
    kernel = notebook.metadata.get("kernelspec", {}).get("name", "")
    return hashlib.sha256(json.dumps([kernel, cells]).encode()).hexdigest()


def engine(paper: Paper) -> str:
    """Return the digest of what chapters run on: the engine, Python, the lock of the environment."""
    lock = paper.root / LOCK
    parts = [digests(paper, {ENGINE})[ENGINE], platform.python_version(), lock.read_text() if lock.is_file() else ""]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def inputs(paper: Paper) -> dict[str, str]:
    """Return the digest of everything that chapters can read, by the names of their records.

    Data that cannot be read at all have none, so that whatever was made of them is out of date.
    """
    try:
        files = {f"file:{name}.ipynb" for name in paper.documents} | {f"file:{BIBLIOGRAPHY}"}
        return digests(paper, files | {f"data:{name}" for name in paper.package.names})
    except (LivePaperError, KeyError, TypeError):
        return {}


class Memory:
    """What every chapter gave, in memory and in a folder.

    Attributes:
        inputs: The digest of each thing that chapters read, as it is now.
    """

    def __init__(self, folder: Path) -> None:
        self.inputs: Mapping[str, str] = {}
        self._folder = folder
        self._kept: dict[str, Remembered] = {}

    def recall(self, document: str, code: str) -> Remembered | None:
        """Return what a document gave, if its code and all that it read are still the same."""
        kept = self._kept.get(document) or self._load(document)
        if kept is None:
            return None
        self._kept[document] = kept
        return kept if kept.code == code and self._is_valid(kept) else None

    def holds(self, document: str) -> bool:
        """Tell whether what a document read has stayed the same since it ran last without a failure."""
        return document in self._kept and self._is_valid(self._kept[document])

    def restated(self, document: str) -> set[str]:
        """Return the documents that a document restated when it ran last without a failure."""
        kept = self._kept.get(document)
        files = [name.removeprefix("file:") for name in (kept.reads if kept else ()) if name.startswith("file:")]
        return {name.removesuffix(".ipynb") for name in files if name.endswith(".ipynb")}

    def keep(self, document: str, given: Remembered) -> None:
        """Keep what a document gave; without `reads`, which are taken from its records."""
        records = [
            output["data"][READ]["name"]
            for outputs in given.outputs
            for output in outputs
            if READ in output.get("data", {})
        ]
        reads = {name: self.inputs.get(name, GONE) for name in [ENGINE, *records]}
        kept = self._kept[document] = Remembered(given.code, reads, given.outputs, given.said, given.language)
        write(self._folder / f"{document}.json", json.dumps(asdict(kept), ensure_ascii=False).encode())

    def forget(self, document: str) -> None:
        """Forget what a document gave: it has failed since."""
        self._kept.pop(document, None)
        (self._folder / f"{document}.json").unlink(missing_ok=True)

    def _is_valid(self, kept: Remembered) -> bool:
        return all(self.inputs.get(name, GONE) == digest for name, digest in kept.reads.items())

    def _load(self, document: str) -> Remembered | None:
        try:
            read = json.loads((self._folder / f"{document}.json").read_text(encoding="utf-8"))
            outputs = tuple(list(map(from_dict, cell)) for cell in read["outputs"])
            said = {name: list(map(from_dict, given)) for name, given in read["said"].items()}
            return Remembered(read["code"], read["reads"], outputs, said, read["language"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

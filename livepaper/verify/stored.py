"""Executions that are kept, so that what was executed once need not be executed again.

An execution leaves its notebooks in a folder, and last of all a record of how each
chapter ran, of every notebook's hash and of one digest over all it was made from: the
engine, the data, the chapters, the configuration, the bibliography. While that digest
is the same, the notebooks are as good as new.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import nbformat

from livepaper.datapackage.package import sha256
from livepaper.edition import Edition, Problem, Run
from livepaper.environment import ENGINE, engine_files
from livepaper.files import write
from livepaper.paper import Paper
from livepaper.verify.copies import executable, sources
from livepaper.verify.verification import Options, verify

RECORD = "execution.json"
SOURCES = "sources"
"""The folder, among the executed notebooks, of the copy that was executed where the data were not sealed."""


def execute(
    paper: Paper, folder: Path, options: Options | None = None, done: Callable[[Run], None] = lambda run: None
) -> Edition:
    """Execute a paper, or a copy with fresh hashes if its data are not sealed, and keep the execution.

    Args:
        paper: The paper.
        folder: Where to keep the executed notebooks and their pages.
        options: How to execute.
        done: Told of each chapter that has run.

    Returns:
        The edition; its `root` is the paper's, whichever was executed.

    Raises:
        ProjectError: The chapters cannot be listed, or the scheduler does not answer.
        DataError: The data package's descriptor cannot be read.
    """
    before = digest(paper)
    options = replace(options or Options(), seconds=_seconds(folder))
    edition = _of(paper, verify(executable(paper, folder / SOURCES), folder, options, done))
    if before == digest(paper) and not any(_is_accident(run.problem) for run in edition.runs):
        _record(edition, folder, before)
    return edition


def edition(
    paper: Paper, folder: Path, options: Options | None = None, done: Callable[[Run], None] = lambda run: None
) -> Edition:
    """Return the edition that a folder keeps, if nothing that it was made from has changed; otherwise `execute`."""
    found = kept(paper, folder)
    return execute(paper, folder, options, done) if found is None else found


def _seconds(folder: Path) -> dict[str, float]:
    """Return how long each chapter took at the execution that a folder keeps; nothing without one."""
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        return {run["chapter"]: run["seconds"] for run in record["runs"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def digest(paper: Paper) -> str:
    """Return one hash over the names and contents of all that an execution of a paper depends on.

    Raises:
        ProjectError: The chapters cannot be listed.
    """
    total = hashlib.sha256(platform.python_version().encode())
    for folder, files in ((ENGINE, engine_files()), (paper.root, sources(paper))):
        for path in files:
            total.update(f"{path.relative_to(folder).as_posix()} {sha256(path.read_bytes())}\n".encode())
    return f"sha256:{total.hexdigest()}"


def _of(paper: Paper, executed: Edition) -> Edition:
    return executed if executed.paper.root == paper.root else replace(executed, origin=paper.root)


def _is_accident(problem: Problem | None) -> bool:
    """Tell whether a chapter may well run next time: its failure has causes outside the files."""
    return problem is not None and problem.kind != "failed"


def _record(edition: Edition, folder: Path, made_from: str) -> None:
    notebooks = {chapter: sha256(_notebook(folder, chapter).read_bytes()) for chapter in edition.notebooks}
    record = {"made_from": made_from, "notebooks": notebooks, "runs": [asdict(run) for run in edition.runs]}
    write(folder / RECORD, (json.dumps(record, indent=2, ensure_ascii=False) + "\n").encode())


def kept(paper: Paper, folder: Path) -> Edition | None:
    """Return the edition of a folder, or None if it is not that of the paper as it is, or not whole."""
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        if record["made_from"] != digest(paper):
            return None
        contents = {chapter: _notebook(folder, chapter).read_bytes() for chapter in record["notebooks"]}
        if record["notebooks"] != {chapter: sha256(content) for chapter, content in contents.items()}:
            return None
        runs = tuple(map(_run, record["runs"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    notebooks = {chapter: nbformat.reads(content.decode(), as_version=4) for chapter, content in contents.items()}
    return _of(paper, Edition(executable(paper, folder / SOURCES), runs, notebooks))


def _run(record: dict[str, Any]) -> Run:
    problem = record.pop("problem")
    return Run(**record, problem=Problem(**problem) if problem else None)


def _notebook(folder: Path, chapter: str) -> Path:
    return folder / f"{chapter}.ipynb"

"""A new chapter, which builds as it is written: a claim, a sentence and a figure from the paper's own data.

The claim is a share of the last survey of the data package, the figure all published
answers to its question; where there are no surveys, the claim counts the rows of a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import yaml
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from livepaper.datapackage import Package
from livepaper.datapackage.package import Row
from livepaper.errors import DataError, LivePaperError, ProjectError
from livepaper.exemptions import TABLE, exemptions
from livepaper.files import write
from livepaper.lab.saving import METADATA
from livepaper.loose import sort
from livepaper.numerals import scan
from livepaper.paper import CONTENTS, Paper
from livepaper.passages import Passage
from livepaper.slugs import slug
from livepaper.survey import QUESTIONS, TOPLINES, WAVES, Survey
from livepaper.works import authors, entries

_ENTRY = re.compile(
    r"(?P<indent>\s*)-\s+(?P<key>[\"']?file[\"']?\s*:\s*)(?P<quote>[\"']?)(?P<file>[^\"'#\s]+)(?P=quote)"
)
_FOLDED = {"tags": ["hide-input"]}
_ENOUGH = 3
"""Answers that make a chart worth drawing."""


@dataclass(frozen=True)
class Example:
    """What a new chapter begins with: the source of its cells, after the title."""

    first: str
    prose: str
    figure: str = ""


def new_chapter(paper: Paper, title: str, after: str = "") -> Path:
    """Write a chapter and add it to the table of contents; return its notebook.

    Args:
        paper: The paper.
        title: The chapter's title.
        after: The chapter that it follows; by default the last one.

    Raises:
        ProjectError: The title gives no name, or holds a number; there is such a chapter or file; the table of
            contents has no place for it.
        LivePaperError: The data package cannot be read.
    """
    name = _name(paper, title)
    before = paper.documents[-1] if not after else _document(paper, after)
    folder = before.rpartition("/")[0] if before != paper.documents[0] else "chapters"
    document = f"{folder}/{name}".lstrip("/")
    path = paper.root / f"{document}.ipynb"
    if name in paper.chapters or path.exists():
        raise ProjectError(
            str(path), "a chapter of that name", "a new one", "Choose another title; nothing was written."
        )
    contents = paper.root / CONTENTS
    listed = _listed(contents, before if before != paper.documents[0] else "", document)
    write(path, nbformat.writes(_notebook(title, _example(paper, name))).encode() + b"\n")
    try:
        write(contents, listed.encode("utf-8"))
    except BaseException:
        path.unlink()
        raise
    return path


def _name(paper: Paper, title: str) -> str:
    if not title.isprintable():
        raise ProjectError("the title", repr(title), "one line of text", "Choose another title.")
    name = slug(title)
    if not name:
        raise ProjectError(f"the title “{title}”", "no letters a to z", "a title", "Choose another title.")
    numbers = sort(Passage(name, 1, "heading", title, ()), exemptions(paper.package)).loose
    if numbers:
        raise ProjectError(
            f"the title “{title}”",
            f"the {numbers[0].kind} “{numbers[0].text}”",
            "a title without numbers that are bound to nothing",
            f"Choose another title, or list it in {TABLE} with a reason first.",
        )
    return name


def _document(paper: Paper, chapter: str) -> str:
    return paper.notebook(chapter).relative_to(paper.root).with_suffix("").as_posix()


def _listed(path: Path, before: str, document: str) -> str:
    """Return a table of contents with one more document, every other line as it was.

    Args:
        path: The table of contents.
        before: The document behind which it is listed; if empty, it is the first behind the landing page.
        document: The document.

    Raises:
        ProjectError: There is no place for it.
    """
    text = path.read_text(encoding="utf-8")
    listed = _with_line(text, before, document)
    expected = yaml.safe_load(text)
    if not _insert(expected, before, document) and not before:
        expected["chapters"] = [{"file": document}]
    try:
        found = yaml.safe_load(listed)
    except yaml.YAMLError:
        found = None
    if found != expected:
        raise ProjectError(
            str(path),
            "no place for the chapter",
            "a list of files",
            f"Add “- file: {document}” by hand; nothing was written.",
        )
    return listed


def _with_line(text: str, before: str, document: str) -> str:
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        entry = _ENTRY.match(line)
        if entry and (not before or entry["file"] == before):
            end = number + 1 if before else number
            while before and end < len(lines) and _belongs(lines[end], len(entry["indent"])):
                end += 1
            above = "".join(lines[:end])
            start = above if not above or above.endswith("\n") else f"{above}\n"
            return "".join([start, f"{entry['indent']}- file: {document}\n", *lines[end:]])
    return f"{text.rstrip()}\nchapters:\n- file: {document}\n"


def _belongs(line: str, indent: int) -> bool:
    """Tell whether a line says more of the entry above it: its title, its sections."""
    return bool(line.strip()) and len(line) - len(line.lstrip()) > indent


def _insert(part: object, before: str, document: str) -> bool:
    """Put a document into a part of the parsed table of contents, if it has the place; tell whether it has."""
    if isinstance(part, list):
        for number, entry in enumerate(part):
            if isinstance(entry, dict) and "file" in entry and before in {"", entry["file"]}:
                part.insert(number + 1 if before else number, {"file": document})
                return True
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return any(_insert(one, before, document) for one in inner)


def _notebook(title: str, example: Example) -> nbformat.NotebookNode:
    cells = [
        new_markdown_cell(f"# {title}"),
        new_code_cell(example.first, metadata=_FOLDED),
        new_markdown_cell(example.prose),
    ]
    if example.figure:
        cells.append(new_code_cell(example.figure, metadata=_FOLDED))
    for number, cell in enumerate(cells):
        cell["id"] = str(number)
    return new_notebook(cells=cells, metadata=METADATA)


def _example(paper: Paper, name: str) -> Example:
    surveyed = {WAVES, QUESTIONS, TOPLINES} <= set(paper.package.names)
    asked = next(_questions(paper), None) if surveyed else None
    return _counting(paper, name) if asked is None else _survey(paper, name, *asked)


def _questions(paper: Paper) -> Iterator[tuple[str, str, list[Row]]]:
    """Give waves and questions with their answers: the last wave first, questions with many answers first."""
    package = paper.package
    for wave in sorted(package.rows(WAVES), key=lambda row: row["year"], reverse=True):
        answers: dict[str, list[Row]] = {}
        for row in package.rows(TOPLINES):
            if (row["wave"], row["population"]) == (wave["wave"], wave["population"]):
                answers.setdefault(row["question"], []).append(row)
        for question, rows in sorted(answers.items(), key=lambda item: len(item[1]) < _ENOUGH):
            if _plain(paper, wave["wave"], question, rows):
                yield wave["wave"], question, rows


def _plain(paper: Paper, wave: str, question: str, rows: list[Row]) -> bool:
    """Tell whether answers come from one source, and have no number in their words."""
    if len({row["source"] for row in rows}) > 1 or scan(
        " ".join([_by(paper, rows[0]), *(row["response"] for row in rows)])
    ):
        return False
    try:
        return bool(Survey(paper.package, wave).shares(question))
    except LivePaperError:
        return False


def _by(paper: Paper, row: Row) -> str:
    work = entries(paper.bibliography).get(row["source"])
    return row["source"] if work is None else authors(work)


def _survey(paper: Paper, name: str, wave: str, question: str, rows: list[Row]) -> Example:
    largest = max(rows, key=lambda row: float(row["percent"]))
    paraphrase = next(row["paraphrase"] for row in paper.package.rows(QUESTIONS) if row["question"] == question)
    subtitle = paraphrase if paraphrase and not scan(paraphrase) else "Share of those who were asked"
    base = "{largest_share.base} people" if largest["base"] else "not known"
    first = f"""\
import pandas as pd

from livepaper import Claims, Figure, Paper
from livepaper.figures import bars

paper = Paper.open()
claims = Claims({_quoted(name)})

survey = paper.wave({_quoted(wave)})
claims.largest_share = survey.share({_quoted(question)}, {_quoted(largest["response"])})"""
    prose = (
        f"In the survey reported by {{cite:t}}`{largest['source']}`, {{eval}}`claims.largest_share` answered "
        f"“{largest['response']}”; {{numref}}`fig-{name}` has the other published answers. "
        "Write your own text here instead."
    )
    figure = f"""\
shares = survey.shares({_quoted(question)})
frame = pd.DataFrame({{"Answer": list(shares), "Share": list(shares.values())}})
Figure(
    {_quoted(name)},
    claims=claims,
    title={_quoted("{largest_share} answered “" + largest["response"] + "”")},
    subtitle={_quoted(subtitle)},
    base={_quoted(base)},
    source={_quoted(_by(paper, largest))},
    draw=lambda width: bars(frame, width=width),
    table=frame,
)"""
    return Example(first, prose, figure)


def _counting(paper: Paper, name: str) -> Example:
    table = _table(paper.package)
    works = {row.get("source", "") for row in paper.package.rows(table)}
    cited = f" {{cite:p}}`{works.pop()}`" if len(works) == 1 and "" not in works else ""
    first = f"""\
from livepaper import Claims, Paper

paper = Paper.open()
claims = Claims({_quoted(name)})
claims.rows = paper.table({_quoted(table)}).count("rows")"""
    prose = f"The table *{table}* has {{eval}}`claims.rows` rows{cited}. Write your own text here instead."
    return Example(first, prose)


def _table(package: Package) -> str:
    for name in package.names:
        if package.fields(name) and package.rows(name) and not scan(name):
            return name
    raise DataError(str(package.folder), "no table with rows", "a table to take a number from", "Add data first.")


def _quoted(text: str) -> str:
    """Return a text as a string of Python, in double quotes."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'

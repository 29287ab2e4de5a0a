"""Whether figures show what the raw data give: files, table, labels and the words that stand for the drawing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from livepaper.audit.alt_texts import problems as problems_of_alt
from livepaper.audit.authored import Words
from livepaper.audit.book import Book
from livepaper.audit.figure_files import Files, read_files, records_of
from livepaper.audit.findings import Audit, Finding
from livepaper.audit.pages import Cell, FigureShown, Page, numerals, words
from livepaper.audit.saying import say
from livepaper.audit.values import Numbers, equal

_MISSING = "not disclosed"
"""What a table prints where a CSV file has an empty cell."""


Problem = tuple[str, str, str]
"""What was looked at, what is displayed, what was expected."""


def _texts(records: Iterable[dict[str, Any]]) -> list[str]:
    """The texts that records are written for and nothing else, in a fixed order."""
    return sorted(str(record["text"]) for record in records if set(record) == {"text", "x", "y", "colour"})


def check_figures(page: Page, folder: Path, numbers: Numbers, written: Words, book: Book, audit: Audit) -> None:
    """Confirm every figure of a page.

    Args:
        page: The page.
        folder: Where the exported files are.
        numbers: What works formulas out.
        written: The texts in the chapter's code, such as the names of a chart's rules.
        book: What the book's configuration says of it.
        audit: Where findings and counts go.
    """
    for figure in page.figures:
        try:
            problems = list(_problems(figure, read_files(folder, figure.name), numbers, written))
        except (OSError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            problems = [("its files and its table", str(error), "CSV, SVG and Vega-Lite files that fit together")]
        problems += _of_citation(figure, book)
        for part, displayed, expected in problems:
            audit.findings.append(Finding(page.name, f"figure {figure.name}, {part}", "", displayed, expected))
        if not problems:
            audit.counts.figures += 1
            audit.counts.labels += sum(len(numerals(label)) for picture in figure.pictures for label in picture.labels)


def _problems(figure: FigureShown, files: Files, numbers: Numbers, written: Words) -> Iterator[Problem]:
    yield from _of_csv(files, numbers)
    yield from _of_labels(figure, files, written)
    if [len(row) for row in figure.rows] != [len(files.heads)] * len(files.csv):
        size = f"{len(files.csv) - 1} rows with the columns {', '.join(files.heads)}"
        yield "its table", f"{max(len(figure.rows) - 1, 0)} rows, or rows of another length", size
        return
    yield from _of_table(figure, files)
    for specification in (files.specification, files.narrow):
        yield from _of_records(figure, files, records_of(specification), numbers)
    yield from problems_of_alt(figure, files.heads, files.meta)


def _of_citation(figure: FigureShown, book: Book) -> Iterator[Problem]:
    """Compare how a figure is to be cited with its number, its title and the book's configuration."""
    expected = f"{book.author} ({book.year}). {figure.number}: {figure.title.rstrip('.')}. In: {book.title}"
    if figure.citation != expected:
        yield "its citation", f"“{figure.citation}”", f"“{expected}”"


def _of_csv(files: Files, numbers: Numbers) -> Iterator[Problem]:
    """Compare the numbers of the CSV file with the raw data."""
    for head in files.heads:
        rows = zip(*(files.column(f"{head}: {kind}") for kind in ("base", "grade", "formula")), strict=True)
        for at, ((base, grade, formula), value) in enumerate(zip(rows, files.column(head), strict=False), start=1):
            if not formula:
                continue
            where = f"row {at} of its CSV file, column {head}"
            number = numbers.of(formula)
            if isinstance(number, str):
                yield where, f"the formula {formula}", f"one that the data can answer ({number})"
                continue
            expected = (f"{number.value:f}", "" if number.base is None else str(number.base), number.evidence)
            if not equal(value, number.value) or (base, grade) != expected[1:]:
                yield where, ", ".join(filter(None, (value, base, grade))), ", ".join(filter(None, expected))


def _of_table(figure: FigureShown, files: Files) -> Iterator[Problem]:
    """Compare the table on the page with the CSV file."""
    shown = [cell.text for cell in figure.rows[0]]
    if shown != files.heads:
        yield "the heads of its table", ", ".join(shown), ", ".join(files.heads)
    for at, head in enumerate(files.heads):
        formulas = files.column(f"{head}: formula") or [""] * (len(files.csv) - 1)
        for row, (text, formula) in enumerate(zip(files.column(head), formulas, strict=True), start=1):
            cell = figure.rows[row][at]
            if not _same(cell, text, formula):
                yield f"row {row} of its table, column {head}", f"“{cell.text}”", text or _MISSING


def _same(cell: Cell, text: str, formula: str) -> bool:
    """Tell whether a cell of the page shows what a cell of the CSV file holds."""
    if formula:
        shown = cell.shown[0] if len(cell.shown) == 1 else None
        own = shown is not None and shown.formula in {"", formula}
        return shown is not None and own and shown.value == text
    displayed = cell.text.replace("\N{MINUS SIGN}", "-")
    return displayed == " ".join(text.split()) or (not text and displayed in {"", _MISSING})


def _of_labels(figure: FigureShown, files: Files, written: Words) -> Iterator[Problem]:
    """Compare the labels of both drawings with the exported files and with the table."""
    if len(figure.pictures) != 2:
        yield "its drawings", str(len(figure.pictures)), "two: a wide and a narrow one"
        return
    wide, narrow = figure.pictures
    yield from _differing("the wide drawing", wide.labels, "the exported SVG", files.svg)
    yield from _differing("the exported SVG", sorted(files.svg), "the Vega-Lite", _texts(files.records))
    yield from _differing(
        "the narrow drawing", sorted(narrow.labels), "its Vega-Lite", _texts(records_of(files.narrow))
    )
    table = Counter(word for row in figure.rows for cell in row for line in cell.lines for word in words(line))
    composed = [label for label in _once(wide.labels) if not _is_piece(label, written)]
    here, there = _counted(_once(wide.labels)), _counted(_once(narrow.labels))
    for part, extra in (
        ("the wide drawing", _counted(composed) - table),
        ("the narrow drawing", there - here),
        ("the narrow drawing, which lacks one", Counter() if files.meta.get("series") else here - there),
    ):
        if extra:
            yield part, f"the label “{next(iter(extra))}”", "the numbers of its table, in both drawings"
    missing = _printed(files) - Counter(narrow.labels)
    if missing and not files.meta.get("series"):
        yield "the narrow drawing", "no such label", f"“{next(iter(missing))}”"


def _counted(labels: Iterable[str]) -> Counter[str]:
    return Counter(word for label in labels for word in words(label) if word[0].isdigit())


def _is_piece(label: str, written: Words) -> bool:
    """Tell whether a label stands whole in the chapter's code, as the name of a rule does."""
    said = words(label)
    return bool(said) and tuple(said) in written.pieces.get(said[0], ())


def _once(texts: Sequence[str]) -> list[str]:
    """Leave out halos: a map writes each of its texts twice, the outline below the text."""
    half = len(texts) // 2
    return list(texts[:half]) if half and list(texts[:half]) == list(texts[half:]) else list(texts)


def _printed(files: Files) -> Counter[str]:
    """The printed values that the specification draws."""
    return Counter(str(record["text"]) for record in files.records if {"text", "value", "label"} <= set(record))


def _differing(one: str, found: Sequence[str], other: str, expected: Sequence[str]) -> Iterator[Problem]:
    if list(found) != list(expected):
        extra, lost = Counter(found) - Counter(expected), Counter(expected) - Counter(found)
        shown = f"“{next(iter(extra), '')}”" if extra else "labels in another order"
        yield one, shown, f"the labels of {other}{f', “{next(iter(lost))}”' if lost else ''}"


def _of_records(
    figure: FigureShown, files: Files, records: Iterable[dict[str, Any]], numbers: Numbers
) -> Iterator[Problem]:
    """Compare every value that a specification draws, whose it is and how it is printed, with the table."""
    heads, label = files.heads, str(files.meta.get("label") or files.heads[0])
    cells: dict[tuple[str, str], list[tuple[Cell, str]]] = defaultdict(list)
    formulas = {head: files.column(f"{head}: formula") for head in heads}
    for at, row in enumerate(figure.rows[1:] if label in heads else ()):
        for head, cell in zip(heads, row, strict=True):
            formula = formulas[head][at] if formulas[head] else ""
            cells[row[heads.index(label)].text, head].append((cell, _margin(formula, numbers)))
    drawn = next(iter(files.meta.get("values") or []), "")
    printed = files.meta.get("text")
    for record in records:
        owner = str(record.get("label", record.get("time", "")))
        own = cells.get((owner, str(record.get("part") or record.get("series") or drawn)), [])
        if "value" not in record or not own:
            continue
        extent = float(record["value"]) - float(record.get("from", 0))
        said = str(record.get("text")), str(record.get("margin", ""))
        if not any(_draws(extent, said, cell, margin, named=bool(printed)) for cell, margin in own):
            shown, expected = " ".join(said).strip(), " ".join([own[0][0].text, own[0][1]]).strip()
            yield f"the Vega-Lite value of {owner}", f"{extent:g}, “{shown}”", f"“{expected}”"


def _margin(formula: str, numbers: Numbers) -> str:
    """Print the margin of a cell that says how it follows from the data; nothing where none is known."""
    number = numbers.of(formula) if formula else ""
    if isinstance(number, str) or number.margin is None:
        return ""
    return f"± {say('margin', number, number.unit)}"


def _draws(extent: float, said: tuple[str, str], cell: Cell, margin: str, *, named: bool) -> bool:
    """Tell whether a drawn value is a cell's; a chart may print another column's text beside it."""
    text, around = said
    if len(cell.shown) != 1:
        return not around
    own = abs(float(cell.shown[0].value) - extent) < 1e-9 and (named or text == cell.text)
    return own and around == margin

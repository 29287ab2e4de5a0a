"""The appendix: every claim of the book with its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from livepaper import formulas
from livepaper.book_files.document import APPENDIX, Heading, Section, Source, tidy
from livepaper.book_files.grades import marked
from livepaper.claims import Claim
from livepaper.datapackage.package import Row
from livepaper.paper import Paper
from livepaper.survey import QUESTIONS, WAVES
from livepaper.works import described

TITLE = "Every number and its evidence"
_COLUMNS = ("Number", "What it is", "Base and margin", "Grade", "Source and place")
_ORIGINAL = "In the original paper"
_LISTED = 3
"""How many sources, and places of each, are listed; of more, the first few and how many others there are."""

_INTRODUCTION = (
    "The numbers stand in the order of the text, chapter by chapter, under the names they have in the chapters’ "
    "code. The base is how many people were asked; the margin is that of 95 per cent confidence under simple "
    "random sampling, unless a standard error is given with the share."
)
_LAST = " The last column gives what the original paper prints in the number’s place, with the verdict."


class Appendix:
    """Writes the appendix of a paper."""

    def __init__(self, paper: Paper, sources: Mapping[str, Source]) -> None:
        """Prepare to write.

        Args:
            paper: The paper, in whose data the evidence lies.
            sources: The entries of the book's list of sources by their text.
        """
        self._paper = paper
        self._sources = sources
        self._tables: dict[str, dict[str, Row]] = {}

    def section(self, claims: Mapping[str, Claim], titles: Mapping[str, str]) -> Section:
        """Return the appendix.

        Args:
            claims: Every claim by its id, in reading order.
            titles: The title of each chapter by its name.
        """
        printed = self._printed(claims)
        parts: dict[str, list[str]] = {}
        for name, claim in claims.items():
            parts.setdefault(name.partition("/")[0], []).append(self._row(claim, printed.get(name, ())))
        headings = tuple(Heading(f"{APPENDIX}.{part}", titles.get(part, part)) for part in parts)
        restating = self._paper.has_original
        columns = (*_COLUMNS, _ORIGINAL) if restating else _COLUMNS
        tables = "".join(_part(heading, columns, parts[heading.id.partition(".")[2]]) for heading in headings)
        introduction = f"{_INTRODUCTION}{_LAST if restating else ''}"
        start = f'<section class="chapter appendix" id="{APPENDIX}"><h1>{TITLE}</h1><p>{introduction}</p>'
        return Section(APPENDIX, TITLE, f"{start}{tables}</section>", headings)

    def _printed(self, claims: Mapping[str, Claim]) -> dict[str, list[str]]:
        """Return what the original paper prints for each claim, with the verdicts."""
        found: dict[str, list[str]] = {}
        for judged in self._paper.judgements(dict(claims))[0]:
            verdict = "not judged" if judged.verdict is None else str(judged.verdict)
            found.setdefault(judged.printed["claim"], []).append(f"“{judged.printed['text']}”: {verdict}")
        return found

    def _row(self, claim: Claim, printed: Sequence[str]) -> str:
        q = claim.quantity
        name = claim.id.partition("/")[2]
        cells = (
            f'<td><code class="name">{escape(name)}</code>{_lines(self._meaning(claim))}</td>',
            f"<td>{_lines(_sampling(claim))}</td>",
            f"<td>{escape(str(claim.grade))}</td>",
            f"<td>{_lined(self._evidence(claim))}</td>",
            *([f"<td>{_lines(printed)}</td>"] if self._paper.has_original else []),
        )
        number = (
            f'<data class="claim" data-claim="{escape(claim.id)}" value="{q.value:f}" data-form="printed"'
            f' data-grade="{escape(q.grade)}">{escape(str(claim))}</data>{marked(q.grade)}'
        )
        return (
            f'<tr id="{APPENDIX}.{escape(claim.id)}"><th scope="row" class="number">{number}</th>{"".join(cells)}</tr>'
        )

    def _meaning(self, claim: Claim) -> list[str]:
        """Say what a number is: what its row says of itself, or how it follows from the data."""
        rows = [row for _, row in self._rows(claim) if row]
        told = list(dict.fromkeys(filter(None, map(self._told, rows)))) if len(rows) == 1 else []
        return told or [_short(formulas.describe(claim.quantity.formula))]

    def _told(self, row: Row) -> str:
        question = self._table(QUESTIONS).get(row.get("question", ""), {}).get("paraphrase", "")
        wave = self._table(WAVES).get(row.get("wave", ""), {}).get("title", "")
        if question:
            answered = f"{question}: {row.get('response', '')}"
            return "; ".join(filter(None, [answered, row.get("population", ""), wave]))
        return row.get("what", "")

    def _evidence(self, claim: Claim) -> Iterator[str]:
        """Yield each source as XHTML, with the places in it; a table without sources is named."""
        places: dict[str, list[str]] = {}
        for reference, row in self._rows(claim):
            table = reference.partition("#")[0]
            key = row.get("source", "")
            where = places.setdefault(key or f"table {table}", [])
            if row.get("locator") and row["locator"] not in where:
                where.append(row["locator"])
        for key, where in list(places.items())[:_LISTED]:
            more = len(where) - _LISTED
            shown = [*where[:_LISTED], *([f"and {more} more"] if more > 0 else [])]
            said = f", {escape('; '.join(shown))}" if shown else ""
            yield f"{self._source(key)}{said}"
        if len(places) > _LISTED:
            yield f"and {len(places) - _LISTED} more sources"

    def _source(self, key: str) -> str:
        if key.startswith("table "):
            return escape(key)
        text = described(self._paper.bibliography, key)
        source = self._sources.get(tidy(text))
        return escape(text) if source is None else f'<a href="#{escape(source.id)}">{escape(source.label)}</a>'

    def _rows(self, claim: Claim) -> Iterator[tuple[str, Row]]:
        """Yield the reference of each row of evidence with its cells, none for a table as a whole."""
        for reference in claim.quantity.rows:
            table, _, key = reference.partition("#")
            yield reference, self._table(table).get(key, {})

    def _table(self, name: str) -> dict[str, Row]:
        if name not in self._tables:
            package = self._paper.package
            known = name in package.names and package.fields(name)
            self._tables[name] = {package.key(name, row): row for row in package.rows(name)} if known else {}
        return self._tables[name]


def _part(heading: Heading, columns: Iterable[str], rows: Iterable[str]) -> str:
    head = "".join(f'<th scope="col">{column}</th>' for column in columns)
    title = escape(heading.text)
    return (
        f'<section id="{escape(heading.id)}"><h2>{title}</h2><table class="evidence"><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></section>"
    )


def _sampling(claim: Claim) -> Iterator[str]:
    q = claim.quantity
    if q.base is not None:
        yield f"n = {claim.base}"
    if q.margin is not None:
        yield f"± {claim.margin}"


def _lines(texts: Iterable[str]) -> str:
    return _lined(escape(text) for text in texts if text)


def _lined(lines: Iterable[str]) -> str:
    """Return XHTML line by line."""
    return "".join(f'<span class="cell-line">{line}</span>' for line in lines)


def _short(text: str, longest: int = 160) -> str:
    return text if len(text) <= longest else f"{text[:longest].rpartition(' ')[0]} …"

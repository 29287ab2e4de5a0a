"""Respondents in DuckDB's memory: what each answered, as small codes, and the cell of the design each is in.

Nothing is ever written to a disk: DuckDB is told to fail rather than to swap rows out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from livepaper.errors import RespondentsError
from livepaper.respondents import coding, source
from livepaper.respondents.mapping import Asked, Code, Map, Population

MEMORY = "3GB"
"""How much memory DuckDB may take."""

_SHOWN = 20
"""How many codes that the map does not name are listed; a column with more holds something else than answers."""


@dataclass(frozen=True)
class Cell:
    """Where in the design respondents are: those of one population in one sampling unit.

    Attributes:
        population: Place of the population in the map; `coding.MISSING` for those in none.
        stratum: What names the stratum.
        psu: What names the primary sampling unit within it; none where each respondent is a unit.
        respondents: How many there are, answers and weights aside.
    """

    population: int
    stratum: tuple[str, ...]
    psu: str | None
    respondents: int


@dataclass(frozen=True)
class Answers:
    """The answers to a question, one entry for each cell and code, or for each respondent.

    Attributes:
        cell: Place of the cell.
        code: Place of the code among those of the map, responses before missing; else above them.
        respondents: How many gave it, with a weight above zero.
        weight: The sum of their weights.
        squared: The sum of the squares of their weights; zero where sampling units need only their totals.
    """

    cell: NDArray[np.int64]
    code: NDArray[np.int64]
    respondents: NDArray[np.int64]
    weight: NDArray[np.float64]
    squared: NDArray[np.float64]


class Respondents:
    """A file of respondents, read as a map says.

    Attributes:
        cells: The cells of the design.
        count: How many respondents there are.
        weightless: How many of them have the weight zero: they belong to the design and count nowhere else.
    """

    def __init__(self, path: Path, given: Map) -> None:
        """Read a file.

        Raises:
            RespondentsError: It cannot be read, or holds what the map does not expect.
            duckdb.Error: DuckDB cannot go on; its message may quote respondents.
        """
        self._path, self._map = path, given
        self._connection = duckdb.connect(
            config={"memory_limit": MEMORY, "temp_directory": "", "autoinstall_known_extensions": "false"}
        )
        # in any order rows are read by all processors, and none waits in memory for its place
        self._connection.execute(
            "SET preserve_insertion_order = false; SET enable_progress_bar = false; SET perfect_ht_threshold = 20"
        )
        self._load()
        self.count, self.weightless = self._weights()
        self.cells = self._design()
        self._answered = [self._counted(number) for number in range(len(given.questions))]
        self._name_all_codes()

    def answers(self, number: int) -> Answers:
        """Return how often each code of a question was given in each cell.

        Args:
            number: Place of the question in the map.
        """
        return self._answered[number]

    def each(self, number: int, most: int | None = None) -> Answers:
        """Return what each respondent answered to a question, or each of some who are drawn at random.

        Args:
            number: Place of the question in the map.
            most: How many to draw; the same are drawn for every question.
        """
        if most:
            drawn = "SELECT * FROM coded ORDER BY hash(rowid) LIMIT"
            self._connection.execute(f"CREATE TABLE IF NOT EXISTS drawn AS {drawn} {most}")
        return self._answers(
            f"SELECT cell, q{number} AS code, (weight > 0)::INT AS n, weight, weight * weight AS squared "
            f"FROM {'drawn' if most else 'coded'}"
        )

    def _counted(self, number: int) -> Answers:
        squared = "0.0" if self._map.psu else "sum(weight * weight)"  # units need only their totals
        return self._answers(
            f"SELECT cell, q{number} AS code, count(*) AS n, sum(weight) AS weight, {squared} AS squared "
            f"FROM coded {self._counting} GROUP BY ALL"
        )

    @property
    def _counting(self) -> str:
        return "WHERE weight > 0" if self.weightless else ""

    def _answers(self, query: str) -> Answers:
        found = self._connection.execute(query).fetchnumpy()
        return Answers(
            np.asarray(found["cell"], dtype=np.int64),
            np.asarray(found["code"], dtype=np.int64),
            np.asarray(found["n"], dtype=np.int64),
            np.asarray(found["weight"], dtype=np.float64),
            np.asarray(found["squared"], dtype=np.float64),
        )

    def _load(self) -> None:
        """Read the file piece by piece into two tables: the cells of the design, and the coded answers."""
        questions = "".join(f", q{number} UTINYINT" for number in range(len(self._map.questions)))
        strata = "".join(f"s{number} VARCHAR, " for number in range(len(self._map.strata)))
        self._connection.execute(f"CREATE TABLE coded (cell UINTEGER, weight DOUBLE{questions})")
        self._connection.execute(
            f"CREATE TABLE design (population UTINYINT, {strata}psu VARCHAR, cell UBIGINT, n HUGEINT)"
        )
        self._connection.execute("CREATE TABLE places (place UINTEGER, cell UBIGINT)")
        names = ", ".join(["weight", *(f"q{number}" for number in range(len(self._map.questions)))])
        for kinds in source.pieces(self._connection, self._path, self._map.columns):
            population, strata_of, psu = self._place(kinds)
            cell = f"hash({', '.join([population, *strata_of, psu])})"
            coded = [coding.decimal(self._map.weight, kinds[self._map.weight]) if self._map.weight else "1.0"]
            coded += [coding.position(asked.column, kinds[asked.column], codes(asked)) for asked in self._map.questions]
            self._connection.execute(
                f"INSERT INTO design SELECT {', '.join([population, *strata_of, psu, cell])}, count(*) "
                f"FROM {source.PIECE} GROUP BY ALL"
            )
            # places are small numbers without gaps, by which DuckDB groups twice as fast as by hashes
            self._connection.execute(
                "INSERT INTO places SELECT (SELECT count(*) FROM places) + row_number() OVER () - 1, cell "
                "FROM (SELECT cell FROM design EXCEPT SELECT cell FROM places)"
            )
            self._connection.execute(
                f"INSERT INTO coded SELECT place, {names} FROM (SELECT {cell}, {', '.join(coded)} FROM {source.PIECE}) "
                f"AS respondents (hashed, {names}) JOIN places ON hashed = cell"
            )

    def _place(self, kinds: dict[str, str]) -> tuple[str, list[str], str]:
        """Return the expressions for population, strata and unit of a respondent."""
        given = self._map
        population = "0::UTINYINT"
        if isinstance(given.population, Population):
            column = given.population.column
            population = coding.position(column, kinds[column], tuple(given.population.codes))
        strata = [coding.name(column, kinds[column]) for column in given.strata]
        return population, strata, coding.name(given.psu, kinds[given.psu]) if given.psu else "NULL::VARCHAR"

    def _weights(self) -> tuple[int, int]:
        """Count respondents and those of weight zero, and refuse weights that are none."""
        row = self._connection.execute(
            "SELECT count(*), count(*) FILTER (weight IS NULL), count(*) FILTER (weight < 0 OR isinf(weight)), "
            "count(*) FILTER (weight = 0) FROM coded"
        ).fetchone()
        count, missing, wrong, none = row or (0, 0, 0, 0)
        if not count:
            raise self._refused("", "no respondents", "at least one", "Check the file.")
        if missing or wrong:
            found = [f"{missing:,} without a weight that is a number"] * bool(missing)
            found += [f"{wrong:,} with a negative or infinite weight"] * bool(wrong)
            action = "Mend the weights; those who shall not count have the weight 0. Decimals have a point."
            of = f"{count:,} respondents"
            raise self._refused(
                f"column {self._map.weight}", " and ".join(found) + f" of {of}", "a weight each", action
            )
        return count, none

    def _design(self) -> list[Cell]:
        """Return the cells in the order of their places.

        Raises:
            RespondentsError: A respondent has no stratum, unit or population that the map names.
        """
        rows = self._connection.execute(
            "SELECT design.* EXCLUDE (cell, n), place, sum(n) FROM design JOIN places USING (cell) "
            "GROUP BY ALL ORDER BY place"
        ).fetchall()
        if len({row[-2] for row in rows}) < len(rows):
            raise self._refused("", "two cells of the design with one hash", "different ones", "Rename a stratum.")
        cells = [Cell(row[0], tuple(row[1:-3]), row[-3], int(row[-1])) for row in rows]
        for number, column in enumerate(self._map.strata):
            self._all_placed(column, sum(cell.respondents for cell in cells if cell.stratum[number] is None))
        if self._map.psu:
            self._all_placed(self._map.psu, sum(cell.respondents for cell in cells if cell.psu is None))
        return cells

    def _all_placed(self, column: str, without: int) -> None:
        if without:
            found = f"{without:,} of {self.count:,} respondents with an empty cell"
            raise self._refused(f"column {column}", found, "a value for each", "Complete the file or the map.")

    def _name_all_codes(self) -> None:
        """Refuse codes that the map does not name, whose respondents would silently be lost.

        Raises:
            RespondentsError: There are some; only short whole numbers that many gave are told, because others may
                tell who said it.
        """
        given = self._map
        columns: list[tuple[str, Sequence[Code]]] = [(asked.column, codes(asked)) for asked in given.questions]
        found = [int(one.respondents[one.code == coding.UNKNOWN].sum()) for one in self._answered]
        if isinstance(given.population, Population):
            columns.append((given.population.column, tuple(given.population.codes)))
            found.append(sum(cell.respondents for cell in self.cells if cell.population == coding.UNKNOWN))
        lost = [(column, known, count) for (column, known), count in zip(columns, found, strict=True) if count]
        if not lost:
            return
        told = [f"{column}: {self._strangers(column, known)}, {count:,} respondents" for column, known, count in lost]
        raise self._refused(
            f"column{'s' * (len(lost) > 1)} {', '.join(column for column, _, _ in lost)}",
            "codes that the map does not name (" + "; ".join(told) + ")",
            "each code among the responses or the missing",
            "Name them in the map; a response of ~ counts in the base and is not published.",
        )

    def _strangers(self, column: str, known: Sequence[Code]) -> str:
        """Tell of codes that a map does not name what tells of nobody: what as many gave as a percentage rests on."""
        given = Counter[str]()
        for kinds in source.pieces(self._connection, self._path, self._map.columns):
            query = (
                f"SELECT {coding.text(column, kinds[column])}, count(*) FROM {source.PIECE} "
                f"WHERE {coding.unknown(column, kinds[column], known)} GROUP BY ALL LIMIT {_SHOWN + 1}"
            )
            given.update(dict(self._connection.execute(query).fetchall()))
        if len(given) > _SHOWN:
            return f"more than {_SHOWN} different ones, as no question with answers to choose from has"
        shared = [text for text, count in given.items() if count >= self._map.minimum_base]
        short = sorted(int(text) for text in shared if re.fullmatch("-?[0-9]{1,3}", text))
        others = len(given) - len(short)
        told = [", ".join(map(str, short))] * bool(short)
        few = f"{others} that few respondents gave or that are no short whole numbers"
        return " and ".join(told + [few] * bool(others))

    def _refused(self, place: str, found: str, expected: str, action: str) -> RespondentsError:
        return RespondentsError(f"{self._path}{', ' * bool(place)}{place}", found, expected, action)


def codes(asked: Asked) -> tuple[Code, ...]:
    """Return the codes of a question, those of responses before those that are missing."""
    return (*asked.responses, *asked.missing)

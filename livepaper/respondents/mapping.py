"""The map: what the columns and codes of a file of respondents mean in the paper's words.

wave: panel-2025
source: institute2025
grade: publisher
population: EXA
weight: weight
stratum: [region, area]
psu: village
questions:
  - question: trust-in-neighbours
    column: q7
    responses: {1: trusted, 2: not trusted, 98: do not know}
    missing: [99]
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

import msgspec
import yaml

from livepaper.errors import RespondentsError

Code: TypeAlias = int | str
Key: TypeAlias = Annotated[str, msgspec.Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
Named: TypeAlias = Annotated[str, msgspec.Meta(min_length=1)]

MOST_RESPONSES = 200
"""How many codes a column may have; more are not a question with answers to choose from."""


FEWEST = 30
"""The fewest respondents, real or effective, on whom a percentage may rest."""


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question and the column that holds what was answered.

    Attributes:
        question: Key of the question in the data package.
        column: The column. A question with several answers has one entry for each of its columns.
        responses: The response each code stands for; none for an answer that counts in the base
            and is not published, such as “not mentioned”. Codes of one response are added up.
        missing: Codes of those who are not in the base: not asked, refused.
    """

    question: Key
    column: Named
    responses: Annotated[dict[Code, Named | None], msgspec.Meta(min_length=1, max_length=MOST_RESPONSES)]
    missing: tuple[Code, ...] = ()

    @property
    def names(self) -> tuple[str | None, ...]:
        """The responses in the map's order, each once."""
        return tuple(dict.fromkeys(self.responses.values()))


class Population(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a file tells whom a respondent belongs to; a code that stands for none is in no population."""

    column: Named
    codes: Annotated[dict[Code, Named | None], msgspec.Meta(min_length=1, max_length=MOST_RESPONSES)]

    @property
    def names(self) -> tuple[str | None, ...]:
        """The populations in the map's order, each once."""
        return tuple(dict.fromkeys(self.codes.values()))


class Map(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A map of a file of respondents.

    Attributes:
        wave: Key of the wave in the data package.
        source: Key of the bibliography: the work that the file is.
        grade: The grade of evidence, as the toplines will say it; how the file was come by, nobody else knows.
        population: Key of the population that all belong to, or the column that tells it.
        weight: The column of weights; none if every respondent counts alike, which must be said.
        questions: What to make toplines of.
        stratum: The columns that together name a respondent's stratum; none for a sample without strata.
        psu: The column of primary sampling units, whose names count within a stratum; without
            one, each respondent is a unit.
        single_psu: What to do about a stratum with a single unit, which shows no variance of its own:
            refuse it, centre it at the mean of all units (R's “adjust”), or skip it (R's “remove”).
        minimum_base: The fewest respondents on whom a percentage may rest; below it is withheld.
            NCHS withholds where they or their effective number are below 30 (Parker et al. 2017, Data
            Presentation Standards for Proportions, Vital and Health Statistics 2:175). So 30 is the least
            that can be set, and an effective number below it is withheld in any case; 50 is our convention.
        decimals: How many decimals percentages are written with.
        locator: Where in the source, as the toplines will say it.
    """

    wave: Key
    source: Named
    grade: Literal["publisher", "mirror", "press", "paper"]
    population: Named | Population
    weight: Named | None
    questions: Annotated[tuple[Asked, ...], msgspec.Meta(min_length=1)]
    stratum: Named | tuple[Named, ...] = ()
    psu: Named | None = None
    single_psu: Literal["refuse", "centre", "skip"] = "refuse"
    minimum_base: Annotated[int, msgspec.Meta(ge=FEWEST)] = 50
    decimals: Annotated[int, msgspec.Meta(ge=0, le=4)] = 1
    locator: str = "computed from the file of respondents"

    @property
    def strata(self) -> tuple[str, ...]:
        """The columns that together name a stratum."""
        return (self.stratum,) if isinstance(self.stratum, str) else self.stratum

    @property
    def populations(self) -> tuple[str | None, ...]:
        """The populations, each once."""
        return (self.population,) if isinstance(self.population, str) else self.population.names

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is read, each once; no other leaves the file."""
        named = [None if isinstance(self.population, str) else self.population.column, self.weight, self.psu]
        return tuple(dict.fromkeys([*filter(None, named), *self.strata, *(asked.column for asked in self.questions)]))


def read(path: Path) -> Map:
    """Read a map.

    Raises:
        RespondentsError: It is not YAML, or not a map; what it holds is not repeated where it is not YAML.
    """
    told = line = ""
    parsed: Any = None
    try:
        parsed = yaml.load(path.read_bytes(), Loader=_Loader)
    except OSError as problem:
        told = problem.strerror or "no file"
    except yaml.MarkedYAMLError as problem:
        told = problem.problem if isinstance(problem, _TwiceError) and problem.problem else "text that is not YAML"
        line = f", line {problem.problem_mark.line + 1}" if problem.problem_mark else ""
    except (yaml.YAMLError, ValueError):
        told = "text that is not YAML"
    if told:
        raise RespondentsError(f"{path}{line}", told, "a map in YAML", "Correct it; CONTRIBUTING.md shows one.")
    try:
        found = msgspec.convert(parsed, Map)
    except msgspec.ValidationError as problem:
        told = str(problem)
    else:
        _check(path, found)
        return found
    what, _, place = told.partition(" - at `$")
    hint = " Put quotes around yes, no, true and false." if "bool" in what else ""
    raise RespondentsError(
        f"{path}{', ' + place.strip('.`') if place.strip('.`') else ''}",
        what[0].lower() + what[1:],
        "a map as CONTRIBUTING.md shows it",
        f"Correct the entry.{hint}",
    )


def _check(path: Path, found: Map) -> None:
    for place, what in _contradictions(found):
        raise RespondentsError(f"{path}, {place}", what, "one meaning for each code and response", "Correct the map.")


def _contradictions(found: Map) -> Iterator[tuple[str, str]]:
    """Give what a map says twice or not at all."""
    pairs = Counter[tuple[str, str | None]]()
    for asked in found.questions:
        place = f"question {asked.question}, column {asked.column}"
        twice = sorted(map(str, set(asked.responses) & set(asked.missing)))
        if twice:
            yield place, f"{', '.join(twice)} as a response and as missing"
        if not any(asked.names):
            yield place, "no response to publish"
        written = Counter(map(str, [*asked.responses, *asked.missing]))
        again = [code for code, times in written.items() if times > 1]
        if again:
            yield place, f"the code {', '.join(again)} twice"
        pairs.update((asked.question, name) for name in asked.names if name)
    for (question, name), times in pairs.items():
        if times > 1:
            yield f"question {question}", f"the response “{name}” in {times} columns"


class _TwiceError(yaml.MarkedYAMLError):
    """A key stands twice in a mapping, of which YAML readers would silently take the last."""


class _Loader(yaml.SafeLoader):
    """Reads YAML, and no key twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Build a dictionary, after looking for a key that stands twice."""
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for (key, _), value, number in zip(node.value, keys, range(len(keys)), strict=True):
            if value in keys[:number]:
                raise _TwiceError(problem="the same key twice", problem_mark=key.start_mark)
        return super().construct_mapping(node, deep)

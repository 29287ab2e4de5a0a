"""The mutants: each is one small, plausible damage to the paper, with what must be said of it."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.mutation import of_chapters, of_data, of_publications
from tests.mutation.original import Mutant, Original

KINDS: tuple[Callable[[Original, Random], Mutant], ...] = (
    of_data.value_changed,
    of_data.value_changed_and_sealed,
    of_data.base_changed,
    of_data.base_changed_and_sealed,
    of_data.rows_swapped,
    of_data.row_dropped,
    of_data.row_dropped_and_sealed,
    of_data.economies_swapped,
    of_chapters.labels_swapped,
    of_chapters.number_in_prose,
    of_chapters.word_in_prose,
    of_chapters.unbound,
    of_chapters.caption_number,
    of_chapters.citation_removed,
    of_chapters.work_removed,
    of_publications.page_edited,
    of_publications.figure_edited,
)


def mutants(original: Original, seed: int, count: int) -> list[Mutant]:
    """Return different mutants, as many of each kind as of any other, chosen by a seed."""
    random = Random(seed)
    found: dict[tuple[str, str], Mutant] = {}
    tries = 0
    while len(found) < count and tries < 50 * count:
        mutant = KINDS[tries % len(KINDS)](original, random)
        found.setdefault((mutant.kind, mutant.name), mutant)
        tries += 1
    return list(found.values())

"""Prove the guard: `python -m tests.mutation --seed 7 --count 300`."""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from tests.mutation import suite
from tests.mutation.mutants import mutants
from tests.mutation.original import Mutant, Original

ROOT = Path(__file__).parents[2]

_at_work: list[tuple[Original, list[Mutant]]] = []
"""What the workers have from the moment they are forked: mutants hold functions, which cannot be sent to them."""


def _fate(number: int) -> tuple[int, tuple[str, ...], str]:
    original, chosen = _at_work[0]
    fate = suite.fate_of(original, chosen[number])
    return number, fate.killed_by, fate.said


def main() -> int:
    """Apply the mutants with all processors; print killed / total by kind, and the survivors by name."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="which mutants (default: 1)")
    parser.add_argument("--count", type=int, default=300, help="how many (default: 300)")
    parser.add_argument("--root", type=Path, default=ROOT, help="the paper, with its built site (default: this one)")
    parser.add_argument("--kind", default="", help="only those whose kind holds this text")
    parser.add_argument("--verbose", action="store_true", help="print what was said of each")
    asked = parser.parse_args()
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        original = suite.original(asked.root, Path(folder))
        chosen = [mutant for mutant in mutants(original, asked.seed, asked.count) if asked.kind in mutant.kind]
        _at_work.append((original, chosen))
        fates = []
        with ProcessPoolExecutor(mp_context=multiprocessing.get_context("fork")) as pool:
            for future in as_completed([pool.submit(_fate, number) for number in range(len(chosen))]):
                number, killed_by, said = future.result()
                fates.append(suite.Fate(chosen[number], killed_by, said))
                if asked.verbose:
                    print(f"{chosen[number].kind}: {chosen[number].name}\n    {', '.join(killed_by)}: {said[:300]}")
                elif sys.stderr.isatty():
                    print(f"\r{len(fates)} of {len(chosen)} mutants", end="", file=sys.stderr, flush=True)
    print(report(fates, asked.seed))
    print(f"in {time.monotonic() - start:.0f} seconds")
    return int(any(not fate.killed_by for fate in fates))


def report(fates: Sequence[suite.Fate], seed: int) -> str:
    """Return killed / total by kind with the checks that killed, and the survivors by name."""
    kinds = list(dict.fromkeys(sorted(fate.mutant.kind for fate in fates)))
    lines = []
    for kind in kinds:
        mine = [fate for fate in fates if fate.mutant.kind == kind]
        checks = Counter(check for fate in mine for check in fate.killed_by)
        by = ", ".join(f"{check} {often}" for check, often in checks.most_common())
        lines.append(f"{sum(bool(fate.killed_by) for fate in mine):4} / {len(mine):<4} {kind:28} {by}")
    killed = sum(bool(fate.killed_by) for fate in fates)
    lines.append(f"{killed:4} / {len(fates):<4} killed, seed {seed}")
    survivors = [f"survivor: {fate.mutant.kind}: {fate.mutant.name}" for fate in fates if not fate.killed_by]
    return "\n".join([*lines, *(survivors or ["no survivors"])])


if __name__ == "__main__":
    raise SystemExit(main())

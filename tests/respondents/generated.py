"""Generated respondents: drawn from a random number generator, they are nobody and mean nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import yaml
from pandas.api.types import is_numeric_dtype

RESPONSES = {1: "agree", 2: "disagree", 98: "do not know"}
MISSING = [99]


def people(count: int = 600, seed: int = 7, strata: int = 4, units: int = 6) -> pd.DataFrame:
    """Generate respondents: two populations, strata with units, weights, and answers of which a tenth is missing."""
    draw = np.random.default_rng(seed)
    place = draw.permutation(np.arange(count)) % (strata * units)
    lean = draw.normal(0, 0.8, strata * units)[place]
    odds = np.column_stack([0.4 + 0.3 * np.tanh(lean), 0.4 - 0.3 * np.tanh(lean), np.full(count, 0.2)])
    trust = (draw.random(count)[:, None] > odds.cumsum(axis=1)).sum(axis=1).clip(0, 2)
    return pd.DataFrame(
        {
            "country": draw.integers(1, 3, count),
            "stratum": place // units,
            "psu": place % units,
            "weight": draw.gamma(4, 0.25, count) + 0.05,
            "trust": np.where(draw.random(count) < 0.1, 99, np.array([1, 2, 98])[trust]),
            "threat": draw.choice([1, 2, 98, 99], count),
        }
    )


def mapping(**parts: object) -> dict[str, object]:
    """Return a map of such respondents, with parts of it changed; a part of None is left out."""
    asked = {"responses": RESPONSES, "missing": MISSING}
    given: dict[str, object] = {
        "wave": "asb-2022",
        "source": "csdg2022",
        "grade": "publisher",
        "population": {"column": "country", "codes": {1: "ALB", 2: "XKX"}},
        "weight": "weight",
        "stratum": "stratum",
        "psu": "psu",
        "questions": [
            {"question": "security-needs-allies", "column": "trust", **asked},
            {"question": "best-relations", "column": "threat", **asked},
        ],
    }
    return {name: part for name, part in {**given, **parts}.items() if part is not ...}


def write_map(folder: Path, **parts: object) -> Path:
    """Write such a map."""
    path = folder / "map.yml"
    path.write_text(yaml.safe_dump(mapping(**parts), allow_unicode=True), encoding="utf-8")
    return path


def write(frame: pd.DataFrame, path: Path) -> Path:
    """Write respondents as the kind of file that a name asks for."""
    declared = {"trust": [98, 99]} if "trust" in frame and is_numeric_dtype(frame["trust"]) else {}
    kinds = {
        ".csv": lambda: frame.to_csv(path, index=False),
        ".parquet": lambda: frame.to_parquet(path),
        ".sav": lambda: pyreadstat.write_sav(frame, str(path), missing_ranges=declared),
        ".zsav": lambda: pyreadstat.write_sav(frame, str(path), compress=True),
        ".dta": lambda: pyreadstat.write_dta(frame, str(path)),
    }
    kinds[path.suffix]()
    return path

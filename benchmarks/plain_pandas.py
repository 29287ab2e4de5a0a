"""The toplines of generated respondents with plain pandas: `python -m benchmarks.plain_pandas FILE OUTPUT`.

Written as one would write it by hand, and to be quick: one grouping a question, of small integers.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd

if __name__ == "__main__":
    file, output = sys.argv[1:]
    people = pd.read_parquet(file)
    rows = []
    for question in [name for name in people if name.startswith("q")]:
        totals = people.groupby(["stratum", "psu", question])["weight"].sum().unstack(fill_value=0.0)  # noqa: PD010  of sums there is nothing left to pivot
        base = totals.sum(axis=1)
        shares = totals.sum() / base.sum()
        n = int(people[question].notna().sum())
        for response, share in shares.items():
            z = (totals[response] - share * base) / base.sum()
            strata = z.groupby("stratum")
            units = strata.transform("size")
            variance = float((units / (units - 1) * (z - strata.transform("mean")) ** 2).sum())
            effect = variance / (share * (1 - share) / (n - 1))
            rows.append((question, response, 100 * share, n, n / effect, effect, 100 * np.sqrt(variance)))
    columns = ["question", "response", "percent", "base", "effective_n", "design_effect", "standard_error"]
    pd.DataFrame(rows, columns=columns).to_csv(output, index=False)

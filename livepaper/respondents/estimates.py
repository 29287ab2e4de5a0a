"""Shares and their standard errors: computed by one survey library, held to another, on the same data.

A share is the ratio R = Y / X of two weighted totals over sampling units: Y of those who
gave the response, X of those who answered. Its variance is that of Taylor's linearisation
(Särndal, Swensson and Wretman 1992, Model Assisted Survey Sampling, section 5.5),

    V = Σ_h n_h / (n_h − 1) Σ_i (z_hi − z̄_h)²  with  z_hi = (Y_hi − R X_hi) / X,

for n_h units i sampled with replacement in stratum h. It knows respondents only by the
totals of their units; so that is all the libraries are given, from files of any size.

`svy` computes R and V. `statsmodels` gives the covariances of the totals in each stratum,
from which the delta method, V = (V_YY − 2 R V_YX + R² V_XX) / X², must lead to the same.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Literal

import numpy as np

from livepaper.errors import RespondentsError
from livepaper.respondents.design import Floats, Moments, Totals

Single = Literal["refuse", "centre", "skip"]
_SVY = {"centre": "center", "skip": "skip"}
_CLOSE = 1e-6
"""How far two libraries may be apart: relative to the error, and a tenth of that of a share."""


@dataclass(frozen=True)
class Estimates:
    """Shares of k responses, from 0 to 1, with their standard errors.

    Attributes:
        share: The shares; shape (k,).
        error: Their standard errors; shape (k,).
    """

    share: Floats
    error: Floats

    def agrees(self, other: Estimates) -> bool:
        """Tell whether others are the same, but for rounding."""
        same = np.allclose(self.share, other.share, rtol=0, atol=_CLOSE / 1000)
        return bool(same and np.allclose(self.error, other.error, rtol=_CLOSE, atol=_CLOSE / 10))


def by_svy(totals: Totals, single: Single) -> Estimates:
    """Estimate with `svy`."""
    import polars as pl  # noqa: PLC0415  a second to import, which only this needs
    import svy  # noqa: PLC0415  likewise

    given = [number for number in range(totals.given.shape[1]) if totals.given[:, number].any()]
    frame = pl.DataFrame(
        {
            "stratum": totals.stratum,
            "unit": np.arange(len(totals.stratum)),
            "one": np.ones(len(totals.stratum)),
            "base": totals.base,
            **{f"given{number}": totals.given[:, number] for number in given},
        }
    )
    share, error = np.zeros((2, totals.given.shape[1]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        design = svy.Design(stratum="stratum", psu="unit", wgt="one", singleton=_SVY.get(single))  # type: ignore[arg-type]
        estimation = svy.Sample(frame, design).estimation
        found = estimation.ratio([f"given{number}" for number in given], "base", method="taylor")
    for number, one in zip(given, found if isinstance(found, list) else [found], strict=True):
        share[number], error[number] = one.to_polars().select("est", "se").row(0)
    return Estimates(share, error)


def by_statsmodels(totals: Totals, single: Single) -> Estimates:
    """Estimate with the covariances of `statsmodels` and the delta method."""
    from statsmodels.stats.weightstats import DescrStatsW  # noqa: PLC0415  a second to import, which only this needs

    both = np.column_stack([totals.given, totals.base])
    sums = both.sum(axis=0)
    share = sums[:-1] / sums[-1]
    variance = np.zeros((both.shape[1], both.shape[1]))
    order = np.argsort(totals.stratum, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(totals.stratum[order])) + 1):
        units = both[rows]
        if not units.any():
            continue
        if len(rows) > 1:
            variance += len(rows) * DescrStatsW(units, ddof=1).cov
        elif single == "centre":  # the mean of all units' z is zero
            variance += np.outer(units[0], units[0])
    own, joint, base = np.diag(variance)[:-1], variance[:-1, -1], variance[-1, -1]
    return Estimates(share, np.sqrt(np.maximum(own - 2 * share * joint + share**2 * base, 0)) / sums[-1])


def from_moments(moments: Moments, single: Single) -> Estimates:
    """Estimate where each respondent is a unit, from sums of weights and of their squares, by the formula itself.

    With z = w (y − R) / X, those who gave the response and those who did not each
    have one factor of their weights, so that their squares add up in closed form.
    """
    weight, squared, units = moments.weight, moments.squared, moments.units[:, None].astype(float)
    total = weight[:, -1].sum()
    share = weight[:, :-1].sum(axis=0) / total
    squares = (1 - share) ** 2 * squared[:, :-1] + share**2 * (squared[:, -1:] - squared[:, :-1])
    sums = weight[:, :-1] - share * weight[:, -1:]
    spread = squares - sums**2 / units
    alone = np.broadcast_to(units == 1, spread.shape)
    spread = np.where(alone, squares if single == "centre" else 0, spread * units / np.maximum(units - 1, 1))
    return Estimates(share, np.sqrt(np.maximum(spread.sum(axis=0), 0)) / total)


def checked(totals: Totals, single: Single, where: str) -> Estimates:
    """Estimate with `svy`, and hold it to `statsmodels`.

    Raises:
        RespondentsError: The two disagree.
    """
    found = by_svy(totals, single)
    agreed(found, by_statsmodels(totals, single), where, "svy", "statsmodels")
    return found


def agreed(one: Estimates, other: Estimates, where: str, name: str, rival: str) -> None:
    """Require that two ways of computing come to the same.

    Raises:
        RespondentsError: They do not.
    """
    if not one.agrees(other):
        apart = 100 * float(np.nanmax(np.abs(one.error - other.error)))
        raise RespondentsError(
            where,
            f"standard errors of {name} and {rival} that are {apart:.2g} points apart",
            "the same from both",
            "Nothing was written. Report it with the versions of both.",
        )

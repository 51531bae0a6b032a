"""The pictures of a tournament's page, as data; `pictures` has the same as files."""

from typing import TYPE_CHECKING

import numpy as np

from analysis.reports import charts
from analysis.reports.charts import Chart
from analysis.reports.tournament.findings import Findings
from analysis.reports.tournament.pictures import CONTENDERS, STATES, moments, varies
from analysis.reports.tournament.rules import rule, unit
from analysis.words import SURE, decimals

if TYPE_CHECKING:
    import pandas as pd

FIRST = 12
"""Players in the picture of the first screen."""


def all_charts(found: Findings) -> dict[str, Chart]:
    """Return the charts by name; one is missing where it has nothing to show.

    Parameters
    ----------
    found
        The statistics of a tournament.
    """
    made = {
        "first": _ranking(found, found.ranking.head(FIRST)),
        "ranking": _ranking(found, found.ranking),
        "payoffs": {
            "kind": "grid",
            "pairs": True,
            "colours": "payoff",
            "unit": "per turn",
            "words": "Map of payoffs, row player against column player; payoffs.csv has them",
        },
        "cooperation": {
            "kind": "grid",
            "pairs": True,
            "colours": "cooperation",
            "from": 0,
            "to": 1,
            "percent": True,
            "unit": "cooperation",
            "words": "Map of cooperation, row player with column player; cooperation.csv has it",
        },
        "states": _states(found),
        "differences": _differences(found),
        "critical": _critical(found),
        "scores": _scores(found),
        "fields": _fields(found),
        "noise": _noise(found),
        "ecology": _ecology(found),
    }
    return {name: chart for name, chart in made.items() if chart is not None}


def _numbers(found: Findings) -> dict[str, object]:
    """Return how a chart writes the numbers of the ranking's rule."""
    share = rule(found).shown == "share"
    return {"percent": True} if share else {"digits": decimals(found.results.game)}


def _ranking(found: Findings, frame: "pd.DataFrame") -> Chart:
    return charts.rows(
        [str(name) for name in frame.index],
        frame[found.by],
        low=frame["low"],
        high=frame["high"],
        bands=frame["tier"],
        rates=frame["cooperation"] if frame["cooperation"].notna().all() else None,
        between=f"{SURE} interval",
        unit=unit(found),
        words="Players and their intervals, the best first; the table has the numbers",
        **_numbers(found),
    )


def _states(found: Findings) -> Chart | None:
    names = {"first": "first", **STATES}
    rates = found.behaviour[list(names)].to_numpy(float)
    if not np.isfinite(rates).any():
        return None
    return charts.grid(
        found.names,
        list(names.values()),
        rates,
        colours="cooperation",
        words="Cooperation in the first turn and after each outcome; the table has the numbers",
        square=False,
        percent=True,
        **{"from": 0, "to": 1},
    )


def _differences(found: Findings) -> Chart | None:
    if len(found.names) < 2:
        return None
    square = found.results.payoffs.loc[found.names, found.names].to_numpy(float)
    apart = square - square.T
    np.fill_diagonal(apart, np.nan)
    if np.isnan(apart).all(axis=1).any():
        return None
    return charts.rows(
        found.names,
        **charts.spreads(apart, whole=True),
        zero=True,
        digits=decimals(found.results.game),
        unit="own score less the opponent's, per turn",
        words="How much more each player earns than its opponents: medians, halves, and all",
    )


def _scores(found: Findings) -> Chart | None:
    if not varies(found.results):
        return None
    return charts.rows(
        found.names,
        **charts.spreads(found.results.per_repetition[found.names].to_numpy(float).T),
        digits=decimals(found.results.game),
        unit="score in a repetition",
        words="Scores over repetitions: medians, middle halves, and middle nine tenths",
    )


def _critical(found: Findings) -> Chart | None:
    test = found.friedman_opponents or found.friedman_repetitions
    if test is None:
        return None
    ranks = test.mean_ranks
    return charts.rows(
        [str(name) for name in ranks.index],
        ranks,
        low=ranks,
        high=ranks + test.critical_difference,
        between="not separated from ranks between",
        digits=2,
        unit="mean rank (1 is best)",
        words="Mean ranks and the critical difference, the best first",
    )


def _fields(found: Findings) -> Chart | None:
    if found.sub_fields is None:
        return None
    best = found.sub_fields.dropna().head(CONTENDERS)
    return charts.rows(
        [str(name) for name in best.index],
        best["first"],
        low=best["low"],
        high=best["high"],
        bars=True,
        percent=True,
        between=f"{SURE} interval",
        unit="share of its fields that the player wins",
        words="Share of random parts of the field that each player wins",
    )


def _noise(found: Findings) -> Chart | None:
    if found.noisy is None:
        return None
    scores, low, high = (
        found.noisy[part].unstack("player")[found.names] for part in ("score", "low", "high")
    )
    return charts.curves(
        100 * scores.index.to_numpy(float),
        {name: scores[name] for name in found.names},
        bands={name: (low[name], high[name]) for name in found.names[:3]},
        digits=decimals(found.results.game),
        unit="noise, per cent",
        words="Mean scores under other rates of noise; noise.csv has the numbers",
    )


def _ecology(found: Findings) -> Chart | None:
    if found.ecological is None:
        return None
    shares = moments(found.ecological)
    largest = shares.max().sort_values(ascending=False, kind="stable")
    named = [str(name) for name in largest.index[:7]]
    series = {name: shares[name].to_numpy() for name in found.names if name in named}
    others = shares.drop(columns=named)
    if others.shape[1]:
        series["all others"] = others.sum(axis=1).to_numpy()
    return charts.curves(
        shares.index.to_numpy(),
        series,
        stacked=True,
        percent=True,
        unit="generation",
        words="Shares of a population over generations",
        **{"from": 0, "to": 1},
    )

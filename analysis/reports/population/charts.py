"""The pictures of a population's page, as data; `pictures` has the same as files."""

from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import palette
from analysis.reports import charts
from analysis.reports.charts import Chart
from analysis.reports.population.findings import Findings
from analysis.reports.population.pictures import MOST, took, unit
from analysis.reports.population.theory_charts import theory_charts
from analysis.words import SURE, count, significant

if TYPE_CHECKING:
    import pandas as pd

FIRST = 12
"""Types in the picture of the first screen."""
MOMENTS = 400  # generations that are drawn
HALF = 0.5  # if no share is larger, the scale ends earlier than at 100 %


def all_charts(found: Findings) -> dict[str, Chart]:
    """Return the charts by name; one is missing where it has nothing to show.

    Parameters
    ----------
    found
        The numbers of a population.
    """
    over_time = _shares(found)
    made = {
        "first": over_time or _ranking(found, found.ranking.head(FIRST)),
        "ranking": _ranking(found, found.ranking),
        "shares": over_time,
        "times": _times(found),
        "payoffs": _payoffs(found),
        **theory_charts(found),
    }
    return {name: chart for name, chart in made.items() if chart is not None}


def _ranking(found: Findings, frame: "pd.DataFrame") -> Chart:
    return charts.rows(
        [str(name) for name in frame.index],
        frame["share"],
        low=frame["low"],
        high=frame["high"],
        bands=frame["tier"],
        also=frame["start"],
        other="at the start",
        between=f"{SURE} interval",
        unit=unit(found),
        percent=True,
        words="The share of each type (dots), and at the start (strokes); the table has them",
    )


def _shares(found: Findings) -> Chart | None:
    """Return shares over time, where there is time; types without a colour are one curve."""
    frame = found.results.shares
    if len(frame) < 2:
        return None
    step = -(-len(frame) // MOMENTS)
    chosen = np.unique(np.r_[0 : len(frame) : step, len(frame) - 1])
    named = {name: colour for name, colour in zip(found.results.types, found.colours, strict=True)
             if name in found.chosen}  # fmt: skip
    last = frame.iloc[-1]
    order = sorted(named, key=lambda name: -float(last[name]))
    series = {name: frame[name].to_numpy(float)[chosen] for name in order}
    rest = [name for name in found.results.types if name not in named]
    bands = {}
    if found.bands is not None:
        low, high = (end.to_numpy(float)[chosen] for end in found.bands)
        places = {name: k for k, name in enumerate(found.results.types)}
        bands = {name: (low[:, places[name]], high[:, places[name]]) for name in order}
    if rest:
        others = f"{count(len(rest), 'other')} together"
        series[others] = frame[rest].sum(axis=1).to_numpy(float)[chosen]
        named = named | {others: palette.PALE}
    ends = [*series.values(), *(high for _, high in bands.values())]
    top = float(max(np.nanmax(each) for each in ends))
    return charts.curves(
        frame.index.to_numpy()[chosen],
        series,
        bands=bands,
        shades=named,
        percent=True,
        unit="generation",
        words="The share of each type over generations; shares.csv has the numbers",
        **{"from": 0, "to": 1 if top > HALF else top},
    )


def _times(found: Findings) -> Chart | None:
    """Return how long repetitions took that a type took over, where there are several."""
    after = took(found)
    if after is None:
        return None
    known = {name: each for name, each in after.items() if len(each)}
    return charts.rows(
        [f"{name} ({count(len(each), 'repetition')})" for name, each in known.items()],
        **charts.spreads(known.values()),
        digits=0,
        unit="generations until the type has all places",
        words="How long repetitions took, by the type that took over; repetitions.csv has them",
    )


def _payoffs(found: Findings) -> Chart | None:
    results = found.results
    if results.rules.live or not 2 <= len(results.types) <= MOST:
        return None
    table = results.payoffs
    known = table.to_numpy(float)
    return charts.grid(
        [str(name) for name in table.index],
        [str(name) for name in table.columns],
        known,
        colours="payoff",
        unit="for the row's type",
        digits=significant(known[np.isfinite(known)]),
        words="What the row's type is paid against the column's; payoffs.csv has the numbers",
    )

"""The pictures of a page of learned kinds, as data; `pictures` has others as files."""

import numpy as np

from analysis.reports import charts
from analysis.reports.charts import Chart
from analysis.reports.learned.findings import Findings
from analysis.words import SURE

STATES = 5
"""States of a longer memory that are shown."""


def all_charts(found: Findings) -> dict[str, Chart]:
    """Return the charts by name; `ranking` is missing without a tournament.

    Parameters
    ----------
    found
        The numbers of what was learned.
    """
    ranking = _ranking(found)
    return {"first": _behaviour(found)} | ({"ranking": ranking} if ranking else {})


def _behaviour(found: Findings) -> Chart:
    """Return what the mean player of each cluster does; NaN where no player ever was."""
    learned = found.learned
    rates = learned.clusters.centres.iloc[:, :STATES].to_numpy(float)
    seen = found.reached.iloc[:, :STATES].to_numpy(float)
    states = learned.clusters.centres.columns[:STATES]
    return charts.grid(
        learned.names,
        [str(state) for state in states],
        np.where(seen > 0, rates, np.nan),
        colours="cooperation",
        percent=True,
        square=False,
        unit="cooperation",
        words="How often each cluster cooperates at first and after each outcome; the table has it",
        **{"from": 0, "to": 1},
    )


def _ranking(found: Findings) -> Chart | None:
    if found.results is None:
        return None
    frame = found.results.ranking
    return charts.rows(
        [str(name) for name in frame.index],
        frame["score"],
        low=frame["low"],
        high=frame["high"],
        bands=frame["tier"],
        rates=frame["cooperation"] if frame["cooperation"].notna().all() else None,
        between=f"{SURE} interval",
        unit="mean score per turn",
        digits=found.digits,
        words="All players of the tournament and their intervals, the best first",
    )

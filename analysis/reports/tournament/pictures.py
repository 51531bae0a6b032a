"""The figures of a tournament's report."""

from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import canvas, field
from analysis.figures import tournament as figures
from analysis.figures.saving import Drawn, Save
from analysis.figures.style import style
from analysis.reports.tournament.findings import GENERATIONS, Findings
from analysis.reports.tournament.rules import unit
from tournament import outcomes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from tournament.results.tournament import Results

CONTENDERS = 20  # most players in the figure of sub-fields
MOMENTS = 200  # generations that are drawn
STATES = {f"after_{outcome}": f"after {outcome}" for outcome in outcomes.NAMES}
CAPTIONS = {
    "ranking": "All players and their intervals",
    "payoffs": "Who earns what against whom; players that earn alike stand together",
    "cooperation": "Who cooperates with whom",
    "scores": "Scores over repetitions",
    "states": "Cooperation in the first turn, and after each outcome",
    "differences": "How much more players earn than their opponents",
    "critical": "Mean ranks and the critical difference",
    "fields": "Who wins random parts of the field",
    "ecology": "The ecological tournament",
}


def pictures(found: Findings, save: Save) -> Drawn:
    """Return the figures; one is missing where it has nothing to show.

    Parameters
    ----------
    found
        The statistics of a tournament.
    save
        What makes a picture of a figure's axes.
    """
    with style():
        drawn = _players(found) | _squares(found) | _tests(found)
        return {name: save(drawn[name]) for name in CAPTIONS if name in drawn}


def varies(results: "Results") -> bool:
    """Return whether scores differ between repetitions by more than rounding."""
    scores = results.per_repetition.to_numpy(float)
    return len(scores) > 1 and bool(
        (np.ptp(scores, axis=0) > 1e-12 * (1 + np.abs(scores[0]))).any()
    )


def _players(found: Findings) -> "dict[str, Axes]":
    """Return the charts with a row for each player."""
    results, order = found.results, found.names
    axes = canvas.for_rows(order)
    drawn = {"ranking": figures.ranking(found.ranking, axes, by=found.by, unit=unit(found))}
    if varies(results):
        drawn["scores"] = figures.scores(results.per_repetition[order], canvas.for_rows(order))
    names = {"first": "first", **STATES}
    states = found.behaviour[list(names)].set_axis(list(names.values()), axis=1)
    if states.notna().to_numpy().any():
        axes = canvas.for_rows(order, list(states.columns))
        drawn["states"] = figures.cooperation(states, axes, unit="cooperation")
    if len(order) > 1:
        square = results.payoffs.loc[order, order]
        drawn["differences"] = figures.differences(square, canvas.for_rows(order))
    return drawn


def _squares(found: Findings) -> "dict[str, Axes]":
    """Return the maps of all pairs, in which players that earn alike stand together."""
    results, order = found.results, found.order
    place = {name: place for place, name in enumerate(found.names, 1)}
    near = [f"{name} ({place[name]})" for name in order]
    payoffs, cooperation = (
        table.loc[order, order].set_axis(near).set_axis(near, axis=1)
        for table in (results.payoffs, results.cooperation)
    )
    costs = results.game.less_is_better
    return {
        "payoffs": figures.payoffs(payoffs, canvas.for_rows(near, near), less_is_better=costs),
        "cooperation": figures.cooperation(cooperation, canvas.for_rows(near, near)),
    }


def _tests(found: Findings) -> "dict[str, Axes]":
    """Return the figures of statistics that these results may not have."""
    drawn = {}
    test = found.friedman_opponents or found.friedman_repetitions
    if test is not None:
        ranks, groups = test.mean_ranks, test.groups
        axes = canvas.for_rows(list(ranks.index), right=figures.lanes(groups))
        critical = test.critical_difference
        drawn["critical"] = figures.critical_difference(ranks, critical, groups, axes)
    if found.sub_fields is not None:
        best = found.sub_fields.dropna().head(CONTENDERS)
        drawn["fields"] = field.winners(best, canvas.for_rows(list(best.index)))
    if found.ecological is not None:
        moments = found.ecological.iloc[:: max(1, GENERATIONS // MOMENTS)]
        drawn["ecology"] = field.population(moments, canvas.for_curves(right=1.9))
    return drawn

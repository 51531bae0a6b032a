"""The figures of a tournament's report."""

from collections.abc import Callable
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
    import pandas as pd
    from matplotlib.axes import Axes

    from tournament.results.tournament import Results

Draw = Callable[[Findings], "Axes | None"]
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
        drawn = {name: draw(found) for name, draw in FIGURES.items()}
        return {name: save(axes) for name, axes in drawn.items() if axes is not None}


def varies(results: "Results") -> bool:
    """Return whether scores differ between repetitions by more than rounding."""
    scores = results.per_repetition.to_numpy(float)
    return len(scores) > 1 and bool(
        (np.ptp(scores, axis=0) > 1e-12 * (1 + np.abs(scores[0]))).any()
    )


def moments(orbit: "pd.DataFrame") -> "pd.DataFrame":
    """Return the generations of an orbit that are drawn."""
    return orbit.iloc[:: max(1, GENERATIONS // MOMENTS)]


# -- charts with a row for each player -------------------------------------------------------------


def ranking(found: Findings) -> "Axes":
    """Return the players and their intervals."""
    axes = canvas.for_rows(found.names)
    return figures.ranking(found.ranking, axes, by=found.by, unit=unit(found))


def scores(found: Findings) -> "Axes | None":
    """Return scores over repetitions, where chance had a part."""
    if not varies(found.results):
        return None
    return figures.scores(found.results.per_repetition[found.names], canvas.for_rows(found.names))


def states(found: Findings) -> "Axes | None":
    """Return how players answer each outcome, where something was to be answered."""
    names = {"first": "first", **STATES}
    rates = found.behaviour[list(names)].set_axis(list(names.values()), axis=1)
    if not rates.notna().to_numpy().any():
        return None
    axes = canvas.for_rows(found.names, list(rates.columns))
    return figures.cooperation(rates, axes, unit="cooperation")


def differences(found: Findings) -> "Axes | None":
    """Return how much more players earn than their opponents, where there are some."""
    if len(found.names) < 2:
        return None
    square = found.results.payoffs.loc[found.names, found.names]
    return figures.differences(square, canvas.for_rows(found.names))


# -- maps of all pairs, in which players that earn alike stand together ----------------------------


def payoffs(found: Findings) -> "Axes":
    """Return who earns what against whom."""
    frame = _near(found, found.results.payoffs)
    costs = found.results.game.less_is_better
    axes = canvas.for_rows(list(frame.index), list(frame.columns))
    return figures.payoffs(frame, axes, less_is_better=costs)


def cooperation(found: Findings) -> "Axes":
    """Return who cooperates with whom."""
    frame = _near(found, found.results.cooperation)
    return figures.cooperation(frame, canvas.for_rows(list(frame.index), list(frame.columns)))


def _near(found: Findings, table: "pd.DataFrame") -> "pd.DataFrame":
    place = {name: place for place, name in enumerate(found.names, 1)}
    near = [f"{name} ({place[name]})" for name in found.order]
    return table.loc[found.order, found.order].set_axis(near).set_axis(near, axis=1)


# -- statistics that these results may not have ----------------------------------------------------


def critical(found: Findings) -> "Axes | None":
    """Return mean ranks and the critical difference."""
    test = found.friedman_opponents or found.friedman_repetitions
    if test is None:
        return None
    ranks, groups = test.mean_ranks, test.groups
    axes = canvas.for_rows(list(ranks.index), right=figures.lanes(groups))
    return figures.critical_difference(ranks, test.critical_difference, groups, axes)


def fields(found: Findings) -> "Axes | None":
    """Return who wins random parts of the field."""
    if found.sub_fields is None:
        return None
    best = found.sub_fields.dropna().head(CONTENDERS)
    return field.winners(best, canvas.for_rows(list(best.index)))


def ecology(found: Findings) -> "Axes | None":
    """Return the ecological tournament."""
    if found.ecological is None:
        return None
    return field.population(moments(found.ecological), canvas.for_curves(right=1.9))


FIGURES: dict[str, Draw] = {
    "ranking": ranking,
    "payoffs": payoffs,
    "cooperation": cooperation,
    "scores": scores,
    "states": states,
    "differences": differences,
    "critical": critical,
    "fields": fields,
    "ecology": ecology,
}
"""Every figure by name: a function of the findings; None where it has nothing to show."""

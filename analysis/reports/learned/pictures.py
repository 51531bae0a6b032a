"""The figures of a report on learned strategies."""

from typing import TYPE_CHECKING

from analysis.figures import canvas, tournament
from analysis.figures import learning as figures
from analysis.figures.saving import Drawn, Save
from analysis.figures.style import style
from analysis.reports.learned.findings import Findings

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CAPTIONS = {
    "ranking": "All players of a tournament; learned strategies have vermilion names",
    "map": "The players on a map of behaviour, coloured by cluster",
    "criteria": "Five criteria for the number of clusters",
    "dendrogram": "How players join into groups",
}


def pictures(found: Findings, save: Save) -> Drawn:
    """Return the figures; `criteria` is missing where the number of clusters was given, `ranking`
    without a tournament.

    Parameters
    ----------
    found
        The numbers of what was learned.
    save
        What makes a picture of a figure's axes.
    """
    with style():
        drawn = _drawn(found)
        return {name: save(drawn[name]) for name in CAPTIONS if name in drawn}


def _drawn(found: Findings) -> "dict[str, Axes]":
    learned, results = found.learned, found.results
    (axes,) = canvas.panels()
    drawn = {"map": figures.behaviour_map(found.map, axes)}
    if learned.criteria is not None:
        panels = canvas.panels(len(figures.TITLES), width=9.6, height=2.2)
        drawn["criteria"] = figures.criteria_figure(learned.criteria, panels)[0]
    if len(learned.vectors) > 1:
        (axes,) = canvas.panels(height=3.2)
        drawn["dendrogram"] = figures.dendrogram(learned.vectors, found.many, axes)
    if results is not None:
        axes = canvas.for_rows(list(results.ranking.index))
        drawn["ranking"] = tournament.ranking(results.ranking, axes, marked=learned.strategies)
    return drawn

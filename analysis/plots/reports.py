"""Figures by name, for `plot` of results of an event: those of its report."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from analysis.figures.style import style
from analysis.reports.population import findings as of_population
from analysis.reports.population import pictures as population
from analysis.reports.season import findings as of_season
from analysis.reports.season import pictures as season
from analysis.reports.tournament import findings as of_tournament
from analysis.reports.tournament import pictures as tournament

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Plot = Callable[[Any], "Figure | None"]


def _plots(findings: Callable[[Any], Any], figures: dict[str, Any]) -> dict[str, Plot]:
    """Return the figures of a report as functions of results."""

    def plot(draw: Callable[[Any], "Axes | None"], results: Any) -> "Figure | None":
        found = findings(results)
        with style():
            axes = draw(found) if getattr(found, "opened", True) else None  # gifts of a season
        return None if axes is None else axes.figure  # type: ignore[return-value]

    return {name: partial(plot, draw) for name, draw in figures.items()}


TOURNAMENT = _plots(of_tournament.Findings, tournament.FIGURES)
POPULATION = _plots(of_population.Findings, population.FIGURES)
SEASON = _plots(of_season.Findings, season.FIGURES)

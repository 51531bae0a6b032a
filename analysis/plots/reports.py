"""Figures by name, for `plot` of results of an event: those of its report.

With `top`, a chart with a row for each player, kind or type shows the first rows; of a map it shows
the best players.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from analysis.figures.paper.fitting import drawn
from analysis.reports.population import findings as of_population
from analysis.reports.population import pictures as population
from analysis.reports.season import findings as of_season
from analysis.reports.season import pictures as season
from analysis.reports.tournament import findings as of_tournament
from analysis.reports.tournament import pictures as tournament
from tournament.rules.checks import whole

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Plot = Callable[..., "Figure | None"]
MOST = 10_000  # rows


class _Best:
    """Findings, of which maps show the best players only."""

    def __init__(self, found: Any, top: int) -> None:
        self._found, self._top = found, top

    def __getattr__(self, name: str) -> Any:
        return getattr(self._found, name)

    @property
    def order(self) -> list[str]:
        """The best players, those with like payoffs together."""
        best = set(self._found.names[: self._top])
        return [name for name in self._found.order if name in best]


def _plots(findings: Callable[[Any], Any], figures: dict[str, Any]) -> dict[str, Plot]:
    """Return the figures of a report as functions of results."""

    def plot(
        draw: Callable[[Any], "Axes | None"],
        results: Any,
        width: Any = None,
        ax: "Axes | None" = None,
        top: int | None = None,
    ) -> "Figure | None":
        found = findings(results)
        if top is not None:
            top = whole("top", top, 1, MOST)
            found = _Best(found, top)
        if not getattr(found, "opened", True):  # gifts of a season
            return None
        return drawn(partial(draw, found), width, ax, top)

    return {name: partial(plot, draw) for name, draw in figures.items()}


TOURNAMENT = _plots(of_tournament.Findings, tournament.FIGURES)
POPULATION = _plots(of_population.Findings, population.FIGURES)
SEASON = _plots(of_season.Findings, season.FIGURES)

"""Any event on a screen."""

from typing import TYPE_CHECKING, Any

from tournament.cli.screen.layout.console import Screen
from tournament.cli.screen.populations import population
from tournament.cli.screen.seasons import season
from tournament.cli.screen.tournaments import tournament

if TYPE_CHECKING:
    from collections.abc import Callable

    from tournament.cli.saved import AnyResults

SHOWN: "dict[str, Callable[[Any, Screen | None, str], None]]" = {
    "tournament": tournament,
    "season": season,
    "population": population,
}


def event(results: "AnyResults", screen: Screen | None = None, where: str = "ranking.csv") -> None:
    """Print what any event showed.

    Parameters
    ----------
    results
        A played tournament, season or population.
    screen
        Where to print; by default on what is standard output.
    where
        What has the whole ranking; empty where no file has.
    """
    SHOWN[results.EVENT](results, screen, where)

"""Any event on a screen."""

from typing import TYPE_CHECKING

from tournament.cli.screen.layout.console import Screen
from tournament.cli.screen.seasons import season
from tournament.cli.screen.tournaments import tournament

if TYPE_CHECKING:
    from tournament.results.season import SeasonResults
    from tournament.results.tournament import Results


def event(results: "Results | SeasonResults", screen: Screen | None = None) -> None:
    """Print what any event showed.

    Parameters
    ----------
    results
        A played tournament or season.
    screen
        Where to print; by default on what is standard output.
    """
    from tournament.results.tournament import Results

    if isinstance(results, Results):
        tournament(results, screen)
    else:
        season(results, screen)

"""Results that an earlier command has saved."""

from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, Union

if TYPE_CHECKING:
    from tournament.results.played import Played
    from tournament.results.population import PopulationResults
    from tournament.results.season import SeasonResults
    from tournament.results.tournament import Results

AnyResults: TypeAlias = Union["Results", "SeasonResults", "PopulationResults"]
"""Results of any event."""


def place(path: Path) -> Path:
    """Return the results in a folder that `tournament run` or `Results.save` wrote, or the file.

    Raises
    ------
    ResultsError
        When there are none.
    """
    from tournament.results.files.place import found

    return found(path)


def load(saved: Path) -> AnyResults:
    """Return the results of any event, from the place that has them."""
    from tournament.results.played import Played

    return of(Played.load(saved))


def of(played: "Played") -> AnyResults:
    """Return the results over what was played in any event."""
    from tournament.results.population import PopulationResults
    from tournament.results.season import SeasonResults
    from tournament.results.tournament import Results

    kinds: dict[str, type[AnyResults]] = {
        kind.EVENT: kind for kind in (Results, SeasonResults, PopulationResults)
    }
    return kinds[played.event](played)

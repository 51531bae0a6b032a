"""Results that an earlier command has saved."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tournament.results.season import SeasonResults
    from tournament.results.tournament import Results


def place(path: Path) -> Path:
    """Return the results in a folder that `tournament run` or `Results.save` wrote, or the file.

    Raises
    ------
    ResultsError
        When there are none.
    """
    from tournament.results.files.place import found

    return found(path)


def load(saved: Path) -> "Results | SeasonResults":
    """Return the results of any event, from the place that has them."""
    from tournament.results.played import Played

    played = Played.load(saved)
    if played.event == "season":
        from tournament.results.season import SeasonResults

        return SeasonResults(played)
    from tournament.results.tournament import Results

    return Results(played)

"""Results that an earlier command has saved."""

from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, Union

from tournament.errors import ArgumentError
from tournament.interactive.shown import shown
from tournament.rules.reading import is_there

if TYPE_CHECKING:
    import pandas as pd

    from tournament.results.played import Played
    from tournament.results.population import PopulationResults
    from tournament.results.season import SeasonResults
    from tournament.results.tournament import Results

WORDS = ("exact", "played", "live")
"""Where payoffs of a population can come from, beside what is saved."""
TABLE = ".csv"
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


# -- payoffs -------------------------------------------------------------------------------------


def table_of(word: str | None) -> "tuple[str | pd.DataFrame | Results | None, list[str]]":
    """Return what `--payoffs` means, and the names in it: a word, a table, or results.

    Raises
    ------
    ArgumentError
        When it is none of these.
    ResultsError, TournamentError
        When a file cannot be read.
    """
    if word is None or word in WORDS:
        return word, []
    if word.lower().endswith(TABLE):
        from analysis import read_table

        table = read_table(word)
        return table, [str(name) for name in table.index]
    if not is_there(Path(word)):
        raise ArgumentError(
            f"`--payoffs` must be {', '.join(WORDS)}, a .csv table, or a folder that `tournament"
            f" run` wrote; got {shown(word)}."
        )
    from tournament.results.tournament import Results

    results = Results.load(place(Path(word)))
    return results, results.names

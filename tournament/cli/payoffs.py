"""Where payoffs of a population come from, as the command line says it."""

from pathlib import Path
from typing import TYPE_CHECKING

from tournament.errors import ArgumentError
from tournament.interactive.shown import shown
from tournament.rules.reading import is_there

if TYPE_CHECKING:
    import pandas as pd

    from tournament.results.tournament import Results

WORDS = ("exact", "played", "live")
TABLE = ".csv"


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
    from tournament.cli import saved
    from tournament.results.tournament import Results

    results = Results.load(saved.place(Path(word)))
    return results, results.names

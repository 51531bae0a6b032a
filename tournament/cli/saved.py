"""Results that an earlier command has saved."""

from pathlib import Path
from typing import TYPE_CHECKING

from tournament.errors import ResultsError

if TYPE_CHECKING:
    from tournament.results.season import SeasonResults
    from tournament.results.tournament import Results


def place(folder: Path) -> Path:
    """Return where the results lie in a folder that `tournament run` or `Results.save` wrote.

    Raises
    ------
    ResultsError
        When there are none.
    """
    if not folder.is_dir():
        raise ResultsError(
            f"{folder}: there is no such folder; give what `tournament run --output FOLDER` wrote."
        )
    saved = folder / "results" if (folder / "results").is_dir() else folder
    if not (saved / "manifest.json").exists():
        raise ResultsError(f"{folder}: the folder has no saved results (results/manifest.json).")
    return saved


def load(saved: Path) -> "Results | SeasonResults":
    """Return the results of any event, from the folder that has them."""
    from tournament.results.files.storage import event_of

    if event_of(saved) == "season":
        from tournament.results.season import SeasonResults

        return SeasonResults.load(saved)
    from tournament.results.tournament import Results

    return Results.load(saved)

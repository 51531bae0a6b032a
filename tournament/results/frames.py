"""What all results share: they are frames read from what was played, and they are saved as that."""

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self

from tournament.game import Game
from tournament.interactive.card import Card, as_text
from tournament.interactive.html import as_html
from tournament.results.played import Played
from tournament.results.showing.plots import plot
from tournament.rules.checks import path as checked_path

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@dataclass(frozen=True, eq=False, repr=False)
class Frames:
    """Results of an event, over a record of what was played."""

    EVENT: ClassVar[str]

    played: Played

    @property
    def repetitions(self) -> int:
        """How often everything was played."""
        return self.played.repetitions

    @property
    def manifest(self) -> dict[str, Any]:
        """Versions and seed of the run; `command` if it was run from the command line; in a
        tournament `failures`."""
        return self.played.manifest

    @property
    def game(self) -> Game:
        """The stage game that payoffs refer to."""
        game: Game = self.played.rules.game
        return game

    def plot(
        self,
        kind: str = "ranking",
        *,
        width: "str | float | None" = None,
        ax: "Axes | None" = None,
        top: int | None = None,
    ) -> "Figure":
        """Return a figure of the results, as reports show it.

        Notebooks show the figure. `figure.savefig("name.pdf")` saves it as PDF, SVG or PNG, by the
        end of the name; `analysis.save_figure` does so with letters that any journal can read.

        Parameters
        ----------
        kind
            Which figure: such as "ranking"; of a tournament "payoffs" or "cooperation", of a season
            "day_nice" or "network". A wrong name is answered with all names.
        width
            For print: "one column" or "two columns"; the same of a journal, such as "PNAS one
            column"; a length such as "120 mm" or "4.5 in"; or a number of millimetres. The figure
            is exactly as wide, letters have 6 points or more, and names are whole. None for a
            figure for screens.
        ax
            Axes of matplotlib to draw into, beside figures of your own.
        top
            Only so many rows, from the best; their numbers stay. Maps of a tournament show so many
            of the best players.

        Raises
        ------
        ArgumentError
            When there is no figure of that name, or no room for its names.
        TournamentError
            When these results have nothing to show there.

        Examples
        --------
        >>> from tournament import Tournament
        >>> results = Tournament(["grudger", "joss"], turns=50, seed=1).play(progress=False)
        >>> figure = results.plot("payoffs")
        >>> [text.get_text() for text in figure.axes[0].texts][-4:]
        ['15.00', '7.18', '7.24', '7.49']
        """
        return plot(self.EVENT, self, kind, width=width, ax=ax, top=top)

    def card(self) -> Card:
        """Return what the results show of themselves."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return as_text(self.card())

    def _repr_html_(self) -> str:
        return as_html(self.card())

    def noting(self, **facts: Any) -> Self:
        """Return the same results with more facts in the manifest."""
        return replace(self, played=replace(self.played, manifest=self.manifest | facts))

    def __eq__(self, other: object) -> bool:
        """Whether two results hold the same numbers, from the same rules of play and the same
        rules of players."""
        return self.played == other.played if isinstance(other, type(self)) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the results into one file of SQLite, and return the path.

        The same results are the same bytes. `docs/how_to/files.md` tells what is in the file, and
        how to read it with SQL.

        Parameters
        ----------
        path
            A file that ends in `.sqlite`; any other path is a folder, in which the file is
            `results.sqlite`.

        Raises
        ------
        ResultsError
            When the file cannot be written, or something else is there; what was there stays.

        Examples
        --------
        >>> from tempfile import TemporaryDirectory
        >>> from tournament import Results, Tournament
        >>> results = Tournament(["grudger", "joss"], turns=50, seed=1).play(progress=False)
        >>> with TemporaryDirectory() as folder:
        ...     file = results.save(f"{folder}/mine.sqlite")
        ...     print(file.name, Results.load(file) == results)
        mine.sqlite True
        """
        return self.played.save(checked_path("path", path))

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Self:
        """Return results saved by `save`.

        Parameters
        ----------
        path
            A file, or a folder that has one. Folders that version 0.1 saved can be read where
            `pyarrow` is installed.

        Raises
        ------
        ResultsError
            When there are no results, or they are damaged, of a newer version, or of another event.
        """
        return cls(Played.load(checked_path("path", path), cls.EVENT))

"""What happened in an event, as data: who played by which rules, and the books.

`Played` is the same for every event. Scores, rankings and all other frames are read from it
elsewhere.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import numpy as np

from tournament.results.files import filing


@dataclass(frozen=True, eq=False)
class Played:
    """What happened in an event.

    event
        A name in `tournament.results.files.event.EVENTS`.
    names
        Players or kinds, in the order of entry.
    rules, repetitions, setting
        What was played; `setting` has what the rules do not say.
    books
        All sums; where every repetition has its own, one set for each.
    labels
        For each set of books who took part, as positions in `names`: of matches (m, 2) both
        players; of towns (N,) their kinds.
    plugins
        Facts of the rules, by name.
    manifest
        Versions, time, seed; and whatever else was noted.
    """

    event: str
    names: list[str]
    rules: Any
    repetitions: int
    setting: dict[str, Any]
    books: list[Any]
    labels: list[np.ndarray]
    plugins: dict[str, Any]
    manifest: dict[str, Any] = field(default_factory=dict)

    def __eq__(self, other: object) -> bool:
        """Return whether the same was played, with the same outcome, by the same rules."""
        if not isinstance(other, Played):
            return NotImplemented
        same = ("event", "names", "rules", "repetitions", "setting", "plugins", "books")
        return (
            all(getattr(self, name) == getattr(other, name) for name in same)
            and len(self.labels) == len(other.labels)
            and all(map(np.array_equal, self.labels, other.labels))
        )

    __hash__ = None  # type: ignore[assignment]

    def save(self, path: Path) -> Path:
        """Write all into one file, or into the file `results.sqlite` of a folder; return the path.

        Raises
        ------
        ResultsError
            When the file cannot be written, or something else is there.
        """
        return filing.write(vars(self), path)

    @classmethod
    def load(cls, path: Path, event: str | None = None) -> Self:
        """Return what was saved of an event.

        Parameters
        ----------
        path
            A file of results, or a folder that has one.
        event
            Which event it must hold; any event, if None.

        Raises
        ------
        ResultsError
            When there are no results, or they are damaged, of a newer version, or of another event.
        """
        return cls(**filing.read(path, event))

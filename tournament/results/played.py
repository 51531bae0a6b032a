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
        A name in `tournament.results.files.filing.EVENTS`.
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

    def save(self, folder: Path) -> Path:
        """Write all into a folder of Parquet tables and a JSON manifest; return its path.

        Raises
        ------
        ResultsError
            When the folder cannot be written, or holds something else.
        """
        return filing.write(vars(self), folder)

    @classmethod
    def load(cls, folder: Path, event: str) -> Self:
        """Return what was saved of an event.

        Raises
        ------
        ResultsError
            When a file is missing, damaged, of a newer version, or of another event.
        """
        return cls(**filing.read(folder, event))

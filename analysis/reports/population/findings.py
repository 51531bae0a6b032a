"""What a population's report rests on: every number, computed once, when it is first needed."""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analysis.figures.population.colours import colours_of, foremost
from analysis.reports.population.theory import WELL_MIXED, Theory, theory_of
from tournament.rules.population import PROCESSES

if TYPE_CHECKING:
    import pandas as pd

    from tournament.results.population import PopulationResults

ROLES = ("row", "column")
GIVEN = "the type of each place as given"


class Side(NamedTuple):
    """The types of one role: what their sentences begin with, and their part of the ranking."""

    begin: str
    ranking: "pd.DataFrame"


class Findings:
    """The numbers of a population; tables are described where they are made.

    Parameters
    ----------
    results
        A played population.
    """

    def __init__(self, results: "PopulationResults") -> None:
        self.results = results

    @cached_property
    def ranking(self) -> "pd.DataFrame":
        """Types by their share of places; without intervals where chance had no part."""
        frame = self.results.ranking
        if self.certain:
            ends = dict.fromkeys(("standard_error", "low", "high"), np.nan)
            return frame.assign(**ends, best_rank=frame["rank"], worst_rank=frame["rank"])
        return frame

    @cached_property
    def fixation(self) -> "pd.DataFrame":
        """How often each type took over, and how long that took."""
        return self.results.fixation

    @property
    def fixes(self) -> bool:
        """Whether repetitions end when one type has all places."""
        return self.results.until == "fixation"

    @property
    def open(self) -> int:
        """In how many repetitions several types were left in the end."""
        left: int = self.fixation.attrs["open"]
        return left

    @cached_property
    def two(self) -> bool:
        """Whether there are two roles."""
        return len(set(self.results.rules.roles)) > 1

    def sides(self) -> Iterator[Side]:
        """Yield the types of each role."""
        for role, part in self.ranking.groupby("role", sort=True):
            begin = f"{ROLES[int(str(role))].capitalize()} players: " if self.two else ""
            yield Side(begin, part)

    @property
    def given(self) -> bool:
        """Whether the type of each place was given, so that chance had no part in the start."""
        return self.results.start == GIVEN

    @property
    def even(self) -> bool:
        """Whether a type like all others takes over as often as its share is at the start."""
        graph = not (self.results.structure == WELL_MIXED or self.results.played.setting["height"])
        return not self.results.rules.mutates and not (graph and self.given)

    @property
    def certain(self) -> bool:
        """Whether chance had no part, so that every repetition is the same."""
        results, rules = self.results, self.results.rules
        decided = not PROCESSES[rules.process].chance and rules.synchronous and not rules.mutates
        begun = results.structure == WELL_MIXED or (
            self.given and bool(results.played.setting["height"])
        )
        return decided and begun and not rules.live

    @cached_property
    def last(self) -> int:
        """The last generation that was looked at."""
        return self.results.looks[-1]

    @cached_property
    def chosen(self) -> list[str]:
        """The types that have a colour."""
        return foremost(self.results.shares)

    @cached_property
    def colours(self) -> list[str]:
        """The colour of each type."""
        return colours_of(self.results.types, self.chosen)

    def key(self) -> list[tuple[str, str]]:
        """Return the colours of types with what they mean; all that are grey are one."""
        listed = list(zip(self.colours, self.results.types, strict=True))
        named = [(colour, name) for colour, name in listed if name in self.chosen]
        grey = [colour for colour, name in listed if name not in self.chosen]
        words = f"{len(grey)} others" if len(grey) > 1 else "1 other"
        return named + [(colour, words) for colour in grey[:1]]

    @cached_property
    def bands(self) -> "tuple[pd.DataFrame, pd.DataFrame] | None":
        """The lower and the upper ends of the intervals of shares; None after one repetition."""
        if self.results.repetitions == 1:
            return None
        bands, types = self.results.bands(), self.results.types
        low, high = (bands[end].unstack()[types] for end in ("low", "high"))
        return low, high

    @cached_property
    def gone(self) -> list[str]:
        """The types that have no place in the end, in any repetition, though they had at first."""
        began = self.results.tallies.counts[0] > 0
        none = (self.results.tallies.last == 0).all(axis=0)
        return [name for k, name in enumerate(self.results.types) if began[k] and none[k]]

    @cached_property
    def pictures(self) -> np.ndarray:
        """(pictures, height, width) of a lattice; no pictures where there is none."""
        results = self.results
        height, width = results.played.setting["height"], results.played.setting["width"]
        if not height or not results.pictures:
            return np.zeros((0, 1, 1), np.int16)
        kept = results.tallies.pictures
        assert kept is not None
        return kept.reshape(len(kept), height, width)

    @cached_property
    def changing(self) -> tuple[int, int]:
        """The generations of the last two neighbouring pictures that differ; else of the last."""
        differ = np.flatnonzero((np.diff(self.pictures, axis=0) != 0).any(axis=(1, 2)))
        last = int(differ[-1]) if len(differ) else len(self.pictures) - 2
        return self.results.pictures[last], self.results.pictures[last + 1]

    @cached_property
    def errors(self) -> float:
        """The largest standard error of a payoff; 0 if all are exact, NaN if none is known."""
        values = self.results.payoff_errors.to_numpy(float)
        return float(np.nan if np.isnan(values).all() else np.nanmax(values))

    @cached_property
    def theory(self) -> Theory | None:
        """What theory says of such a population; None where it has nothing to say."""
        return theory_of(self.results)

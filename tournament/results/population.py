"""Results of a population: the frames that follow from how many players were of each type.

What is played is a `Played` of one set of books (`results.books.population`), with:

names
    The types. A type whose payoffs only are known has the facts `provenance.only_a_name`.
rules, repetitions
    `PopulationRules`; how often the population was played.
setting
    What the rules do not say. `size`: places (in each role). `structure`, `start`: words, such as
    "well mixed" or "lattice 99 x 99, moore, torus". `height`, `width`: of a lattice, else 0.
    `until`: "fixation", "settled" or "". `looks`: the generations looked at, rising from 0; the
    last one is the end, whatever happens. `pictures`: those of which a picture was asked for.
labels
    One array: 0 to k - 1.

Rows of `counts` may be fewer than `looks`, where all repetitions ended earlier. The last row is at
least as late as each end. After its end, a repetition counts as it ended.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from tournament.errors import ArgumentError, TournamentError
from tournament.interactive.card import Card
from tournament.interactive.words import listing
from tournament.results.books.population import PopulationTallies
from tournament.results.estimation.shares import error_of_mean, mean_of, of_times, over_time, wilson
from tournament.results.frames import Frames
from tournament.results.ranking import CONFIDENCE, interval, places
from tournament.results.showing.cards import population_card
from tournament.rules.checks import level_of, whole
from tournament.rules.population import PopulationRules

if TYPE_CHECKING:
    import pandas as pd

GENERATION, STEPS, FIXED = range(3)
MOST = 2**31 - 1


@dataclass(frozen=True, eq=False, repr=False)
class PopulationResults(Frames):
    """What `Population.play` returns. A *type* is a strategy that players of a population have.

    Where a game pays its two seats differently, types have a role, 0 or 1. Each role has a
    population of its own, and shares are those within a role.

    played
        What happened, as data: see `tournament.results.played`. Its parts can be read here too:
        `types`, in the order of entry; `rules`, `repetitions`, `size`, `structure`; `tallies`;
        `strategies`; `manifest`.

    Examples
    --------
    >>> from tournament import Population
    >>> world = Population(["tit_for_tat", "always_defect"], size=20, seed=1)
    >>> world.play(progress=False).fixation["share"].round(2).to_dict()
    {'tit_for_tat': 0.98, 'always_defect': 0.02}
    """

    EVENT = "population"

    # -- what was played -------------------------------------------------------------------------

    @property
    def types(self) -> list[str]:
        """Names of the types, in the order of entry."""
        return self.played.names

    @property
    def rules(self) -> PopulationRules:
        """What held for the population."""
        rules: PopulationRules = self.played.rules
        return rules

    @property
    def roles(self) -> "pd.Series[int]":
        """The role of each type: 0 for all, or 0 and 1."""
        import pandas as pd

        return pd.Series(self.rules.roles, self._types, name="role")

    @property
    def size(self) -> int:
        """How many places there are; in each role, where there are two."""
        size: int = self.played.setting["size"]
        return size

    @property
    def structure(self) -> str:
        """Who meets whom, in words."""
        structure: str = self.played.setting["structure"]
        return structure

    @property
    def start(self) -> str:
        """How the population began, in words."""
        start: str = self.played.setting["start"]
        return start

    @property
    def until(self) -> str:
        """What ended repetitions before the last generation: "fixation", "settled", or ""."""
        until: str = self.played.setting["until"]
        return until

    @property
    def tallies(self) -> PopulationTallies:
        """The integers behind everything; see `tournament.results.books.population`."""
        tallies: PopulationTallies = self.played.books[0]
        return tallies

    @property
    def strategies(self) -> dict[str, dict[str, Any]]:
        """By type: what is known of its strategy."""
        return self.played.plugins

    @property
    def looks(self) -> list[int]:
        """The generations that frames show."""
        looks: list[int] = self.played.setting["looks"]
        return looks[: len(self.tallies.counts)]

    @property
    def pictures(self) -> list[int]:
        """The generations of which a picture of the first repetition was kept."""
        kept = 0 if self.tallies.pictures is None else len(self.tallies.pictures)
        pictures: list[int] = self.played.setting["pictures"]
        return pictures[:kept]

    # -- payoffs ---------------------------------------------------------------------------------

    @cached_property
    def payoffs(self) -> "pd.DataFrame":
        """What the row's type is paid against the column's; more is better. It is missing where
        encounters were played."""
        return self._table(self.rules.payoffs)

    @cached_property
    def payoff_errors(self) -> "pd.DataFrame":
        """The standard errors of `payoffs`."""
        return self._table(self.rules.payoff_errors)

    def _table(self, rows: tuple[tuple[float, ...], ...]) -> "pd.DataFrame":
        import pandas as pd

        names = self._types
        cells = np.full((len(names),) * 2, np.nan) if self.rules.live else np.array(rows, float)
        return pd.DataFrame(cells, names, names.rename("against"))

    # -- shares ----------------------------------------------------------------------------------

    @cached_property
    def shares(self) -> "pd.DataFrame":
        """The share of places of each type, by generation (0 is the start): the mean over
        repetitions."""
        return self._by_generation(self.tallies.counts / (self.size * self.repetitions))

    @cached_property
    def share_errors(self) -> "pd.DataFrame":
        """Standard errors of `shares` over repetitions; missing after one repetition."""
        tallies = self.tallies
        errors = error_of_mean(tallies.counts, tallies.squares, self.repetitions)
        return self._by_generation(errors / self.size)

    def bands(self, confidence: float = CONFIDENCE) -> "pd.DataFrame":
        """Return shares with their intervals, by generation and type.

        Parameters
        ----------
        confidence
            How many of such intervals cover the true mean.

        Returns
        -------
        DataFrame
            Indexed by generation and type: `share`, `low`, `high`. Ends are missing after one
            repetition.

        Raises
        ------
        ArgumentError
            When `confidence` is not between 0 and 1.
        """
        import pandas as pd

        confidence = level_of("confidence", confidence)
        shares, errors = (f.to_numpy().reshape(-1) for f in (self.shares, self.share_errors))
        low, high = interval(shares, errors, self.repetitions, confidence)
        index = pd.MultiIndex.from_product([self.shares.index, self._types])
        ends = {"low": np.maximum(low, 0.0), "high": np.minimum(high, 1.0)}
        if self.repetitions == 1:
            ends = dict.fromkeys(ends, np.full(len(shares), np.nan))
        return pd.DataFrame({"share": shares} | ends, index)

    def _by_generation(self, cells: np.ndarray) -> "pd.DataFrame":
        import pandas as pd

        return pd.DataFrame(cells, pd.Index(self.looks, name="generation"), self._types)

    @property
    def _types(self) -> "pd.Index[str]":
        import pandas as pd

        return pd.Index(self.types, name="type", dtype=object)

    # -- ends ------------------------------------------------------------------------------------

    @cached_property
    def times(self) -> "pd.DataFrame":
        """One row per repetition: after which `generation` and how many `steps` it ended; `fixed`,
        the type that has all places then, missing if none has. Of two roles `fixed` names both."""
        import pandas as pd

        end, names = self.tallies.end, np.array(self.types, dtype=object)
        fixed = [" and ".join(names[row]) or None for row in self._whole & self._over[:, None]]
        return pd.DataFrame(
            {
                "generation": end[:, GENERATION],
                "steps": end[:, STEPS],
                "fixed": pd.Categorical(fixed),
            },
            pd.RangeIndex(self.repetitions, name="repetition"),
        )

    @cached_property
    def final(self) -> "pd.DataFrame":
        """How many players are of each type in the end, by repetition."""
        import pandas as pd

        index = pd.RangeIndex(self.repetitions, name="repetition")
        return pd.DataFrame(self.tallies.last, index, self._types)

    @property
    def _whole(self) -> np.ndarray:
        """Return (M, k) whether a type has all places (of its role) in the end."""
        whole: np.ndarray = self.tallies.last == self.size
        return whole

    @property
    def _over(self) -> np.ndarray:
        """Return (M,) whether all places (of each role) are of one type in the end."""
        over: np.ndarray = self._whole.sum(axis=1) == len(set(self.rules.roles))
        return over

    @cached_property
    def fixation(self) -> "pd.DataFrame":
        """How often each type has all places (of its role) in the end, and how long that took.

        Columns: `repetitions` in which it has all places, their `share`, its `standard_error`, and
        Wilson's 95 % interval, `low` to `high`; then of these repetitions the mean of `generations`
        and of `steps`, with `generations_error` and `steps_error`. How long it took is known where
        repetitions end by fixation, and missing elsewhere. `attrs` has `open`: how many repetitions
        ended without fixation.
        """
        import pandas as pd

        whole, end = self._whole, self.tallies.end
        often = whole.sum(axis=0)
        share = often / self.repetitions
        low, high = wilson(share, self.repetitions, CONFIDENCE)
        columns = {
            "repetitions": often,
            "share": share,
            "standard_error": error_of_mean(often * 1.0, often * 1.0, self.repetitions),
            "low": low,
            "high": high,
        }
        for name, number in (("generations", GENERATION), ("steps", STEPS)):
            found = [mean_of(end[row, number]) for row in whole.T]
            known = self.until == "fixation" or self.rules.rests
            columns[name] = np.array([mean if known else np.nan for mean, _ in found])
            columns[f"{name}_error"] = np.array([error if known else np.nan for _, error in found])
        frame = pd.DataFrame(columns, self._types)
        frame.attrs["open"] = int((~self._over).sum())
        return frame

    # -- who does best ---------------------------------------------------------------------------

    @cached_property
    def average(self) -> "pd.DataFrame":
        """Mean shares over the second half of the generations: `share`, `standard_error`, `low` and
        `high` (95 % interval).

        After one repetition the error says how much shares moved during that time, by the means of
        batches of generations. After several it says, too, how much repetitions differ that no
        longer move. `attrs` has the first and the last generation, `since` and `to`.
        """
        import pandas as pd

        looks = np.array(self.looks)
        late = 2 * looks >= looks[-1]
        shares, errors = self.shares.to_numpy()[late], self.share_errors.to_numpy()[late]
        mean, error, size = over_time(shares, errors, of_times(looks[late]), self.repetitions)
        low, high = interval(mean, error, size)
        frame = pd.DataFrame(
            {
                "share": mean,
                "standard_error": error,
                "low": np.maximum(low, 0.0),
                "high": np.minimum(high, 1.0),
            },
            self._types,
        )
        frame.attrs |= {"since": int(looks[late][0]), "to": int(looks[-1])}
        return frame

    @cached_property
    def ranking(self) -> "pd.DataFrame":
        """Types by their share of places, largest first; in each role, where there are two.

        Where repetitions end by fixation, the share is that in the end, over repetitions, with
        Wilson's interval. Elsewhere it is the mean over the second half of the generations, as in
        `average`. `attrs` says which: `by` is "final" or "average".

        Columns: `rank`, `share`, `standard_error`, `low`, `high` (95 % interval), `best_rank`,
        `worst_rank`, `tier`, `start` (share in generation 0), `fixed` (share of repetitions in
        which it has all places in the end), and `role`.

        `best_rank` and `worst_rank` are the places that overlapping intervals leave open; `tier` is
        equal for neighbours that intervals cannot separate.
        """
        import pandas as pd

        by, frame = "average", self.average
        if self.until == "fixation":
            by, frame = "final", self._final_shares()
        frame = frame.assign(start=self.shares.iloc[0], fixed=self.fixation["share"])
        parts = []
        for role in sorted(set(self.rules.roles)):
            part = frame[(self.roles == role).to_numpy()]
            part = part.sort_values("share", ascending=False, kind="stable")
            rank = part["share"].rank(ascending=False, method="min").astype(int)
            low, high = part["low"].to_numpy(), part["high"].to_numpy()
            part.insert(0, "rank", rank)
            for at, (name, open_) in enumerate(places(low, high, range(len(part))).items()):
                part.insert(5 + at, name, open_)
            parts.append(part.assign(role=role))
        found = pd.concat(parts)
        found.attrs = {"by": by, "confidence": CONFIDENCE}
        return found

    def _final_shares(self) -> "pd.DataFrame":
        """Return shares of places in the end, with errors over repetitions."""
        import pandas as pd

        last = self.tallies.last / self.size
        share = self.tallies.last.sum(axis=0) / (self.size * self.repetitions)
        error = error_of_mean(last.sum(axis=0), (last**2).sum(axis=0), self.repetitions)
        low, high = wilson(share, self.repetitions, CONFIDENCE)
        columns = {"share": share, "standard_error": error, "low": low, "high": high}
        return pd.DataFrame(columns, self._types)

    # -- pictures --------------------------------------------------------------------------------

    def picture(self, generation: int) -> np.ndarray:
        """Return the type of each place in a generation of the first repetition.

        Parameters
        ----------
        generation
            One of `pictures`.

        Returns
        -------
        array
            Positions in `types`: (height, width) of a lattice, (size,) of another graph.

        Raises
        ------
        ArgumentError
            When no picture of that generation was kept.
        TournamentError
            When there are no pictures at all.
        """
        generation = whole("generation", generation, 0, MOST)
        kept, pictures = self.pictures, self.tallies.pictures
        if pictures is None or not kept:
            raise TournamentError(
                "These results have no pictures: none were asked for, or places do not matter,"
                " because everybody meets everybody."
            )
        if generation not in kept:
            raise ArgumentError(
                "`generation` must be one of which a picture was kept:"
                f" {listing([str(g) for g in kept], 6)}; got {generation}."
            )
        picture: np.ndarray = pictures[kept.index(generation)]
        height, width = self.played.setting["height"], self.played.setting["width"]
        return picture.reshape(height, width) if height else picture

    def card(self) -> Card:
        """Return what the results show of themselves."""
        return population_card(self)

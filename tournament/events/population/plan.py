"""A population, checked: types, rules, structure, start. Data that any process can play."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from tournament.authors.strategy import Strategy
from tournament.engine.options import can_compile
from tournament.errors import PluginError
from tournament.events.population.start import Start
from tournament.events.population.structure import Structure, everybody
from tournament.events.round_robin import plan as round_robin
from tournament.match import Engine
from tournament.results.units.keys import PopulationKey
from tournament.results.units.play_version import PLAY_VERSION
from tournament.results.units.population import Clock, Live, Task
from tournament.rules.population import PopulationRules, mutation_of, rows_of

NEVER = Clock(np.zeros(1, np.int64), False, None, np.zeros(1, np.int64))
SLOW = "not compiled, so its matches are played slowly in plain Python"


@dataclass(frozen=True, eq=False)
class Plan:
    """A population, checked; see `Population` for what is not told here.

    names
        The types, in the order of entry; of two roles all types of the first, then of the second.
    players
        The strategy of each type; None of a name whose payoffs are given.
    rules
        What holds; payoffs are 0 until they are known.
    matches
        The tournament that makes the table of payoffs, or the encounters that are played live;
        None where the table is given.
    start
        How it begins.
    clock, until, whole
        When it is looked at, and what ends it; whether all looks are shown, also those after the
        end, because the user said how many generations there are. Known when it is played.
    """

    names: tuple[str, ...]
    players: tuple[Strategy | None, ...]
    rules: PopulationRules
    matches: round_robin.Plan | None
    structure: Structure
    start: Start
    repetitions: int
    engine: Engine
    left_out: tuple[str, ...] = ()
    clock: Clock = NEVER
    until: str = ""
    whole: bool = False

    @property
    def python(self) -> bool:
        """Whether plain Python plays: where that is asked for, or Numba may not compile."""
        return self.engine == "python" or not can_compile()

    @property
    def order(self) -> list[int]:
        """The numbers of the types by name: so is everything played, whoever was named first."""
        return sorted(range(len(self.names)), key=self.names.__getitem__)

    @property
    def key(self) -> PopulationKey:
        """Everything that the books of its repetitions depend on: equal keys, equal books."""
        order, rules, live = self.order, self.rules.of_types(self.order), self.live
        sites = self.start.sites
        return PopulationKey(
            types=tuple(self.names[i] for i in order),
            players=live.players if live else (),
            rules=(
                *(rules.process, rules.selection, rules.fitness, rules.synchronous, rules.average),
                *(rules.self_interaction, rules.roles, np.array(rules.mutation)),
                None if live else np.array(rules.payoffs),
            ),
            structure=self.structure,
            start=(self.start.counts[order], None if sites is None else self._by_name(sites)),
            clock=self.clock,
            matches=live.rules if live else None,
            seed=rules.seed,
            version=PLAY_VERSION,
        )

    def _by_name(self, sites: np.ndarray) -> np.ndarray:
        """Return types of places by their number in the order of names."""
        place = np.empty(len(self.names), np.int16)
        place[self.order] = np.arange(len(self.names))
        return np.asarray(place[sites])

    def slow(self) -> list[str]:
        """Return the names of players whose rules are not compiled."""
        if self.matches is None:
            return []
        return [player.name for player in self.matches.players if not player.compiled]

    def without(self, name: str) -> Self:
        """Return the population as if a player had never entered.

        Raises
        ------
        PluginError
            When nobody is left, or places were given to it.
        """
        keep = [i for i, player in enumerate(self.players) if player and player.name != name]
        lost = np.delete(np.arange(len(self.names)), keep)
        if self.start.sites is not None and np.isin(self.start.sites, lost).any():
            raise PluginError(
                f"The population cannot go on without {name}: `start` has places of it."
            )
        if not self.start.counts[keep].any():
            raise PluginError(f"No players are left: {name} was the last to be withdrawn.")
        names = tuple(self.names[i] for i in keep)
        rules = self.rules.of_types(keep)
        rules = replace(rules, mutation=rows_of(_among(rules, self.rules)))
        return replace(
            self,
            names=names,
            players=tuple(self.players[i] for i in keep),
            rules=rules,
            matches=self.matches and self.matches.without(name),
            start=self.start.of_types(keep, names, rules.roles, self.structure.size),
        )

    def task(self, first: int, repetitions: int) -> Task:
        """Return some repetitions to play, with the types in the order of their names."""
        order, seed = self.order, self.rules.seed
        starts = self.start.of(self.structure, seed, first, repetitions, order)
        starts = starts[:, order] if self.structure.mixed else self._by_name(starts)
        places, live = self.structure.of(seed, first), self.live
        if live is not None and places.mixed:
            places = everybody(places.size, with_itself=self.rules.process == "moran")
            types = np.arange(len(order), dtype=np.int16)
            starts = np.stack([np.repeat(types, counts) for counts in starts])
        return Task(self.rules.of_types(order), places, starts, self.clock, first, live)

    @property
    def live(self) -> Live | None:
        """How encounters are played, by types in the order of their names; None if they are not."""
        if not self.rules.live or self.matches is None:
            return None
        players = self.matches.players
        return Live(
            tuple(players[i] for i in self.order), self.matches.rules.of_players(self.order)
        )

    def paid(self, payoffs: np.ndarray, errors: np.ndarray) -> Self:
        """Return the population with its table of payoffs."""
        rules = replace(self.rules, payoffs=rows_of(payoffs), payoff_errors=rows_of(errors))
        return replace(self, rules=rules)


def _among(kept: PopulationRules, before: PopulationRules) -> np.ndarray:
    """Return mutation among the types that are left: a rate stays the rate, and rows are scaled."""
    rate = 1.0 - before.mutation[0][0]
    same = mutation_of(rate, before.types, before.roles)
    if np.allclose(before.mutation, same, rtol=0, atol=1e-12):
        return mutation_of(rate, kept.types, kept.roles)
    rows = np.array(kept.mutation)
    sums = rows.sum(axis=1, keepdims=True)
    return np.where(sums > 0, rows / np.where(sums > 0, sums, 1.0), np.eye(kept.types))

"""What a population does whose encounters are played, in plain Python.

It is a population on a graph, with two differences.

**Payoffs.** A place that is looked at plays one match with each of its neighbours, and that is what
it is paid. What neighbours are paid in these matches does not count: who is looked at plays matches
of its own. In one renewal (all at once: in one generation) a place plays once. Each pair of types
has repetitions of its own, numbered from 0, which are used up in the order in which they are asked
for. The seed of these matches is a stream of the repetition of the population.

**Parents** are tried, so that few have to play. One is drawn, by the weight of arcs, and is the
parent with the probability of its fitness, divided by the fitness of who is paid the most that the
game can pay. Else another one is drawn; after TRIES nobody is refused any more. Try number t takes
the word `absorb(word, t)` of the word of the renewal.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from tournament import outcomes
from tournament.referee import books as referee
from tournament.referee.population import sites
from tournament.referee.population.draws import split
from tournament.referee.population.sites import FROM, Sites, added, arcs_of, chosen, share
from tournament.results.books.population import PopulationTallies
from tournament.results.units.population import MATCHES, Live, Task, stream_of
from tournament.results.units.unit import Source, Unit
from tournament.streams import absorb

TRIES = 10_000
"""So often a parent is refused. Where fitness is next to nothing, all are alike in the end."""
FIRST = 64
"""How many repetitions of a pair are played at first; later twice as many, up to MOST."""
MOST = 4096


def run(task: Task, stop: np.ndarray | None = None) -> PopulationTallies:
    """Return the books of a task, as `play.play`."""
    return sites.run(task, stop, partial(Played, source=referee.play, certain={}))


Pair = tuple[int, int]
"""Two types, the lower number first."""
Certain = dict[Pair, tuple[float, float]]
"""What both types of a pair are paid whose matches have no chance: the same in all repetitions."""


class Encounters:
    """Matches between types, each repetition used once.

    Parameters
    ----------
    live
        Who plays, and how.
    seed, repetition
        Of the population.
    source
        What plays a unit.
    certain
        What is known of pairs without chance; it is added to.
    """

    def __init__(
        self, live: Live, seed: int, repetition: int, source: Source, certain: Certain
    ) -> None:
        self.players, self.source = live.players, source
        own_seed, _ = stream_of(seed, repetition, MATCHES)
        self.rules = replace(live.rules, seed=own_seed)
        first, second = outcomes.flat(live.rules.game.utilities)
        self.weights = first, outcomes.swapped(second)
        self.played: dict[Pair, int] = {}
        self.left: dict[Pair, list[tuple[float, float]]] = {}
        self.certain = certain

    def payoff(self, own: int, other: int) -> float:
        """Return what type `own` is paid per turn in a new match with type `other`."""
        pair = min(own, other), max(own, other)
        seat = int(own > other)
        if pair in self.certain:
            return self.certain[pair][seat]
        if not self.left.get(pair):
            many = min(max(FIRST, self.played.get(pair, 0)), MOST)
            self.left[pair] = list(map(tuple, self.next_block(pair, many)[::-1].tolist()))
        if pair in self.certain:
            return self.certain[pair][seat]
        return self.left[pair].pop()[seat]

    def next_block(self, pair: Pair, many: int) -> np.ndarray:
        """Return (m, 2) what both are paid per turn in the next repetitions of a pair."""
        first = self.played.get(pair, 0)
        unit = Unit(self.players, np.array([pair]), self.rules, first, many)
        (block,) = self._blocks(unit, [pair])
        return np.asarray(block)

    def first_blocks(self, pairs: Sequence[Pair], many: int) -> np.ndarray:
        """Return (p, m, 2) what both are paid in the first repetitions of pairs, played together.

        Each pair has seats of its own, so that its matches can be told from those of other pairs.
        """
        seats = [kind for pair in pairs for kind in dict.fromkeys(pair)]
        last = np.cumsum([len(set(pair)) for pair in pairs]) - 1
        first = [end - (pair[0] != pair[1]) for pair, end in zip(pairs, last, strict=True)]
        players = tuple(self.players[kind] for kind in seats)
        matches = np.stack([first, last], axis=1)
        unit = Unit(players, matches, self.rules.of_players(seats), 0, many)
        return self._blocks(unit, pairs)

    def _blocks(self, unit: Unit, pairs: Sequence[Pair]) -> np.ndarray:
        """Return (p, m, 2) what the matches of a unit paid both seats per turn."""
        books = self.source(unit)
        first, second = unit.matches.T
        counts = books.totals[:, first, (first == second).astype(int), 0].swapaxes(0, 1)
        turns = np.maximum(counts.sum(axis=-1), 1)  # none, where the user stopped the matches
        blocks = np.stack([outcomes.paid(counts, w) / turns for w in self.weights], axis=-1)
        for pair, chance, block in zip(pairs, books.chance.tolist(), blocks, strict=True):
            self.played[pair] = unit.first + unit.repetitions
            if not chance:
                self.certain[pair] = tuple(block[0].tolist())
        return blocks


class Played(Sites):
    """One repetition; see `Sites`."""

    def __init__(self, task: Task, repetition: int, source: Source, certain: Certain) -> None:
        super().__init__(task, repetition)
        assert task.live is not None
        number = task.first + repetition
        self.encounters = Encounters(task.live, task.rules.seed, number, source, certain)
        self.most = most_paid(task)
        self.known: dict[int, float] = {}
        self.since = -1

    def payoff(self, place: int, kind: int | None = None) -> float:
        """Return what a place is paid by matches with its neighbours; or what it would be paid if
        it were of type `kind`."""
        now = self.generation if self.rules.synchronous else self.steps
        if now != self.since:
            self.known, self.since = {}, now
        if kind is not None:
            return self.played(place, kind)
        if place not in self.known:
            self.known[place] = self.played(place, self.types[place])
        return self.known[place]

    def played(self, place: int, kind: int) -> float:
        """Return what one of a type is paid by new matches at a place."""
        total = weights = 0.0
        met = [(kind if q == place else self.types[q], w) for q, w in self.meets[place]]
        for other, weight in [*met, *([(kind, 1.0)] if self.rules.self_interaction else [])]:
            total += weight * self.encounters.payoff(kind, other)
            weights += weight
        return total / weights if self.rules.average and weights > 0 else total

    def parent_of_all(self, word: int) -> int:
        """Return a parent of any place."""
        return self.tried(word, lambda w: split(w, self.size))

    def parent_near(self, place: int, renewal: int) -> int | None:
        """Return a parent among the neighbours; all at once, among them and the place itself."""
        near = list(self.learns[place])
        if self.rules.synchronous:
            near.insert(0, (place, 1.0))
        if not near:
            return None

        def draw(word: int) -> tuple[int, int]:
            if self.evenly:
                number, rest = split(word, len(near))
            else:
                number, rest = chosen([w for _, w in near], share(word)), absorb(word, 0)
            return near[number][0], rest

        return self.tried(self.word(renewal, FROM), draw)

    def tried(self, word: int, draw: Callable[[int], tuple[int, int]]) -> int:
        """Return a place that is drawn, and not refused for its fitness."""
        for number in range(1, TRIES):
            place, rest = draw(absorb(word, number))
            if share(rest) < self.relative(place):
                return place
        return draw(absorb(word, TRIES))[0]

    def relative(self, place: int) -> float:
        """Return the fitness of a place, divided by the most fitness that the game can pay."""
        s, paid = self.rules.selection, self.payoff(place)
        if self.rules.fitness == "exponential":
            return math.exp(s * (paid - self.most))
        best = 1.0 - s + s * self.most
        return max(0.0, 1.0 - s + s * paid) / best if best > 0 else 1.0


def most_paid(task: Task) -> float:
    """Return the most that any place can be paid."""
    highest = float(task.rules.game.utilities.max())
    if task.rules.average:
        return highest
    meets, _ = arcs_of(task.places.meets or task.places.lattice)
    own = float(task.rules.self_interaction)
    return max(highest * (added(weight for _, weight in near) + own) for near in meets)

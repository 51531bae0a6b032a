"""A well-mixed population in plain Python: who is there, what they are paid, and whom one follows.

Payoffs are in grains, sums over all whom one meets; see `numbers`.
"""

import math
from collections.abc import Sequence

from tournament.referee.population.draws import Draws
from tournament.referee.population.numbers import ONE, Numbers, certain, picked
from tournament.rules.population import PopulationRules, fermi


class Crowd:
    """The players of a repetition.

    Parameters
    ----------
    rules, numbers
        What holds in all repetitions.
    start
        How many players are of each type.
    draws
        The chance of the process.

    Attributes
    ----------
    counts
        How many players are of each type.
    types
        The type of the player in each place. At first types stand in order; those of role 1 have
        the places from N on.
    """

    def __init__(
        self, rules: PopulationRules, numbers: Numbers, start: Sequence[int], draws: Draws
    ) -> None:
        self.rules, self.numbers, self.draws = rules, numbers, draws
        self.counts = list(start)
        in_order = sorted(range(rules.types), key=numbers.roles.__getitem__)
        self.types = [kind for kind in in_order for _ in range(start[kind])]

    # -- payoffs -------------------------------------------------------------------------------

    def paid(self, kind: int) -> int:
        """Return what one of a type is paid by all whom it meets."""
        row = self.numbers.table[kind]
        total = sum(a * n for a, n in zip(row, self.counts, strict=True))
        return total - self.numbers.own[kind]

    def reply(self, own: int, kind: int) -> int:
        """Return what one of type `own` would be paid if it were of another type."""
        row, met = self.numbers.table[kind], list(self.counts)
        if self.numbers.met < self.numbers.size:  # it does not meet itself
            met[own] -= 1
        return sum(a * n for a, n in zip(row, met, strict=True))

    def mean(self, paid: int) -> float:
        """Return a payoff: the mean over those whom one meets."""
        return paid * self.numbers.grain / self.numbers.met

    def relative(self, paid: int, top: int) -> float:
        """Return the fitness of one who is paid so much, divided by the fitness of the best.

        So nothing overflows. If the best has no fitness, all are alike.
        """
        s = self.rules.selection
        if self.rules.fitness == "exponential":
            return math.exp(s * self.mean(paid - top))
        best = 1.0 - s + s * self.mean(top)
        if best <= 0:
            return 1.0
        return max(0.0, (1.0 - s + s * self.mean(paid)) / best)

    def better(self, paid: int, than: int) -> float:
        """Return the chance that who is paid `than` takes over the type of who is paid `paid`."""
        return fermi(self.mean(paid - than), self.rules.selection)

    # -- whom one follows ----------------------------------------------------------------------

    def parent(self, role: int, dead: int | None = None) -> int:
        """Return the type of a parent of a role, drawn by fitness; not the one in place `dead`.

        One is drawn evenly, and is the parent with the chance of its fitness divided by the best
        fitness. Else another one is drawn.
        """
        first, size = role * self.numbers.size, self.numbers.size
        there = [first + i for i in range(size) if first + i != dead]
        top = max(self.paid(self.types[place]) for place in there)
        while True:
            number, rest = self.draws.split(len(there))
            kind = self.types[there[number]]
            if rest >> 2 < int(self.relative(self.paid(kind), top) * ONE):
                return kind

    def newcomer(self, kind: int) -> int:
        """Return the type of a child of a type; or what a learner tries before it looks at others.

        Without mutation, nothing is drawn.
        """
        chances = self.numbers.newcomers[kind]
        only = certain(chances)
        return picked(chances, self.draws.word()) if only is None else only

    def best(self, own: int) -> int:
        """Return the type of the best paid: what one of type `own` takes over."""
        there = [kind for kind in self.numbers.peers(own) if self.counts[kind] > 0]
        return self._first(own, {kind: self.paid(kind) for kind in there})

    def response(self, own: int) -> int:
        """Return the type that would be paid best: what one of type `own` becomes."""
        return self._first(own, {kind: self.reply(own, kind) for kind in self.numbers.peers(own)})

    def _first(self, own: int, paid: dict[int, int]) -> int:
        """Return the own type if none is paid more; else the first type of the best paid."""
        least = max(paid.values()) - self.numbers.tie
        return own if paid[own] >= least else next(k for k in paid if paid[k] >= least)

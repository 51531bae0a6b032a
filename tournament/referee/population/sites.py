"""What a population does on a graph or lattice, in plain Python.

**Renewals.** One after the other, a renewal is a step. All at once, a generation is a renewal of
each place: that of place p in generation g (from 0) has number g N + p, and reads the types of the
generation before. So it does not matter in which order places are renewed.

**Chance.** Renewal number r, from 0, owns DRAWS draws of the stream of steps: draw number
DRAWS r + WHO, TYPE, FROM and COIN. A draw is a word of 64 bits. Not every renewal looks at all of
them.

**Floats** are added in a defined order, so that the engine gets the same bits.

Legend: N places, k types.
"""

import math
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from tournament.referee.population.draws import split
from tournament.referee.population.watch import Watch, fixed_type
from tournament.results.books.population import PopulationTallies
from tournament.results.units.population import (
    STEPS,
    Graph,
    Lattice,
    Task,
    empty_books,
    stream_of,
)
from tournament.rules.population import PROCESSES, fermi
from tournament.streams import MASK, mix

DRAWS = 4
WHO, TYPE, FROM, COIN = range(1, 5)
"""Who renews a place, or whose place is renewed; the type of a newcomer; from whom it gets its
type, or where a child goes; whether a learner takes over the type of a model."""
MOORE = ((-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1))
VON_NEUMANN = ((-1, 0), (0, -1), (0, 1), (1, 0))
FARTHEST = 1000
"""A fitness that is smaller by this many powers of two adds nothing."""
MOST_POWER = 1e18
LOG2_E, LOG_2 = 1.4426950408889634, 0.6931471805599453

Arcs = list[tuple[int, float]]  # neighbours, and the weights of the arcs to them
Number = tuple[float, int]  # (m, e) stands for m 2**e: fitness can be larger than any float
NOBODY: Number = (0.0, -int(MOST_POWER))


def run(
    task: Task,
    stop: np.ndarray | None = None,
    begin: "Callable[[Task, int], Sites] | None" = None,
) -> PopulationTallies:
    """Return the books of a task, as `play.play`; `begin` makes a repetition, by its number."""
    books = empty_books(task)
    if task.first == 0:
        shape = (len(task.clock.pictures), task.places.size)
        books.pictures = np.zeros(shape, np.int16)
    for repetition in range(task.repetitions):
        watch, sites = Watch(task, books, repetition), (begin or Sites)(task, repetition)
        while not watch.over(sites.generation, sites.counts, sites.types):
            if stop is not None and stop[0]:
                return books
            sites.next_generation()
        watch.end(sites.generation, sites.steps, sites.counts, sites.types)
    return books


class Sites:
    """One repetition.

    Attributes
    ----------
    types
        (N,) the type of each place.
    meets, learns
        (N,) whom each place meets; to whom its children go, or from whom it learns.
    generation, steps
        How many are over.
    """

    def __init__(self, task: Task, repetition: int) -> None:
        rules, places = task.rules, task.places
        self.rules, self.process = rules, PROCESSES[rules.process]
        self.fixation = task.clock.fixation
        self.size, self.kinds = places.size, range(rules.types)
        self.types = [int(kind) for kind in task.starts[repetition]]
        self.stream = stream_of(rules.seed, task.first + repetition, STEPS)
        self.meets, self.by_type = arcs_of(places.meets or places.lattice)
        self.learns, self.evenly = arcs_of(places.learns or places.lattice)
        self.generation = self.steps = 0

    @property
    def counts(self) -> list[int]:
        """How many places are of each type."""
        return [self.types.count(kind) for kind in self.kinds]

    # -- time --------------------------------------------------------------------------------------

    def next_generation(self) -> None:
        """Play a generation, or what is left to fixation where that is the end."""
        if self.rules.synchronous:
            first = self.generation * self.size
            self.types = [self.renewed(p, first + p) for p in range(self.size)]
            self.steps += 1
        else:
            for _ in range(self.size):
                self.one_step(self.steps)
                self.steps += 1
                if self.fixation and fixed_type(self.counts) >= 0:
                    break
        self.generation += 1

    def one_step(self, renewal: int) -> None:
        """Renew one place."""
        who = self.word(renewal, WHO)
        if self.rules.process != "moran":
            place = split(who, self.size)[0]
            self.types[place] = self.renewed(place, renewal)
            return
        parent = self.parent_of_all(who)
        if self.learns[parent]:
            place = self.neighbour(parent, renewal)
            self.types[place] = self.newcomer(self.types[parent], renewal)

    def renewed(self, place: int, renewal: int) -> int:
        """Return the type of a place that dies, or learns, or is given to a child."""
        mine = self.types[place]
        if self.process.children:
            parent = self.parent_near(place, renewal)
            return mine if parent is None else self.newcomer(self.types[parent], renewal)
        explored = self.newcomer(mine, renewal)
        if explored != mine:
            return explored
        return {
            "fermi": self.compared,
            "imitate best": self.imitated,
            "best response": self.responding,
        }[self.rules.process](place, renewal)

    # -- what places are paid ----------------------------------------------------------------------

    def payoff(self, place: int, kind: int | None = None) -> float:
        """Return what a place is paid; or what it would be paid if it were of type `kind`.

        Encounters without weights are counted by type, and types are added up in their order. So
        equal neighbourhoods are paid exactly the same. Encounters with weights are added up one
        after the other; the place itself comes last.
        """
        mine = self.types[place] if kind is None else kind
        paid = self.rules.payoffs[mine]
        met = [(mine if q == place else self.types[q], w) for q, w in self.meets[place]]
        if self.rules.self_interaction:
            met.append((mine, 1.0))
        if self.by_type:
            theirs = [kind for kind, _ in met]
            met = [(j, theirs.count(j)) for j in self.kinds]
        total = added(weight * paid[j] for j, weight in met)
        weights = added(weight for _, weight in met)
        return total / weights if self.rules.average and weights > 0 else total

    def fitness(self, place: int, top: float) -> float:
        """Return the fitness of a place: where it is exponential, divided by that of payoff
        `top`."""
        s, paid = self.rules.selection, self.payoff(place)
        if self.rules.fitness == "exponential":
            return math.exp(s * (paid - top))
        return max(0.0, 1.0 - s + s * paid)

    # -- children ----------------------------------------------------------------------------------

    def newcomer(self, kind: int, renewal: int) -> int:
        """Return the type of a child of type `kind`, or of what a learner of that type explores."""
        rows = self.rules.mutation
        if not self.rules.mutates:
            return kind
        return chosen(rows[kind], share(self.word(renewal, TYPE)))

    def neighbour(self, place: int, renewal: int) -> int:
        """Return one of the neighbours of a place, by the weight of the arc."""
        near, word = self.learns[place], self.word(renewal, FROM)
        if self.evenly:
            return near[split(word, len(near))[0]][0]
        return near[chosen([weight for _, weight in near], share(word))][0]

    def parent_near(self, place: int, renewal: int) -> int | None:
        """Return the parent of who is born at a place: a neighbour, by fitness times weight.

        All at once, the place itself is a candidate too, of weight 1, and the first one.
        """
        near = list(self.learns[place])
        if self.rules.synchronous:
            near.insert(0, (place, 1.0))
        if not near:
            return None
        top = max(self.payoff(p) for p, _ in near)
        shares = [self.fitness(p, top) * weight for p, weight in near]
        word = self.word(renewal, FROM)
        if not any(shares):
            return near[split(word, len(near))[0]][0]
        return near[chosen(shares, share(word))][0]

    def parent_of_all(self, word: int) -> int:
        """Return a parent drawn by fitness among all places.

        The places, and nobodies of fitness 0 after them until there are 1, 2, 4, 8 ... in all, are
        halved again and again. The draw goes into one half, by the sums of the fitness in both.
        """
        fitness = [self.fitness_as_power(p) for p in range(self.size)]
        if not any(m for m, _ in fitness):
            return split(word, self.size)[0]
        while len(fitness) & (len(fitness) - 1):
            fitness.append(NOBODY)
        first, last = 0, len(fitness)
        target, power = share(word) * summed(fitness)[0], summed(fitness)[1]
        while last - first > 1:
            middle = (first + last) // 2
            left, right = summed(fitness[first:middle]), summed(fitness[middle:last])
            before = shifted(left, power)
            if target < before or shifted(right, power) == 0.0:
                last, half = middle, left
            else:
                target -= before
                first, half = middle, right
            target, power = math.ldexp(target, power - half[1]), half[1]
        return first

    def fitness_as_power(self, place: int) -> Number:
        """Return the fitness of a place."""
        if self.rules.fitness == "linear":
            return self.fitness(place, 0.0), 0
        power = self.rules.selection * self.payoff(place) * LOG2_E
        whole = math.floor(min(max(power, -MOST_POWER), MOST_POWER))
        return math.exp((power - whole) * LOG_2), whole

    # -- learners ----------------------------------------------------------------------------------

    def compared(self, place: int, renewal: int) -> int:
        """Return the type of a learner that compares its payoff with that of a model."""
        mine = self.types[place]
        if not self.learns[place]:
            return mine
        model = self.neighbour(place, renewal)
        if self.types[model] == mine:
            return mine
        difference = self.payoff(model) - self.payoff(place)
        takes = share(self.word(renewal, COIN)) < fermi(difference, self.rules.selection)
        return self.types[model] if takes else mine

    def imitated(self, place: int, renewal: int) -> int:  # noqa: ARG002 (others draw)
        """Return the type of who is paid best among a place and its neighbours."""
        among = [place, *(p for p, _ in self.learns[place])]
        if len({self.types[p] for p in among}) == 1:
            return self.types[place]
        payoffs = [self.payoff(p) for p in among]
        best = {
            self.types[p] for p, paid in zip(among, payoffs, strict=True) if paid == max(payoffs)
        }
        return self.types[place] if self.types[place] in best else min(best)

    def responding(self, place: int, renewal: int) -> int:  # noqa: ARG002 (others draw)
        """Return the type that would be paid best at a place, all others as they are."""
        payoffs = [self.payoff(place, kind) for kind in self.kinds]
        best = [kind for kind in self.kinds if payoffs[kind] == max(payoffs)]
        return self.types[place] if self.types[place] in best else best[0]

    def word(self, renewal: int, purpose: int) -> int:
        """Return a draw of a renewal."""
        state, step = self.stream
        return int(mix((state + (DRAWS * renewal + purpose) * step) & MASK))


# -- who is next to whom ---------------------------------------------------------------------------


def arcs_of(of: Graph | Lattice | None) -> tuple[list[Arcs], bool]:
    """Return the arcs of each place, and whether all weights are 1."""
    if isinstance(of, Lattice):
        return [around(of, y, x) for y in range(of.height) for x in range(of.width)], True
    assert of is not None
    weights = np.ones(len(of.neighbour)) if of.weight is None else of.weight
    arcs = list(zip(of.neighbour.tolist(), weights.tolist(), strict=True))
    return [arcs[of.start[p] : of.start[p + 1]] for p in range(of.size)], of.weight is None


def around(lattice: Lattice, y: int, x: int) -> Arcs:
    """Return the neighbours of a place of a lattice, from the upper left to the lower right."""
    height, width = lattice.height, lattice.width
    found = []
    for down, right in MOORE if lattice.neighbours == 8 else VON_NEUMANN:
        v, u = y + down, x + right
        if lattice.torus or (0 <= v < height and 0 <= u < width):
            found.append((v % height * width + u % width, 1.0))
    return found


# -- sums, and draws by weight ---------------------------------------------------------------------


def added(terms: Iterable[float]) -> float:
    """Return a sum, from left to right; newer versions of Python round that of `sum` less."""
    total = 0.0
    for term in terms:
        total += term
    return total


def share(word: int) -> float:
    """Return a draw on [0, 1)."""
    return float(word >> 11) * 2.0**-53


def chosen(weights: Sequence[float], u: float) -> int:
    """Return one of some, by weight.

    >>> [chosen([1.0, 0.0, 3.0], u) for u in (0.0, 0.24, 0.25, 0.99)]
    [0, 0, 2, 2]
    """
    target = u * added(weights)
    for i in range(len(weights)):
        if target < added(weights[: i + 1]):
            return i
    return len(weights) - 1


def summed(fitness: Sequence[Number]) -> Number:
    """Return the sum of the fitness of some places, half by half.

    >>> summed([(1.0, 3), (1.5, 2)])
    (1.75, 3)
    """
    if len(fitness) == 1:
        return fitness[0]
    middle = len(fitness) // 2
    left, right = summed(fitness[:middle]), summed(fitness[middle:])
    power = max(left[1], right[1])
    return shifted(left, power) + shifted(right, power), power


def shifted(number: Number, power: int) -> float:
    """Return m, where (m, power) stands for the number; 0 for what is far smaller than that.

    >>> shifted((1.0, 3), 4), shifted((1.0, 3), 2000)
    (0.5, 0.0)
    """
    m, e = number
    return math.ldexp(m, e - power) if power - e <= FARTHEST else 0.0

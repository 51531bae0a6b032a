"""The steps of a well-mixed population, in plain Python: which draw decides what, in which order.

`two_types`
    Of two types, one by one: one draw a step.
`one_by_one`
    Of several types, or two roles: the players stand in places, and each choice is a draw.
`all_at_once`
    Each player draws once.
"""

from collections.abc import Callable

from tournament.referee.population.chances import becomes
from tournament.referee.population.crowd import Crowd
from tournament.referee.population.draws import split
from tournament.referee.population.numbers import ONE, Numbers, certain, cumulated, picked
from tournament.rules.population import PopulationRules, ProcessName


def step_of(rules: PopulationRules, numbers: Numbers) -> Callable[[Crowd], None]:
    """Return what a step is."""
    if rules.synchronous:
        return all_at_once
    return two_types if rules.types == 2 and numbers.populations == 1 else one_by_one


def two_types(crowd: Crowd) -> None:
    """Make one step of a population of two types: one draw decides it.

    The draw chooses one player, types standing in order, and then what it becomes.
    """
    place, rest = crowd.draws.split(crowd.numbers.size)
    own = 0 if place < crowd.counts[0] else 1
    new = picked(cumulated(becomes(crowd, own)), rest)
    crowd.counts[own] -= 1
    crowd.counts[new] += 1


def all_at_once(crowd: Crowd) -> None:
    """Renew all places: each player, types in order, draws what it becomes.

    Nothing is drawn where this is certain.
    """
    counts = [0] * len(crowd.counts)
    for own, count in enumerate(crowd.counts):
        if count > 0:
            chances = cumulated(becomes(crowd, own))
            only = certain(chances)
            for _ in range(count):
                new = picked(chances, crowd.draws.word()) if only is None else only
                counts[new] += 1
    crowd.counts = counts


def one_by_one(crowd: Crowd) -> None:
    """Make one step: a place is drawn evenly, of both roles; then who comes there."""
    place, _ = crowd.draws.split(crowd.numbers.places)
    own = crowd.types[place]
    new = COMES[crowd.rules.process](crowd, place)
    crowd.types[place] = new
    crowd.counts[own] -= 1
    crowd.counts[new] += 1


def _child(crowd: Crowd, place: int) -> int:
    """Return a child of anybody of the role."""
    return crowd.newcomer(crowd.parent(place // crowd.numbers.size))


def _heir(crowd: Crowd, place: int) -> int:
    """Return a child of one of the others."""
    return crowd.newcomer(crowd.parent(place // crowd.numbers.size, dead=place))


def _learner(crowd: Crowd, place: int) -> int:
    """Return what a learner becomes: it explores, or compares itself with one of the others."""
    own = crowd.types[place]
    tried = crowd.newcomer(own)
    if tried != own:
        return tried
    first = place // crowd.numbers.size * crowd.numbers.size
    number, rest = split(crowd.draws.word(), crowd.numbers.size - 1)
    model = first + number
    kind = crowd.types[model + 1 if model >= place else model]
    better = crowd.better(crowd.paid(kind), crowd.paid(own))
    return kind if rest >> 2 < int(better * ONE) else own


def _follower(takes: Callable[[Crowd, int], int]) -> Callable[[Crowd, int], int]:
    """Return what a learner becomes that takes what it must, unless it explores."""

    def comes(crowd: Crowd, place: int) -> int:
        own = crowd.types[place]
        tried = crowd.newcomer(own)
        return tried if tried != own else takes(crowd, own)

    return comes


COMES: dict[ProcessName, Callable[[Crowd, int], int]] = {
    "moran": _child,
    "death-birth": _heir,
    "fermi": _learner,
    "imitate best": _follower(Crowd.best),
    "best response": _follower(Crowd.response),
}

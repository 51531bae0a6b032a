"""How likely it is that a player of a well-mixed population becomes another type, in plain Python.

It is the player who dies, learns or is replaced. Chances hold up to a factor.
"""

from collections.abc import Callable, Sequence

from tournament.referee.population.crowd import Crowd
from tournament.rules.population import ProcessName


def becomes(crowd: Crowd, own: int) -> list[float]:
    """Return (k,) how likely it is that one of type `own` becomes each type."""
    return BECOMES[crowd.rules.process](crowd, own)


def among(crowd: Crowd, own: int) -> list[int]:
    """Return (k,) how many players of each type have the role of a type."""
    peers = crowd.numbers.peers(own)
    return [count if kind in peers else 0 for kind, count in enumerate(crowd.counts)]


def child_of(crowd: Crowd, may: Sequence[int]) -> list[float]:
    """Return (k,) how likely a child is of each type, if so many of each may be the parent."""
    top = max(crowd.paid(kind) for kind, count in enumerate(may) if count > 0)
    chances = [0.0] * len(may)
    for kind, count in enumerate(may):
        if count > 0:
            weight = count * crowd.relative(crowd.paid(kind), top)
            for new, chance in enumerate(crowd.numbers.mutation[kind]):
                chances[new] += weight * chance
    return chances


def _birth(crowd: Crowd, own: int) -> list[float]:
    return child_of(crowd, among(crowd, own))


def _death(crowd: Crowd, own: int) -> list[float]:
    others = among(crowd, own)
    others[own] -= 1
    return child_of(crowd, others)


def _learning(crowd: Crowd, own: int) -> list[float]:
    row, others = crowd.numbers.mutation[own], crowd.numbers.size - 1
    chances, learned = list(row), 0.0
    for kind, count in enumerate(among(crowd, own)):
        if kind != own and count > 0:
            takes = count / others * crowd.better(crowd.paid(kind), crowd.paid(own))
            learned += takes
            chances[kind] += row[own] * takes
    chances[own] = row[own] * max(0.0, 1.0 - learned)
    return chances


def _surely(takes: Callable[[Crowd, int], int]) -> Callable[[Crowd, int], list[float]]:
    """Return the chances of a learner that takes what it must, unless it explores."""

    def chances_of(crowd: Crowd, own: int) -> list[float]:
        chances = list(crowd.numbers.mutation[own])
        looks, chances[own] = chances[own], 0.0
        chances[takes(crowd, own)] += looks
        return chances

    return chances_of


BECOMES: dict[ProcessName, Callable[[Crowd, int], list[float]]] = {
    "moran": _birth,
    "wright-fisher": _birth,
    "death-birth": _death,
    "fermi": _learning,
    "imitate best": _surely(Crowd.best),
    "best response": _surely(Crowd.response),
}

"""Do two automata decide alike, whatever is done to them? And if not, after which turns?

A rule is known by what it would choose after every sequence of turns. A turn is told by the chosen
move, the move that was made, and the opponent's move as it was seen. So equal automata play alike
at any noise.
"""

from itertools import product
from typing import NamedTuple

import numpy as np

from tournament.referee.exact.machine import NOWHERE, Machine

ROUNDING = 1e-12
"""Where the state is hidden, probabilities are sums, which are rounded."""


class Turn(NamedTuple):
    """A turn: the move that was chosen, the one that was made, the opponent's as it was seen."""

    chosen: int
    made: int
    seen: int


TURNS = sorted((Turn(*moves) for moves in product((0, 1), repeat=3)), key=lambda t: t[0] != t[1])
"""All turns; those without a mistake come first, so that they are found first."""


def difference(a: Machine, b: Machine, turns: int | None = None) -> list[Turn] | None:
    """Return the shortest sequence of turns after which two automata decide differently.

    Parameters
    ----------
    turns
        How many turns are compared; None for ever.

    Returns
    -------
    list of Turn, or None
        None if there is no such sequence.
    """
    limits = [each for each in (turns, a.turns, b.turns) if each is not None]
    turns = min(limits, default=None)
    if a.states_are_seen and b.states_are_seen:
        return _by_pairs(a, b, turns)
    return _by_beliefs(a, b, turns)


def _by_pairs(a: Machine, b: Machine, turns: int | None) -> list[Turn] | None:
    """Follow pairs of states: each sequence leads to one pair."""
    one, other = a.by_move, b.by_move
    p, q = a.cooperation.tolist(), b.cooperation.tolist()
    places = [(4 * turn.chosen + 2 * turn.made + turn.seen, turn) for turn in TURNS]
    came: dict[tuple[int, int], tuple[tuple[int, int], Turn] | None] = {(0, 0): None}
    layer, done = [(0, 0)], 0
    while layer and done != turns:
        fresh = []
        for pair in layer:
            x, y = pair
            if p[x] != q[y]:
                return _way(came, pair)
            for place, turn in places:
                new = one[x][place], other[y][place]
                if new not in came and NOWHERE not in new:
                    came[new] = (pair, turn)
                    fresh.append(new)
        layer, done = fresh, done + 1
    return None


def _way(
    came: dict[tuple[int, int], tuple[tuple[int, int], Turn] | None], pair: tuple[int, int]
) -> list[Turn]:
    found: list[Turn] = []
    while (step := came[pair]) is not None:
        pair, turn = step
        found.append(turn)
    return found[::-1]


def _by_beliefs(a: Machine, b: Machine, turns: int | None) -> list[Turn] | None:
    """Follow how probable each state is, after sequences that are no sums of earlier ones.

    Source: Tzeng (1992).
    """
    n = a.states + b.states
    steps = {turn: _step(a, b, *turn) for turn in TURNS}
    sign = np.repeat([1, -1], [a.states, b.states])
    choosing = [np.concatenate([_choosing(each, move) for each in (a, b)]) for move in (0, 1)]
    start = np.zeros(n)
    start[0] = start[a.states] = 1
    basis: list[np.ndarray] = []
    todo: list[tuple[np.ndarray, list[Turn]]] = [(start, [])]
    for belief, way in todo:
        if len(way) == turns:
            continue
        for chosen in choosing:  # what follows may be nowhere
            if abs(belief @ (chosen * sign)) > ROUNDING * (belief @ chosen):
                return way
        for turn, step in steps.items():
            new = belief @ step
            rest = new.copy()
            for each in (*basis, *basis):  # twice, because the first time is rounded
                rest -= (rest @ each) * each
            size, whole = np.linalg.norm(rest), np.linalg.norm(new)
            if whole and size > 1e-9 * whole:
                basis.append(rest / size)
                todo.append((new / whole, [*way, turn]))
    return None


def _choosing(machine: Machine, move: int) -> np.ndarray:
    """Return (n,) how probable a move is in each state."""
    weight = machine.weight * (machine.move == move)
    return np.bincount(machine.state_of, weight, machine.states)


def _step(a: Machine, b: Machine, chosen: int, made: int, seen: int) -> np.ndarray:
    """Return (n, n) how probable each next state is together with a choice."""
    found = np.zeros((a.states + b.states, a.states + b.states))
    for each, offset in ((a, 0), (b, a.states)):
        which = (each.move == chosen) & (each.then[:, made, seen] != NOWHERE)
        rows, columns = each.state_of[which], each.then[which, made, seen]
        np.add.at(found, (rows + offset, columns + offset), each.weight[which])
    return found

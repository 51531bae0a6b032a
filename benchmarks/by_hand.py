"""Ten pairs written by hand: one compiled loop for one pair, as fast as its author could make it.

Each plays `turns` turns of a rule against a random player and returns the counts of CC, CD, DC, DD.
They show what the engine's generality costs: it plays the same pairs through function pointers,
with state in memory, and keeps histories and state counts, which these loops do not.
"""

import numpy as np
from numba import njit

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
OPTIONS = {"nogil": True, "error_model": "numpy"}


@njit(**OPTIONS)
def uniform(state):
    z = state
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return np.float64(z >> np.uint64(11)) * 2.0**-53


def loop(start, decide):
    """Return the compiled loop of a rule given as `decide(state, last, turn, defections, draw)`."""
    decide, start = njit(**OPTIONS)(decide), njit(**OPTIONS)(start)

    @njit(**OPTIONS)
    def play(repetitions, turns):
        counts = np.zeros(4, np.int64)
        for r in range(repetitions):
            mine, theirs = np.uint64(2 * r + 1) * GOLDEN, np.uint64(2 * r + 2) * GOLDEN
            state, last, before, defections, own = start(), 0, 0, 0, 0
            for turn in range(turns):
                mine += GOLDEN
                theirs += GOLDEN
                move, state = decide(state, last, before, own, turn, defections, mine)
                other = 1 if uniform(theirs) >= 0.5 else 0
                counts[2 * move + other] += 1
                before, last, own = last, other, move
                defections += other
        return counts

    return play


def _none():
    return 0


def _two():
    return (0, 0)


def _tit_for_tat(state, last, before, own, turn, defections, draw):
    return last, state


def _generous(state, last, before, own, turn, defections, draw):
    return (1 if last == 1 and uniform(draw) >= 1 / 3 else 0), state


def _always_defect(state, last, before, own, turn, defections, draw):
    return 1, state


def _random(state, last, before, own, turn, defections, draw):
    return (1 if uniform(draw) >= 0.5 else 0), state


def _grudger(state, last, before, own, turn, defections, draw):
    return (1 if defections > 0 else 0), state


def _majority(state, last, before, own, turn, defections, draw):
    return (0 if 2 * defections <= turn else 1), state


def _two_tits(state, last, before, own, turn, defections, draw):
    return last | before, state


def _gradual(state, last, before, own, turn, defections, draw):
    punish, calm = state
    if punish > 0:
        return 1, (punish - 1, calm)
    if calm > 0:
        return 0, (0, calm - 1)
    if last == 1:
        return 1, (defections - 1, 2)
    return 0, (0, 0)


def _win_stay(state, last, before, own, turn, defections, draw):
    return (0 if turn == 0 or own == last else 1), state


def _extort(state, last, before, own, turn, defections, draw):
    p = 8 / 9 if own == 0 and last == 0 else 0.5 if own == 0 else 1 / 3 if last == 0 else 0.0
    return (0 if turn == 0 or uniform(draw) < p else 1), state


PAIRS = {
    "tit_for_tat": loop(_none, _tit_for_tat),
    "generous_tit_for_tat": loop(_none, _generous),
    "always_defect": loop(_none, _always_defect),
    "random_player": loop(_none, _random),
    "grudger": loop(_none, _grudger),
    "soft_majority": loop(_none, _majority),
    "two_tits_for_tat": loop(_none, _two_tits),
    "gradual": loop(_two, _gradual),
    "win_stay_lose_shift": loop(_none, _win_stay),
    "zd_extort_2": loop(_none, _extort),
}

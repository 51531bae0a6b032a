"""The end of a generation: what is written down, and whether there is another one."""

from numba import njit

from tournament.engine.memory import Whole
from tournament.engine.options import BARE
from tournament.engine.population.structured.tables import GENERATION, LOOK, Sites

PLAY, PAY, RENEW, TICK = 0, 1, 2, 3
"""What a loop over generations all at once does: all of some generations; or a part of one: the
payoffs of some places, their types, the end of the generation."""


@njit(**BARE)
def fixed(s: Sites) -> bool:
    """Return whether all places are of one type."""
    present = 0
    for j in range(s.types):
        present += s.counts[j] > 0
    return present == 1


@njit(**BARE)
def goes_on(s: Sites, until: Whole) -> bool:
    """Return whether there is another generation to play."""
    return s.progress[GENERATION] < until and s.stop[0] == 0 and not (s.fixation and fixed(s))


@njit(**BARE)
def tick(s: Sites) -> None:
    """End a generation: write down what is seen."""
    s.progress[GENERATION] += 1
    look = s.progress[LOOK]
    seen = look < s.looks_n and s.looks[look] == s.progress[GENERATION]
    for j in range(s.types):
        s.summed[j] += s.counts[j]
        if seen:
            s.seen[look * s.types + j] += s.counts[j]
            s.squares[look * s.types + j] += s.counts[j] ** 2
    if seen:
        s.progress[LOOK] += 1

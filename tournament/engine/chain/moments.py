"""What is expected of a match of two automata, compiled: the door to the loop over a chain."""

import numpy as np

from tournament.engine.cache.code import loop_on_disk
from tournament.engine.chain.desk import own_desk
from tournament.engine.chain.loop import play_chain
from tournament.outcomes import SIZE
from tournament.referee.exact.pair import Pair
from tournament.results.books.moments import Moments

NONE = np.zeros((0, SIZE))


def moments(pair: Pair, turns: int, continuation: float = 1.0, *, by_turn: bool = False) -> Moments:
    """Return what is expected of a match: the same bits as `referee.exact.chain.moments`.

    It runs in any thread; the compiled part releases the GIL.

    Parameters
    ----------
    pair
        Who meets, and what chance does to their moves.
    turns
        The length of the match; with a continuation, the most turns there can be.
    continuation
        The probability that another turn follows.
    by_turn
        Whether to keep the probabilities of outcomes in each turn.

    Raises
    ------
    TournamentError
        When there are too many joint states.
    ArgumentError
        When an automaton does not hold for so many turns.

    Examples
    --------
    >>> from tournament.referee.exact.automaton import Automaton
    >>> here = [[[0, 0], [0, 0]]]
    >>> coin, kind = Automaton.of_table([0.5], here), Automaton.of_table([1.0], here)
    >>> moments(Pair((coin, kind)), turns=10).counts.tolist()
    [5.0, 0.0, 5.0, 0.0]
    """
    pair.check(turns)
    loop, desk = loop_on_disk(play_chain).ctypes, own_desk(pair)
    while True:
        rows = np.zeros((turns, SIZE)) if by_turn else NONE
        lacks = loop(desk.ask(pair, turns, continuation, rows))
        if not lacks:
            break
        desk = desk.larger(lacks, turns)
    starts, transitions, before, first_defections = desk.found
    counts = starts + transitions.sum(axis=0)
    products = before + before.T + np.diag(counts)
    kept = rows if by_turn else None
    return Moments(counts, products, starts, transitions, first_defections, kept)

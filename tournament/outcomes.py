"""Outcomes of a turn: an axis of every count, with names and an order.

Convention: an outcome is two moves, the own move first. Outcomes are numbered in the order of
`NAMES`, own move before the other's move. A *state* is what a player remembers of the turn before:
its outcome, or "first" where there was none.

>>> NAMES
('CC', 'CD', 'DC', 'DD')
>>> NAMES[number(own=0, other=1)]
'CD'
"""

import math
from itertools import product
from typing import Any

import numpy as np

MOVES = ("C", "D")
"""A move's letter; its place is the move's number."""
NAMES = tuple("".join(moves) for moves in product(MOVES, repeat=2))
CC, CD, DC, DD = NAMES
SIZE = len(NAMES)
"""How many outcomes there are: the length of the axis."""
OWN, OTHER = np.divmod(np.arange(SIZE), len(MOVES))
"""(SIZE,) the own move of each outcome, and the other's move."""
STATES = ("first", *NAMES)


def number(own: Any, other: Any) -> Any:
    """Return the number of an outcome from two moves, or from two arrays of moves."""
    return len(MOVES) * own + other


SWAP = number(OTHER, OWN)
"""(SIZE,) each outcome's number from the other seat."""
TURNED = number(len(MOVES) - 1 - OWN, OTHER)
"""(SIZE,) each outcome's number if the own move had been the opposite one."""
STATE_SWAP = np.append(0, 1 + SWAP)
"""(1 + SIZE,) each state's number from the other seat."""


def count(own: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return (SIZE,) how often each outcome occurs in two arrays of moves.

    >>> count(np.array([0, 0, 1]), np.array([1, 1, 1])).tolist()
    [0, 2, 0, 1]
    """
    places = number(np.asarray(own, np.int64), np.asarray(other, np.int64))
    return np.bincount(places, minlength=SIZE)


def flat(table: np.ndarray) -> np.ndarray:
    """Return (..., SIZE) one value for each outcome from a table (..., own move, other's move).

    >>> from tournament.game import TSTO
    >>> flat(TSTO.payoffs[0]).tolist()
    [15.0, 1.0, 25.0, 5.0]
    """
    return table.reshape(*table.shape[:-2], SIZE)


def paid(counts: np.ndarray, payoffs: np.ndarray) -> np.ndarray:
    """Return (...) the sum over the last axis of counts times payoffs, as near as a float can be.

    The rounding error of each product and of each sum is kept and added at the end. So large
    payoffs that cancel leave the small ones.

    Parameters
    ----------
    counts
        (..., k) whole numbers below 2**53.
    payoffs
        (..., k) what each counts for.

    Source: Ogita, Rump and Oishi (2005), algorithm 5.3; the product is Veltkamp's and Dekker's.

    Examples
    --------
    >>> float(paid(np.array([3, 1, 3, 0]), np.array([1e15, 0.1, -1e15, 0.0])))
    0.1
    """
    total = lost = np.zeros(())
    for k in range(payoffs.shape[-1]):
        count, pay = np.asarray(counts[..., k], float), np.asarray(payoffs[..., k], float)
        product = count * pay
        (a, b), (c, d) = _halves(count), _halves(pay)
        added = total + product
        back = added - total
        lost = lost + (b * d - (((product - a * c) - b * c) - a * d))
        lost = lost + ((total - (added - back)) + (product - back))
        total = added
    return np.asarray(total + lost)


def relative(payoffs: np.ndarray) -> tuple[np.ndarray, float]:
    """Return (..., k) payoffs less the first one of their row, in a unit of their size; the unit.

    What varies is computed from these: a large payoff that all have in common takes no digits
    away, and squares neither overflow nor vanish. The unit is a power of two, so nothing is lost.

    Examples
    --------
    >>> relative(np.array([1e15, 1e15 + 1.0, 1e15 + 3.0, 1e15]))[0].tolist()
    [0.0, 0.25, 0.75, 0.0]
    """
    apart = payoffs - payoffs[..., :1]
    unit = math.ldexp(1.0, math.frexp(float(np.abs(apart).max(initial=0.0)))[1])
    return apart / unit, unit


def _halves(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return two numbers of half as many digits, whose sum is the number."""
    large = 134217729.0 * x  # 2**27 + 1
    high = large - (large - x)
    return high, x - high


def swapped(values: np.ndarray, *axes: int) -> np.ndarray:
    """Return values as the other seat sees them; `axes` are outcomes, by default the last axis.

    >>> swapped(np.array([5, 6, 7, 8])).tolist()
    [5, 7, 6, 8]
    """
    for axis in axes or (-1,):
        values = np.take(values, SWAP, axis)
    return values


def cooperated(counts: np.ndarray) -> np.ndarray:
    """Return (...) in how many of (..., SIZE) turns the own move was C.

    >>> int(cooperated(np.array([5, 6, 7, 8])))
    11
    """
    # Outcomes with the own move C come first: a slice keeps the memory order of the counts.
    return np.asarray(counts[..., : len(MOVES)].sum(axis=-1))


def defected(counts: np.ndarray) -> np.ndarray:
    """Return (...) in how many of (..., SIZE) turns the own move was D."""
    return np.asarray(counts[..., len(MOVES) :].sum(axis=-1))


def cooperation(counts: np.ndarray) -> np.ndarray:
    """Return (...) the share of (..., SIZE) turns in which the own move was C; NaN without turns.

    >>> float(cooperation(np.array([5, 6, 7, 2])))
    0.55
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(cooperated(counts) / counts.sum(axis=-1))


def text(moves: np.ndarray) -> str:
    """Return moves as text.

    >>> text(np.array([0, 1, 1]))
    'CDD'
    """
    return "".join(MOVES[move] for move in moves)

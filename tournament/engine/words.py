"""64-bit words: streams of chance, and registers of moves.

The streams are the compiled twin of `tournament.streams`, which defines them.
"""

import numpy as np
from numba import njit

from tournament.engine.memory import Bytes, Slots, Whole, Words
from tournament.engine.options import BARE
from tournament.streams import FIRST, GOLDEN, SECOND

U1 = np.uint64(1)

# -- streams ---------------------------------------------------------------------------------------


@njit(**BARE)
def mix(z: np.uint64) -> np.uint64:
    """Return well-mixed bits."""
    z = (z ^ (z >> np.uint64(30))) * np.uint64(FIRST)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(SECOND)
    return z ^ (z >> np.uint64(31))


@njit(**BARE)
def uniform(z: np.uint64) -> float:
    """Return the draw on [0, 1) of a stream that has come to `z`."""
    return np.float64(mix(z) >> np.uint64(11)) * 2.0**-53


@njit(**BARE)
def absorb(key: np.uint64, value: np.uint64) -> np.uint64:
    """Return a key that depends on one more number."""
    return mix(key + np.uint64(GOLDEN) * (value + U1))


@njit(**BARE)
def stream_key(
    seed: np.uint64, me: np.uint64, opponent: np.uint64, seat: Whole, purpose: Whole
) -> np.uint64:
    """Return the key of a player's stream in all repetitions."""
    key = absorb(absorb(mix(seed), me), opponent)
    return absorb(key, np.uint64(4) * np.uint64(seat) + np.uint64(purpose))


@njit(**BARE)
def stream(key: np.uint64, repetition: np.uint64) -> tuple[np.uint64, np.uint64]:
    """Return the start of a stream in a repetition, and its step."""
    twice = repetition + repetition
    return absorb(key, twice), absorb(key, twice + U1) | U1


@njit(**BARE)
def start_streams(key: np.uint64, repetitions: Slots, n: int, state: Words, gamma: Words) -> None:
    """Fill (n,) states and gammas of the lanes' repetitions."""
    for i in range(n):
        state[i], gamma[i] = stream(key, np.uint64(repetitions[i]))


# -- registers -------------------------------------------------------------------------------------


@njit(**BARE)
def shift(recent: Words, moves: Bytes, n: int) -> None:
    """Push each lane's move into its register."""
    for i in range(n):
        recent[i] = (recent[i] << U1) | np.uint64(moves[i])


@njit(**BARE)
def copy(target: Words, source: Words, n: int) -> None:
    """Copy n items, of whatever type."""
    for i in range(n):
        target[i] = source[i]


@njit(**BARE)
def popcount(x: np.uint64) -> np.uint64:
    """Return the number of ones; LLVM knows this form and emits one instruction where there is
    one."""
    x = x - ((x >> U1) & np.uint64(0x5555555555555555))
    x = (x & np.uint64(0x3333333333333333)) + ((x >> np.uint64(2)) & np.uint64(0x3333333333333333))
    x = (x + (x >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return (x * np.uint64(0x0101010101010101)) >> np.uint64(56)

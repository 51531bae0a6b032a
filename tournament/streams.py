"""Random streams: pure functions of the seed, who plays, which repetition, which seat, and how many
draws.

A stream is a pair (state, gamma) of 64-bit numbers. A draw adds gamma (odd) to the state and
returns `mix(state)`, as in SplittableRandom (Steele, Lea and Flood 2014) with the finaliser of
SplitMix64. Nothing depends on list position, thread, block or machine. Each player of a match has
four streams, told apart by a purpose: its rule's draws, noise, misperception; the length of the
match is a stream of the pair. A member of a player has a stream of its own, whose key depends on
the player's and on the member's place, and so down to members of members.

This page is the definition, in numpy: `engine/words.py` holds its compiled twin, the referee uses
this one.
"""

import hashlib
import math
from typing import Any

import numpy as np

RULE, NOISE, MISPERCEPTION, LENGTH = range(4)
PARTNER, TIE, PRESENCE, ORDER, COIN = range(8, 13)  # of a season's towns; see engine/season
MEMBER = 1 << 63  # apart from what keys absorb besides: twice the repetition, and one more
GOLDEN = 0x9E3779B97F4A7C15
FIRST, SECOND = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB  # factors of the finaliser
MASK = (1 << 64) - 1


def player_id(name: str) -> int:
    """Return the 64 bits by which streams know a player."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")


def mix(z: Any) -> Any:
    """Return 64 well-mixed bits of `z` (Python integer): the finaliser of SplitMix64."""
    z = ((z ^ (z >> 30)) * FIRST) & MASK
    z = ((z ^ (z >> 27)) * SECOND) & MASK
    return z ^ (z >> 31)


def absorb(key: int, value: int) -> int:
    """Return a key that depends on `key` and on one more number."""
    return int(mix((key + GOLDEN * (value + 1)) & MASK))


def stream_key(seed: int, me: int, opponent: int, seat: int, purpose: int) -> int:
    """Return the key of a player's streams in all repetitions of a match.

    `seat` is 0 for both, unless it tells them apart: 1 for the second of two copies of one player,
    and for the column player of a game that pays the seats differently.
    """
    key = mix(seed)
    for value in (me, opponent, 4 * seat + purpose):
        key = absorb(key, value)
    return int(key)


def member_key(key: int, place: int) -> int:
    """Return the key of the draws of a member: the one at a place, from 0, among the members of the
    player (or member) whose draws have `key`."""
    return absorb(key, MEMBER + place)


def bits(key: int, number: int, n: int) -> np.ndarray:
    """Return (n,) well-mixed 64-bit words: `mix`, on an array. Other numbers give other words."""
    start = np.uint64((key + GOLDEN * (number << 32)) & MASK)
    z = start + np.uint64(GOLDEN) * np.arange(1, n + 1, dtype=np.uint64)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(FIRST)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(SECOND)
    return z ^ (z >> np.uint64(31))


def permutation(key: int, n: int) -> np.ndarray:
    """Return the numbers below n in random order; numpy's own may change between versions."""
    return np.argsort(bits(key, 0, n))  # no two words are equal, so any sort gives this order


class Stream:
    """One player's draws in one repetition.

    >>> a = Stream(stream_key(7, 1, 2, 0, RULE), repetition=0)
    >>> 0 <= a.uniform() < 1
    True
    """

    __slots__ = ("draws", "gamma", "key", "repetition", "start")

    def __init__(self, key: int, repetition: int) -> None:
        self.key, self.repetition = key, repetition
        self.start = absorb(key, 2 * repetition)
        self.gamma = absorb(key, 2 * repetition + 1) | 1
        self.draws = 0

    def at(self, draw: int) -> float:
        """Return draw number `draw` (from 1), uniform on [0, 1) in steps of 2**-53."""
        return float(mix((self.start + draw * self.gamma) & MASK) >> 11) * 2.0**-53

    def uniform(self) -> float:
        """Return the next draw."""
        self.draws += 1
        return self.at(self.draws)

    def of_member(self, place: int) -> "Stream":
        """Return the draws of the member at a place among the members of the one who draws here."""
        return Stream(member_key(self.key, place), self.repetition)


def lengths(
    seed: int,
    first: int,
    second: int,
    repetitions: range,
    continuation: float | None,
    turns: int | None,
) -> np.ndarray:
    """Return the number of turns of each repetition of a match.

    Fixed (`turns`) without a continuation; else geometric, P(length > k) = continuation**k, cut at
    `turns` if given.
    """
    if continuation is None:
        return np.full(len(repetitions), turns, dtype=np.int64)
    key = stream_key(seed, min(first, second), max(first, second), 0, LENGTH)
    most = 2**31 - 1 if turns is None else turns
    if continuation in (0.0, 1.0):
        return np.full(len(repetitions), 1 if continuation == 0 else most, dtype=np.int64)
    drawn = (
        1 + math.log1p(-Stream(key, r).uniform()) / math.log(continuation) for r in repetitions
    )
    return np.array([min(int(length), most) for length in drawn], dtype=np.int64)

"""From what is left to play to units: how much is played at once.

What is left is a list of pieces in a fixed order. A unit is the beginning of what is left of a
piece; how long, a *pace* says, which learns from every unit that is finished. So units take about
equally long, whatever the rules do. Neither pieces nor units change a byte of the results, and of
two rules that fail the first one in the order of the pieces is told, whatever the pace.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from tournament import outcomes
from tournament.authors.strategy import Strategy
from tournament.results.units.unit import Unit, expected_turns, seats
from tournament.rules.match import Rules

UNIT_TURNS = 20_000_000
"""The most turns of one match in a unit: 50 ms for quick rules."""
TOTALS_BYTES = 16_000_000
"""The most that the totals of a unit take."""
STEPS = [digit * 10**zeros for zeros in range(10) for digit in (1, 2, 5)]
SHORTEST, LONGEST = 0.1, 0.5
"""Seconds that a unit takes, about: long against its cost, short against a user's patience."""
SHARE = 0.02
"""Of all time so far, a unit takes this share: so there are hundreds of units, not millions."""
UNKNOWN_TURNS = 200_000
"""The most turns in a unit of players of whom nobody knows yet how long they think."""


@dataclass(frozen=True, eq=False)
class Piece:
    """Matches that are left to play, by number, and which of their repetitions."""

    numbers: np.ndarray
    first: int
    repetitions: int


@dataclass(frozen=True, eq=False)
class Job:
    """A unit, and where it belongs: the numbers of its matches and of its players in the event."""

    numbers: np.ndarray
    players: np.ndarray
    unit: Unit


class Span(NamedTuple):
    """Repetitions from `first` on, so many."""

    first: int
    repetitions: int


def spans(first: int, last: int, most: int) -> list[Span]:
    """Return how repetitions from `first` to `last` are cut: the first of each span, and how many.

    A span ends at 100, 1,000, 10,000 ..., and at multiples of the largest of 1, 2, 5, 10, 20, 50
    ... that is at most `most`. So the spans of 100 repetitions are among those of 1,000.

    Examples
    --------
    >>> spans(0, 1000, 10_000)
    [Span(first=0, repetitions=100), Span(first=100, repetitions=900)]
    """
    step = STEPS[bisect_right(STEPS, max(1, most)) - 1]
    ends = {last, *(10**k for k in range(2, 11)), *range(step, last, step)}
    marks = [first, *sorted(end for end in ends if first < end <= last)]
    return [Span(low, high - low) for low, high in pairwise(marks)]


def whole(players: int, matches: int, rules: Rules, first: int, last: int) -> list[Piece]:
    """Return all matches of an event as pieces.

    Parameters
    ----------
    players, matches, rules
        How many there are; what holds for the event.
    first, last
        Repetitions from `first` to `last` are played.
    """
    by_memory = TOTALS_BYTES // (players * row_bytes(rules))
    by_work = int(UNIT_TURNS / max(1.0, expected_turns(rules)))
    step = max(1, min(by_memory, by_work))
    numbers = np.arange(matches)
    marks = range(first, last, step)
    return [Piece(numbers, low, min(step, last - low)) for low in marks]


def stars(
    matches: np.ndarray, numbers: np.ndarray, first: int, repetitions: int
) -> Iterator[Piece]:
    """Yield matches as pieces in which all have one player in common, the others being different.

    So in the totals of a unit each match can be told apart: by the player that is not in common.

    Parameters
    ----------
    matches
        (n, 2) all matches of the event.
    numbers
        (m,) which are left to play.
    first, repetitions
        Of each.
    """
    while len(numbers):
        pairs = matches[numbers]
        centre = np.argmax(np.bincount(pairs.ravel()))
        mine = (pairs == centre).any(axis=1)
        yield Piece(numbers[mine], first, repetitions)
        numbers = numbers[~mine]


def row_bytes(rules: Rules) -> int:
    """Return how many bytes of the totals of a unit belong to one player and repetition."""
    return 2 * seats(rules.game) * outcomes.SIZE * 8


def aim(spent: float) -> float:
    """Return how many seconds a unit should take, after so many seconds of work."""
    return min(max(SHARE * spent, SHORTEST), LONGEST)


class Speed:
    """How long a repetition of an event takes, learned while it goes on."""

    def __init__(self) -> None:
        self.repetitions, self.seconds = 0, 0.0

    def heard(self, repetitions: int, seconds: float) -> None:
        """Learn from repetitions that took so long."""
        self.repetitions += repetitions
        self.seconds += seconds

    @property
    def most(self) -> int:
        """How many repetitions make a unit: one until a first one is finished."""
        each = self.seconds / max(1, self.repetitions)
        return max(1, int(aim(self.seconds) / each)) if each else 1


def portions(gaps: Iterable[tuple[int, int]], speed: Speed) -> Iterator[Span]:
    """Yield the repetitions of gaps as units, each as long as its time comes.

    Parameters
    ----------
    gaps
        The first repetition and the end of each.
    speed
        Of the event, learned meanwhile.
    """
    for low, end in gaps:
        at = low
        while at < end:
            span = spans(at, end, speed.most)[0]
            yield span
            at += span.repetitions


class Pace:
    """How long play takes, learned while it goes on.

    Parameters
    ----------
    players, rules
        The field, and what holds for its matches.
    """

    def __init__(self, players: Sequence[Strategy], rules: Rules) -> None:
        lucky = np.array(rules.noise) + np.array(rules.misperception) > 0
        self._chance = lucky | np.array([p.draws for p in players])
        self._chance |= rules.continuation is not None
        self._rate = 1e-9 * np.array([float(len(p.tree())) for p in players])  # seconds a turn
        self._known = np.zeros(len(players), bool)
        self._turns = expected_turns(rules)
        self._spent = 0.0

    def seconds(self, pairs: np.ndarray, repetitions: int) -> np.ndarray:
        """Return (m,) how long each of (m, 2) pairs takes, about."""
        return np.asarray(self._played(pairs, repetitions) * self._rate[pairs].sum(axis=1))

    def _played(self, pairs: np.ndarray, repetitions: int) -> np.ndarray:
        """Return (m,) how many turns are really played: without chance, those of one repetition."""
        often = np.where(self._chance[pairs].any(axis=1), repetitions, 1)
        return np.asarray(self._turns * often)

    def most(self, pairs: np.ndarray, repetitions: int) -> int:
        """Return how many of (m, 2) pairs, from the first on, make a unit: at least one."""
        ends = np.cumsum(self.seconds(pairs, repetitions))
        fits = int(np.searchsorted(ends, aim(self._spent), side="right"))
        unknown = ~self._known[pairs].all(axis=1) * self._played(pairs, repetitions)
        strange = int(np.searchsorted(np.cumsum(unknown), UNKNOWN_TURNS, side="right"))
        return max(1, min(fits, strange))

    def heard(self, pairs: np.ndarray, repetitions: int, seconds: float) -> None:
        """Learn from a unit that took so long: who had more of the work has more of the error."""
        work = self.seconds(pairs, repetitions)
        parts = work[:, None] * self._rate[pairs] / self._rate[pairs].sum(axis=1, keepdims=True)
        share = np.zeros(len(self._rate))
        np.add.at(share, pairs, parts)
        wrong = min(max(seconds / share.sum(), 0.1), 1e5)
        self._rate *= 1 + (wrong - 1) * share / share.sum()
        self._known[pairs] = True
        self._spent += seconds


def jobs(
    players: tuple[Strategy, ...],
    matches: np.ndarray,
    rules: Rules,
    pieces: Iterable[Piece],
    pace: Pace | None,
) -> Iterator[Job]:
    """Yield what is left to play as units, each as long as the pace says when it is asked for.

    Parameters
    ----------
    players, matches, rules
        The field, (n, 2) all matches of the event, and what holds for them.
    pieces
        What is left to play.
    pace
        Of the players; without one a unit is as long as memory allows.
    """
    for piece in pieces:
        left, room = piece.numbers, TOTALS_BYTES // (piece.repetitions * row_bytes(rules))
        while len(left):
            many = pace.most(matches[left], piece.repetitions) if pace else len(left)
            if len(players) > room:  # then only those who play, with room for each
                many = min(many, max(1, room // 2))
            now, left = left[:many], left[many:]
            yield _job(players, matches[now], rules, piece, now)


def _job(
    players: tuple[Strategy, ...],
    pairs: np.ndarray,
    rules: Rules,
    piece: Piece,
    numbers: np.ndarray,
) -> Job:
    """Return (m, 2) pairs as a unit: of the whole field, if most of it plays; else of those who do,
    because totals are by player."""
    who = np.unique(pairs)
    if 2 * len(who) > len(players):
        everybody = np.arange(len(players))
        return Job(numbers, everybody, Unit(players, pairs, rules, piece.first, piece.repetitions))
    some = tuple(players[i] for i in who)
    own, told = np.searchsorted(who, pairs), rules.of_players(who.tolist())
    return Job(numbers, who, Unit(some, own, told, piece.first, piece.repetitions))

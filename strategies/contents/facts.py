"""What is true of a rule, found by reading and by playing it; nothing of it is declared.

*Read* from its bytecode and that of all it calls: whether it uses the length of the match, and the
payoffs. *Played*, move by move in plain Python: whether chance has a part, how far back it
remembers, and how it plays on the whole.

The memory depth is the smallest d such that its next move depends on the last d outcomes (own move
and opponent's, and that there were fewer) and nothing else, whatever happened before, mistakes of
its own included. A clock is memory too: alternator keeps its beat when noise flips a move, so no
last outcomes decide its next one. It is measured: random beginnings lead into the same long
endings, and after the same d outcomes, with the same draws, moves must never differ. So it is what
these histories show, and unbounded beyond `DEEPEST`.

Playing takes some tenths of a second for a rule, so what was found for the library is kept in
`facts.json`; `python docs/make/make_catalogue.py` writes it, and a test finds it again.
"""

import hashlib
import json
import math
import random
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from tournament import PRISONERS_DILEMMA, Game, Strategy
from tournament.authors.code_hash import names_used
from tournament.authors.moves.named import MOVES
from tournament.authors.vocabulary import DRAWS
from tournament.outcomes import SIZE
from tournament.referee import seats as referee
from tournament.referee.watchdog import DECISION_SECONDS, Watchdog

KEPT = Path(__file__).with_name("facts.json")
DEEPEST = 40
"""No published rule of bounded memory looks further back."""
LARGEST = 10
"""Teams of more, all told, are not played here: that would take minutes. Of them is told what
follows from their members."""
OTHER_GAME = Game(R=15, S=1, T=25, P=5)


class Facts(NamedTuple):
    """What playing tells of a rule.

    stochastic
        Whether it drew in some match: a rule may mention chance and use it for certainties only.
    memory_depth
        Outcomes that decide its next move; infinite if there is no bound, NaN if not measured.
    behaviour
        A hash of its moves in all test histories: equal if these do not tell two rules apart; empty
        if it was not played.
    """

    stochastic: bool
    memory_depth: float
    behaviour: str


def facts(strategy: Strategy, *, play: bool = True) -> Facts | None:
    """Return what playing tells of a strategy; None if it cannot play without parameters.

    The library's come from a file; others are played now, unless told not to.

    >>> from strategies import tit_for_two_tats
    >>> facts(tit_for_two_tats).memory_depth
    2.0
    """
    if len(strategy.tree()) > LARGEST:
        known = [facts(member, play=play) for member in strategy.members]
        drawn = any(fact is None or fact.stochastic for fact in known)
        return Facts(drawn or bool(names_used(strategy.rule) & DRAWS), math.nan, "")
    kept = _kept().get(strategy.name)
    if kept is not None and strategy.module.startswith("strategies."):
        stochastic, depth, behaviour = kept
        return Facts(stochastic, math.inf if depth is None else depth, behaviour)
    return derive(strategy) if play and not required(strategy) else None


def required(strategy: Strategy) -> list[str]:
    """Return what it lacks before it can play: parameters that have no value yet, and members."""
    return strategy.missing


def uses_length(strategy: Strategy) -> bool:
    """Whether the rule, or anything that it calls, mentions the length of the match."""
    return "turns" in strategy.mentions


def uses_game(strategy: Strategy) -> bool:
    """Whether the rule, or anything that it calls, mentions payoffs or scores."""
    return bool(strategy.mentions & {"game", "score", "total"})


@cache
def _kept() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    return found


# -- playing --------------------------------------------------------------------------------------

TURNS = 200
CHANCES = (0.002, *((2 * k + 1) / 20 for k in range(10)), 0.998)
"""The draws. There are few of them, so that the same ones come again in the same situation."""


class Draws:
    """A stream whose draws in a turn follow from one number, which is set before."""

    def __init__(self) -> None:
        self.draws = 0
        self.next = 0.0

    def uniform(self) -> float:
        """Return the number that was set, and set another."""
        self.draws += 1
        value, self.next = self.next, (self.next + 0.6180339887498949) % 1
        return value

    def of_member(self, place: int) -> "Draws":  # noqa: ARG002 (as `Stream` has it)
        """Return the same stream: members draw from it, too."""
        return self


class Seat:
    """A player in a match whose opponent, noise and draws are given turn by turn."""

    def __init__(self, strategy: Strategy, told: int = TURNS, game: Game = PRISONERS_DILEMMA):
        self.stream = Draws()
        self.seat = referee.Seat(strategy, game.payoffs, told, self.stream)  # type: ignore[arg-type]
        self.moves = self.seat.moves

    def choose(self, draw: float, watchdog: Watchdog) -> int:
        """Return the move that the player chooses."""
        self.stream.next = draw
        return referee.decide(self.seat, watchdog)

    def make(self, made: int, theirs: int) -> None:
        """End a turn with these moves."""
        self.seat.seen.append(MOVES[theirs])
        referee.advance(self.seat, referee.votes(self.seat), made, theirs)


# Opponents that change their ways now and then: functions of my last move, the turn and a coin
WAYS = (
    lambda mine, turn, coin: 0,
    lambda mine, turn, coin: 1,
    lambda mine, turn, coin: mine,
    lambda mine, turn, coin: 1 - mine,
    lambda mine, turn, coin: turn % 2,
    lambda mine, turn, coin: int(turn % 3 == 0),
    lambda mine, turn, coin: coin,
    lambda mine, turn, coin: coin & mine,
    lambda mine, turn, coin: int(turn % 10 == 0),
)


def free_play(seat: Seat, number: int, noise: float, watchdog: Watchdog) -> list[int]:
    """Return the player's moves in a match; `number` fixes the opponent and all chance."""
    chance, until = random.Random(number), 0
    for turn in range(TURNS):
        if turn == until:
            way = chance.choice(WAYS)
            until += chance.choice((1, 3, 10, 20, 40, 80, 120))
        chosen = seat.choose(chance.choice(CHANCES), watchdog)
        theirs = way(seat.moves[-1] if turn else 0, turn, chance.randrange(2))
        seat.make(chosen ^ (chance.random() < noise), theirs)
    return [int(move) for move in seat.moves]


ENDING_DRAWS = (0.35, 0.8, 0.002, 0.05, 0.95)


@cache
def histories(draw: float) -> list[tuple[list[int], list[float]]]:
    """Return given histories, outcomes and draws: random beginnings, and the same long endings."""
    chance, found = random.Random(1), []
    length = DEEPEST + 10
    cycles = ([0], [1], [2], [3], [0, 3], [1, 0], [2, 1, 0], [0] * 21 + [1])
    steady = [(cycle * length)[:length] for cycle in cycles]
    endings = [*steady[:4], chance.choices(range(SIZE), k=length)]
    for each in steady:  # and then another move of the opponent, which some machines wait for
        switch = [*each[: DEEPEST + 2], each[DEEPEST + 1] ^ 1]
        endings.append(switch + chance.choices(range(SIZE), k=length - len(switch)))
    endings.append(([1, 0, 1, 0, 0, 0] * length)[:length])  # offences that look pardonable
    weights = ((1, 1, 1, 1), (9, 1, 1, 1), (1, 1, 1, 9), (1, 9, 9, 1))
    for ending in endings:
        beginnings = [
            chance.choices(range(SIZE), chance.choice(weights), k=turns)
            for turns in (0, 1, 5, 13, 40, 120)
        ]
        beginnings.append([outcome ^ 2 for outcome in ending])  # with own moves reversed
        beginnings.append([0, 3])  # a handshake
        beginnings.append([0] * 120)  # a long peace
        for beginning in beginnings:
            draws = chance.choices(CHANCES, k=len(beginning)) + [draw] * len(ending)
            found.append((beginning + ending, draws))
    return found


def choices(seat: Seat, outcomes: list[int], draws: list[float], watchdog: Watchdog) -> list[int]:
    """Return what the player would choose after each beginning of a given history."""
    chosen = []
    for outcome, draw in zip(outcomes, draws, strict=True):
        chosen.append(seat.choose(draw, watchdog))
        seat.make(outcome >> 1, outcome & 1)
    return chosen


def derive(strategy: Strategy) -> Facts:
    """Return what playing tells of a strategy, after playing it."""
    drawn = 0
    with Watchdog(DECISION_SECONDS) as watchdog:

        def free(noise: float, **how: Any) -> list[list[int]]:
            nonlocal drawn
            seats = [Seat(strategy, **how) for _ in range(20)]
            moves = [free_play(seat, n, noise, watchdog) for n, seat in enumerate(seats)]
            drawn += sum(seat.stream.draws for seat in seats)
            return moves

        made, usual = free(0.0), free(0.1)
        made += usual
        if uses_length(strategy) and (others := free(0.1, told=-1)) != usual:
            made += others
        if uses_game(strategy) and (others := free(0.1, game=OTHER_GAME)) != usual:
            made += others
        chosen = []
        for draw in ENDING_DRAWS:
            for outcomes, draws in histories(draw):
                seat = Seat(strategy, told=len(outcomes))
                chosen.append(choices(seat, outcomes, draws, watchdog))
                drawn += seat.stream.draws
            if not drawn:
                break  # other draws would change nothing
    digest = hashlib.blake2b(bytes(chain.from_iterable(made + chosen)), digest_size=8).hexdigest()
    return Facts(drawn > 0, memory_depth(chosen, drawn > 0), digest)


def memory_depth(plays: list[list[int]], stochastic: bool) -> float:
    """Return the smallest number of last outcomes that, with the draw, decide every choice."""
    given = [history for draw in ENDING_DRAWS for history in histories(draw)][: len(plays)]
    longest = max(map(len, plays))
    outcomes, chosen = np.full((2, len(plays), longest), -1)
    draws = np.zeros(outcomes.shape)
    for k, (own, (made, drawn)) in enumerate(zip(plays, given, strict=True)):
        outcomes[k, : len(made)], chosen[k, : len(made)] = made, own
        draws[k, : len(made)] = drawn if stochastic else 0.0
    known = chosen >= 0
    context = np.unique(draws, return_inverse=True)[1].reshape(draws.shape)
    for depth in range(DEEPEST + 1):
        if depth:  # one turn further back; SIZE where there was none
            back = np.full(outcomes.shape, SIZE)
            back[:, depth:] = outcomes[:, :-depth]
            pairs = (SIZE + 1) * context + back
            context = np.unique(pairs, return_inverse=True)[1].reshape(pairs.shape)
        seen = np.bincount(context[known])
        defected = np.bincount(context[known], weights=chosen[known])
        if not np.any((defected > 0) & (defected < seen)):
            return float(depth)
    return math.inf

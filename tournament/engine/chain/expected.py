"""What is expected of a match: of some turns, of a length by chance, or without end."""

import math
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Literal

import numpy as np

from tournament import outcomes
from tournament.authors.strategy import Strategy
from tournament.engine.options import can_compile
from tournament.errors import ArgumentError
from tournament.game import Game
from tournament.interactive.shown import shown
from tournament.referee.exact.automaton import Automaton
from tournament.referee.exact.chain import moments as slow
from tournament.referee.exact.chain import wins as winning
from tournament.referee.exact.chain.endless import endless
from tournament.referee.exact.limits import long_run, rare_errors
from tournament.referee.exact.machine import Machine, NotExact
from tournament.referee.exact.pair import Pair
from tournament.results.books.moments import Moments
from tournament.results.files.room import refuse_too_large
from tournament.results.showing.expected import Expected
from tournament.results.units.unit import margin
from tournament.rules.checks import held_by
from tournament.rules.match import Rules

FADES = 45.0
"""After so many expected lengths, a match that chance ends holds less than 1e-17 of its books."""
LONG = 100_000
"""Turns that are rather solved for, as linear equations, than gone through."""
ENDLESS = 2**31 - 1
SMALL = 100_000
"""Joint states times turns that the slow twin has done before Numba is loaded."""
LEADS = 8
"""Times as long as for moments the slow twin takes to find out who wins, about."""

RARE = "rare errors"

Automata = tuple[Machine, Machine]
Endless = bool | Literal["rare errors"]


def expected(players: tuple[Strategy, Strategy], rules: Rules, limit: Endless = False) -> Expected:
    """Return what is expected of a match between two strategies.

    Parameters
    ----------
    players
        Of the first and of the second seat.
    rules
        What holds for the match.
    limit
        True for the long run, "rare errors" for its limit as noise goes to 0.

    Raises
    ------
    NotExact
        When no automaton of a strategy can be found.
    TournamentError
        When the pair has too many joint states.
    ArgumentError
        When there is no such limit.
    """
    names = (players[0].name, players[1].name)
    limit = held_by(limit)
    if limit is False:
        return expected_of(automata_of(players, rules), rules, names)
    limit = _checked(limit, rules)
    endless = replace(rules, turns=None, continuation=None)
    return limit_of(automata_of(players, endless), endless, names, limit)


def _checked(limit: Endless, rules: Rules) -> Endless:
    """Return which limit is asked for, or say that there is none."""
    if limit is True or (isinstance(limit, str) and limit == RARE and not any(rules.noise)):
        return limit
    if isinstance(limit, str) and limit == RARE:
        raise ArgumentError(
            f"`noise` must be 0 for the limit of rare errors, in which it goes to 0; got"
            f" {max(rules.noise):g}."
        )
    raise ArgumentError(f"`limit` must be True, False or '{RARE}'; got {shown(limit)}.")


def automata_of(players: tuple[Strategy, Strategy], rules: Rules) -> Automata:
    """Return the automata of two players.

    Where chance alone ends a match, a rule that needs ever new states is followed until further
    turns count for nothing.

    Parameters
    ----------
    players
        Of the first and of the second seat.
    rules
        What holds for the match.

    Raises
    ------
    NotExact
        When no automaton of a strategy can be found.
    """
    return automaton_in(players[0], 0, rules), automaton_in(players[1], 1, rules)


def automaton_in(player: Strategy, seat: int, rules: Rules) -> Machine:
    """Return the automaton of a player.

    Parameters
    ----------
    player
        Who sits there.
    seat
        0 or 1.
    rules
        What holds for the match.

    Raises
    ------
    NotExact
        When no automaton can be found.
    """
    from tournament.referee.exact.following import automaton_of

    payoffs = rules.game.utilities[[seat, 1 - seat]]
    follow = partial(automaton_of, player, told=rules.told, payoffs=payoffs)
    try:
        return follow(turns=rules.turns)
    except NotExact:
        if rules.turns is None and rules.continuation is not None:
            with suppress(NotExact):
                return follow(turns=horizon(rules))
        raise


def expected_of(automata: Automata, rules: Rules, names: tuple[str, str]) -> Expected:
    """Return what is expected of a match between two automata.

    Parameters
    ----------
    automata, names
        Of the first and of the second seat.
    rules
        What holds for the match.

    Raises
    ------
    TournamentError
        When the pair has too many joint states.
    """
    pair = pair_of(automata, rules)
    found = moments_of(pair, rules)
    paid = [found.score(payoffs) for payoffs in by_outcome(rules.game)]
    return Expected(
        names=names,
        game=rules.game,
        conditions="; ".join([str(rules.game), rules.length_in_words(), *rules.chances_in_words()]),
        outcomes=found.counts / found.turns,
        scores=np.array([mean for mean, _ in paid]),
        deviations=np.array([deviation for _, deviation in paid]),
        turns=found.turns,
        automata=(_shown(automata[0]), _shown(automata[1])),
        moments=found,
        find=partial(_found, pair, rules),
    )


def limit_of(automata: Automata, rules: Rules, names: tuple[str, str], limit: Endless) -> Expected:
    """Return what is expected of a match without end between two automata.

    Parameters
    ----------
    automata, names
        Of the first and of the second seat.
    rules
        What holds for the match, its length aside.
    limit
        True for the long run, "rare errors" for its limit as noise goes to 0.

    Raises
    ------
    TournamentError
        When the pair has too many joint states.
    """
    pair = pair_of(automata, rules)
    found = long_run(pair) if limit is True else rare_errors(pair)
    words = "in the long run" if limit is True else "in the long run, as errors become rare"
    payoffs, shares = by_outcome(rules.game), found.mean.astype(float)
    return Expected(
        names=names,
        game=rules.game,
        conditions="; ".join([str(rules.game), words, *rules.chances_in_words()]),
        outcomes=shares,
        scores=outcomes.paid(np.stack([shares, shares]), payoffs),
        deviations=np.array([found.deviation(each) for each in payoffs]),
        turns=math.inf,
        automata=(_shown(automata[0]), _shown(automata[1])),
        fractions=tuple(found.mean) if found.exact else None,
    )


def _shown(found: Machine) -> Automaton:
    return Automaton(found.first, found.weight, found.move, found.then, found.turns)


def pair_of(automata: Automata, rules: Rules) -> Pair:
    """Return two automata with what chance does to their moves under the rules of a match."""
    return Pair(
        automata,
        (rules.noise[0], rules.noise[1]),
        (rules.misperception[0], rules.misperception[1]),
    )


def by_outcome(game: Game) -> np.ndarray:
    """Return (2, 4) what each outcome pays either seat, the first seat's move first."""
    first, second = outcomes.flat(game.payoffs)
    return np.stack([first, outcomes.swapped(second)])


def horizon(rules: Rules) -> int:
    """Return after how many turns nothing is left of a match that could be noticed."""
    most = ENDLESS if rules.turns is None else rules.turns
    c = rules.continuation
    if c is None or c == 1:
        return most
    return min(most, 1 + math.ceil(FADES / -math.log(c))) if c > 0 else 1


def moments_of(pair: Pair, rules: Rules) -> Moments:
    """Return the expected books of a match of two automata.

    Parameters
    ----------
    pair
        Who meets.
    rules
        How long; what chance does to moves is part of the pair.

    Raises
    ------
    TournamentError
        When the pair has too many joint states.
    """
    turns, c = horizon(rules), rules.continuation
    if turns > LONG and rules.turns is None and pair.turns is None:
        return endless(pair, float(c or 0.0))
    return _moments(pair, turns, 1.0 if c is None else c)


def _moments(pair: Pair, turns: int, continuation: float, *, by_turn: bool = False) -> Moments:
    """Return the expected books from one of the two sources, which have the same bits."""
    if _is_for_the_twin(pair, turns):
        return slow.moments(pair, turns, continuation, by_turn=by_turn)
    from tournament.engine.chain.moments import moments

    return moments(pair, turns, continuation, by_turn=by_turn)


def _found(pair: Pair, rules: Rules, name: str) -> np.ndarray:
    """Return what takes longer: `by_turn` or `wins`; see `Expected`."""
    if name == "wins":
        return wins_of(pair, rules)
    turns = horizon(rules)
    what = f"A table of the outcomes of {turns:,} turns"
    refuse_too_large(what, 32.0 * turns, "give fewer `turns`")
    found = _moments(pair, turns, 1.0, by_turn=True).by_turn
    assert found is not None
    return found


def _is_for_the_twin(pair: Pair, turns: int) -> bool:
    """Return whether the slow twin is done before Numba is loaded, or there is no Numba."""
    joint = pair.automata[0].states * pair.automata[1].states
    return not can_compile() or ("numba" not in sys.modules and joint * turns <= SMALL)


def wins_of(pair: Pair, rules: Rules) -> np.ndarray:
    """Return (2,) the probability that each seat is paid more than the other.

    Parameters
    ----------
    pair
        Who meets.
    rules
        What holds for the match.

    Raises
    ------
    TournamentError
        When payoffs have no common unit, or there are too many leads or joint states.
    """
    turns, c = horizon(rules), rules.continuation
    source = _source_of_wins(pair, turns)
    return source(pair, turns, margin(rules.game), 1.0 if c is None else c)


def _source_of_wins(pair: Pair, turns: int) -> Callable[..., np.ndarray]:
    if _is_for_the_twin(pair, LEADS * turns):
        return winning.wins
    from tournament.engine.chain.wins import wins

    return wins

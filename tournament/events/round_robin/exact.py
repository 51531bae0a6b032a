"""Exact pairs of a tournament: which they are, and what is expected of each. Nothing is played.

A pair is exact if both rules have a finite automaton under the rules of the tournament, and if what
is expected of the pair takes little time. All other pairs are played.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np

from tournament.authors.strategy import Strategy
from tournament.errors import ArgumentError, PluginError, TournamentError
from tournament.events.running import Running, work
from tournament.interactive.shown import shown
from tournament.referee.exact.machine import Machine, NotExact
from tournament.results.books.expected import MOMENTS
from tournament.results.units.unit import seats
from tournament.rules.checks import held_by
from tournament.rules.match import Rules

WHERE_POSSIBLE = "where possible"
Exact = bool | Literal["where possible"]
PAIRS = 16
"""Of a unit: some milliseconds of work."""
MOST_WORK = 1_000_000
"""Joint states times turns of a pair that is computed where possible: some hundredths of a second.
Larger pairs are played."""
MOST_WINS = 20_000_000
"""The same times turns, of a pair of which it is found out who wins."""
PLAYED = f'`exact="{WHERE_POSSIBLE}"` plays what is not exact.'


def told_exact(value: Any) -> Exact:
    """Return whether pairs shall be exact, checked.

    Raises
    ------
    ArgumentError
        When it is neither True, False nor "where possible".
    """
    held = held_by(value)
    if isinstance(held, bool):
        return held
    if isinstance(value, str) and str.__str__(value) == WHERE_POSSIBLE:
        return "where possible"
    raise ArgumentError(f'`exact` must be True, False or "{WHERE_POSSIBLE}"; got {shown(value)}.')


class Expectations(NamedTuple):
    """What is expected of exact matches.

    matches
        (e,) their numbers in the tournament.
    rows
        (e, MOMENTS) the row of each.
    """

    matches: np.ndarray
    rows: np.ndarray


NOTHING = Expectations(np.zeros(0, np.int64), np.zeros((0, MOMENTS)))


def expectations(
    players: Sequence[Strategy], matches: np.ndarray, rules: Rules, exact: Exact, running: Running
) -> Expectations:
    """Return what is expected of the matches that are exact.

    Parameters
    ----------
    players, matches, rules
        The field, (m, 2) who meets, and what holds for every match.
    exact
        True, False, or "where possible".
    running
        Who is told, and on what to work.

    Raises
    ------
    TournamentError
        When every pair must be exact, and one is not.
    PluginError
        When every pair must be exact, and a rule fails while it is followed.
    """
    if not exact:
        return NOTHING
    from tournament.engine.chain.books import prepare
    from tournament.engine.chain.expected import horizon

    found = _automata(players, rules, running, must=exact is True)
    both = np.array([player is not None for player in found])[matches].all(axis=1)
    numbers = np.flatnonzero(both)
    compiled = prepare(len(numbers), horizon(rules), running.report, running.threads)
    most = None if exact is True else MOST_WORK
    units = [
        _unit(found, matches, rules, numbers[at : at + PAIRS], most, compiled=compiled)
        for at in range(0, len(numbers), PAIRS)
    ]
    rows, refused = np.full((len(matches), MOMENTS), np.nan), dict[int, str]()

    def finished(unit: Unit, result: list[np.ndarray | str]) -> None:
        for match, row in zip(unit.matches, result, strict=True):
            if isinstance(row, str):
                refused[match] = row
            else:
                rows[match] = row
        done = (~np.isnan(rows[:, 0])).sum() + len(refused)
        running.report(int(done), len(numbers), "computing exact pairs")

    work(_expect, units, finished, executor=running.executor, threads=running.threads)
    if refused and exact is True:
        match = min(refused)
        a, b = (players[p].name for p in matches[match].tolist())
        raise TournamentError(f"{a} and {b} are no exact pair: {refused[match]} {PLAYED}")
    kept = _both_ways(matches, ~np.isnan(rows[:, 0]), len(players))
    return Expectations(kept, rows[kept])


def _automata(
    players: Sequence[Strategy], rules: Rules, running: Running, *, must: bool
) -> list[tuple[Machine, ...] | None]:
    """Return the automata of each player, one for each seat that the game pays in its own way; None
    where one is missing."""
    from tournament.engine.chain.expected import automaton_in

    found: list[tuple[Machine, ...] | None] = []
    for number, player in enumerate(players):
        running.report(number, len(players), f"finding automata: {player.name}")
        try:
            each = [automaton_in(player, seat, rules) for seat in range(seats(rules.game))]
        except NotExact as reason:
            if must:
                raise TournamentError(f"{reason} {PLAYED}") from None
            found.append(None)
        except PluginError:  # in a state that may never come; if it comes, play says so
            if must:
                raise
            found.append(None)
        else:
            found.append(tuple(each))
    return found


def _both_ways(matches: np.ndarray, known: np.ndarray, players: int) -> np.ndarray:
    """Return the numbers of the matches of pairs that are known in both orders."""
    unknown = np.zeros((players, players), bool)
    unknown[tuple(matches[~known].T)] = True
    first, second = matches.T
    return np.flatnonzero(~(unknown[first, second] | unknown[second, first]))


# -- units of work ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Unit:
    """Some exact pairs: all that a worker needs to know.

    matches
        Their numbers in the tournament.
    automata
        Of the first and the second seat of each.
    rules
        Of each: of these two players.
    most
        The most work that a pair is worth; None for any.
    compiled
        Whether compiled code shall do it.
    """

    matches: tuple[int, ...]
    automata: tuple[tuple[Machine, Machine], ...]
    rules: tuple[Rules, ...]
    most: int | None
    compiled: bool


def _unit(
    found: Sequence[tuple[Machine, ...] | None],
    matches: np.ndarray,
    rules: Rules,
    numbers: np.ndarray,
    most: int | None,
    *,
    compiled: bool,
) -> Unit:
    pairs, automata = matches[numbers].tolist(), []
    for p, q in pairs:
        first, second = found[p], found[q]
        assert first is not None
        assert second is not None
        automata.append((first[0], second[-1]))
    each = tuple(map(rules.of_players, pairs))
    return Unit(tuple(numbers.tolist()), tuple(automata), each, most, compiled)


def _expect(unit: Unit) -> list[np.ndarray | str]:
    """Return the row of each pair, or why it has none."""
    from tournament.engine.chain.books import load, row, work
    from tournament.engine.chain.expected import horizon

    if unit.compiled:
        load()
    found: list[np.ndarray | str] = []
    for automata, rules in zip(unit.automata, unit.rules, strict=True):
        steps = work(automata, rules)
        if unit.most is not None and steps > unit.most:
            found.append("The pair has too many joint states.")
            continue
        try:
            found.append(row(automata, rules, wins=steps * horizon(rules) <= MOST_WINS))
        except TournamentError as refused:
            found.append(str(refused))
    return found

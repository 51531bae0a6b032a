"""Plain Python as a source of books: plays the matches of a unit one by one and tallies them.

The referee plays rules that are not compiled, and says what the sums of all others must be.
"""

import numpy as np

from tournament import outcomes
from tournament.referee import match as referee
from tournament.results.books.tournament import Tallies
from tournament.results.units.unit import Unit, empty_books, margin, seats


def play(unit: Unit, stop: np.ndarray | None = None) -> Tallies:
    """Play a unit in plain Python and return its sums.

    `stop` is (1,), polled between repetitions; anything but 0 ends the call.

    Raises
    ------
    PluginError
        When a rule fails; the text begins with file and line.
    """
    tallies = empty_books(unit)
    for match in range(len(unit.matches)):
        moves: np.ndarray | None = None
        for repetition in range(unit.first, unit.first + unit.repetitions):
            if stop is not None and stop[0]:
                return tallies
            if moves is None or tallies.chance[match]:
                moves, drawn = replay(unit, match, repetition)
                tallies.chance[match] |= drawn
            _enter(unit, match, repetition, moves, tallies)
    return tallies


def replay(unit: Unit, match: int, repetition: int) -> tuple[np.ndarray, bool]:
    """Return the moves (turns, 2) of a repetition of a match, and whether chance had a part."""
    p, q = map(int, unit.matches[match])
    rules = unit.rules
    noise, misperception = ((values[p], values[q]) for values in (rules.noise, rules.misperception))
    pair = (unit.players[p], unit.players[q])
    moves, drawn = referee.replay(pair, rules, noise, misperception, repetition)
    return moves, drawn or 0 < (rules.continuation or 0) < 1


def _enter(unit: Unit, match: int, repetition: int, moves: np.ndarray, into: Tallies) -> None:
    """Add one repetition of a match to the books."""
    p, q = map(int, unit.matches[match])
    own, side = int(p == q), seats(unit.rules.game) - 1
    outcome = outcomes.number(moves[:, 0].astype(np.int64), moves[:, 1])
    x = np.bincount(outcome, minlength=outcomes.SIZE)
    into.counts[match] += x
    into.products[match] += np.outer(x, x)
    into.starts[match, outcome[0]] += 1
    np.add.at(into.transitions[match], (outcome[:-1], outcome[1:]), 1)
    lead = float(margin(unit.rules.game) @ x)
    into.wins[match] += (lead > 0, lead < 0)
    begun = moves.argmax(axis=0)  # the first defection of each, or 0
    peace = np.where(moves.any(axis=0), begun, len(moves))
    into.first_defections[match] += (peace == peace.min()) & (peace < len(moves))
    into.totals[repetition - unit.first, p, own, 0] += x
    into.totals[repetition - unit.first, q, own, side] += outcomes.swapped(x)

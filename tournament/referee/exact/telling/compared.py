"""In what two automata differ, in words."""

from fractions import Fraction

import numpy as np

from tournament import outcomes
from tournament.referee.exact.machine import NOWHERE, Machine
from tournament.referee.exact.same import Turn, difference

MOST_TURNS = 40
"""Of a history that is written out."""


def compared(a: Machine, b: Machine) -> str | None:
    """Return the shortest history after which two automata choose differently, in words.

    Returns
    -------
    str, or None
        None if they are equal.

    Examples
    --------
    >>> from tournament import Automaton
    >>> compared(Automaton.of("tit_for_tat"), Automaton.of("grudger"))
    "After CD, DC (own move, opponent's) the first cooperates, the second defects."
    """
    way = difference(a, b)
    if way is None:
        return None if a.turns == b.turns else _lengths(a, b)
    first, second = (_choosing(cooperation_after(each, way)) for each in (a, b))
    return f"{_history(way)} the first {first}, the second {second}."


def cooperation_after(machine: Machine, way: list[Turn]) -> float:
    """Return how probable it is that a machine chooses C after a history that can happen."""
    belief = np.zeros(machine.states)
    belief[0] = 1
    for turn in way:
        then = machine.then[:, turn.made, turn.seen]
        which = (machine.move == turn.chosen) & (then != NOWHERE)
        chances = (belief[machine.state_of] * machine.weight)[which]
        belief = np.zeros(machine.states)
        np.add.at(belief, then[which], chances / chances.sum())
    return float(belief @ machine.cooperation)


def _lengths(a: Machine, b: Machine) -> str:
    first, second = (
        "for ever" if each.turns is None else f"for {each.turns:,} turns" for each in (a, b)
    )
    return f"They choose alike, but the first holds {first}, the second {second}."


def _history(way: list[Turn]) -> str:
    if not way:
        return "In the first turn"
    turns = way if len(way) <= MOST_TURNS else way[-MOST_TURNS:]
    told = ", ".join(_told(turn) for turn in turns)
    left = len(way) - len(turns)
    before = f"{left:,} more turns and " if left else ""
    return f"After {before}{told} (own move, opponent's)"


def _told(turn: Turn) -> str:
    name = outcomes.NAMES[outcomes.number(turn.made, turn.seen)]
    meant = outcomes.MOVES[turn.chosen]
    return name if turn.chosen == turn.made else f"{name} where it chose {meant}"


def _choosing(cooperation: float) -> str:
    if cooperation in (0, 1):
        return "cooperates" if cooperation else "defects"
    exact = Fraction(cooperation).limit_denominator(100)
    said = str(exact) if float(exact) == cooperation else f"{cooperation:.6g}"
    return f"cooperates with probability {said}"

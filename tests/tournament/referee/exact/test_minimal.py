"""The smallest automata."""

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tournament.referee.exact.machine import NOWHERE
from tournament.referee.exact.minimal import covering, minimal, quotient
from tournament.referee.exact.same import difference

HALF = Fraction(1, 2)


@st.composite
def machines(draw, hidden=False):
    """Draw the choices of states, of which all can be reached, and when; cut after some turns."""
    n, turns = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    state = st.integers(0, n - 1)
    rows = []
    for _ in range(n):
        ways = draw(st.integers(1, 2)) if hidden else 1
        moves = [draw(st.integers(0, 1)) for _ in range(ways)]
        nexts = [tuple(draw(state) for _ in range(4)) for _ in range(ways)]
        rows.append([(Fraction(1, ways), *way) for way in zip(moves, nexts, strict=True)])
    number, turn, found, layer = {0: 0}, [0], [], [0]
    for now in range(turns):
        fresh = []
        for each in layer:
            for _, _, nexts in rows[each]:
                for new in nexts:
                    if new not in number and now + 1 < turns:
                        number[new] = len(number)
                        turn.append(now + 1)
                        fresh.append(new)
            found.append(
                [(w, m, tuple(number.get(new, NOWHERE) for new in nexts))
                 for w, m, nexts in rows[each]]
            )  # fmt: skip
        layer = fresh
    return found, np.array(turn), turns


def for_some_turns(choices, state, turns):
    """Return what a state does for some turns, as a tree."""
    if not turns:
        return None
    ways = {}
    for weight, move, nexts in choices[state]:
        key = (move, tuple(for_some_turns(choices, new, turns - 1) for new in nexts))
        ways[key] = ways.get(key, 0) + weight
    return frozenset(ways.items())


def fewest(choices, turn, turns):
    """Return how many states cannot stand for each other, taken early ones first."""
    kept = []
    for state, since in enumerate(turn):
        mine = for_some_turns(choices, state, turns - since)
        if all(for_some_turns(choices, each, turns - since) != mine for each in kept):
            kept.append(state)
    return len(kept)


@given(machines())
def test_a_covering_automaton_is_the_smallest_that_decides_alike(drawn):
    choices, turn, turns = drawn
    whole = quotient(choices, np.arange(len(choices)), turns)
    small = covering(choices, turn, turns)
    assert difference(whole, small, turns) is None
    assert small.turns == turns
    assert small.states <= fewest(choices, turn, turns) <= minimal(choices, turns).states


@given(machines(hidden=True))
def test_a_covering_automaton_whose_state_is_hidden(drawn):
    choices, turn, turns = drawn
    whole = quotient(choices, np.arange(len(choices)), turns)
    small = covering(choices, turn, turns)
    assert difference(whole, small, turns) is None
    assert small.states <= fewest(choices, turn, turns)


def test_a_state_that_is_reached_late_is_left_out():
    stay = [(Fraction(1), 0, (0, 1, 0, 1))], [(Fraction(1), 0, (2, 2, 2, 2))]
    last = [(Fraction(1), 0, (NOWHERE,) * 4)]
    found = covering([*stay, last], np.array([0, 1, 2]), 3)
    assert (found.states, found.turns) == (1, 3)

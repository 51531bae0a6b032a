"""How many deterministic rules have so many states: all machines are listed, and made smaller.

A rule here answers its opponent's moves. The numbers: Zagorsky, Reiter, Chatterjee and Nowak (2013)
for two states, and an own count up to five.
"""

import csv
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pytest

from tournament import Automaton
from tournament.referee.exact.minimal import minimal

KNOWN = Path(__file__).parent / "data" / "automata_counts.csv"
ONE = Fraction(1)
Then = tuple[tuple[int, int], ...]


def counts(states: int) -> tuple[int, int]:
    """Return how many rules need as many states, and how many need as many or fewer."""
    with KNOWN.open() as file:
        rows = {int(row["states"]): list(row.values()) for row in csv.DictReader(file)}
    return int(rows[states][1]), int(rows[states][2])


def graphs(states: int) -> Iterator[Then]:
    """Yield the next states, by state and the opponent's move, of which all can be reached.

    States are numbered in the order in which they are reached. So each graph comes once.
    """

    def more(found: list[int], seen: int) -> Iterator[Then]:
        at = len(found)
        if at == 2 * states:
            if seen == states:
                yield tuple(zip(found[::2], found[1::2], strict=True))
            return
        if at // 2 >= seen:  # this state is reached by none before it
            return
        for new in range(min(seen + 1, states)):
            yield from more([*found, new], max(seen, new + 1))

    return more([], 1)


def smallest(moves: tuple[int, ...], then: Then) -> Automaton:
    """Return the smallest automaton of a machine, whatever move is made."""
    choices = [[(ONE, move, (*after, *after))] for move, after in zip(moves, then, strict=True)]
    found = minimal(choices, None)
    return Automaton(found.first, found.weight, found.move, found.then)


def smallest_of(states: int) -> list[Automaton]:
    """Return the smallest automata of all machines with so many states."""
    machines = product(product((0, 1), repeat=states), graphs(states))
    return [smallest(moves, then) for moves, then in machines]


def form(automaton: Automaton) -> tuple[bytes, bytes]:
    return automaton.move.tobytes(), automaton.then.tobytes()


def check(states: int) -> None:
    found = smallest_of(states)
    assert sum(each.states == states for each in found) == counts(states)[0]
    alike = {form(each) for n in range(1, states) for each in smallest_of(n)}
    assert len(alike | {form(each) for each in found}) == counts(states)[1]


@pytest.mark.parametrize("states", [1, 2, 3])
def test_as_many_rules_are_found_as_there_are(states):
    check(states)


@pytest.mark.slow
def test_as_many_rules_of_four_states_are_found_as_there_are():
    check(4)


def test_rules_of_one_form_are_equal_and_no_others():
    found = [*smallest_of(1), *smallest_of(2)]
    for one, other in combinations(found, 2):
        assert (one == other) == (form(one) == form(other))
    distinct = []
    for each in found:
        if each not in distinct:
            distinct.append(each)
    assert len(distinct) == counts(2)[1] == 26


def test_random_rules_of_three_states_are_equal_if_they_have_one_form():
    found = smallest_of(3)
    pairs = np.random.default_rng(1).integers(0, len(found), (2000, 2)).tolist()
    for one, other in pairs:
        assert (found[one] == found[other]) == (form(found[one]) == form(found[other]))

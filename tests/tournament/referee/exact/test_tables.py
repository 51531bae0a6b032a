"""Automata from tables that are written by hand."""

import pytest

from tournament import Automaton
from tournament.errors import ArgumentError

STAY = [[[0, 0], [0, 0]]]


def test_a_state_that_mixes_has_a_choice_for_each_move():
    found = Automaton.of_table([0.25, 1], [[[0, 1], [1, 0]], [[1, 1], [0, 0]]])
    assert found.first.tolist() == [0, 2, 3]
    assert found.weight.tolist() == [0.25, 0.75, 1]
    assert found.move.tolist() == [0, 1, 0]
    assert found.then.tolist() == [[[0, 1], [1, 0]], [[0, 1], [1, 0]], [[1, 1], [0, 0]]]
    assert found.cooperation.tolist() == [0.25, 1]


@pytest.mark.parametrize("cooperation", [[], [1.5], [-0.1], [[1]], 1, ["C"], [float("nan")]])
def test_rows_that_are_no_probabilities(cooperation):
    with pytest.raises(ArgumentError, match="`cooperation` must be probabilities, one for each"):
        Automaton.of_table(cooperation, STAY)


@pytest.mark.parametrize("transitions", [[], [[0, 0], [0, 0]], STAY * 2, [["C"]], None])
def test_transitions_of_another_shape(transitions):
    with pytest.raises(ArgumentError, match=r"`transitions` must be whole numbers of shape \(1, 2"):
        Automaton.of_table([1], transitions)


@pytest.mark.parametrize("state", [1, -1, 0.5])
def test_transitions_that_lead_to_no_state(state):
    with pytest.raises(ArgumentError, match="`transitions` must be states, 0 to 0"):
        Automaton.of_table([1], [[[0, 0], [state, 0]]])

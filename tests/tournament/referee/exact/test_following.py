"""From a rule to its automaton."""

import numpy as np
import pytest

import strategies
from tournament import C, D, strategy
from tournament.game import PRISONERS_DILEMMA
from tournament.referee.exact.automaton import Automaton, NotExact
from tournament.referee.exact.following import automata, automaton_of, exploring
from tournament.referee.exact.same import difference


def followed(rule, turns=200, told=-1):
    return automaton_of(rule, turns=turns, told=told, payoffs=PRISONERS_DILEMMA.utilities)


TIT_FOR_TAT = Automaton.of_table([1, 0], [[[0, 1], [0, 1]], [[0, 1], [0, 1]]])
GRIM = Automaton.of_table([1, 0], [[[0, 1], [0, 1]], [[1, 1], [1, 1]]])


@pytest.mark.parametrize(
    ("name", "states"),
    [
        ("tit_for_tat", 2),
        ("grudger", 2),
        ("win_stay_lose_shift", 2),
        ("joss", 3),
        ("tit_for_two_tats", 3),
        ("once_bitten", 14),
        ("davis", 20),
        ("evolved_hmm_5", 8),
        ("anonymous", 1),
        ("alternator", 2),
    ],
)
def test_rules_have_as_few_states_as_they_need(name, states):
    automaton = followed(strategies.get(name))
    assert (automaton.states, automaton.turns) == (states, None)


def test_found_automata_are_those_known_by_hand():
    assert difference(followed(strategies.tit_for_tat), TIT_FOR_TAT) is None
    assert difference(followed(strategies.grudger), GRIM) is None
    assert difference(TIT_FOR_TAT, GRIM) == [(0, 0, 1), (1, 1, 0)]


def test_a_turn_that_is_only_compared_is_carried_no_further():
    @strategy
    def patient(me, opponent):
        """Cooperate for ten turns."""
        return C if me.turn < 10 else D

    assert followed(patient).states == 11
    assert followed(patient, turns=None).states == 11


def test_a_count_that_is_kept_in_memory_is_carried_as_far_as_it_is_compared():
    @strategy(hits=0)
    def three_strikes(me, opponent):
        """Defect after more than three defections."""
        if opponent.last == D:
            me.hits += 1
        return D if me.hits > 3 else C

    assert followed(three_strikes, turns=None).states == 5


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "adaptive_tit_for_tat",
            "has more than 300 states in 200 turns: its states hold real numbers (me.world).",
        ),
        ("tideman_and_chieruzzi", "whole numbers (me."),
        ("stein_and_rapoport", "counts of moves or turns as they are"),
        ("weiner", "the last 13 moves"),
        ("meta_hunter", "is not followed in 2,000 runs of rules: its states, of 6 members, hold"),
    ],
)
def test_what_has_no_finite_automaton_is_refused_with_a_sentence(name, sentence, monkeypatch):
    monkeypatch.setattr(exploring, "MOST_RUNS", 2_000)
    said = automata.followed(strategies.get(name), -1, (0.0,) * 8, 200, 300)
    assert isinstance(said, str)
    assert sentence in said
    assert said.endswith(" Play it, or ask for fewer turns.")
    assert len(said) < 250


def test_a_player_with_many_members_is_refused_at_once():
    with pytest.raises(
        NotExact, match=r"stochastic has 68 members, and at most 60 are followed; so"
    ):
        followed(strategies.meta_winner_stochastic)


def test_a_refusal_begins_with_the_name_of_the_rule():
    with pytest.raises(NotExact, match=r"^adaptive_tit_for_tat has 25,000 states after \d+ turns"):
        followed(strategies.adaptive_tit_for_tat)


def test_chances_are_followed_both_ways():
    anonymous = followed(strategies.anonymous)
    assert anonymous.cooperation.tolist() == [0.5]
    generous = followed(strategies.generous_tit_for_tat)
    assert sorted(generous.cooperation.tolist()) == pytest.approx([1 / 3, 1])
    assert np.allclose(np.add.reduceat(generous.weight, generous.first[:-1]), 1)


def test_the_automaton_of_a_rule_is_told_the_length_only_where_it_is_given():
    @strategy
    def last_two(me, opponent):
        """Defect in the last two turns."""
        return D if 0 <= me.turns - 2 <= me.turn else C

    assert Automaton.of(last_two).states == 1
    found = Automaton.of(last_two, turns=5)
    assert (found.states, found.cooperation.tolist()) == (4, [1, 1, 1, 0])
    assert strategies.automaton("tit_for_tat").states == Automaton.of("tit_for_tat").states


def test_the_automaton_of_a_rule_sees_the_payoffs_of_a_game():
    @strategy
    def greedy(me, opponent):
        """Defect where temptation pays."""
        return D if me.game.T > me.game.R else C

    assert Automaton.of(greedy).cooperation.tolist() == [0]
    assert Automaton.of(greedy, game="R=3,S=0,T=2,P=1").cooperation.tolist() == [1]


def test_an_automaton_says_in_how_many_states_it_can_be():
    assert followed(strategies.tit_for_tat).by_turn.tolist() == [2]
    counting = followed(strategies.gradual, turns=60)
    assert counting.turns == 60
    assert counting.by_turn[0] == 1
    assert (counting.by_turn <= counting.states).all()
    assert counting.by_turn.min() >= 1

"""What a strategy plays against given moves, with given random numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from tournament import C, D, Match, strategy
from tournament.errors import ArgumentError, PluginError
from tournament.outcomes import text
from tournament.testing import moves_of, sequences


@given(sequences(), st.sampled_from(["tit_for_tat", "gradual", "borufsen", "soft_majority"]))
def test_it_is_the_match_against_a_script(script, name):
    opponent = strategies.scripted(script)
    made = Match(name, opponent, turns=len(script), length_known=False, seed=1).play()
    assert text(moves_of(name, script)) == made.text(0)


def test_moves_may_be_a_text_or_numbers():
    expected = [0, 0, 1, 1]
    assert moves_of("TFT", "CDDC").tolist() == expected
    assert moves_of(strategies.tit_for_tat, np.array([0, 1, 1, 0])).tolist() == expected


def test_a_rule_sees_the_move_that_was_played_and_knows_what_it_chose():
    @strategy
    def tells(me, opponent):
        return D if me.turn and me.last != me.intended else C

    assert moves_of(tells, "CCCC", flips=[0, 1, 1, 0]).tolist() == [0, 0, 1, 1]


def test_chance_compares_with_the_number_of_the_turn():
    @strategy
    def even(me, opponent):
        return C if me.turn % 2 == 0 or me.chance(0.5) else D

    below = np.nextafter(0.5, 0)
    assert moves_of(even, "CCCC", draws=[0.9, 0.5, 0.9, below]).tolist() == [0, 1, 0, 0]


def test_the_length_is_told_if_it_is_known():
    @strategy
    def last_turn(me, opponent):
        return D if me.turn == me.turns - 1 else C

    assert text(moves_of(last_turn, "CCC", length_known=True)) == "CCD"
    assert text(moves_of(last_turn, "CCC")) == "CCC"


def test_a_number_is_drawn_once():
    @strategy
    def twice(me, opponent):
        return C if me.uniform() < 0.5 or me.uniform() < 0.5 else D

    assert moves_of(twice, "C", draws=[0.25]).tolist() == [0]
    with pytest.raises(PluginError, match="twice draws in turn 2 a number that `draws` does not"):
        moves_of(twice, "CC", draws=[0.25, 0.75])
    with pytest.raises(PluginError, match="in turn 1"):
        moves_of("random_player", "CC")


def test_a_member_draws_the_number_of_its_turn():
    assert moves_of(
        strategies.dual(strategies.random_player), "CC", draws=[0.25, 0.75]
    ).tolist() == [1, 0]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"opponent": "CXD"}, "`opponent` must be a row of 0 and 1, a number a turn."),
        ({"opponent": ""}, "`opponent` must be a row of 0 and 1, a number a turn."),
        ({"opponent": [[0, 1]]}, "`opponent` must be a row of 0 and 1, a number a turn."),
        ({"draws": [0.5]}, "`draws` must have a number for each of 2 turns; got 1."),
        ({"draws": [0.5, 1.0]}, "`draws` must be a row of numbers from 0 to less than 1"),
        ({"flips": [0, 2]}, "`flips` must be a row of 0 and 1, a number a turn."),
        ({"flips": [0, 1, 1]}, "`flips` must have a number for each of 2 turns; got 3."),
    ],
)
def test_what_does_not_fit_is_told(given, sentence):
    with pytest.raises(ArgumentError) as error:
        moves_of(**{"strategy": "TFT", "opponent": "CD"} | given)
    assert str(error.value).startswith(sentence)

"""Moves print as moves, count as numbers, and are neither true nor false."""

import copy
import json
import pickle

import numpy as np
import pytest

import tournament
from tournament.authors.moves.named import (
    AS_TRUTH,
    MOVES,
    NO_MOVE,
    NOT_PLAYED,
    C,
    D,
    MoveMisuse,
    compared_with_text,
    named,
    plain,
)

ALL = (C, D, NOT_PLAYED)


def test_moves_print_as_moves():
    assert list(map(str, ALL)) == list(map(repr, ALL)) == ["C", "D", "nothing played"]
    assert f"{C}{D} {[D, C]}" == "CD [D, C]"
    assert (tournament.C, tournament.D) == MOVES


def test_moves_are_numbers():
    assert (C, D, NOT_PLAYED) == (0, 1, NO_MOVE)
    assert {C, D} == {0, 1}
    assert hash(D) == hash(1)
    assert [10, 11][D] == 11
    assert type(1 - D) is type(D + D) is int
    assert np.array([C, D]).dtype == np.int64
    assert json.dumps([C, D]) == "[0, 1]"
    assert f"{D:d}" == "1"


def test_nothing_played_is_neither_move():
    assert NOT_PLAYED != C
    assert NOT_PLAYED != D
    assert NOT_PLAYED not in MOVES


@pytest.mark.parametrize("move", ALL)
@pytest.mark.parametrize("ask", [bool, lambda m: not m, lambda m: m and 1, lambda m: any([m])])
def test_a_move_is_neither_true_nor_false(move, ask):
    with pytest.raises(MoveMisuse) as error:
        ask(move)
    assert str(error.value) == AS_TRUTH
    assert isinstance(error.value, TypeError)


@pytest.mark.parametrize("move", ALL)
@pytest.mark.parametrize("text", ["C", "D", "defect"])
def test_a_move_is_not_compared_with_text(move, text):
    for compare in (move.__eq__, lambda t: t == move, lambda t: move != t, (move,).__contains__):
        with pytest.raises(MoveMisuse) as error:
            compare(text)
        assert str(error.value) == compared_with_text(text)


def test_other_comparisons_are_those_of_numbers():
    assert C == 0.0 != D
    assert D != None  # noqa: E711 (what is compared)
    assert (np.array([0, 1]) == D).tolist() == [False, True]
    assert {C: "nice"}[0] == {0: "nice"}[C] == "nice"


@pytest.mark.parametrize("move", ALL)
def test_there_is_one_object_of_each_move(move):
    assert pickle.loads(pickle.dumps(move)) is copy.deepcopy([move])[0] is named(int(move)) is move


def test_plain_numbers_in_place_of_moves():
    assert repr(plain((C, [D, (2, C)], "C"))) == "(0, [1, (2, 0)], 'C')"
    array = np.array([C])
    assert plain(array) is array

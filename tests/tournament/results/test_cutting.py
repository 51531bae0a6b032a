"""From what is left to play to units of work: each match and repetition once, in good portions."""

from itertools import combinations_with_replacement, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies as library
from tournament import Game
from tournament.results.units import cutting
from tournament.results.units.cutting import Pace, Piece, jobs, spans, stars, whole
from tournament.rules.match import rules

FIELD = (library.tit_for_tat, library.joss, library.random_player, library.win_stay_lose_shift)
BATTLE = Game.bimatrix([[2, 0], [0, 1]], [[1, 0], [0, 2]])


def held(players=FIELD, turns=50, game="pd", **words):
    return rules([p.name for p in players], game=game, turns=turns, seed=1, **words)


def pairs(players, *, both_ways=False):
    if both_ways:
        return np.array([*product(range(players), repeat=2)])
    return np.array([*combinations_with_replacement(range(players), 2)])


@given(st.integers(0, 3000), st.integers(1, 3000), st.integers(1, 20_000))
def test_spans_follow_each_other(first, more, most):
    found = spans(first, first + more, most)
    at = first
    for low, many in found:
        assert low == at
        assert 1 <= many <= most
        at += many
    assert at == first + more


@given(st.integers(1, 4000), st.integers(1, 4000), st.integers(1, 5000))
def test_who_asks_for_more_asks_for_the_same_spans_first(few, more, most):
    """All but the last span, which ends where the user says."""
    low, high = sorted((few, more))
    assert set(spans(0, low, most)[:-1]) <= set(spans(0, high, most))
    if low in (100, 1000):
        assert set(spans(0, low, most)) <= set(spans(0, high, most))


@pytest.mark.parametrize(("turns", "bytes_"), [(1, 1), (3_000, 10**5), (10**9, 10**9)])
@pytest.mark.parametrize("game", ["pd", BATTLE])
def test_jobs_hold_every_match_and_repetition_once(monkeypatch, turns, bytes_, game):
    monkeypatch.setattr(cutting, "UNIT_TURNS", turns)
    monkeypatch.setattr(cutting, "TOTALS_BYTES", bytes_)
    told, matches = held(game=game), pairs(4)
    done = np.zeros((len(matches), 700), np.int64)
    pace = Pace(FIELD, told)
    for job in jobs(FIELD, matches, told, whole(4, len(matches), told, 10, 700), pace):
        unit = job.unit
        done[job.numbers, unit.first : unit.first + unit.repetitions] += 1
        assert [unit.players[i] for i in unit.matches.flat] == [
            FIELD[i] for i in matches[job.numbers].flat
        ]
        assert (job.players[unit.matches] == matches[job.numbers]).all()
        assert len(unit.rules.noise) == len(unit.players)
    assert (done[:, :10] == 0).all()
    assert (done[:, 10:] == 1).all()


@given(st.sets(st.integers(0, 48), min_size=1), st.booleans())
def test_matches_of_a_star_have_one_player_in_common(some, both_ways):
    matches = pairs(7, both_ways=both_ways)
    numbers = np.array(sorted(n for n in some if n < len(matches)), np.int64)
    found = [*stars(matches, numbers, 3, 5)]
    assert sorted(np.concatenate([p.numbers for p in found]).tolist() if found else []) == [
        *numbers.tolist()
    ]
    for piece in found:
        shared = set.intersection(*(set(pair) for pair in matches[piece.numbers].tolist()))
        assert shared
        others = [tuple(pair) for pair in matches[piece.numbers].tolist()]
        assert len(others) == len(set(others))
        assert (piece.first, piece.repetitions) == (3, 5)


def test_one_more_player_is_one_star():
    matches = pairs(50)
    new = np.flatnonzero((matches == 49).any(axis=1))
    (piece,) = stars(matches, new, 0, 10)
    assert len(piece.numbers) == 50


def test_the_pace_makes_units_of_equal_time():
    """A rule that thinks a thousand times as long gets units of a thousandth of the matches."""
    players = tuple(library.random_player.named(f"p{i}") for i in range(40))
    told, matches = held(players, turns=200), pairs(40)
    slow = (matches == 7).any(axis=1)
    pace, sizes = Pace(players, told), []

    def seconds(numbers, repetitions):
        return np.where(slow[numbers], 1e-4, 1e-7).sum() * repetitions * 2

    for job in jobs(players, matches, told, [Piece(np.arange(len(matches)), 0, 500)], pace):
        took = seconds(job.numbers, 500)
        sizes.append(took)
        pace.heard(matches[job.numbers], 500, took)
    assert max(sizes) < 1  # 40 matches of the slow rule take 4 seconds
    assert len(sizes) < 200


def test_a_unit_is_never_longer_than_memory_allows():
    players = tuple(library.random_player.named(f"p{i}") for i in range(40))
    told, matches = held(players), pairs(40)
    room = cutting.TOTALS_BYTES // cutting.row_bytes(told)
    piece = Piece(np.arange(len(matches)), 0, room // 10)
    for job in jobs(players, matches, told, [piece], None):
        assert len(job.unit.players) * job.unit.repetitions <= room

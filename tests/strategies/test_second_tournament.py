"""The programs of Axelrod's second tournament, move for move.

`data/make_second_tournament.py` says where the record is from. Every program that the library has
is tested: it is the rule that is also called `K61R`, as its function in the program of the
tournament.
"""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from tournament.authors.registry import library
from tournament.errors import PluginError
from tournament.testing import moves_of

RECORD = dict(np.load(Path(__file__).parent / "data" / "second_tournament.npz"))
NAMES = [str(name).upper() for name in RECORD["names"]]
PROGRAMS = {
    name: rule
    for rule in library().values()
    for name in map(str.strip, rule.also_called.split(","))
    if name in NAMES
}
MISSING = {
    *("K32R", "K33R", "K39R", "K40R", "K41R", "K42R", "K43R", "K47R", "K49R", "K54R", "K57R"),
    *("K62R", "K69R", "K72R", "K73R", "K74R", "K75R", "K76R", "K77R", "K78R", "K81R", "K82R"),
    *("K84R", "K85R", "K88R", "K89R", "K91R"),
}
"""Programs that the library may still lack."""
each_program = pytest.mark.parametrize("name", sorted(PROGRAMS))


def unpacked(name, turns):
    """Return recorded moves, eight of which are a byte."""
    return np.unpackbits(RECORD[name], axis=-1, count=turns)


def draws(i, j, turns=151):
    """Return the random numbers of the match of two programs, one row for each."""
    seeds = np.random.SeedSequence([1980, 2, i, j])
    words = np.asarray(np.random.PCG64(seeds).random_raw(turns), dtype="<u8").view("<u4")
    return (words >> 8).reshape(2, turns) * 2.0**-24


@cache
def matches():
    """Return of each pair of programs, i <= j: the place of its match, and what both played."""
    return {tuple(pair): k for k, pair in enumerate(RECORD["pairs"].tolist())}, unpacked(
        "pairs_moves", 151
    )


def assert_plays(rule, opponent, numbers, expected, what, flips=None):
    """Assert that a program plays as it was recorded."""
    try:
        found = moves_of(rule, opponent, draws=numbers, flips=flips)
    except PluginError as error:
        raise AssertionError(f"{what}: {error}") from error
    wrong = np.flatnonzero(found != expected)
    assert len(wrong) == 0, f"{what}: other moves in {len(wrong)} turns, first in {wrong[0] + 1}"


@each_program
@pytest.mark.parametrize("turns", [151, 308])
def test_plays_as_recorded_against_fixed_opponents(name, turns):
    """Some random numbers lie on thresholds, and on the singles next to them."""
    opponents, expected = unpacked(f"opponent_{turns}", turns), unpacked(f"moves_{turns}", turns)
    numbers, own = RECORD[f"draws_{turns}"], expected[NAMES.index(name)]
    for k, case in enumerate(RECORD["cases"]):
        assert_plays(PROGRAMS[name], opponents[k], numbers[k], own[k], f"{name} against {case}")


@each_program
def test_plays_as_recorded_when_its_moves_are_turned_over(name):
    """A program that keeps a record of its own remembers what it chose, not what it played."""
    opponents, flips = unpacked("tremble_opponent", 308), unpacked("tremble_flips", 308)
    own = unpacked("tremble_moves", 308)[NAMES.index(name)]
    for k, case in enumerate(RECORD["trembles"]):
        numbers = RECORD["tremble_draws"][k]
        assert_plays(
            PROGRAMS[name], opponents[k], numbers, own[k], f"{name} in {case}", flips=flips[k]
        )


@each_program
def test_plays_as_recorded_against_every_program(name):
    place, played = matches()
    own = NAMES.index(name)
    for (i, j), k in place.items():
        for seat in {0, 1} if i == j else {0} if own == i else {1}:
            if own in (i, j):
                numbers = draws(i, j)[seat]
                what = f"{name} against {NAMES[j if seat == 0 else i]}"
                assert_plays(PROGRAMS[name], played[k, 1 - seat], numbers, played[k, seat], what)


def test_the_library_has_the_programs():
    assert set(NAMES) - set(PROGRAMS) <= MISSING

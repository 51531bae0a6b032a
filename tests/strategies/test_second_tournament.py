"""The programs of Axelrod's second tournament, move for move.

`data/make_second_tournament.py` says where the record is from. Every program that the library has
is tested: it is the rule that is also called `K61R`, as its function in the program of the
tournament.
"""

import ctypes
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournament import PRISONERS_DILEMMA
from tournament.authors.registry import library
from tournament.engine import layout
from tournament.engine.kernels.compiler import compile_rule
from tournament.engine.kernels.parameters import parameter_words
from tournament.engine.options import can_compile
from tournament.errors import PluginError
from tournament.streams import FIRST, MASK, SECOND, mix
from tournament.testing import moves_of

RECORD = dict(np.load(Path(__file__).parent / "data" / "second_tournament.npz"))
NAMES = [str(name).upper() for name in RECORD["names"]]
PROGRAMS = {
    name: rule
    for rule in library().values()
    for name in map(str.strip, rule.also_called.split(","))
    if name in NAMES
}
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


# -- compiled --------------------------------------------------------------------------------------


def word_of(number):
    """Return the word of which a stream without steps makes a random number; the next number with
    53 binary digits, where it has more."""
    z = int(np.ceil(number * 2.0**53)) << 11
    z ^= (z >> 31) ^ (z >> 62)
    z = z * pow(SECOND, -1, MASK + 1) & MASK
    z ^= (z >> 27) ^ (z >> 54)
    z = z * pow(FIRST, -1, MASK + 1) & MASK
    return z ^ (z >> 30) ^ (z >> 60)


@given(st.floats(0, 1, exclude_max=True))
def test_a_word_gives_its_number(number):
    found = (mix(word_of(number)) >> 11) * 2.0**-53
    assert number <= found <= number + 2.0**-53
    assert found == number or number * 2.0**53 % 1 > 0


def compiled_moves_of(rule, opponents, numbers, flips):
    """Return what the machine code of a rule decides: `moves_of`, for many matches side by side.

    A match is a lane of a block; `engine.layout` says where everything lies. Before each turn the
    stream of each lane is put to the random number of the turn.
    """
    kernel, lanes, (matches, turns) = compile_rule(rule), layout.LANES, opponents.shape
    call = ctypes.CFUNCTYPE(ctypes.c_int64, *[ctypes.c_void_p] * 5, ctypes.c_int64)(kernel.address)
    public = np.zeros((2, layout.PUBLIC_COLUMNS, lanes), np.uint64)
    private = np.zeros(kernel.private_bytes, np.uint8)
    columns = private[: 8 * lanes * layout.PRIVATE_COLUMNS].view(np.uint64).reshape(-1, lanes)
    for _, offset, start in kernel.memory:
        image = np.frombuffer(np.asarray(start).tobytes(), np.uint8)
        width = 1 if len(image) == 1 else -(-len(image) // 8) * 8
        cells = private[offset : offset + width * lanes].reshape(lanes, width)
        cells[:, : len(image)] = image
    frame = np.array([0] * layout.FRAME_SLOTS + parameter_words(rule), np.int64)
    out = np.zeros(lanes, np.uint8)
    for slot in (layout.PAYOFFS_MINE, layout.PAYOFFS_THEIRS):
        frame[slot : slot + 4].view(float)[:] = PRISONERS_DILEMMA.payoffs[0].ravel()
    archive = np.zeros((2, turns // 64 + 1, lanes), np.uint64)
    frame[[layout.TOLD, layout.DAYS_LEFT]] = -1
    frame[[layout.HISTORY_MINE, layout.HISTORY_THEIRS]] = [each.ctypes.data for each in archive]
    given = [*public, private, frame, out]
    words = np.array([[word_of(number) for number in row] for row in numbers], np.uint64)
    found = np.zeros_like(opponents)
    for turn in range(turns):
        frame[[layout.TURN, layout.DAY, layout.WINDOW]] = turn, turn, (1 << turn % 64) - 1
        columns[layout.STATE, :matches] = words[:, turn]
        assert call(*(each.ctypes.data for each in given), matches) == -1
        found[:, turn] = out[:matches]
        columns[layout.INTENDED].view(np.uint8)[:lanes] = out
        made = found[:, turn] ^ flips[:, turn], opponents[:, turn]
        for seat, moves in zip(public, made, strict=True):
            recent = seat[layout.RECENT, :matches]
            recent[:] = recent << np.uint64(1) | moves
        if turn % 64 == 63:
            archive[:, turn // 64] = public[:, layout.RECENT]
            public[:, layout.DEFECTED] += np.bitwise_count(public[:, layout.RECENT])
            columns[layout.BOTH] += np.bitwise_count(
                public[0, layout.RECENT] & public[1, layout.RECENT]
            )
    return found


@pytest.mark.skipif(not can_compile(), reason="Numba must not compile")
@each_program
def test_machine_code_plays_as_recorded(name):
    rule, own = PROGRAMS[name], NAMES.index(name)
    for turns in (151, 308):
        given = unpacked(f"opponent_{turns}", turns), RECORD[f"draws_{turns}"]
        found = compiled_moves_of(rule, *given, np.zeros_like(given[0]))
        np.testing.assert_array_equal(found, unpacked(f"moves_{turns}", turns)[own])
    given = [unpacked("tremble_opponent", 308), RECORD["tremble_draws"]]
    found = compiled_moves_of(rule, *given, unpacked("tremble_flips", 308))
    np.testing.assert_array_equal(found, unpacked("tremble_moves", 308)[own])
    place, played = matches()
    rows = [(pair, seat) for pair in place for seat in (0, 1) if pair[seat] == own]
    opponents = np.array([played[place[pair], 1 - seat] for pair, seat in rows])
    numbers = np.array([draws(*pair)[seat] for pair, seat in rows])
    expected = [played[place[pair], seat] for pair, seat in rows]
    found = compiled_moves_of(rule, opponents, numbers, np.zeros_like(opponents))
    np.testing.assert_array_equal(found, expected)


def test_the_library_has_all_programs():
    assert sorted(PROGRAMS) == NAMES

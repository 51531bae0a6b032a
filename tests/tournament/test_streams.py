"""The random streams: their quality, their independence, and the compiled twin bit for bit.

Each statistical test rejects with probability 1e-7 if streams are perfect, in either direction (too
uneven, or too even); there are fewer than 30 of them. So the false-alarm rate of this file is below
3e-6, once: seeds are fixed.
"""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from tournament import TSTO, C, D, Match, Strategy, strategy
from tournament.engine.sources import play as play_unit
from tournament.results.units.unit import Unit
from tournament.rules.match import rules
from tournament.streams import (
    LENGTH,
    MISPERCEPTION,
    NOISE,
    RULE,
    Stream,
    absorb,
    bits,
    lengths,
    member_key,
    mix,
    permutation,
    player_id,
    stream_key,
)

ALPHA = 1e-7
DRAWS = 10_000_000
SEEDS = st.integers(0, 2**64 - 1)


def assert_even(counts: np.ndarray) -> None:
    """Chi-squared: cells of equal probability, known beforehand."""
    expected = counts.sum() / counts.size
    statistic = ((counts - expected) ** 2 / expected).sum()
    below = chi2.cdf(statistic, counts.size - 1)
    assert ALPHA / 2 < below < 1 - ALPHA / 2


def draws(key: int, repetitions: np.ndarray, number: np.ndarray) -> np.ndarray:
    """Return draws as `Stream` defines them, for whole arrays of repetitions and draw numbers."""
    with np.errstate(over="ignore"):
        r = repetitions.astype(np.uint64)
        start, gamma = absorb_all(key, 2 * r), absorb_all(key, 2 * r + np.uint64(1)) | np.uint64(1)
        return (mix(start + number.astype(np.uint64) * gamma) >> np.uint64(11)) * 2.0**-53


def absorb_all(key: int, values: np.ndarray) -> np.ndarray:
    return mix(np.uint64(key) + np.uint64(0x9E3779B97F4A7C15) * (values + np.uint64(1)))


def table(u: np.ndarray, v: np.ndarray, cells: int = 16) -> np.ndarray:
    """Return how often draws `u` and `v` fall into each cell of a chequered unit square."""
    pair = (u * cells).astype(np.int64) * cells + (v * cells).astype(np.int64)
    return np.bincount(pair.ravel(), minlength=cells * cells)


# -- the definition, in whole numbers of Python ----------------------------------------------------

REFERENCE = [  # what SplitMix64 is known to give from the state 1234567
    6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431,
    16408922859458223821,
]  # fmt: skip
GOLDEN, WORD = 0x9E3779B97F4A7C15, 2**64


def test_words_are_those_of_splitmix64():
    assert [mix((1234567 + GOLDEN * k) % WORD) for k in range(1, 6)] == REFERENCE
    assert bits(1234567, 0, 5).tolist() == REFERENCE


@given(SEEDS, st.integers(0, 2**32 - 1))
def test_rows_of_words_begin_far_from_each_other(key, number):
    start = key + GOLDEN * number * 2**32
    assert bits(key, number, 3).tolist() == [mix((start + GOLDEN * k) % WORD) for k in (1, 2, 3)]
    assert permutation(key, 9).tolist() == sorted(range(9), key=bits(key, 0, 9).__getitem__)


@given(SEEDS, st.integers(0, 9), st.integers(0, 2**62))
def test_keys_are_absorbed_one_after_the_other(seed, place, repetition):
    assert absorb(seed, place) == mix((seed + GOLDEN * (place + 1)) % WORD)
    key = mix(seed)
    for value in (7, 8, 4 * 1 + NOISE):
        key = absorb(key, value)
    assert stream_key(seed, 7, 8, 1, NOISE) == key
    assert member_key(key, place) == absorb(key, 2**63 + place)
    stream = Stream(key, repetition)
    start, gamma = absorb(key, 2 * repetition), absorb(key, 2 * repetition + 1) | 1
    expected = [(mix((start + k * gamma) % WORD) >> 11) / 2**53 for k in (1, 2, 3)]
    assert [stream.at(k) for k in (1, 2, 3)] == [stream.uniform() for _ in range(3)] == expected
    member = stream.of_member(place)
    assert (member.key, member.repetition, stream.draws) == (
        member_key(key, place), repetition, 3,
    )  # fmt: skip


def test_players_are_known_by_their_names():
    assert player_id("joss") == 15156172746056882659
    assert player_id("joss ") != player_id("joss")


# -- what the engine draws, seen in the moves it plays --------------------------------------------


@strategy
def coin(me, opponent):
    return D if me.chance(0.5) else C


@strategy(byte=0)
def byte_player(me, opponent):
    """Draws once in eight turns, and plays the draw's first eight bits."""
    k = me.turn % 8
    if k == 0:
        me.byte = int(me.uniform() * 256)
    return (me.byte >> (7 - k)) & 1


@strategy(word=0)
def word_player(me, opponent):
    """Draws once in 53 turns, and plays all bits of the draw."""
    k = me.turn % 53
    if k == 0:
        me.word = int(me.uniform() * 2**53)
    return (me.word >> (52 - k)) & 1


def played(first: Strategy, second: Strategy, turns: int, seed: int, repetition: int = 0):
    words = {"turns": turns, "seed": seed, "repetition": repetition}
    return Match(first, second, **words).play().moves


def test_uniform_is_even():
    """10^7 draws of the compiled engine, over 256 bins; and each against the one after it."""
    bins, pairs = np.zeros(256, int), np.zeros((16, 16), int)
    for repetition in range(5):
        moves = played(byte_player, byte_player, 8 * DRAWS // 10, 1, repetition)
        for seat in (0, 1):
            byte = np.packbits(moves[:, seat].copy())
            bins += np.bincount(byte, minlength=256)
            pairs += np.bincount(
                16 * (byte[:-1:2] >> 4) + (byte[1::2] >> 4), minlength=256
            ).reshape(16, 16)
    assert bins.sum() == DRAWS
    assert_even(bins)
    assert_even(pairs)


def test_coins_are_fair_and_forget():
    """10^7 coins of the compiled engine: patterns of 8 in a row, and pairs 2 to 64 turns apart."""
    moves = played(coin, coin, DRAWS // 2, 2)
    patterns, far = np.zeros(256, int), np.zeros((5, 4), int)
    for seat in (0, 1):
        made = moves[:, seat].astype(np.int64)
        patterns += np.bincount(np.packbits(made.astype(bool)), minlength=256)
        for row, lag in enumerate((2, 3, 7, 8, 64)):
            blocks = made[: len(made) // (2 * lag) * 2 * lag].reshape(-1, 2, lag)
            far[row] += np.bincount(2 * blocks[:, 0].ravel() + blocks[:, 1].ravel(), minlength=4)
    assert_even(patterns)
    for counts in far:
        assert_even(counts)


def test_coins_are_fair__lanes():
    """10^7 coins in blocks of neighbouring lanes: outcomes of both seats, over turns and after."""
    names = [coin.name, "other"]
    unit = Unit((coin, coin.named("other")), np.array([[0, 1], [0, 0]]),
                rules(names, game=TSTO, turns=50, seed=3), 0, DRAWS // 200)  # fmt: skip
    tallies = play_unit(unit)
    for match in (0, 1):
        assert_even(tallies.counts[match])
        assert_even(tallies.transitions[match])


# -- the compiled twin ----------------------------------------------------------------------------


@given(SEEDS, st.integers(0, 2**62), st.booleans())
def test_compiled_draws_are_the_streams(seed, repetition, copies):
    other = word_player if copies else word_player.named("other")
    moves = played(word_player, other, 53 * 3, seed, repetition)
    ids = [player_id(p.name) for p in (word_player, other)]
    for seat in (0, 1):
        side = seat if copies else 0
        stream = Stream(stream_key(seed, ids[seat], ids[1 - seat], side, RULE), repetition)
        for drawn in moves[:, seat].reshape(3, 53):
            assert int("".join(map(str, drawn)), 2) == int(stream.uniform() * 2**53)


@given(SEEDS, st.integers(0, 2**40), st.integers(1, 2**40))
def test_arrays_of_draws_are_the_streams(key, repetition, number):
    assert draws(key, np.array([repetition]), np.array([number]))[0] == Stream(key, repetition).at(
        number
    )


@given(SEEDS, st.integers(0, 2**62), st.integers(1, 1000))
def test_a_draw_is_a_function_of_its_number(key, repetition, number):
    stream = Stream(key, repetition)
    drawn = [stream.uniform() for _ in range(min(number, 20))]
    assert drawn == [Stream(key, repetition).at(k + 1) for k in range(len(drawn))]
    assert stream.draws == len(drawn)
    assert stream.gamma % 2 == 1
    assert all(0 <= u < 1 for u in drawn)


# -- independence ---------------------------------------------------------------------------------

KEY = stream_key(7, 1, 2, 0, RULE)
OTHERS = {
    "of the other seat": stream_key(7, 1, 2, 1, RULE),
    "of the opponent": stream_key(7, 2, 1, 0, RULE),
    "against another": stream_key(7, 1, 3, 0, RULE),
    "of noise": stream_key(7, 1, 2, 0, NOISE),
    "of misperception": stream_key(7, 1, 2, 0, MISPERCEPTION),
    "of the length": stream_key(7, 1, 2, 0, LENGTH),
    "under the next seed": stream_key(8, 1, 2, 0, RULE),
    "under a far seed": stream_key(7 + 2**63, 1, 2, 0, RULE),
}
R, T = np.meshgrid(np.arange(10_000), np.arange(1, 101), indexing="ij")


@pytest.fixture(scope="module")
def million():
    return draws(KEY, R, T)


@pytest.mark.parametrize("other", OTHERS)
def test_streams_are_independent(million, other):
    assert_even(table(million, draws(OTHERS[other], R, T)))


def test_streams_are_independent__neighbouring_repetitions():
    """10^7 draws of 100,000 repetitions, each against the repetition before it."""
    r, t = np.meshgrid(np.arange(100_000), np.arange(1, 101), indexing="ij")
    u = draws(KEY, r, t)
    assert_even(np.bincount((u * 4096).astype(np.int64).ravel(), minlength=4096))
    assert_even(table(u[::2], u[1::2]))
    assert_even(table(u[1:-1:2], u[2::2]))
    assert_even(table(u[::4], u[2::4]))


def test_first_draws_are_even():
    """The first draw of 10^6 repetitions, of 10^6 seeds and of 10^6 players."""
    n = np.arange(1_000_000)
    assert_even(np.bincount((draws(KEY, n, np.ones(1)) * 1024).astype(int), minlength=1024))
    some = range(100_000)
    for keys in (
        [stream_key(seed, 1, 2, 0, RULE) for seed in some],
        [stream_key(7, player_id(f"player {k}"), 2, 0, RULE) for k in some],
    ):
        first = [Stream(key, 0).uniform() for key in keys]
        assert_even(np.bincount((np.array(first) * 64).astype(int), minlength=64))


def test_keys_do_not_collide():
    keys = {
        stream_key(seed, me, opponent, seat, purpose)
        for seed in range(10)
        for me in range(10)
        for opponent in range(10)
        for seat in (0, 1)
        for purpose in (RULE, NOISE, MISPERCEPTION, LENGTH)
    }
    assert len(keys) == 8000
    assert len({player_id(str(k)) for k in range(10_000)}) == 10_000
    assert absorb(KEY, 0) != absorb(KEY, 1)


# -- noise ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("noise", [0.001, 0.1, 0.5, 0.9])
def test_noise_flips_as_often_as_it_should(noise):
    """Normal bounds: 10^6 moves of one who means to cooperate."""
    steady = strategy(lambda me, opponent: 0).named("steady")
    other = steady.named("other")
    result = Match(steady, other, turns=1_000_000, noise=noise, seed=4).play()
    bound = 5.6 * math.sqrt(noise * (1 - noise) / 1_000_000)  # two-sided 2e-8
    for rate in result.cooperation:
        assert abs(1 - rate - noise) < bound


# -- lengths --------------------------------------------------------------------------------------


@given(SEEDS, SEEDS, SEEDS, st.integers(0, 2**50), st.floats(0, 1), st.none() | st.integers(1, 99))
def test_lengths(seed, first, second, start, continuation, most):
    if continuation == 1 and most is None:
        most = 99
    some = range(start, start + 5)
    drawn = lengths(seed, first, second, some, continuation, most)
    assert (drawn == lengths(seed, second, first, some, continuation, most)).all()
    assert (drawn >= 1).all()
    if most is not None:
        assert (drawn <= most).all()
        free = lengths(seed, first, second, some, min(continuation, 0.999), None)
        if continuation < 0.999:
            assert (drawn == np.minimum(free, most)).all()


@pytest.mark.parametrize("continuation", [0.1, 0.5, 0.9, 0.99])
def test_lengths_are_geometric(continuation):
    """Chi-squared of the length's survival probability, which is uniform within each length."""
    n = 100_000
    drawn = lengths(5, 1, 2, range(n), continuation, None)
    longest = max(k for k in range(1, 2000) if n * continuation**k * (1 - continuation) > 20)
    counts = np.bincount(np.minimum(drawn, longest + 1), minlength=longest + 2)[1:]
    p = np.array([continuation ** (k - 1) * (1 - continuation) for k in range(1, longest + 1)])
    p = np.append(p, continuation**longest)
    below = chi2.cdf(((counts - n * p) ** 2 / (n * p)).sum(), len(p) - 1)
    assert ALPHA / 2 < below < 1 - ALPHA / 2


@given(SEEDS, st.floats(0, 0.99), st.none() | st.integers(1, 400), st.integers(0, 2**40))
def test_lengths_are_those_the_engine_plays(seed, continuation, most, first):
    players = (coin, coin.named("other"))
    names = [p.name for p in players]
    checked = rules(names, game=TSTO, turns=most, continuation=continuation, seed=seed)
    tallies = play_unit(Unit(players, np.array([[1, 0]]), checked, first, 20))
    ids = [player_id(name) for name in names]
    expected = lengths(seed, *ids, range(first, first + 20), continuation, most)
    np.testing.assert_array_equal(tallies.totals[:, 0].sum(axis=(1, 2, 3)), expected)

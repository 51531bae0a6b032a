"""Sums that might not fit into 64 bits are refused before anything is played."""

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tournament import TSTO, Season, Tournament
from tournament.events import sums
from tournament.events.sums import longest
from tournament.rules.match import rules
from tournament.streams import LENGTH, Stream, lengths, player_id, stream_key

FIELD = ["tit_for_tat", "always_defect"]


def told(continuation, turns=None):
    return rules(FIELD, game=TSTO, turns=turns, continuation=continuation, seed=1)


@given(st.floats(1e-300, 1 - 1e-9), st.integers(0, 2**32), st.none() | st.integers(1, 10**6))
@example(1 - 2**-53, 1, None)
def test_no_match_is_longer(continuation, seed, turns):
    ids = [player_id(name) for name in FIELD]
    drawn = lengths(seed, *ids, range(20), continuation, turns)
    assert drawn.max() <= longest(told(continuation, turns))


@pytest.mark.parametrize("continuation", [0.25, 0.9, 0.999999, 1 - 1e-9])
def test_the_largest_draw_makes_the_longest_match(continuation, monkeypatch):
    monkeypatch.setattr(Stream, "uniform", lambda _: 1 - 2.0**-53)
    ids = [player_id(name) for name in FIELD]
    assert stream_key(1, *ids, 0, LENGTH)
    (drawn,) = lengths(1, *ids, range(1), continuation, None)
    assert 0 <= longest(told(continuation)) - drawn <= 1


def test_lengths_that_chance_never_draws():
    assert longest(told(0.0)) == 1
    assert longest(told(1.0, turns=7)) == 7
    assert longest(told(None, turns=9)) == 9
    assert longest(told(0.999999, turns=9)) == 9


@pytest.mark.parametrize(("words", "said"), [
    ({"turns": 2**31 - 1, "repetitions": 2}, r"`turns`\*\*2 x `repetitions` must stay below"),
    ({"turns": 2**20, "repetitions": 2**22}, r"`turns`\*\*2 x `repetitions` must stay below"),
    ({"continuation": 1 - 1e-9, "repetitions": 2**31 - 1}, r"`continuation` of 0\.999999999 makes"),
    ({"continuation": 1 - 1e-12, "repetitions": 2}, r"up to 2,147,483,647 turns, too many"),
    ({"continuation": 1 - 1e-12, "repetitions": 10**6}, r"lower `repetitions`, or give `turns`"),
    ({"continuation": 1.0, "turns": 2**31 - 1, "repetitions": 2}, r"`turns`\*\*2 x `repetitions`"),
])  # fmt: skip
def test_too_large(words, said):
    with pytest.raises(ValueError, match=said) as error:
        Tournament(FIELD, seed=1, **words)
    assert len(str(error.value)) <= 300


def test_long_matches_that_fit_are_played_on():
    """Where the longest possible match would not fit, and those that chance draws do."""
    words = {"continuation": 1 - 1e-7, "repetitions": 100, "seed": 1}
    assert longest(told(1 - 1e-7)) ** 2 * 100 >= sums.MOST
    assert Tournament(FIELD, **words).rules.continuation == 1 - 1e-7
    assert Tournament(FIELD, turns=1000, **words | {"repetitions": 10**9}).repetitions == 10**9


def test_what_is_drawn_decides(monkeypatch):
    long = math.isqrt(sums.MOST)
    words = {"continuation": 1 - 1e-8, "repetitions": 1, "seed": 1}
    for length, fits in ((long - 1, True), (long, False)):
        monkeypatch.setattr(sums, "lengths", lambda *_, n=length: np.array([n]))
        monkeypatch.setattr(sums, "longest", lambda _: 2**40)
        if fits:
            Tournament(FIELD, **words)
        else:
            with pytest.raises(ValueError, match="too many for exact sums over 1 repetitions"):
                Tournament(FIELD, **words)


def test_gifts_of_a_season():
    words = {"towns": 10**9, "friends": 4095, "gifts_per_day": 4095, "days": 10**5, "seed": 1}
    with pytest.raises(
        ValueError, match=r"must stay below 2\*\*62, the range of exact sums; got"
    ) as e:
        Season(FIELD, repetitions=2**31 - 1, **words)
    assert len(str(e.value)) <= 300

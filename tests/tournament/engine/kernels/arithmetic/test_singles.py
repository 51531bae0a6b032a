"""Single precision: both engines give the bits of IEEE singles, rounded after every operation."""

import math
import operator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournament import C, D, Match, Season, strategy
from tournament.errors import PluginError
from tournament.referee.arithmetic import law
from tournament.referee.arithmetic.singles import MIXED, ROW, single

A, B = np.float32(0.1), np.float32(3)
PAIR = (np.float32(0.3), np.float32(0.7))
numbers = st.floats(width=32, allow_nan=False)


@given(numbers, numbers)
def test_operations_are_those_of_the_processor(x, y):
    """NumPy computes singles with the processor's instructions for singles."""
    x, y = np.float32(x), np.float32(y)
    pairs = [(law.add, operator.add), (law.sub, operator.sub), (law.mul, operator.mul)]
    if y != 0:
        pairs.append((law.truediv, operator.truediv))
    with np.errstate(all="ignore"):
        for ours, processors in pairs:
            assert ours(x, y).tobytes() == processors(x, y).tobytes()


@strategy(x=np.float32(0), row=np.zeros(3, np.float32), small=np.float32(1), n=0)
def counts(me, opponent, a=1.0, b=1.0):
    """Compute in singles with all that a rule may write, and answer with bits of the results."""
    k = me.turn % 3
    me.x = me.x * 3 + A / (me.turn + 1) - 0.1 * np.float32(a)
    me.row[k] += me.x * 0.37 + b
    me.row[k] *= PAIR[k % 2]
    me.x = me.row.sum() / 7 - max(me.x, 1, A) + min(me.row[0], b)
    me.x = -me.x if me.x != 0.5 else abs(me.x) ** 2
    me.x = np.float32(math.sqrt(abs(me.x))) + me.x % B - me.x // 10
    if abs(me.x) > 1000:
        me.x = np.float32(me.total) / (me.turn + 1)
    me.small /= 2
    me.n += 1 if me.small > 0 else 0
    if me.chance(me.small):
        return D
    scaled = me.x * 1024
    return D if scaled - math.floor(scaled) < 0.5 or me.n == 149 else C


@pytest.mark.parametrize("a", [0.0, 0.1, -7.3, 1e-40, 3e38])
@pytest.mark.parametrize("b", [0.1, 1e9])
def test_compiled_and_plain_play_are_the_same(a, b):
    rule = counts(a, b)
    fast, slow = (
        Match(rule, "random_player", turns=200, seed=1, engine=engine).play().moves
        for engine in ("compiled", "python")
    )
    np.testing.assert_array_equal(fast, slow)


def test_memory_of_singles_is_kept_apart_for_each_lane_and_each_friend():
    @strategy(one=np.float32(1), three=np.zeros(3, np.float32), yes=True, two=2.0)
    def keeps(me, opponent):
        me.one += 0.1
        me.three[me.turn % 3] += me.uniform()
        return D if me.three.sum() > me.one / 2 or me.two != 2.0 or not me.yes else C

    for event in (
        lambda engine: Match(keeps, keeps, turns=90, seed=2, engine=engine).play().moves,
        lambda engine: Season(
            [keeps, "tit_for_tat"], towns=6, friends=3, days=9, gifts_per_day=2, seed=1,
            engine=engine,
        ).play(progress=False).exchanged,
    ):  # fmt: skip
        np.testing.assert_array_equal(event("compiled"), event("python"))


@strategy(small=np.float32(1))
def halves(me, opponent):
    me.small /= 2
    return C if me.small > 0 else D


@pytest.mark.parametrize("engine", ["compiled", "python"])
def test_singles_underflow_gradually(engine):
    """The least single is 2**-149; half of it is rounded to the even number, which is 0."""
    played = Match(halves, "tit_for_tat", turns=160, engine=engine).play().text(0)
    assert played == "C" * 149 + "D" * 11


def test_a_single_makes_singles_of_what_it_meets():
    tenth = np.float32(0.1)
    assert law.add(tenth, 0.2) == tenth + np.float32(0.2)
    assert law.mul(2**24 + 1, np.float32(1)) == 2**24
    assert type(law.largest(1, tenth)) is type(law.power(tenth, 2)) is np.float32
    assert single(2**60 + 2**36 + 1) == np.float32(np.int64(2**60 + 2**36 + 1))
    with pytest.raises(ZeroDivisionError):
        law.truediv(tenth, 0)


def test_a_float_stays_a_float_and_chance_compares_exactly():
    @strategy(x=np.float32(0.1))
    def compares(me, opponent):
        exact = float(me.x) != 0.1 and float(me.x) * 1.0 == 0.10000000149011612
        return C if me.x == 0.1 and exact and int(me.x * 31) == 3 and round(B) == 3 else D

    for engine in ("compiled", "python"):
        assert Match(compares, "tit_for_tat", turns=2, engine=engine).play().text(0) == "CC"


def as_a_whole(me, opponent):
    return C if (me.row * 2)[0] < 1 else D


def now_this_now_that(me, opponent):
    x = me.x if opponent.last == D else 0.5
    return C if x < 1 else D


def helper(x, yes):
    if yes:
        return x
    return 0.5


def by_a_helper(me, opponent):
    return C if helper(me.x, me.turn > 3) < 1 else D


@pytest.mark.parametrize(
    ("rule", "engine", "sentence"),
    [
        (as_a_whole, "compiled", ROW),
        (as_a_whole, "python", ROW),
        (now_this_now_that, "compiled", MIXED),
        (by_a_helper, "compiled", MIXED),
    ],
)
def test_what_the_engines_would_count_differently_is_refused(rule, engine, sentence):
    rule = strategy(x=np.float32(0.1), row=np.zeros(2, np.float32))(rule)
    with pytest.raises(PluginError) as error:
        Match(rule, "tit_for_tat", turns=9, engine=engine).play()
    assert str(error.value).endswith(sentence)


def test_what_a_memory_of_singles_does_not_take_is_told_alike():
    @strategy(n=1, x=np.float32(0.1))
    def wrong(me, opponent):
        me.n = me.x
        return C

    said = []
    for engine in ("compiled", "python"):
        with pytest.raises(PluginError) as error:
            Match(wrong, "tit_for_tat", turns=9, engine=engine).play()
        said.append(str(error.value))
    assert said[0] == said[1]
    assert "declared as int, to float32" in said[0]

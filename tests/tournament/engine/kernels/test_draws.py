"""What compiled rules draw: the stream's own numbers, and nothing where the answer is certain."""

import math

import pytest

from tournament import C, D, Match, Season, partner_rule, strategy
from tournament.errors import PluginError
from tournament.streams import RULE, Stream, player_id, stream_key

SEED = 5


@strategy
def drawer(me, opponent, how=0, p=0.3, n=3):
    """Show one draw in each turn, after one that is certain."""
    if me.chance(0.0) or me.chance(-1.0) or not me.chance(1.0) or not me.chance(2.0):
        return C
    if how == 0:
        return D if me.chance(p) else C
    if how == 1:
        return D if me.integer(n) == n - 1 else C
    if how == 3:
        return D if me.chance(math.nan) else C
    return D if me.uniform() < p else C


@strategy
def nice(me, opponent):
    return C


def draws(player: str, turns: int) -> list[float]:
    stream = Stream(stream_key(SEED, player_id(player), player_id("nice"), 0, RULE), 0)
    return [stream.uniform() for _ in range(turns)]


@pytest.mark.parametrize(("how", "shows"), [
    (0, lambda u: u < 0.3), (1, lambda u: int(3 * u) == 2), (2, lambda u: u < 0.3),
])  # fmt: skip
def test_draws_are_those_of_the_stream(how, shows):
    rule = drawer(how=how).named("one")
    moves = Match(rule, nice, turns=130, seed=SEED, engine="compiled").play().moves[:, 0]
    assert moves.tolist() == [shows(u) for u in draws("one", 130)]


@pytest.mark.parametrize("n", [0, -3])
def test_an_integer_needs_a_range(n):
    with pytest.raises(PluginError, match=r"drawer.* in turn 1: integer\(n\) needs n of at least"):
        Match(drawer(how=1, n=n), nice, turns=3, seed=1, engine="compiled").play()


def test_of_one_number_there_is_no_choice():
    match = Match(drawer(how=1, n=1), nice, turns=70, seed=1, engine="compiled")
    assert match.play().text(0) == "D" * 70


def test_no_chance_is_no_number():
    with pytest.raises(PluginError, match=r"in turn 1: chance\(p\) needs a probability; got nan"):
        Match(drawer(how=3), nice, turns=3, seed=1, engine="compiled").play()


@partner_rule
def rated(me, friend, how=0, n=3):
    if how == 0:
        return 1.0 if me.chance(math.nan) else 0.0
    return me.integer(n)


@pytest.mark.parametrize(("words", "said"), [
    ({"how": 0}, "needs a probability; got nan"), ({"how": 1, "n": 0}, "needs n of at least 1"),
])  # fmt: skip
def test_so_it_is_for_towns(words, said):
    season = Season(
        [(nice, rated(**words))], 3, days=2, gifts_per_day=1, friends="everyone", seed=1
    )
    with pytest.raises(PluginError, match=rf"rated.* on day 1: .*{said}"):
        season.play(progress=False)

"""Days of a season in plain Python, phase by phase, against what is written out here by hand."""

import numpy as np
import pytest

from tournament import REFUSE, C, D, partner_rule, strategy
from tournament.authors.partners import Kind
from tournament.authors.vocabulary import NO_MOVE
from tournament.referee.season import play as season
from tournament.referee.season.friendship import friendship, replay
from tournament.referee.season.play import choice, exchange, in_turns, morning, placement
from tournament.referee.season.world import World
from tournament.referee.watchdog import Watchdog
from tournament.results.books.towns import Friendships, Towns
from tournament.rules.season import season_rules
from tournament.streams import COIN, NOISE, ORDER, PRESENCE, RULE, TIE, Stream, absorb, stream_key

SEED = 11
TRIANGLE = [(0, 1), (0, 2), (1, 2)]
STAR = [(0, 1), (0, 2), (0, 3), (0, 4)]


@strategy
def script(me, opponent, moves="C"):
    return moves[me.turn % len(moves)]


@strategy
def mirror(me, opponent):
    """Answer in kind what is seen, else defect."""
    return opponent.offered if opponent.offered in (C, D) else D


@strategy
def coin(me, opponent):
    return D if me.chance(0.5) else C


@partner_rule(per_friend=9)
def anyone(me, friend):
    return 1.0


@partner_rule
def nobody(me, friend):
    return REFUSE


@partner_rule(per_friend=2)
def stranger(me, friend):
    """The less was given, the better."""
    return -friend.given


def ids(towns):
    """Return numbers by which streams know towns, in no order."""
    return [(7 * t + 3) % 31 for t in range(towns)]


def world(strategies, edges, partners=None, *, repetition=0, watched=-1, **words):
    """Return a season in which each town is a kind of its own."""
    towns = len(strategies)
    partners = partners or [anyone] * towns
    kinds = [Kind(strategies[t], partners[t], f"{t}") for t in range(towns)]
    usual = {
        "game": "pd", "days": 3, "gifts_per_day": 1, "inbox": None, "visible": False,
        "nice_list": False, "days_known": True, "absence": 0.0, "noise": 0.0, "seed": SEED,
    }  # fmt: skip
    rules = season_rules([kind.name for kind in kinds], **usual | words)
    graph = Friendships.of(np.array(edges, np.int32), towns)
    population = Towns(np.arange(towns), np.array(ids(towns), np.uint64), graph)
    return World(kinds, rules, population, repetition, watched, Watchdog(10.0))


def played(made, days=None):
    """Play the days of a season, and return what was counted."""
    for number in range(made.rules.days) if days is None else days:
        day = morning(made, number)
        for phase in (choice, placement, exchange):
            phase(made, day)
    return made.tallies(keep_rows=True)


def stream(town, purpose, towns=5):
    return Stream(stream_key(SEED, ids(towns)[town], 0, 0, purpose), 0)


def chosen(made, number=0):
    """Return how many gifts go from town to town after the choice of a day."""
    day = morning(made, number)
    choice(made, day)
    placement(made, day)
    return {(made.town[row], made.friend[row]): gifts for row, gifts in day.gifts.items()}


# -- two towns -------------------------------------------------------------------------------------


def test_two_towns_that_give_a_gift_a_day():
    made = world([script("C"), script("D")], [(0, 1)])
    found = played(made)
    assert found.rows.tolist() == found.towns.tolist()
    assert found.rows.tolist() == [[0, 3, 0, 0, 0, 3, 0, 0, 3], [0, 0, 3, 0, 0, 0, 3, 0, 3]]
    assert found.daily[:, 0].tolist() == [[[0, 1, 0, 0], [0, 1, 0, 0]]] * 3
    assert found.daily[:, 1].tolist() == [[[0, 0, 1, 0], [0, 0, 1, 0]]] * 3
    assert found.between[0, 1].tolist() == [0, 3, 0, 0]
    assert found.between[1, 0].tolist() == [0, 0, 3, 0]
    assert found.between[[0, 1], [0, 1]].sum() == 0
    first = made.met[0].first_giver(0)
    assert found.fresh.tolist() == [[1 - first, first], [0, 0], [0, 0]]


def test_the_whole_is_played_day_by_day():
    made = world([script("CD"), mirror, script("D")], TRIANGLE, visible=True)
    done = []
    whole = season.play(
        made.kinds, made.rules, made.towns, 0, keep_rows=True, watched=1, progress=done.append
    )
    watched = played(world([script("CD"), mirror, script("D")], TRIANGLE, visible=True, watched=1))
    assert done == [0, 1, 2]
    for name in ("towns", "daily", "fresh", "between", "rows", "diary"):
        np.testing.assert_array_equal(getattr(whole, name), getattr(watched, name), err_msg=name)
    unwatched = season.play(made.kinds, made.rules, made.towns, 0)
    assert (unwatched.rows, unwatched.diary.shape) == (None, (0, 5))


def test_the_diary_of_a_friendship():
    """Day, side, what it does (0 gives, 1 opens, 2 settles), what it saw, what it chose."""
    made = world([script("CCD"), mirror], [(0, 1)], [anyone, nobody], visible=True, watched=0)
    assert played(made).diary.tolist() == [
        [0, 0, 0, NO_MOVE, 0], [0, 1, 1, 0, 0], [0, 0, 2, 0, 0],
        [1, 0, 0, NO_MOVE, 0], [1, 1, 1, 0, 0], [1, 0, 2, 0, 0],
        [2, 0, 0, NO_MOVE, 1], [2, 1, 1, 1, 1], [2, 0, 2, 1, 1],
    ]  # fmt: skip


def test_receivers_see_the_gift_only_where_gifts_are_visible():
    for visible, replies in [(True, [0, 0, 1]), (False, [1, 1, 1])]:
        made = world([script("CCD"), mirror], [(0, 1)], [anyone, nobody], visible=visible)
        gave = played(made).rows[0, :4].tolist()
        assert gave == [sum(r == 0 for r in replies), replies.count(1) - 1, 0, 1]


def test_a_replayed_diary_is_the_friendship():
    made = world([coin, mirror], [(0, 1)], visible=True, watched=0, absence=0.3, days=9)
    diary = played(made).diary
    again = friendship(made.kinds, made.rules, made.towns, 0, 0, made.watchdog)
    again.diary = []
    replay(again, diary)
    assert [*map(list, again.diary)] == diary.tolist()
    assert again.moves == made.met[0].moves
    assert (again.gave, again.received) == (made.met[0].gave, made.met[0].received)


@pytest.mark.parametrize("slips", [0, 1])
def test_whoever_slips_always_gives_and_answers_the_opposite(slips):
    noise = [1.0, 0.0] if slips == 0 else [0.0, 1.0]
    found = played(world([script("C"), script("D")], [(0, 1)], noise=noise)).rows
    outcome = [3, 0][slips]  # both defect, or both cooperate
    assert found[0].tolist() == [3 * (k in (outcome, 4 + outcome)) for k in range(8)] + [3]


def test_slips_are_those_of_the_streams():
    made = world([script("C"), script("D")], [(0, 1)], days=40, noise=[0.3, 0.0])
    played(made)
    key = stream_key(SEED, ids(2)[0], ids(2)[1], 0, NOISE)
    expected = [int(Stream(key, 0).at(k + 1) < 0.3) for k in range(80)]
    assert made.met[0].moves[0] == expected


def test_draws_of_a_rule_are_those_of_its_stream():
    made = world([coin, coin], [(0, 1)], days=20)
    played(made)
    for side in (0, 1):
        draws = Stream(stream_key(SEED, ids(2)[side], ids(2)[1 - side], 0, RULE), 0)
        expected = [int(draws.uniform() < 0.5) for _ in range(40)]
        assert made.met[0].moves[side] == expected


def test_a_coin_says_who_gives_first():
    made = world([script("C"), script("D")], [(0, 1)], days=12, watched=0)
    diary = played(made).diary
    toss = Stream(stream_key(SEED, *sorted(ids(2)), 0, COIN), 0)
    order = sorted((0, 1), key=ids(2).__getitem__)
    expected = [order[int(toss.at(day + 1) < 0.5)] for day in range(12)]
    givers = diary[diary[:, 2] == 0]
    assert [line[1] for line in givers[::2]] == expected
    assert {*expected} == {0, 1}


@pytest.mark.parametrize(("gifts", "first", "order"), [
    ([0, 0], 0, []), ([2, 0], 1, [0, 0]), ([0, 2], 0, [1, 1]), ([2, 2], 1, [1, 0, 1, 0]),
    ([1, 3], 0, [0, 1, 1, 1]), ([3, 1], 1, [1, 0, 0, 0]),
])  # fmt: skip
def test_givers_take_turns_from_the_coin_on(gifts, first, order):
    class Pair:
        def first_giver(self, day):
            return first

    assert [*in_turns(gifts, Pair(), morning(world([mirror, mirror], [(0, 1)]), 0))] == order


# -- choice and placement --------------------------------------------------------------------------


def test_the_best_rated_get_the_gifts():
    made = world([mirror] * 5, STAR, [stranger] + [nobody] * 4, gifts_per_day=3)
    first, second = chosen(made), chosen(made, 1)
    assert sorted(first.values()) == sorted(second.values()) == [1, 2]
    assert not first.keys() & second.keys()
    assert made.given == [6, 0, 0, 0, 0]


def test_equals_are_chosen_by_chance():
    made = world([mirror] * 5, STAR, [stranger] + [nobody] * 4, gifts_per_day=5, days=9)
    for number in range(9):
        made.given, made.met = [0] * 5, {}
        start = absorb(stream(0, TIE).start, number)
        order = sorted((1, 2, 3, 4), key=lambda friend: absorb(start, friend), reverse=True)
        assert chosen(made, number) == {
            (0, t): n for t, n in zip(order[:3], (2, 2, 1), strict=True)
        }


def test_each_day_has_a_budget():
    found = played(world([mirror] * 3, TRIANGLE, gifts_per_day=[0, 4, 1]))
    assert found.daily[:, :, 0].sum(2).tolist() == [[0, 0, 0], [4, 4, 4], [1, 1, 1]]
    assert found.towns[:, 8].tolist() == [5, 5, 5]


def test_a_friend_gets_no_more_than_the_rule_says():
    assert chosen(world([mirror] * 2, [(0, 1)], [stranger, nobody], gifts_per_day=7)) == {(0, 1): 2}
    limited = world([mirror] * 2, [(0, 1)], [stranger, nobody], gifts_per_day=7, inbox=5)
    assert chosen(limited) == {(0, 1): 2}


def test_who_is_refused_gets_nothing():
    for inbox in (None, 3):
        made = world([mirror] * 3, TRIANGLE, [nobody, anyone, nobody], inbox=inbox)
        assert {giver for giver, _ in chosen(made)} == {1}


def test_an_inbox_takes_so_many_gifts_in_rounds_in_the_order_of_the_day():
    for number in range(6):
        made = world([mirror] * 5, STAR, [nobody] + [anyone] * 4, gifts_per_day=2, inbox=5,
                     days=6)  # fmt: skip
        order = sorted((1, 2, 3, 4), key=lambda t: made.word(ORDER, t, number))
        assert chosen(made, number) == {
            (t, 0): 2 if place == 0 else 1 for place, t in enumerate(order)
        }
        draws = {t: stream(t, ORDER).at(number + 1) for t in (1, 2, 3, 4)}
        assert order == sorted(draws, key=draws.__getitem__)


def test_gifts_that_lie_there_fill_an_inbox():
    made = world([mirror] * 2, [(0, 1)], [anyone, nobody], gifts_per_day=2, inbox=3)
    made.leave(0, 1, morning(made, 0))
    made.met[0].waiting[1].extend([C, D])
    assert made.unopened() == [0, 2]
    assert chosen(made) == {(0, 1): 1}


# -- presence --------------------------------------------------------------------------------------


def test_who_is_there_follows_from_its_stream():
    made = world([mirror] * 5, STAR, absence=0.4, days=9)
    for number in range(9):
        expected = [stream(t, PRESENCE).at(number + 1) >= 0.4 for t in range(5)]
        assert morning(made, number).here == expected
    assert morning(world([mirror] * 5, STAR), 0).here == [True] * 5


def test_gifts_wait_for_whoever_is_away():
    made = world([script("CD"), script("C")], [(0, 1)], [anyone, nobody], watched=0, visible=True)
    for number, here in enumerate([[True, False], [True, False], [True, True]]):
        day = morning(made, number)
        day.here = here
        choice(made, day)
        exchange(made, day)
        if number < 2:
            assert made.met[0].waiting == ([], [0] * (number + 1))  # none is opened: turn 0
    assert made.met[0].waiting == ([], [])
    opened = [line[:4] for line in made.diary if line[2] == 1]
    assert [line[0] for line in opened] == [2, 2, 2]
    assert [line[3] for line in opened] == [0, 0, 0]
    assert made.tallies(keep_rows=True).rows[0].tolist() == [3, 0, 0, 0, 0, 0, 0, 0, 3]


def test_whoever_is_away_gives_nothing():
    made = world([mirror] * 2, [(0, 1)])
    day = morning(made, 0)
    day.here = [False, True]
    choice(made, day)
    assert {*day.ratings} == {1}
    assert {made.town[row] for row in day.gifts} == {1}


def test_what_is_opened_at_last_was_noted_as_it_was_given():
    """A giver's slip on a gift that lies there is the one of that decision."""
    made = world([script("C"), script("C")], [(0, 1)], [anyone, nobody], noise=[0.5, 0.0], days=9)
    for number in range(9):
        day = morning(made, number)
        day.here = [True, number == 8]
        choice(made, day)
        exchange(made, day)
    key = stream_key(SEED, ids(2)[0], ids(2)[1], 0, NOISE)
    assert made.met[0].moves[0] == [int(Stream(key, 0).at(k + 1) < 0.5) for k in range(9)]


# -- what is known ---------------------------------------------------------------------------------


def test_reputations_are_shares_of_nice_moves():
    made = world([script("CCD"), script("D"), script("C")], TRIANGLE, nice_list=True)
    assert morning(made, 0).reputation == [-1.0] * 3
    played(made, [0, 1])
    for town, share in enumerate(morning(made, 2).reputation):
        moves = [m for row in made.rows[town] if made.knows(row)
                 for m in made.met[made.edge[row]].moves[made.side(row)]]  # fmt: skip
        assert share == moves.count(0) / len(moves)
    assert morning(made, 2).reputation[1:] == [0.0, 1.0]
    assert morning(world([mirror] * 3, TRIANGLE), 0).reputation == [-1.0] * 3


def test_rows_edges_and_sides():
    made = world([mirror] * 3, TRIANGLE)
    assert made.town == [0, 0, 1, 1, 2, 2]
    assert made.friend == [1, 2, 0, 2, 0, 1]
    assert [made.side(row) for row in range(6)] == [0, 0, 1, 0, 1, 1]
    assert [made.ends(edge) for edge in range(3)] == [[0, 1], [0, 2], [1, 2]]
    assert [made.sides(edge) for edge in range(3)] == [(0, 2), (1, 4), (3, 5)]
    assert not any(made.knows(row) for row in range(6))
    made.leave(3, 2, morning(made, 0))
    assert [made.knows(row) for row in range(6)] == [False, False, False, True, False, True]
    assert (made.given, made.met[2].left) == ([0, 2, 0], [2, 0])


def test_what_the_sides_know_of_each_other():
    made = world([script("CD"), script("D")], [(0, 1)], [anyone, nobody], days=3)
    assert made.knows(0) is False
    played(made)
    one, two = (made.met[0].known(side) for side in (0, 1))
    assert (one.gave, one.received, one.left, one.latest, one.last) == (
        [0, 2, 0, 1], [0, 0, 0, 0], 3, 2, (0, 1),
    )  # fmt: skip
    assert (two.gave, two.received, two.left, two.latest, two.last) == (
        [0, 0, 0, 0], [0, 0, 2, 1], 0, 2, (1, 0),
    )  # fmt: skip


def test_repetitions_differ():
    moves = []
    for repetition in (0, 1):
        made = world([coin, coin], [(0, 1)], days=30, repetition=repetition)
        played(made)
        moves.append(made.met[0].moves)
    assert moves[0] != moves[1]


def test_days_are_told_as_the_rules_say():
    @strategy
    def last_day(me, opponent):
        return D if me.days_left == 0 else C

    @strategy
    def second_day(me, opponent):
        return D if me.day == 1 else C

    @strategy
    def giver(me, opponent):
        return D if me.giving else C

    for rule, known, gave in [
        (last_day, True, [0, 0, 1]), (last_day, False, [0, 0, 0]), (second_day, True, [0, 1, 0]),
        (giver, True, [1, 1, 1]),
    ]:  # fmt: skip
        pair = world([rule, script], [(0, 1)], [anyone, nobody], days_known=known)
        played(pair)
        assert pair.met[0].moves[0] == gave
        pair = world([script, rule], [(0, 1)], [anyone, nobody], days_known=known)
        played(pair)
        assert pair.met[0].moves[1] == (gave if rule != giver else [0, 0, 0])

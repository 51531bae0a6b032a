"""What a player in its seat sees and counts, turn by turn; nothing here is compiled."""

import math

import numpy as np
import pytest

from tournament import C, D, Game, strategy
from tournament.authors.moves.named import MOVES
from tournament.authors.vocabulary import NO_MOVE
from tournament.errors import PluginError
from tournament.referee.blame import blame
from tournament.referee.seats import Seat, advance, decide, drawn, votes
from tournament.referee.views import Me, Opponent, VocabularyError, remembered
from tournament.referee.watchdog import Watchdog
from tournament.streams import Stream

PAYOFFS = Game(R=(3, 30), S=(0, 1), T=(5, 50), P=(2, 20)).utilities
PLAYED = [(0, 1), (0, 0), (1, 0), (1, 1), (1, 0)]  # own move, and the other's as it is seen


@strategy
def script(me, opponent, moves="C"):
    return moves[me.turn % len(moves)]


@strategy(seen=[0, 0], angry=False, mood=0.5, count=1)
def keeper(me, opponent):
    return C


@strategy
def coin(me, opponent):
    return D if me.chance(0.5) else C


@pytest.fixture
def dog():
    with Watchdog(10.0) as made:
        yield made


def seated(rule, told=10):
    return Seat(rule, PAYOFFS, told, Stream(1, 2))


def played(seat, dog, turns=PLAYED):
    """Let a seat decide, whatever it then does, and enter the turns."""
    for mine, sight in turns:
        decide(seat, dog)
        seat.seen.append(MOVES[sight])
        advance(seat, votes(seat), mine, sight)
    return seat


def test_before_the_first_move():
    seat = seated(script)
    for view in (seat.me, seat.opponent):
        assert view.last == view.move(1) == NO_MOVE
        assert (view.cooperations, view.defections, view.total, view.score) == (0, 0, 0.0, 0.0)
        assert len(view.history) == 0
    assert seat.me.intended == seat.opponent.offered == NO_MOVE
    assert (seat.me.turn, seat.me.turns, seat.me.day, seat.me.days_left) == (0, 10, 0, 9)
    assert not seat.me.giving


def test_what_was_played_is_seen_and_counted(dog):
    me, opponent = (seat := played(seated(script("CCCCD")), dog)).me, seat.opponent
    assert (me.turn, me.day, me.days_left, me.last, opponent.last) == (5, 5, 4, D, C)
    assert me.intended == D
    assert [me.move(k) for k in (1, 2, 3, 4, 5)] == [1, 1, 1, 0, 0]
    assert [opponent.move(k) for k in (1, 2, 3, 4, 5)] == [0, 1, 0, 0, 1]
    assert me.move(6) == opponent.move(6) == NO_MOVE
    assert [me.history[k] for k in (0, 2, -1)] == [0, 1, 1]
    assert len(opponent.history) == 5
    assert (me.cooperations, me.defections) == (2, 3)
    assert (opponent.cooperations, opponent.defections) == (3, 2)
    assert me.total == 0 + 3 + 5 + 2 + 5
    assert opponent.total == 50 + 30 + 1 + 20 + 1
    assert me.score == 3.0
    assert (repr(me.history), repr(me), repr(opponent)) == ("CCDDD", "me", "opponent")


def test_what_was_meant_is_kept_whatever_was_done(dog):
    seat = played(seated(script("DC")), dog, [(0, 0)])
    assert (seat.me.last, seat.me.intended) == (C, D)
    played(seat, dog, [(1, 0)])
    assert (seat.me.last, seat.me.intended) == (D, C)


@pytest.mark.parametrize(("told", "left"), [(10, [9, 8, 7, 6, 5]), (3, [2, 1, 0, -1, -1]),
                                            (-1, [-1, -1, -1, -1, -1])])  # fmt: skip
def test_turns_that_are_left_as_it_was_told(dog, told, left):
    seat = seated(script, told)
    found = []
    for turn in PLAYED:
        found.append(seat.me.days_left)
        played(seat, dog, [turn])
    assert found == left
    assert seat.me.turns == told


def test_the_game_is_the_seats_own():
    game = seated(script).me.game
    assert (game.R, game.S, game.T, game.P) == (3, 0, 5, 2)
    np.testing.assert_array_equal(game.payoffs, PAYOFFS[0])
    assert not game.payoffs.flags.writeable
    assert repr(game) == "me.game"


def test_moves_are_counted_back_from_one():
    me = seated(script).me
    for k in (0, -1):
        with pytest.raises(IndexError, match=r"move\(k\) counts turns back from 1"):
            me.move(k)


# -- chance ----------------------------------------------------------------------------------------


def test_what_is_certain_takes_no_draw():
    me = seated(coin).me
    assert [me.chance(p) for p in (0, -1.0, 1, 1.5)] == [False, False, True, True]
    assert not drawn(seated(coin))
    with pytest.raises(ValueError, match="needs a probability; got nan"):
        me.chance(math.nan)


def test_draws_are_those_of_the_stream():
    uniform = Stream(1, 2)
    expected = [uniform.uniform() for _ in range(60)]
    seat = seated(coin)
    found = [seat.me.uniform() for _ in range(20)]
    found += [seat.me.integer(7) for _ in range(20)]
    found += [seat.me.chance(0.3) for _ in range(20)]
    assert found[:20] == expected[:20]
    assert found[20:40] == [int(7 * u) for u in expected[20:40]]
    assert found[40:] == [u < 0.3 for u in expected[40:]]
    assert drawn(seat)
    assert seat.me.integer(1) == 0
    with pytest.raises(ValueError, match="needs n of at least 1; got 0"):
        seat.me.integer(0)


# -- memory ----------------------------------------------------------------------------------------


def test_memory_is_a_copy_for_each_seat():
    one, two = seated(keeper).me, seated(keeper).me
    one.seen[0], one.angry, one.mood, one.count = 5, True, 1, True
    assert (one.seen.tolist(), one.angry, one.mood, one.count) == ([5, 0], True, 1.0, 1)
    assert (two.seen.tolist(), two.angry, two.mood, two.count) == ([0, 0], False, 0.5, 1)
    with pytest.raises(VocabularyError, match="seen"):
        one.seen = 3


@pytest.mark.parametrize(("old", "value", "new"), [
    (False, np.True_, True), (1, True, 1), (1, np.int8(3), 3), (1, 2**63 - 1, 2**63 - 1),
    (0.5, 1, 1.0), (0.5, True, 1.0), (0.5, np.float32(2), 2.0),
])  # fmt: skip
def test_what_fits_a_memory_takes_its_type(old, value, new):
    made = remembered("m", old, value)
    assert made == new
    assert type(made) is type(old)


@pytest.mark.parametrize(("old", "value", "said"), [
    (False, 1, "bool"), (1, 0.5, "int"), (1, "1", "int"), (0.5, None, "float"),
    (1, 2**63, "64 bits"), (1, -(2**63) - 1, "64 bits"),
])  # fmt: skip
def test_what_does_not_fit_a_memory_is_refused(old, value, said):
    with pytest.raises(VocabularyError, match=said):
        remembered("m", old, value)


# -- members ---------------------------------------------------------------------------------------


@strategy(history="own")
def own(me, opponent):
    return me.members[1].vote


@strategy(history="opposite")
def opposite(me, opponent):
    return 1 - me.member.vote


@strategy(history="shared")
def shared(me, opponent):
    return me.members[0].vote


@pytest.mark.parametrize(("team", "taken"), [
    (own([script("CCD"), script("DC")]), ["CCDCC", "DCDCD"]),
    (opposite([script("CCD")]), ["DDCCC"]),
    (shared([script("CCD"), script("DC")]), ["CCDDD", "CCDDD"]),
], ids=str)  # fmt: skip
def test_what_members_take_for_their_moves(dog, team, taken):
    seat = played(seated(team), dog)
    ones = [member.moves for member in seat.members]
    assert ["".join("CD"[move] for move in moves) for moves in ones] == taken
    for member, moves in zip(seat.members, ones, strict=True):
        mine = [m for m, (_, sight) in zip(moves, PLAYED, strict=True) if sight == C]
        assert member.counts.mine[0] == mine.count(0)
        assert sum(member.counts.mine) == sum(member.counts.theirs) == 5
        assert member.seen is seat.seen
        assert member.public.defections == sum(moves)
        assert member.me.turn == 5
    assert seat.moves == [m for m, _ in PLAYED]


def test_votes_are_those_of_the_whole_tree(dog):
    seat = seated(own([opposite([script("D")]), script("D")]))
    assert decide(seat, dog) == D
    assert votes(seat) == (D, [(C, [(D, [])]), (D, [])])


def test_a_team_draws_if_a_member_does(dog):
    teams = [own([script, coin]), own([script, opposite([coin])]), own([script, script])]
    seats = [played(seated(team), dog) for team in teams]
    assert [drawn(seat) for seat in seats] == [True, True, False]
    one, two = (played(seated(own([coin, coin])), dog, PLAYED * 9).members for _ in (0, 1))
    assert one[0].moves != one[1].moves  # each has a stream of its own
    assert [each.moves for each in one] == [each.moves for each in two]


def test_members_know_how_they_are_called(dog):
    @strategy
    def broken(me, opponent):
        return 7

    with pytest.raises(PluginError) as error:
        decide(seated(own([script, broken]).named("team")), dog)
    assert "broken, a member of team, must return C or D; in turn 1 it returned 7." in str(
        error.value
    )


# -- what is said ----------------------------------------------------------------------------------


@pytest.mark.parametrize("turn", [0, 6])
def test_an_error_is_told_with_the_line_of_the_rule_that_it_came_through(turn):
    def fails():
        raise KeyError("no")

    @strategy
    def rule(me, opponent):
        return fails()

    line = rule.rule.__code__.co_firstlineno + 2
    try:
        rule.rule(None, None)
    except KeyError as caught:
        said = str(blame(rule, caught, turn))
    inner = fails.__code__.co_firstlineno + 1
    assert said == f"test_seats.py:{inner}: rule raised KeyError in turn {turn + 1}: 'no'"
    assert str(blame(rule, KeyError("no"), turn)).startswith(f"test_seats.py:{line - 2}: rule")
    assert "in turn" not in str(blame(rule, KeyError("no"), turn, "on day"))
    assert str(blame(rule, KeyError(), 0, called="one of us")).endswith(
        ": one of us raised KeyError in turn 1"
    )


@pytest.mark.parametrize("view", [Me, Opponent])
def test_a_view_answers_only_its_words(view):
    seat = seated(script)
    one = seat.me if view is Me else seat.opponent
    with pytest.raises(VocabularyError):
        one.nothing  # noqa: B018
    with pytest.raises(VocabularyError):
        one.nothing = 1

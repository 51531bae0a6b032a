"""Matches of plain Python and their books, against what is written out here by hand."""

import numpy as np
import pytest

from tournament import C, D, Game, strategy
from tournament.referee import books
from tournament.referee.match import play
from tournament.results.units.unit import Unit
from tournament.rules.match import rules
from tournament.streams import MISPERCEPTION, NOISE, RULE, Stream, player_id, stream_key

PAID = Game(R=3, S=0, T=5, P=1).utilities


@strategy
def script(me, opponent, moves="C"):
    return moves[me.turn % len(moves)]


@strategy
def echo(me, opponent):
    return D if opponent.last == D else C


@strategy
def coin(me, opponent):
    return D if me.chance(0.5) else C


@strategy
def told(me, opponent, turns=0):
    return C if me.turns == turns else D


A, B = script("CCDDD").named("a"), script("CDCDC").named("b")


def unit(players, matches, repetitions=1, *, first=0, **words):
    checked = rules([p.name for p in players], **{"game": "pd", "seed": 3, "turns": 5} | words)
    return Unit(tuple(players), np.array(matches), checked, first, repetitions)


def moves_of(one, two, turns=5, **words):
    moves, chance = play((one, two), payoffs=PAID, turns=turns, **words)
    return ["".join("CD"[move] for move in row) for row in moves.T], chance


# -- moves -----------------------------------------------------------------------------------------


def test_moves_of_both_seats():
    assert moves_of(A, B) == (["CCDDD", "CDCDC"], False)
    assert moves_of(B, echo) == (["CDCDC", "CCDCD"], False)


def test_whoever_slips_always_does_the_opposite():
    assert moves_of(A, B, noise=(1.0, 0.0)) == (["DDCCC", "CDCDC"], True)
    assert moves_of(A, B, noise=(0.0, 1.0)) == (["CCDDD", "DCDCD"], True)


def test_whoever_misreads_sees_the_opposite():
    assert moves_of(A, echo, misperception=(0.0, 1.0)) == (["CCDDD", "CDDCC"], True)
    assert moves_of(A, echo, misperception=(1.0, 0.0)) == (["CCDDD", "CCCDD"], True)
    assert moves_of(echo, A, misperception=(1.0, 0.0)) == (["CDDCC", "CCDDD"], True)


def test_what_players_are_told_of_the_length():
    assert moves_of(told(7), told(-1), turns=1, told=7)[0] == ["C", "D"]
    assert moves_of(told(7), told(-1), turns=1)[0] == ["D", "C"]


@pytest.mark.parametrize("seats", [(0, 0), (0, 1)])
@pytest.mark.parametrize("repetition", [0, 5])
def test_chance_is_that_of_the_streams(seats, repetition):
    """Each player's draws, slips and misreadings follow from seed, names, seat and repetition."""
    names = [player_id("coin"), player_id("echo")]
    words = {"seed": 9, "repetition": repetition, "seats": seats, "turns": 40}
    streams = [
        [Stream(stream_key(9, names[s], names[1 - s], seats[s], what), repetition) for s in (0, 1)]
        for what in (RULE, NOISE, MISPERCEPTION)
    ]
    drawn = [streams[0][0].uniform() < 0.5 for _ in range(40)]
    coins = [d ^ (streams[1][0].at(t + 1) < 0.3) for t, d in enumerate(drawn)]
    echoes: list[bool] = []
    for t in range(40):
        seen = t > 0 and coins[t - 1] ^ (streams[2][1].at(t) < 0.2)
        echoes.append(seen ^ (streams[1][1].at(t + 1) < 0.1))
    found, chance = moves_of(coin, echo, noise=(0.3, 0.1), misperception=(0.0, 0.2), **words)
    assert found == ["".join("CD"[move] for move in row) for row in (coins, echoes)]
    assert chance


def test_chance_has_a_part_where_somebody_draws_slips_or_may_not_be_compiled():
    @strategy(compiled=False)
    def unknown(me, opponent):
        return C

    assert [moves_of(*pair)[1] for pair in [(A, echo), (coin, A), (A, coin), (A, unknown)]] == [
        False, True, True, True,
    ]  # fmt: skip


# -- books -----------------------------------------------------------------------------------------


def test_the_books_of_two_players():
    """a plays CCDDD, b plays CDCDC: CC CD DC DD DC, so a is paid 3 0 5 1 5 and b 3 5 0 1 0."""
    tallies = books.play(unit([A, B], [(0, 1)], repetitions=3))
    assert tallies.counts.tolist() == [[3, 3, 6, 3]]
    assert tallies.products[0].tolist() == (3 * np.outer([1, 1, 2, 1], [1, 1, 2, 1])).tolist()
    assert tallies.starts.tolist() == [[3, 0, 0, 0]]
    assert tallies.transitions[0].tolist() == [[0, 3, 0, 0], [0, 0, 3, 0], [0, 0, 0, 3],
                                               [0, 0, 3, 0]]  # fmt: skip
    assert tallies.wins.tolist() == [[3, 0]]
    assert tallies.first_defections.tolist() == [[0, 3]]
    assert tallies.chance.tolist() == [False]
    for k in range(3):
        assert tallies.totals[k, 0, 0, 0].tolist() == [1, 1, 2, 1]
        assert tallies.totals[k, 1, 0, 0].tolist() == [1, 2, 1, 1]
        assert not tallies.totals[k, :, 1].any()


@pytest.mark.parametrize(("one", "two", "wins", "first"), [
    ("CCC", "CCC", (0, 0), (0, 0)),
    ("CDC", "CDC", (0, 0), (1, 1)),
    ("DCC", "CCC", (1, 0), (1, 0)),
    ("CCC", "CCD", (0, 1), (0, 1)),
    ("CCD", "CDC", (0, 0), (0, 1)),
    ("DDD", "CCD", (1, 0), (1, 0)),
    ("DCD", "DDC", (0, 0), (1, 1)),
])  # fmt: skip
def test_who_wins_and_who_defects_first(one, two, wins, first):
    players = [script(one).named("one"), script(two).named("two")]
    tallies = books.play(unit(players, [(0, 1)], turns=3))
    assert tallies.wins.tolist() == [list(wins)]
    assert tallies.first_defections.tolist() == [list(first)]


def test_in_games_of_two_roles_each_role_has_books_of_its_own():
    game = Game(R=(3, 2), S=(0, 1), T=(5, 4), P=(1, 0))
    tallies = books.play(unit([A, B], [(0, 1), (1, 0), (0, 0)], game=game))
    assert tallies.totals[0, 0, 0].tolist() == [[1, 1, 2, 1], [1, 1, 2, 1]]
    assert tallies.totals[0, 1, 0].tolist() == [[1, 2, 1, 1], [1, 2, 1, 1]]
    assert tallies.totals[0, 0, 1].tolist() == [[2, 0, 0, 3], [2, 0, 0, 3]]
    assert not tallies.totals[0, 1, 1].any()


def test_with_itself_a_player_has_books_apart():
    tallies = books.play(unit([A], [(0, 0)]))
    assert tallies.totals[0, 0, :, 0].tolist() == [[0, 0, 0, 0], [4, 0, 0, 6]]


def test_noise_and_misperception_are_those_of_each_player():
    for words, of_a, of_b in [
        ({"noise": [1.0, 0.0]}, "DDCCC", "CDDCC"),
        ({"noise": [0.0, 1.0]}, "CCDDD", "DDDCC"),
        ({"misperception": [1.0, 0.0]}, "CCDDD", "CCCDD"),
        ({"misperception": [0.0, 1.0]}, "CCDDD", "CDDCC"),
    ]:
        one = unit([A, echo], [(0, 1)], **words)
        moves, chance = books.replay(one, 0, 0)
        assert ["".join("CD"[move] for move in row) for row in moves.T] == [of_a, of_b]
        assert chance
        back, _ = books.replay(unit([echo, A], [(1, 0)], **{k: v[::-1] for k, v in words.items()}),
                               0, 0)  # fmt: skip
        np.testing.assert_array_equal(back, moves)


def test_repetitions_differ_where_chance_has_a_part():
    drawn = unit([coin, echo], [(0, 1), (1, 1)], repetitions=4, first=2, turns=30)
    tallies = books.play(drawn)
    assert tallies.chance.tolist() == [True, False]
    each = [books.replay(drawn, 0, k)[0] for k in (2, 3, 4, 5)]
    assert len({moves.tobytes() for moves in each}) == 4
    for k, moves in enumerate(each):
        x = np.bincount(2 * moves[:, 0] + moves[:, 1], minlength=4)
        assert tallies.totals[k, 0, 0, 0].tolist() == x.tolist()
    assert tallies.counts.sum(1).tolist() == [120, 120]


def test_a_length_by_chance_is_chance():
    assert [books.replay(unit([A, B], [(0, 1)], continuation=p), 0, 0)[1]
            for p in (None, 0.0, 0.5, 1.0)] == [False, False, True, False]  # fmt: skip
    lengths = [len(books.replay(unit([A, B], [(0, 1)], turns=50, continuation=0.9), 0, k)[0])
               for k in range(30)]  # fmt: skip
    assert len({*lengths}) > 5
    back = [len(books.replay(unit([B, A], [(0, 1)], turns=50, continuation=0.9), 0, k)[0])
            for k in range(30)]  # fmt: skip
    assert back == lengths


def test_it_stops_when_asked():
    assert not books.play(unit([A, B], [(0, 1)]), np.array([1])).counts.any()
    assert books.play(unit([A, B], [(0, 1)]), np.array([0])).counts.any()

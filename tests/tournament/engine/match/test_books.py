"""Compiled books are the referee's, for a few rules that use every word: a quick look.

`laws/test_twin.py` draws rules, lengths and games; here each path of the engine is taken once.
"""

from dataclasses import fields

import numpy as np
import pytest

from tournament import PRESETS, C, D, Game, Match, strategy
from tournament.engine.match import books as compiled
from tournament.errors import PluginError
from tournament.referee import books as referee
from tournament.results.units.unit import Unit
from tournament.rules.match import rules


@strategy
def coin(me, opponent, p=0.4):
    return C if me.chance(p) else D


@strategy
def copycat(me, opponent):
    return D if opponent.last == D else C


@strategy(betrayed=False, count=-3, mood=0.5, seen=[0, 0, 0], table=[[0.5, 0.25], [1, -0.5]])
def elephant(me, opponent, k=66, weights=((0.5, 1.5), (2.5, -1.0)), odd=True):
    """Use every kind of memory and parameter, and moves of long ago."""
    if me.turn:
        me.seen[(2 * me.last + opponent.last) % 3] += 1
        me.table[me.last, opponent.last] += weights[opponent.last][me.last] / 7
        me.betrayed = me.betrayed or opponent.last == D
    me.count += 1 if me.betrayed else 2
    me.mood = me.table.sum() / 4 + me.intended % 2
    old = opponent.move(k) if me.turn >= k else me.turn % 2
    far = opponent.history[me.turn // 3] + me.history[-1] if me.turn > 2 else 0
    richer = me.score > opponent.score or me.total < opponent.total - me.game.T
    both = old + far + richer + me.cooperations + opponent.defections + me.seen[0] + me.count % 3
    left = me.turns - me.turn if me.turns > 0 else 5
    return D if (both + odd + (left == 1)) % 2 or me.mood > 6 else C


@strategy(history="own")
def split(me, opponent):
    if me.members[0].defections > me.members[1].defections and me.members[1].last == D:
        return C
    return me.members[0].vote if me.turn % 2 else me.members[1].vote


@strategy(history="opposite")
def turned(me, opponent):
    return 1 - me.member.vote


@strategy(history="shared")
def agreed(me, opponent):
    return C if me.members[0].vote == me.members[1].vote else me.members[1].vote


TEAM = split([elephant(k=70), turned([coin])]).named("team")
BOARD = agreed([elephant, copycat]).named("board")
FIELD = [coin, copycat, elephant, TEAM, BOARD]
PAIRS = [(0, 1), (0, 2), (2, 3), (3, 2), (1, 1), (2, 2), (3, 3), (4, 0), (4, 4)]
ROLES = Game(R=(3, 2), S=(0, 1), T=(5, 4), P=(1, 0))


def unit(players=FIELD, matches=PAIRS, *, first=0, repetitions=3, shortcut=True, **words):
    checked = rules([p.name for p in players], **{"game": "pd", "seed": 7, "turns": 140} | words)
    return Unit(tuple(players), np.array(matches), checked, first, repetitions, shortcut)


def assert_same(one):
    fast, slow = compiled.play(one), referee.play(one)
    for field in fields(slow):
        ours, theirs = (getattr(books, field.name) for books in (fast, slow))
        if ours is not None or theirs is not None:
            np.testing.assert_array_equal(ours, theirs, err_msg=field.name)
    return slow


@pytest.mark.parametrize("words", [
    {"turns": 1},
    {"turns": 2},
    {"turns": 64},
    {"turns": 129, "length_known": False},
    {"noise": [0.1, 0.0, 0.3, 0.05, 1.0]},
    {"misperception": [0.1, 0.0, 0.3, 0.05, 1.0]},
    {"noise": 0.1, "misperception": 0.2, "game": ROLES},
    {"continuation": 0.97, "turns": None},
    {"continuation": 0.99, "turns": 70},
    {"continuation": 0.0},
    {"continuation": 1.0, "turns": 66},
    {"game": PRESETS["hawk_dove"], "seed": 2**64 - 1},
    {"first": 510, "repetitions": 5},
    {"shortcut": False},
], ids=str)  # fmt: skip
def test_the_books_are_the_referees(words):
    assert_same(unit(**words))


def test_so_they_are_of_more_repetitions_than_a_block_has():
    books = assert_same(unit([coin, elephant], [(0, 1), (1, 1)], repetitions=530, turns=66))
    assert books.chance.tolist() == [True, False]
    assert books.counts.sum(1).tolist() == [530 * 66, 530 * 66]


def test_a_match_shows_the_moves_of_its_first_repetition():
    one = unit(noise=0.1, first=3, turns=131)
    for number in range(len(PAIRS)):
        moves = np.full((131, 2), 9, np.uint8)
        alone = unit(noise=0.1, first=3, turns=131, matches=[PAIRS[number]])
        compiled.play(alone, moves=moves[None])
        np.testing.assert_array_equal(moves, referee.replay(one, number, 3)[0])


def test_it_stops_when_asked():
    assert not compiled.play(unit(), np.array([1], np.uint8)).counts.any()


@pytest.mark.parametrize("turn", [0, 1, 65])
@pytest.mark.parametrize("seat", [0, 1])
def test_who_fails_is_told_with_the_turn(turn, seat):
    @strategy
    def fails(me, opponent, turn=0):
        return 7 if me.turn == turn else C

    pair = [fails(turn=turn), copycat]
    with pytest.raises(PluginError, match=rf"^test_books\.py:\d+: fails.* in turn {turn + 1} it"):
        Match(*pair[:: 1 - 2 * seat], turns=70, engine="compiled").play()

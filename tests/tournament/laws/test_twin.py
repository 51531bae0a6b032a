"""Compiled code and the referee make the same moves: whatever the rules, lengths, noise and seeds.

The rules below use every word of the vocabulary, on purpose more oddly than any real strategy.
"""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tournament import PRESETS, C, D, Game, Match, Strategy, strategy
from tournament.authors.registry import library
from tournament.engine.sources import play as play_unit
from tournament.referee.books import replay
from tournament.results.units.unit import Unit
from tournament.rules.match import rules
from tournament.testing import players, probabilities

# -- rules that use every word --------------------------------------------------------------------


@strategy
def last_words(me, opponent):
    if me.last != C and me.last != D and opponent.last == me.last and me.intended == me.last:
        return D
    return (me.last + opponent.last + me.intended) % 2


@strategy
def far_back(me, opponent, k=70):
    mine, theirs = me.move(k), opponent.move(k + 1)
    if theirs in (C, D):
        return mine ^ theirs ^ opponent.move(1) ^ me.move((k + 1) // 2)
    return C if me.chance(0.5) else D


@strategy
def archivist(me, opponent, step=37):
    t = (me.turn * step) % (me.turn + 1)
    if t < me.turn:
        at = opponent.history[t] + me.history[t - me.turn] + opponent.history[-1 - t]
        return (at + len(me.history) + len(opponent.history)) % 2
    return D if me.chance(0.4) else C


@strategy
def reader(me, opponent):
    defections = 0
    for t in range(len(opponent.history)):
        defections += opponent.history[t] if me.history[t] == C else 1
    return D if 2 * defections > me.turn or me.chance(0.1) else C


@strategy
def accountant(me, opponent, margin=0.25):
    if me.turn > 0 and me.score * me.turn > me.total + 1e-9:
        return D
    if me.score > opponent.score + margin:
        return C
    return D if me.total < opponent.total or me.chance(0.3) else C


@strategy
def counter(me, opponent):
    if me.cooperations + me.defections != me.turn:
        return D
    return D if opponent.defections * 3 > opponent.cooperations * 2 else C


@strategy
def repentant(me, opponent):
    if me.intended != me.last:
        return C
    move = me.chance(0.05)  # a truth value counts as a number in both engines
    if opponent.last == D:
        move = D
    return move


@strategy(draws=0, smallest=1.0)
def gambler(me, opponent, sides=6):
    roll = me.integer(sides + me.turn % 5)
    me.draws += roll
    me.smallest = min(me.smallest, me.uniform())
    if me.chance(0) or not me.chance(1.5) or me.chance(-1) or not me.chance(True):
        return 0
    return int(me.smallest * 1000) % 2 if me.draws % 3 else roll % 2


@strategy(betrayed=False, count=-3, mood=0.5, seen=[0, 0, 0, 0], table=[[0.5, 0.25], [1, -0.5]],
          flags=[True, False, True])  # fmt: skip
def elephant(me, opponent):
    if me.turn:
        k = 2 * me.last + opponent.last
        me.seen[k] += 1
        me.table[me.last, opponent.last] = 0.9 * me.table[me.last, opponent.last] + me.mood / 7
        me.flags[k % 3] = me.flags[k % 3] == 0
        me.betrayed = me.betrayed or opponent.last == D
    me.count = me.count + (1 if me.betrayed else 2)
    me.mood = me.table.sum() / 4 + me.count // -3
    if me.seen.max() > 9:
        me.seen[:] = 0
        me.betrayed = False
    odd = me.seen.sum() + me.flags[0] + me.flags[-1] + me.count % 7
    return D if odd % 2 or me.table[1][0] > 1.5 or me.mood > 3 else C


@strategy(state=1)
def lookup(me, opponent, moves=(0, 1, 1), after=((1, 2), (2, 0), (0, 1)), p=(0.5, 1.0, 0.0),
           odd=True, shift=0, weights=((0.5, 1.5), (2.5, -1.0))):  # fmt: skip
    if me.turn:
        me.state = after[me.state, opponent.last]
    move = moves[(me.state + shift) % len(moves)]
    if weights[move][me.state % 2] < p[-1]:
        move = 1 - move
    return 1 - move if odd and me.chance(p[me.state]) else move


@strategy
def strategist(me, opponent, depth=2):
    g = me.game
    if g.T > g.R and g.payoffs[1, 0] == g.T and g.payoffs[0, 1] <= g.S and me.turns > 0:
        return D if me.turn >= me.turns - depth or opponent.last == D else C
    best = g.payoffs[:, 0].argmax() if g.P <= g.R else 0
    return best if me.turn % 3 else abs(int(best) - 1)


@strategy
def backward(me, opponent):
    if me.turns == -1:
        return me.turn % 2
    left = me.turns - me.turn
    return D if left <= 1 or (left & 4) >> 2 == opponent.last else C


def newest(me, opponent):
    return worse(opponent.last, me.last)


def worse(one, other):
    return max(one, other) if one <= 1 else 0


@strategy
def delegator(me, opponent):
    return newest(me, opponent) if me.turn % 4 else drawn(me, 0.25)


def drawn(me, p):
    return D if me.chance(p) else C


def variant_of(period: int, weights: tuple[float, ...]) -> Strategy:
    def inside(turn):
        return weights[turn % len(weights)] > 0.5

    @strategy
    def closed(me, opponent):
        return D if inside(me.turn) or me.turn % period == 0 else C

    return closed.named(f"closed_{period}")


TENTHS = np.array([0.1, 0.5, 0.9])


@strategy(guesses=np.zeros(100))
def mathematician(me, opponent):
    k = me.turn % 100
    me.guesses[k] = math.sqrt(me.turn) - math.floor(math.sqrt(me.turn)) + TENTHS[k % 3]
    for i in range(k, -1, -1):
        if me.guesses[i] < 0.3:
            return C if (k - i) % 2 else D
        if i < k - 10:
            break
    return D if opponent.last == C and 0 < me.guesses[: k + 1].mean() < 0.7 else C


@strategy(seen=np.zeros((40, 10)))
def large(me, opponent):
    """Its memory is so large that blocks have fewer lanes."""
    me.seen[me.turn % 40, me.turn % 10] += 1 + opponent.last % 2
    return D if me.seen[3, 3] > me.seen[39, 9] or me.chance(0.1) else C


ODD = [
    last_words, far_back, far_back(k=1), archivist, archivist(step=-1), reader, accountant,
    counter, repentant, gambler, elephant, lookup, lookup(odd=False, shift=2, p=[0.1, 0.2, 0.3]),
    strategist, backward, delegator, variant_of(3, (0.1, 0.9)), variant_of(7, (0.1, 0.9, 0.2)),
    mathematician, large,
]  # fmt: skip


# -- what is drawn --------------------------------------------------------------------------------


FIELD = [rule for rule in library().values() if len(rule.tree()) < 20 and rule.compiled]
PLAYERS = st.one_of(players(FIELD), st.sampled_from(ODD))
PAYOFF = st.one_of(st.integers(-10, 30).map(float), st.floats(-100, 100))
PAIRS = st.one_of(PAYOFF, st.tuples(PAYOFF, PAYOFF))
GAMES = st.one_of(
    st.sampled_from(list(PRESETS.values())),
    st.builds(Game, R=PAIRS, S=PAIRS, T=PAIRS, P=PAIRS, less_is_better=st.booleans()),
)
CHANCES = st.one_of(st.just((0.0, 0.0)), st.tuples(probabilities(), probabilities()))
TURNS = st.one_of(st.sampled_from([1, 2, 63, 64, 65, 127, 128, 129, 192, 193]), st.integers(1, 300))
WORDS = st.fixed_dictionaries(
    {
        "turns": TURNS,
        "length_known": st.booleans(),
        "continuation": st.one_of(st.none(), st.sampled_from([0.0, 0.5, 0.98, 0.995, 1.0])),
        "noise": CHANCES,
        "misperception": CHANCES,
        "game": GAMES,
        "seed": st.integers(0, 2**64 - 1),
    }
)
REPETITIONS = st.one_of(st.integers(0, 3), st.integers(0, 2**62))


def assert_twins(first: Strategy, second: Strategy, words: dict[str, Any], repetition: int) -> None:
    compiled, python = (
        Match(first, second, **words, repetition=repetition, engine=engine).play().moves
        for engine in ("compiled", "python")
    )
    np.testing.assert_array_equal(compiled, python)


@settings(max_examples=500)
@given(PLAYERS, PLAYERS, WORDS, REPETITIONS)
def test_moves_are_the_referees(first, second, words, repetition):
    assert_twins(first, second, words, repetition)


@pytest.mark.parametrize("odd", ODD, ids=lambda rule: rule.name[:30])
@given(PLAYERS, WORDS, REPETITIONS)
def test_moves_are_the_referees__every_word(odd, other, words, repetition):
    assert_twins(odd, other.named("other"), words, repetition)


@given(PLAYERS, WORDS, REPETITIONS)
def test_moves_are_the_referees__copies(player, words, repetition):
    assert_twins(player, player, words, repetition)


# -- tallies --------------------------------------------------------------------------------------


def recount(unit: Unit) -> dict[str, np.ndarray]:
    """Return what `play_unit` should, from the moves of the referee, one turn after the other."""
    seats = 1 if unit.rules.game.is_symmetric else 2
    m, p, r = len(unit.matches), len(unit.players), unit.repetitions
    counts, products = np.zeros((m, 4), int), np.zeros((m, 4, 4), int)
    starts, transitions = np.zeros((m, 4), int), np.zeros((m, 4, 4), int)
    wins, totals = np.zeros((m, 2), int), np.zeros((r, p, 2, seats, 4), int)
    first_defections = np.zeros((m, 2), int)
    for match, (a, b) in enumerate(unit.matches):
        for k in range(r):
            moves, _ = replay(unit, match, unit.first + k)
            x, before, paid = np.zeros(4, int), None, [0.0, 0.0]
            first_defections[match] += next((t for t in moves if t.any()), np.zeros(2, int))
            for one, two in moves.tolist():
                outcome = 2 * one + two
                x[outcome] += 1
                if before is None:
                    starts[match, outcome] += 1
                else:
                    transitions[match, before, outcome] += 1
                before = outcome
                paid[0] += unit.rules.game.utilities[0, one, two]
                paid[1] += unit.rules.game.utilities[1, two, one]
                totals[k, a, int(a == b), 0, outcome] += 1
                totals[k, b, int(a == b), seats - 1, 2 * two + one] += 1
            counts[match] += x
            products[match] += np.outer(x, x)
            wins[match] += paid[0] > paid[1], paid[1] > paid[0]
    return {
        "counts": counts, "products": products, "starts": starts, "transitions": transitions,
        "wins": wins, "first_defections": first_defections, "totals": totals,
    }  # fmt: skip


def assert_recounted(unit: Unit) -> None:
    tallies = play_unit(unit)
    for name, expected in recount(unit).items():
        np.testing.assert_array_equal(getattr(tallies, name), expected, err_msg=name)


def field_of(words: dict[str, Any], *players: Strategy) -> dict[str, Any]:
    """Return `players`, told apart by name, all matches between them, and the rules of `words`."""
    named = tuple(p.named(f"{p.name} {k}") for k, p in enumerate(players))
    matches = np.array([(i, j) for i in range(len(named)) for j in range(len(named))])
    chances = {
        key: [words[key][k % 2] for k in range(len(named))] for key in ("noise", "misperception")
    }
    checked = rules([p.name for p in named], **{**words, **chances})
    return {"players": named, "matches": matches, "rules": checked}


WHOLE_GAMES = st.sampled_from(
    list(PRESETS.values())
)  # sums of whole payoffs are exact in any order


@settings(max_examples=150)
@given(
    WORDS, WHOLE_GAMES, st.integers(1, 130), st.lists(PLAYERS, min_size=1, max_size=3),
    st.integers(0, 600), st.integers(1, 5),
)  # fmt: skip
def test_tallies_are_the_referees(words, game, turns, players, first, repetitions):
    unit = field_of(words | {"game": game, "turns": turns}, *players)
    assert_recounted(Unit(**unit, first=first, repetitions=repetitions))


@pytest.mark.parametrize("other", [elephant, large, archivist], ids=str)
def test_tallies_are_the_referees__more_lanes_than_a_block(other):
    words = {
        "game": PRESETS["prisoners_dilemma"], "turns": 90, "continuation": 0.9, "seed": 5,
        "noise": (0.1, 0.0), "misperception": (0.0, 0.2),
    }  # fmt: skip
    unit = field_of(words, gambler, other)
    assert_recounted(Unit(**unit, first=100, repetitions=600))

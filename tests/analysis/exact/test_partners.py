"""Partners and rivals: by enumeration, by cycles of graphs, and as published."""

from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analysis
from analysis.exact.pairs import mean_pay
from tournament import PRISONERS_DILEMMA, Automaton, Game
from tournament.errors import TournamentError

DATA = Path(__file__).parents[1] / "data"
COUNTS = pd.read_csv(DATA / "pure_partner_counts.csv")
FRIENDLY = pd.read_csv(DATA / "memory2_friendly_rivals.csv")
BY_LAST = [[0, 1], [0, 1]]
TIT_FOR_TAT = Automaton.of_table([1, 0], [BY_LAST, BY_LAST])
GRIM = Automaton.of_table([1, 0], [BY_LAST, [[1, 1], [1, 1]]])
WIN_STAY = Automaton.of_table([1, 0], [[[0, 1], [1, 0]]] * 2)
ALL_C, ALL_D = (Automaton.of_table([p], [[[0, 0], [0, 0]]]) for p in (1, 0))


def donation(b: float) -> Game:
    return Game(R=b - 1, S=-1, T=b, P=0)


def reactive(table: tuple[int, ...]) -> Automaton:
    """Return the rule that looks up its move by the opponent's last moves; it begins after C's."""
    size = len(table)
    after = [[(2 * state + seen) % size for seen in (0, 1)] for state in range(size)]
    return Automaton.of_table(1 - np.array(table), [[row, row] for row in after])


def memory_two(table: "np.ndarray | list[int]") -> Automaton:
    """Return the rule that looks up its move by a2, a1, b2, b1: own moves, then the others."""
    then = [
        [[(a1 << 3) + (own << 2) + (b1 << 1) + seen for seen in (0, 1)] for own in (0, 1)]
        for _, a1, _, b1 in product((0, 1), repeat=4)
    ]
    return Automaton.of_table(1 - np.array(table), then)


# -- partners --------------------------------------------------------------------------------------


def count_of_partners(n: int, b: float) -> int:
    every = product((0, 1), repeat=2**n)
    return sum(analysis.is_partner(reactive(table), donation(b)) for table in every)


@pytest.mark.parametrize("row", [*COUNTS.itertuples()], ids=lambda row: f"{row.n}, {row.b_over_c}")
def test_all_published_counts_of_partners(row):
    assert count_of_partners(row.n, row.b_over_c) == row.partners_by_best_cycle


def test_partners_are_nice_and_leave_nothing_to_gain():
    words = {"game": PRISONERS_DILEMMA}
    assert [analysis.is_partner(r, **words) for r in (TIT_FOR_TAT, GRIM, ALL_C, ALL_D)] == [
        True, True, False, False,
    ]  # fmt: skip
    assert not analysis.is_partner(GRIM, **words, continuation=0.49)
    assert analysis.is_equilibrium(ALL_D, **words)  # but not nice
    assert analysis.is_partner(WIN_STAY, Game(R=3, S=0, T=4, P=1), noise=0.01)
    assert not analysis.is_partner(WIN_STAY, Game(R=3, S=0, T=6, P=1), noise=0.01)
    often = Automaton.of_table([0.75], [[[0, 0], [0, 0]]])  # an equilibrium of a game without point
    assert not analysis.is_partner(often, Game(R=1, S=1, T=1, P=1))
    late = Automaton.of_table([1, 1, 0], [[[1, 2], [1, 2]], [[2, 2], [2, 2]], [[2, 2], [2, 2]]])
    assert not analysis.is_partner(late, **words)  # it defects in turn 3
    with pytest.raises(TournamentError, match="Partners are defined for games that pay both seats"):
        analysis.is_partner(GRIM, Game(R=(3, 4), S=0, T=5, P=1))


# -- rivals ----------------------------------------------------------------------------------------


@st.composite
def pure(draw, most=3):
    n = draw(st.integers(1, most))
    states = st.lists(st.integers(0, n - 1), min_size=4 * n, max_size=4 * n)
    moves = draw(st.lists(st.integers(0, 1), min_size=n, max_size=n))
    return Automaton.of_table(moves, np.array(draw(states)).reshape(n, 2, 2))


@settings(max_examples=60, deadline=None)
@given(pure())
def test_rivals_lose_little_against_every_sequence_of_moves(rule):
    """A rival of n states without chance can be behind by n - 1 turns, and no more; whoever falls
    behind in a cycle is further behind after (n - 1) + n (2 n - 1) turns."""
    n = rule.states
    turns = (n - 1) + n * (2 * n - 1)
    sequences = np.arange(2**turns)
    state, ahead, least = (np.zeros(2**turns, np.int64) for _ in range(3))
    moves, then = rule.move, rule.then
    for turn in range(turns):
        seen = sequences >> turn & 1
        ahead += moves[state] - seen  # D against C gains what C against D loses
        np.minimum(least, ahead, out=least)
        state = then[state, moves[state], seen]
    assert analysis.is_rival(rule, PRISONERS_DILEMMA) == (least.min() >= -(n - 1))


def defensible(moves: np.ndarray, then: np.ndarray) -> np.ndarray:
    """Return (rules,) whether no cycle of states loses, wherever it is (Bellman and Ford).

    Parameters
    ----------
    moves
        (rules, n) the move in each state.
    then
        (n, 2, 2) the next state, by own and other move.
    """
    n = moves.shape[1]
    rules = np.arange(len(moves))[:, None]
    shortest = np.zeros(moves.shape)
    for _ in range(n + 1):
        before = shortest
        for seen in (0, 1):
            after = before[rules, then[np.arange(n), moves, seen]]
            shortest = np.minimum(shortest, moves - seen + after)
    return np.asarray((shortest == before).all(axis=1))


@settings(max_examples=60, deadline=None)
@given(pure(4))
def test_after_rare_errors_every_cycle_counts(rule):
    """Of states that errors can lead to."""
    known, listed = {0}, [0]
    for state in listed:
        for after in set(rule.then[state].ravel().tolist()) - known:
            known.add(after)
            listed.append(after)
    place = {state: k for k, state in enumerate(listed)}
    then = np.array([[[place[int(x)] for x in row] for row in rule.then[s]] for s in listed])
    wanted = bool(defensible(rule.move[listed][None].astype(np.int64), then)[0])
    assert analysis.is_rival(rule, PRISONERS_DILEMMA, rare_errors=True) == wanted


def test_rivals_with_chance():
    """Extortioners are never beaten; generous rules are, by their own kindness."""

    def memory_one(p):
        return Automaton.of_table([p[0], *p], [[[1, 2], [3, 4]]] * 5)

    words = {"game": PRISONERS_DILEMMA}
    assert analysis.is_rival(memory_one([8 / 9, 1 / 2, 1 / 3, 0]), **words)
    assert not analysis.is_rival(memory_one([1, 1 / 8, 1, 1 / 4]), **words)
    assert analysis.is_rival(ALL_D, **words, noise=(0.0, 0.1))
    assert analysis.is_rival(TIT_FOR_TAT, **words, rare_errors=True)
    assert not analysis.is_rival(TIT_FOR_TAT, **words, noise=0.01)  # its errors are kind
    assert not analysis.is_rival(ALL_C, **words)
    tame = Game(R=3, S=5, T=0, P=1)  # who defects alone is paid less
    assert analysis.is_rival(ALL_C, tame)
    assert not analysis.is_rival(ALL_D, tame)
    with pytest.raises(TournamentError, match="Rivals are defined for games that pay both seats"):
        analysis.is_friendly_rival(GRIM, Game(R=(3, 4), S=0, T=5, P=1))
    with pytest.raises(TournamentError, match="Rivals are defined for games that pay both seats"):
        analysis.is_rival(GRIM, Game(R=(3, 4), S=0, T=5, P=1))


def test_who_is_meek_after_its_own_errors_is_no_friendly_rival():
    """Tit for tat, until it errs in a time of peace; then always C."""
    rule = Automaton.of_table([1, 0, 1], [[[0, 1], [2, 2]], BY_LAST, [[2, 2], [2, 2]]])
    assert kind_to_itself(rule)
    assert analysis.is_rival(rule, PRISONERS_DILEMMA)
    assert not analysis.is_rival(rule, PRISONERS_DILEMMA, rare_errors=True)
    assert not analysis.is_friendly_rival(rule, PRISONERS_DILEMMA)


def test_the_eight_friendly_rivals_of_memory_two():
    """Of all 65,536: never beaten after rare errors, and kind to themselves under them."""
    tables = np.arange(2**16)[:, None] >> np.arange(15, -1, -1) & 1
    then = memory_two(tables[0]).then
    never_beaten = tables[defensible(tables, then)]
    never_beaten = [memory_two(table) for table in never_beaten[never_beaten[:, 0] == 0]]
    friendly = [rule for rule in never_beaten if kind_to_itself(rule)]
    words = ["".join("cd"[move] for move in rule.move) for rule in friendly]
    assert sorted(words) == sorted(FRIENDLY.iloc[:, 0])
    assert all(analysis.is_friendly_rival(rule, PRISONERS_DILEMMA) for rule in friendly)
    others = [rule for rule in never_beaten if not kind_to_itself(rule)][::200]
    assert not any(analysis.is_friendly_rival(rule, PRISONERS_DILEMMA) for rule in others)


def kind_to_itself(rule: Automaton) -> bool:
    """Return whether two copies cooperate, though some moves in 10,000 are turned over."""
    return bool(mean_pay(rule, rule, np.eye(4), noise=(1e-4, 1e-4))[0] > 0.99)

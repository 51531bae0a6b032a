"""The chain of a pair: the compiled loop, its slow twin, every branch of short matches, tables."""

import math
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournament.authors.resolve import as_strategies
from tournament.engine.chain import desk
from tournament.engine.chain import moments as door
from tournament.engine.chain import wins as race_door
from tournament.engine.chain.desk import Desk
from tournament.engine.chain.moments import moments as compiled
from tournament.engine.chain.wins import wins as compiled_wins
from tournament.errors import ArgumentError, TooLarge, TournamentError
from tournament.outcomes import SWAP
from tournament.referee.exact.automaton import Automaton
from tournament.referee.exact.chain import moments as twin
from tournament.referee.exact.chain import wins as winning
from tournament.referee.exact.chain.moments import moments as slow
from tournament.referee.exact.pair import Pair, explore
from tournament.results.books.moments import Moments

FIELDS = ("counts", "products", "starts", "transitions", "first_defections", "by_turn")
PD = np.array([3.0, 0.0, 5.0, 1.0])


# -- automata --------------------------------------------------------------------------------------


def memory_one(p, first=1.0):
    """State 0 is the first turn; then come CC, CD, DC, DD, the own move first, as played."""
    return Automaton.of_table([first, *p], [[[1, 2], [3, 4]]] * 5)


def machine(player):
    """A finite state machine of the library: it remembers what it meant to play."""
    given = player.parameters
    table = given["transitions"].tolist()
    rows = {(state, seen): (then, move) for state, seen, then, move in table}
    number = {(given["start"], int(given["first"])): 0}
    then = []
    queue = list(number)
    for state, _ in queue:
        row = []
        for seen in (0, 1):
            key = rows[state, seen]
            if key not in number:
                number[key] = len(queue)
                queue.append(key)
            row.append(number[key])
        then.append([row, row])
    return Automaton.of_table([1.0 - move for _, move in queue], then)


ANYTHING = st.one_of(st.sampled_from([0.0, 1.0, 0.5]), st.floats(0, 1))


@st.composite
def automata(draw, most=4):
    """Random automata; a state has one to three choices, of which some say the same move."""
    n = draw(st.integers(1, most))
    first, weight, move = [0], [], []
    for _ in range(n):
        parts = draw(st.lists(st.integers(1, 9), min_size=1, max_size=3))
        first.append(first[-1] + len(parts))
        weight += [part / sum(parts) for part in parts]
        move += draw(st.lists(st.integers(0, 1), min_size=len(parts), max_size=len(parts)))
    states = st.lists(st.integers(0, n - 1), min_size=4, max_size=4)
    then = [np.reshape(draw(states), (2, 2)) for _ in move]
    return Automaton(np.array(first), np.array(weight), np.array(move, np.uint8), np.array(then))


def in_layers(automaton, turns):
    """The same automaton with states of its own in each turn."""
    n, m = automaton.states, len(automaton.move)
    then = [automaton.then + n * turn for turn in range(1, turns)] + [np.full((m, 2, 2), -1)]
    first = np.concatenate([automaton.first[:-1] + m * turn for turn in range(turns)])
    return Automaton(
        np.append(first, m * turns),
        np.tile(automaton.weight, turns),
        np.tile(automaton.move, turns),
        np.concatenate(then),
        turns,
    )


@st.composite
def given_pairs(draw):
    chances = st.tuples(ANYTHING, ANYTHING)
    none = st.just((0.0, 0.0))
    return Pair(
        (draw(automata()), draw(automata())),
        draw(st.one_of(none, chances)),
        draw(st.one_of(none, chances)),
    )


def mirrored(pair):
    return Pair(*(part[::-1] for part in pair))


# -- every branch ----------------------------------------------------------------------------------


def paths(pair, turns):
    """{outcomes of a match: probability}, by walking down every branch."""
    found = {((0, 0), ()): 1.0}
    for _ in range(turns):
        then = defaultdict(float)
        for (states, path), mass in found.items():
            for chance, outcome, key in ways(pair, states):
                then[key, (*path, outcome)] += mass * chance
        found = then
    total = defaultdict(float)
    for (_, path), mass in found.items():
        total[path] += mass
    return total


def ways(pair, states):
    one, two = pair.automata
    sides = [
        [(a.weight[k], int(a.move[k]), k) for k in range(a.first[s], a.first[s + 1])]
        for a, s in zip(pair.automata, states, strict=True)
    ]
    for (p, x, i), (q, y, j) in product(*sides):
        for flip, flip_too, blind, blind_too in product((False, True), repeat=4):
            chance = p * q
            for happens, how_often in (
                (flip, pair.noise[0]),
                (flip_too, pair.noise[1]),
                (blind, pair.misperception[0]),
                (blind_too, pair.misperception[1]),
            ):
                chance *= how_often if happens else 1 - how_often
            if chance:
                a, b = x ^ flip, y ^ flip_too
                key = int(one.then[i, a, b ^ blind]), int(two.then[j, b, a ^ blind_too])
                yield chance, 2 * a + b, key


def by_enumeration(pair, turns, continuation=1.0):
    """Return the moments, summed over all paths of all lengths."""
    found = Moments(*(np.zeros(k) for k in (4, (4, 4), 4, (4, 4), 2)), np.zeros((turns, 4)))
    for length in range(1, turns + 1):
        ends = continuation ** (length - 1) * (1 if length == turns else 1 - continuation)
        for path, chance in paths(pair, length).items():
            counts = np.bincount(path, minlength=4)
            found.counts[:] += ends * chance * counts
            found.products[:] += ends * chance * np.outer(counts, counts)
            found.starts[path[0]] += ends * chance
            for turn, (before, after) in enumerate(pairwise(path)):
                found.transitions[before, after] += ends * chance
                found.by_turn[turn + 1, after] += ends * chance
            found.by_turn[0, path[0]] += ends * chance
            breaks = next((outcome for outcome in path if outcome), 0)
            found.first_defections[:] += ends * chance * np.array([breaks >= 2, breaks % 2])
    return found


def assert_alike(one, two, **how):
    for name in FIELDS:
        a, b = getattr(one, name), getattr(two, name)
        np.testing.assert_allclose(a, b, err_msg=name, **({"rtol": 1e-11, "atol": 1e-13} | how))


def assert_same(one, two):
    for name in FIELDS:
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name), err_msg=name)


@given(given_pairs(), st.integers(1, 4), ANYTHING)
def test_a_chain_is_the_sum_of_all_branches(pair, turns, continuation):
    assert_alike(
        slow(pair, turns, continuation, by_turn=True),
        by_enumeration(pair, turns, continuation),
    )


@given(given_pairs(), st.integers(1, 30), ANYTHING)
def test_the_loop_has_the_bits_of_its_twin(pair, turns, continuation):
    words = (turns, continuation)
    assert_same(compiled(pair, *words, by_turn=True), slow(pair, *words, by_turn=True))


@given(given_pairs(), st.integers(1, 12), ANYTHING, st.sampled_from(["one", "two", "both"]))
def test_states_of_their_own_in_each_turn_change_nothing(pair, turns, continuation, who):
    layered = [
        in_layers(a, turns + 2 * k) if who in (name, "both") else a
        for k, (a, name) in enumerate(zip(pair.automata, ("one", "two"), strict=True))
    ]
    words = (turns, continuation)
    layers = pair._replace(automata=tuple(layered))
    found = compiled(layers, *words, by_turn=True)
    assert_same(found, slow(layers, *words, by_turn=True))
    assert_alike(found, compiled(pair, *words, by_turn=True))


@given(given_pairs(), st.integers(1, 12))
def test_an_automaton_for_some_turns_may_come_back_to_a_state(pair, turns):
    one, two = pair.automata
    bounded = pair._replace(automata=(replace(one, turns=turns), two))
    found = compiled(bounded, turns, by_turn=True)
    assert_same(found, slow(bounded, turns, by_turn=True))
    assert_alike(found, compiled(pair, turns, by_turn=True))


@given(given_pairs(), st.integers(1, 9))
def test_exchanged_seats_have_the_mirror_image(pair, turns):
    found, other = compiled(pair, turns), compiled(mirrored(pair), turns)
    near = {"rtol": 1e-11, "atol": 1e-13}
    np.testing.assert_allclose(found.counts, other.counts[SWAP], **near)
    np.testing.assert_allclose(found.starts, other.starts[SWAP], **near)
    np.testing.assert_allclose(found.products, other.products[SWAP][:, SWAP], **near)
    np.testing.assert_allclose(found.transitions, other.transitions[SWAP][:, SWAP], **near)
    np.testing.assert_allclose(found.first_defections, other.first_defections[::-1], **near)


@given(given_pairs(), st.integers(1, 200))
def test_what_is_counted_adds_up(pair, turns):
    found = compiled(pair, turns, by_turn=True)
    assert found.turns == pytest.approx(turns)
    assert found.products.sum() == pytest.approx(turns**2)
    np.testing.assert_allclose(found.by_turn.sum(axis=1), 1)
    np.testing.assert_allclose(found.by_turn.sum(axis=0), found.counts, atol=1e-12)
    np.testing.assert_allclose(found.by_turn[0], found.starts, atol=1e-12)
    followed = found.starts + found.transitions.sum(axis=0)
    np.testing.assert_allclose(followed, found.counts, rtol=1e-11, atol=1e-12)


# -- tables ----------------------------------------------------------------------------------------

ONES = {
    "ALLC": memory_one((1, 1, 1, 1)),
    "ALLD": memory_one((0, 0, 0, 0), 0),
    "TFT": memory_one((1, 0, 1, 0)),
    "STFT": memory_one((1, 0, 1, 0), 0),
    "WSLS": memory_one((1, 0, 0, 1)),
    "GRIM(memory-one)": memory_one((1, 0, 0, 0)),
    "Alternator": memory_one((0, 0, 1, 1)),
    "Random 0.5": memory_one((0.5, 0.5, 0.5, 0.5), 0.5),
    "GTFT 1/3": memory_one((1, 1 / 3, 1, 1 / 3)),
    "Joss 0.9": memory_one((0.9, 0, 0.9, 0)),
    "Extort-2 (8/9,1/2,1/3,0)": memory_one((8 / 9, 1 / 2, 1 / 3, 0)),
    "ZDGTFT-2 (1,1/8,1,1/4)": memory_one((1, 1 / 8, 1, 1 / 4)),
    "Equalizer (2/3,0,2/3,1/3)": memory_one((2 / 3, 0, 2 / 3, 1 / 3)),
}
TO_SIX_PLACES = {"rtol": 1e-9, "atol": 0.5000001e-6}


def score(one, two, noise, turns=200):
    return compiled(Pair((one, two), (noise, noise)), turns).score(PD)[0]


def test_memory_one_rules_over_200_turns(request):
    table = pd.read_csv(request.path.parent / "data/memory_one_200_turns.csv")
    rows = zip(table.player, table.opponent, table.noise, strict=True)
    found = [200 * score(ONES[one], ONES[two], noise) for one, two, noise in rows]
    np.testing.assert_allclose(found, table.expected_total_score_of_player, rtol=1e-9, atol=6e-7)


def reader(cooperation, after_c, after_d):
    """A machine that looks at the opponent's moves only."""
    then = [[row, row] for row in zip(after_c, after_d, strict=True)]
    return Automaton.of_table(cooperation, then)


SIMPLE = {
    "TitForTat": reader([1, 0], [0, 0], [1, 1]),
    "Grudger": reader([1, 0], [0, 1], [1, 1]),
    "TitFor2Tats": reader([1, 1, 0], [0, 0, 0], [1, 2, 2]),
    "Cooperator": reader([1], [0], [0]),
    "Defector": reader([0], [0], [0]),
}


def test_finite_state_machines_over_200_turns(request):
    table = pd.read_csv(request.path.parent / "data/fsm_200_turns.csv")
    machines = {name: SIMPLE.get(name) or machine(*as_strategies([name])) for name in set(table.a)}
    for noise, column in ((0.0, "a_total_200_noise0"), (0.01, "a_total_200_noise0.01")):
        many = zip(table.a, table.b, strict=True)
        found = [200 * score(machines[one], machines[two], noise) for one, two in many]
        np.testing.assert_allclose(found, table[column], rtol=1e-9, atol=6e-10)


def test_what_was_meant_and_what_was_played_are_not_the_same():
    """Win-stay, lose-shift: as a machine, and as a memory-one rule."""
    table = [[[0, 1], [0, 1]], [[1, 0], [1, 0]]]
    meant = Automaton.of_table([1, 0], table)
    assert score(meant, meant, 0.05, 100_000) == pytest.approx(2.742, abs=5e-4)
    played = ONES["WSLS"]
    assert score(played, played, 0.05, 100_000) == pytest.approx(2.7765, abs=5e-4)


# -- scores and deviations -------------------------------------------------------------------------


def test_a_coin_has_the_deviation_of_a_binomial_law():
    coin, defector = reader([0.5], [0], [0]), SIMPLE["Defector"]
    mean, deviation = compiled(Pair((coin, defector)), 100).score(PD)
    assert mean == 0.5
    assert deviation == pytest.approx(0.05)


def test_a_payoff_that_all_outcomes_share_takes_no_digits():
    coin = reader([0.5], [0], [0])
    found = compiled(Pair((coin, coin)), 100)
    deviation = found.score(PD)[1]
    assert found.score(1e15 + np.array([4.0, 0.0, 2.0, 2.0]))[1] > 0
    assert found.score(1e9 + PD)[1] == pytest.approx(deviation, rel=1e-6)


def test_geometric_lengths_have_ratios_and_residuals():
    """Of matches that end with any chance, by summation over lengths."""
    pair, c = Pair((ONES["Joss 0.9"], ONES["WSLS"]), (0.02, 0.1)), 0.7
    found = compiled(pair, 150, c)
    paid = turns = squares = 0.0
    parts = [compiled(pair, length) for length in range(1, 151)]
    chances = [c ** (k - 1) * (1 if k == 150 else 1 - c) for k in range(1, 151)]
    for part, chance in zip(parts, chances, strict=True):
        paid, turns = paid + chance * PD @ part.counts, turns + chance * part.turns
    for part, chance in zip(parts, chances, strict=True):
        residual = PD - paid / turns
        squares += chance * residual @ part.products @ residual
    mean, deviation = found.score(PD)
    assert found.turns == pytest.approx((1 - c**150) / (1 - c))
    assert mean == pytest.approx(paid / turns, rel=1e-12)
    assert deviation == pytest.approx(np.sqrt(squares) / turns, rel=1e-11)


def test_no_noise_makes_whole_numbers():
    found = compiled(Pair((SIMPLE["TitForTat"], SIMPLE["Defector"])), 200)
    assert found.counts.tolist() == [0, 1, 0, 199]
    assert found.score(PD) == (199 / 200, 0.0)
    assert found.first_defections.tolist() == [0, 1]


# -- wins ------------------------------------------------------------------------------------------

MARGINS = st.one_of(
    st.just([0.0, -5.0, 5.0, 0.0]),
    st.lists(st.sampled_from([0.0, 0.1, -0.1, 0.3, -0.7, 1.0, 2.5]), min_size=4, max_size=4),
    st.lists(st.integers(-3, 3).map(lambda k: k / 3), min_size=4, max_size=4),
)


@given(given_pairs(), st.integers(1, 4), ANYTHING, MARGINS)
def test_wins_are_the_sum_of_all_branches(pair, turns, continuation, margin):
    expected = np.zeros(2)
    for length in range(1, turns + 1):
        ends = continuation ** (length - 1) * (1 if length == turns else 1 - continuation)
        for path, chance in paths(pair, length).items():
            lead = sum(Fraction(margin[outcome]).limit_denominator(1000) for outcome in path)
            expected += ends * chance * np.array([lead > 0, lead < 0])
    near = {"rtol": 1e-11, "atol": 1e-13}
    words = (pair, turns, np.array(margin), continuation)
    np.testing.assert_allclose(winning.wins(*words), expected, **near)
    np.testing.assert_allclose(compiled_wins(*words), expected, **near)


@given(given_pairs(), st.integers(1, 60), ANYTHING, MARGINS)
def test_the_loop_over_leads_has_a_twin(pair, turns, continuation, margin):
    words = (turns, np.array(margin), continuation)
    near = {"rtol": 1e-11, "atol": 1e-13}
    found = compiled_wins(pair, *words)
    np.testing.assert_allclose(found, winning.wins(pair, *words), **near)
    assert found.sum() <= 1 + 1e-12
    layered = pair._replace(automata=(in_layers(pair.automata[0], turns), pair.automata[1]))
    np.testing.assert_allclose(compiled_wins(layered, *words), found, **near)
    turned = -np.array(margin)[SWAP]
    other = compiled_wins(mirrored(pair), turns, turned, continuation)
    np.testing.assert_allclose(other[::-1], found, **near)


def test_leads_that_are_too_rare_to_count_are_left_out():
    """After 80 turns with a continuation of one half nothing is left of a match."""
    pair = Pair((ONES["TFT"], ONES["Random 0.5"]), (0.1, 0.0))
    margin = np.array([0.0, -5.0, 5.0, 0.0])
    near = {"rtol": 1e-11, "atol": 1e-13}
    for continuation in (0.5, 0.99, 1.0):
        words = (pair, 200, margin, continuation)
        np.testing.assert_allclose(compiled_wins(*words), winning.wins(*words), **near)


def test_nobody_wins_where_nobody_can():
    pair = Pair((ONES["TFT"], ONES["WSLS"]), (0.1, 0.1))
    for source in (winning.wins, compiled_wins):
        assert source(pair, 9, np.zeros(4)).tolist() == [0, 0]


def test_a_leader_by_a_hair_wins():
    """Ten thousandths of a payoff are steps; what chance decides is a binomial law."""
    coin, kind = reader([0.5], [0], [0]), SIMPLE["Cooperator"]
    margin = np.array([-0.0001, 0.0, 0.0002, 0.0])
    found = compiled_wins(Pair((coin, kind)), 30, margin)
    law = [math.comb(30, k) / 2**30 for k in range(31)]  # k defections
    assert found == pytest.approx([sum(law[11:]), sum(law[:10])], rel=1e-12)


def test_payoffs_without_a_common_unit_are_refused():
    margin = np.array([0.0, -1.0, 2**0.5, 0.0])
    for source in (winning.wins, compiled_wins):
        with pytest.raises(TournamentError, match="`wins` are counted where the payoffs of both s"):
            source(Pair((ONES["TFT"], ONES["WSLS"])), 9, margin)


def test_leads_may_need_more_room_than_there_is():
    with pytest.raises(TooLarge, match="Leads of 256 joint states over 900,000,000 turns take"):
        compiled_wins(Pair((ONES["TFT"], ONES["WSLS"])), 900_000_000, np.array([0, -1, 1, 0]))


def test_a_small_desk_grows_for_leads(monkeypatch):
    pair = Pair((counter(30, 1), counter(31, 2)), (0.1, 0.1))
    margin = np.array([0.0, -1.0, 1.0, 0.0])
    plain = winning.wins(pair, 40, margin)
    monkeypatch.setattr(race_door, "FIRST_ROWS", 2)
    monkeypatch.setattr(race_door, "own_desk", lambda pair: Desk(3))
    np.testing.assert_allclose(compiled_wins(pair, 40, margin), plain, rtol=1e-11)
    layered = pair._replace(automata=tuple(in_layers(a, 40) for a in pair.automata))
    np.testing.assert_allclose(compiled_wins(layered, 40, margin), plain, rtol=1e-11)


# -- limits ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", [compiled, slow])
def test_an_automaton_may_end_too_soon(source):
    short = in_layers(ONES["TFT"], 10)
    assert source(Pair((short, ONES["WSLS"])), 10).turns == 10
    with pytest.raises(
        ArgumentError,
        match="`turns` must be at most 10, for which both automata are known; got a match for 11",
    ):
        source(Pair((ONES["WSLS"], short)), 11)
    with pytest.raises(ArgumentError, match="known; got a match for ever"):
        explore(Pair((short, short)))


@pytest.mark.parametrize("source", [compiled, slow])
def test_an_automaton_that_leads_nowhere_is_refused(source):
    broken = in_layers(ONES["TFT"], 10)
    broken.then[len(broken.then) // 2 :] = -1  # from the sixth turn on
    with pytest.raises(ArgumentError, match="`then` of an automaton must lead to a state in every"):
        source(Pair((broken, ONES["WSLS"]), (0.1, 0.1)), 10)


def counter(n, seed):
    """A machine with n states that a random walk finds one by one."""
    rng = np.random.default_rng(seed)
    then = (np.arange(n)[:, None, None] + rng.integers(1, 4, (n, 2, 2))) % n
    return Automaton.of_table(rng.random(n).round(1), then)


SENTENCE = "The chain of this pair has more than 500 joint states, the most that are counted"


def test_too_many_joint_states_are_refused(monkeypatch):
    pair = Pair((counter(60, 1), counter(61, 2)), (0.1, 0.1))
    with pytest.raises(TournamentError, match=SENTENCE):
        explore(pair, most=500)
    monkeypatch.setattr(desk, "MOST_STATES", 500)
    monkeypatch.setattr(door, "own_desk", lambda pair: Desk(100))
    with pytest.raises(TournamentError, match=SENTENCE):
        compiled(pair, 200)
    few = compiled(pair, 10)
    assert few.turns == pytest.approx(10)


def test_matches_that_would_take_too_long_are_refused():
    pair = Pair((ONES["TFT"], ONES["WSLS"]), (0.1, 0.1))
    sentence = "The chain of this pair has too many edges to be followed over 2,147,483,647 turns"
    for source in (compiled, slow):
        with pytest.raises(TournamentError, match=sentence):
            source(pair, 2**31 - 1)
    with pytest.raises(TournamentError, match="has too many edges to be followed over 100,000 tur"):
        compiled_wins(pair, 100_000, np.array([0.0, -1.0, 1.0, 0.0]))


def kept_and_not(pair, turns):
    """The pair, which keeps its numbers, and two that do not."""
    layered = tuple(in_layers(a, turns) for a in pair.automata)
    return pair, pair._replace(automata=layered), pair._replace(automata=(pair[0][0], layered[1]))


@pytest.mark.parametrize("room", [3, 70, 400])
def test_a_small_desk_grows(monkeypatch, room):
    """Where there is no room for all pairs of states, places are shared."""
    pair = Pair((counter(30, 1), counter(31, 2)), (0.1, 0.1), (0.0, 0.3))
    for each in kept_and_not(pair, 40):
        plain = compiled(each, 40, by_turn=True)
        assert_same(plain, slow(each, 40, by_turn=True))
        monkeypatch.setattr(door, "own_desk", lambda pair: Desk(room))
        assert_same(compiled(each, 40, by_turn=True), plain)
        monkeypatch.undo()


def test_what_is_left_out_does_not_count(monkeypatch):
    """Joint states of counters, of which most are hardly ever reached: 1e-20 and below."""
    then = [[[k, min(k + 1, 39)]] * 2 for k in range(40)]
    counts = Automaton.of_table([float(k % 3 > 0) for k in range(40)], then)
    pair = Pair((counts, counts), (0.01, 0.01))
    for each in kept_and_not(pair, 45):
        found = compiled(each, 45, by_turn=True)
        with monkeypatch.context() as patched:
            patched.setattr(twin, "NEGLIGIBLE", 0.0)
            full = slow(each, 45, by_turn=True)
        assert_alike(found, full, rtol=1e-13, atol=1e-16)
        assert 45 - found.turns < 1e-12


def test_what_one_in_1e22_matches_comes_to_is_left_out(monkeypatch):
    """Two cooperators; after both have slipped at once, they defect for ever."""
    slipped = Automaton.of_table([1, 0], [[[0, 0], [0, 1]], [[1, 1], [1, 1]]])
    pair = Pair((slipped, slipped), (1e-11, 1e-11))
    for each in kept_and_not(pair, 5):
        assert compiled(each, 5).transitions[3].tolist() == [0, 0, 0, 0]
        with monkeypatch.context() as patched:
            patched.setattr(twin, "NEGLIGIBLE", 0.0)
            assert slow(each, 5).transitions[3, 3] == pytest.approx((4 + 3 + 2 + 1) * 1e-22)


def test_a_desk_serves_one_pair_after_the_other():
    """Nothing of a pair is left on it, whether the pair was refused or not."""
    pair = Pair((counter(30, 1), counter(31, 2)), (0.1, 0.1))
    broken = in_layers(ONES["TFT"], 10)
    broken.then[len(broken.then) // 2 :] = -1
    first = [compiled(each, 20) for each in kept_and_not(pair, 20)]
    again = []
    for each in kept_and_not(pair, 20):
        for wrong in (Pair((broken, ONES["WSLS"]), (0.1, 0.1)), pair._replace(noise=(0.5, 0.5))):
            with pytest.raises((ArgumentError, TournamentError)):
                compiled(wrong, 10 if wrong[0][0] is broken else 2**31 - 1)
        compiled_wins(each, 20, np.array([0.0, -1.0, 1.0, 0.0]))
        again.append(compiled(each, 20))
    for one, two in zip(first, again, strict=True):
        assert_same(one, two)


def test_more_edges_than_usual_have_room():
    """Of a state with 200 choices that lead to 200 states, against a copy: 160,000 edges."""
    n = 200
    many = np.arange(n)
    then = np.tile(many[:, None, None], (1, 2, 2))
    crowd = Automaton(
        np.concatenate([[0, n], n + np.arange(1, n)]),
        np.concatenate([np.full(n, 1 / n), np.ones(n - 1)]),
        np.concatenate([many % 2, np.zeros(n - 1, int)]).astype(np.uint8),
        np.concatenate([then, then[1:]]),
    )
    pair = Pair((crowd, crowd), (0.1, 0.1), (0.2, 0.2))
    assert_same(compiled(pair, 3), slow(pair, 3))


def test_two_threads_have_desks_of_their_own():
    many = [Pair((counter(20 + k, k), counter(19, 9)), (0.1, 0.0)) for k in range(8)]
    expected = [compiled(pair, 3000) for pair in many]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda pair: compiled(pair, 3000), many))
    for one, two in zip(found, expected, strict=True):
        assert_same(one, two)

"""Best replies: against every other reply of a small rule, random replies, and what is known."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analysis
from analysis.exact import horizons, policies
from analysis.exact.arguments import turned
from analysis.exact.chains import bias, gain
from analysis.exact.decisions import MOST_SITUATIONS, decisions
from analysis.exact.pairs import mean_pay, pair_of
from analysis.exact.policies import best_policy, worth
from tournament import PRESETS, PRISONERS_DILEMMA, Automaton, Game, Match
from tournament.errors import ArgumentError, NotExact, TournamentError

STAY, BY_LAST = [[0, 0], [0, 0]], [[0, 1], [0, 1]]
TIT_FOR_TAT = Automaton.of_table([1, 0], [BY_LAST, BY_LAST])
WIN_STAY = Automaton.of_table([1, 0], [[[0, 1], [1, 0]]] * 2)
GRIM = Automaton.of_table([1, 0], [BY_LAST, [[1, 1], [1, 1]]])
ALL_C, ALL_D = (Automaton.of_table([p], [STAY]) for p in (1, 0))
COSTS = Game(R=-3, S=0, T=-5, P=-1, less_is_better=True)
UNLIKE = Game(R=(3, 4), S=(0, 1), T=(5, 7), P=(1, 2))
ENDS = [None, 0.0, 0.3, 0.9, 0.999]


def memory_one(p: list[float], first: float = 1.0) -> Automaton:
    """Return the rule that cooperates with chances after CC, CD, DC, DD."""
    return Automaton.of_table([first, *p], [[[1, 2], [3, 4]]] * 5)


def coin(*modes: Automaton) -> Automaton:
    """Return the rule that draws one of two rules before the first turn, and says nothing."""
    first, second = modes
    a, b = first.first[1], second.first[1]
    shift = second.then + first.states + 1
    return Automaton(
        np.concatenate(
            [[0, a + b], a + b + first.first[1:], a + b + first.first[-1] + second.first[1:]]
        ),
        np.concatenate([first.weight[:a] / 2, second.weight[:b] / 2, first.weight, second.weight]),
        np.concatenate([first.move[:a], second.move[:b], first.move, second.move]),
        np.concatenate([first.then[:a] + 1, shift[:b], first.then + 1, shift]),
    )


@st.composite
def automata(draw, most=4, pure=False):
    n = draw(st.integers(1, most))
    chance = st.sampled_from([0.0, 1.0] if pure else [0.0, 1.0, 0.25, 0.5, 0.9])
    states = st.lists(st.integers(0, n - 1), min_size=4, max_size=4)
    p = draw(st.lists(chance, min_size=n, max_size=n))
    return Automaton.of_table(p, np.array([draw(states) for _ in range(n)]).reshape(n, 2, 2))


@st.composite
def games(draw):
    numbers = st.integers(-5, 5).map(float)
    R, S, T, P = (draw(st.tuples(numbers, numbers)) for _ in range(4))
    return Game(R=R, S=S, T=T, P=P)


noises = st.sampled_from([(0.0, 0.0), (0.05, 0.05), (0.2, 0.0), (0.0, 0.3)])
ends = st.sampled_from(ENDS)


def paid(rule, reply, game, noise, c):
    """Return what a reply is paid, by the chain of the pair."""
    pay = game.payoffs[0].T.reshape(4, 1), game.payoffs[1].T.reshape(4, 1)
    return mean_pay(rule, reply, pay[1], noise=noise, continuation=c)[0]


@settings(max_examples=60, deadline=None)
@given(automata(), games(), noises, ends)
def test_no_stationary_reply_is_better(rule, game, noise, c):
    """All of them, one after the other, when the rule has few states."""
    problem = decisions(rule, noise, "it")
    utility = game.utilities[1].reshape(4)
    best = worth(problem, best_policy(problem, utility, c), utility[:, None], c)[0, 0]
    every = [
        worth(problem, np.array(policy), utility[:, None], c)[0, 0]
        for policy in product((0, 1), repeat=problem.size)
    ]
    assert best == pytest.approx(max(every), abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(automata(), automata(), games(), noises, ends)
def test_no_automaton_does_better(rule, other, game, noise, c):
    words = {"noise": noise, "continuation": "limit" if c is None else c}
    reply = analysis.best_reply(rule, game, **words)
    assert paid(rule, other, game, noise, c) <= reply.score + 1e-9


@settings(max_examples=60, deadline=None)
@given(automata(), games(), noises, ends)
def test_the_reply_gets_what_is_said(rule, game, noise, c):
    words = {"noise": noise, "continuation": "limit" if c is None else c}
    reply = analysis.best_reply(rule, game, **words)
    assert paid(rule, reply.automaton, game, noise, c) == pytest.approx(reply.score, abs=1e-9)
    mine = game.payoffs[0].reshape(4, 1)
    got = mean_pay(rule, reply.automaton, mine, noise=noise, continuation=c)[0]
    assert got == pytest.approx(reply.score_of_rule, abs=1e-9)
    assert paid(rule, rule, game, noise, c) == pytest.approx(reply.score_of_copy, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(automata(), games(), noises)
def test_the_limit_is_that_of_long_matches(rule, game, noise):
    """A policy that is best for continuations near 1 is best without end (Blackwell)."""
    limit = analysis.best_reply(rule, game, noise=noise).score
    near = analysis.best_reply(rule, game, noise=noise, continuation=1 - 1e-5).score
    assert limit == pytest.approx(near, abs=1e-2)


@settings(max_examples=30, deadline=None)
@given(automata(), automata(), noises)
def test_long_runs_are_what_squaring_the_chances_ends_in(rule, other, noise):
    """Waiting in half of the turns changes no mean, and ends all cycles."""
    pair = pair_of(rule, other, (True, True))
    P, _ = pair.chain(turned(noise[0]), turned(noise[1]))
    lazy = (P + np.eye(len(P))) / 2
    for _ in range(60):
        lazy = lazy @ lazy
        lazy /= lazy.sum(axis=1, keepdims=True)
    shares = gain(P, np.eye(len(P)))
    assert shares == pytest.approx(lazy, abs=1e-12)
    ahead = bias(P, np.eye(len(P)), shares)
    assert shares + ahead == pytest.approx(np.eye(len(P)) + P @ ahead, abs=1e-6)


def by_hand(rule, state, game, turns):
    """Return what the best reply gets in so many turns, by trying both moves in each turn."""
    if not turns:
        return 0.0
    found = []
    for move in (0, 1):
        total = 0.0
        for k in range(rule.first[state], rule.first[state + 1]):
            seen = int(rule.move[k])
            later = by_hand(rule, int(rule.then[k, seen, move]), game, turns - 1)
            total += rule.weight[k] * (game.payoffs[1][move, seen] + later)
        found.append(total)
    return max(found)


@settings(max_examples=40, deadline=None)
@given(automata(), games(), st.integers(1, 5))
def test_matches_of_known_length_are_solved_from_the_end(rule, game, turns):
    reply = analysis.best_reply(rule, game, turns=turns)
    assert reply.score == pytest.approx(by_hand(rule, 0, game, turns) / turns)
    assert reply.automaton.turns == turns
    assert reply.automaton.then.max() < reply.automaton.states
    assert (reply.automaton.then[-1] == -1).all()
    match = Match(rule.to_rule(), reply.strategy, game=game, turns=turns).expected()
    assert match.scores.tolist() == pytest.approx([reply.score_of_rule, reply.score])


def test_noise_in_matches_of_known_length():
    for name in ("tit_for_tat", "soft_majority", "shubik"):
        words = {"game": PRISONERS_DILEMMA, "turns": 12, "noise": (0.1, 0.2)}
        reply = analysis.best_reply(name, **words)
        match = Match(name, reply.strategy, **words).expected()
        assert match.scores.tolist() == pytest.approx([reply.score_of_rule, reply.score])
        copies = Match(name, name, **words).expected()
        assert copies.scores[1] == pytest.approx(reply.score_of_copy)
        assert reply.exploitability > 0


def test_lengths_that_are_none(monkeypatch):
    with pytest.raises(ArgumentError, match="`turns` must be None where `continuation` is given"):
        analysis.best_reply(ALL_C, turns=3, continuation=0.5)
    with pytest.raises(ArgumentError, match=r"`turns` must be a whole number in \[1, 1000000\]"):
        analysis.best_reply(ALL_C, turns=0)
    short = Automaton(ALL_C.first, ALL_C.weight, ALL_C.move, ALL_C.then - 1, turns=1)
    assert analysis.best_reply(short, PRISONERS_DILEMMA, turns=1).score == 5
    with pytest.raises(NotExact, match="The automaton holds for 1 turn only; not for 2"):
        analysis.best_reply(short, turns=2)
    monkeypatch.setattr(horizons, "MOST_PLANNED", 9)
    with pytest.raises(TournamentError, match="A plan for 10 turns and 1 situation is too large"):
        analysis.best_reply(ALL_C, turns=10)


KIND = float(np.outer([0.9, 0.1], [0.82, 0.18]).ravel() @ [3, 0, 5, 1])
"""What always C gets from tit for tat under noise of 0.1: both flip, and tit for tat gives back."""


@pytest.mark.parametrize(
    ("rule", "words", "scores"),
    [
        (ALL_C, {}, (5, 0, 3)),
        (ALL_D, {}, (1, 1, 1)),
        (TIT_FOR_TAT, {}, (3, 3, 3)),
        (TIT_FOR_TAT, {"noise": 0.1}, (KIND, None, 9 / 4)),
        (GRIM, {}, (3, 3, 3)),
        (GRIM, {"continuation": 0.4}, (0.6 * 5 + 0.4, 0.4, 3)),
        (WIN_STAY, {}, (3, 3, 3)),
        (TIT_FOR_TAT, {"continuation": 0.1}, (0.9 * 5 + 0.1, 0.1, 3)),
        (TIT_FOR_TAT, {"continuation": 0.5}, (0.5 * 5 / 0.75, 0.5 * 0.5 * 5 / 0.75, 3)),
        (memory_one([2 / 3, 0, 2 / 3, 1 / 3]), {}, (2, None, 2)),
        (memory_one([8 / 9, 1 / 2, 1 / 3, 0]), {}, (9 / 4, 7 / 2, 1)),
        (memory_one([1, 1 / 8, 1, 1 / 4]), {}, (3, 3, 3)),
    ],
)
def test_what_is_known(rule, words, scores):
    """Equalizers, extortioners and generous rules are those of Press and Dyson (2012) and Stewart
    and Plotkin (2012)."""
    reply = analysis.best_reply(rule, PRISONERS_DILEMMA, **words)
    for found, value in zip(
        (reply.score, reply.score_of_rule, reply.score_of_copy), scores, strict=True
    ):
        assert value is None or found == pytest.approx(value)
    assert reply.exploitability == pytest.approx(reply.score - reply.score_of_copy)


def test_where_both_moves_are_as_good_the_reply_cooperates():
    equalizer = memory_one([2 / 3, 0, 2 / 3, 1 / 3])
    reply = analysis.best_reply(equalizer, PRISONERS_DILEMMA)
    assert (reply.automaton.cooperation == 1).all()
    same = Game(R=1, S=1, T=1, P=1)
    assert (analysis.best_reply(ALL_D, same, turns=3).automaton.cooperation == 1).all()
    reply = analysis.best_reply(WIN_STAY, PRISONERS_DILEMMA)
    assert reply.automaton.cooperation.tolist() == [1, 0]  # D and D bring it back after an error


def test_costs_and_seats():
    reply = analysis.best_reply(ALL_C, COSTS)
    assert (reply.score, reply.score_of_copy, reply.exploitability) == (-5, -3, 2)
    reply = analysis.best_reply(ALL_C, UNLIKE)  # the rule sits first
    assert (reply.score, reply.score_of_rule) == (7, 0)


def test_what_chance_said_and_nobody_saw_is_learnt_from_moves():
    """A coin makes it always C or always D; one turn tells. The best reply to both is D."""
    rule = coin(ALL_C, ALL_D)
    reply = analysis.best_reply(rule, PRISONERS_DILEMMA)
    assert (reply.score, reply.automaton.states) == (3, 3)
    hawks = PRESETS["chicken"]
    R, S, T, P = (getattr(hawks, letter) for letter in "RSTP")
    assert T > R > S > P
    reply = analysis.best_reply(rule, hawks, continuation=0.5)  # D to C, C to D
    first = max((R + S) / 2, (T + P) / 2)
    assert reply.score == pytest.approx(0.5 * first + 0.5 * (T + S) / 2)


def test_what_never_shows_is_refused():
    hidden = coin(memory_one([0.9] * 4), memory_one([0.4] * 4))
    with pytest.raises(TournamentError, match="or its state never shows in its moves"):
        analysis.best_reply(hidden)


def test_rules_with_too_many_states_are_refused():
    n = MOST_SITUATIONS + 1
    then = np.minimum(np.arange(n) + 1, n - 1)[:, None, None] * np.ones((1, 2, 2), int)
    with pytest.raises(TournamentError, match=r"tells apart more than 1,000 situations"):
        analysis.best_reply(Automaton.of_table(np.ones(n), then))


def test_policies_that_go_round_are_refused(monkeypatch):
    monkeypatch.setattr(policies, "MOST_ROUNDS", 1)
    with pytest.raises(TournamentError, match="No best reply is sure, since some events"):
        analysis.best_reply(ALL_C)


def test_events_that_are_too_rare_are_refused():
    """Six errors in a row, each with chance 1e-4, lead to another world, and six others back."""
    errors = np.arange(12)
    start, kind = errors // 6 * 6, errors < 6
    by_move = [np.where(kind, start, (errors + 1) % 12), np.where(kind, (errors + 1) % 12, start)]
    then = np.stack(by_move, axis=1)[:, :, None] * np.ones(2, int)
    rule = Automaton.of_table(1 * kind, then)
    with pytest.raises(TournamentError, match="let `noise` and the rule's chances be 0, or not so"):
        analysis.best_reply(rule, UNLIKE, noise=1e-4)
    assert analysis.best_reply(rule, UNLIKE, noise=0.1).score > 0
    with pytest.raises(TournamentError, match="No best reply is sure, since some events"):
        analysis.best_reply(TIT_FOR_TAT, noise=(0.1, 1e-7))
    with pytest.raises(TournamentError, match="No best reply is sure, since some events"):
        analysis.best_reply(Automaton.of_table([1 - 1e-7], [STAY]))


def test_rules_that_end_are_refused():
    short = Automaton(ALL_C.first, ALL_C.weight, ALL_C.move, ALL_C.then - 1, turns=1)
    with pytest.raises(TournamentError, match="holds for 1 turn only; a long run needs one"):
        analysis.best_reply(short)


@pytest.mark.parametrize("continuation", [1, 1.0, -0.1, "for ever", None, True])
def test_continuations_that_are_none(continuation):
    with pytest.raises(ArgumentError, match="`continuation` must be a number from 0 to below"):
        analysis.best_reply(ALL_C, continuation=continuation)


def test_exploitability_of_several():
    found = analysis.exploitability([ALL_C, TIT_FOR_TAT], PRISONERS_DILEMMA)
    assert found.loc["The automaton"].to_numpy().tolist() == [[2, 3, 5, 0, 1], [0, 3, 3, 3, 2]]
    assert found.index.name == "rule"
    assert found.attrs["reasons"] == {}
    endless = Automaton(ALL_C.first, ALL_C.weight, ALL_C.move, ALL_C.then - 1, turns=7)
    found = analysis.exploitability([endless, ALL_C])
    assert found["exploitability"].isna().tolist() == [True, False]
    assert list(found.attrs["reasons"]) == ["The automaton"]
    assert "holds for 7 turns only" in found.attrs["reasons"]["The automaton"]
    with pytest.raises(TournamentError, match="Exploitability is defined for games that pay both"):
        analysis.exploitability([ALL_C], UNLIKE)
    with pytest.raises(ArgumentError, match="`rules` must be at least one rule; got none"):
        analysis.exploitability([])


def test_grim_needs_a_future():
    """Of at least (T - R) / (T - P); tit for tat also of (T - R) / (R - S): Axelrod (1984)."""
    for rule, least in ((GRIM, 1 / 2), (TIT_FOR_TAT, 2 / 3)):
        words = {"game": PRISONERS_DILEMMA}
        assert analysis.is_equilibrium(rule, **words, continuation=least + 1e-6)
        assert not analysis.is_equilibrium(rule, **words, continuation=least - 1e-6)
    with pytest.raises(TournamentError, match="Symmetric equilibria are defined for games that"):
        analysis.is_equilibrium(GRIM, UNLIKE)


@pytest.mark.parametrize("noise", [0.0, 0.05])
def test_copies_of_library_rules_get_what_matches_are_expected_to_pay(noise):
    for name in ("tit_for_two_tats", "contrite_tit_for_tat", "joss", "nydegger", "prober"):
        match = Match(name, name, game=PRISONERS_DILEMMA, noise=noise).expected(limit=True)
        reply = analysis.best_reply(name, PRISONERS_DILEMMA, noise=noise)
        assert reply.score_of_copy == pytest.approx(match.scores[1])
        match = Match(name, reply.strategy, game=PRISONERS_DILEMMA, noise=noise)
        scores = match.expected(limit=True).scores
        assert scores.tolist() == pytest.approx([reply.score_of_rule, reply.score])
        assert reply.strategy.name == f"best_reply_to_{name}"


def test_copies_with_too_many_states_are_not_known():
    n = 70
    drawn = np.random.default_rng(1)
    rule = Automaton.of_table(drawn.integers(0, 2, n), drawn.integers(0, n, (n, 2, 2)))
    reply = analysis.best_reply(rule, noise=0.1)
    assert reply.score > 15
    assert np.isnan([reply.score_of_copy, reply.exploitability]).all()
    with pytest.raises(TournamentError, match="The automaton and a copy of it have more"):
        analysis.is_equilibrium(rule, noise=0.1)
    with pytest.raises(TournamentError, match="Rules of 70 and 70 states have more than 3,000"):
        pair_of(rule, rule, (True, True))


def test_a_reply_shows_itself():
    shown = repr(analysis.best_reply(ALL_C, PRISONERS_DILEMMA))
    assert shown.splitlines()[0] == "<Best reply to The automaton>"
    assert "the best reply gets: 5" in shown
    html = analysis.best_reply(ALL_C, PRISONERS_DILEMMA)._repr_html_()
    assert "Best reply to The automaton" in html

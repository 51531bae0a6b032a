"""An automaton chooses as its rule does, whatever is made and seen: with the same probabilities.

The referee is the oracle. It plays the rule once for each branch of chance, so that nothing is
sampled. Rules are drawn from a grammar, and taken from the library.
"""

import random
from functools import cache, partial
from textwrap import indent

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import strategies
from tournament.authors.registry import library
from tournament.errors import PluginError
from tournament.game import PRISONERS_DILEMMA, Game
from tournament.referee.exact.automaton import NotExact
from tournament.referee.exact.following import automaton_of

WHOLE = st.deferred(lambda: st.one_of(
    st.integers(-2, 4).map(str),
    st.sampled_from([
        *("me.turn", "me.turn", "me.n", "me.n", "me.m", "opponent.defections", "me.cooperations"),
        *("opponent.cooperations", "me.defections", "k", "row[1]", "me.seen[0]", "me.seen[1]"),
        *("me.integer(2)", "me.turns", "me.days_left", "int(me.p * 3)", "len(me.history)"),
        *("(opponent.last == D)", "h(me.turn)", "opponent.last + 0", "math.floor(me.turn)"),
        *("me.turn // 3", "me.turn % 3", "me.turn & 3", "-me.turn", "abs(me.n - 2)"),
        *("round(me.score)", "sum((me.turn, me.n, True))", "divmod(me.turn, 2)[1]"),
        *("np.maximum(me.turn, 2)", "np.array([me.n, 1]).sum()", "me.day"),
    ]),
    st.tuples(WHOLE, st.sampled_from("+-*"), WHOLE).map("({0[0]} {0[1]} {0[2]})".format),
    st.tuples(WHOLE, st.sampled_from(["//", "%"]), st.integers(1, 4)).map(
        "({0[0]} {0[1]} {0[2]})".format),
    st.tuples(st.sampled_from(["min", "max"]), WHOLE, WHOLE).map("{0[0]}({0[1]}, {0[2]})".format),
    st.tuples(WHOLE, st.deferred(lambda: ASKED)).map("({0[0]} if {0[1]} else 1)".format),
))  # fmt: skip
REAL = st.one_of(
    st.sampled_from(["0.5", "me.p", "me.total", "opponent.total", "me.score", "opponent.score",
                     "me.uniform()", "(me.uniform() / 2 + 0.25)", "me.turn / 4", "me.game.T",
                     "me.n / 2", "max(me.total, 1)", "me.total - opponent.total"]),
    WHOLE,
)  # fmt: skip
ASKED = st.deferred(lambda: st.one_of(
    st.sampled_from([
        *("opponent.last == D", "opponent.last == D", "me.last == C", "me.move(2) != C"),
        *("opponent.move(2) == D", "me.intended == D", "me.chance(0.25)", "me.turn < 3"),
        *("me.flag", "me.n > 2", "me.turn in (1, 4)", "opponent.last in {C, D}", "me.turn == 2"),
        *("me.uniform() < 0.5", "me.chance(me.uniform())", "opponent.defections > 1", "me.m != 1"),
        *("me.turn > 1 and opponent.history[1] == D", "me.turn > 0 and me.history[-1] == C"),
        *("me.turn > 1 and opponent.history[me.turn - 2] == D", "0 < me.turn < 4", "not me.n"),
        *("me.chance(me.defections / 4)", "D in opponent.history", "me.total > opponent.total"),
    ]),
    st.tuples(WHOLE, st.sampled_from(["<", "==", ">=", "!=", ">", "<="]), WHOLE).map(
        "{0[0]} {0[1]} {0[2]}".format),
    st.tuples(REAL, st.sampled_from(["<", ">="]), st.sampled_from(["0.5", "1", "2.25", "0.25"])
        ).map("{0[0]} {0[1]} {0[2]}".format),
    st.tuples(ASKED, st.sampled_from(["and", "or"]), ASKED).map("({0[0]} {0[1]} {0[2]})".format),
    ASKED.map("not ({})".format),
))  # fmt: skip


def block(lines):
    return indent("\n".join(lines), "    ")


LINES = st.deferred(lambda: st.lists(LINE, min_size=1, max_size=3))
LINE = st.deferred(lambda: st.one_of(
    WHOLE.map("me.n = {}".format),
    st.sampled_from(["me.n += 1", "me.n += opponent.last == D", "me.n -= 1", "me.m = me.n",
                     "me.flag = not me.flag", "me.m += 2", "me.n = 0", "me.p = me.p / 2",
                     "me.p = me.turn", "me.flag = me.n > 1", "me.n, me.m = me.m, me.n"]),
    WHOLE.map("me.seen[me.turn % 2] = ({}) % 5".format),
    WHOLE.map("me.seen[1] += {}".format),
    WHOLE.map("k = {}".format),
    st.tuples(ASKED, LINES, LINES).map(
        lambda t: f"if {t[0]}:\n{block(t[1])}\nelse:\n{block(t[2])}"),
    st.tuples(st.integers(1, 2), LINES).map(lambda t: f"for k in range({t[0]}):\n{block(t[1])}"),
    st.tuples(ASKED, st.sampled_from("CD")).map(lambda t: f"if {t[0]}:\n    return {t[1]}"),
))  # fmt: skip
PROGRAMS = st.tuples(LINES, ASKED).map(
    lambda t: "\n".join(["k = 1", *t[0], f"return D if {t[1]} else C"])
)
ABOVE = "def h(k): return k // 2 + 1"
DECORATOR = "@strategy(n=0, m=1, flag=False, p=0.5, seen=np.zeros(2, np.int64))"
GAMES = [
    PRISONERS_DILEMMA,
    Game(R=2.5, S=-1, T=4, P=0.3),
    Game(R=-1, S=-3, T=-0.0, P=-2),
    Game(R=-1, S=-4, T=-2, P=-3),
]
HORIZON = 5
TURNS = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=1, max_size=HORIZON)
gentle = partial(settings, deadline=None, suppress_health_check=list(HealthCheck))


def proved(alike, rule, turns, told, game):
    """Check a rule, if it has an automaton; one that fails must fail in the referee as well."""
    payoffs = game.utilities
    try:
        automaton = automaton_of(rule, turns=HORIZON, told=told, payoffs=payoffs)
    except NotExact:
        return assume(False)
    except PluginError:
        return None
    found = alike(automaton, rule, turns, told=told, payoffs=payoffs)
    assume(found is not None)
    return found


def check(made, alike, body, turns, told, game):
    rule = made(body, above=ABOVE, takes=", row=(1, 2, 3)", decorator=DECORATOR)
    assert proved(alike, rule, turns, told, game) in (None, True)


@gentle(max_examples=60)
@given(PROGRAMS, TURNS, st.sampled_from([-1, 2, HORIZON]), st.sampled_from(GAMES))
def test_programs_choose_as_their_automata(made, alike, body, turns, told, game):
    check(made, alike, body, turns, told, game)


@pytest.mark.slow
@gentle(max_examples=350)
@given(PROGRAMS, TURNS, st.sampled_from([-1, 2, HORIZON]), st.sampled_from(GAMES))
def test_many_programs_choose_as_their_automata(made, alike, body, turns, told, game):
    check(made, alike, body, turns, told, game)


# -- the library -----------------------------------------------------------------------------------


@cache
def few_states():
    """Return the rules of the library that have few states for as many turns as are compared."""
    found = []
    for rule in library().values():
        if not rule.missing and len(rule.tree()) < 6:
            try:
                automaton = followed(rule, HORIZON, 3_000)
            except NotExact:
                continue
            found.append((rule, automaton))
    return found


def followed(rule, turns, most):
    return automaton_of(rule, turns=turns, told=-1, payoffs=PRISONERS_DILEMMA.utilities, most=most)


@pytest.mark.slow
@gentle(max_examples=400)
@given(st.integers(0, 10**6), TURNS)
def test_rules_of_the_library_choose_as_their_automata(alike, place, turns):
    rule, automaton = few_states()[place % len(few_states())]
    assert alike(automaton, rule, turns) is not False, rule.name


NAMES = ["davis", "once_bitten", "shubik", "gradual", "grumpy", "doubler", "soft_majority_5",
         "grudger_alternator", "evolved_fsm_16", "adaptive_pavlov_2006", "fortress_4"]  # fmt: skip
"""Rules that draw nothing, with few states in 200 turns."""


def walked(automaton, turns):
    """Return what an automaton without chance chooses."""
    state, chosen = 0, []
    for made, seen in turns:
        assert automaton.first[state + 1] - automaton.first[state] == 1
        choice = automaton.first[state]
        chosen.append(int(automaton.move[choice]))
        state = automaton.then[choice, made, seen]
    return tuple(chosen)


@pytest.mark.parametrize("name", NAMES)
def test_long_matches_are_walked_move_for_move(of_referee, name):
    rule, rng = strategies.get(name), random.Random(name)
    automaton = followed(rule, 200, 60_000)
    for noise in (0.01, 0.1, 0.5):
        for _ in range(4):
            turns = [(rng.random() < noise, rng.random() < 0.5 * noise) for _ in range(200)]
            turns = [(int(made), int(seen)) for made, seen in turns]
            assert list(of_referee(rule, turns)) == [walked(automaton, turns)]

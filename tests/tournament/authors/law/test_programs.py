"""Programs in the language of rules play the same in both engines; one step outside, no door opens.

Programs are drawn from a grammar. A step outside is one expression that reaches what a rule must
not reach. It stands anywhere: in a branch that is never taken, in a loop, in a helper.
"""

from functools import partial
from textwrap import indent

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tournament import Match

WHOLE = st.deferred(lambda: st.one_of(
    st.integers(-3, 9).map(str),
    st.sampled_from(["me.turn", "me.x", "opponent.defections", "me.cooperations", "k", "row[1]",
                     "len(row)", "int(p * 3)", "me.seen[0]", "h(me.turn)", "LIMIT", "PAIR[1]"]),
    st.tuples(WHOLE, st.sampled_from("+-*"), WHOLE).map("({0[0]} {0[1]} {0[2]})".format),
    st.tuples(WHOLE, st.sampled_from(["//", "%"]), st.integers(1, 4)).map(
        "({0[0]} {0[1]} {0[2]})".format),
    st.tuples(st.sampled_from(["min", "max"]), WHOLE, WHOLE).map("{0[0]}({0[1]}, {0[2]})".format),
    WHOLE.map("abs({})".format),
    st.tuples(WHOLE, st.deferred(lambda: ASKED)).map("({0[0]} if {0[1]} else 2)".format),
))  # fmt: skip
ASKED = st.deferred(lambda: st.one_of(
    st.sampled_from(["opponent.last == D", "me.move(2) != C", "me.chance(0.5)", "me.turns > 3",
                     "me.score > p", "math.sqrt(me.turn) > 1.5", "me.seen.sum() > 4",
                     "me.turn in (1, 4)", "me.uniform() < p", "opponent.last in {C, D}"]),
    st.tuples(WHOLE, st.sampled_from(["<", "==", ">="]), WHOLE).map("{0[0]} {0[1]} {0[2]}".format),
    st.tuples(ASKED, st.sampled_from(["and", "or"]), ASKED).map("({0[0]} {0[1]} {0[2]})".format),
    ASKED.map("not ({})".format),
))  # fmt: skip


def block(lines):
    return indent("\n".join(lines), "    ")


LINES = st.deferred(lambda: st.lists(LINE, min_size=1, max_size=3))
LINE = st.deferred(lambda: st.one_of(
    WHOLE.map("me.x = ({}) % 97".format),
    WHOLE.map("me.seen[me.turn % 2] = ({}) % 13".format),
    WHOLE.map("k = ({}) % 11".format),
    st.tuples(ASKED, LINES, LINES).map(
        lambda t: f"if {t[0]}:\n{block(t[1])}\nelse:\n{block(t[2])}"),
    st.tuples(st.integers(0, 3), LINES).map(lambda t: f"for k in range({t[0]}):\n{block(t[1])}"),
    st.tuples(ASKED, st.sampled_from("CD")).map(lambda t: f"if {t[0]}:\n    return {t[1]}"),
))  # fmt: skip
PROGRAMS = st.tuples(LINES, ASKED).map(
    lambda t: "\n".join(["k = 1", *t[0], f"return D if {t[1]} else C"])
)
ABOVE = """
import random, time, os
LIMIT, PAIR = 3, (1, 2)
STORE = [0]
def h(k): return k // 2 + LIMIT
def g(k): return {step}
"""
TAKES = ", p=0.5, row=(1, 2, 3)"
DECORATOR = "@strategy(x=0, seen=np.zeros(2, np.int64))"
STEPS = st.sampled_from([
    "random.random()", "np.random.random()", "time.time()", "os.getpid()", "id(me)", "hash('a')",
    "getattr(me, 'turn')", "me._moves", "opponent.__class__", "len(vars(me))", "open('x').read()",
    "np.empty(1)[0]", "STORE[0]", "len(globals())", "__import__('random').random()", "2**70",
    "np.lib.stride_tricks.as_strided(row, (9,))[8]", "input()", "(lambda: random.random())()",
])  # fmt: skip
PLACES = {
    "first": "{outside}\n{body}",
    "in a branch": "if me.turn > 10**9:\n    k = {step}\n{body}",
    "in a loop": "for k in range(0):\n    k = {step}\n{body}",
    "in a comprehension": "made = [{step} for k in range(2)]\n{body}",
    "in a helper": "k = g(1)\n{body}",
}


def program(made, body):
    return made(body, above=ABOVE.format(step="k"), takes=TAKES, decorator=DECORATOR)


def agree(made, body):
    rule = program(made, body)
    opponent = program(made, "return C if me.chance(0.5) else D")
    for words in ({"seed": 1}, {"seed": 2, "noise": 0.2, "length_known": False}):
        fast, slow = (
            Match(rule, opponent, turns=20, engine=engine, **words).play().text(0)
            for engine in ("compiled", "python")
        )
        assert fast == slow


gentle = partial(settings, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@gentle(max_examples=5)
@given(body=PROGRAMS)
def test_programs_play_the_same_in_both_engines(made, body):
    agree(made, body)


@pytest.mark.slow
@gentle(max_examples=60)
@given(body=PROGRAMS)
def test_many_programs_play_the_same_in_both_engines(made, body):
    agree(made, body)


@gentle(max_examples=15, phases=(Phase.generate,))
@given(body=PROGRAMS, step=STEPS, place=st.sampled_from(sorted(PLACES)), source=st.booleans())
def test_one_step_outside_is_refused_by_all_doors(made, refused, body, step, place, source):
    text = PLACES[place].format(body=body, step=step, outside=f"k = {step}")
    above = ABOVE.format(step=step if place == "in a helper" else "k")
    if place == "in a helper":
        above = above.replace("def g(k)", "def g(k, me=0, opponent=0, row=(0,))")
    rule = made(text, above=above, takes=TAKES, decorator=DECORATOR, source=source)
    refused(rule)

"""Whatever a rule does with what it reads, it gets what the referee tells it, or it is refused."""

import itertools
import re

import pytest

from tournament.errors import PluginError
from tournament.game import PRISONERS_DILEMMA
from tournament.referee.exact.automaton import NotExact
from tournament.referee.exact.following import automaton_of, exploring

TURNS = 4
EVERY = [*itertools.product(itertools.product((0, 1), repeat=2), repeat=TURNS)]
PAYOFFS = PRISONERS_DILEMMA.utilities
MEMORY = "@strategy(n=0, m=0, flag=False, p=0.5, q=0.0, seen=[0, 0, 0], real=[0.0, 0.0])"


def automaton(rule, turns=TURNS, told=-1, payoffs=PAYOFFS):
    return automaton_of(rule, turns=turns, told=told, payoffs=payoffs)


def said(attempt):
    """Return what comes of an attempt: a result, or the sentence of an error."""
    try:
        return attempt()
    except PluginError as error:
        return str(error)


ASKED = [  # each is true or false of a count, of a large number, and of a small one
    *("math.floor({x}) > 2", "math.ceil({x}) == 1", "math.trunc({x}) == 2", "math.sqrt({x}) > 1.5"),
    *("math.gcd({x}, 2) == 2", "math.isnan({x})", "math.copysign(1, {x}) < 0", "~{x} == -3"),
    *("+{x} == 2", "-{x} < -2", "abs({x} - 2) == 1", "round({x}) == 3", "round({x} / 2) == 1"),
    *("int({x}) == 1", "float({x}) == 2.0", "bool({x})", "divmod({x}, 2)[1] == 1"),
    *("divmod(7, {x} + 1)[0] == 2", "pow({x}, 2) == 4", "2 ** {x} == 8", "{x} ** 2 == 9"),
    *("1 << {x} == 4", "{x} >> 1 == 1", "{x} | 1 == 3", "{x} ^ 1 == 3", "{x} & 2 == 2"),
    *("{x} & 1 == 1", "3 & {x} == 2", "{x} % 2 == 1", "7 % ({x} + 1) == 1", "{x} // 2 == 1"),
    *("7 // ({x} + 1) == 2", "{x} / 2 > 0.75", "1 / ({x} + 1) < 0.3", "max({x}, 2) == 2"),
    *("min({x}, 2) / 4 > 0.3", "max({x}, 1.5) / 2 > 0.8", "min(3, {x}, 1) == 1", "0 < {x} < 3"),
    *("sorted([2, {x}, 1])[1] == 2", "sum([{x}, {x}]) == 4", "{x} in (1, 3)", "{x} in {{2, 3}}"),
    *("[1, 2].count({x}) == 1", "[*range({x})] == [0, 1]", "len([0] * {x}) == 2"),
    *("(5, 6, 7, 8, 9)[{x}] == 7", "[5, 6, 7, 8, 9][{x}:][0] == 7", "np.arange(9)[{x}] == 2"),
    *("np.array([{x}, 1]).sum() == 3", "np.array([{x}]).dtype == np.array([0]).dtype"),
    *("np.sqrt({x}) > 1.5", "np.maximum({x}, 2) == 3", "np.float64(2) == {x}"),
    *("np.zeros({x} + 1).size == 2", "np.roll(np.arange(3), {x})[0] == 1", "np.abs({x}) == 2"),
    *("(np.arange(3) == {x}).any()", "(np.arange(3) * {x}).sum() == 6"),
    *("np.where({x} > 1, {x}, 0) == 2", "np.full(2, {x})[0] == 1"),
    *("np.repeat(1, {x} + 1).size == 3", "np.int64({x}) == 2", "{x} == True", "{x} < math.inf"),
    *("{x} > math.nan", "{x} != math.nan", "{x} == 1.5", "{x} >= 1.5", "{x} <= 2.0", "{x} != 2"),
    *("2 > {x}", "2 == {x}", "{x} == {x} + 0", "{x} - {x} == 0", "2 * {x} == {x} + 2", "not {x}"),
    *("{x} * 0.5 > 0.8", "{x} + 0.5 > 2", "3 - {x} == 1", "3.5 - {x} > 1", "{x} * 0 == 0"),
    *("{x} > opponent.last", "{x} + opponent.last > 200", "opponent.last == {x}", "{x} == C"),
    *("{x} == D", "{x} - D == 1", "enumerate([0], {x}) == 0", "[n for n, _ in enumerate('a', 2)]"),
    *("{x} > 2 ** 62", "{x} + 2 ** 53 > 2 ** 53 + 2", "2 ** 62 * {x} > 0"),
    *("{x} * 2 ** 20 > 2 ** 21", "{x} - 2 ** 62 > 0", "{x} < -(2 ** 60)", "row[{x} % 3] == 2"),
]  # fmt: skip
NUMBERS = ["me.turn", "me.n", "opponent.defections", "(me.turn - me.cooperations)", "me.total",
           "(opponent.total - 2)", "me.m", "len(me.history)"]  # fmt: skip


QUICK = ("me.turn", "me.n", "me.total")


@pytest.mark.parametrize("source", [True, False])
@pytest.mark.parametrize(
    "number",
    [each if each in QUICK else pytest.param(each, marks=pytest.mark.slow) for each in NUMBERS],
)
def test_numbers_answer_as_the_referee_tells(made, alike, of_referee, number, source):
    asked = ASKED if source else ASKED[::4]
    for place, test in enumerate(each.format(x=number) for each in asked):
        body = f"me.n += opponent.last == D\nme.m += 1\nreturn D if {test} else C"
        rule = made(body, decorator=MEMORY, takes=", row=(1, 2, 3)", source=source)
        found = said(lambda rule=rule: automaton(rule))
        if isinstance(found, str):  # then the referee says the same of some match
            same = re.sub(r"(Type|Index)Error(.*?):.*", r"\1Error\2", found)
            heard = (said(lambda t=t, r=rule: of_referee(r, t)) for t in EVERY)
            assert any(str(each).startswith(same) for each in heard), test
        else:
            assert all(alike(found, rule, turns) for turns in EVERY[place % 61 :: 61]), test


BODIES = [
    "me.n = opponent.last\nreturn D if me.n == opponent.last else C",
    "was = me.n\nme.n = opponent.last\nreturn D if was == me.last else C",
    "was = math.copysign(1, me.q)\nme.q = -0.0 if opponent.last == D else 0.0\n"
    "return D if was < 0 else C",
    "was = me.q != me.q\nme.q = math.nan if opponent.last == D else 1.0\nreturn D if was else C",
    "me.flag = bool(me.turn % 2)\nreturn D if me.flag else C",
    "me.n, me.m = me.m, me.n + 2\nreturn D if me.n > 3 else C",
    "me.n += 3\nme.m = me.n - 2\nreturn D if me.m == 4 or me.m > 9 else C",
    "me.n += 1\nme.m = me.n\nme.m -= 3\nreturn D if me.m >= 0 else C",
    "me.seen[0] = me.turn\nme.seen[1] += me.n\nme.n += 1\nreturn D if me.seen[1] > 1 else C",
    "me.seen[me.turn % 3] += opponent.last == D\nreturn D if me.seen[1] > me.seen[2] else C",
    "me.real[0] = me.turn\nme.real[1] = me.n / 2\nme.n += 1\n"
    "return D if me.real[0] > me.real[1] * 1.5 else C",
    "return D if [move for move in opponent.history[-2:] if move == D] else C",
    "return D if sum([move == D for move in opponent.history]) > 1 else C",
    "return D if me.turn > 2 and opponent.history[me.turn - 3] == D else C",
    "return D if me.turn > 1 and me.history[me.turn - 2] == opponent.history[1] else C",
    "return D if me.turn > 1 and me.history[-2] == D or opponent.move(me.turn + 1) == C else C",
    "return D if me.turn > 0 and opponent.history[opponent.defections - 1] == D else C",
    "return D if me.turn and np.array(opponent.history).sum() == 2 else C",
    "return D if len(opponent.history) == me.turn else C",
    "return D if me.turn is 2 else C",
    "return D if me.n is me.m else C",
    "k = me.turn\nwhile k > 2:\n    k -= 2\nreturn D if k == 1 else C",
    "u = me.uniform()\nif u < 0.25:\n    return D\nreturn D if u >= 0.75 else C",
    "u = 1 - me.uniform() * 0.5\nreturn D if 0.625 > u else C",
    "u = me.uniform()\nif u < 0.5:\n    me.n += 1\nreturn D if me.chance(u) else C",
    "return D if me.chance(me.defections / 4) else C",
    "return D if me.uniform() < opponent.defections / 4 else C",
    "return D if opponent.defections > me.uniform() + 0.5 else C",
    "return D if me.integer(me.turn + 1) == 1 else C",
    "return D if me.integer(me.integer(2) + 1) == 1 else C",
    "k = me.integer(6)\nif k < 2:\n    return C\nreturn D if k >= 4 or k == 2 else C",
    "k = me.integer(5)\nreturn D if 1.5 < k <= 3 and k != 2 and k > -1 else C",
    "k = me.integer(4)\nreturn D if k > me.integer(2) and k != 2.5 and k < math.inf else C",
    "return D if me.integer(5) > opponent.defections or me.integer(1) > 0 else C",
    "k = me.integer(3)\nme.n += k < 1\nme.m += k\nreturn D if me.m > me.n else C",
    "me.n = me.integer(3)\nreturn D if me.n == 2 else C",
    "return me.turn % 2",
    "return min(opponent.defections, 1)",
    "return D if me.days_left == 0 or me.turns == 3 else C",
    "return D if me.intended == D and me.last == C else C",
    "return C if me.intended == D or opponent.last == C else D",
    "return D if me.score > opponent.score else C",
    "return D if me.total * 2 - opponent.total > 3.5 else C",
]


def some(body):
    """Return sequences of turns, short ones if there are many branches."""
    draws = any(word in body for word in ("chance", "uniform", "integer"))
    return [turns[:3] for turns in EVERY[::52]] if draws else EVERY[::7]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.filterwarnings("ignore::SyntaxWarning")
def test_rules_are_followed_to_the_letter(made, alike, body):
    rule = made(body, decorator=MEMORY)
    assert all(alike(automaton(rule), rule, turns) for turns in some(body))


@pytest.mark.parametrize("body", [body for body in BODIES if "uniform" not in body][::3])
@pytest.mark.filterwarnings("ignore::SyntaxWarning")
def test_rules_in_plain_python_are_followed_to_the_letter(made, alike, body):
    rule = made(body, decorator=f"{MEMORY[:-1]}, compiled=False)")
    assert all(alike(automaton(rule), rule, turns) for turns in some(body)[::2])


@pytest.mark.parametrize(
    "test",
    [
        "isinstance(me.turn, int) and isinstance(me.n, int) and not isinstance(me.total, int)",
        "str(me.turn) == '2' or f'{me.n}' == '1'",
        "any({me.turn: True, 7: False}.values()) and {me.turn: 1}.get(2, 0)",
    ],
)
def test_what_only_plain_python_offers_sees_whole_numbers(made, alike, test):
    rule = made(
        f"me.n += opponent.last == D\nreturn D if {test} else C",
        decorator=f"{MEMORY[:-1]}, compiled=False)",
    )
    assert all(alike(automaton(rule), rule, turns) for turns in EVERY[::7])


REFUSED = [
    ("me.p = me.uniform()\nreturn C", "keeps a random number from uniform(), in me.p"),
    ("me.real[0] = me.uniform()\nreturn C", "calculates with a random number from uniform()"),
    ("return D if int(me.uniform() * 3) == 1 else C", "calculates with a random number"),
    ("return D if me.uniform() == 0.5 else C", "calculates with a random number"),
    ("return D if me.uniform() < me.uniform() else C", "calculates with a random number"),
    ("return D if me.uniform() * me.n < 1 else C", "multiplies a random number by 0"),
    ("return D if me.uniform() < math.inf else C", "uses a random number and something that is"),
    ("return D if me.chance(me.uniform() * 2) else C", "takes a random number that may be below"),
    ("u = me.uniform()\nreturn D if me.chance(u) and u < 0.5 else C", "that was a chance"),
    ("return D if me.integer(2.5) == 1 else C", "draws a whole number below 2.5, which is none"),
    ("return D if me.integer(10 ** 6) % 2 == 1 else C", "draws one of 1,000,000 whole numbers"),
    ("while me.chance(0.5):\n    me.n += 1\nreturn C", "draws more than 400 times in one turn"),
    ("k = [me.chance(0.5) for k in range(13)]\nreturn C", "has more than 4,096 ways to decide"),
    ("return D if opponent.move(300) == D else C", "looks 300 turns back"),
    ("return D if opponent.history[300] == D else C", "reads the move of turn 301"),
]


@pytest.mark.parametrize(("body", "sentence"), REFUSED)
def test_what_is_not_followed_is_refused(made, body, sentence):
    rule = made(body, decorator=MEMORY)
    with pytest.raises(NotExact, match=re.escape(sentence)) as refused:
        automaton(rule)
    assert re.match(
        r"rule .*; so it has no finite automaton that could be found\.$", str(refused.value)
    )


@pytest.mark.parametrize(
    ("test", "sentence"),
    [
        ("'D' in str(opponent.history)", "makes a text of moves"),
        ("me.uniform() < 0.5", "uses uniform(), and is played in plain Python only"),
    ],
)
def test_what_is_not_followed_in_plain_python(made, test, sentence):
    rule = made(f"return D if {test} else C", decorator="@strategy(compiled=False)")
    with pytest.raises(NotExact, match=re.escape(sentence)):
        automaton(rule)


@pytest.mark.parametrize(
    ("memory", "body"),
    [
        ("n=2**63 - 1", "me.n += opponent.last == D\nreturn C"),
        ("n=2**62", "me.n += me.n * (opponent.last == D)\nreturn C"),
        ("n=1", "me.n *= 2 ** 21\nreturn C"),
        ("n=True", "me.n = me.turn\nreturn C"),
        ("n=1", "me.n = me.turn / 2\nreturn C"),
        ("n=[1]", "me.n[me.turn] = 2\nreturn C"),
        ("n=[1]", "me.n[0] = max(me.total, 3)\nreturn C"),
        ("n=1", "return 2 if me.turn == 3 else C"),
        ("n=1", "me.n += 1\nreturn me.n"),
        ("n=1", "return D if opponent.history[2] == C else C"),
    ],
)
def test_a_rule_that_fails_says_what_the_referee_says(made, of_referee, memory, body):
    rule = made(body, decorator=f"@strategy({memory})")
    with pytest.raises(PluginError) as failed:
        automaton(rule)
    assert not isinstance(failed.value, NotExact)
    assert str(failed.value) in [said(lambda t=t: of_referee(rule, t)) for t in EVERY]


def test_a_rule_that_thinks_for_ever(made, monkeypatch):
    monkeypatch.setattr(exploring, "DECISION_SECONDS", 0.2)
    with pytest.raises(PluginError, match=r"took more than 0\.2 s over one move"):
        automaton(made("while me.turn >= 0:\n    me.n += 1\nreturn C", decorator=MEMORY))

"""What is said of a rule that breaks the law: each kind of fault has its own sentence."""

import math
import random
import re

import numpy as np
import pytest

from tournament.authors.law import sentences
from tournament.authors.law.code import faults

ABOVE = {"np": np, "math": math, "random": random, "many": [1], "draw": random.random,
         "regular": re.compile("a"), "C": 0, "D": 1, "row": np.array([1.0]), "large": 2**63,
         "pattern": re}  # fmt: skip


def said(body: str, view: str = "me", *, plain: bool = False, memory=(), above: str = ""):
    """Return line and sentence of each fault of a rule with this body, in order."""
    space = dict(ABOVE)
    lines = "\n    ".join(body.split("\n"))
    exec(f"{above}\ndef rule(me, opponent):\n    {lines}\n    return 0", space)
    first = above.count("\n") + 2
    found = faults(space["rule"], view, frozenset(memory), plain=plain)
    return [(fault.line - first, fault.sentence) for fault in found]


@pytest.mark.parametrize(("body", "sentence"), [
    ("x = open", sentences.name("open", "me")),
    ("x = nothing", sentences.unknown("nothing")),
    ("x = math", sentences.name("math", "me", math, alone=True)),
    ("x = np.exp(1)", sentences.name("np.exp", "me", np, "exp")),
    ("x = np.load(1)", sentences.name("np.load", "me", np, "load")),
    ("x = pattern.match", sentences.name("pattern.match", "me", re)),
    ("x = random.random()", sentences.name("random.random", "me", random)),
    ("x = many", sentences.value("many", [1], "me")),
    ("x = draw", sentences.value("draw", random.random, "me")),
    ("x = regular", sentences.value("regular", re.compile("a"), "me")),
    ("x = large", sentences.too_large("`large`")),
    ("x = 9223372036854775808", sentences.too_large("a number")),
    ("x = 1j", sentences.not_a_number(1j)),
    ("x = b'a'", sentences.not_a_number(b"a")),
    ("x = me.turn._secret", sentences.attribute("_secret")),
    ("x = f'{me.turn}'", sentences.not_compiled("makes a text", "me")),
    ("x = {me.turn}", sentences.not_compiled("makes a set", "me")),
    ("x = {1, 2, 3}", sentences.not_compiled("makes a set", "me")),
    ("for x in {1, 2}: pass", sentences.not_compiled("makes a set", "me")),
    ("x = str(1)", sentences.not_compiled("uses `str`", "me")),
    ("x = max(1, 2, key=abs)", sentences.not_compiled("chooses by `key=`", "me")),
    ("x = np.sum(row, out=row)", sentences.CHANGES),
    ("x = np.array2string(row)", sentences.name("np.array2string", "me", np, "array2string")),
    ("global C\nC = 1", sentences.SETS.format(name="C")),
    ("global C\ndel C", sentences.SETS.format(name="C")),
    ("import os", "imports a module; import it at the top of the file."),
    ("class A: pass", "defines a class; a rule is a function of numbers."),
    ("try: x = 1\nexcept ValueError: pass", sentences.TRIES),
    ("with row: pass", sentences.TRIES),
    ("del me.turn", "deletes what follows a dot; a rule sets only its own memory."),
])  # fmt: skip
def test_each_fault_has_its_sentence(body, sentence):
    found = [sentence for _, sentence in said(body)]
    assert found[0] == sentence
    assert len(sentence) < 300


@pytest.mark.parametrize("body", [
    "x = me.turn in {0, 1}", "x = me.turn in {me.last, 1}", "x = (1, 2)",
    "x = -9223372036854775807",
    "x = math.pi + np.sum(row)", "x = max(1, 2)", "x = me.mood\nme.mood = 1", "x = abs(-1)",
    "raise ValueError('no')", "x = [k for k in range(3)]", "x = lambda k: k",
])  # fmt: skip
def test_what_a_rule_may_do_is_not_mentioned(body):
    assert said(body, memory=["mood"]) == []


@pytest.mark.parametrize("body", [
    "x = f'{me.turn}'", "x = {me.turn}", "x = {1, 2, 3}", "x = str(1)",
    "x = max((1, 2), key=abs)", "x = 9223372036854775808", "x = large", "x = 'a' in {'a', 'b'}",
    "match [1]:\n    case [y]: pass", "x = f'{me.turn}'\ny = me.turn in {me.last, 1}",
])  # fmt: skip
def test_plain_rules_may_do_more(body):
    assert said(body, plain=True) == []
    assert said(body) != [] or "in {'a'" in body


@pytest.mark.parametrize("body", [
    "x = {f'{me.turn}'}", "x = {'a', me.turn}", "x = {'a', 'b', 'c'}", "x = set((str(1), 'a'))",
])  # fmt: skip
def test_but_no_rule_keeps_texts_in_a_set(body):
    assert sentences.TEXTS_IN_SETS in [sentence for _, sentence in said(body, plain=True)]


def test_texts_and_numpy_are_kept_apart():
    assert said("x = np.sum(row)\ny = 'a'", plain=True) == [(2, sentences.TEXTS_FOR_NUMPY)]
    assert said("y = 'a'\nx = row.astype(y)", plain=True)[-1] == (1, sentences.TEXTS_FOR_NUMPY)
    assert said("y = 'a'\nx = math.pi", plain=True) == []


def test_faults_come_in_the_order_of_the_lines_then_as_they_stand():
    found = said("x = 1\ny = open\nz = input + eval\nw = dir", plain=True)
    assert [line for line, _ in found] == [2, 3, 3, 4]
    named = [re.search(r"`(\w+)`", sentence)[1] for _, sentence in found]
    assert named == ["open", "input", "eval", "dir"]


def test_faults_of_what_is_called_come_after_those_of_the_rule():
    above = "def helper(k): return open\ndef other(k=many): return k"
    found = said("x = other() + helper(1)\ny = eval", above=above)
    assert [line for line, _ in found] == [2, -2, -1]
    assert found[2][1] == sentences.value_of("a default of other", [1])


def test_a_function_that_calls_itself_cannot_be_compiled():
    above = "def helper(k): return helper(k - 1)"
    assert said("x = helper(1)", above=above) == [
        (-1, sentences.not_compiled("calls itself", "me"))
    ]
    assert said("x = helper(1)", above=above, plain=True) == []


@pytest.mark.parametrize(("above", "what"), [
    ("def helper():\n    yield 1", "a generator"), ("async def helper(): return 1", "async"),
    ("async def helper():\n    yield 1", "async"),
])  # fmt: skip
def test_more_than_a_function(above, what):
    assert [s for _, s in said("x = helper()", above=above)] == [
        f"is not a plain function: `helper` is {what}; write `def` and `return`."
    ]


@pytest.mark.parametrize(("view", "decorator", "other"), [
    ("me", "@strategy", "opponent"), ("town", "@partner_rule", "friend"),
])  # fmt: skip
def test_sentences_speak_of_the_kind_of_rule(view, decorator, other):
    assert f"a rule sees me and {other}, its parameters" in sentences.name("open", view)
    assert f"mark it {decorator}(compiled=False)." in sentences.not_compiled("makes a text", view)
    for body in ("x = open", "x = f'{me.day}'"):
        assert said(body, view)[0][1] in (
            sentences.name("open", view), sentences.not_compiled("makes a text", view),
        )  # fmt: skip


@pytest.mark.parametrize(("written", "home", "attribute", "said"), [
    ("np.exp", np, "exp", "whose last digits differ when compiled; write `math.exp`."),
    ("np.random", np, "random", "draw only with me.chance, me.integer and me.uniform."),
    ("random.random", random, "random", "draw only with me.chance, me.integer and me.uniform."),
    ("np.load", np, "load", "calculates with what docs/how_to/extend/strategy.md lists."),
])  # fmt: skip
def test_a_name_that_is_not_in_the_table_is_told_with_what_to_write(written, home, attribute, said):
    sentence = sentences.name(written, "me", home, attribute)
    assert sentence.startswith(f"uses `{written}`")
    assert sentence.endswith(said)


@pytest.mark.parametrize(("held", "said"), [
    ([1], "a list, which can change"), ({1: 2}, "a dict, which can change"),
    ({1}, "a set, which can change"), (bytearray(), "a bytearray, which can change"),
    (random.random, "which draws"), (random.Random(1), "which draws"),
    (np.random.default_rng(1), "which draws"), (np.random.default_rng(1).random, "which draws"),
    (re.compile("a"), "(Pattern); a rule sees me and opponent"),
])  # fmt: skip
def test_a_value_from_outside(held, said):
    assert said in sentences.value("x", held, "me")

"""Foreign values and texts in sentences: printable, on one line, short; nothing of theirs runs."""

import ast
import pickle
import re
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from tournament import C, D, Game, errors
from tournament.errors import is_label, name_of
from tournament.interactive.shown import SENTENCE, VALUE, middle, printable, said, sentence, shown

ROOT = Path(__file__).parents[3]
WILD = st.text(
    st.characters()
    | st.sampled_from("\0\x07\x1b\x7f\x9b\n\r\t\u2028\u202e\u200b\ufeff\ud800[]<'\"")
)
LONG = st.builds(str.__mul__, WILD, st.integers(1, 3000))
LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.complex_numbers() | st.binary()
    | WILD
    | st.sampled_from([int, len, ast, lambda: 0, np.float64(0.5), np.zeros((9, 9)), Path("x")])
)  # fmt: skip
VALUES = st.recursive(
    LEAVES, lambda v: st.lists(v) | st.dictionaries(WILD, v) | st.tuples(v, v), max_leaves=20
)
INTERNAL = re.compile(r"<class |<function |<module | object at 0x|<built-in|__main__")


class Meta(type):
    @property
    def __name__(cls):
        raise RuntimeError

    @property
    def __module__(cls):
        raise RuntimeError


HIDDEN = [Meta("Nameless", (), {})]  # in a list: pytest asks classes of a module for their names


class Hostile:
    """Whatever asks this for anything fails, or gets more than it can hold."""

    def __repr__(self):
        raise SystemExit

    def __str__(self):
        return "x" * 10**12

    def __getattribute__(self, name):
        raise RuntimeError(name)

    def __len__(self):
        return sys.maxsize


class Whole(int):
    def __repr__(self):
        return 3


class Text(str):
    __slots__ = ()

    def __repr__(self):
        raise RuntimeError

    def __len__(self):
        return -1


class Row(list):
    def __iter__(self):
        while True:
            yield self

    def __len__(self):
        raise RuntimeError


class Liar:
    @property
    def __class__(self):
        raise RuntimeError


class Mute(Exception):
    def __str__(self):
        raise SystemExit


ring: list[Any] = []
ring.append(ring)
KNOWN = [
    (Whole(5), "5"),
    (Text("hi"), "'hi'"),
    (Row([1]), "[1]"),
    (Hostile(), "a Hostile"),
    (Liar(), "a Liar"),
    (HIDDEN[0](), "a Nameless"),
    (HIDDEN[0], "the class Nameless"),
    (ring, "[[[[…]]]]"),
    (10**5000, "a whole number of about 5000 digits"),
    (Fraction(10**5000, 3), "a Fraction"),
    (np.zeros((1000, 1000)), "an array of shape (1000, 1000)"),
    (np.array([0.5, 1.0]), "an array [0.5, 1.0]"),
    (np.float64(1.2), "1.2"),
    (np.bool_(True), "True"),
    (pd.DataFrame({"a": range(9)}), "a DataFrame"),
    (pd.NA, "NA"),
    (object(), "an object"),
    (int, "the class int"),
    (len, "the function len"),
    (lambda: 0, "a lambda"),
    (sys, "the module sys"),
    ((x for x in ()), "a generator"),
    (set(), "an empty set"),
    ((1,), "(1,)"),
    ({"a": [1] * 9}, "{'a': [1, 1, 1, 1, 1, 1, … 9 in all]}"),
    (strategies.tit_for_tat, "tit_for_tat"),
    (ValueError("no\nway"), r"ValueError: no\nway"),
    (Mute(), "Mute"),
    ("it's", '"it\'s"'),
    ("\x1b[3m\u202e\ud800", r"'\x1b[3m\u202e\ud800'"),
]


@pytest.mark.parametrize(("value", "text"), KNOWN, ids=range(len(KNOWN)))
def test_what_is_shown_of_a_value(value, text):
    assert shown(value) == text


@given(VALUES, st.integers(20, 200))
def test_any_value_is_short_and_printable(value, most):
    text = shown(value, most)
    assert text.isprintable()
    assert 0 < len(text) <= most
    assert isinstance(value, (str, bytes, list, tuple, dict)) or not INTERNAL.search(text)


@given(LONG)
def test_any_text_becomes_a_sentence(text):
    line = sentence(text)
    assert line.isprintable()
    assert len(line) <= SENTENCE
    assert sentence(line) == line  # an error of an error says the same


@given(st.text())
def test_what_is_printable_stays(text):
    if text.isprintable():
        assert printable(text) == text
    assert printable(text).isprintable()
    assert printable(printable(text)) == printable(text)


@given(st.text(), st.integers(5, 100))
def test_the_middle_goes_first(text, most):
    short = middle(text, most)
    assert len(short) == min(len(text), most)
    assert short[: most // 3] == text[: most // 3]


def test_long_words_are_shortened_before_words_are_lost():
    file = "/" + "deep/" * 100 + "rule.py:3"
    line = sentence(f"{file}: joss must return C or D; write `return C`.")
    assert line.startswith("/deep/")
    assert line.endswith("deep/rule.py:3: joss must return C or D; write `return C`.")
    assert len(line) == SENTENCE


# -- errors ----------------------------------------------------------------------------------------

CLASSES = [
    each
    for each in vars(errors).values()
    if isinstance(each, type) and issubclass(each, BaseException)
]


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
@given(text=LONG)
def test_every_error_says_one_sentence(kind, text):
    error = kind(f"my_rule.py:3: {text}")
    assert str(error).isprintable()
    assert len(str(error)) <= SENTENCE
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again)) == (kind, str(error))


def test_errors_survive_the_pickles_of_dask():
    """Dask teaches pickle another way for all errors that leave it open."""
    pickling = pytest.importorskip("tblib.pickling_support")
    for kind in CLASSES:
        error = kind("one sentence")
        made = pickling.pickle_exception(error)
        again = made[0](*made[1])
        assert (type(again), str(again)) == (kind, str(error))


def test_errors_of_strangers():
    assert said(Mute()) == ""
    assert sentence(Mute()) == ""
    group = BaseExceptionGroup("many\x1b[2J", [ValueError("x")] * 999)
    assert sentence(group) == r"many\x1b[2J (999 sub-exceptions)"


def test_no_error_shows_values_as_python_does():
    """A value of a caller or a file has one way into a sentence: `shown`."""
    ours = {"_FORM", "known[-1]"}  # texts of this project
    found = []
    for file in (
        f for p in ("tournament", "analysis", "strategies") for f in (ROOT / p).rglob("*.py")
    ):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Raise) or (
                isinstance(node, ast.Call)
                and ast.unparse(node.func).endswith(("Error", "Name", "Refused"))
            ):
                found += [
                    f"{file.relative_to(ROOT)}:{part.lineno}"
                    for part in ast.walk(node)
                    if isinstance(part, ast.FormattedValue)
                    and part.conversion == ord("r")
                    and ast.unparse(part.value) not in ours
                    and "AttributeError" not in ast.unparse(node)  # Python's own sentence
                ]
    assert found == []


# -- names -----------------------------------------------------------------------------------------

REFUSED = [
    "", " ", " a", "a ", "a\nb", "a\0", "\x1b[31ma", "a\x9b", "a\x7f", "a\u202eb", "a\u200bb",
    "\u2028", "\ud800", "\u3164", "x" * 201, "x" * 10_000, "<b>a</b>", "a<script>", "</a", "[/red]",
]  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_names_that_nobody_can_have(name):
    said = "`name` must be 1 to 200 printable letters, without spaces at its ends or tags such as"
    for made in (strategies.joss.named, strategies.anyone.named, game):
        if name == "" and made is game:  # a game needs no name
            continue
        with pytest.raises(ValueError, match=said) as caught:
            made(name)
        assert len(str(caught.value)) <= SENTENCE


def game(name):
    return Game(R=3, S=0, T=5, P=1, name=name)


@pytest.mark.parametrize("name", [3, None, b"x", ["a"], 0.5])
def test_names_are_texts(name):
    for made in (strategies.joss.named, game):
        with pytest.raises((TypeError, ValueError), match=r"`name` must be a text.*; got"):
            made(name)


@pytest.mark.parametrize(
    "name", ["a", "x" * 200, "3 < 4", "<3", "[0, 1]", "naïve 猫", "$x$", "=1+1"]
)
def test_names_that_anybody_can_have(name):
    assert strategies.joss.named(name).name == game(name).name == name


def test_letters_are_written_in_one_way():
    assert strategies.joss.named("e\u0301").name == "\u00e9"


@given(WILD)
def test_a_name_is_seen_as_it_is(text):
    try:
        name = name_of("`name`", text)
    except ValueError:
        return
    assert is_label(name)
    assert printable(name) == name
    assert name_of("`name`", name) == name
    assert shown(name, VALUE + 999) == repr(name)


def test_rules_have_such_names_too():
    def rule(me, opponent):
        return 0

    rule.__name__ = "a\nb"
    with pytest.raises(ValueError, match=r"test_shown.py:\d+: the name of a rule must be 1 to 200"):
        strategies_of(rule)


def strategies_of(rule):
    from tournament import strategy

    return strategy(rule)


@pytest.mark.parametrize("move", [C, D])
def test_moves_are_shown_by_their_letters(move):
    assert shown(move) == repr(move) == "CD"[move]

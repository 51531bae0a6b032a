"""Why a rule cannot be compiled: one sentence with its file and line, whatever Numba says."""

import pytest

from tournament import C, partner_rule, strategy
from tournament.authors.law.sentences import CHANGES
from tournament.authors.vocabulary import array_assigned, misuse
from tournament.engine.kernels.blame import NotInView, WrongType, explain


def helper(x):
    return x.shape


@strategy
def rule(me, opponent):
    x = me.turn
    me.mood = x
    return helper(me) if x else C


@partner_rule
def rated(me, friend):
    return 1.0


FILE = "test_blame.py"
FIRST = rule.rule.__code__.co_firstlineno
HELPER = helper.__code__.co_firstlineno


def caused(outer: Exception, cause: Exception) -> Exception:
    outer.__cause__ = cause
    return outer


@pytest.mark.parametrize(("error", "line", "said"), [
    (WrongType("must be kind.", FIRST + 3), FIRST + 3, "must be kind."),
    (WrongType("must be kind."), FIRST, "must be kind."),
    (caused(ValueError("no"), WrongType("must be kind.")), FIRST, "must be kind."),
    (caused(ValueError(f'File "{FILE}", line 7'), WrongType("must be kind.")), 7, "must be kind."),
    (NotInView("me", "turn"), FIRST + 2, misuse("me", "turn", "reads")),
    (NotInView("me", "mood"), FIRST + 3, misuse("me", "mood", "sets")),
    (NotInView("me", "mood", ["mood"]), FIRST + 3, array_assigned("mood")),
    (NotInView("me", "shape"), HELPER + 1, misuse("me", "shape", "reads")),
    (NotInView("me", "charm"), FIRST, misuse("me", "charm", "reads")),
    (ValueError("setitem(readonly array(float64)"), FIRST, CHANGES),
    (ValueError("'NoneType' object has no attribute 'args'"), FIRST, CHANGES),
    (ValueError(f'x\nFile "/a/b/{FILE}", line 9:\nsetitem(readonly array('), 9, CHANGES),
    (ValueError('File "other.py", line 9:\nsetitem(readonly array('), FIRST, CHANGES),
])  # fmt: skip
def test_the_line_and_the_sentence(error, line, said):
    made = explain(rule, error)
    assert str(made) == f"{FILE}:{line}: rule {said}"
    assert made.player == "rule"


@pytest.mark.parametrize(("text", "line", "first"), [
    ("No such thing", FIRST, "No such thing."),
    ("Failed in nopython mode\n\n  \x1b[1mNo such thing.\x1b[0m\n----\nmore", FIRST,
     "No such thing."),
    ("During: x\n>>> y\n* z\n^^^\nIt is wrong", FIRST, "It is wrong."),
    ("name 'helper' is not defined", FIRST + 4, "name 'helper' is not defined."),
    ("name 'nothing' is not defined", FIRST, "name 'nothing' is not defined."),
    ("", FIRST, "ValueError"),
])  # fmt: skip
def test_what_numba_says_is_told_in_its_first_line(text, line, first):
    said = str(explain(rule, ValueError(text)))
    assert said == (
        f"{FILE}:{line}: rule cannot be compiled: {first} Write it with numbers, small arrays and"
        " plain functions, or mark it @strategy(compiled=False)."
    )


def test_partner_rules_have_another_decorator():
    said = str(explain(rated, ValueError("no")))
    assert said.endswith("or mark it @partner_rule(compiled=False).")

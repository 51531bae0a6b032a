"""Compiled arithmetic, a quick look: what Python gives, or the sentence of the law.

`laws/test_arithmetic.py` draws numbers and operations; here a few rules try each of them once.
"""

import math

import numpy as np
import pytest

from tournament import C, D, Match, Season, partner_rule, strategy
from tournament.errors import PluginError
from tournament.referee.arithmetic import law

MOST, LEAST = 2**63 - 1, -(2**63)


@strategy
def calm(me, opponent):
    return C


@strategy
def wholes(me, opponent, which=0, a=1, b=1, want=0):  # noqa: C901 (a branch each)
    """Say D where an operation on whole numbers gives what is wanted."""
    x = 0
    if which == 0:
        x = a + b
    elif which == 1:
        x = a - b
    elif which == 2:
        x = a * b
    elif which == 3:
        x = a // b
    elif which == 4:
        x = a % b
    elif which == 5:
        x = a**b
    elif which == 6:
        x = a << b
    elif which == 7:
        x = a >> b
    elif which == 8:
        x = -a
    elif which == 9:
        x = abs(a)
    elif which == 10:
        x = max(a, b) - min(a, 0)
    elif which == 11:
        x = divmod(a, b)[0]
    elif which == 12:
        x = sum((a, b, 0))
    elif which == 13:
        x = int(float(a) * 4.0)
    return D if x == want else C


WHOLE = {
    0: lambda a, b: a + b, 1: lambda a, b: a - b, 2: lambda a, b: a * b, 3: lambda a, b: a // b,
    4: lambda a, b: a % b, 5: lambda a, b: a**b, 6: lambda a, b: a << b, 7: lambda a, b: a >> b,
    8: lambda a, b: -a, 9: lambda a, b: abs(a), 10: lambda a, b: max(a, b) - min(a, 0),
    11: lambda a, b: divmod(a, b)[0], 12: lambda a, b: a + b, 13: lambda a, b: int(a * 4.0),
}  # fmt: skip
PAIRS = [
    (7, 3), (-7, 3), (7, 0), (0, 5), (-1, 63), (1, 62), (2, 63), (3, 64),
    (MOST - 600, 1), (LEAST, 1),
    (2**62, 2), (-(2**62), 2), (5, 70), (0, 70), (-1, 3), (7, -3), (-7, -3), (LEAST, -1),
    (MOST, -1), (3, -1),
]  # fmt: skip


def said(rule) -> str:
    """Return what a rule plays in one turn, or what its error says: the same in both engines."""
    found = []
    for engine in ("compiled", "python"):
        try:
            found.append(Match(rule, calm, turns=1, seed=1, engine=engine).play().text(0))
        except PluginError as error:
            found.append(str(error))
    assert found[0] == found[1]
    return found[0]


def of_python(operation, *given):
    """Return what Python gives; None for an error, or for what no number of a rule is."""
    try:
        found = operation(*given)
    except (ZeroDivisionError, ValueError, OverflowError):
        return None
    fits = isinstance(found, float) or (isinstance(found, int) and LEAST <= found <= MOST)
    return found if fits else None


@pytest.mark.parametrize("which", WHOLE)
@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_whole_numbers_are_pythons_or_an_error(which, pair):
    found = of_python(WHOLE[which], *pair)
    if not isinstance(found, int):
        assert " raised " in said(wholes(which, *pair))
    else:
        assert said(wholes(which, *pair, found)) == "D"
        assert said(wholes(which, *pair, found - 1 if found > 0 else found + 1)) == "C"


@strategy
def reals(me, opponent, which=0, a=1.0, b=1.0, n=1, want=0.0):  # noqa: C901
    """Say D where an operation on floats gives what is wanted."""
    x = 0.0
    if which == 0:
        x = a + b
    elif which == 1:
        x = a - b
    elif which == 2:
        x = a * b
    elif which == 3:
        x = a / b
    elif which == 4:
        x = a // b
    elif which == 5:
        x = a % b
    elif which == 6:
        x = a**b
    elif which == 7:
        x = math.sqrt(a)
    elif which == 8:
        x = math.log(a)
    elif which == 9:
        x = math.exp(a)
    elif which == 10:
        x = n / 3
    elif which == 11:
        x = float(int(a))
    elif which == 12:
        x = float(round(a))
    elif which == 13:
        x = max(n, a) + min(n, b)
    elif which == 14:
        x = a + n
    elif which == 15:
        x = math.floor(a) + math.ceil(b) * 1.0
    elif which == 16:
        x = a**n
    return D if x == want else C


REAL = {
    0: lambda a, b, n: a + b, 1: lambda a, b, n: a - b, 2: lambda a, b, n: a * b,
    3: lambda a, b, n: a / b, 4: lambda a, b, n: a // b, 5: lambda a, b, n: a % b,
    6: lambda a, b, n: a**b, 7: lambda a, b, n: math.sqrt(a), 8: lambda a, b, n: math.log(a),
    9: lambda a, b, n: math.exp(a), 10: lambda a, b, n: n / 3, 11: lambda a, b, n: float(int(a)),
    12: lambda a, b, n: float(round(a)), 13: lambda a, b, n: float(max(n, a) + min(n, b)),
    14: lambda a, b, n: a + n, 15: lambda a, b, n: math.floor(a) + math.ceil(b) * 1.0,
    16: lambda a, b, n: a**n,
}  # fmt: skip


@pytest.mark.parametrize("which", REAL)
@pytest.mark.parametrize("given", [
    (2.5, 0.5, 3), (-2.5, 2.0, -3), (0.0, -1.5, 0), (1.0, 0.0, 2), (1e200, 20.0, 2), (-0.5, 0.5, 7),
    (800.0, -2.0, -1),
], ids=str)  # fmt: skip
def test_floats_are_pythons_or_an_error(which, given):
    found = of_python(REAL[which], *given)
    if found is None or (which in (11, 12, 15) and abs(found) > MOST):
        assert " raised " in said(reals(which, *given))
    else:
        assert said(reals(which, *given, found)) == "D"
        assert math.isinf(found) or said(reals(which, *given, np.nextafter(found, 9e9))) == "C"


@pytest.mark.parametrize(("rule", "sentence"), [
    (wholes(0, MOST, 1), law.TOO_LARGE), (wholes(8, LEAST), law.TOO_LARGE),
    (wholes(5, 2, -1), law.NEGATIVE_POWER), (reals(6, 1e200, 2.0), law.NO_FLOAT),
    (reals(6, -2.0, 0.5), law.NO_REAL), (wholes(6, 1, 63), law.TOO_LARGE),
], ids=str)  # fmt: skip
def test_errors_are_told_as_the_law_tells_them(rule, sentence):
    assert said(rule).endswith(f" in turn 1: {sentence}")


def test_of_many_lanes_the_one_that_fails_is_named():
    @strategy(value=1)
    def grows(me, opponent):
        if me.chance(0.5):
            me.value *= 8
        return C

    with pytest.raises(PluginError) as error:
        Match(grows, calm, turns=100, seed=3, engine="compiled").play()
    fast = str(error.value)
    with pytest.raises(PluginError) as error:
        Match(grows, calm, turns=100, seed=3, engine="python").play()
    assert fast == str(error.value)
    assert law.TOO_LARGE in fast


def test_partner_rules_obey_it_too():
    @partner_rule
    def grows(me, friend, a=2**62):
        return a + a * me.day

    season = Season([(calm, grows)], 3, days=4, friends="everyone", gifts_per_day=1, seed=1)
    with pytest.raises(PluginError, match="grows raised OverflowError on day 2: a whole number"):
        season.play(progress=False)

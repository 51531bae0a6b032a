"""The arithmetic of rules is the same compiled and in plain Python: to the bit, or to the sentence.

Each rule below computes one value in its first turn, by an operation that a parameter chooses, and
then plays the bits of the value.
"""

import inspect
import math
import random
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tournament import C, D, Match, Season, Strategy, load, partner_rule, strategy
from tournament.errors import TournamentError

BITS = 66


def bit(x, k):
    """Return bit k of a float: its sign, its exponent, its digits."""
    if x != x:
        return k % 2 == 0
    if k == 0:
        return math.copysign(1.0, x) < 0.0
    x = abs(x)
    if x == 0.0 or x == math.inf:
        return x > 0.0 and k % 3 == 0
    exponent = 1100
    while x >= 2.0:
        x *= 0.5
        exponent += 1
    while x < 1.0:
        x *= 2.0
        exponent -= 1
    if k <= 11:
        return (exponent >> (k - 1)) & 1 == 1
    for _ in range(k - 12):
        x = (x - 1.0) * 2.0 if x >= 1.0 else x * 2.0
    return x >= 1.0


@strategy(value=0)
def of_wholes(me, opponent, which=0, a=1, b=1):  # noqa: C901 (a branch for each operation)
    if me.turn == 0:
        if which == 0:
            me.value = a + b
        elif which == 1:
            me.value = a - b
        elif which == 2:
            me.value = a * b
        elif which == 3:
            me.value = a // b
        elif which == 4:
            me.value = a % b
        elif which == 5:
            me.value = a**b
        elif which == 6:
            me.value = a << b
        elif which == 7:
            me.value = a >> b
        elif which == 8:
            me.value = -a
        elif which == 9:
            me.value = abs(a)
        elif which == 10:
            quotient, rest = divmod(a, b)
            me.value = quotient ^ rest
        elif which == 11:
            me.value = max(a, b)
        elif which == 12:
            me.value = min(a, b, 3)
        elif which == 13:
            me.value = pow(a, b)
        elif which == 14:
            me.value = (a & b) | ~a
        elif which == 15:
            me.value = math.gcd(a, b)
        elif which == 16:
            me.value = (a > b) + (a == b) * 2 - (-(a < b))
        elif which == 17:
            me.value += a
            me.value *= b
            me.value -= 1
        elif which == 18:
            me.value = sum((a, b, a))
        elif which == 19:
            me.value = round(a) + int(b)
    return D if me.value >> min(me.turn, 63) & 1 == 1 else C


def in_a_helper(which, a, b):
    """Return a value, some of them from within a loop."""
    if which == 0:
        return a + b
    if which == 1:
        return a * b - 1
    if which == 2:
        return a // b
    if which == 3:
        return a << b
    value = 1
    for _ in range(3):
        value = value * a if which == 4 else value + a**b
    return value


@strategy(value=0)
def of_helpers(me, opponent, which=0, a=1, b=1):
    if me.turn == 0:
        me.value = in_a_helper(which, a, b)
    return D if me.value >> min(me.turn, 63) & 1 == 1 else C


def real(which, a, b):  # noqa: C901 (a branch for each operation)
    """Return what an operation gives as a float."""
    if which == 0:
        return a + b
    if which == 1:
        return a - b
    if which == 2:
        return a * b
    if which == 3:
        return a / b
    if which == 4:
        return a // b
    if which == 5:
        return a % b
    if which == 6:
        return a**b
    if which == 7:
        return max(a, b) * 1.0
    if which == 8:
        return min(a, b) * 1.0
    if which == 9:
        return divmod(a, b)[1]
    if which == 10:
        return math.atan2(a, b)
    if which == 11:
        return math.copysign(a, b)
    if which == 12:
        return float(round(a))
    if which == 13:
        return float(int(a))
    if which == 14:
        return float(math.floor(a))
    if which == 15:
        return float(math.ceil(b))
    if which == 16:
        return float((a < b) + 2 * (a <= b) + 4 * (a == b) + 8 * (a != b) + 16 * (a > b))
    if which == 17:
        return abs(a) + abs(b) * 0.0
    if which == 18:
        return sum((a * 1.0, b * 1.0, 0.1, 0.2))
    if which == 19:
        return -a * 1.0
    if which == 20:
        return math.log(a, 3.0)
    return function_of(which, a)


def function_of(which, a):  # noqa: C901 (a branch for each operation)
    """Return a function of `math`."""
    if which == 21:
        return math.sqrt(a)
    if which == 22:
        return math.exp(a)
    if which == 23:
        return math.expm1(a)
    if which == 24:
        return math.log(a)
    if which == 25:
        return math.log10(a)
    if which == 26:
        return math.log1p(a)
    if which == 27:
        return math.log2(a)
    if which == 28:
        return math.sin(a) + math.cos(a) * 3.0
    if which == 29:
        return math.tan(a)
    if which == 30:
        return math.asin(a) - math.acos(a)
    if which == 31:
        return math.atan(a)
    if which == 32:
        return math.sinh(a)
    if which == 33:
        return math.cosh(a)
    if which == 34:
        return math.tanh(a)
    if which == 35:
        return math.asinh(a)
    if which == 36:
        return math.acosh(a)
    if which == 37:
        return math.atanh(a)
    if which == 38:
        return math.erf(a)
    if which == 39:
        return math.erfc(a)
    if which == 40:
        return math.degrees(a)
    if which == 41:
        return math.radians(a)
    if which == 42:
        return math.fabs(a)
    return math.exp2(a)


MOST_REAL = 43


@strategy(value=0.0)
def of_floats(me, opponent, which=0, a=1.0, b=1.0):
    if me.turn == 0:
        me.value = real(which, a, b)
    return D if bit(me.value, me.turn) else C


@strategy(value=0.0)
def of_a_whole_and_a_float(me, opponent, which=0, a=1, b=1.0):
    if me.turn == 0:
        me.value = real(which, a, b)
    return D if bit(me.value, me.turn) else C


@strategy(value=0.0)
def of_a_float_and_a_whole(me, opponent, which=0, a=1.0, b=1):
    if me.turn == 0:
        me.value = real(which, a, b)
    return D if bit(me.value, me.turn) else C


@strategy(value=0.0)
def of_quotients(me, opponent, which=0, a=1, b=1):
    if me.turn == 0:
        me.value = a / b if which == 0 else real(which, a * 1.0, b)
    return D if bit(me.value, me.turn) else C


def outcome(rule: Strategy, engine: Any) -> str:
    """Return the moves of a rule, or why it failed."""
    try:
        return Match(rule, "always_cooperate", turns=BITS, engine=engine).play().text(0)
    except TournamentError as error:
        return str(error)


def same(rule: Strategy) -> str:
    """Return what both engines say of a rule."""
    plain, compiled = outcome(rule, "python"), outcome(rule, "compiled")
    assert plain == compiled
    return plain


EDGES = (0, 1, 2, 3, 62, 63, 64, 65, 2**31, 2**53, 2**62, 2**63 - 1)
wholes = st.one_of(
    st.sampled_from([*EDGES, *(-n for n in EDGES), -(2**63), 2**53 + 1, -(2**53) - 1]),
    st.integers(-70, 70),
    st.integers(-(2**63), 2**63 - 1),
)
FLOATS = (0.0, 0.5, 1.0, 1.5, 2.5, 1e-308, 5e-324, 1e16, 1e300, 2.0**53, 2.0**63, 1.7e308)
floats = st.one_of(
    st.sampled_from([*FLOATS, *(-x for x in FLOATS), 4503599627370495.5]),
    st.floats(-8, 8),
    st.floats(allow_nan=False, allow_infinity=False),
)


@given(st.integers(0, 19), wholes, wholes)
@settings(max_examples=150)
@example(0, 2**63 - 1, 1)
@example(1, -(2**63), 1)
@example(1, 2**63 - 1, -1)
@example(2, 2**62, 2)
@example(2, -(2**63), -1)
@example(7, 1, -1)
@example(7, -5, 64)
@example(9, -(2**63), 0)
@example(13, 3, 40)
@example(15, -(2**63), 0)
@example(17, 2**62, 2)
@example(18, 2**62, 1)
@example(3, -(2**63), -1)
@example(4, -(2**63), -1)
@example(5, 2, -1)
@example(5, -2, 63)
@example(6, 1, 64)
@example(6, 0, 1000)
@example(8, -(2**63), 1)
@example(10, -(2**63), -1)
def test_whole_numbers(which, a, b):
    same(of_wholes(which, a, b))


@given(st.integers(0, 5), wholes, wholes)
@settings(max_examples=50)
def test_whole_numbers_in_helpers_and_loops(which, a, b):
    same(of_helpers(which, a, b))


@given(st.integers(0, MOST_REAL), floats, floats)
@settings(max_examples=200)
@example(6, 0.0, -1.0)
@example(6, -8.0, 0.5)
@example(6, 1e300, 2.0)
@example(6, 0.1, 3.0)
@example(22, 1e3, 0.0)
@example(24, 0.0, 0.0)
@example(21, -1.0, 0.0)
@example(12, 2.5, 0.0)
@example(13, 1e19, 0.0)
def test_floats(which, a, b):
    same(of_floats(which, a, b))


@given(st.integers(0, 20), wholes, floats)
@settings(max_examples=100)
@example(16, 2**53 + 1, 2.0**53)
@example(16, 2**63 - 1, 2.0**63)
def test_whole_numbers_with_floats(which, a, b):
    same(of_a_whole_and_a_float(which, a, b))
    same(of_a_float_and_a_whole(which, b, a))


@given(st.integers(0, 6), wholes, wholes)
@settings(max_examples=50)
def test_quotients_of_whole_numbers(which, a, b):
    same(of_quotients(which, a, b))


# -- sentences -------------------------------------------------------------------------------------


@strategy(count=1)
def grows(me, opponent):
    me.count *= 3
    return C


@strategy
def sinks(me, opponent):
    return D if 2**-me.turn < 0.3 else C


@strategy
def takes_a_root(me, opponent):
    return D if (1.0 - me.turn) ** 0.5 < 0.3 else C


@strategy
def takes_a_logarithm(me, opponent):
    return D if math.log(me.turn) < 0.3 else C


@strategy
def shifts_back(me, opponent):
    return D if 1 << (1 - me.turn) == 1 else C


@strategy
def makes_whole(me, opponent):
    return D if int(math.inf * (me.turn + 1)) == 1 else C


@strategy
def rounds_to_digits(me, opponent):
    return D if round(me.turn / 3, 1) > 1.0 else C


@strategy
def modulo(me, opponent):
    return D if pow(me.turn, 2, 5) > 1 else C


@strategy(cells=[1, 2, 3])
def stores_a_float(me, opponent):
    me.cells[0] = 2.7
    return C


@strategy(cells=[1, 2, 3])
def adds_a_float(me, opponent):
    me.cells[1] += 0.5
    return C


@strategy
def sums_along(me, opponent, table=((1.0, 2.0), (3.0, 4.0))):
    return D if np.sum(table, axis=0)[0] > 1.0 else C


@strategy(cells=[1, 2, 3])
def beyond_the_end(me, opponent):
    return D if me.cells[me.turn] == 2 else C


@strategy
def divides_by_zero(me, opponent):
    return D if 1 // (me.turn - 2) == 1 else C


@strategy
def returns_a_float(me, opponent):
    return 0.5


LARGE = "raised OverflowError in turn 40: a whole number beyond 64 bits; write one of the numbers"
SENTENCES: list[tuple[Strategy, str]] = [
    (grows, f"{LARGE} as a float, such as 2.0"),
    (sinks, "raised ValueError in turn 2: a whole number to a negative power; write the number"),
    (takes_a_root, "raised ValueError in turn 3: a negative number to a fractional power is no"),
    (takes_a_logarithm, "raised ValueError in turn 1: "),
    (shifts_back, "raised ValueError in turn 3: negative shift count"),
    (makes_whole, "raised OverflowError in turn 1: cannot convert float infinity to integer"),
    (rounds_to_digits, "rounds to digits; write round(100 * x) / 100, for example."),
    (modulo, "takes a power modulo a number; write a ** b % c."),
    (stores_a_float, "puts a float into an array of whole numbers; write int(...), or begin with"),
    (adds_a_float, "puts a float into an array of whole numbers; write int(...), or begin with"),
    (sums_along, "sums an array along an axis; sum its rows one by one."),
    (beyond_the_end, "raised IndexError in turn 4: index 3 is out of bounds"),
    (divides_by_zero, "raised ZeroDivisionError in turn 3: "),
    (returns_a_float, "must return C or D; it returns a float."),
]


@pytest.mark.parametrize(
    ("rule", "sentence"), SENTENCES, ids=lambda each: getattr(each, "name", "")
)
def test_both_say_the_same(rule, sentence):
    code = rule.rule.__code__
    said = same(rule)
    lines = range(code.co_firstlineno, max(line for *_, line in code.co_lines() if line) + 1)
    assert any(said.startswith(f"test_arithmetic.py:{n}: {rule.name} {sentence}") for n in lines)


@pytest.mark.parametrize("power", [0, 1, 7])
def test_arrays_of_whole_numbers_take_no_powers(power):
    @strategy
    def raises(me, opponent, row=(1, 2), power=0):
        return D if (row**power)[0] > 1 else C

    for engine in ("python", "compiled"):
        assert "takes powers or shifts of an array of whole numbers" in outcome(
            raises(power=power), engine
        )


def test_a_truth_value_is_no_index():
    @strategy(cells=[1.0, 2.0])
    def asks(me, opponent):
        return D if me.cells[opponent.last == D] > 1 else C

    for engine in ("python", "compiled"):
        assert "indexes an array by a truth value; write int(...) of it." in outcome(asks, engine)


def test_sums_are_added_from_left_to_right():
    @strategy
    def adds(me, opponent, row=(0.1,) * 40):
        x = np.sum(row) if me.turn % 2 == 0 else sum([1.0 * v for v in row])
        y = np.mean(row) * 40.0 + row.sum() - row.mean() * 40.0
        return D if bit(x, me.turn) != bit(y, me.turn) else C

    total = 0.0
    for _ in range(40):
        total += 0.1
    assert total != math.fsum([0.1] * 40)
    assert len(same(adds)) == BITS


# -- without source --------------------------------------------------------------------------------

TYPED = """
import math
from tournament import C, D, strategy
K = 2**62

def helper(x):
    return x * 2**61

@strategy(n=1)
def grows(me, opponent):
    me.n *= 3
    return C

@strategy
def names(me, opponent):
    return D if K * me.turn > 3 else C

@strategy
def calls(me, opponent):
    return D if helper(me.turn) > 3 else C

@strategy
def sinks(me, opponent, base=2):
    return D if 2 ** -me.turn < 0.3 else C

@strategy
def rounds(me, opponent):
    return D if round(me.turn / 3, 1) > 1.0 else C

@strategy
def shifts(me, opponent):
    return D if 1 << (1 - me.turn) == 1 else C

@strategy
def divides(me, opponent):
    return D if 7 // (me.turn - 3) % 2 == 1 else C

@strategy
def plays(me, opponent):
    x = max(3, me.turn) % 5 + abs(-2) - min(1, 0.5) * 2 ** 3
    return D if sum((x, 0.1, 0.2)) / 2 > 0.3 + divmod(7, 2)[1] else C
"""


@pytest.mark.parametrize(
    "name", ["grows", "names", "calls", "sinks", "rounds", "shifts", "divides", "plays"]
)
def test_a_rule_without_source_counts_the_same(name):
    typed: dict[str, Any] = {"__name__": __name__}
    exec(compile(TYPED, "<typed>", "exec"), typed)
    said = same(typed[name])
    assert said.startswith("<typed>:") == (name != "plays")
    assert "not in plain Python" not in said


# -- partner rules ---------------------------------------------------------------------------------


@partner_rule
def rates(me, friend, which=0, a=1.0, b=1):
    return real(which, a, friend.exchanges + b) + friend.days_since * 0.0


def given_by(rule: Any, engine: Any) -> Any:
    """Return the gifts of a small season, or why a rule failed."""
    kinds = [("tit_for_tat", rule), ("always_defect", rule)]
    season = Season(kinds, 6, friends=3, days=4, gifts_per_day=1, seed=1, engine=engine)
    try:
        return season.play(progress=False, threads=1).exchanged.tolist()
    except TournamentError as error:
        return str(error)


@given(st.integers(0, 20), floats, st.integers(-3, 3))
@settings(max_examples=40)
@example(3, 1.0, 0)
@example(6, 0.0, -1)
@example(20, -1.0, 0)
def test_partner_rules(which, a, b):
    rule = rates(which, a, b)
    assert given_by(rule, "python") == given_by(rule, "compiled")


# -- whole expressions -----------------------------------------------------------------------------

WHOLES = (
    *("me.turn", "opponent.defections", "me.i", "a", "-me.turn", "me.cells[me.turn % 3]", "me.big"),
    *("len(opponent.history)", "(opponent.last == C)", "me.flag", "row[me.turn % 4]", "0", "1"),
    *("3", "(-3)", "63", "64", "(2**53 + 1)", "2**62", "(-2**63)"),
)
REALS = (
    *("me.x", "b", "me.score", "values[me.turn % 4]", "me.turn / 7", "0.0", "(-0.0)", "0.5", "2.5"),
    *("1e308", "9007199254740993.0", "9.3e18", "math.inf", "math.nan", "0.1", "(-2.0)"),
)
HEAD = "import math\nfrom tournament import C, D, strategy\n\n"


def expression(rng: random.Random, depth: int, kind: str = "") -> str:
    """Return an expression of whole numbers, or of floats and whole numbers."""
    kind = kind or rng.choice("wr")
    if depth == 0:
        return rng.choice(WHOLES if kind == "w" else REALS)

    def inner(of: str = "") -> str:
        return expression(rng, depth - 1, of)

    if kind == "w":
        sign = rng.choice(["+", "-", "*", "//", "%", "<<", ">>", "**", "&", "|", "^"])
        function = rng.choice(["int", "round", "math.floor", "math.ceil", "abs"])
        return rng.choice(
            [
                *[f"({inner('w')} {sign} {inner('w')})"] * 3,
                f"{rng.choice('-~+')}{inner('w')}",
                f"{function}({inner('w' if function == 'abs' else '')})",
                f"{rng.choice(['max', 'min'])}({inner('w')}, {inner('w')})",
            ]
        )
    sign = rng.choice(["+", "-", "*", "/", "//", "%", "**"])
    name = rng.choice(["sqrt", "exp", "log", "log1p", "sin", "tan", "asin", "atan", "cosh", "erf"])
    return rng.choice(
        [
            f"({inner()} {sign} {inner('r')})",
            f"({inner('r')} {sign} {inner()})",
            f"({inner('w')} / {inner('w')})",
            f"-{inner('r')}",
            f"math.{name}({inner()})",
            f"{rng.choice(['max', 'min'])}({inner()}, {inner('r')})",
        ]
    )


def rule_text(rng: random.Random, name: str) -> str:
    """Return the text of a rule that remembers and compares expressions."""
    lines = []
    for _ in range(rng.randint(0, 2)):
        target, kind = rng.choice([("me.i", "w"), ("me.x", "r"), ("me.cells[me.turn % 3]", "w")])
        sign = rng.choice(["", "+", "-", "*", "/" if kind == "r" else "//"])
        lines.append(f"{target} {sign}= {expression(rng, 1, kind)}")
    if rng.random() < 0.3:
        lines += ["for k in range(3):", f"    me.i += {expression(rng, 1, 'w')}"]
    sides = [expression(rng, rng.randint(1, 3)) for _ in range(2)]
    asked = rng.choice(["<", "<=", "==", "!=", ">", ">="])
    told = f"{sides[0]} {asked} {sides[1]}" if rng.random() < 0.3 else f"bit({sides[0]}, me.turn)"
    body = "".join(f"    {line}\n" for line in [*lines, f"return D if {told} else C"])
    return f"""
@strategy(i=3, x=0.75, big=2**62, flag=True, cells=[1, -5, 7])
def {name}(me, opponent, a=5, b=0.3, row=(3, -4, 2**53 + 1, 0), values=(0.1, -7.25, 3.0, 1e17)):
{body}"""


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_expressions(seed, tmp_path):
    rng = random.Random(seed)
    names = [f"rule_{k}" for k in range(25)]
    head = HEAD + inspect.getsource(bit).replace("x = abs(x)", "x = abs(x * 1.0)")
    file = tmp_path / f"expressions_{seed}.py"
    file.write_text(head + "".join(rule_text(rng, name) for name in names))
    rules = {rule.name: rule for rule in load(file)}
    played = [same(rules[name]) for name in names]
    assert 0 < sum(".py:" in said for said in played) < len(played)

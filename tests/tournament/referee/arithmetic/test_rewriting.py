"""A rewritten function does what it did, with the arithmetic of rules; with source and without."""

import inspect
import operator
from textwrap import dedent

import numpy as np
import pytest

from tournament.authors.law.frozen import frozen
from tournament.referee.arithmetic import law
from tournament.referee.arithmetic.rewriting import rewritten

LARGE = 2**62


def operators(a, b):
    return a + b, a - b, a * b, a / b, a // b, a % b, a**2, a << 2, a >> 1, -a, +a, ~a, a & b, a | b


def in_place(a, b):
    a += b
    a -= 1
    a *= b
    a //= 2
    a %= 50
    a **= 2
    a <<= 1
    a >>= 2
    a |= 1
    a &= 255
    a ^= 3
    a /= b
    return a


def of_arrays(a, b):
    row = np.array([a, b, 3])
    row[0] += b
    row[1] = a * 2
    row[b % 3 : 3] -= 1
    table = np.zeros((2, 2))
    table[1, 0] += a
    table[0][1] -= b / 2
    table[a % 2, b % 2] *= 2.0
    row += 1
    first, second, third = row
    (x, y), z = (first, second), third
    return row.tolist(), table.tolist(), x + y * z, row.sum(), np.sum(row), row.mean(), max(row)


def loops(a, b):
    whole = 0
    for value in np.array([a, b, 5]):
        whole += value * value
    for k, value in enumerate((a, b)):
        whole += k - value
    else:
        whole += 1
    many = [k * a for k in range(4) if k % 2 == b % 2]
    both = {k: v + 1 for k, v in zip(many, many, strict=True)}
    while whole > 20:
        whole -= 7
    return whole, many, both, [i + j for i in range(2) for j in range(i)]


def order(a, b):
    """Return in which order things are asked; the places of an assignment only once."""
    asked = []

    def ask(what):
        asked.append(what)
        return what % 3

    row = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    row[ask(0)][ask(1)] += ask(2)
    row[ask(3)] = [ask(4)] * ask(5)
    value = ask(6) + ask(7) * ask(8)
    return asked, row, value


def helpers(a, b, c=3, *, d=4):
    def inner(x, y=2, *, z=1):
        return x * y + z + c

    return inner(a), inner(a, b), inner(a, z=d), (lambda x: x - b)(a), with_default(a)


def with_default(x, by=LARGE - LARGE + 5):
    return x - by if x > by else by - x


def constants(a, b):
    return 2**3, -5, 1 + 2 * 3, -(2**2), 1 / 4, 7 // 2, "ab", (1, -1), 2**62 + (2**62 - 1)


def functions(a, b):
    return (
        abs(-a), divmod(a, b), pow(a, 2), round(a / b), max(a, b), min(a, b, 1), sum((a, b, 1)),
        int(2.7), float(a), bool(b), len((a, b)), sorted((b, a)), list(range(b)),
        [*zip((a,), (b,), strict=True)],
    )  # fmt: skip


def comparisons(a, b):
    return a < b < 9, a == b, not a, a and b, a or b, a if a > b else b, a in (a, b), b is None


ALL = [operators, in_place, of_arrays, loops, order, helpers, constants, functions, comparisons]


def ruled(function):
    """Return a function as the referee plays it."""
    return rewritten(frozen(function, plain=False))


def without_source(function):
    """Return the same function, from a text that nobody finds."""
    space = dict(globals())
    exec(compile(dedent(inspect.getsource(function)), "<nowhere>", "exec"), space)
    return space[function.__name__]


@pytest.mark.parametrize("function", ALL)
@pytest.mark.parametrize("given", [(7, 3), (3, 7), (10, 2), (1, 1)])
def test_it_does_what_it_did(function, given):
    assert ruled(function)(*given) == function(*given)


@pytest.mark.parametrize("function", [f for f in ALL if f not in (of_arrays, loops)])
@pytest.mark.parametrize("given", [(7, 3), (1, 1)])
def test_so_it_does_without_source(function, given):
    assert ruled(without_source(function))(*given) == function(*given)


def test_defaults_closures_and_names_are_kept():
    def outer(k):
        def f(x, y=2, *, z=3):
            return k * x + y * z

        return f

    made = rewritten(outer(10))
    assert (made(1), made(1, 1), made(1, z=0), made.__name__) == (16, 13, 10, "f")
    assert inspect.signature(made) == inspect.signature(outer(10))
    assert rewritten(outer(20))(1) == 26


@pytest.mark.parametrize("body", [
    "x + x", "x - (-x - 2)", "x * 2", "-(-x - x)", "x << 1", "x ** 2", "sum((x, x))", "pow(x, 2)",
    "(x // 1) + x", "twice(x)", "(lambda y: y + y)(x)", "[y + y for y in (x,)][0]",
    "abs(x - 2 * x) * 2",
    "int(4.0 * x)", "round(4.0 * x)", "deep(x)",
])  # fmt: skip
@pytest.mark.parametrize("source", [True, False])
def test_a_whole_number_beyond_64_bits_is_an_error_wherever_it_is_made(tmp_path, body, source):
    if not source and body == "int(4.0 * x)":
        pytest.skip("what has been a float is not followed without source")
    text = f"""\
def twice(y): return y + y
def deep(y): return twice(y)
def rule(x=2**62):
    return {body}
"""
    file = tmp_path / "mine.py"
    if source:
        file.write_text(text)
    space: dict = {}
    exec(compile(text, str(file), "exec"), space)
    with pytest.raises(OverflowError) as error:
        ruled(space["rule"])()
    assert source is False or str(error.value) == law.TOO_LARGE


@pytest.mark.parametrize("statement", [
    "x += x", "x *= 2", "x <<= 1", "x **= 2", "m[0] += m[0]", "m[0] *= 4",
])  # fmt: skip
def test_so_it_is_in_place(tmp_path, statement):
    file = tmp_path / "mine.py"
    file.write_text(f"def rule(x, m):\n    {statement}\n    return x\n")
    space: dict = {}
    exec(compile(file.read_text(), str(file), "exec"), space)
    with pytest.raises(OverflowError, match="a whole number beyond 64 bits"):
        ruled(space["rule"])(LARGE, np.array([LARGE]))


def test_an_error_has_the_line_of_the_rule():
    def fails(x):
        y = 1
        return (
            y +
            x / 0
        )  # fmt: skip

    with pytest.raises(ZeroDivisionError) as error:
        ruled(fails)(1)
    lines = [entry.lineno for entry in error.traceback if entry.path.name == "test_rewriting.py"]
    assert lines[-1] - fails.__code__.co_firstlineno in (3, 4)


def test_a_name_of_its_own_is_no_builtin():
    def own_len(x):
        len = operator.neg
        return len(x)

    assert ruled(own_len)(LARGE) == -LARGE
    with pytest.raises(OverflowError):
        ruled(own_len)(law.LEAST)


def test_floats_are_not_put_among_whole_numbers():
    def stores(row):
        row[0] = 0.5
        return row

    def adds(row):
        row[0] += 0.5
        return row

    for function in (stores, adds):
        with pytest.raises(law.NotOffered, match="puts a float"):
            rewritten(function)(np.array([1, 2]))
        assert rewritten(function)(np.array([1.0, 2.0]))[0] in (0.5, 1.5)


def test_what_is_no_function_is_left_alone():
    for one in (len, np.sum, operator.add, int):
        assert rewritten(one) is one

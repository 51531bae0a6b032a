"""Every name of the table does the same in both engines, or in plain Python where it says so."""

import math

import numpy as np
import pytest

from tournament import Match
from tournament.authors.law.allowed import TABLE, names, python

CALLS = {
    "Python": {
        "abs": "abs(-p)", "bool": "bool(n)", "divmod": "divmod(n, 3)[1]",
        "enumerate": "[i * v for i, v in enumerate(k)][1]", "float": "float(n)",
        "int": "int(p * 9)",
        "len": "len(k)", "list": "list(k)[1]", "max": "max(n, 3)", "min": "min(1, 2, n)",
        "pow": "pow(p, 2)", "range": "[i for i in range(n)][2]", "round": "round(10 * p)",
        "sorted": "sorted(k)[0]", "sum": "sum(k)", "zip": "[a * b for a, b in zip(k, k)][2]",
        "Exception": "risk(me.turn, 0)", "RuntimeError": "risk(me.turn, 1)",
        "ValueError": "risk(me.turn, 2)",
    },
    "math": {
        **{name: f"math.{name}" for name in ("e", "inf", "pi", "tau")},
        "nan": "int(math.nan != math.nan)", "acosh": "math.acosh(n)", "atan2": "math.atan2(p, n)",
        "copysign": "math.copysign(p, -1.0)", "gcd": "math.gcd(n, 10)",
        "hypot": "math.hypot(p, n)", "ldexp": "math.ldexp(p, n)",
    },
    "numpy": {
        "array": "np.array([1, n])[1]", "clip": "np.clip(x, 0.2, 2.0)[1]", "bool_": "np.bool_(n)",
        "concatenate": "np.concatenate((x, x))[5]", "e": "np.e", "eye": "np.eye(2)[1, 1]",
        "arange": "np.arange(n)[2]", "float64": "np.float64(n)", "int64": "np.int64(p * 9)",
        "float32": "np.float32(n)",
        "full": "np.full(n, 2.0)[1]", "full_like": "np.full_like(k, 2)[1]", "inf": "np.inf",
        "maximum": "np.maximum(x, 1.0)[0]", "minimum": "np.minimum(x, 1.0)[1]",
        "nan": "int(np.nan != np.nan)", "ones": "np.ones(n)[1]", "pi": "np.pi",
        "repeat": "np.repeat(k, 2)[3]", "roll": "np.roll(k, 2)[1]", "round": "np.round(x, 1)[1]",
        "searchsorted": "np.searchsorted(np.sort(k), 2)", "transpose": "np.transpose(m)[0, 1]",
        "where": "np.where(x > 1.0, x, 0.0)[1]", "zeros": "np.zeros((2, n), np.int64)[1, 2]",
        "flatnonzero": "np.flatnonzero(k)[0]", "argmax": "np.argmax(x)", "argmin": "np.argmin(x)",
        "count_nonzero": "np.count_nonzero(k)",
        **{f: f"np.{f}(x)" for f in ("all", "any", "max", "mean", "min", "sum")},
        **{f: f"np.{f}(x)[1]" for f in ("abs", "ceil", "copy", "cumsum", "diff", "flip", "floor",
           "isfinite", "isinf", "isnan", "ones_like", "sign", "sort", "sqrt", "unique",
           "zeros_like")},
    },
    "arrays, lists and dictionaries": {
        "T": "m.T[0, 1]", "astype": "x.astype(np.int64)[1]", "copy": "x.copy()[1]",
        "append": "grown(k)[3]", "extend": "grown(k)[4]", "insert": "grown(k)[0]",
        "pop": "grown(k)[-1]", "count": "[1, 2, n].count(2)", "index": "[1, 2, n].index(2)",
        "fill": "filled(x)", "flatten": "m.flatten()[1]", "get": "{1: 2, n: 3}.get(n, 7)",
        "items": "[a + b for a, b in {1: 2, n: 3}.items()][1]",
        "keys": "[a for a in {1: 2, n: 3}.keys()][1]", "values": "[a for a in {1: 2}.values()][0]",
        "ndim": "m.ndim", "ravel": "m.ravel()[2]", "reshape": "m.reshape(4)[1]",
        "shape": "m.shape[1]", "size": "m.size", "transpose": "m.transpose()[0, 1]",
        **{f: f"x.{f}()" for f in ("argmax", "argmin", "max", "mean", "min", "sum")},
        "all": "(x > 0.5).all()", "any": "(x > 0.5).any()",
    },
}  # fmt: skip
ABOVE = """
def risk(turn, kind):
    if turn > 10**9:
        if kind == 0:
            raise Exception("no")
        if kind == 1:
            raise RuntimeError("no")
        raise ValueError("no")
    return kind
def grown(k):
    made = [k[0], k[1]]
    made.append(7)
    made.extend([8, 9])
    made.insert(0, 5)
    made.pop()
    return made
def filled(x):
    own = np.zeros(3)
    own.fill(x[1])
    return own[2]
"""
TAKES = ", p=0.3, n=5, x=(0.3, 1.7, 0.25), k=(3, 1, 2), m=((1.5, 2.0), (0.25, 4.0))"


def call(of: str, name: str) -> str:
    known = CALLS[of].get(name)
    return known or f"math.{name}(p)"


def test_every_name_is_tried():
    for row in TABLE:
        assert len({*row.names, *row.plain}) == len(row.names + row.plain)
        home = {"math": math, "numpy": np}.get(row.of)
        for name in row.names:
            if row.of != "math":
                assert name in CALLS[row.of], name
            assert home is None or hasattr(home, name)
    assert "__import__" not in python(plain=True)


def parts(row, size=12):
    tried = [name for name in row.names if not (row.of == "math" and not hasattr(math, name))]
    return [tried[at : at + size] for at in range(0, len(tried), size)]


@pytest.mark.parametrize(("of", "tried"), [
    pytest.param(row.of, part, marks=[] if row.of in ("Python", "math") else [pytest.mark.slow])
    for row in TABLE for part in parts(row)
])  # fmt: skip
def test_each_name_does_the_same_in_both_engines(made, of, tried):
    """In turn t, D says that expression t is what plain Python makes of it, to the bit."""
    space = made("return C", above=ABOVE).rule.__globals__
    given = {"p": 0.3, "n": 5, "x": np.array([0.3, 1.7, 0.25]), "k": np.array([3, 1, 2]),
             "m": np.array([[1.5, 2.0], [0.25, 4.0]])}  # fmt: skip
    given["me"] = type("me", (), {"turn": 0})
    want = [eval(call(of, name), space, given) * 1.0 for name in tried]
    lines = [
        f"if me.turn == {t} and ({call(of, name)}) * 1.0 == want[{t}]:\n    return D"
        for t, name in enumerate(tried)
    ]
    body = "\n".join([*lines, "return C"])
    rule = made(body, above=ABOVE, takes=f"{TAKES}, want=(0.0,)")(want=want)
    for engine in ("python", "compiled"):
        played = Match(rule, rule, turns=len(tried), engine=engine).play().text(0)
        wrong = [name for name, move in zip(tried, played, strict=True) if move != "D"]
        assert wrong == [], engine


@pytest.mark.parametrize("of", [row.of for row in TABLE])
def test_what_is_plain_is_refused_where_rules_are_compiled(made, refused, of):
    for name in names(of, plain=True) - names(of, plain=False):
        dot = {"Python": "", "math": "math."}.get(of, "me.x.")
        sentence = refused(made(f"y = {dot}{name}\nreturn C", decorator="@strategy(x=0)"))
        assert "or mark it @strategy(compiled=False)." in sentence
        plain = made(f"y = {dot}{name}\nreturn C", decorator="@strategy(x=0, compiled=False)")
        if of != "arrays, lists and dictionaries":
            assert Match(plain, plain, turns=2).play().text(0) == "CC"

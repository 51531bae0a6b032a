"""A rule is a function of what it sees, its memory and its chance: all else is refused at one door.

Every program here is shown to the referee, to the compiler and to `tournament check`; all three say
the same sentence, with file and line.
"""

import re

import pytest

from tournament.authors.law.door import admit
from tournament.errors import PluginError

FILE = "mine.py"

# -- chance and change from outside ----------------------------------------------------------------

SOURCES = {
    "random": ("random", "random()"),
    "numpy": ("numpy.random", "random()"),
    "secrets": ("secrets", "randbelow(2)"),
    "uuid": ("uuid", "uuid4().int"),
    "time": ("time", "time()"),
    "os": ("os", "getpid()"),
    "datetime": ("datetime", "datetime.now().second"),
    "sys": ("sys", "getrefcount(C)"),
    "threading": ("threading", "get_ident()"),
    "ctypes": ("ctypes", "c_int(1).value"),
    "tempfile": ("tempfile", "mkdtemp()"),
    "gc": ("gc", "collect()"),
}
WAYS = {
    "plain": ("import {m}", "", "x = {m}.{c}"),
    "renamed": ("import {m} as n", "", "x = n.{c}"),
    "of a module": ("from {m} import {f} as r", "", "x = r{rest}"),
    "bound": ("import {m} as n\nr = n.{f}", "", "x = r{rest}"),
    "helper": ("import {m} as n\ndef h(k): return n.{c}", "", "x = h(1)"),
    "helper of a helper": (
        "import {m} as n\ndef g(): return n.{c}\ndef h(k):\n    return g()", "", "x = h(1)",
    ),
    "inner function": ("import {m} as n", "", "h = lambda: n.{c}\nx = h()"),
    "local alias": ("import {m} as n", "", "k = n\nx = k.{c}"),
    "imported inside": ("", "", "import {m} as n\nx = n.{c}"),
    "in a tuple": ("import {m} as n\nALL = (1, n)", "", "x = ALL[1].{c}"),
    "in a list": ("import {m} as n\nALL = [n]", "", "x = ALL[0].{c}"),
    "default of a helper": ("import {m} as n\ndef h(k=n): return k.{c}", "", "x = h()"),
    "class": ("import {m} as n\nclass A:\n    k = n", "", "x = A.k.{c}"),
    "import by name": ("", "", "x = __import__('{m}').{c}"),
    "never carried out": ("import {m} as n", "", "x = n.{c} if me.turn > 10**9 else 0"),
    "in a comprehension": ("import {m} as n", "", "x = [n.{c} for _ in range(1)][0]"),
    "decorated": (
        "import {m} as n, functools\n@functools.lru_cache\ndef h(k): return n.{c}", "", "x = h(1)",
    ),
}  # fmt: skip


def program(made, outside: str, way: str, **words):
    module, call = SOURCES[outside]
    function, rest = re.match(r"(\w+)(.*)", call).groups()
    fill = {"m": module, "c": call, "f": function, "rest": rest}
    above, takes, body = (part.format(**fill) for part in WAYS[way])
    body += "\nreturn D if x else C"
    return made(body, above=above, takes=takes, **words)


@pytest.mark.parametrize("decorator", ["@strategy", "@strategy(compiled=False)"])
@pytest.mark.parametrize("source", [True, False])
@pytest.mark.parametrize("way", WAYS)
def test_what_draws_or_changes_is_refused_by_whatever_way(made, refused, way, source, decorator):
    for module in SOURCES:
        if decorator == "@strategy" and module in ("random", "os"):
            refused(program(made, module, way, source=source, decorator=decorator))
        else:
            rule = program(made, module, way, source=source, decorator=decorator)
            with pytest.raises(PluginError):
                admit(rule, ("me", "opponent"))


@pytest.mark.parametrize("name", ["random", "numpy", "secrets"])
def test_it_says_how_to_draw(made, refused, name):
    sentence = refused(program(made, name, "plain"))
    assert sentence.endswith("draw only with me.chance, me.integer and me.uniform.")
    assert sentence.startswith("mine.py:7: rule uses `")


OUTSIDE = {
    "open('x')": "uses `open`",
    "input()": "uses `input`",
    "eval('1')": "uses `eval`",
    "exec('1')": "uses `exec`",
    "getattr(me, 'turn')": "uses `getattr`",
    "setattr(me, 'x', 1)": "uses `setattr`",
    "hasattr(me, 'x')": "uses `hasattr`",
    "vars(me)": "uses `vars`",
    "dir(me)": "uses `dir`",
    "globals()": "uses `globals`",
    "locals()": "uses `locals`",
    "id(me)": "uses `id`",
    "hash('a')": "uses `hash`",
    "type(me)": "uses `type`",
    "object()": "uses `object`",
    "breakpoint()": "uses `breakpoint`",
    "compile('1', '', 'eval')": "uses `compile`",
    "super()": "uses `super`",
    "memoryview(b'a')": "uses `memoryview`",
    "__builtins__": "uses `__builtins__`",
    "__name__": "uses `__name__`",
    "me._moves": "uses `._moves`",
    "opponent._moves": "uses `._moves`",
    "opponent.history._moves": "uses `._moves`",
    "me.__dict__": "uses `.__dict__`",
    "me.__class__": "uses `.__class__`",
    "me.chance.__self__": "uses `.__self__`",
    "(lambda: 0).__globals__": "uses `.__globals__`",
    "helper.__code__": "uses `.__code__`",
    "helper.calls": "uses `.calls`",
    "'{0._moves}'.format(me)": "uses `.format`",
    "np.random.random()": "uses `np.random`",
    "np.empty(1)[0]": "uses `np.empty`",
    "np.lib.stride_tricks.as_strided(np.zeros(1), (9,))[8]": "uses `np.lib`",
    "np.ctypeslib": "uses `np.ctypeslib`",
    "np.load('x')": "uses `np.load`",
    "np.frombuffer(b'1')": "uses `np.frombuffer`",
    "np.zeros(1).tofile('x')": "uses `.tofile`",
    "np.zeros(1).ctypes": "uses `.ctypes`",
    "np.zeros(1).data": "uses `.data`",
    "np.zeros(1).base": "uses `.base`",
    "np.zeros(1).view(np.int64)": "uses `.view`",
    "np.zeros(2).setflags(write=True)": "uses `.setflags`",
    "np": "uses the module `np` as a value",
    "[np][0].random.random()": "uses the module `np` as a value",
    "unknown": "uses `unknown`, which is not defined",
    "np.exp(me.turn)": "write `math.exp`",
    "LIST[0]": "reads `LIST`, a list, which can change",
    "DICT[0]": "reads `DICT`, a dict, which can change",
    "SET": "reads `SET`, a set, which can change",
    "NESTED[0][0]": "uses `NESTED` (tuple)",
    "OBJECTS[0]": "uses `OBJECTS` (ndarray)",
    "rng.random()": "uses `rng`, which draws",
    "Own.x": "uses `Own` (type)",
    "Own()": "uses `Own` (type)",
    "counter()": "uses `counter` (Own)",
    "remembers()": "reads a default of remembers, a list",
    "np.array(['now'], 'M8[us]').astype(np.int64)[0]": "uses a text beside NumPy",
    "np.zeros(2, dtype='M8[us]')": "uses a text beside NumPy",
    "me.x.astype(TEXT)": "uses a text beside NumPy",
    "np.dot(me.x, me.x, row)": "uses `np.dot`",
    "np.round(me.x, 1, out=me.x)": "changes an array",
    "max([1, 2], key=lambda n: -n)": "cannot be compiled: it chooses by `key=`",
    "1j": "uses 1j",
    "len(b'a')": "uses b'a'",
}
ABOVE = """
LIST, DICT, SET, NESTED, OBJECTS = [0], {0: 0}, {0}, ([0],), np.array([None])
rng = np.random.default_rng(1)
def helper(): return 1
class Own:
    x = 0
    def __call__(self): return 0
counter = Own()
TEXT = "M8[us]"
def remembers(x=[]): return len(x)
"""
STATEMENTS = {
    "global n\nn = 1": "sets `n`, which lives outside the rule",
    "global n\nn += 1": "sets `n`, which lives outside the rule",
    "global n\nfor n in range(3): pass": "sets `n`, which lives outside the rule",
    "global n\ndel n": "sets `n`, which lives outside the rule",
    "import os": "imports a module",
    "from os import getpid": "imports a module",
    "class A: pass": "defines a class",
    "try:\n    x = 1\nexcept Exception:\n    x = 2": "uses `try` or `with`",
    "try:\n    x = 1\nfinally:\n    x = 2": "uses `try` or `with`",
    "with me: pass": "uses `try` or `with`",
    "del me.x": "deletes what follows a dot",
    "me.turn = 3": "sets me.turn; the engine keeps it",
    "opponent.last = C": "sets opponent.last; a player cannot change its opponent",
    "opponent.turn = C": "sets opponent.turn; a player cannot change its opponent",
    "me.game.R = 9.0": "sets me.game.R",
    "if me.turn > 10**9:\n    me.turn = 1": "sets me.turn",
    "helper.calls = 1": "sets .calls",
    "(me if me.turn else me).x = 1": "sets me.x",
}


@pytest.mark.parametrize("source", [True, False])
@pytest.mark.parametrize("expression", OUTSIDE)
def test_what_is_not_in_the_table_is_refused(made, refused, expression, source):
    decorator = "@strategy(x=np.zeros(2))"
    rule = made(f"x = {expression}\nreturn C", above=ABOVE, decorator=decorator, source=source)
    line = 4 + ABOVE.count("\n") + 3
    sentence = refused(rule)
    assert OUTSIDE[expression] in sentence
    if "default" not in OUTSIDE[expression]:
        assert sentence.startswith(f"{FILE}:{line}: ")


@pytest.mark.parametrize("statement", STATEMENTS)
def test_statements_that_reach_outside_are_refused(made, refused, statement):
    rule = made(f"{statement}\nreturn C", above=ABOVE + "n = 0\n", decorator="@strategy(y=0)")
    assert STATEMENTS[statement] in refused(rule)


def test_a_variable_of_an_enclosing_function_is_not_set(made, refused):
    above = "def outer():\n    n = 0\n    @strategy\n    def rule(me, opponent):\n"
    above += "        nonlocal n\n        n += 1\n        return C\n    return rule\nmade = outer()"
    rule = made("return C", above=above).rule.__globals__["made"]
    assert "sets `n`, which lives outside the rule" in refused(rule)


@pytest.mark.parametrize("source", [True, False])
@pytest.mark.parametrize("text", [
    "async def rule(me, opponent):\n    return C",
    "def rule(me, opponent):\n    yield C",
    "async def rule(me, opponent):\n    yield C",
    "def rule(me, opponent):\n    return C\n    yield",
])  # fmt: skip
def test_a_rule_is_a_plain_function(made, refused, text, source):
    for decorator in ("@strategy", "@strategy(compiled=False)"):
        rule = made("return C", above=f"{decorator}\n{text}\nfirst = rule", source=source)
        sentence = refused(rule.rule.__globals__["first"])
        assert "is not a plain function: `rule` is " in sentence
        assert sentence.startswith("mine.py:4: ")

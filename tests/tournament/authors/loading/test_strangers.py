"""Files of strangers: what may stand at the top level, and what is refused before it is run."""

from pathlib import Path

import pytest

from tournament import PartnerRule, load
from tournament.authors.loading.strangers import MOST_LETTERS
from tournament.errors import PluginError

RULE = "\n@strategy\ndef nice(me, opponent):\n    return C\n"
IMPORTS = "from tournament import C, D, Probability, strategy, partner_rule\n"
WELCOME = {
    "a docstring": '"""A rule."""\n',
    "constants": "import numpy as np\nP = 0.5\nQ = 1 / 3\nT = (C, D)\nA = np.array([0.5, -0.5])\n",
    "calculation": "import math\nfrom math import sqrt as root\nfrom numpy import sign\n",
    "parameters": "@strategy\ndef mild(me, opponent, p: Probability = 0, n: 'int' = 3): return C\n",
    "memory": "@strategy(angry=0, seen=(0, 0))\ndef calm(me, opponent) -> int: return C\n",
    "helpers": "def double(x, by=2): return by * x\n",
    "variants": "from strategies import tit_for_tat\nmine = tit_for_tat.named('mine')\n",
    "module numbers": "import math as m\nimport numpy as n\nX = m.e, m.tau, n.pi, n.inf, n.nan\n",
    "sums": "X = -(1 + 2) * 3 / 4 - 5\nY = X\n",
    "tables": "T = {1: (2, 3), 'a': [4]}\n",
    "annotated constants": "N: int = 3\nM: float | None = None\nK: 'int'\n",
    "rows": "import numpy as np\ndef f(x: np.ndarray, *y: int, z: float = -1, **w: int): pass\n",
    "variants of variants": (
        "from strategies import memory_one\nmine = memory_one(1, 0, 0, p_dd=1).named('mine')\n"
        "other = mine\n"
    ),
    "a module of its own name": "import math\nimport math as maths\nfrom math import pi as half\n",
    "nothing": "pass\n3\n",
    "the future": "from __future__ import annotations\n",
}
REFUSED = {
    "import os": "imports `os`",
    "import numpy.ctypeslib": "imports `numpy.ctypeslib`",
    "from os import system": "imports `system` from `os`",
    "from numpy import *": r"imports `\*`",
    "from tournament import load": "imports `load` from `tournament`",
    "from strategies import catalogue": "imports `catalogue` from `strategies`",
    "from . import helper": "something else",
    "__import__('os').system('touch HERE')": "calls|an expression",
    "open('HERE', 'w')": "an expression",
    "x = open('HERE', 'w')": "calls what is not",
    "x = [open('HERE', 'w')]": "calls what is not",
    "x = {1: open('HERE', 'w')}": "calls what is not",
    "x = strategy(open('HERE', 'w'))": "calls what is not",
    "x = 10 ** 10 ** 10": "something else",
    "x = 'a' * 10 ** 9": "something else",
    "x = (0,) * 1000000000": "something else",
    "x = 1\ny = x * x": "something else",
    "x = f'{open(1)}'": "something else",
    "x = (y := open('HERE', 'w'))": "something else",
    "x = lambda: 0": "a `lambda`",
    "x = [open('HERE', 'w') for _ in (1,)]": "something else",
    "x = C.__class__": "something else",
    "x = 1\nx.y = 2": "more than one name",
    "x = y = 1": "more than one name",
    "x = 1\nx += 1": "a change of a value",
    "x: open('HERE', 'w')": "annotation",
    'x: \'open("HERE", "w")\' = 1': "annotation",
    "import numpy as np\nx = np.load('HERE')": r"uses `\.load`",
    "import math\nx = math.sin": r"uses `\.sin`",
    "import math\nx = math.sin(1)": r"uses `\.sin`",
    "import math as tau\nx = tau.fsum": r"uses `\.fsum`",
    "x = (1, unknown)": "something else",
    "x = 1 + (2 * unknown)": "something else",
    "x = unknown + 1": "something else",
    "x = {**C}": "something else|calls|an",
    "x = {open('HERE', 'w'): 1}": "calls what is not",
    "x = strategy(rule=open('HERE', 'w'))": "calls what is not",
    "x = strategy.other('y')": "calls what is not",
    "x = other.named('y')": "calls what is not",
    "x = strategy(open('HERE', 'w')).named('y')": "calls what is not",
    "x: int = open('HERE', 'w')": "calls what is not",
    "x: int | open('HERE', 'w') = 1": "annotation",
    "x: np.ndarray = 1": "annotation",
    "C: int = 1": "gives `C` another meaning",
    "import math\nmath = 1": "gives `math` another meaning",
    "x = 1\nimport math as x": "gives `x` another meaning",
    "x = 1\nfrom math import sin as x": "gives `x` another meaning",
    "import math\nfrom strategies import joss as math": "gives `math` another meaning",
    "from math import _sin": "imports `_sin`",
    "from strategies import nothing": "imports `nothing`",
    "import math, os": "imports `os`",
    "@strategy\n@open\ndef h(me, opponent): return C": "decorator",
    "import numpy as np\nx = np.zeros(10)": r"uses `\.zeros`",
    "import numpy as np\nx = np.array.__self__": "something else",
    "def f(x=open('HERE', 'w')): pass": "calls what is not",
    "def f(*, x=open('HERE', 'w')): pass": "calls what is not",
    "def f(x: open('HERE', 'w')): pass": "annotation",
    'def f(x: \'open("HERE", "w")\'): pass': "annotation",
    "def f(x) -> open('HERE', 'w'): pass": "annotation",
    "def f(*x: open('HERE', 'w')): pass": "annotation",
    "def f(g): return g\n@f\ndef h(): pass": "decorator",
    "@strategy(x=open('HERE', 'w'))\ndef h(me, opponent): return C": "calls what is not",
    "@strategy.__class__\ndef h(me, opponent): return C": "decorator",
    "def strategy(rule): return rule": "gives `strategy` another meaning",
    "strategy = 1": "gives `strategy` another meaning",
    "from math import sin as strategy": "gives `strategy` another meaning",
    "import math as strategy": "gives `strategy` another meaning",
    "__builtins__ = 1": "gives `__builtins__` another meaning",
    "class A: pass": "a class",
    "for x in (1,): open('HERE', 'w')": "a `for`",
    "while True: pass": "a `while`",
    "if True: open('HERE', 'w')": "an `if`",
    "try: open('HERE', 'w')\nexcept OSError: pass": "a `try`",
    "with open('HERE', 'w'): pass": "a `with`",
    "async def f(): pass": "`async def`",
    "assert open('HERE', 'w')": "something else",
    "raise SystemExit": "something else",
    "del C": "a `del`",
    "global x": "something else",
    "match 1:\n    case _: open('HERE', 'w')": "something else",
}


@pytest.mark.parametrize("what", WELCOME)
def test_what_a_rule_needs_is_welcome(what, tmp_path):
    first = WELCOME[what] if "__future__" in WELCOME[what] else IMPORTS + WELCOME[what]
    file = tmp_path / "entry.py"
    file.write_text(first + IMPORTS * ("__future__" in first) + RULE)
    assert "nice" in [rule.name for rule in load(file, trusted=False)]


@pytest.mark.parametrize("text", REFUSED)
def test_whatever_else_would_run_is_refused(text, tmp_path):
    here = tmp_path / "touched"
    file = tmp_path / "entry.py"
    file.write_text(IMPORTS + text.replace("HERE", str(here)) + RULE)
    with pytest.raises(
        PluginError, match=rf"entry\.py:\d+: the file of a stranger.*{REFUSED[text]}"
    ):
        load(file, trusted=False)
    assert not here.exists()


def test_the_line_is_the_one_of_what_is_refused(tmp_path):
    file = tmp_path / "entry.py"
    file.write_text(IMPORTS + RULE + "\n\nimport os\n")
    with pytest.raises(PluginError, match=r"^entry\.py:8: "):
        load(file, trusted=False)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def", r"entry\.py:1: the file is not valid Python"),
        ("x = " + "(" * 500 + ")" * 500, r"entry\.py:1: the file"),
        ("x = " + "-" * 20_000 + "1", r"entry\.py:\d+: the file"),
        ("#" * (MOST_LETTERS + 1), r"entry\.py: the file of a stranger may have 200,000 letters"),
        ("def f(x: 'a b'): pass", r"entry\.py:\d+: the file is not valid Python"),
    ],
)
def test_what_is_no_program_gets_a_sentence(text, said, tmp_path):
    file = tmp_path / "entry.py"
    file.write_text(text)
    with pytest.raises(PluginError, match=said):
        load(file, trusted=False)


def test_a_file_that_was_loaded_as_a_friends_is_judged_all_the_same(tmp_path):
    file = tmp_path / "entry.py"
    file.write_text(IMPORTS + "import os" + RULE)
    assert load(file)
    with pytest.raises(PluginError, match="imports `os`"):
        load(file, trusted=False)


def test_partner_rules_too(tmp_path):
    file = tmp_path / "entry.py"
    file.write_text(IMPORTS + "@partner_rule\ndef first(town, friend): return 1.0\n")
    assert [rule.name for rule in load(file, PartnerRule, trusted=False)] == ["first"]


def test_the_examples_of_the_documentation_are_welcome():
    assert load(Path(__file__).parents[4] / "examples" / "neighbours.py", trusted=False)

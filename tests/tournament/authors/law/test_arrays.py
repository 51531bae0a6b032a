"""An array that is not the rule's own stays as it is, however the rule reaches it."""

import pytest

from tournament import Match
from tournament.authors.law.frozen import frozen
from tournament.authors.law.sentences import CHANGES
from tournament.errors import PluginError

ABOVE = """
TABLE = np.array([1.0, 0.5, 0.25])
def writes(row):
    row[0] = 1.0
    return 0
def same(row): return row
def asks(row, k): return row[k]
"""
ROWS = {
    "p": 1, "q": 2, "TABLE": 1, "me.game.payoffs": 2, "p[:]": 1, "p[1:]": 1, "q[0]": 1, "q.T": 2,
    "q[:, 0]": 1, "q.ravel()": 1, "p.reshape((1, 3))": 2, "np.flip(p)": 1,
    "same(p)": 1, "(p if me.turn else TABLE)": 1, "q.transpose()": 2, "np.transpose(q)": 2,
}  # fmt: skip
CHANGED = {
    "written": "{row}[{zero}] = 1.0",
    "added to": "{row}[{zero}] += 1.0",
    "sliced": "{row}[:] = 0.0",
    "aliased": "x = {row}\nx[{zero}] = 1.0",
    "aliased twice": "x = y = {row}\nz = y\nz[{zero}] = 1.0",
    "in place": "x = {row}\nx += 1.0",
    "swapped": "x = {row}\nx[{zero}], k = 1.0, 2",
    "filled": "{row}.fill(0.0)",
    "never": "if me.turn > 10**9:\n    {row}[{zero}] = 1.0",
    "by a loop": "for {row}[{zero}] in (1.0, 2.0): pass",
    "walrus": "(x := {row})[{zero}] = 1.0",
}
TAKES = ", p=(0.5, 0.25, 1.0), q=((0.5, 0.25), (1.0, 0.0))"


@pytest.mark.parametrize("way", CHANGED)
@pytest.mark.parametrize("row", ROWS)
def test_it_is_not_changed(made, row, way):
    if way == "walrus" and "." in row:
        pytest.skip("one walrus is enough")
    body = CHANGED[way].format(row=row, zero=", ".join("0" * ROWS[row]))
    try:
        rule = made(f"{body}\nreturn C", above=ABOVE, takes=TAKES)
    except SyntaxError:
        pytest.skip("Python has no such line")
    with pytest.raises(PluginError) as error:
        Match(rule, rule, turns=3, engine="python").play()
    assert str(error.value).endswith(CHANGES)


@pytest.mark.parametrize("body", [
    "p[0] = 1.0",
    "x = q[1]\nx[0] = 1.0",
    "writes(p)",
    "writes(same(q)[0])",
    "for row in q:\n    row[0] = 1.0",
    "for k, row in enumerate(q):\n    row[0] = 1.0",
    "for row, k in zip(q, p):\n    row += k",
])  # fmt: skip
@pytest.mark.parametrize("source", [True, False])
def test_all_doors_say_so(made, refused, body, source):
    rule = made(f"{body}\nreturn C", above=ABOVE, takes=TAKES, source=source)
    if source:
        assert refused(rule).endswith(CHANGES)
        return
    for engine in ("python", "compiled"):  # arrays refuse by themselves
        with pytest.raises(PluginError) as error:
            Match(rule, rule, turns=3, engine=engine).play()
        assert str(error.value).endswith(CHANGES)
    assert rule.parameters["p"].tolist() == [0.5, 0.25, 1.0]


def test_own_arrays_are_changed(made):
    body = """\
p = p.copy()
p[0] += 1.0
own = np.zeros(3)
own[:] = q[0, 0]
own += p
me.seen[0] += own.sum()
me.seen.fill(2.0)
rows = [np.ones(2)]
for row in rows:
    row[0] = 1.0
x = q[0][0]
x += 1.0
return C if x + asks(p, 0) > 1.0 else D"""
    rule = made(body, above=ABOVE, takes=TAKES, decorator="@strategy(seen=np.zeros(2))")
    for engine in ("python", "compiled"):
        assert Match(rule, rule, turns=3, engine=engine).play().text(0) == "CCC"
    assert rule.parameters["p"].tolist() == [0.5, 0.25, 1.0]


def test_constants_are_those_of_the_first_match(made):
    rule = made("return C if TABLE[0] == 1.0 and asks(TABLE, 1) == 0.5 else D", above=ABOVE)
    assert Match(rule, rule, turns=2, engine="python").play().text(0) == "CC"
    rule.rule.__globals__["TABLE"][:] = 9.0
    assert Match(rule, rule, turns=2, engine="python").play().text(0) == "CC"


def test_the_copy_that_plays_has_nothing_else_near(made):
    rule = made("return C", above="import os\nSECRET = 1")
    copy = frozen(rule.rule, plain=False)
    assert not {"os", "SECRET", "open"} & {*copy.__globals__, *copy.__globals__["__builtins__"]}
    assert "print" in frozen(rule.rule, plain=True).__globals__["__builtins__"]
    with pytest.raises(NameError):
        eval("open", copy.__globals__)
    with pytest.raises(ImportError):
        exec("import os", copy.__globals__)

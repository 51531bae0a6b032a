"""Misuses of moves are found in the source, through variables and helpers; what is right passes."""

import linecache
import re
from pathlib import Path
from textwrap import dedent, indent

import pytest

from tournament import C
from tournament.authors.law.door import admit
from tournament.authors.law.sentences import CHANGES, FOREIGN
from tournament.authors.moves.definitions import definition
from tournament.authors.moves.named import AS_TRUTH, NO_MOVE
from tournament.authors.moves.returned import no_move
from tournament.authors.moves.source import misuse
from tournament.authors.registry import load
from tournament.authors.vocabulary import array_assigned
from tournament.authors.vocabulary import misuse as misuse_of
from tournament.errors import PluginError

HEAD = """\
from tournament import C, D, strategy
NICE, FIRST = "C", None
def asks(last): return D if last else C
def seen(player, k=1): return player.move(k)
def same(a, b, /): return a == b and bool(1 + a)
def also(move, /): return bool(move)
def deep(opponent): return asks(opponent.last)
def farther(last, n): return asks(last) if n > 0 else last
@strategy(before=C, angry=False)
def rule(me, opponent):
"""
BODY = HEAD.count("\n") + 1


@pytest.fixture
def found(tmp_path: Path):
    """Return a function: the line in the body (or above it) and the sentence of a misuse."""

    def of(body: str):
        file = tmp_path / "mine.py"
        file.write_text(HEAD + indent(dedent(body), "    "))
        try:
            admit(load(file)[0], ("me", "opponent"))
        except PluginError as error:
            line, sentence = re.fullmatch(r"mine\.py:(\d+): rule (.*)", str(error)).groups()
            return int(line) - BODY + 1, sentence
        return None

    return of


@pytest.mark.parametrize(("line", "body"), [
    (1, "if opponent.last: return D\nreturn C"),
    (2, "x = me.last\nif x: return D\nreturn C"),
    (2, "x, y = me.turn, me.last\nif x or y: return D\nreturn C"),
    (1, "if (x := opponent.last): return x\nreturn C"),
    (2, "o = opponent\nif o.last: return D\nreturn C"),
    (2, "h, m = opponent.history, me.move\nif h[-1]: return D\nreturn C"),
    (2, "h, m = opponent.history, me.move\nreturn C if m(2) else D"),
    (2, "x = opponent.last if me.turn > 0 else D\nreturn C if x else D"),
    (2, "x = opponent.last\nassert x\nreturn C"),
    (1, "n = sum([1 for k in range(3) if opponent.move(k + 1)])\nreturn C if n else D"),
    (1, "return C if me.turn > 1 and (opponent.last if me.turn > 2 else me.last) else D"),
    (1, "return C if me.turn > 1 and (me.turn if me.turn > 2 else me.last) else D"),
    (1, "return C if me.turn > 1 and (me.last if me.turn > 2 else me.turn) else D"),
    (1, "return C if (me.turn if me.turn > 2 else me.turn and me.last) else D"),
    (1, "return C if me.last and me.turn else D"),
    (1, "while opponent.last: return C\nreturn D"),
    (1, "return [C for k in range(3) if me.turn if opponent.last][0]"),
    (1, "return C if bool(opponent.last) else D"),
    (1, "return C if seen(opponent) else D"),
    (1, "return C if opponent.offered else D"),
    (1, "return C if not not me.members[0].vote else D"),
    (1, "return C if me.member.last else D"),
    (1, "return C if D else D"),
])  # fmt: skip
def test_a_move_as_truth_value(found, line, body):
    assert found(body) == (line, AS_TRUTH)


@pytest.mark.parametrize(("line", "body"), [
    (3 - BODY + 1, "return asks(opponent.last)"),
    (3 - BODY + 1, "return deep(opponent)"),
    (6 - BODY + 1, "return C if also(opponent.last) else D"),
    (3 - BODY + 1, "last = opponent.last\nreturn farther(last, 3)"),
])  # fmt: skip
def test_in_functions_that_the_rule_calls(found, line, body):
    assert found(body) == (line, AS_TRUTH)


@pytest.mark.parametrize("body", [
    "if opponent.last == NICE: return C\nreturn D",
    "if me.turn > 1 and me.move(2) != 'C': return C\nreturn D",
    "nice = 'C'\nif opponent.last == nice: return C\nreturn D",
    "if C != 'C' == opponent.last: return C\nreturn D",
    "if opponent.last not in ['C', D]: return C\nreturn D",
    "x = me.turn\nif x < 3 and seen(me) in {D, 'C'}: return C\nreturn D",
])  # fmt: skip
def test_comparisons_with_text(found, body):
    sentence = "compares a move with the text 'C'; write C without quotation marks."
    assert found(body)[1] == sentence


@pytest.mark.parametrize(("body", "said"), [
    ("return C if opponent.last is FIRST else D", "with None"),
    ("return C if opponent.last == FIRST else D", "with None"),
    ("return C if opponent.last is not C else D", "by `is`"),
    ("return C if opponent.last in 'CD' else D", "with the text 'CD'"),
    (f"return C if opponent.last == {NO_MOVE} else D", f"with {NO_MOVE}; write"),
    ("return C if opponent.last == 0.5 else D", "with 0.5; write"),
    ("return C if opponent.last == True else D", "with True; write"),
    ("return C if opponent.last in (C, False) else D", "with False; write"),
    ("match opponent.last:\n    case 1 | 'D': return C\nreturn D", "with the text 'D'; write D"),
    ("match opponent.last:\n    case None: return C\nreturn D", "with None"),
])  # fmt: skip
def test_other_comparisons(found, body, said):
    line, sentence = found(body)
    assert line == 1 + body.startswith("match")
    assert sentence.startswith(f"compares a move {said}")


@pytest.mark.parametrize("body", [
    "return opponent.last if me.turn > 0 else C",
    "return C if opponent.last != D == me.last else D",
    "return C if opponent.last in (C, D) else D",
    "return C if opponent.last == 1 else D",
    "return 1 - opponent.last if me.turn else C",
    "x = 0\nfor k in range(3): x += opponent.move(k + 1) == D\nif x: return D\nreturn C",
    "x = opponent.last\nx += 1\nreturn D if x else C",
    "x = opponent.last\nx = me.turn\nreturn D if x else C",
    "x = opponent.last\nfor x in range(2): pass\nreturn D if x else C",
    "if opponent.defections and opponent.history[0] == D: return D\nreturn C",
    "me.before = opponent.last\nreturn D if me.before == D else C",
    "return D if same(opponent.last, me.last) else C",
    "f = lambda last: 1 if last else 0\nlast = opponent.last\nreturn C",
    "moves = opponent.history[1:]\nif moves: return D\nreturn C",
    "return (me.turn > 3 and opponent.last) + 0",
    "last = opponent.last\nbool = abs\nreturn D if bool(last) > 0 else C",
    "opponent = me.turn\nreturn D if opponent.last else C",
    "match opponent.last:\n    case 1: return D\n    case x: return C\nreturn D",
    "match me.turn:\n    case None: return D\nreturn D",
])  # fmt: skip
def test_what_is_right_or_unknown_passes(found, body):
    assert found(body) is None


@pytest.mark.parametrize("body", [
    "return True", "return C if me.turn == 0 else False", "return me.turn > 3",
    "return not me.turn", "return me.chance(0.5)", "return me.angry", "return bool(me.turn)",
    "return me.angry and me.turn > 3", "return me.giving", "x = me.last == D\nreturn x",
    "x = me.turn > 1 if me.turn else me.angry\nreturn x", "return same(me.last, C)",
])  # fmt: skip
def test_truth_values_are_no_moves(found, body):
    line, sentence = found(body)
    assert line == body.count("\n") + 1
    assert sentence == no_move("True or False")


@pytest.mark.parametrize("body", [
    "x = C\nif me.turn > 1: x = me.chance(0.5)\nreturn x", "return me.turn and me.angry",
    "return me.before", "return int(me.angry)", "return me.turn % 2", "return max(C, me.angry)",
])  # fmt: skip
def test_results_that_may_be_moves_pass(found, body):
    assert found(body) is None


def test_the_first_misuse_is_named(found):
    assert found("if opponent.last == 'D':\n    return 'D'\nreturn me.last == C")[0] == 1


def test_a_file_that_was_edited_since_is_not_read(tmp_path):
    file = tmp_path / "mine.py"
    file.write_text(HEAD + "    return C if opponent.last == D else D\n")
    [rule] = load(file)
    assert definition(rule.rule).name == "rule"
    file.write_text(HEAD + "    return C if opponent.last else D\n")
    linecache.checkcache(str(file))
    assert definition(rule.rule) is None


def test_what_has_no_source_is_not_read():
    space: dict = {}
    exec("def rule(me, opponent):\n    return 0 if opponent.last else 1\n", space)
    assert misuse(space["rule"], ("me", "opponent")) is None


def table():
    """Yield what docs/how_to/building.md tells to write, and not to write, as bodies of rules."""
    page = Path(__file__).parents[4] / "docs" / "how_to" / "building.md"
    text = page.read_text(encoding="utf-8").split("| to ask | write | not |\n")[1]
    for row in text.split("\n\n")[0].splitlines()[1:]:
        _, _, write, avoid, _ = row.split("|")
        for cell, right in ((write, True), (avoid, False)):
            for code in cell.split("`")[1::2]:
                body = f"return D if {code} else C"
                if code.startswith("if"):
                    body = f"{code} return D\nreturn C"
                yield (code if code.startswith("return") else body), right


@pytest.mark.parametrize(("body", "right"), list(table()))
def test_the_docs_tell_right_from_wrong(found, body, right):
    assert (found(body) is None) == right


def test_the_docs_tell_of_several_mistakes():
    assert sum(not right for _, right in table()) == 7


# -- arrays, and what is no view -------------------------------------------------------------------

ARRAYS = HEAD.replace("(me, opponent)", "(me, opponent, p=(0.5, 1.0), q=((1.0, 0.5), (0.0, 1.0)))")
ARRAYS = f"""\
import numpy as np
TABLE = np.array([1.0, 0.5])
def itself(row): return row
def adds(row, k):
    row += k
    return k
{ARRAYS}"""


@pytest.fixture
def said(tmp_path: Path):
    """Return a function: the line in the body and the sentence of a fault, of a rule with arrays
    that has a memory of two numbers."""

    def of(body: str):
        file = tmp_path / "mine.py"
        text = ARRAYS.replace("angry=False)", "angry=False, row=[0, 0])")
        file.write_text(text + indent(body, "    ") + "\n    return C\n")
        try:
            admit(load(file)[0], ("me", "opponent"))
        except PluginError as error:
            line, sentence = re.fullmatch(r"mine\.py:(\d+): rule (.*)", str(error)).groups()
            return int(line) - ARRAYS.count("\n"), sentence
        return None

    return of


@pytest.mark.parametrize("row", [
    "p", "TABLE", "q[0]", "q.T", "q[:, 0]", "p[1:]", "itself(p)", "np.flip(p)", "np.transpose(q)",
    "(p if me.turn else TABLE)", "(y := p)", "p.reshape(2)",
])  # fmt: skip
@pytest.mark.parametrize(("line", "change"), [
    (2, "x = {row}\nx += 1.0"),
    (2, "x = {row}\nx[0] = 1.0"),
    (2, "x = {row}\ndel x[0]"),
    (1, "({row}).fill(1.0)"),
    (2, "x = {row}\nx += 1.0\nx += 1.0"),
    (3, "x = {row}\nz = x\nz -= 1.0"),
])  # fmt: skip
def test_an_array_that_is_given_stays_as_it_is(said, row, line, change):
    assert said(change.format(row=row)) == (line, CHANGES)


@pytest.mark.parametrize("body", [
    "p += 1.0", "p[0] += 1.0", "me.game.payoffs[0, 0] = 1.0", "me.game.payoffs.fill(1.0)",
    "q[0][1] = 1.0", "p.sort()", "k = adds(p, 1.0)", "k = p.fill(1)",
])  # fmt: skip
def test_so_does_a_parameter(said, body):
    assert said(body)[1] == CHANGES


@pytest.mark.parametrize("body", [
    "x = p.copy()\nx += 1.0",
    "x = p[0]\nx += 1.0",
    "x = q[0, 1]\nx += 1.0",
    "x = q[0][1]\nx += 1.0",
    "x = p\nx = 0.5\nx += 1.0",
    "x = p\nfor x in range(2): x += 1",
    "x = 0\nx += 1",
    "for k in range(2): k += 1",
    "x = np.zeros(2)\nx += p\nx[0] = 1.0\nx.fill(2.0)",
    "me.row[0] = 1",
    "me.row.fill(1)",
    "me.row[:] = 2",
    "x = p * 2\nx += 1.0",
    "k = p.sum()\nk += 1",
    "k = adds(2, 1)",
    "p = p.copy()\np[0] += 1.0",
])  # fmt: skip
def test_what_is_the_rules_own_may_change(said, body):
    assert said(body) is None


@pytest.mark.parametrize("target", ["x", "opponent.history", "me.turn"])
def test_only_memory_is_set_after_a_dot(said, target):
    assert said(f"x = me.turn\n{target}.size = 1") == (2, FOREIGN.format(name="size"))


@pytest.mark.parametrize("body", ["me.row = p", "me.row += 1", "me.row, k = p, 1"])
def test_an_array_in_memory_is_changed_in_place(said, body):
    assert said(body) == (1, array_assigned("row"))


@pytest.mark.parametrize(("body", "view", "name", "verb"), [
    ("x = opponent.vote", "opponent", "vote", "reads"),
    ("opponent.last = C", "opponent", "last", "sets"),
    ("me.turn = 1", "me", "turn", "sets"),
    ("x = me.mood", "me", "mood", "reads"),
    ("me.mood = 1", "me", "mood", "sets"),
    ("x = me.game.Q", "me.game", "Q", "reads"),
    ("me.game.R = 1.0", "me.game", "R", "sets"),
    ("o = opponent\nx = o.vote", "opponent", "vote", "reads"),
    ("x = me.members", "me", "members", "reads"),
    ("x = me.member", "me", "member", "reads"),
])  # fmt: skip
def test_views_have_their_words_only(said, body, view, name, verb):
    memory = ["angry", "before", "row"] if view == "me" else ()
    assert said(body) == (body.count("\n") + 1, misuse_of(view, name, verb, memory))


def test_a_partner_rule_is_told_how_a_friendship_begins():
    known = misuse(first_friend, ("town", "friend"))
    assert known.sentence.endswith("before the first, `friend.exchanges == 0`.")
    assert misuse(second_friend, ("town", "friend")) is None


def first_friend(me, friend):
    return 1.0 if friend.last is None else 0.0


def second_friend(me, friend):
    return friend.last == C

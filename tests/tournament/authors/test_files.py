"""Files and pickles: what a file defines, what is wrong with it, and how plugins travel."""

import pickle
import re
from pathlib import Path

import pytest

import strategies
from tournament import C, PartnerRule, partner_rule, strategy
from tournament.authors import registry
from tournament.errors import PluginError

IMPORT = b"from tournament import strategy\n"
RULE = (
    "from tournament import C, D, strategy\n\n\n@strategy\ndef {}(me, opponent):\n    return {}\n"
)


def write(file: Path, name: str = "mine", move: str = "C") -> Path:
    file.write_text(RULE.format(name, move))
    return file


def refusal(path: Path) -> str:
    with pytest.raises(PluginError) as error:
        registry.load(path)
    return str(error.value)


def test_an_edited_file_is_loaded_again(tmp_path):
    file = write(tmp_path / "mine.py", move="C")
    (before,) = registry.load(file)
    assert registry.load(file)[0] is before
    write(file, move="D")
    (after,) = registry.load(file)
    assert after != before
    assert (before.rule(None, None), after.rule(None, None)) == (0, 1)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"x = (\n", r"f\.py:1: the file is not valid Python: .+\."),
        (b"x = 1\nif x\n  y\n", r"f\.py:2: the file is not valid Python: .+\."),
        (b"\xff\xfe", r".*f\.py: the file cannot be read: it is not UTF-8 text\."),
        (b"", r".*f\.py: the file defines no strategy; write @strategy above .*"),
        (b"\n\n1 / 0\n", r"f\.py:3: the file cannot be run: ZeroDivisionError: division by zero"),
        (b"import sys\nsys.exit(3)\n", r"f\.py:2: the file cannot be run: SystemExit: 3"),
        (IMPORT + b"@strategy\ndef f(me): pass\n", r"f\.py:\d: f must be written `def f\(me, .*"),
        (
            IMPORT + b"@strategy(last=1)\ndef f(me, opponent): pass\n",
            r"f\.py:\d: f: `last` cannot .*",
        ),
        (
            IMPORT + b"@strategy(m='a')\ndef f(me, opponent): pass\n",
            r"f\.py:\d: f: memory `m` must .*",
        ),
    ],
)
def test_files_that_are_wrong(tmp_path, text, sentence):
    (tmp_path / "f.py").write_bytes(text)
    assert re.fullmatch(sentence, refusal(tmp_path / "f.py"))


def test_a_file_is_refused_again_after_it_failed(tmp_path):
    (tmp_path / "f.py").write_text(RULE.format("good", "C") + "1 / 0\n")
    assert refusal(tmp_path / "f.py") == refusal(tmp_path / "f.py")


# -- pickles ---------------------------------------------------------------------------------------


def travelled(plugin):
    return pickle.loads(pickle.dumps(plugin))


MINE = """
from tournament import C, D, partner_rule, strategy


@strategy(n=0)
def mine(me, opponent, p=0.5, table=(1.0, 0.0)):
    return C


@strategy(history="own")
def team(me, opponent):
    return me.members[0].vote


@partner_rule(per_friend=2)
def picky(me, friend, patience=2):
    return friend.nice


variant = mine(p=1.0).named("variant", "Another.")
"""


def test_strategies_travel_to_other_processes(tmp_path):
    file = tmp_path / "mine.py"
    file.write_text(MINE)
    mine, team, variant = registry.load(file)
    known = strategies.tit_for_tat
    for player in (mine, variant, mine(p=0.25), mine(table=[0.0, 0.5]), team([mine, known]), known):
        copy = travelled(player)
        assert copy == player
        assert (copy.name, copy.doc, copy.module) == (player.name, player.doc, player.module)
        assert copy.memory == player.memory
        assert copy.members == player.members


def test_partner_rules_travel_to_other_processes(tmp_path):
    file = tmp_path / "mine.py"
    file.write_text(MINE)
    (picky,) = registry.load(file, PartnerRule)
    for rule in (picky, picky(3, per_friend=1), strategies.anyone, picky.named("choosy")):
        copy = travelled(rule)
        assert copy == rule
        assert (copy.per_friend, copy.usual, copy.name) == (rule.per_friend, rule.usual, rule.name)


def test_what_is_defined_in_a_function_does_not_travel():
    @strategy
    def hidden(me, opponent):
        return C

    @partner_rule
    def secret(me, friend):
        return 1.0

    for plugin in (hidden, secret):
        with pytest.raises(PluginError, match=f"{plugin.name} cannot be sent to another process"):
            travelled(plugin)


def test_an_edited_rule_does_not_come_back(tmp_path):
    (before,) = registry.load(write(tmp_path / "mine.py", move="C"))
    kept = pickle.dumps(before)
    write(tmp_path / "mine.py", move="D")
    with pytest.raises(PluginError, match=r"mine\.py: mine was edited while it played"):
        pickle.loads(kept)

"""How plugins travel to other processes: as the place of their rule, and what is their own."""

import pickle
from pathlib import Path

import pytest

import strategies
from tournament import C, PartnerRule, partner_rule, strategy
from tournament.authors import registry
from tournament.errors import PluginError

RULE = (
    "from tournament import C, D, strategy\n\n\n@strategy\ndef {}(me, opponent):\n    return {}\n"
)


def write(file: Path, name: str = "mine", move: str = "C") -> Path:
    file.write_text(RULE.format(name, move))
    return file


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

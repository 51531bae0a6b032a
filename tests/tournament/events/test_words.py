"""What words of a command line mean, and how they are written."""

from pathlib import Path

import pytest

import strategies
from tournament.errors import ArgumentError, DuplicateName, UnknownName
from tournament.events.spelling import parts, split
from tournament.events.words import candidates, friends, kinds, partner_rules

BOTH = """
from tournament import C, D, partner_rule, strategy


@strategy
def mine(me, opponent):
    return C


@partner_rule
def friendly(me, friend):
    return friend.nice
"""
GROUPS = {"classics": lambda: [strategies.tit_for_tat, strategies.joss]}


@pytest.fixture(autouse=True)
def in_tmp(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("both.py").write_text(BOTH, encoding="utf-8")
    Path("rules.py").write_text(BOTH.split("@strategy")[0] + BOTH[BOTH.index("@partner") :])


def text(pairs) -> list[str]:
    return [" + ".join(x.name for x in p) if isinstance(p, tuple) else p.name for p in pairs]


def test_files_are_known_wherever_they_are_named():
    """A strategy and a partner rule of a file may stand in any word."""
    assert text(kinds(["both.py", "mine+nicest", "joss+friendly"], (), GROUPS, "anyone")) == [
        "mine + anyone", "mine + nicest", "joss + friendly"
    ]  # fmt: skip
    assert text(candidates("mine+friendly,joss", ["both.py"], GROUPS)) == [
        "mine + friendly", "joss"
    ]  # fmt: skip
    assert "friendly" in partner_rules(["both.py"])


def test_without_strategies_the_classics_play():
    for words, paths in (((), ()), (["rules.py"], ()), ((), ["rules.py"])):
        rules = "anyone" if not words and not paths else "friendly"
        assert text(kinds(words, paths, GROUPS, rules)) == [
            f"tit_for_tat + {rules}", f"joss + {rules}"
        ]  # fmt: skip


def test_two_files_with_one_name_are_told_apart_by_nobody():
    Path("other.py").write_text(BOTH.replace("return C", "return D"), encoding="utf-8")
    with pytest.raises(
        DuplicateName, match=r"^other\.py:5: the name 'mine' is taken, by both\.py:5; rename"
    ):
        kinds(["both.py+anyone", "other.py+nicest"], (), GROUPS, "anyone")
    with pytest.raises(UnknownName, match=r"No partner rule is named 'friendli'\. Did you mean"):
        kinds(["joss+friendli"], ["both.py"], GROUPS, "anyone")


def test_how_words_are_written():
    assert parts("joss+ucb1") == ("joss", "ucb1")
    assert parts("cycler(moves=CD)+anyone(per_friend=2)") == (
        "cycler(moves=CD)",
        "anyone(per_friend=2)",
    )
    assert parts("random_player(p=1e+0)") == ("random_player(p=1e+0)", None)
    assert split("a, b(1, 2),,c([3,4])") == ["a", "b(1, 2)", "c([3,4])"]


def test_numbers_of_friends_have_less_than_20_letters():
    assert friends("9" * 19) == int("9" * 19)
    assert friends("-5") == -5
    with pytest.raises(ArgumentError, match="`--friends` must be"):
        friends("9" * 20)

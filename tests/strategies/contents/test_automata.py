"""Rules as automata, and which are proved to be the same."""

import io

import pytest

import strategies
from strategies.contents import catalogue
from strategies.contents.automata import SAME_BY_CHANCE, Alike, proved
from tournament import C, D, strategy
from tournament.authors.registry import library
from tournament.cli import screen
from tournament.cli.commands.library import explain


@strategy
def echo(me, opponent):
    """Repeat the opponent's move."""
    return C if opponent.last != D else D


@strategy(seen=False)
def mean(me, opponent):
    """Remember a defection, and forget it after a cooperation."""
    me.seen = opponent.last == D
    return D if me.seen else C


@strategy
def early(me, opponent):
    """Repeat the opponent's move, and look at the length for nothing."""
    return D if opponent.last == D and me.turns < 10**9 else C


@strategy
def paid(me, opponent):
    """Repeat the opponent's move, and look at payoffs for nothing."""
    return D if opponent.last == D and me.game.T < 10**9 else C


def named(groups):
    return {(*group, group.proved) for group in groups}


def test_finite_rules_are_in_one_group_if_they_are_equal():
    assert named(proved([strategies.tit_for_tat, strategies.grudger, echo, mean])) == {
        ("tit_for_tat", "echo", "mean", True), ("grudger", True),
    }  # fmt: skip


def test_rules_that_look_at_more_are_not_proved():
    rules = [echo, early, paid, strategies.adaptive]
    assert named(proved(rules)) == {("echo", True), ("early", "paid", "adaptive", False)}
    assert proved([]) == []


def test_duplicates_are_split_where_automata_differ(monkeypatch):
    known = {rule.name: rule for rule in (echo, mean, strategies.grudger, paid, early)}
    monkeypatch.setattr(catalogue, "library", lambda: known)
    fact = catalogue.facts(strategies.tit_for_tat)
    monkeypatch.setattr(catalogue, "facts", lambda rule: fact)
    assert named(strategies.duplicates()) == {("echo", "mean", True), ("early", "paid", False)}


def test_what_the_library_says_of_duplicates():
    assert named(strategies.duplicates()) == {
        ("arrogant_q_learner", "risky_q_learner", False),
        ("anonymous", "random_player", True),
        ("joss", "naive_prober", True),
    }


@pytest.mark.parametrize(
    ("is_proved", "said"), [(True, "which is proved"), (False, "as far as tests show")]
)
def test_showing_a_rule_tells_what_plays_like_it(monkeypatch, is_proved, said):
    groups = [Alike(["tit_for_tat", "echo", "mean"], proved=is_proved)]
    monkeypatch.setattr(catalogue, "duplicates", lambda: groups)
    to = io.StringIO()
    explain(strategies.tit_for_tat, screen.opened(to))
    assert f"Plays like echo, mean, {said}\n" in to.getvalue()


@pytest.mark.slow
def test_no_two_small_rules_of_the_library_are_equal():
    """But those whose chance draws in another way, which test histories take for different."""
    rules = [rule for rule in library().values() if not rule.missing]
    groups = [sorted(group) for group in proved(rules) if group.proved]
    assert len(groups) > 100
    assert sorted(group for group in groups if len(group) > 1) == [*map(list, SAME_BY_CHANCE)]

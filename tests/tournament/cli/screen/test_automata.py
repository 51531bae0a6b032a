"""What `strategies show` says of a rule's automaton."""

import io

import pytest

import strategies
from tournament import C, D, strategy
from tournament.cli import screen
from tournament.cli.commands.library import explain
from tournament.cli.screen.automata import automaton


def said(rule) -> str:
    to = io.StringIO()
    automaton(rule, screen.opened(to))
    return to.getvalue()


def test_a_small_automaton_is_shown_with_its_states():
    assert said(strategies.grudger).splitlines() == [
        "Exact: an automaton of 2 states",
        "",
        "state      cooperates  after CC  after CD  after DC  after DD",
        "0 (start)     100.0 %         0         1         0         1",
        "1               0.0 %         1         1         1         1",
        "After CD: the own move was C, the opponent's D.",
        "",
    ]


def test_a_large_automaton_is_counted():
    assert said(strategies.davis) == "Exact: an automaton of 20 states\n"


def test_the_reason_is_told_why_there_is_none():
    told = said(strategies.adaptive)
    assert told.startswith("Exact: no; adaptive has more than 1,000 states: ")
    assert told.endswith(" and counts of moves or turns as they are. Play it.\n")


def test_a_rule_that_knows_the_end_is_shown_without_one():
    @strategy
    def last_turn(me, opponent):
        """Defect in the last turn."""
        return D if me.turn == me.turns - 1 else C

    assert said(last_turn).startswith(
        "Exact where the length is not known: an automaton of 1 state"
    )


@pytest.mark.parametrize("name", ["finite_state_machine", "flip"])
def test_nothing_is_said_of_a_rule_that_lacks_something(name):
    to = io.StringIO()
    explain(strategies.get(name), screen.opened(to))
    assert "Exact" not in to.getvalue()


def test_nothing_more_is_said_of_a_rule_that_fails():
    @strategy(compiled=False)
    def broken(me, opponent):
        """Divide by nothing."""
        return D if 1 / (me.turn - me.turn) else C

    to = io.StringIO()
    explain(broken, screen.opened(to))
    assert "It fails: " in to.getvalue()
    assert "Exact" not in to.getvalue()

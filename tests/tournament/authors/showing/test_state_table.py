"""The table that a rule shows is the table by which it plays."""

import numpy as np
import pytest

import strategies
from tournament import C, D, Match
from tournament.authors.registry import library
from tournament.authors.showing.state_table import FORMS, state_table
from tournament.authors.strategy import Strategy
from tournament.interactive.card import Table


def table_of(strategy: Strategy) -> Table:
    found = state_table(strategy.parameters)
    assert found is not None
    return found


def cells(strategy: Strategy) -> list[tuple[object, ...]]:
    return [tuple(row) for row in table_of(strategy).rows]


def test_memory_one_rules_show_a_row_for_each_outcome():
    assert cells(strategies.win_stay_lose_shift) == [
        ("C", "C", "100.0 %"),
        ("C", "D", "0.0 %"),
        ("D", "C", "0.0 %"),
        ("D", "D", "100.0 %"),
    ]


def test_lookup_rules_show_a_row_for_each_case():
    table = table_of(strategies.lookup("CDDD", mine=0, theirs=2))
    assert table.head == ("opponent's last", "plays")
    assert [*table.rows] == [("CC", "C"), ("CD", "D"), ("DC", "D"), ("DD", "D")]
    table = table_of(strategies.gambler([1, 0.25], mine=0))
    assert [*table.rows] == [("C", "100.0 %"), ("D", "25.0 %")]


def test_machines_show_a_row_for_each_state():
    machine = strategies.finite_state_machine(
        [(1, C, 1, C), (1, D, 2, C), (2, C, 2, C), (2, D, 1, D)], start=1
    )
    assert table_of(machine).head == ("state", "after C", "after D")
    assert cells(machine) == [
        ("1 (start)", "C, then 1", "C, then 2"),
        ("2", "C, then 2", "D, then 1"),
    ]


def test_long_tables_say_how_many_rows_are_left_out():
    table = table_of(strategies.evolved_lookup_2_2_2)
    assert len(table.rows) == 8
    assert table.more == "... and 56 more rows"


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"p_cc": 1.0, "p_cd": 0.0},
        {"p_cc": 1, "p_cd": 0, "p_dc": 0, "p_dd": 1},  # whole numbers are no probabilities
        {"transitions": np.array([1, 2, 3, 4])},
        {"transitions": np.array([[0, 0, 1, 0], [0, 1, 0, 0], [1, 0, 0, 0]])},  # 1 and D: nothing
        {"table": np.array([0, 1, 1]), "mine": 1, "theirs": 1},
        {"table": 3, "mine": 1},
        {"table": np.array([0])},
    ],
)
def test_other_parameters_are_no_table(parameters):
    assert state_table(parameters) is None


def played(table: Table, moves: str, opponent: str) -> None:
    """Check a table of a deterministic lookup of one move each against a match."""
    answers = {(mine, theirs): move for mine, theirs, move in table.rows}
    for before, seen, move in zip(moves, opponent, moves[1:], strict=False):
        assert answers[before, seen] == move


def test_a_table_is_how_the_rule_plays():
    for text in ("CDDC", "CDCD", "DDCC", "DCCD"):
        rule = strategies.lookup(text)
        result = Match(
            rule, strategies.scripted("CCDDCDDC"), turns=24, seed=1, engine="python"
        ).play()
        played(table_of(rule), result.text(0), result.text(1))


def test_every_rule_of_the_library_that_is_a_table_shows_one():
    shown = {s.rule.__name__ for s in library().values() if state_table(s.parameters)}
    assert {"memory_one", "lookup", "gambler", "finite_state_machine"} <= shown
    assert len(FORMS) == 3

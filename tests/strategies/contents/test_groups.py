"""The groups."""

import subprocess
import sys

import pytest

import strategies
from strategies.contents import groups
from tournament.authors.registry import library


def test_classics_are_about_thirty_different_rules():
    field = strategies.classics()
    names = [player.name for player in field]
    assert 28 <= len(field) <= 34
    assert len(set(names)) == len(set(field)) == len(field)
    assert set(names) <= set(library())


def test_axelrod_first_has_the_fifteen_programs_in_order():
    nearest = [player.name for player in strategies.axelrod_first()]
    assert nearest[2] == "nydegger_1980"
    assert nearest[8] == "mauk"
    assert len(set(nearest)) == 15
    names = [player.name for player in strategies.axelrod_first(rules="axelrod_python")]
    assert names == [
        "tit_for_tat", "tideman_and_chieruzzi", "nydegger", "grofman", "shubik",
        "stein_and_rapoport", "grudger", "davis", "graaskamp", "downing",
        "feld", "joss", "tullock", "anonymous", "random_player",
    ]  # fmt: skip


def test_axelrod_second_has_all_programs_in_order():
    """Each is also called by its number; Quayle and Downing submitted the same."""
    field = strategies.axelrod_second()
    assert len({player.name for player in field}) == len(field) == 63
    assert len(set(field)) == 62
    numbers = {strategies.get(f"K{number}R") for number in range(31, 94)}
    assert {player.rule for player in field} == {player.rule for player in numbers}
    assert [field[place - 1].name for place in (1, 2, 38, 40, 62, 63)] == [
        "tit_for_tat", "champion_1980", "quayle", "revised_downing", "random_player", "hotz",
    ]  # fmt: skip


def test_axelrod_second_of_axelrod_python_has_each_rule_once():
    field = strategies.axelrod_second(rules="axelrod_python")
    assert len({player.name for player in field}) == len(set(field)) == len(field) == 32
    assert {strategies.champion, strategies.adams} <= set(field)


def test_stewart_plotkin_has_nineteen_players():
    field = strategies.stewart_plotkin()
    assert len({player.name for player in field}) == len(field) == 19


def test_published_fields_are_complete():
    assert len(set(strategies.beaufils_1997())) == 12
    assert len(set(strategies.harper_2017())) == 13
    assert {strategies.equalizer, strategies.zd_set_2} <= set(strategies.zero_determinant())


@pytest.mark.parametrize("group", groups.__all__)
def test_groups_are_own_lists(group):
    make = getattr(strategies, group)
    make().clear()
    assert make()


def test_importing_and_asking_for_a_rule_loads_neither_pandas_nor_numba():
    program = (
        "import sys, strategies; strategies.tit_for_tat; strategies.classics();"
        "sys.exit(bool({'pandas', 'numba', 'matplotlib'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0

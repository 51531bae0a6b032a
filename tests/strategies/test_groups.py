"""The groups and the catalogue."""

import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import strategies
from strategies.axelrod_python import KEYS
from tournament.registry import library


def test_classics_are_about_thirty_different_rules():
    field = strategies.classics()
    names = [player.name for player in field]
    assert 28 <= len(field) <= 34
    assert len(set(names)) == len(set(field)) == len(field)
    assert set(names) <= set(library())


def test_axelrod_first_has_the_fifteen_programs_in_order():
    names = [player.name for player in strategies.axelrod_first()]
    assert names == [
        "tit_for_tat", "tideman_and_chieruzzi", "nydegger", "grofman", "shubik",
        "stein_and_rapoport", "grudger", "davis", "graaskamp", "downing",
        "feld", "joss", "tullock", "anonymous", "random_player",
    ]  # fmt: skip


def test_axelrod_second_has_each_rule_once():
    field = strategies.axelrod_second()
    assert len({player.name for player in field}) == len(set(field)) == len(field) == 32


def test_stewart_plotkin_has_nineteen_players():
    field = strategies.stewart_plotkin()
    assert len({player.name for player in field}) == len(field) == 19


@pytest.mark.parametrize(
    "group", ["classics", "axelrod_first", "axelrod_second", "stewart_plotkin"]
)
def test_groups_are_own_lists(group):
    make = getattr(strategies, group)
    make().clear()
    assert make()


def test_catalogue_has_a_row_for_every_strategy():
    table = strategies.catalogue()
    assert list(table.columns) == [
        "title", "family", "summary", "source", "year", "also_called", "stochastic", "parameters",
    ]  # fmt: skip
    assert table.index.name == "name"
    assert list(table.index) == sorted(library())
    assert table["year"].dtype == "Int64"
    assert table["stochastic"].dtype == bool
    assert table.loc["grudger", "year"] == 1971
    assert table.loc["aggravater", "year"] is pd.NA
    assert table.loc["stein_and_rapoport", "title"] == "Stein and Rapoport"
    assert table.loc["zd_gtft_2", "title"] == "ZD GTFT 2"
    assert table.loc["tit_for_tat", "family"] == "tit_for_tats"
    assert table.loc["cycler_ccd", "parameters"] == "moves=CCD, repeat=True"
    assert table.loc["memory_one", "parameters"] == "p_cc, p_cd, p_dc, p_dd, first=1"
    assert table["title"].is_unique


def test_catalogue_knows_which_rules_chance_has_a_part_in():
    oracle = np.load(Path(__file__).parent / "data" / "oracle.npz")
    recorded = dict(zip(map(str, oracle["class_keys"]), oracle["stochastic"], strict=True))
    stochastic = strategies.catalogue()["stochastic"]
    assert {key: stochastic[name] for key, name in KEYS.items()} == {
        key: recorded[key] for key in KEYS
    }


def test_catalogue_is_quick():
    started = time.perf_counter()
    strategies.catalogue()
    assert time.perf_counter() - started < 0.5


def test_importing_and_asking_for_a_rule_loads_neither_pandas_nor_numba():
    program = (
        "import sys, strategies; strategies.tit_for_tat; strategies.classics();"
        "sys.exit(bool({'pandas', 'numba', 'matplotlib'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0

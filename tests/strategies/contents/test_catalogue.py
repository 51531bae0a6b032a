"""The catalogue, what plays alike, and the page of docs that is made of them."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import strategies
from tournament.authors.registry import library

ROOT = Path(__file__).parents[3]


def test_catalogue_has_a_row_for_every_strategy():
    table = strategies.catalogue()
    assert list(table.columns) == [
        "title", "family", "summary", "source", "year", "also_called", "stochastic",
        "memory_depth", "uses_length", "uses_game", "parameters", "axelrod",
    ]  # fmt: skip
    assert table.index.name == "name"
    assert list(table.index) == sorted(library())
    assert table["year"].dtype == "Int64"
    assert table["stochastic"].dtype == table["uses_length"].dtype == bool
    assert table["title"].is_unique


def test_catalogue_says_what_is_known():
    table = strategies.catalogue()
    assert table.loc["grudger", "year"] == 1971
    assert table.loc["champion", "year"] == 1980  # printed as 1980b
    assert table.loc["aggravater", "year"] is pd.NA
    assert table.loc["stein_and_rapoport", "title"] == "Stein and Rapoport"
    assert table.loc["zd_gtft_2", "title"] == "ZD GTFT 2"
    assert table.loc["tit_for_tat", "family"] == "tit_for_tats"
    assert table.loc["tit_for_tat", "axelrod"] == "TitForTat|{}"
    assert table.loc["cycler_ccd", "parameters"] == "moves=CCD, repeat=True"
    assert table.loc["memory_one", "parameters"] == "p_cc, p_cd, p_dc, p_dd, first=1"
    assert table["memory_depth"].isna()["memory_one"]
    assert table.loc["stein_and_rapoport", "uses_length"]
    assert table.loc["adaptive", "uses_game"]


def test_catalogue_is_searched():
    every = strategies.catalogue()
    assert set(strategies.catalogue("forgiv tit").index) >= {"forgiving_tit_for_tat"}
    assert "grudger" in strategies.catalogue("GRIM trigger").index
    assert list(strategies.catalogue("tit for tat", name="omega").index) == ["omega_tit_for_tat"]
    assert list(strategies.catalogue("HardTitFor2Tats").index) == ["hard_tit_for_two_tats"]
    assert strategies.catalogue("zzzz").empty
    assert list(strategies.catalogue("zzzz").columns) == list(every.columns)


def test_catalogue_is_filtered_by_any_column():
    some = strategies.catalogue(stochastic=False, memory_depth=1, uses_game=False)
    assert "tit_for_tat" in some.index
    assert not some["stochastic"].any()
    assert set(some["memory_depth"]) == {1}
    assert set(strategies.catalogue(family="grudgers")["family"]) == {"grudgers"}
    assert set(strategies.catalogue(year=1980, source="Axelrod")["year"]) == {1980}
    sentence = r"^`catalogue` has no column 'famly' to filter by\. Did you mean 'family'\?$"
    with pytest.raises(TypeError, match=sentence):
        strategies.catalogue(famly="grudgers")


def test_catalogue_compiles_nothing():
    program = "import sys, strategies; strategies.catalogue(); print('numba' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"


def test_only_these_play_alike():
    """The first two differ by the discount of what comes after, which matters too rarely to be
    seen. The others are equal: their chance draws in other ways."""
    assert strategies.duplicates() == [
        ["arrogant_q_learner", "risky_q_learner"],
        ["anonymous", "random_player"],
        ["joss", "naive_prober"],
    ]


def test_the_page_of_strategies_is_current():
    spec = importlib.util.spec_from_file_location(
        "made", ROOT / "docs" / "make" / "make_catalogue.py"
    )
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    current = (ROOT / "docs" / "reference" / "strategies.md").read_text(encoding="utf-8")
    assert made.page() == current, "run docs/make/make_catalogue.py"

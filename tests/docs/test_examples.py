"""The examples run, and docs show what they print."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tournament import PartnerRule
from tournament.authors.registry import library

ROOT = Path(__file__).parents[2]
STUDY = ROOT / "docs" / "studies" / "season_theory"
EXAMPLES = sorted(path.stem for path in (ROOT / "examples").glob("*.py"))
PAGE = (ROOT / "docs" / "published_tournaments.md").read_text(encoding="utf-8")
SEASON = (ROOT / "docs" / "season.md").read_text(encoding="utf-8")


def example(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "examples" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_run(name, capsys):
    module = example(name)
    if hasattr(module, "main"):
        module.main()
        printed = capsys.readouterr().out
        assert printed
        if hasattr(module, "PUBLISHED"):
            assert f"```text\n{printed}```" in PAGE


def test_the_first_tournament_is_much_as_published():
    table = example("axelrod_1980").compare(repetitions=100)
    both = table[["published", "ours"]]
    assert both.corr().iloc[0, 1] > 0.98
    assert both.corr(method="spearman").iloc[0, 1] > 0.85
    assert table["rank"].idxmin() == "stein_and_rapoport"  # as in Axelrod-Python
    assert table["rank"]["tit_for_tat"] == 3


def test_the_second_tournament_is_as_published():
    table = example("axelrod_1980_second").compare(repetitions=20)
    assert table["published_rank"].corr(table["rank"], method="spearman") > 0.985
    assert table["rank"]["tit_for_tat"] == 1
    assert table["points"]["tit_for_tat"] == pytest.approx(434.7, abs=0.8)
    differ = (table["tit_for_tat"] - table["published_tit_for_tat"]).abs() >= 1
    assert set(table.index[differ]) <= {
        "hotz", "smoody", "smith", "hollander", "tranquilizer", "feld_2", "leyland",
        "random_player",
    }  # fmt: skip


def test_stewart_and_plotkin_is_as_published():
    table = example("stewart_plotkin_2012").compare(repetitions=100)
    known = table.dropna().astype(float)
    assert (known["rank"] - known["published_rank"]).abs().max() <= 3
    assert known["rank_by_wins"].corr(known["published_rank_by_wins"], method="spearman") > 0.95
    assert list(table["rank"].nsmallest(2).index) == ["zd_gtft_2", "generous_tit_for_tat"]


# -- seasons -------------------------------------------------------------------------------------


def test_the_page_on_seasons_lists_all_partner_rules():
    for name, rule in library(PartnerRule).items():
        assert f"| `{name}` | {rule.summary} | {rule.source} |" in SEASON


@pytest.mark.slow
def test_predictions_come_out_as_shown():
    """A process of its own plays the study: its modules import each other by short names."""
    command = [sys.executable, str(STUDY / "page.py")]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f"<!-- season theory -->\n{done.stdout}<!-- /season theory -->\n" in SEASON

"""The examples run, and docs show what they print."""

import importlib
import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

from tournament import PartnerRule
from tournament.authors.registry import library

ROOT = Path(__file__).parents[2]
STUDY = ROOT / "docs" / "studies" / "season_theory"
EXAMPLES = sorted(path.stem for path in (ROOT / "examples").glob("*.py"))
PAGE = (ROOT / "docs" / "studies" / "published_tournaments.md").read_text(encoding="utf-8")
SEASON = (ROOT / "docs" / "explanation" / "season.md").read_text(encoding="utf-8")


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
    nearest = example("axelrod_1980").compare(repetitions=100)
    assert list(nearest["rank"].nsmallest(2).index) == ["tit_for_tat", "stein_and_rapoport"]
    assert (nearest["ours"] - nearest["published"]).abs().mean() < 6
    table = example("axelrod_1980").compare(repetitions=100, rules="axelrod_python")
    both = table[["published", "ours"]]
    assert both.corr().iloc[0, 1] > 0.98
    assert both.corr(method="spearman").iloc[0, 1] > 0.85
    assert table["rank"].idxmin() == "stein_and_rapoport"  # as in Axelrod-Python
    assert table["rank"]["tit_for_tat"] == 3


@pytest.fixture(scope="module")
def second():
    """Return the example of the second tournament, and what it played."""
    module = example("axelrod_1980_second")
    return module, module.play(repetitions=10)


def test_the_second_tournament_is_as_published_but_for_two_entries(second):
    module, played = second
    table = module.compare(played)
    assert np.corrcoef(table["rank"], table["rank_1980"])[0, 1] > 0.985
    assert module.first(played.points)[0] > 0.9, "tit for tat is first"
    certain = table[table["deviation"] == 0]
    assert len(certain) > 50
    assert (certain["with_tft"] - certain["with_tft_1980"]).abs().max() < 1
    moved = (table["rank"] - table["rank_1980"]).abs()
    assert set(moved.nlargest(2).index) == {"champion_1980", "gladstein_1980"}


def test_the_second_tournament_has_the_points_of_the_fortran_programs(second):
    """Of 63 independent differences the mean square is above 1.4 in 2% of all cases, and below 0.65
    in 1.4%; the differences are nearly independent, and the seeds fixed."""
    module, played = second
    assert 0.65 < module.apart(played) ** 2 < 1.4


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


@pytest.fixture
def study(monkeypatch):
    """Return how to import a module of the study; they import each other by short names."""
    monkeypatch.syspath_prepend(STUDY)
    yield importlib.import_module
    for path in STUDY.glob("*.py"):
        sys.modules.pop(path.stem, None)


def test_the_page_on_seasons_says_what_was_found(study):
    found = study("record").read(study("experiments").PREDICTIONS)
    text = study("page").page(found)
    assert f"<!-- season theory -->\n{text}<!-- /season theory -->\n" in SEASON


@pytest.mark.slow
@pytest.mark.parametrize("number", range(9))
def test_predictions_come_out_as_was_found(number, study, monkeypatch):
    """The first of twelve repetitions is played; the other eleven take as long each."""
    record, predictions = study("record"), study("experiments").PREDICTIONS
    assert len(predictions) == 9
    monkeypatch.setitem(study("harness").SIZE, "repetitions", 1)
    played = predictions[number].find()
    found = record.read(predictions)[predictions[number]]
    assert [*played.claims, *played.beyond] == [*found.claims, *found.beyond]
    assert {row: [*cells] for row, cells in played.rows.items()} == {
        row: [*cells] for row, cells in found.rows.items()
    }
    for now, then in zip(record.values_of(played), record.values_of(found), strict=True):
        assert now == pytest.approx(then[: len(now)], rel=1e-6, abs=1e-9)

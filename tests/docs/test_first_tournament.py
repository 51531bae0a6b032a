"""The study of Axelrod's first tournament: its tables follow from play."""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

import strategies

ROOT = Path(__file__).parents[2]
STUDY = ROOT / "docs" / "studies" / "first_tournament"


@pytest.fixture(scope="module")
def page():
    sys.path.insert(0, str(STUDY))
    try:
        import page

        yield page
    finally:
        sys.path.remove(str(STUDY))
        for name in ("page", "table", "readings"):
            sys.modules.pop(name, None)


@pytest.mark.slow
def test_what_the_page_says_follows_from_play(page):
    study = page.Study(repetitions=100)
    assert len(study.distances) == 138_240
    cells, scores, tit_for_tat, rank = study.told(study.field(page.CHOSEN))
    assert cells < 13
    assert scores < 6
    assert (round(tit_for_tat), rank) == (508, 1)
    assert study.told(study.field({}))[0] > 54
    assert study.told(study.field({}))[3] == 3
    assert study.left_out() < 15


def test_the_group_has_the_readings_that_were_chosen(page):
    study_rules = [page.READINGS[name][page.CHOSEN.get(name, 0)].rule for name in page.PROGRAMS]
    assert study_rules == strategies.axelrod_first()


def test_rows_of_the_printed_matrix_are_the_printed_scores(page):
    """But for Nydegger's, whose row and score differ by 0.4 in print."""
    spec = importlib.util.spec_from_file_location("axelrod", ROOT / "examples" / "axelrod_1980.py")
    example = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(example)
    scores = np.array([*example.PUBLISHED.values()])
    assert np.abs(page.published().mean(axis=1) - scores).max() < 0.5

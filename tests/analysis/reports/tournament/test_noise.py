"""What a page says about other rates of noise."""

import pytest

from analysis.reports.tournament import prospects
from analysis.reports.tournament.charts import all_charts
from analysis.reports.tournament.findings import Findings
from analysis.reports.tournament.noise import LEVELS, TURNS, by_noise
from tournament import Results, Tournament
from tournament.errors import TournamentError

FIELD = ["tit_for_tat", "grudger", "always_defect", "always_cooperate"]


def play(field=FIELD, **options):
    words = {"turns": 30, "repetitions": 5, "seed": 1} | options
    return Tournament(list(field), **words).play(progress=False)


def test_the_numbers_are_those_of_tournaments_under_that_noise():
    frame = by_noise(play())
    assert frame.attrs["repetitions"] == 5
    assert sorted(set(frame.index.get_level_values("noise"))) == list(LEVELS)
    for level in (0.0, 0.05):
        scores = play(noise=level).ranking["score"]
        assert frame.loc[level, "score"][scores.index].tolist() == scores.tolist()


def test_the_noise_that_was_played_is_among_them():
    assert 0.03 in by_noise(play(noise=0.03)).index.get_level_values("noise")


@pytest.mark.parametrize(("results", "why"), [
    (lambda: play(FIELD[:2]), "3 to 40 compiled players"),
    (lambda: play(noise={"grudger": 0.1}), "if all players have the same"),
    (lambda: play(graph=[(0, 1), (1, 2), (2, 3)]), "all players"),
])  # fmt: skip
def test_it_is_said_why_there_is_nothing(results, why):
    found = Findings(results())
    assert found.noisy is None
    assert why in found.absent["noisy"]
    assert prospects.noise(found) == []
    assert "noise" not in all_charts(found)


def test_results_from_a_file_hold_no_code(tmp_path):
    play().save(tmp_path / "saved")
    with pytest.raises(TournamentError, match="hold no code"):
        by_noise(Results.load(tmp_path / "saved"))


def test_who_would_be_first_is_said_with_each_noise():
    found = Findings(play())
    [sentence] = prospects.noise(found)
    first = found.noisy[found.noisy["rank"] == 1].reset_index()
    assert all(str(name) in sentence for name in first["player"])
    assert sentence.endswith(".")


@pytest.mark.parametrize(("turns", "repetitions"), [(10, 4), (100, 4), (10, 1), (7_000, 99)])
def test_it_is_played_as_often_as_takes_some_tenths_of_a_second(turns, repetitions):
    results = play(turns=turns, repetitions=repetitions)
    once = 10 * turns * len(LEVELS)  # 4 players, each meets each and itself
    often = min(max(2, repetitions), max(2, TURNS // once))
    assert by_noise(results).attrs["repetitions"] == often

"""The pictures of a population's page hold the numbers of its frames."""

import numpy as np
import pytest

from analysis.reports.charts import data
from analysis.reports.population.charts import all_charts
from analysis.reports.population.findings import Findings

CASES = ["several", "alone", "many", "roles", "live", "lattice", "no end", "without errors"]


def test_rows_are_those_of_the_ranking(cases):
    frame, made = cases["several"].ranking, all_charts(Findings(cases["several"]))["ranking"]
    assert made["names"] == list(frame.index)
    for key, column in {"values": "share", "low": "low", "also": "start"}.items():
        assert list(made[key]) == frame[column].tolist()


def test_curves_are_the_shares_and_their_bands(cases):
    results = cases["several"]
    made, low = all_charts(Findings(results))["shares"], results.bands()["low"].unstack()
    assert list(made["x"]) == list(results.shares.index)
    assert sorted(line["name"] for line in made["series"]) == list(results.types)
    for line in made["series"]:
        assert list(line["y"]) == results.shares[line["name"]].tolist()
        assert list(line["low"]) == low[line["name"]].tolist()


def test_types_without_a_colour_are_one_curve(cases):
    results = cases["many"]
    found = Findings(results)
    *named, others = all_charts(found)["shares"]["series"]
    assert len(named) == len(found.chosen) == 7
    rest = [name for name in results.types if name not in found.chosen]
    assert others["name"] == "13 others together"
    assert list(others["y"]) == pytest.approx(results.shares[rest].sum(axis=1).tolist())


def test_maps_are_payoffs_and_multiples_of_the_neutral_chance(cases):
    found = Findings(cases["several"])
    made = all_charts(found)
    assert (
        made["payoffs"]["values"].tolist() == cases["several"].payoffs.to_numpy().ravel().tolist()
    )
    times = np.reshape(made["fixation"]["values"], (3, 3))
    assert np.isnan(times.diagonal()).all()
    assert times[0, 1] == pytest.approx(found.theory.fixation.iloc[0, 1] * cases["several"].size)


def test_times_are_those_of_the_repetitions(cases):
    made = all_charts(Findings(cases["several"]))["times"]
    times = cases["several"].times
    for name, middle in zip(made["names"], made["values"], strict=True):
        assert middle == times["generation"][times["fixed"] == name.split(" ")[0]].median()


@pytest.mark.parametrize("case", CASES)
def test_every_chart_has_words_and_is_plain_data(cases, case):
    made = all_charts(Findings(cases[case]))
    assert {"first", "ranking"} <= set(made)
    assert all(chart["words"] for chart in made.values())
    assert "NaN" not in data(charts=made)

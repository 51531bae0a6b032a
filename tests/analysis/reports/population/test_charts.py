"""The pictures of a population's page hold the numbers of its frames."""

import numpy as np
import pytest

from analysis.reports.charts import data
from analysis.reports.population.charts import all_charts
from analysis.reports.population.findings import Findings

ROCK = [[0, -1, 1.5], [1.5, 0, -1], [-1, 1.5, 0]]
HAWKS = [[-1, 2], [0, 1]]
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


def test_arrows_lead_to_those_that_take_over_more_often_than_by_chance(population, ended):
    results = population(ended(0, 1, 2, size=12), payoffs=np.array(ROCK), selection=0.5)
    found = Findings(results)
    made = all_charts(found)["invasions"]
    rho = found.theory.fixation.to_numpy() * results.size
    links, kinds = made["links"], list(results.types)
    told = links["tells"]["times as often as a neutral mutant"]["values"]
    arrows = dict(zip(zip(links["from"], links["to"], strict=True), told, strict=True))
    expected = {(b, a): rho[a, b] for a in range(3) for b in range(3) if a != b and rho[a, b] > 1}
    assert arrows == pytest.approx(expected)
    assert len(arrows) >= 3
    assert made["names"] == kinds
    assert np.hypot(made["x"], made["y"]) == pytest.approx(1)


def test_neutral_types_are_joined_by_dotted_lines(population, ended):
    results = population(ended(0, 1, 2, size=12), payoffs=np.ones((3, 3)))
    links = all_charts(Findings(results))["invasions"]["links"]
    assert links["dotted"] == [True] * 3
    assert links["words"] == ["and"] * 3


def test_the_triangle_has_the_rest_points_of_rock_paper_scissors(population, ended):
    made = all_charts(Findings(population(ended(0, 1, 2, size=12), payoffs=np.array(ROCK))))
    made = made["simplex"]
    assert made["names"] == ["a", "b", "c", "a rest point"]
    assert made["looks"] == ["half", "half", "half", "dot"]  # it pays more to beat than it costs
    assert [float(made["tells"][name]["values"][3]) for name in "abc"] == pytest.approx([1 / 3] * 3)
    height = np.sqrt(3) / 2
    assert np.column_stack([made["x"], made["y"]]) == pytest.approx(
        np.array([[0, 0], [1, 0], [0.5, height], [0.5, height / 3]])
    )
    flow = [path for path in made["paths"] if path["look"] == "flow"]
    assert len(flow) > 60
    for path in flow:  # b beats a, c beats b, a beats c: all goes round to the left
        x, y = path["x"] - 0.5, path["y"] - height / 3
        assert x[0] * y[-1] - x[-1] * y[0] > 0
        assert (path["y"] >= -1e-9).all()


def test_the_triangle_of_three_conventions_has_all_looks_of_rest_points(population, ended):
    """All are stable alone; two of them balance on a saddle, and three where nothing returns."""
    table = 1 + 3 * np.eye(3)
    made = all_charts(Findings(population(ended(0, 1, 2, size=12), payoffs=table)))["simplex"]
    x = np.column_stack([made["tells"][name]["values"] for name in "abc"])
    looks = {1: "dot", 2: "half", 3: "open"}  # by how many types there are
    assert made["looks"] == [looks[many] for many in (x > 1e-9).sum(axis=1).tolist()]
    assert sorted(made["looks"]) == ["dot"] * 3 + ["half"] * 3 + ["open"]
    words = made["tells"][""]["values"]
    assert {word.split(":")[0] for word in words} == {"stable", "saddle", "unstable"}


def test_shades_of_the_triangle_are_all_of_the_time(population):
    long = [[4 + (k + j) % 3 for j in range(3)] for k in range(3)]
    runs = [[row for row in long if sum(row) == 15] * 9]
    results = population(runs, payoffs=np.array(ROCK), until="", mutation=0.1)
    found = Findings(results)
    made = all_charts(found)["simplex"]
    states = found.theory.mixed.by_state
    cells = [k for k, look in enumerate(made["looks"]) if look == "cell"]
    assert len(cells) == len(states) == 136
    told = made["tells"]["per cent of time"]["values"]
    assert sum(told[k] for k in cells) == pytest.approx(100)
    place = next(k for k in cells if [made["tells"][n]["values"][k] * 15 for n in "abc"]
                 == pytest.approx([5, 4, 6]))  # fmt: skip
    assert told[place] == pytest.approx(100 * states.loc[5, 4, 6])
    assert told[cells[-1] + 1] is None


def test_the_gradient_rests_where_hawks_and_doves_are_paid_alike(population):
    runs = [[[50, 50], [60, 40], [100, 0]]] * 4
    results = population(runs, ["hawk", "dove"], payoffs=np.array(HAWKS))
    found = Findings(results)
    made = all_charts(found)["gradient"]
    assert list(made["x"]) == pytest.approx([k / 100 for k in range(101)])
    assert list(made["series"][0]["y"]) == found.theory.gradient.tolist()
    assert [(mark["x"], mark["open"]) for mark in made["marks"]] == [
        (0, True), (pytest.approx(0.5, abs=0.01), False), (1, True)
    ]  # fmt: skip
    assert made["series"][0]["colour"] == found.colours[0]

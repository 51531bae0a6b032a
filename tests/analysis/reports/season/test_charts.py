"""The pictures of a season's page hold the numbers of its frames."""

import numpy as np
import pytest

from analysis.reports.charts import data
from analysis.reports.season.charts import all_charts
from analysis.reports.season.findings import Findings
from strategies import anyone, never, out_for_tat


@pytest.fixture(scope="module")
def found(season, rules):
    kinds = [(s, p) for s in (rules.nice, rules.nasty) for p in (anyone, out_for_tat)]
    return Findings(season(*kinds, repetitions=3))


def test_rows_are_those_of_the_ranking(found):
    frame, made = found.results.ranking, all_charts(found)
    for name in ("first", "ranking"):
        assert made[name]["names"] == list(frame.index)
        assert list(made[name]["values"]) == frame["income"].tolist()
        assert list(made[name]["rates"]) == frame["nice"].tolist()
    assert list(made["sources"]["also"]) == frame["as_receiver"].tolist()


def test_curves_are_those_of_the_days_which_count_from_one(found):
    days = found.results.days["nice"].unstack()
    made = all_charts(found)["day_nice"]
    assert list(made["x"]) == [1, 2, 3, 4, 5, 6]
    for line in made["series"]:
        name = "all" if line["name"] == "all towns" else line["name"]
        assert list(line["y"]) == days[name].tolist()


def test_maps_are_those_of_kinds_and_kinds(found):
    made, order = all_charts(found), found.names
    nice = found.results.nice_between.loc[order, order].to_numpy().ravel()
    np.testing.assert_array_equal(made["manners"]["values"], nice)
    assert made["between"]["values"] == pytest.approx(
        found.preference.to_numpy().ravel(), nan_ok=True
    )
    assert made["between"]["from"] * made["between"]["to"] == pytest.approx(1)


def test_distributions_are_those_of_the_towns(found):
    made = all_charts(found)["towns_received"]
    towns = found.results.towns
    assert made["names"][0] == "all (24 towns)"
    assert made["values"][0] == towns["received"].median()
    nice = towns["received"][towns["nice"] >= 2 / 3]
    place = next(k for k, name in enumerate(made["names"]) if name.startswith("nice"))
    assert made["lower"][place] == nice.quantile(0.25)
    assert made["high"][place] == pytest.approx(nice.quantile(0.95))


def test_every_chart_has_words_and_is_plain_data(found):
    for name, chart in all_charts(found).items():
        assert chart["words"], name
    assert "NaN" not in data(charts=all_charts(found))


def test_there_are_no_charts_where_nobody_gives(season, rules):
    assert all_charts(Findings(season((rules.nice, never), (rules.nasty, never)))) == {}


def test_one_kind_has_no_maps_and_one_curve(season, rules):
    made = all_charts(Findings(season(rules.nice)))
    assert not {"between", "manners", "spread", "partners"} & set(made)
    assert [line["name"] for line in made["day_nice"]["series"]] == ["nice"]


def test_the_network_has_the_towns_and_the_gifts_between_them(found):
    made, results = all_charts(found)["network"], found.results
    towns, gifts = results.towns.loc[0], results.gifts
    names = [int(name.removeprefix("town ")) for name in made["names"]]
    assert sorted(names) == list(range(24))
    received = made["tells"]["gifts received"]["values"].tolist()
    assert received == towns["received"].loc[names].tolist() == sorted(received, reverse=True)
    assert made["rates"].tolist() == towns["nice"].loc[names].tolist()
    assert made["players"] == towns["kind"].loc[names].tolist()
    links = made["links"]
    for one, other, many in zip(
        links["from"], links["to"], links["tells"]["gifts"]["values"], strict=True
    ):
        pair = {names[one], names[other]}
        between = gifts["giver"].isin(pair) & gifts["receiver"].isin(pair)
        assert many == gifts["gifts"][between & (gifts["giver"] != gifts["receiver"])].sum()
    sizes = np.asarray(made["sizes"])
    assert (np.diff(sizes)[np.diff(received) < 0] < 0).all()
    assert len(set(zip(made["x"].tolist(), made["y"].tolist(), strict=True))) == 24

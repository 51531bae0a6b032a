"""The pictures of a page of learned kinds, and what it says first."""

from types import SimpleNamespace

import pandas as pd
import pytest

from analysis import learn, play_log
from analysis.reports.learned.charts import all_charts
from analysis.reports.learned.findings import Findings
from analysis.reports.learned.summary import brief
from tournament import Tournament


@pytest.fixture(scope="module")
def learned():
    field = ["tit_for_tat", "always_defect", "always_cooperate"]
    event = Tournament(field, turns=20, repetitions=2, noise=0.05, seed=1)
    return learn(play_log(event.play(progress=False)), k=2)


def test_cells_are_what_the_mean_player_of_a_cluster_does(learned):
    found = Findings(learned)
    made = all_charts(found)
    assert list(made) == ["first"]
    assert made["first"]["rows"] == learned.names
    seen = (found.reached > 0).to_numpy()
    expected = learned.clusters.centres.where(seen).to_numpy().ravel()
    assert made["first"]["values"] == pytest.approx(expected, nan_ok=True)
    assert made["first"]["words"]


def test_a_tournament_has_its_ranking(learned):
    field = [*learned.entrants, "tit_for_tat"]
    results = Tournament(field, turns=20, repetitions=2, seed=1).play(progress=False)
    made = all_charts(Findings(learned, results))["ranking"]
    assert made["names"] == list(results.ranking.index)
    assert list(made["values"]) == results.ranking["score"].tolist()


@pytest.mark.parametrize(
    ("sizes", "said"),
    [
        ([4], "All 4 players are one cluster, as rule 1."),
        ([3, 1], "a is the largest of 2 clusters: 75.0 % of the players, as rule 1."),
        ([2, 2], "a and b are the largest of 2 clusters: 50.0 % of the players each."),
    ],
    ids=["one", "two", "a tie"],
)
def test_the_first_sentence_is_about_the_largest_cluster(sizes, said):
    soft = SimpleNamespace(shares=pd.DataFrame([[1.0, 0.0]] * 3 + [[0.5, 0.5]]))
    made = SimpleNamespace(clusters=SimpleNamespace(sizes=sizes), criteria=None, vectors=[0] * 4,
                           names=["a", "b"][: len(sizes)], like=lambda k: f"as rule {k}",
                           soft=soft)  # fmt: skip
    assert brief(Findings(made)) == [
        said,
        "The number of clusters was given. 75.0 % of the players clearly belong to one cluster.",
    ]

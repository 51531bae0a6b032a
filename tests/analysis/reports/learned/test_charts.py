"""The pictures of a page of learned kinds, and what it says first."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy.cluster.hierarchy import dendrogram, linkage

from analysis import learn, play_log
from analysis.learning.clusters.how_many import choose_k
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
    assert list(made) == ["first", "map", "dendrogram"]
    assert made["first"]["rows"] == learned.names
    seen = (found.reached > 0).to_numpy()
    expected = learned.clusters.centres.where(seen).to_numpy().ravel()
    assert made["first"]["values"] == pytest.approx(expected, nan_ok=True)
    assert made["first"]["words"]


@pytest.fixture(scope="module")
def many():
    """Return what was learned of 60 players, among them some that did the same."""
    lots = np.random.default_rng(5)
    rate = np.repeat([0.0, 0.0, 0.3, 0.5, 0.9, 1.0], 10)
    moves = np.where(lots.random((60, 12)) < rate[:, None], "C", "D")
    other = np.where(lots.random(12) < 0.5, "C", "D")  # all met the same
    log = pd.DataFrame({
        "player": np.repeat([f"p{k}" for k in range(60)], 12), "match": np.repeat(range(60), 12),
        "turn": np.tile(range(1, 13), 60), "move": moves.ravel(),
        "opponent_move": np.tile(other, 60),
    })  # fmt: skip
    found = learn(log, k=3)
    criteria = choose_k(found.vectors, range(1, 4), resamples=2, references=2, starts=1)
    return replace(found, criteria=criteria)


def test_the_map_keeps_distances_as_a_plane_can(many):
    """Its places are those of an independent computation, up to the sides of the axes."""
    made = all_charts(Findings(many))["map"]
    dots = [k for k, look in enumerate(made["looks"]) if look == "faint"]
    players = np.array(made["tells"]["players"]["values"])[dots]
    assert players.sum() == len(many.vectors)
    values, ways = np.linalg.eigh(np.cov(many.vectors.to_numpy().T))
    centred = many.vectors - many.vectors.mean()
    expected = np.abs(centred.to_numpy() @ ways[:, [-1, -2]])
    places = np.abs(np.column_stack([made["x"], made["y"]]))
    for k in dots:
        name = made["names"][k].split(" and ")[0]
        at = list(many.vectors.index).index(name)
        assert places[k] == pytest.approx(expected[at], abs=1e-5)
        cluster = many.names[many.clusters.labels[name] - 1]
        assert made["players"].iloc[k] == made["tells"]["cluster"]["values"].iloc[k] == cluster
    assert f"{values[-1] / values.sum():.0%} of variance" in made["unit"]
    shades = [path for path in made["paths"] if path["look"] == "shade"]
    assert len(shades) >= 5  # one for each step of density at least
    outer = max(shades, key=lambda path: np.ptp(path["x"]))
    assert np.ptp(outer["x"]) > np.ptp(np.array(made["x"])[dots])


def test_each_criterion_is_a_chart_with_its_choice(many):
    made, table = all_charts(Findings(many)), many.criteria
    for name in ("silhouette", "gap", "bic"):
        chart = made[f"criteria_{name}"]
        assert chart["x"].tolist() == table.index.tolist()
        assert chart["series"][0]["y"] == pytest.approx(table[name].tolist(), nan_ok=True)
    (least,) = made["criteria_bic"]["marks"]
    assert least["x"] == table["bic"].idxmin()
    assert least["y"] == table["bic"].min()
    low = made["criteria_gap"]["series"][0]["low"]
    assert list(low) == pytest.approx((table["gap"] - table["gap_error"]).tolist())


def test_players_join_as_scipy_says(many):
    made = all_charts(Findings(many))["dendrogram"]
    joined = linkage(many.vectors.to_numpy(), "ward")
    last = np.sort(joined[:, 2])[-39:]
    joins = [k for k, look in enumerate(made["looks"]) if look == "soft"]
    assert sorted(np.array(made["x"])[joins]) == pytest.approx(last)
    assert made["names"][joins[-1]] == "60 players"
    leaves = made["names"][: joins[0]]
    assert len(leaves) == 40
    sizes = sorted(
        1 if " and " not in n else 1 + int(n.split(" and ")[1].split()[0]) for n in leaves
    )
    drawn = dendrogram(joined, no_plot=True, truncate_mode="lastp", p=40)
    counts = sorted(1 if i < 60 else int(joined[i - 60, 3]) for i in drawn["leaves"])
    assert sizes == counts
    thick = [path for path in made["paths"] if path["look"] == "stem"]
    assert len(thick) == 39 - (len(many.names) - 1)


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

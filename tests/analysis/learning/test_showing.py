"""Clusters and learned strategies show themselves."""

import pytest

from analysis import learn, play_log
from tournament import Tournament


@pytest.fixture(scope="module")
def learned():
    field = ["always_defect", "always_cooperate", "tit_for_tat", "grudger", "joss"]
    return learn(
        play_log(
            Tournament(field, turns=30, repetitions=1, noise=0.05, seed=1).play(progress=False)
        ),
        k=2,
    )


def test_clusters_show_their_sizes_and_centres(learned):
    title, head, *rows = repr(learned.clusters).splitlines()
    assert title == "<Clusters: 2 clusters of 5 players>"
    assert head.split() == ["cluster", "players", "share", "first", "CC", "CD", "DC", "DD"]
    assert sum(int(row.split()[1]) for row in rows) == 5
    centre = learned.clusters.centres.loc[1, "CC"]
    assert rows[0].split()[5] == f"{centre:.2f}"
    assert "<table>" in learned.clusters._repr_html_()


def test_what_was_learned_shows_strategies_and_their_data(learned):
    shown = repr(learned)
    decisions = learned.provenance["decisions"]
    assert shown.startswith(f"<Learned: 2 clusters of 5 players, {decisions:,} decisions>")
    assert "how many clusters: given" in shown
    assert "seed: 0" in shown
    for name in learned.names:
        assert f"\n{name}  " in shown
    assert max(map(len, shown.splitlines())) <= 80
    assert "<script" not in learned._repr_html_()

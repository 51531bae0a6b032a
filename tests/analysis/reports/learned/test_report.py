"""The report on learned strategies."""

import pytest
from matplotlib.colors import same_color

from analysis import learn, play_log
from analysis.figures.palette import MARKED
from analysis.figures.saving import Picture
from analysis.reports.learned.report import LearnedReport
from tournament import Tournament


@pytest.fixture(scope="module")
def learned():
    field = ["tit_for_tat", "always_defect", "always_cooperate"]
    event = Tournament(field, turns=20, repetitions=2, noise=0.05, seed=1)
    return learn(play_log(event.play(progress=False)), 2)


def test_learned_strategies_have_vermilion_names(learned):
    field = [*learned.entrants, "tit_for_tat", "always_defect"]
    results = Tournament(field, turns=20, repetitions=2, seed=1).play(progress=False)
    marked = {}

    def look(axes):
        for text in axes.texts:
            if text.get_gid() == "name":
                marked[text.get_text()] = same_color(text.get_color(), MARKED)
        return Picture(b"", 1)

    LearnedReport(learned, results).figures(look)
    assert marked == {name: name in learned.strategies for name in results.names}

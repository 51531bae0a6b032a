"""The figures of a season's report, at the edges of what a season can be."""

import pytest

from analysis.reports.report import report_of
from strategies import anyone, never, nice_list, out_for_tat
from tournament import Game

DAILY = {"day_nice", "day_income", "day_received", "day_new"}
TOWNS = {"towns_received", "towns_income"}
COSTS = Game(R=1, S=3, T=0, P=2, less_is_better=True)
FLAT = Game(R=0, S=0, T=0, P=0)
LOSSES = Game(R=-1, S=-3, T=0.5, P=-2)


ALONE = {"partners", "between", "manners", "spread"}
EDGES = {
    "two towns": ("nice", {"towns": 2, "friends": 1, "gifts_per_day": 1}, ALONE),
    "one town each": (
        "nice nasty coin",
        {"towns": 3, "friends": 2, "gifts_per_day": 1},
        {"partners", "spread"},
    ),
    "worth nothing": ("nice nasty", {"game": FLAT, "absence": 0.5}, {"partners"}),
    "one day of costs": ("nice nasty", {"days": 1, "game": COSTS}, {"partners"}),
    "losses": ("nice nasty", {"game": LOSSES, "repetitions": 2}, {"partners"}),
}
SLOW = ("one day of costs", "losses")


@pytest.mark.parametrize(
    "edge", [pytest.param(e, marks=[pytest.mark.slow] if e in SLOW else []) for e in EDGES]
)
def test_draw__edges(season, rules, edge):
    kinds, options, missing = EDGES[edge]
    results = season(*(getattr(rules, kind) for kind in kinds.split()), **options)
    drawn = report_of(results).figures()
    every = DAILY | TOWNS | {
        "ranking", "sources", "partners", "between", "manners", "spread", "network",
    }  # fmt: skip
    assert every - set(drawn) == missing
    assert all(p.png.startswith(b"\x89PNG") and p.width > 0 for p in drawn.values())


def test_draw__partner_rules_side_by_side(season, rules):
    kinds = [(rules.nice, anyone), (rules.nice, never), (rules.nasty, nice_list)]
    results = season(*kinds, (rules.nasty, out_for_tat), nice_list=True)
    assert "partners" in report_of(results).figures()


def test_draw__nothing_when_nobody_gives(season, rules):
    assert report_of(season((rules.nice, never), (rules.nasty, never))).figures() == {}

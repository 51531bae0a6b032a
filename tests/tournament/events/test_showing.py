"""Events show what will be played; advice shows what to do, and how sure that is."""

import pytest

import strategies
from tournament import PRESETS, Season, Tournament

FIELD = ["tit_for_tat", "grudger", "always_defect"]


def test_a_tournament_shows_field_conditions_and_seed():
    event = Tournament(FIELD, turns=5, seed=3, repetitions=7)
    assert repr(event).replace("\n", " ") == (
        "<Tournament: 3 players, 6 matches, 7 repetitions> TSTO gifts: R 15, S 1, T 25, P 5; 5"
        " turns, known to the players; no noise; seed 3 players: tit_for_tat, grudger and"
        " always_defect"
    )
    assert "<td>15, 15</td>" in event._repr_html_()


def test_a_large_field_says_how_many_more():
    shown = repr(Tournament(strategies.classics(), seed=1))
    assert f"and {len(strategies.classics()) - 12} others" in shown.replace("\n  ", " ")
    assert max(map(len, shown.splitlines())) <= 80


def test_what_else_was_asked_for():
    shown = repr(Tournament(FIELD, self_play=False, repetitions="until settled"))
    assert shown.startswith("<Tournament: 3 players, 3 matches, until settled, at most 10,000 rep")
    assert "self-play: no" in shown


@pytest.mark.parametrize(
    ("friends", "said"),
    [(3, "3 each"), ("everyone", "all other towns"), ([[0, 1], [1, 2]], "as given")],
)
def test_a_season_shows_kinds_and_friends(friends, said):
    words = {"towns": 12} if isinstance(friends, (int, str)) else {}
    event = Season(FIELD, friends=friends, gifts_per_day=1, seed=3, **words)
    assert f"friends: {said}" in repr(event)
    assert "seed 3" in repr(event)
    assert [line.split()[0] for line in repr(event).splitlines()[-3:]] == FIELD
    assert "<td>25, 1</td>" in event._repr_html_()


def advised(repetitions):
    event = Season(FIELD, towns=20, friends=6, days=6, gifts_per_day=2, seed=6)
    pairs = [("tit_for_tat", "nicest"), ("always_defect", "anyone")]
    return event.best_reply(pairs, repetitions=repetitions, progress=False, threads=1)


def test_advice_says_whom_to_give_to_and_how_to_be():
    advice = advised(4)
    shown, best = repr(advice), advice.best
    assert shown.startswith(f"<Advice: {best.name}, the best of 2 candidates in 4 seasons each>")
    unbroken = shown.replace("\n  ", " ")
    assert f"be like: {best.strategy.name}. {best.strategy.summary}" in unbroken
    assert f"give to: {best.partner.name}. {best.partner.summary}" in unbroken
    assert max(map(len, shown.splitlines())) <= 80
    assert "<table>" in advice._repr_html_()


def test_advice_after_one_season_says_that_nothing_is_sure():
    rows = repr(advised(1)).splitlines()[-2:]
    assert all(row.split()[-2:] == ["—", "—"] for row in rows)


def test_costs():
    assert "less is better" in repr(Tournament(FIELD, game=PRESETS["prison_years"]))

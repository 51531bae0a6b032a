"""Advice for the days left of a season that has begun."""

import numpy as np
import pytest

import strategies
from tournament import Season
from tournament.authors.partners import Kind
from tournament.events.season.begun import begin, places, towns_of
from tournament.events.season.friend_log import FriendLog, read_friend_log
from tournament.events.season.naughty import naughty_once

SMALL = {"towns": 24, "friends": 6, "days": 8, "gifts_per_day": 2, "seed": 5}
KINDS = [
    ("tit_for_tat", "out_for_tat"),
    ("always_defect", "anyone"),
    ("always_cooperate", "anyone"),
]
LOG = FriendLog(
    ("Ann", "Bob", "Cid"),
    (
        ("Ann", 0, True, 0, 0), ("Bob", 0, True, 0, 1), ("Ann", 1, False, 0, 0),
        ("Bob", 1, True, 1, 1), ("Ann", 2, True, 1, 0), ("Ann", 2, True, 1, 1),
    ),
    3,
)  # fmt: skip


def test_a_friend_is_of_the_kind_that_explains_its_moves():
    """Ann answered a naughty move by a naughty one; Bob never was nice; of Cid nothing is known."""
    likely = begin(Season(KINDS, **SMALL).plan, LOG).likely
    assert likely.argmax(axis=1)[:2].tolist() == [0, 1]
    assert likely[0, 0] > 0.9
    np.testing.assert_allclose(likely[2], 1 / 3)
    np.testing.assert_allclose(likely.sum(axis=1), 1)


def test_how_likely_a_rule_that_draws_is():
    """A rule that is nice half of the time gets 1/2 for each of six moves; tit for tat as much as
    its slips say."""
    half = Season(["tit_for_tat", "random_player"], **SMALL)
    found = begin(
        half.plan, FriendLog(("Ann",), tuple(("Ann", k, True, 0, 0) for k in range(6)), 6)
    )
    expected = 0.95**6 / (0.95**6 + 0.5**6)
    assert found.likely[0, 0] == pytest.approx(expected, abs=0.1)


def test_the_population_counts_before_the_moves():
    many = {("tit_for_tat", "anyone"): 18, ("always_cooperate", "anyone"): 6}
    plan = Season(many, **(SMALL | {"towns": None})).plan
    np.testing.assert_allclose(begin(plan, LOG).likely[2], [0.75, 0.25])


@pytest.mark.parametrize("friends", [6, 2, 1, "everyone"])
def test_the_newcomer_has_the_friends_of_the_log(friends):
    season = Season(KINDS, **(SMALL | {"friends": friends, "gifts_per_day": 1}))
    begun = begin(season.plan, LOG)
    drawn = []
    for repetition in range(30):
        base = season.population(repetition)
        towns = towns_of(begun, season.plan, base, repetition)
        place = places(begun, season.plan, base, repetition)
        own = towns.graph.friend[: towns.graph.start[1]]
        assert sorted(place.values()) == own.tolist()
        assert (np.diff(towns.graph.start) > 0).all()
        assert (towns.graph.edges[:, 0] < towns.graph.edges[:, 1]).all()
        assert len(np.unique(towns.graph.edges, axis=0)) == len(towns.graph.edges)
        drawn.append(towns.kind[place["Bob"]])
    assert np.mean(np.array(drawn) == 1) > 0.8  # Bob is always_defect, nearly always


def test_more_friends_than_towns_are_refused():
    season = Season(KINDS, **(SMALL | {"towns": 4, "friends": 2, "gifts_per_day": 1}))
    begin(season.plan, LOG)
    log = FriendLog(("Ann", "Bob", "Cid", "Dan"), (), 0)
    with pytest.raises(ValueError, match="`towns` must be above 4, the friends of the log; got 4"):
        begin(season.plan, log)


def test_incomes_are_those_of_the_days_left():
    """On the last day, among friends who are always nice, two gifts pay T or R each; what the
    log paid counts no more. Nobody else gives."""
    season = Season([("always_cooperate", "never")], **SMALL)
    gifts = tuple(("Ann", day, True, 0, 0) for day in range(7))
    log = FriendLog(("Ann", "Bob", "Cid"), gifts, 7)
    found = season.best_reply(
        [("always_defect", "anyone"), ("always_cooperate", "anyone")],
        repetitions=2, progress=False, threads=1, log=log,
    )  # fmt: skip
    assert found.ranking["income"].tolist() == [50, 30]
    assert found.begun.log is log


def test_candidates_remember_the_log():
    """Grudger remembers that Ann was naughty; on the last day it is naughty to her alone."""
    season = Season([("always_cooperate", "never")], **(SMALL | {"gifts_per_day": 1}))
    for theirs, earns in ((1, 25), (0, 15)):
        log = FriendLog(("Ann",), tuple(("Ann", day, True, 0, theirs) for day in range(7)), 7)
        found = season.best_reply(
            [("grudger", "anyone")], repetitions=1, progress=False, threads=1, log=log
        )
        assert found.incomes.tolist() == [[earns]]


def test_compiled_days_and_plain_python_agree(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("friend,day,giver,mine,theirs\nAnn,1,me,nice,bad\nBob,2,friend,nice,nice\n")
    found = [
        Season(KINDS, **SMALL, engine=engine).best_reply(
            KINDS, repetitions=2, progress=False, threads=2, log=path
        )
        for engine in ("compiled", "python")
    ]
    np.testing.assert_array_equal(found[0].incomes, found[1].incomes)
    assert found[0].begun.log == read_friend_log(path, 8)


# -- naughty once ----------------------------------------------------------------------------------


def kind(strategy, partner):
    return Kind(strategy, partner, "mine")


def once(players, log, **words):
    season = Season(players, **(SMALL | words))
    mine = kind(strategies.always_cooperate, strategies.anyone)
    begun = begin(season.plan, log)
    return naughty_once(season.plan, mine, begun, [("Ann", 1), ("Bob", 1)], 4, threads=2)


def test_on_the_last_day_one_naughty_gift_gains_what_the_game_says():
    """Nice against nice pays 15, naughty against nice 25; nothing follows."""
    log = FriendLog(("Ann", "Bob"), (("Ann", 6, True, 0, 0),), 7)
    for found in once([("always_cooperate", "never")], log):
        assert (found.nice, found.naughty, found.gain) == (30, 40, 10)
        assert (found.low, found.high) == (10, 10)
        assert found.verdict == "pays"
        assert found.a_gift == 15


def test_a_naughty_gift_costs_where_friends_remember():
    """A grudger never forgives: 25 once, and then 1 where there was 15, for all days left."""
    log = FriendLog(("Ann", "Bob"), (("Ann", 0, True, 0, 0),), 1)
    for found in once([("grudger", "anyone")], log, days=25):
        assert found.gain < 0
        assert found.verdict == "costs"


def test_one_season_says_nothing_about_luck():
    season = Season([("grudger", "anyone")], **SMALL)
    mine = kind(strategies.always_cooperate, strategies.anyone)
    [found] = naughty_once(season.plan, mine, begin(season.plan, LOG), [("Ann", 2)], 1)
    assert np.isnan(found.low)
    assert found.verdict == "open"

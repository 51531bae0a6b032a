"""Days that a town has lived already: compiled days and plain Python play them alike."""

from dataclasses import replace

import numpy as np
import pytest

from tournament import Season
from tournament.engine.season import play as gifts
from tournament.referee.season import play as referee
from tournament.results.books.towns import Lived

TALLIES = ("towns", "daily", "fresh", "between", "rows", "diary")
KINDS = [
    ("tit_for_tat", "out_for_tat"), ("random_player", "thompson_sampling"), ("gradual", "ucb1"),
    ("grofman", "anyone"),
]  # fmt: skip


def begun(season, closed=4, scripted=5, seed=0):
    """Return towns of which the first has lived some days, with gifts drawn at random."""
    towns = season.population(0)
    friends = towns.graph.friend[: towns.graph.start[1]]
    rng = np.random.default_rng(seed)
    days = np.sort(rng.integers(0, scripted, 30))
    columns = [days, rng.choice(friends, 30), *rng.integers(0, 2, (3, 30))]
    script = np.stack(columns, axis=1)
    late = script[:, 0] >= closed
    script[late, 2], script[late, 4] = 0, -1
    return replace(towns, lived=Lived(closed, scripted, script))


def played(season, towns, threads=1):
    where = (season.kinds, season.rules, towns, 0)
    words = {"keep_rows": True, "watched": 0}
    return gifts.play(*where, threads=threads, **words), referee.play(*where, **words)


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"noise": 0.1, "visible": True, "nice_list": True},
        {"absence": 0.3, "noise": 0.1},
        {"inbox": 3, "absence": 0.2},
        {"gifts_per_day": [2, 0, 5, 1, 0, 3, 2, 2]},
    ],
)
@pytest.mark.parametrize("threads", [1, 2])
def test_lived_days_are_played_alike(words, threads):
    season = Season(
        KINDS, **({"towns": 24, "friends": 6, "days": 8, "gifts_per_day": 3, "seed": 3} | words)
    )
    fast, slow = played(season, begun(season), threads)
    for name in TALLIES:
        np.testing.assert_array_equal(getattr(fast, name), getattr(slow, name), err_msg=name)


def test_what_was_lived_is_what_is_known():
    """On closed days town 0 has the gifts of the list, and no others."""
    season = Season(KINDS, 24, friends=6, days=4, gifts_per_day=3, seed=3)
    towns = begun(season, closed=4, scripted=4)
    fast, _ = played(season, towns)
    script = towns.lived.gifts
    found = np.zeros(8, int)
    for _, _, giver, gave, reply in script:
        mine, theirs = (gave, reply) if giver == 0 else (reply, gave)
        found[4 * giver + 2 * mine + theirs] += 1
    np.testing.assert_array_equal(fast.towns[0][:8], found)


def test_after_its_days_a_town_is_free():
    season = Season(KINDS, 24, friends=6, days=8, gifts_per_day=3, seed=3)
    fast, _ = played(season, begun(season, closed=4, scripted=5))
    own = fast.towns[0]
    assert own[8] == (begun(season).lived.gifts[:, 2] == 0).sum() + 3 * 3  # three days, three gifts


def test_many_lived_gifts_with_one_friend_fit():
    """More than rules would allow: 500 gifts with one friend, whose rule reads all its history."""
    season = Season([("grofman", "anyone"), ("gradual", "anyone")], 8, friends=3, days=3,
                    gifts_per_day=1, seed=3)  # fmt: skip
    towns = season.population(0)
    friend = int(towns.graph.friend[0])
    script = np.array([[0, friend, k % 2, k % 3 == 0, k % 5 == 0] for k in range(500)])
    fast, slow = played(season, replace(towns, lived=Lived(1, 1, script)))
    np.testing.assert_array_equal(fast.towns, slow.towns)
    assert fast.towns[0][:8].sum() >= 500


def test_a_failing_rule_is_blamed_in_lived_days():
    from tournament import strategy
    from tournament.errors import PluginError

    @strategy
    def fails(me, opponent):
        return 1 // (2 - me.turn)

    season = Season([("tit_for_tat", "anyone"), (fails, "anyone")], 2, friends=1, days=3,
                    gifts_per_day=1, seed=1)  # fmt: skip
    towns = season.population(0)
    script = np.array([[0, 1, 0, 0, 0]] * 4)
    for play in (gifts.play, referee.play):
        with pytest.raises(PluginError, match="fails"):
            play(season.kinds, season.rules, replace(towns, lived=Lived(2, 2, script)), 0)

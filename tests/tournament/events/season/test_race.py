"""A race among candidates finds the winner that all seasons of all candidates find."""

import numpy as np
import pytest
from scipy.stats import t

from tournament import PRESETS, Season
from tournament.events.season.race import ERROR, FEWEST, going_on, rounds_of

KINDS = [("tit_for_tat", "out_for_tat"), ("always_defect", "anyone"), ("random_player", "anyone")]
SMALL = {"towns": 24, "friends": 8, "days": 8, "gifts_per_day": 2}


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("game", ["tsto", "prison_years"])
def test_a_race_finds_the_same_winner_with_less_play(seed, game):
    season = Season(KINDS, **SMALL, seed=seed, game=PRESETS[game])
    full = season.best_reply(repetitions=9, progress=False, threads=1)
    race = season.best_reply(repetitions=9, progress=False, threads=2, race=True)
    played = ~np.isnan(race.incomes)
    np.testing.assert_array_equal(race.incomes[played], full.incomes[played])
    assert played.sum() < 0.6 * played.size
    best = race.ranking.iloc[0]
    assert best["seasons"] == 9
    assert best["income"] == full.ranking.loc[best.name, "income"]
    assert full.ranking.loc[best.name, "tied"]
    assert (full.ranking["seasons"] == 9).all()


def test_who_was_dropped_is_compared_in_the_seasons_that_both_played():
    season = Season(KINDS, **SMALL, seed=1)
    race = season.best_reply(repetitions=9, progress=False, threads=1, race=True)
    ranking, names = race.ranking, [kind.name for kind in race.candidates]
    best, top = names.index(ranking.index[0]), ranking.iloc[0]
    dropped = ranking[ranking["seasons"] < 9]
    assert len(dropped)
    for name, row in dropped.iterrows():
        own = race.incomes[: row["seasons"], names.index(name)]
        behind = (race.incomes[: row["seasons"], best] - own).mean()
        assert row["behind"] == pytest.approx(behind)
        assert row["income"] == pytest.approx(top["income"] - behind)
        assert not row["tied"]
        assert np.isnan(row["behind_error"]) == (row["seasons"] == 1)


def test_rounds_end_with_the_last_season():
    assert [rounds_of(n) for n in (1, 2, 3, 10, 40)] == [
        [1], [1, 2], [1, 2, 3], [1, 2, 4, 8, 10], [1, 2, 4, 8, 16, 32, 40]
    ]  # fmt: skip


def test_after_one_season_the_better_third_goes_on():
    earned = np.arange(60.0)[None]
    assert going_on(earned, 5).sum() == 20
    assert going_on(earned, 5)[-20:].all()
    assert going_on(earned[:, :10], 5).all()  # too few to cut
    assert going_on(earned[:, :30], 5).sum() == FEWEST


def test_the_best_is_rarely_dropped():
    """Candidates that are equally good: whoever is dropped is a loss; a share of at most `ERROR` of
    races may drop a given one. False alarm of this test: below 1e-6."""
    rng, dropped, races = np.random.default_rng(1), 0, 300
    for _ in range(races):
        earned, left = rng.normal(size=(10, 12)) + rng.normal(size=(10, 1)), np.arange(12)
        for upto in rounds_of(10)[1:-1]:
            left = left[going_on(earned[:upto, left], 4)]
        dropped += 0 not in left
    assert dropped / races < ERROR


@pytest.mark.parametrize(("many", "looks"), [(2, 1), (4, 3), (4, 6), (9, 6)])
def test_the_border_is_students_shared_among_all_looks_and_candidates(many, looks):
    """The error is that of differences in a table of two ways, or the candidate's own if larger."""
    n, rng = 6, np.random.default_rng(many + looks)
    earned = rng.normal(size=(n, many)) + 7 * rng.normal(size=(n, 1))
    earned += 50 - earned.mean(axis=0)
    freedom = (n - 1) * (many - 1)
    both = np.column_stack([np.repeat(np.eye(n), many, 0), np.tile(np.eye(many), (n, 1))])
    fitted = both @ np.linalg.lstsq(both, earned.ravel(), rcond=None)[0]
    together = 2 * ((earned.ravel() - fitted) ** 2).sum() / freedom
    border = t.ppf(1 - ERROR / (looks * (many - 1)), freedom)
    for more, goes_on in ((1 - 1e-6, True), (1 + 1e-6, False)):
        tried = earned.copy()
        tried[:, 0] += 1000  # the best
        for k in range(1, many):
            own = (tried[:, 0] - tried[:, k]).var(ddof=1)
            tried[:, k] += 1000 - more * border * np.sqrt(max(own, together) / n)
        assert going_on(tried, looks).tolist() == [True] + [goes_on] * (many - 1)


def test_what_is_surely_behind_is_dropped_and_what_is_not_is_kept():
    luck = np.random.default_rng(1).normal(size=(4, 1))
    earned = np.array([100.0, 99.9, 60.0]) + 0.1 * np.random.default_rng(2).normal(size=(4, 3))
    assert going_on(earned + 50 * luck, 4).tolist() == [True, True, False]

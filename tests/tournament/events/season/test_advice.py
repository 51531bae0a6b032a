"""Best replies to populations where the best is known."""

import numpy as np
import pytest
from scipy import stats

import strategies
from tournament import PRESETS, C, D, Game, PartnerRule, strategy
from tournament.authors.partners import Kind
from tournament.authors.registry import library
from tournament.events.season.advice import Advice
from tournament.events.season.event import TRIES, Season

FIVE = {"towns": 40, "friends": 8, "days": 10, "gifts_per_day": 2, "seed": 6}
PAIR = [(strategies.always_cooperate, "anyone"), (strategies.always_defect, "anyone")]


def advise(players, candidates=PAIR, repetitions=4, **words):
    season = Season(players, **(FIVE | words))
    return season.best_reply(candidates, repetitions=repetitions, progress=False, threads=2)


# -- best replies ---------------------------------------------------------------------------------


def test_among_unconditional_towns_it_pays_to_be_naughty():
    """With 2 gifts a day for 10 days: 20 gifts left at T = 25 each; and 25 for each received."""
    advice = advise([("always_cooperate", "never")])
    assert advice.best.name == "always_defect + anyone"
    assert advice.ranking.income.to_dict() == {
        "always_defect + anyone": 500, "always_cooperate + anyone": 300
    }  # fmt: skip
    assert advise([("always_defect", "never")]).ranking.income.to_list() == [100, 20]


def test_among_towns_that_leave_the_naughty_it_pays_to_be_nice():
    advice = advise([("tit_for_tat", "out_for_tat")], days=40, repetitions=6)
    assert advice.best.name == "always_cooperate + anyone"
    assert not advice.ranking.loc["always_defect + anyone", "tied"]


def test_it_pays_to_give_where_gifts_are_answered_nicely():
    """Half the towns answer nicely, half naughtily: whoever returns to the nice earns most."""
    rules = ["anyone", "out_for_tat", "never"]
    candidates = [(strategies.always_cooperate, rule) for rule in rules]
    half = {("always_cooperate", "never"): 20, ("always_defect", "never"): 20}
    ranking = advise(half, candidates, towns=None, repetitions=10).ranking
    assert ranking.partner_rule.to_list() == ["out_for_tat", "anyone", "never"]
    assert ranking.income["always_cooperate + never"] == 0


def test_where_less_is_better_the_lowest_is_best():
    advice = advise([("always_cooperate", "anyone")], game=PRESETS["prison_years"])
    assert advice.best.name == advice.ranking.index[0]
    assert advice.ranking.income.is_monotonic_increasing


def test_the_ranking_is_that_of_the_incomes():
    advice = advise(["tit_for_tat", "joss", "random_player"], repetitions=12)
    ranking, names = advice.ranking, [kind.name for kind in advice.candidates]
    assert advice.incomes.shape == (12, 2)
    best = names.index(ranking.index[0])
    for number, name in enumerate(names):
        own, row = advice.incomes[:, number], ranking.loc[name]
        gap = advice.incomes[:, best] - own
        assert row.income == pytest.approx(own.mean())
        assert row.standard_error == pytest.approx(own.std(ddof=1) / np.sqrt(12))
        assert row.behind == pytest.approx(gap.mean())
        assert row.behind_error == pytest.approx(gap.std(ddof=1) / np.sqrt(12))
        assert row.low < row.income < row.high
    assert list(ranking["rank"]) == [1, 2]


def test_equal_candidates_have_equal_luck():
    """Common random numbers: what plays the same earns the same, to the last point."""
    same = strategies.random_player.named("the same")
    candidates = [("random_player", "thompson_sampling"), (same, "thompson_sampling")]
    advice = advise(["tit_for_tat", "joss"], candidates, noise=0.1, absence=0.2, inbox=4)
    np.testing.assert_array_equal(advice.incomes[:, 0], advice.incomes[:, 1])
    assert (advice.ranking["rank"] == 1).all()
    assert advice.ranking.tied.all()
    assert len(set(advice.incomes[:, 0])) > 1


def test_neither_threads_nor_other_candidates_matter():
    season = Season(["tit_for_tat", "joss"], **FIVE)
    one, two = (season.best_reply(PAIR, repetitions=3, progress=False, threads=n) for n in (1, 2))
    np.testing.assert_array_equal(one.incomes, two.incomes)
    alone = season.best_reply(PAIR[1:], repetitions=3, progress=False)
    np.testing.assert_array_equal(alone.incomes[:, 0], one.incomes[:, 1])
    slow = Season(["tit_for_tat", "joss"], **FIVE, engine="python")
    three = slow.best_reply(PAIR, repetitions=1, progress=False)
    np.testing.assert_array_equal(three.incomes, one.incomes[:1])


def test_one_repetition_has_no_errors():
    ranking = advise(["joss"], repetitions=1).ranking
    assert ranking[["standard_error", "low", "high", "behind_error"]].isna().all(axis=None)


def test_strategies_are_tried_with_every_partner_rule():
    season = Season(["tit_for_tat", "joss"], 10, friends=4, days=2, gifts_per_day=1, seed=1)
    rules = [name for name in library(PartnerRule) if name != "nice_list"]  # there is none here
    advice = season.best_reply(repetitions=1, progress=False)
    names = [f"{s} + {rule}" for s in ("tit_for_tat", "joss") for rule in rules]
    assert [kind.name for kind in advice.candidates] == names
    mixed = season.best_reply(["prober", ("joss", "never")], repetitions=1, progress=False)
    assert len(mixed.candidates) == len(rules) + 1
    own = strategies.anyone(per_friend=2)
    public = Season([("joss", own)], 10, friends=4, days=1, gifts_per_day=1, seed=1, nice_list=True)
    tried = [k.name for k in public.best_reply(repetitions=1, progress=False).candidates]
    assert {"joss + nice_list", "joss + anyone(per_friend=2)"} <= set(tried)


def test_rules_that_are_not_compiled_are_tried_too():
    @strategy(compiled=False)
    def plain(me, opponent):
        return D if opponent.last == D else C

    candidates = [(plain.named("plain"), "anyone"), ("tit_for_tat", "anyone")]
    advice = advise(["tit_for_tat", "always_defect"], candidates, repetitions=2, towns=12)
    np.testing.assert_array_equal(advice.incomes[:, 0], advice.incomes[:, 1])


# -- the table, by SciPy ---------------------------------------------------------------------------


@pytest.mark.parametrize("game", ["tsto", "prison_years"])
@pytest.mark.parametrize("repetitions", [2, 9])
def test_the_table_of_candidates_is_that_of_paired_t_intervals(game, repetitions):
    """The best is who earns most, or who pays least; the others are compared with it in pairs."""
    season = Season(["tit_for_tat"], **FIVE, game=PRESETS[game])
    kinds = [Kind(strategies.get(name), strategies.anyone, name) for name in
             ("joss", "prober", "grudger", "tit_for_tat")]  # fmt: skip
    rng = np.random.default_rng(repetitions)
    earned = rng.normal([10, 12, 11.9, 12], 0.3, (repetitions, 4))
    earned[:, 3] = earned[:, 1]  # equal, to the last bit
    ranking = Advice(tuple(kinds), earned, season).ranking
    less = game == "prison_years"
    mean = earned.mean(axis=0)
    best = mean.argmin() if less else mean.argmax()
    for k, kind in enumerate(kinds):
        row, low, high = ranking.loc[kind.name], *stats.t.interval(
            0.95, repetitions - 1, loc=mean[k], scale=stats.sem(earned[:, k])
        )  # fmt: skip
        assert (row.low, row.high) == pytest.approx((low, high))
        assert row.standard_error == pytest.approx(stats.sem(earned[:, k]))
        behind = earned[:, best] - earned[:, k]
        assert row.behind == pytest.approx(behind.mean())
        assert row.behind_error == pytest.approx(stats.sem(behind))
        if np.ptp(behind) > 0:
            assert row.tied == (stats.ttest_1samp(behind, 0).pvalue >= 0.05)
        else:
            assert row.tied
        assert row["rank"] == 1 + (mean < mean[k] if less else mean > mean[k]).sum()
    assert ranking.index[0] == ("joss" if less else "prober")
    assert Advice(tuple(kinds), earned, season).best.name == ranking.index[0]
    assert ranking.strategy.to_list() == list(ranking.index)
    assert set(ranking.partner_rule) == {"anyone"}


def test_a_newcomer_slips_as_often_as_towns_do_on_average():
    """A newcomer that is always nice is naughty as often as its noise says."""
    population = {("always_cooperate", "never"): 20, ("always_defect", "never"): 20}
    season = Season(population, **(FIVE | {"towns": None, "noise": [0.0, 0.5]}), game=Game(
        R=0, S=0, T=1, P=1))  # fmt: skip
    advice = season.best_reply(PAIR, repetitions=30, progress=False, threads=1)
    slips = advice.incomes.mean(axis=0) / 20  # 20 gifts are given, none is received
    assert slips == pytest.approx([0.25, 0.75], abs=0.08)
    np.testing.assert_allclose(advice.incomes[:, 0] + advice.incomes[:, 1], 20)


def test_progress_is_told_for_every_try():
    calls = []
    season = Season(["tit_for_tat"], **FIVE)
    season.best_reply(PAIR, repetitions=3, progress=lambda *call: calls.append(call), threads=1)
    assert [call for call in calls if call[2] == "trying"] == [(k, 6, "trying") for k in
                                                              range(1, 7)]  # fmt: skip


def test_usual_repetitions_and_candidates():
    season = Season(["tit_for_tat"], 6, friends=2, days=1, gifts_per_day=1, seed=1)
    advice = season.best_reply([("tit_for_tat", "anyone")], progress=False, threads=1)
    assert advice.incomes.shape == (TRIES, 1)

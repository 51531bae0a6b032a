"""Best replies to populations where the best is known."""

import numpy as np
import pytest

import strategies
from tournament import PRESETS, C, D, PartnerRule, strategy
from tournament.authors.registry import library
from tournament.events.season.event import Season

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

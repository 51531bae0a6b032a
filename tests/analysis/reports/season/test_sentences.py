"""Every branch of a season's sentences, from tables that are written out: costs, ties, borders."""

from functools import partial
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.reports.season import days, gifts, incomes
from analysis.reports.season.brief import brief
from analysis.reports.season.findings import Findings
from analysis.reports.season.numbers import Difference, grid
from tournament import Game

NAN = np.nan


def stub(income, *, costs=False, repetitions=5, gifts_a_day=(2, 2, 2), towns=None, **columns):
    """Return findings on kinds a, b, c ..., best first, of numbers that are made up."""
    names = [chr(ord("a") + k) for k in range(len(income))]
    income = np.array(income, float)
    rank = pd.Series(income).rank(ascending=costs, method="min").astype(int).to_numpy()
    frame = pd.DataFrame(
        {"rank": rank, "towns": 4, "income": income, "standard_error": 1.0, "low": income - 2,
         "high": income + 2, "best_rank": rank, "nice": 0.5, "sent": 6.0, "unopened": 0.0}
        | columns,
        index=pd.Index(names, name="kind"),
    )  # fmt: skip
    game = Game(R=3, S=0, T=5, P=1, less_is_better=costs)
    rules = SimpleNamespace(game=game, days=len(gifts_a_day), gifts=gifts_a_day)
    found = Findings(SimpleNamespace(rules=rules, repetitions=repetitions, friends=6))
    found.__dict__["places"] = frame
    if towns is not None:
        index = pd.MultiIndex.from_product(
            [range(repetitions), range(len(towns) // repetitions)], names=["repetition", "town"]
        )
        found.results.towns = pd.DataFrame(towns, columns=["income", "nice"]).set_index(index)
    return found


# -- who earned most ------------------------------------------------------------------------------


def test_best__one_kind_and_equal_kinds():
    assert incomes.best(stub([30.0])) == ["All towns play a: 30.00 per town over the season."]
    assert incomes.best(stub([30.0, 30.0])) == [
        "All 2 kinds end with the same: 30.00 per town over the season."
    ]
    assert incomes.best(stub([30.0, 30.0], costs=True)) == [
        "All 2 kinds end with the same: a cost of 30.00 per town over the season."
    ]


def test_best__sure_unsure_and_shared():
    (text,) = incomes.best(stub([30.0, 20.0, 10.0]))
    assert text == (
        "a earns most: 30.00 per town over the season (95 % interval 28.00 to 32.00). The lead over"
        " every other kind is larger than chance explains. c is last with 10.00."
    )
    (text,) = incomes.best(stub([10.0, 20.0], costs=True, best_rank=[1, 1]))
    assert text.startswith("a pays least: a cost of 10.00 per town over the season (95 % interval")
    assert "Chance alone may have put it before b. b is last with 20.00." in text
    (text,) = incomes.best(stub([30.0, 30.0, 10.0], best_rank=[1, 1, 1]))
    assert text.startswith("a and b earn most: 30.00")
    assert "may have put them before c" in text
    (text,) = incomes.best(stub([30.0, 30.0, 10.0]))
    assert "The lead" not in text
    (text,) = incomes.best(stub([30.0, 10.0], standard_error=NAN))
    assert "With one town in one season, this may be luck." in text
    (text,) = incomes.best(stub([30.0, 10.0], standard_error=0.0))
    assert "interval" not in text


# -- nice and naughty towns -----------------------------------------------------------------------


@pytest.mark.parametrize("costs", [False, True])
@pytest.mark.parametrize("sign", [1, -1])
def test_attitudes__a_paired_interval_over_seasons(costs, sign):
    """Two nice towns, one naughty and one of neither kind in each of five seasons."""
    rng = np.random.default_rng(1)
    base, noise = np.array([20.0, 22.0, 10.0, 99.0]), rng.normal(0, 1, (5, 4))
    nice = [1.0, 2 / 3, 1 / 3, 0.5]
    earned = np.where([True, True, True, False], sign * base + 50 + noise, 1000.0)
    towns = [(value, share) for row in earned for value, share in zip(row, nice, strict=True)]
    found = stub([30.0, 20.0], costs=costs, towns=towns)
    gaps = earned[:, :2].mean(axis=1) - earned[:, 2]
    test = stats.ttest_1samp(gaps, 0)
    reach = (test.confidence_interval().high - test.confidence_interval().low) / 2
    apart = incomes.gap(found)
    assert (apart.mean, apart.reach) == pytest.approx((gaps.mean(), reach))
    (text,) = incomes.attitudes(found)
    verb = "paid" if costs else "earned"
    assert f"nice; 2 towns) {verb} {earned[:, :2].mean():.2f}." in text
    assert f"at most one third; 1 towns) {verb} {earned[:, 2].mean():.2f}." in text
    better = "nice" if (sign > 0) != costs else "naughty"
    less = "less to pay" if costs else "more"
    assert text.endswith(f"Being {better} went with {abs(gaps.mean()):.2f} {less} (± {reach:.2f}).")


def test_attitudes__one_season_is_over_towns():
    nice, naughty = np.array([20.0, 25.0, 21.0]), np.array([10.0, 14.0])
    towns = [(value, 1.0) for value in nice] + [(value, 0.0) for value in naughty]
    found = stub([30.0, 20.0], repetitions=1, towns=towns)
    apart = incomes.gap(found)
    error = np.hypot(stats.sem(nice), stats.sem(naughty))
    assert apart.mean == pytest.approx(nice.mean() - naughty.mean())
    assert apart.reach == pytest.approx(stats.norm.ppf(0.975) * error)
    lonely = stub([30.0, 20.0], repetitions=1, towns=[(20.0, 1.0), (25.0, 1.0), (10.0, 0.0)])
    assert np.isnan(incomes.gap(lonely).reach)
    assert incomes.attitudes(lonely)[0].endswith("So few towns do not show a difference.")
    close = stub([30.0, 20.0], repetitions=1,
                 towns=[(20.0, 1.0), (25.0, 1.0), (21.0, 0.0), (23.0, 0.0)])  # fmt: skip
    assert "The difference is not beyond error (±" in incomes.attitudes(close)[0]


def test_attitudes__where_all_are_alike():
    def told(*shares):
        found = stub([30.0, 20.0], repetitions=1, towns=[(1.0, share) for share in shares])
        return incomes.attitudes(found)

    assert told(1.0, 1.0) == ["All towns were nice in all of their moves."]
    assert told(1.0, 0.75, NAN) == ["All towns were nice in at least 75.0 % of their moves."]
    assert told(0.0, 0.25) == ["All towns were naughty in at least 75.0 % of their moves."]
    assert told(0.0, 0.5) == []
    assert told(1.0, 0.5) == []
    assert told(NAN, NAN) == []


# -- early and late -------------------------------------------------------------------------------


def daily(nice, naughty, *, costs=False, many=None):
    """Return what is said of a nice and a naughty kind that earn so much day by day."""
    found = stub([30.0, 20.0], costs=costs, nice=[1.0, 0.0], gifts_a_day=(2,) * len(nice))
    found.__dict__["daily"] = {"income": pd.DataFrame({"a": nice, "b": naughty}, dtype=float)}
    return incomes.advantage(found)


def test_advantage__first_and_last_fifth():
    flat = [5.0] * 9
    (text,) = daily([5.0, *flat], [9.0, *flat])
    assert text.startswith(
        "In the first 2 days, naughty kinds earned 7.000 a day and nice kinds 5.000. In the last 2"
        " days, naughty kinds earned 5.000 and nice kinds 5.000."
    )
    assert text.endswith("Being naughty paid at first, and later not any more.")
    (text,) = daily([5.0, 5, 5, 5], [9.0, 9, 9, 8])
    assert text.startswith("On the first day, naughty kinds earned 9.000 and nice kinds 5.000.")
    assert text.endswith("Being naughty paid at first, and later less.")
    for nice, naughty in (([5.0] * 4, [9.0] * 4), ([5.0] * 4, [4.0, 9, 9, 3]), (flat, flat)):
        assert "at first, and later" not in daily(nice, naughty)[0]
    (text,) = daily([9.0, 5, 5, 5], [5.0, 5, 5, 6], costs=True)
    assert "naughty kinds paid 5.000" in text
    assert text.endswith("Being naughty paid at first, and later not any more.")
    assert daily([1.0] * 3, [2.0] * 3) == []


def test_advantage__kinds_weigh_by_their_towns():
    found = stub([30.0, 20.0, 10.0], nice=[1.0, 2 / 3, 1 / 3], towns=None, gifts_a_day=(1,) * 5)
    found.places["towns"] = [1, 3, 2]
    table = {"a": [8.0] * 5, "b": [4.0] * 5, "c": [1.0] * 5}
    found.__dict__["daily"] = {"income": pd.DataFrame(table)}
    (text,) = incomes.advantage(found)
    assert "naughty kinds earned 1.000 and nice kinds 5.000" in text
    found.places["nice"] = 0.5
    assert incomes.advantage(found) == []


# -- partner rules --------------------------------------------------------------------------------


def partners(by_repetition, rules, *, costs=False):
    """Return findings on kinds with strategies and partner rules, and incomes by repetition."""
    means = {kind: np.mean(values) for kind, values in by_repetition.items()}
    order = sorted(means, key=lambda kind: means[kind] if costs else -means[kind])
    found = stub([means[kind] for kind in order], costs=costs)
    found.__dict__["places"].index = pd.Index(order, name="kind")
    found.__dict__["rules"] = rules
    found.__dict__["by_repetition"] = pd.DataFrame(by_repetition).T
    found.__dict__["grid"] = grid(found.places, rules, less_is_better=costs)
    return found


TWO = {"s+x": ("s", "x"), "s+y": ("s", "y"), "t+x": ("t", "x"), "t+y": ("t", "y")}


@pytest.mark.parametrize("costs", [False, True])
def test_partners__are_compared_over_strategies_that_play_with_all(costs):
    x, y = np.array([9.0, 11.0, 10.0]), np.array([5.0, 6.5, 4.0])
    if costs:
        x, y = y, x
    found = partners({"s+x": x, "s+y": y, "t+x": x + 2, "t+y": y - 1}, TWO, costs=costs)
    rated = incomes.rated(found)
    assert rated.means == pytest.approx({"x": x.mean() + 1, "y": y.mean() - 0.5})
    test = stats.ttest_1samp(x - y + 1.5, 0)
    low, high = test.confidence_interval()
    assert (rated.lead.mean, rated.lead.reach) == pytest.approx((x.mean() - y.mean() + 1.5,
                                                                 (high - low) / 2))  # fmt: skip
    (text,) = incomes.partners(found)
    assert "over the 2 strategies that play with each of them, x does best" in text
    assert text.endswith("x is best for every strategy.")


def test_partners__of_one_strategy_and_of_none():
    one = {"s+x": ("s", "x"), "s+y": ("s", "y"), "t+x": ("t", "x")}
    found = partners({"s+x": [1.0, 2.0], "s+y": [9.0, 9.0], "t+x": [50.0, 60.0]}, one)
    (text,) = incomes.partners(found)
    assert text.startswith("Among the partner rules, with s, y does best (9.00 per town), then x")
    assert text.endswith(").")
    apart = {"s+x": ("s", "x"), "t+y": ("t", "y")}
    found = partners({"s+x": [1.0, 2.0], "t+y": [9.0, 9.0]}, apart)
    assert incomes.rated(found) is None
    assert incomes.partners(found) == [
        "Partner rules cannot be compared: every strategy plays with one only."
    ]
    alone = partners({"s+x": [1.0, 2.0]}, {"s+x": ("s", "x")})
    assert incomes.partners(alone) == []


@pytest.mark.parametrize("costs", [False, True])
def test_partners__where_the_best_hangs_on_the_strategy(costs):
    values = {"s+x": [9.0, 9.0], "s+y": [5.0, 5.0], "t+x": [1.0, 1.0], "t+y": [2.0, 2.0]}
    (text,) = incomes.partners(partners(values, TWO, costs=costs))
    assert "Which rule is best depends on the strategy: " in text
    assert "x for 1 and y for 1 of them." in text or "y for 1 and x for 1 of them." in text


# -- gifts ----------------------------------------------------------------------------------------


def given(received, *, nice=None, repetitions=1, friends=6):
    found = stub([30.0, 20.0], repetitions=repetitions)
    received = np.array(received, float)
    index = pd.MultiIndex.from_product([range(repetitions), range(len(received) // repetitions)],
                                       names=["repetition", "town"])  # fmt: skip
    found.__dict__["towns"] = pd.DataFrame(
        {"received": received, "nice": 1.0 if nice is None else nice}, index=index
    )
    groups = received.reshape(repetitions, -1)
    gini = [np.abs(g[:, None] - g).mean() / (2 * g.mean()) if g.sum() else NAN for g in groups]
    found.results.inequality = pd.DataFrame({"received": gini, "income": NAN})
    found.results.kind_of = [np.zeros(groups.shape[1], int)] * repetitions
    found.results.friends = friends
    return gifts.concentration(found)


def test_concentration__by_the_gini_coefficient():
    (text,) = given([5] * 10)
    assert text == ("Gifts hardly concentrate: the tenth of the towns with the most gifts received"
                    " 10.0 % of all gifts (Gini coefficient 0.00).")  # fmt: skip
    assert "concentrate somewhat" in given([1] * 9 + [3])[0]
    assert "concentrate strongly" in given([1] * 9 + [9])[0]
    assert "received 50.0 % of all" in given([1] * 9 + [9])[0]
    assert given([5] * 9) == []
    assert given([0] * 10) == []
    (text,) = given([1] * 5 + [3] * 5, nice=[0.0] * 5 + [1.0] * 5)
    assert text.endswith("Nice towns, 50.0 % of all, received 75.0 % of the gifts.")


@pytest.mark.parametrize("nice", [1.0, 0.5, 0.0])
def test_concentration__where_all_towns_are_alike_nobody_is_compared(nice):
    assert "Nice towns" not in given([1] * 9 + [3], nice=nice)[0]


def test_concentration__chance_alone_has_the_gini_of_poissons_law():
    """E|x - y| of two Poisson numbers, by summing the law."""
    mean = 9
    k = np.arange(60)
    law = stats.poisson.pmf(k, mean)
    exact = (law[:, None] * law * np.abs(k[:, None] - k)).sum() / (2 * mean)
    text = given([mean] * 50)[0]
    assert f"giving at random would make it about {exact:.2f}" in text
    for few in (given([mean] * 49), given([4.9] * 50), given([mean] * 50, friends="given")):
        assert "at random" not in few[0]
    assert "at random" in given([5] * 50)[0]


def test_new__first_and_last_day_that_had_gifts():
    found = stub([30.0, 20.0])
    found.__dict__["daily"] = {"new": pd.DataFrame({"all": [NAN, 1.0, 0.5, 0.25, NAN]})}
    assert gifts.new(found) == [
        "Gifts to towns not met before were 100.0 % of the gifts on day 2 and 25.0 % on day 4."
    ]
    found.__dict__["daily"] = {"new": pd.DataFrame({"all": [1.0, NAN]})}
    assert gifts.new(found) == []


def lapsed(sent, unopened):
    found = stub([30.0, 20.0], sent=sent, unopened=unopened)
    found.__dict__["towns"] = pd.DataFrame({"sent": sent, "unopened": unopened})
    return gifts.lost(found)


def test_lost__gifts_never_opened_and_never_given():
    assert lapsed([6.0, 6.0], [0.0, 0.0]) == []
    (text,) = lapsed([6.0, 6.0], [3.0, 0.0])
    assert text == ("25.0 % of the gifts left were never opened, and paid nobody. Gifts of a were"
                    " left unopened most often (50.0 %).")  # fmt: skip
    assert "most often" not in lapsed([6.0, 6.0], [3.0, 2.5])[0]  # exactly a fifth more
    assert "most often" in lapsed([6.0, 6.0], [3.0, 2.4])[0]
    (text,) = lapsed([6.0, 0.0], [0.0, 0.0])
    assert text == "50.0 % of the gifts that towns could give were not given. b gave nothing."
    assert lapsed([6.0, 3.0], [0.0, 0.0]) == [
        "25.0 % of the gifts that towns could give were not given."
    ]


# -- from day to day ------------------------------------------------------------------------------


def developed(*means, spread=0.0):
    """Return what is said of five seasons with these mean shares of nice moves by day."""
    found = stub([30.0, 20.0])
    off = spread * np.array([-1, -0.5, 0, 0.5, 1])
    shares = np.array(means, float) + off[:, None] * np.where(np.arange(len(means)) % 2, 1, -1)
    found.__dict__["daily_niceness"] = shares
    return days.development(found)


def test_development__rose_fell_and_neither():
    assert developed(0.5, 0.5, 0.5) == []
    assert developed(0.5) == []
    (text,) = developed(0.5, 0.6)
    assert text == ("On day 1, 50.0 % of the moves were nice, and on day 2, 60.0 %: niceness rose"
                    " by more than chance explains.")  # fmt: skip
    assert "niceness fell by more" in developed(0.6, 0.5)[0]
    assert developed(0.5, 0.6, spread=0.3)[0].endswith("no change beyond error.")
    assert "niceness did not change" in developed(0.5, 0.505, 0.5004)[0]
    assert "niceness rose" in developed(0.5, 0.505, 0.5006)[0]
    (text,) = developed(NAN, 0.5, 0.6)
    assert text.startswith("On day 2, 50.0 %")


def test_development__days_between_that_stand_out():
    (text,) = developed(0.5, 0.9, 0.1, 0.5)
    assert "Niceness was highest on day 2 (90.0 %). Niceness was lowest on day 3 (10.0 %)." in text
    (text,) = developed(0.5, 0.515, 0.485, 0.5)
    assert "highest" not in text
    assert "lowest" not in text


def test_development__the_last_day_alone():
    (text,) = developed(0.5, 0.51, 0.5, 0.51, 0.5, 0.2)
    assert text.endswith("The last day alone lowered it by 30.0 points.")
    (text,) = developed(0.5, 0.51, 0.5, 0.51, 0.5, 0.8)
    assert text.endswith("The last day alone raised it by 30.0 points.")
    assert "alone" not in developed(0.5, 0.51, 0.2)[0]  # three days have no calm before the end
    assert "alone" not in developed(0.5, 0.51, 0.5, 0.7, 0.5, 0.8)[0]  # no calm before it
    assert "alone" not in developed(0.5, 0.5, 0.5, 0.5, 0.5, 0.515)[0]


# -- the short form -------------------------------------------------------------------------------


def short(income, *, gap=None, rated=None, monkeypatch, **words):
    """Return the short form of seasons in which three of four moves were nice."""
    found = stub(income, **words)
    found.__dict__["opened"] = 1.0
    found.results.tallies = [SimpleNamespace(daily=np.array([[[[2, 1, 1, 0]]]]))]
    monkeypatch.setattr(incomes, "gap", lambda found: gap)
    monkeypatch.setattr(incomes, "rated", lambda found: rated)
    monkeypatch.setattr(gifts, "concentration", lambda found: ["Even."])
    return brief(found)


def test_brief__who_earns_most(monkeypatch):
    told = partial(short, monkeypatch=monkeypatch)
    assert told([30.0]) == [
        "All towns play a: 30.00 per town over the season.", "75.0 % of moves were nice.", "Even.",
    ]  # fmt: skip
    assert told([30.0, 30.0])[0] == "All 2 kinds end with the same: 30.00 per town."
    assert told([30.0, 20.0])[0] == "a earns most: 30.00 per town, not by luck."
    assert told([30.0, 20.0], best_rank=[1, 1])[0].endswith("maybe by luck.")
    assert told([30.0, 20.0], standard_error=NAN)[0].endswith("maybe by luck.")
    assert told([30.0, 30.0, 20.0])[0] == "a and b earn most: 30.00 per town."
    assert told([20.0, 30.0], costs=True)[0].startswith("a pays least: a cost of 20.00 per town")
    assert told([20.0, 20.0, 30.0], costs=True)[0].startswith("a and b pay least")


def test_brief__rivals(monkeypatch):
    told = partial(short, monkeypatch=monkeypatch)
    lines = told([30.0, 20.0, 10.0], best_rank=[1, 1, 3])
    assert lines[1] == "1 of the 2 other kinds could truly be first; c is last with 10.00."
    assert "None of the 2 other kinds" in told([30.0, 20.0, 10.0])[1]
    assert told([30.0, 20.0])[1].startswith("75.0 %")
    assert told([30.0, 30.0, 20.0])[1].startswith("75.0 %")  # one other
    assert told([30.0, 20.0, 10.0], standard_error=[NAN, 1, 1])[1].startswith("75.0 %")
    assert told([30.0, 20.0, 10.0], standard_error=[1, 1, NAN])[1].startswith("None of")


@pytest.mark.parametrize(("costs", "verb"), [(False, "earned"), (True, "paid")])
def test_brief__nice_towns_and_partner_rules(monkeypatch, costs, verb):
    told = partial(short, [20.0, 20.0], monkeypatch=monkeypatch, costs=costs)
    for mean, word in ((5.0, "more"), (-5.0, "less")):
        assert told(gap=Difference(mean, 1.0))[1] == (
            f"75.0 % of moves were nice; nice towns {verb} 5.00 {word} than naughty ones."
        )
    assert told(gap=Difference(5.0, 6.0))[1].endswith("fared alike (within error).")
    rated = incomes.Rated({"x": 9.0, "y": 8.0, "z": 7.0, "w": 6.0}, Difference(1.0, 0.5))
    verb = "costs" if costs else "earns"
    assert told(rated=rated)[-1] == f"Partner rules: x {verb} 9.00 per town, y 8.00, z 7.00."
    unsure = rated._replace(lead=Difference(1.0, 2.0))
    assert told(rated=unsure)[-1].endswith("z 7.00; maybe luck.")

"""Sentences about a season say what its numbers say."""

import re

import numpy as np
import pytest

from analysis.reports.season.findings import Findings
from analysis.reports.season.summary import certainty, how_it_was_played, layers, summary
from analysis.words import number, percent
from strategies import anyone, never, nice_list, out_for_tat
from tournament import TSTO, Game
from tournament.results.season import SeasonResults

COSTS = Game(R=1, S=3, T=0, P=2, less_is_better=True)
TURNED = Game(R=-15, S=-1, T=-25, P=-5, less_is_better=True)  # TSTO's payoffs as costs


def told(results: SeasonResults) -> str:
    return "\n".join(summary(Findings(results)))


def combined(rules) -> list:
    return [(s, p) for s in (rules.nice, rules.nasty, rules.echo) for p in (anyone, out_for_tat)]


@pytest.fixture(scope="module")
def several(season, rules) -> SeasonResults:
    """Strategies and partner rules combined, often enough to be sure of some differences."""
    return season(*combined(rules), repetitions=5)


def test_summary__first_and_last(several):
    frame = several.ranking
    best, worst = frame.iloc[0], frame.iloc[-1]
    assert (
        f"{best.name} earns most: {best.income:.1f} per town over the season (95 % interval"
        f" {best.low:.1f} to {best.high:.1f}), but the first place is not decided"
    ) in told(several)
    assert f"{worst.name} is last with {worst.income:.1f}." in told(several)


def test_summary__those_who_may_be_first_are_named(several):
    frame = several.ranking
    rivals = frame.index[(frame["high"] >= frame["low"].iloc[0]) & (frame["rank"] > 1)]
    (named,) = re.findall(r"Chance alone may have put it before (.*?)\. ", told(several))
    assert sorted(re.split(r", | and ", named)) == sorted(rivals)


def test_summary__nice_and_naughty_towns(several):
    towns = several.towns
    nice = towns[towns["nice"] >= 2 / 3]["income"]
    naughty = towns[towns["nice"] <= 1 / 3]["income"]
    assert (
        f"{len(nice) / 5:.0f} towns) earned {nice.mean():.1f}. A naughty town (at most one third;"
        f" {len(naughty) / 5:.0f} towns) earned {naughty.mean():.1f}. The difference is not beyond"
        " error (± "
    ) in told(several)


def test_summary__partner_rules(several):
    income = several.ranking["income"]
    out, any_ = (
        np.mean([income[f"{s} + {p}"] for s in ("nice", "nasty", "echo")])
        for p in ("out_for_tat", "anyone")
    )
    assert out > any_
    assert (
        "over the 3 strategies that play with each of them, out_for_tat does best"
        f" ({out:.1f} per town), then anyone ({any_:.1f}). The difference is larger than chance"
        " explains (± "
    ) in told(several)
    assert "out_for_tat is best for every strategy." in told(several)


@pytest.mark.parametrize("game", [TSTO, TURNED], ids=["payoffs", "costs"])
def test_summary__the_best_rule_may_depend_on_the_strategy(season, rules, game):
    kinds = [(s, p) for s in (rules.nice, rules.nasty, rules.coin) for p in (anyone, out_for_tat)]
    results = season(*kinds, game=game)
    rank = results.ranking["rank"]
    stay = sum(
        rank[f"{s} + out_for_tat"] < rank[f"{s} + anyone"] for s in ("nice", "nasty", "coin")
    )
    assert stay == 1
    assert "best depends on the strategy: anyone for 2 and out_for_tat for 1 of them" in (
        told(results)
    )


def test_summary__concentration(several):
    gini = several.inequality.mean()
    received = several.towns["received"].groupby("repetition")
    top = np.mean([values.nlargest(2).sum() / values.sum() for _, values in received])
    assert (
        f"with the most gifts received {percent(top)} of all gifts (Gini coefficient"
        f" {gini['received']:.2f})" in (told(several))
    )
    assert f"Incomes have a Gini coefficient of {gini['income']:.2f}." in told(several)
    nice = several.towns[several.towns["nice"] >= 2 / 3]
    assert (
        f"Nice towns, {percent(len(nice) / len(several.towns))} of all, received"
        f" {percent(nice['received'].sum() / several.towns['received'].sum())} of the gifts."
    ) in told(several)


def test_summary__days(several):
    nice = several.days["nice"].xs("all", level="kind")
    assert (
        f"On day 1, {percent(nice[0])} of the moves were nice, and on day 6, {percent(nice[5])}: no"
        " change beyond error."
    ) in told(several)
    new = several.days["new"].xs("all", level="kind")
    assert f"were {percent(new[0])} of the gifts on day 1 and {percent(new[5])} on day 6." in told(
        several
    )


def test_summary__early_and_late(several):
    """Kinds that are naughty are always_defect's; the others are nice."""
    income = several.days["income"].unstack()
    naughty = income[[k for k in income if k.startswith("nasty")]].mean(axis=1)
    nice = income[[k for k in income if k.startswith(("nice", "echo"))]].mean(axis=1)
    assert naughty[0] > nice[0]
    assert naughty[5] < nice[5]
    digits = 1 if max(naughty[0], nice[5]) >= 100 else 2
    a, b, c, d = (number(x, digits) for x in (naughty[0], nice[0], naughty[5], nice[5]))
    assert (
        f"On the first day, naughty kinds earned {a} and nice kinds {b}. On the last day, naughty"
        f" kinds earned {c} and nice kinds {d}. Being naughty paid at first, and later not any"
        " more."
    ) in told(several)


def test_summary__one_season_is_one_season(season, rules, several):
    warning = "All this is from one season"
    assert warning in told(season(rules.nice, rules.nasty))
    assert warning not in told(several)
    assert "as if towns were independent" in certainty(Findings(season(rules.nice, rules.coin)))
    assert "The mean is over 5 repetitions" in certainty(Findings(several))


def test_summary__one_kind(season, rules):
    results = season(rules.nice)
    text = told(results)
    # 3 gifts on 6 days, each pays 15 to both sides
    assert text.startswith("All towns play nice: 540.0 per town over the season.\n")
    assert "All towns were nice in all of their moves." in text
    assert "earns most" not in text
    assert "is last" not in text


def test_summary__a_tie(season, rules):
    """Everybody gives one gift to everybody: towns of two nice kinds earn the same."""
    everyone = {"friends": "everyone", "gifts_per_day": 23, "days": 1}
    two = season(rules.nice, rules.nice.named("nice_too"), **everyone)
    assert told(two).startswith("All 2 kinds end with the same: 690.0 per town over the season.")
    assert certainty(Findings(two)) == "All towns of a kind earned the same."
    three = season(rules.nasty, rules.nasty.named("nasty_too"), rules.nice, **everyone)
    # 15 naughty friends pay 5, 8 nice ones 25, on both sides: 2 x (15 x 5 + 8 x 25)
    assert told(three).startswith(
        "nasty and nasty_too earn most: 550.0 per town over the season. nice is last with 242.0."
    )


def test_summary__a_sure_winner(season, rules):
    results = season(rules.nasty, rules.nice, repetitions=4, days=2)
    assert "nasty earns most" in told(results)
    assert "The lead over every other kind is larger than chance explains." in told(results)
    assert "Being naughty went with" in told(results)


def test_summary__costs(season, rules):
    results = season(rules.nice, rules.nasty, game=COSTS)
    text, best = told(results), results.ranking.iloc[0]
    assert results.ranking.index[0] == "nasty"
    assert f"nasty pays least: a cost of {best.income:.2f} per town over the season" in text
    assert "Being naughty went with" in text
    assert "less to pay" in text
    assert not re.search(r"\bearn", text)


def test_summary__costs_are_payoffs_turned_round(season, rules, several):
    """With minus the payoffs, and less the better, the same is said of who and when."""
    costs = season(*combined(rules), repetitions=5, game=TURNED)
    assert list(costs.ranking.index) == list(several.ranking.index)
    for finding in (
        "may have put it before .*?\\. ",
        "Being naughty paid at first, .*",
        "out_for_tat does best",
        "larger than chance explains",
        "out_for_tat is best for every strategy",
    ):
        assert re.findall(finding, told(costs)) == re.findall(finding, told(several)) != []


def test_summary__nobody_gives(season, rules):
    results = season((rules.nice, never), (rules.nasty, never))
    assert summary(Findings(results)) == [
        "Nobody gave anything. So nobody earned anything, and there is nothing to compare."
    ]
    assert not any(layers(Findings(results)).values())
    assert "; 0 gifts were opened. " in how_it_was_played(Findings(results))


def test_summary__all_unopened(season, rules):
    """The one gift lies in a town that is away on the only day."""
    results = season(
        rules.nice, towns=2, friends=1, gifts_per_day=1, days=1, absence=0.5, seed=0
    )  # fmt: skip
    assert results.towns["sent"].sum() == results.towns["unopened"].sum() == 1
    assert summary(Findings(results)) == [
        "Towns left gifts, but nobody opened one. So nobody earned anything, and there is nothing"
        " to compare."
    ]


def test_summary__absence(season, rules):
    results = season(rules.nice, rules.nasty, absence=0.3)
    towns = results.towns
    lost = towns["unopened"].sum() / towns["sent"].sum()
    unused = 1 - towns["sent"].mean() / 18
    assert lost > 0
    assert f"{percent(lost)} of the gifts left were never opened, and paid nobody" in told(results)
    assert f"{percent(unused)} of the gifts that towns could give were not given." in told(results)


def test_summary__who_gave_nothing(season, rules):
    text = told(season((rules.nice, never), (rules.nasty, anyone)))
    assert (
        "50.0 % of the gifts that towns could give were not given. nice + never gave nothing."
        in text
    )
    assert "Partner rules cannot be compared: every strategy plays with one only." in text


def test_summary__one_day(season, rules):
    text = told(season(rules.nice, rules.nasty, days=1))
    assert not re.search(r"\bday\b", text)
    assert "95 % interval" in text


def test_summary__one_town_of_each_kind(season, rules):
    results = season(rules.nice, rules.nasty, rules.coin, towns=3, friends=2, gifts_per_day=2)
    assert "With one town in one season, this may be luck." in told(results)
    assert "So few towns do not show a difference." in told(results)
    assert "95 %" not in told(results)
    assert "says nothing about luck" in certainty(Findings(results))


def test_summary__nice_list_gathers_gifts(season, rules):
    results = season((rules.nice, nice_list), (rules.nasty, nice_list), nice_list=True)
    (share, got) = re.findall(r"Nice towns, (.*) % of all, received (.*) % of", told(results))[0]
    assert float(got) > float(share) + 10


@pytest.mark.parametrize(("naughty_days", "said"), [([5], True), ([1, 3, 5], False)])
def test_summary__an_end_that_stands_out(season, rules, naughty_days, said):
    """Nice days are turned into naughty ones: the last alone, or every other day."""
    results = season(rules.nice)
    daily = results.tallies[0].daily
    daily[naughty_days] = daily[naughty_days][..., ::-1]  # CC becomes DD
    text = told(results)
    assert "100.0 % of the moves were nice, and on day 6, 0.0 %: niceness fell" in text
    assert ("The last day alone lowered it by 100.0 points." in text) == said


def test_layers__have_every_sentence_once(several):
    found = Findings(several)
    told = [text for part in layers(found).values() for text in part]
    assert sorted(told) == sorted(summary(found))
    assert layers(found)["ranking"][0].startswith(f"{several.ranking.index[0]} earns most")


def test_how_it_was_played__says_how_many_took_part(several):
    opened = several.towns["received"].sum() / 5
    assert how_it_was_played(Findings(several)).startswith(
        f"24 towns of 6 kinds played 5 seasons of 6 days; {opened:,.0f} gifts were opened in each,"
        " on average. Each town has"
    )

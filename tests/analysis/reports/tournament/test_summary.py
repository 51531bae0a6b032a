"""Sentences say what the numbers say."""

import re

from analysis.reports.tournament.findings import Findings
from analysis.reports.tournament.prospects import EXTINCT
from analysis.reports.tournament.summary import how_it_was_ranked, summary
from analysis.words import percent
from tournament import Game, Tournament


def play(*players, **options):
    return Tournament(list(players), turns=10, seed=1, **options).play(progress=False)


def told(*players, **options) -> str:
    return "\n".join(summary(Findings(play(*players, **options))))


def test_summary__winner_and_wins(rules):
    text = told(rules.nice, rules.nasty, rules.nasty.named("nasty_too"), repetitions=1)
    assert "nasty and nasty_too share the first place with a mean score of 11.67 per turn" in text
    assert "nice came last with 5.67" in text


def test_summary__an_undecided_first_place(rules):
    twins = [rules.coin, rules.coin.named("coin_too"), rules.coin.named("coin_three")]
    assert "the first place is not decided" in told(*twins, repetitions=20)
    assert "After one repetition this may be luck" in told(*twins, repetitions=1)


def test_summary__a_sure_winner(rules):
    assert "Its lead over every other player is larger than chance explains." in told(
        rules.nice, rules.nasty, rules.coin, repetitions=100
    )


def test_summary__costs(rules):
    costs = Game(R=1, S=3, T=0, P=2, less_is_better=True)
    assert "nasty won with a mean cost of 1.000 per turn" in told(
        rules.nice, rules.nasty, repetitions=1, game=costs
    )


def test_summary__no_chance(rules):
    text = told(rules.nice, rules.nasty, rules.echo, repetitions=1)
    assert "The result is exact, because chance had no part." in text
    for word in ("resampled", "luck", "tiers", "nan"):
        assert word not in text.lower()


def test_summary__one_repetition_claims_nothing(rules):
    text = told(rules.nice, rules.nasty, rules.coin, repetitions=1)
    for word in ("interval", "tiers", "resampled", "in each repetition", "nan", "p ="):
        assert word not in text.replace("against each opponent, p =", "")


def test_summary__one_player(rules):
    assert (
        told(rules.nice, repetitions=3) == "nice played alone, with a mean score of 15.00 per turn."
    )


def test_summary__says_what_the_tests_say(rules):
    results = play(rules.nice, rules.nasty, rules.coin, rules.echo, repetitions=50)
    found = Findings(results)
    text = "\n".join(summary(found))
    first, second = found.places.index[:2]
    test = found.pairs.loc[(first, second)]
    assert f"{first} comes first in {percent(found.places['first'].iloc[0])}" in text
    assert f"The next player, {second}, is {test['difference']:.3f} behind" in text
    assert ("not enough to separate" in text) == (not test["settled"])
    assert f"after Holm's correction for {len(found.pairs)} pairs" in text
    last = found.ecological.iloc[-1]
    assert f"{(last >= EXTINCT).sum()} player" in text
    assert f"{last.idxmax()} ({percent(last.max())})" in text


def test_summary__the_top_by_axelrods_properties(rules):
    field = [rules.echo, *(rules.echo.named(f"echo_{k}") for k in range(4))]
    field += [rules.nasty.named(f"nasty_{k}") for k in range(10)]
    text = told(*field, repetitions=1)
    assert (
        "Axelrod's properties, as played by the first 5. Nice (never the first to defect): 5 of 5,"
        " and 0 of 10 others. Provocable (defects when defected on): 5 of 5, and 0 of 0 others."
    ) in text
    (ways,) = re.findall(r"So the first 5 are (.*) than the others", text)
    assert re.search(r"more often .*nice", ways)


def test_summary__who_owes_the_first_place_to_whom(rules):
    text = told(
        rules.nice, rules.nasty, rules.echo, rules.echo.named("echo_2"), rules.coin, repetitions=20
    )
    makers = Findings(
        play(
            rules.nice,
            rules.nasty,
            rules.echo,
            rules.echo.named("echo_2"),
            rules.coin,
            repetitions=20,
        )
    ).kingmakers
    if len(makers):
        assert all(
            name in text.split("owes the first place to")[1] for name in makers.index.levels[0]
        )
    else:
        assert "No other player's absence would change who is first" in text


def test_rule_of_ranking__is_named(rules):
    found = Findings(play(rules.nice, rules.nasty, rules.coin, repetitions=3, self_play=False))
    assert how_it_was_ranked(found) == "Ranked by mean score."


def test_settling__is_told(rules):
    results = play(rules.nice, rules.nasty, rules.coin, repetitions="until settled")
    assert "Settled: the first place after 32 repetitions" in how_it_was_ranked(Findings(results))


def test_summary__another_rule_claims_only_its_intervals(rules):
    results = play(rules.nice, rules.nasty, rules.coin, rules.echo, repetitions=100)
    text = "\n".join(summary(Findings(results.ranked("wins"))))
    assert (
        "nasty won with 100.0 % (share of matches won). No other interval overlaps its own" in text
    )
    assert "By mean score: " in text
    assert "How sure" not in text
    assert "About mean scores" not in text

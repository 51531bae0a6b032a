"""Sentences say what the numbers say."""

import subprocess
import sys

import pytest

from analysis.reports.tournament.details import runs
from analysis.reports.tournament.findings import findings
from analysis.reports.tournament.summary import EXTINCT, facts, how_it_was_ranked, summary
from analysis.words import count, decimals, listing, number, percent
from tournament import TSTO, C, D, Game, Tournament, strategy


@strategy
def nice(me, opponent):
    return C


@strategy
def nasty(me, opponent):
    return D


@strategy
def coin(me, opponent):
    return C if me.chance(0.5) else D


@strategy
def echo(me, opponent):
    return D if opponent.last == D else C


def play(*players, **options):
    return Tournament(list(players), turns=10, seed=1, **options).play(progress=False)


def told(*players, **options) -> str:
    return "\n".join(summary(findings(play(*players, **options))))


def test_summary__winner_and_wins():
    text = told(nice, nasty, nasty.named("nasty_too"), repetitions=1)
    assert "nasty and nasty_too share the first place with a score of 11.67 per turn" in text
    assert "nice came last with 5.67" in text


def test_summary__an_undecided_first_place():
    twins = [coin, coin.named("coin_too"), coin.named("coin_three")]
    assert "the first place is not decided" in told(*twins, repetitions=20)
    assert "after one repetition this may be luck" in told(*twins, repetitions=1)


def test_summary__a_sure_winner():
    assert "ahead of everyone else by more than chance explains" in told(
        nice, nasty, coin, repetitions=100
    )


def test_summary__costs():
    costs = Game(R=1, S=3, T=0, P=2, less_is_better=True)
    assert "nasty won with a cost of 1.000 per turn" in told(nice, nasty, repetitions=1, game=costs)


def test_summary__no_chance():
    text = told(nice, nasty, echo, repetitions=1)
    assert "exactly, for chance had no part" in text
    for word in ("resampled", "luck", "tiers", "nan"):
        assert word not in text.lower()


def test_summary__one_repetition_claims_nothing():
    text = told(nice, nasty, coin, repetitions=1)
    for word in ("interval", "tiers", "resampled", "in each repetition", "nan", "p ="):
        assert word not in text.replace("against each opponent, p =", "")


def test_summary__one_player():
    assert told(nice, repetitions=3) == "nice played alone, with a score of 15.00 per turn."


def test_summary__says_what_the_tests_say():
    results = play(nice, nasty, coin, echo, repetitions=50)
    found = findings(results)
    text = "\n".join(summary(found))
    first, second = found.places.index[:2]
    test = found.pairs.loc[(first, second)]
    assert f"{first} comes first in {percent(found.places['first'].iloc[0])}" in text
    assert f"The next, {second}, is {test['difference']:.3f} behind" in text
    assert ("not enough to separate" in text) == (not test["settled"])
    assert f"{len(found.pairs)} pairs (Holm)" in text
    last = found.ecological.iloc[-1]
    assert f"{(last >= EXTINCT).sum()} player" in text
    assert f"{last.idxmax()} ({percent(last.max())})" in text


def test_summary__the_top_by_axelrods_properties():
    field = [echo, *(echo.named(f"echo_{k}") for k in range(4))]
    field += [nasty.named(f"nasty_{k}") for k in range(10)]
    text = told(*field, repetitions=1)
    assert (
        "The first 5, by Axelrod's properties as played: nice (never the first to defect) 5 of 5,"
        " of the others 0 of 10; provocable (defects when defected on) 5 of 5, of the others 0 of 0"
    ) in text
    assert "the top is" in text
    assert "nice" in text.split("the top is")[1].split(" than the rest")[0]


def test_summary__who_owes_the_first_place_to_whom():
    text = told(nice, nasty, echo, echo.named("echo_2"), coin, repetitions=20)
    makers = findings(
        play(nice, nasty, echo, echo.named("echo_2"), coin, repetitions=20)
    ).kingmakers
    if len(makers):
        assert all(
            name in text.split("owes the first place to")[1] for name in makers.index.levels[0]
        )
    else:
        assert "No single other player's absence would change who is first" in text


def test_rule_of_ranking__is_named():
    found = findings(play(nice, nasty, coin, repetitions=3, self_play=False))
    assert how_it_was_ranked(found) == "Ranked by mean score, matches against copies not counted."


def test_settling__is_told():
    results = play(nice, nasty, coin, repetitions="until settled")
    assert "Settled: the first place after 32 repetitions" in how_it_was_ranked(findings(results))


def test_facts():
    shown = {words: value for value, words in facts(findings(play(nice, nasty, coin)))}
    assert shown["tiers of 3 players"] == "3"


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0.0 %"), (1e-9, "<0.1 %"), (float("nan"), "—"), (0.9999, ">99.9 %")]
)
def test_percent(value, text):
    assert percent(value) == text


def test_words():
    assert (
        decimals(TSTO),
        decimals(Game(R=1, S=1, T=1, P=1)),
        decimals(Game(R=1e6, S=0, T=1, P=1)),
    ) == (2, 2, 0)
    assert number(-0.0, 1) == "0.0"
    assert number(float("inf"), 1) == "—"
    assert listing(["a"]) == "a"
    assert listing(["a", "b"]) == "a and b"
    assert count(2, "match") == "2 matches"


def test_runs__cover_all_moves():
    import numpy as np

    moves = np.random.default_rng(0).integers(0, 2, 50).astype(np.uint8)
    assert "".join(text for _, text in runs(moves)) == "".join("CD"[m] for m in moves)


def test_import__is_light():
    heavy = ("matplotlib", "pandas", "jinja2", "numba", "numpy")
    code = f"import sys, analysis; print(*(m for m in {heavy} if m in sys.modules))"
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert shown.strip() == ""


def test_report__is_always_the_function():
    code = (
        "import analysis.reports.report, analysis; from analysis import report; assert report is"
        " analysis.report"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_summary__another_rule_claims_only_its_intervals():
    results = play(nice, nasty, coin, echo, repetitions=100)
    text = "\n".join(summary(findings(results.ranked("wins"))))
    assert "nasty won with 100.0 % of its matches won; no other interval overlaps its own" in text
    assert "By mean score: " in text
    assert "How surely" not in text
    assert "About mean scores" not in text

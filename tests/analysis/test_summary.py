"""Sentences say what the numbers say."""

import subprocess
import sys

import pytest

from analysis.details import runs
from analysis.summary import summary
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


def told(*players, **options) -> str:
    return "\n".join(
        summary(Tournament(list(players), turns=10, seed=1, **options).play(progress=False))
    )


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
        "import analysis.reporting, analysis; from analysis import report; assert report is"
        " analysis.report"
    )
    subprocess.run([sys.executable, "-c", code], check=True)

"""Who plays: the referee what is small, the engine the rest; both fill the same books."""

import os
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import strategies
from tournament import C, Match, Tournament, strategy
from tournament.engine import preparing, sources
from tournament.results.units.cutting import jobs, whole
from tournament.testing import players

WORDS = st.fixed_dictionaries(
    {
        "turns": st.integers(1, 80),
        "repetitions": st.integers(1, 3),
        "noise": st.sampled_from([0.0, 0.1]),
        "misperception": st.sampled_from([0.0, 0.1]),
        "continuation": st.sampled_from([None, 0.9]),
        "self_play": st.booleans(),
        "seed": st.integers(0, 2**64 - 1),
    }
)


def units(tournament):
    plan = tournament.plan
    pieces = whole(len(plan.players), len(plan.matches), plan.rules, 0, plan.repetitions)
    return [job.unit for job in jobs(plan.players, plan.matches, plan.rules, pieces, None)]


@pytest.fixture
def _nothing_on_disk(monkeypatch):
    """As on a new machine: nothing is compiled, and it would take a minute."""
    monkeypatch.setattr(preparing, "kept", set)
    monkeypatch.setattr(preparing, "LOOP_SECONDS", 60.0)


def same(one, other):
    return all(
        np.array_equal(a, b)
        for a, b in zip(*(vars(books).values() for books in (one, other)), strict=True)
    )


@given(st.lists(players(), min_size=2, max_size=4, unique_by=lambda p: p.name), WORDS)
@settings(max_examples=30)
def test_small_work_gives_the_same_books(field, words):
    (unit,) = units(Tournament(field, **words))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(preparing, "kept", set)
        patch.setattr(preparing, "LOOP_SECONDS", 60.0)
        small = sources.play_small([unit])
    assert small is not None
    assert same(small[0], sources.play(unit))


def test_what_is_compiled_and_loaded_is_not_for_the_referee():
    field = [strategies.tit_for_tat, strategies.random_player]
    all_units = units(Tournament(field, turns=5, seed=1))
    sources.prepare(field, lambda *told: None)
    assert sources.play_small(all_units) is None


@pytest.mark.usefixtures("_nothing_on_disk")
def test_large_work_is_not_for_the_referee():
    field = strategies.classics()
    assert sources.seconds_to_spare(units(Tournament(field, repetitions=1, turns=5))) > 0
    assert sources.seconds_to_spare(units(Tournament(field, repetitions=10**4, turns=200))) == 0


@strategy
def dawdler(me, opponent):
    for _ in range(300_000):
        pass
    return C


@pytest.mark.usefixtures("_nothing_on_disk")
def test_a_slow_rule_is_stopped_when_the_engine_would_be_ready(monkeypatch):
    monkeypatch.setattr(sources, "seconds_to_spare", lambda units, processes: 0.2)
    tournament = Tournament([dawdler, strategies.random_player], turns=2, repetitions=40, seed=1)
    began = time.monotonic()
    assert sources.play_small(units(tournament)) is None
    assert time.monotonic() - began < 4  # all of it would take 12 seconds


def test_the_referee_plays_once_what_chance_cannot_change():
    sure, drawn = strategies.tit_for_tat, strategies.random_player
    (unit,) = units(Tournament([sure, strategies.grudger], turns=10, repetitions=50, seed=1))
    decisions = 3 * 2 * 10
    assert sources.referee_seconds(unit) == pytest.approx(decisions * sources.DECISION_SECONDS)
    often = replace(unit, shortcut=False)
    assert sources.referee_seconds(often) == pytest.approx(50 * sources.referee_seconds(unit))
    (unit,) = units(Tournament([sure, drawn], turns=10, repetitions=50, seed=1))
    decisions = (1 + 2 * 50) * 2 * 10
    assert sources.referee_seconds(unit) == pytest.approx(decisions * sources.DECISION_SECONDS)
    (team,) = units(Tournament([strategies.dual(sure), sure], self_play=False, turns=10, seed=1))
    assert sources.referee_seconds(team) == pytest.approx(3 * 10 * sources.DECISION_SECONDS)


def test_engines_make_the_same_moves():
    pair = strategies.joss, strategies.random_player
    auto, compiled, python = (
        Match(*pair, turns=30, noise=0.1, seed=3, engine=engine).play().moves.tolist()
        for engine in ("auto", "compiled", "python")
    )
    assert auto == compiled == python


SMALL = """
import sys
from tournament import Match, Tournament
print(Match("tit_for_tat", "grudger", seed=1).play().totals)
field = ["tit_for_tat", "grudger", "random_player"]
print(len(Tournament(field, repetitions=10, seed=1).play().names))
print("numba" in sys.modules)
"""


def test_a_first_match_does_not_wait_for_the_engine(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", SMALL],
        env=os.environ | {"TOURNAMENT_CACHE": str(tmp_path)},
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split("\n")[:3] == ["(3000.0, 3000.0)", "3", "False"]
    assert not list(tmp_path.iterdir())

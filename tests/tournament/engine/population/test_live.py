"""Populations whose encounters are played: compiled play, the slow twin, and what is exact."""

import math
from functools import partial

import numpy as np
import pytest

from tournament import Population

FIELD = ["tit_for_tat", "always_defect", "random_player"]
SQUARE = [(0, 1, 0.5), (1, 2, 2.0), (2, 3, 1.0), (0, 3, 3.0)]


def played(players=FIELD, generations=None, engine="compiled", **given):
    rules = {"size": 8, "turns": 10, "noise": 0.05, "repetitions": 3, "seed": 2} | given
    population = Population(players, payoffs="live", engine=engine, **rules)
    return population.play(generations, progress=False)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"process": "moran", "lattice": 4, "size": None},
        {"process": "death-birth", "fitness": "exponential", "selection": 0.3},
        {"process": "death-birth", "graph": SQUARE, "size": 4, "mutation": 0.1},
        {"process": "fermi", "selection": 0.3},
        {"process": "fermi", "graph": "star", "selection": 0.1, "self_interaction": True},
        {"process": "fermi", "synchronous": True, "graph": SQUARE, "size": 4, "mutation": 0.1},
        {"process": "wright-fisher"},
        {"process": "wright-fisher", "graph": "small world 4 0.3", "size": 12, "mutation": 0.2},
        {"process": "imitate best"},
        {"process": "best response"},
        {"process": "best response", "synchronous": False, "lattice": 4, "size": None},
    ],
    ids=str,
)
def test_both_engines_keep_the_same_books(given):
    still = given.get("process") in ("imitate best", "best response") or "mutation" in given
    generations = 6 if still else None
    assert played(generations=generations, **given) == played(
        generations=generations, engine="python", **given
    )


def test_small_pools_change_nothing(monkeypatch):
    """However often play stops for more matches, it goes on as if it had not."""
    from tournament.engine.population import live

    usual = played()
    monkeypatch.setattr(live, "FIRST", 7)
    monkeypatch.setattr(live, "ROOM", 0)
    assert played() == usual


def test_a_learner_compares_what_matches_paid():
    """Two players, one turn, much noise: what both are paid has a known distribution."""
    noise, s, many = 0.3, 2.0, 4000
    results = played(
        ["always_cooperate", "always_defect"],
        size=2, turns=1, noise=noise, process="fermi", selection=s, repetitions=many,
        start=[1, 1], game="prisoners_dilemma",
    )  # fmt: skip
    cooperates = {"C": 1 - noise, "D": noise}
    pay = {(True, True): 3, (True, False): 0, (False, True): 5, (False, False): 1}

    def paid(own, other):
        return [
            (p * q, pay[mine, theirs])
            for mine, p in ((True, cooperates[own]), (False, 1 - cooperates[own]))
            for theirs, q in ((True, cooperates[other]), (False, 1 - cooperates[other]))
        ]

    up, down = (
        sum(
            p * q / (1 + math.exp(-s * (model - learner)))
            for p, model in paid(*pair)
            for q, learner in paid(*pair[::-1])
        )
        for pair in ("CD", "DC")
    )
    expected = up / (up + down)  # each learner is drawn as often, and who learns is gone
    share = results.fixation["share"]["always_cooperate"]
    assert abs(share - expected) < 4 * math.sqrt(expected * (1 - expected) / many)
    naive = 1 / (1 + math.exp(-s * (sum(p * x for p, x in paid("C", "D")) -
                                    sum(p * x for p, x in paid("D", "C")))))  # fmt: skip
    assert abs(naive - expected) > 5 * math.sqrt(expected * (1 - expected) / many)


def test_without_chance_it_is_the_table():
    """Fixation of tit for tat is that of the table, if matches have no chance."""
    from analysis import fixation_probabilities

    many, rules = 1000, {"size": 6, "turns": 5, "start": [1, 5], "game": "prisoners_dilemma"}
    pair = ["tit_for_tat", "always_defect"]
    for process in ("moran", "death-birth"):
        results = played(pair, noise=0.0, repetitions=many, process=process, **rules)
        table = Population(pair, process=process, **rules).play(progress=False).payoffs
        rho = fixation_probabilities(table, size=6, process=process)
        expected = rho.loc["tit_for_tat", "always_defect"]
        share = results.fixation["share"]["tit_for_tat"]
        assert abs(share - expected) < 4 * math.sqrt(expected * (1 - expected) / many)


def test_nobody_is_fit():
    """Where all fitness is 0, parents are drawn evenly in the end."""
    nothing = {"R": 0, "S": 0, "T": 0, "P": 0}
    from tournament import Game

    results = played(FIELD, game=Game(**nothing), turns=1, repetitions=2, size=3)
    assert results.times["fixed"].notna().all()


def test_repetitions_do_not_share_matches():
    results = played(generations=1, mutation=0.5, repetitions=6)
    assert len({tuple(row) for row in results.final.to_numpy()}) > 1
    assert np.isnan(results.payoffs.to_numpy()).all()


def test_matches_that_were_stopped_pay_nothing(recwarn):
    """Ctrl-C stops matches before their first turn: what they pay is not a number divided by 0."""
    from tournament.engine import sources
    from tournament.referee.population.live import Encounters

    live = Population(FIELD, size=8, turns=10, seed=1, payoffs="live").plan.live
    source = partial(sources.play, stop=np.ones(1, np.uint8))
    paid = Encounters(live, 1, 0, source, {}).next_block((0, 1), 4)
    assert np.isfinite(paid).all()
    assert not recwarn.list

"""Predicting from a ledger: its matches are the known pairs."""

import numpy as np
import pytest

import analysis
import strategies
from tournament import Game, Tournament
from tournament.errors import ArgumentError, LedgerError

FIELD = [strategies.get(name) for name in (
    "tit_for_tat", "joss", "random_player", "grudger", "always_defect", "always_cooperate",
    "win_stay_lose_shift", "downing",  # the last one reads payoffs
)]  # fmt: skip


def played(place, graph=None, **words):
    words = {"turns": 20, "repetitions": 120, "noise": 0.05, "seed": 3} | words
    return Tournament(FIELD, graph=graph, **words).play(progress=False, ledger=place)


def test_the_table_is_that_of_the_results(tmp_path):
    place = tmp_path / "ledger.sqlite"
    for game in ("tsto", "pd"):
        want = played(place, game=game).payoffs
        found = analysis.ledger_payoffs(place, game).loc[want.index, want.columns]
        np.testing.assert_allclose(found, want, rtol=1e-12)


def test_who_never_met_is_unknown(tmp_path):
    place = tmp_path / "ledger.sqlite"
    edges = [("tit_for_tat", "joss"), ("joss", "grudger")]
    names = ["tit_for_tat", "joss", "grudger"]
    Tournament(names, turns=5, graph=edges, seed=1).play(progress=False, ledger=place)
    assert analysis.ledger_payoffs(place).isna().to_numpy().sum() == 9 - 4


def test_conditions_are_chosen(tmp_path):
    place = tmp_path / "ledger.sqlite"
    want = played(place).payoffs
    played(place, noise=0.1)
    with pytest.raises(ArgumentError, match=r"^`noise` must say which .* those of 0.05, 0.1"):
        analysis.ledger_payoffs(place)
    found = analysis.ledger_payoffs(place, noise=0.05).loc[want.index, want.columns]
    np.testing.assert_allclose(found, want, rtol=1e-12)
    with pytest.raises(ArgumentError, match="no such matches"):
        analysis.ledger_payoffs(place, seed=4)
    with pytest.raises(ArgumentError, match="is no condition"):
        analysis.ledger_payoffs(place, colour=4)
    with pytest.raises(ArgumentError, match="must pay both seats alike"):
        analysis.ledger_payoffs(place, Game.bimatrix([[2, 0], [0, 1]], [[1, 0], [0, 2]]))
    with pytest.raises(LedgerError, match="there is no ledger"):
        analysis.ledger_payoffs(tmp_path / "other.sqlite")


def test_pairs_are_predicted_from_a_ledger(tmp_path):
    place = tmp_path / "ledger.sqlite"
    results = played(place)
    same = analysis.predict_pairs(results.payoffs, 0.7, method="factors", folds=2)
    names = sorted(results.names)
    table = analysis.ledger_payoffs(place)
    assert list(table.index) == names
    found = analysis.predict_pairs(str(place), 0.7, method="factors", folds=2)
    assert sorted(found.ranking.index) == sorted(same.ranking.index)

"""Exact pairs in results: expectations stand for counts, their errors are 0, the rest is as before.

Expectations are made by hand here: they are what was counted on average. So all that follows from
them must be what follows from the counts, except errors.
"""

import sqlite3
from contextlib import closing
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tournament import Results, Tournament
from tournament.engine.sources import play as play_unit
from tournament.errors import ResultsError, TournamentError
from tournament.results.books.expected import MOMENTS, SHAPES, expected_of, row_of
from tournament.results.units.unit import Unit

FIELD = ["tit_for_tat", "random_player", "always_defect", "joss"]
REPETITIONS = 40
EXACT = np.array([1, 4, 5])  # tit_for_tat and random_player; random_player and itself, and defect
RULES = {"turns": 12, "noise": 0.05, "seed": 5}


def made_exact(results, which=EXACT):
    """Return results in which some matches are exact: what was counted is expected."""
    whole, n = results.tallies, results.repetitions
    rows = [row_of(**{name: getattr(whole, name)[m] / n for name in SHAPES}) for m in which]
    books = replace(whole, exact=which.copy(), expected=np.array(rows))
    for name in (*SHAPES, "chance"):
        values = getattr(books, name).copy()
        values[which] = 0
        setattr(books, name, values)
    unit = Unit(results.players, results.matches[which], results.rules, 0, n)
    books.totals = whole.totals - play_unit(unit).totals
    return replace(results, played=replace(results.played, books=[books]))


@pytest.fixture(scope="module")
def sampled():
    """A tournament that was played."""
    return Tournament(FIELD, repetitions=REPETITIONS, **RULES).play(progress=False, threads=1)


@pytest.fixture(scope="module")
def mixed(sampled):
    """The same with exact pairs."""
    return made_exact(sampled)


def test_rows_hold_all_books():
    books = {name: np.arange(np.prod(shape)).reshape(shape) for name, shape in SHAPES.items()}
    rows = np.array([row_of(**books), row_of(**books)])
    assert rows.shape == (2, MOMENTS)
    for name, values in books.items():
        np.testing.assert_array_equal(expected_of(rows, name), [values, values])
    with pytest.raises(KeyError):
        expected_of(rows, "chance")


def test_which_pairs_are_exact(mixed, sampled):
    exact = mixed.exact
    pairs = {("tit_for_tat", "random_player"), ("random_player", "random_player"),
             ("random_player", "always_defect")}  # fmt: skip
    assert {(a, b) for a in FIELD for b in FIELD if exact.loc[a, b]} == pairs | {
        (b, a) for a, b in pairs
    }
    assert not sampled.exact.to_numpy().any()
    assert (exact.index.name, exact.columns.name) == ("player", "opponent")


def test_means_are_those_of_the_counts(mixed, sampled):
    for name in ("payoffs", "cooperation", "wins", "states", "payoff_deviations"):
        found, wanted = getattr(mixed, name), getattr(sampled, name)
        if name == "payoff_deviations":  # the one is exact, the other an estimate
            wanted = wanted.where(~mixed.exact, wanted * np.sqrt(1 - 1 / REPETITIONS))
        pd.testing.assert_frame_equal(found, wanted, rtol=1e-12)
    mean, wanted = mixed.per_repetition.mean(), sampled.per_repetition.mean()
    np.testing.assert_allclose(mean, wanted, rtol=1e-12)


def test_errors_are_those_of_what_was_played(mixed, sampled):
    errors = sampled.payoff_errors.where(~mixed.exact, 0.0)
    pd.testing.assert_frame_equal(mixed.payoff_errors, errors, rtol=1e-12)
    squares = errors.to_numpy() ** 2
    np.testing.assert_allclose(  # a sum over opponents, who play one by one
        mixed.rank().loc[FIELD, "standard_error"], np.sqrt(squares.sum(axis=1)) / 4, rtol=0.35
    )
    assert mixed.rank().loc["random_player", "standard_error"] > 0
    assert mixed.rank(self_play=False).loc["joss", "standard_error"] == pytest.approx(
        sampled.rank(self_play=False).loc["joss", "standard_error"]
    )


def test_a_player_of_exact_pairs_has_no_error(sampled):
    exact = np.flatnonzero((sampled.matches == 1).any(axis=1))
    ranking = made_exact(sampled, exact).ranking
    row = ranking.loc["random_player"]
    assert row["standard_error"] == 0
    assert row["low"] == row["score"] == row["high"]
    assert (ranking.drop("random_player")["standard_error"] > 0).all()
    everything = made_exact(sampled, np.arange(10))
    assert (everything.ranking["standard_error"] == 0).all()
    assert not everything.tallies.chance.any()
    np.testing.assert_allclose(everything.ranking["score"], sampled.ranking["score"])


def test_wins_of_exact_pairs_have_no_error(mixed, sampled):
    wins = sampled.wins.to_numpy()
    squares = np.where(mixed.exact, 0.0, wins * (1 - wins))
    error = np.sqrt(np.nansum(squares, axis=1) / (REPETITIONS - 1)) / 3
    np.testing.assert_allclose(mixed.rank(by="wins").loc[FIELD, "standard_error"], error)
    assert (error < sampled.rank(by="wins").loc[FIELD, "standard_error"]).any()


def test_points_are_those_of_the_counts(mixed, sampled):
    found, wanted = mixed.rank(by="points"), sampled.rank(by="points")
    np.testing.assert_allclose(found["points"], wanted["points"])
    assert (found["standard_error"] <= wanted["standard_error"].max()).all()


def test_the_median_has_no_exact_value(mixed):
    for ask in (lambda: mixed.rank(by="median"), lambda: mixed.ranked("median")):
        with pytest.raises(TournamentError) as error:
            ask()
        assert str(error.value) == (
            "The median over repetitions has no exact value, and these results have exact pairs;"
            " play again with exact=False, or rank by score."
        )


def test_chance_decides_lengths(sampled):
    rules = RULES | {"turns": None, "continuation": 0.8}
    played = Tournament(FIELD, repetitions=30, **rules).play(progress=False, threads=1)
    mixed = made_exact(played)
    pd.testing.assert_frame_equal(mixed.payoffs, played.payoffs, rtol=1e-12)
    errors = played.payoff_errors.where(~mixed.exact, 0.0).to_numpy()
    np.testing.assert_allclose(
        mixed.rank().loc[FIELD, "standard_error"], np.sqrt((errors**2).sum(axis=1)) / 4
    )


# -- another game ----------------------------------------------------------------------------------


def test_another_game_pays_exact_pairs(mixed, sampled):
    found, wanted = mixed.under("chicken"), sampled.under("chicken")
    pd.testing.assert_frame_equal(found.payoffs, wanted.payoffs, rtol=1e-12)
    pd.testing.assert_frame_equal(found.wins, wanted.wins, rtol=1e-12)
    assert found.exact.equals(mixed.exact)


@pytest.mark.parametrize("game", ["R=3,S=5,T=0,P=1", "R=3,S=2,T=2,P=1"])
def test_another_game_has_other_winners(mixed, sampled, game):
    before = mixed.wins.copy()
    pd.testing.assert_frame_equal(mixed.under(game).wins, sampled.under(game).wins, rtol=1e-12)
    assert mixed.wins.equals(before)


# -- files -----------------------------------------------------------------------------------------


def test_saved_results_keep_what_is_exact(mixed, sampled, tmp_path):
    loaded = Results.load(mixed.save(tmp_path / "mixed.sqlite"))
    assert loaded == mixed
    assert loaded != sampled
    assert loaded.exact.equals(mixed.exact)
    pd.testing.assert_frame_equal(loaded.ranking, mixed.ranking)
    again = loaded.save(tmp_path / "again.sqlite")
    assert again.read_bytes() == (tmp_path / "mixed.sqlite").read_bytes()


def test_files_with_exact_pairs_have_a_format_of_their_own(mixed, sampled, tmp_path):
    """Else an earlier version would read the zeros of exact matches as counts."""
    for results, wanted in ((mixed, 3), (sampled, 2)):
        file = results.save(tmp_path / "some.sqlite")
        with closing(sqlite3.connect(file)) as opened:
            assert opened.execute("PRAGMA user_version").fetchone() == (wanted,)


def test_all_may_be_exact(sampled, tmp_path):
    everything = made_exact(sampled, np.arange(10))
    assert Results.load(everything.save(tmp_path / "all.sqlite")) == everything


def changed(name, place, more):
    def change(books):
        if name in SHAPES:
            expected_of(books.expected, name)[place] += more
        else:
            getattr(books, name)[place] += more

    return change


WRONG = {
    "exact matches were counted, too": changed("chance", 1, True),
    "expectations are no numbers": changed("expected", (0, 3), np.nan),
    "numbers of exact matches are none of matches": changed("exact", 2, 5),
    "expected counts do not add up to the turns of a match": changed("counts", (0, 1), 0.5),
    "expected outcomes by the turn before do not add up to the expected counts":
        changed("starts", (1, 2), 0.5),
    "expected last turns are not those of one match":
        changed("transitions", (1, slice(0, 2), 1), (-0.45, 0.45)),
    "expected products are not symmetric": changed("products", (0, 1, 2), 0.5),
    "expected products do not add up to the expected counts": changed("products", (0, 1, 1), 0.5),
    "expected products are of no numbers with these means":
        changed("products", (1, slice(0, 2), slice(0, 2)), ((-3, 3), (3, -3))),
    "wins are expected more than once in a match": changed("wins", (0, 1), 1.5),
    "expected first defections contradict the expected outcomes":
        changed("first_defections", (0, 1), 1.0),
    "exact matches have no expectations, or expectations no matches":
        lambda books: setattr(books, "expected", None),
}  # fmt: skip


@pytest.mark.parametrize("said", WRONG)
def test_expectations_that_contradict_each_other_are_refused(said, sampled, tmp_path):
    forged = made_exact(sampled)
    WRONG[said](forged.played.books[0])
    forged.save(tmp_path / "forged.sqlite")
    with pytest.raises(ResultsError, match=said):
        Results.load(tmp_path / "forged.sqlite")

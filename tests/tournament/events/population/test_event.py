"""The population as an event: from what a user gives to results."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest

from tournament import Game, Population, PopulationResults, Tournament, strategy
from tournament.errors import (
    ArgumentError,
    ArgumentTypeError,
    DuplicateName,
    PluginError,
    UnknownName,
)

HAWKS = [[-0.5, 2.0], [0.0, 1.0]]
PAIR = ["tit_for_tat", "always_defect"]


def played(players=PAIR, generations=None, until=None, **given):
    rules = {"size": 12, "seed": 5, "repetitions": 6, "engine": "python"} | given
    return Population(players, **rules).play(generations, until, progress=False)


# -- what holds for every population ---------------------------------------------------------------


@pytest.mark.parametrize("engine", ["python", "auto"])
@pytest.mark.parametrize("where", [{}, {"lattice": 4, "size": None}, {"graph": "random regular 3"}])
def test_any_number_of_threads_and_any_executor_give_the_same_bytes(where, engine):
    rules = {"mutation": 0.1, "engine": engine, "repetitions": 9} | where
    one = Population(PAIR, **({"size": 12, "seed": 3} | rules))
    alone = one.play(8, progress=False, threads=1)
    assert one.play(8, progress=False, threads=3) == alone
    with ThreadPoolExecutor(2) as pool:
        assert one.play(8, progress=False, executor=pool) == alone


@pytest.mark.parametrize("where", [{}, {"lattice": 4, "size": None}])
@pytest.mark.parametrize("process", ["moran", "fermi", "imitate best", "wright-fisher"])
def test_who_was_named_first_changes_nothing(where, process):
    names = ["tit_for_tat", "always_defect", "grudger"]
    rules = {"mutation": 0.1, "process": process} | where
    one, other = (played(order, 6, **rules) for order in (names, names[::-1]))
    pd.testing.assert_frame_equal(one.shares, other.shares[one.types])
    fixed, too = ([str(name) for name in results.times["fixed"]] for results in (one, other))
    assert fixed == too


def test_more_repetitions_keep_those_there_were():
    few, many = (played(repetitions=n).final for n in (3, 8))
    pd.testing.assert_frame_equal(few, many.iloc[:3])


def test_results_are_saved_and_loaded(tmp_path):
    for results in (played(), played(generations=5, lattice=(3, 4), size=None, repetitions=1)):
        results.save(tmp_path / "population.sqlite")
        assert PopulationResults.load(tmp_path / "population.sqlite") == results


# -- payoffs ---------------------------------------------------------------------------------------


def test_the_table_is_that_of_the_tournament():
    rules = {"turns": 30, "noise": 0.05, "seed": 5}
    table = Tournament(PAIR, exact=True, **rules).play(progress=False).payoffs
    assert np.allclose(played(payoffs="exact", **rules).payoffs, table, rtol=1e-12)
    sampled = Tournament(PAIR, repetitions=50, **rules).play(progress=False)
    results = played(payoffs="played", payoff_repetitions=50, **rules)
    assert np.array_equal(results.payoffs, sampled.payoffs)
    assert np.array_equal(results.payoff_errors, sampled.payoff_errors)
    assert results.payoff_errors.to_numpy().max() > 0


def test_tables_may_be_given():
    frame = pd.DataFrame(HAWKS, ["hawk", "dove"], ["hawk", "dove"])
    rules = {"fitness": "exponential", "size": 8}
    array = played(["hawk", "dove"], payoffs=HAWKS, **rules)
    assert played(["hawk", "dove"], payoffs=frame.iloc[::-1, ::-1], **rules) == array
    assert array.payoffs.loc["hawk", "dove"] == 2.0
    results = Tournament(PAIR, seed=1).play(progress=False)
    assert np.array_equal(played(payoffs=results).payoffs, results.payoffs)


def test_less_may_be_better():
    costs = Game(R=1, S=4, T=0, P=3, less_is_better=True)
    results = played(game=costs, fitness="exponential", turns=5)
    assert (results.payoffs.to_numpy() <= 0).all()


def test_two_populations_in_two_roles():
    trust = Game(R=(3, 3), S=(0, 5), T=(1, 1), P=(1, 1))
    results = played(game=trust, generations=4, turns=10)
    assert results.types == [
        "tit_for_tat (row)", "always_defect (row)",
        "tit_for_tat (column)", "always_defect (column)",
    ]  # fmt: skip
    table = Tournament(PAIR, game=trust, turns=10, exact=True).play(progress=False)
    a = results.payoffs.to_numpy()
    assert (a[:2, :2] == 0).all()
    assert (a[2:, 2:] == 0).all()
    both = (a[:2, 2:] + a[2:, :2]) / 2  # the table of a tournament is the mean over both seats
    assert np.allclose(np.diag(both), np.diag(table.payoffs), rtol=1e-12)
    assert np.allclose(results.shares.sum(axis=1), 2.0)


# -- what ends it ----------------------------------------------------------------------------------


def test_without_mutation_one_type_takes_all_places():
    results = played()
    assert results.fixation["repetitions"].sum() == 6
    assert set(results.times["fixed"]) <= set(PAIR)


def test_a_start_of_one_type_is_over_at_once():
    results = played(start={"tit_for_tat": 12})
    assert results.times["steps"].tolist() == [0] * 6


def test_it_ends_when_shares_have_settled():
    results = played(until="settled", mutation=0.2, size=30, repetitions=2)
    assert results.until == "settled"
    assert results.times["generation"].min() >= 128


# -- what goes wrong -------------------------------------------------------------------------------


@strategy
def broken(me, opponent):
    """Fail in turn 3."""
    return 1 // (3 - me.turn)


def test_a_rule_that_fails_stops_it_or_is_withdrawn():
    field = [*PAIR, broken]
    population = Population(field, size=12, seed=5, repetitions=6, engine="python")
    with pytest.raises(PluginError, match="broken"):
        population.play(progress=False)
    results = population.play(progress=False, on_error="withdraw")
    assert results == played()
    assert "broken" in results.manifest["failures"][0]


def test_what_was_finished_is_kept_on_ctrl_c():
    population = Population(PAIR, size=12, seed=5, repetitions=200, engine="python")

    def stop(done, total, note):
        if note == "playing" and 20 <= done < total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        population.play(progress=stop, threads=1)
    kept = population.finished.final
    assert 20 <= len(kept) < 200
    pd.testing.assert_frame_equal(kept, played(repetitions=200).final.iloc[: len(kept)])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"players": []}, "`players` must be a list of at least one strategy"),
        ({"players": "all"}, "`players` must be a list"),
        ({"players": ["tit_for_tot"]}, "Did you mean 'tit_for_tat'"),
        ({"players": ["a", "a"], "payoffs": HAWKS}, "`players` has 2 types named a"),
        ({"players": [3, "a"], "payoffs": HAWKS}, "`players` must be a text"),
        ({"process": "voter"}, "`process` must be 'moran', 'death-birth', 'fermi'"),
        ({"fitness": "square"}, "`fitness` must be 'linear' or 'exponential'"),
        ({"selection": 1.5}, r"`selection` must be a number in \[0, 1\]; got 1.5"),
        ({"selection": -1, "process": "fermi"}, "`selection` must be a number"),
        ({"mutation": 2}, "`mutation` must be a probability"),
        ({"mutation": [[0.5, 0.4], [0, 1]]}, "rows that sum to 1; row 0 sums to 0.9"),
        ({"mutation": [[1.5, -0.5], [0, 1]]}, "it holds 1.5"),
        ({"mutation": [[1.0]]}, r"got shape \(1, 1\)"),
        ({"payoffs": "guessed"}, "`payoffs` must be 'where possible', 'exact', 'played' or 'live'"),
        ({"payoffs": [[1.0]]}, "a row and a column for each of 2 players"),
        (
            {"payoffs": [[1.0, None], [1, 1]]},
            "`payoffs` must be results of a tournament, or a square table",
        ),
        ({"payoffs": HAWKS}, "`fitness` is linear and can be -0.5"),
        ({"payoffs": HAWKS, "graph": "star"}, "`fitness` is linear and can be -5.5"),
        ({"payoffs": pd.DataFrame([[1.0]], ["joss"], ["joss"])}, "tit_for_tat"),
        ({"payoffs": pd.DataFrame(np.eye(2), ["A", "B"], ["A", "B"])}, "named 'tit_for_tat'"),
        ({"payoffs": [[1e16, 0], [0, 0]]}, r"`payoffs` must be at most 1e\+15 in size; got 1e\+16"),
        ({"average": False}, "`average` must be True where everybody meets everybody"),
        ({"synchronous": True}, "`synchronous` must be False for the process 'moran'"),
        ({"payoff_repetitions": 1}, r"`payoff_repetitions` must be a whole number in \[2"),
        ({"repetitions": 0}, "`repetitions` must be a whole number"),
        ({"engine": "fast"}, "`engine` must be"),
        ({"game": Game(R=(3, 2), S=0, T=5, P=1), "lattice": 4, "size": None}, "pay both seats"),
        ({"payoffs": "live", "size": 5000}, "`size` must be at most 2000"),
    ],
)
def test_bad_input_gets_one_sentence(given, said):
    rules = {"players": PAIR, "size": 12} | given
    told = ArgumentError, ArgumentTypeError, DuplicateName, UnknownName
    with pytest.raises(told, match=said):
        Population(**rules)


def test_a_table_without_self_play_is_refused():
    results = Tournament(PAIR, self_play=False, seed=1).play(progress=False)
    with pytest.raises(ArgumentError, match="Play with self_play=True"):
        Population(PAIR, payoffs=results)


def test_what_holds_is_shown():
    population = Population(PAIR, size=12, seed=5)
    assert repr(population).startswith("<Population: 12 players, 2 types, 100 repetitions>")
    assert population.types == PAIR
    assert population.structure.words == "well mixed"
    assert population.rules.selection == 1.0
    assert Population(PAIR, lattice=5).repetitions == 1


def test_many_names_are_looked_through_at_once():
    with pytest.raises(ArgumentError, match="`players` must be at most 1000 types; got 30000"):
        Population([str(number) for number in range(30_000)], payoffs=HAWKS)


def test_a_table_that_is_given_is_of_no_game():
    """Nobody plays TSTO where payoffs are given, so nothing says so."""
    given = Population(["hawk", "dove"], payoffs=[[1, 0], [2, 0]], size=12, seed=5)
    assert given.rules.describe() == (
        "Payoffs as given; moran, one after the other; selection 1, linear fitness; no mutation;"
        " seed 5"
    )
    assert "TSTO" not in repr(given) + given._repr_html_()
    assert "TSTO" in repr(Population(PAIR, size=12, seed=5))
